/** The launcher and the first open panel, drawn on the same paper as the real ones. */

import { useLayoutEffect, useRef } from "preact/hooks";
import { type Accent, dress } from "../../../widget/src/paper/accent";
import { Face } from "../../../widget/src/paper/face";
import { Icon, up } from "../../../widget/src/paper/icons";
import { Mark } from "../../../widget/src/paper/mark";
import { useConsole } from "../console";
import { words } from "../words";

interface PreviewProps extends Accent {
  readonly name: string;
  readonly greeting: string;
}

export function Preview({ name, greeting, hue, chroma }: PreviewProps) {
  const { me } = useConsole();
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (box.current) dress(box.current, { hue, chroma });
  }, [hue, chroma]);
  const face = { kind: "agent" as const, id: me.sites[0]?.agent ?? me.user.id, name: me.user.name };
  return (
    <figure class="preview" ref={box}>
      <figcaption class="faint t12">{words.settings.preview}</figcaption>
      <div class="panel" aria-hidden="true">
        <p class="bar">
          <b dir="auto">{name}</b>
        </p>
        <Face of={face} size="xl" dot="here" />
        <p class="greeting" dir="auto">
          {greeting}
        </p>
        <p class="quiet" dir="auto">
          {words.settings.hereNow(me.user.name)}
        </p>
        <p class="box">
          <span class="faint">{words.settings.previewBox}</span>
          <span class="send">
            <Icon of={up} />
          </span>
        </p>
      </div>
      <span class="launcher" aria-hidden="true">
        <Mark lifted width={30} />
      </span>
    </figure>
  );
}
