/** The launcher and the first open panel, as the real ones look while I am here. */

import { useLayoutEffect, useRef } from "preact/hooks";
import { type Accent, dress } from "../../../widget/src/paper/accent";
import { Face } from "../../../widget/src/paper/face";
import { door, Icon, up } from "../../../widget/src/paper/icons";
import { Desk, Mark } from "../../../widget/src/paper/mark";
import { called } from "../../../widget/src/paper/names";
import { useConsole } from "../console";
import * as words from "../words";

interface PreviewProps extends Accent {
  readonly site: string;
  readonly greeting: string;
}

export function Preview({ site, greeting, hue, chroma }: PreviewProps) {
  const { me } = useConsole();
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (box.current) dress(box.current, { hue, chroma });
  }, [hue, chroma]);
  const agent = me.sites.find(({ key }) => key === site)?.agent ?? me.user.id;
  const face = { kind: "agent" as const, id: agent, name: me.user.name };
  const name = called(face.name);
  const [help, leave] = words.settings.exits;
  return (
    <figure class="preview" ref={box}>
      <figcaption class="faint t12">{words.settings.preview}</figcaption>
      <div class="panel" aria-hidden="true">
        <div class="hello" dir="auto">
          <Face of={face} size="xl" dot="here" />
          <p class="greeting">{words.settings.hereNow(name)}</p>
          <p>{words.settings.picksUp(name)}</p>
          <span class="big">
            <Desk lifted width={120} />
          </span>
        </div>
        <p class="box">
          <span class="hint" dir="auto">
            {greeting.trim() || words.settings.previewBox}
          </span>
          <span class="send">
            <Icon of={up} />
          </span>
        </p>
        <p class="exits">
          <b>{help}</b>
          <span>
            <Icon of={door} small /> {leave}
          </span>
        </p>
      </div>
      <span class="launcher" aria-hidden="true">
        <Mark lifted width={30} />
      </span>
    </figure>
  );
}
