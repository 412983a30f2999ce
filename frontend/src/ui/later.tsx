/** A page, or a part of one, that is fetched when it is first looked at: on its way, here, or not to be had, with words and a way on. */

import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import * as words from "../words";

/** `Frame`: what stands around the words while there is no page. */
export function later<P extends object>(
  fetch: () => Promise<ComponentType<P>>,
  Frame: "main" | "div" = "main",
): ComponentType<P> {
  let here: ComponentType<P> | null = null;
  return function Later(props: P) {
    const [Found, setFound] = useState<{ page: ComponentType<P> | null }>({ page: here });
    const [lost, setLost] = useState(false);
    useEffect(() => {
      if (here) return;
      let gone = false;
      fetch().then(
        (page) => {
          here = page;
          if (!gone) setFound({ page });
        },
        () => !gone && setLost(true),
      );
      return () => {
        gone = true;
      };
    }, []);
    if (Found.page) return <Found.page {...props} />;
    // Some browsers remember that a module failed, and a newer build has another name for it: only a reload helps both.
    return (
      <Frame class={Frame}>
        {lost ? (
          <p class="wrong" role="alert">
            {words.wrong.page}{" "}
            <button type="button" class="text u" onClick={() => location.reload()}>
              {words.wrong.reload}
            </button>
          </p>
        ) : (
          <p class="quiet">{words.talk.fetching}</p>
        )}
      </Frame>
    );
  };
}
