import "../../../widget/src/paper/tokens.css";
import "../../../widget/src/paper/base.css";
import "../../../widget/src/paper/controls.css";
import "../styles/buttons.css";
import "../styles/small.css";
import "../styles/dialogs.css";
import "../styles/talk.css";
import "../styles/log.css";
import "../styles/compose.css";
import "../styles/person.css";
import "../styles/narrow-talk.css";
import "./insider.css";
import { render } from "preact";
import { Seat } from "../desk/seat";
import { steady } from "../kept";
import { commandOf, focusOf, run } from "../keys";
import { App, NoLink } from "./app";
import { Key, nameOf } from "./key";
import { type Known, Line } from "./line";
import { SITE } from "./translate";

const root = document.getElementById("insider");
const keyring = new Key();
const key = keyring.read();
if (root) {
  if (key === null) render(<NoLink />, root);
  else {
    const known: Known = { invitation: null, left: false };
    const url = `${location.origin.replace(/^http/, "ws")}/ws/v1/insider`;
    const seat = new Seat(SITE, nameOf(key), url, {
      socket: (at) => new Line(new WebSocket(at), key, known) as unknown as WebSocket,
    });
    addEventListener("storage", (event) => seat.storageChanged(event.key));
    void steady.restore().then(() => {
      seat.start();
      render(<App seat={seat} known={known} person={nameOf(key)} forget={() => keyring.forget()} />, root);
    });
  }
}
// Another link followed in this tab opens another conversation.
addEventListener("hashchange", () => location.reload());
addEventListener("keydown", (event) => {
  if (event.defaultPrevented || document.querySelector("dialog[open]")) return;
  const command = commandOf(event, focusOf(document.activeElement), true);
  if (command && run(command)) event.preventDefault();
});
