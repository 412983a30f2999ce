/** My own page: my name, my account, what I hear, and which keys act. */

import { useState } from "preact/hooks";
import { api } from "../api";
import { useConsole } from "../console";
import { run } from "../keys";
import { changePrefs, usePrefs } from "../prefs";
import { inWords } from "../ui/fetched";
import * as words from "../words";
import { Notices } from "./notices";

export function MePage() {
  return (
    <main class="main">
      <h1>{words.me.title}</h1>
      <Name />
      <Account />
      <Sound />
      <Notices />
      <Keys />
    </main>
  );
}

function Name() {
  const { me, reload } = useConsole();
  const [name, setName] = useState(me.user.name);
  const [said, setSaid] = useState<{ readonly wrong: boolean; readonly text: string } | null>(null);
  const store = async () => {
    if (name.trim() === "") return setSaid({ wrong: true, text: words.me.needName });
    try {
      await api.rename(name.trim());
      await reload();
      setSaid({ wrong: false, text: words.me.saved });
    } catch (error) {
      setSaid({ wrong: true, text: inWords(error) });
    }
  };
  return (
    <form
      class="block line-form"
      onSubmit={(event) => {
        event.preventDefault();
        void store();
      }}
    >
      <label>
        {words.me.name}
        <input
          class="input"
          dir="auto"
          maxLength={200}
          value={name}
          onInput={(event) => {
            setName(event.currentTarget.value);
            setSaid(null);
          }}
        />
        <span class="faint t12">{words.me.nameHint}</span>
      </label>
      <button type="submit" class="btn">
        {words.me.save}
      </button>
      <span class={said?.wrong ? "wrong" : "quiet"} role="status">
        {said?.text}
      </span>
    </form>
  );
}

function Account() {
  const { me } = useConsole();
  const [wrong, setWrong] = useState("");
  const leave = async () => {
    try {
      await api.signOut();
      location.assign("/account/login/");
    } catch (error) {
      setWrong(inWords(error));
    }
  };
  return (
    <section class="block">
      <h2>{words.me.account}</h2>
      <p class="quiet">
        {words.me.email}: <bdi>{me.user.email}</bdi>
      </p>
      <p class="row">
        <a class="btn" href="/account/password/change/">
          {words.me.password}
        </a>
        <a class="btn" href="/account/sessions/">
          {words.me.sessions}
        </a>
        <button type="button" class="btn" onClick={leave}>
          {words.me.signOut}
        </button>
      </p>
      {wrong && (
        <p class="wrong" role="alert">
          {wrong}
        </p>
      )}
    </section>
  );
}

function Sound() {
  const { bell } = useConsole();
  const prefs = usePrefs();
  const hear = async (sound: () => void) => {
    await bell.unlock();
    sound();
  };
  return (
    <section class="block">
      <h2>{words.me.sound}</h2>
      <p class="quiet">{words.me.soundHint}</p>
      <label class="choice">
        <input
          type="checkbox"
          checked={prefs.sound}
          onChange={(event) => changePrefs({ sound: event.currentTarget.checked })}
        />
        <span>{words.me.soundOn}</span>
      </label>
      <label class="volume">
        {words.me.volume}
        <input
          type="range"
          min={0}
          max={100}
          step={5}
          value={Math.round(prefs.volume * 100)}
          onInput={(event) => changePrefs({ volume: event.currentTarget.valueAsNumber / 100 })}
        />
      </label>
      <p class="row">
        <button type="button" class="btn" onClick={() => hear(() => bell.strokes())}>
          {words.me.tryRing}
        </button>
        <button type="button" class="btn" onClick={() => hear(() => bell.tap())}>
          {words.me.tryTap}
        </button>
      </p>
    </section>
  );
}

function Keys() {
  const { singleKeys } = usePrefs();
  return (
    <section class="block">
      <h2>{words.me.keys}</h2>
      <p class="quiet">{words.me.keysHint}</p>
      <label class="choice">
        <input
          type="checkbox"
          checked={singleKeys}
          onChange={(event) => changePrefs({ singleKeys: event.currentTarget.checked })}
        />
        <span>{words.me.keysOn}</span>
      </label>
      <p class="row">
        <button type="button" class="btn" onClick={() => run("help")}>
          {words.me.keysShow}
        </button>
      </p>
    </section>
  );
}
