/** Notices of the desktop: asked for by a click, never at load. */

import { useState } from "preact/hooks";
import * as words from "../words";

type State = NotificationPermission | "none";

function stateNow(): State {
  return "Notification" in globalThis ? Notification.permission : "none";
}

export function Notices() {
  const [state, setState] = useState<State>(stateNow);
  const ask = async () => {
    await Notification.requestPermission();
    setState(stateNow());
  };
  return (
    <section class="block">
      <h2>{words.me.notices}</h2>
      <p class="quiet">{words.me.noticesHint}</p>
      {state === "default" && (
        <button type="button" class="btn" onClick={ask}>
          {words.me.noticesAsk}
        </button>
      )}
      <p role="status">
        {state === "granted" && words.me.noticesOn}
        {state === "denied" && words.me.noticesDenied}
        {state === "none" && words.me.noticesNone}
      </p>
    </section>
  );
}
