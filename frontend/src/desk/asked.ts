/** Questions under way: the same one is not asked twice before it is answered, or the next beat finds it lost. */

import type { AgentCommand, AgentEvent } from "../../../widget/src/wire/wire";

export class Asked {
  private readonly open = new Set<string>();

  already(command: AgentCommand): boolean {
    return this.open.has(JSON.stringify(command));
  }

  asked(command: AgentCommand): void {
    this.open.add(JSON.stringify(command));
  }

  heard(event: AgentEvent): void {
    switch (event.type) {
      case "welcome":
      case "beat":
      case "failed":
      case "refused":
        this.open.clear();
        break;
      case "lists":
        this.drop((command) => command.type === "refresh");
        break;
      case "older":
        this.drop((command) => command.type === "more");
        break;
      case "fetched":
      case "history":
        this.drop((command) => "conversation" in command && command.conversation === event.conversation);
        break;
      case "opened":
        this.drop((command) => "conversation" in command && command.conversation === event.row.id);
        break;
    }
  }

  private drop(answered: (command: AgentCommand) => boolean): void {
    for (const text of this.open) if (answered(JSON.parse(text))) this.open.delete(text);
  }
}
