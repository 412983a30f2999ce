import { render } from "preact";
import "../paper/tokens.css";
import "../paper/base.css";
import "../paper/controls.css";
import "./panel.css";
import "./log.css";
import "./compose.css";
import "./hello.css";
import { dress } from "../paper/accent";
import { App } from "./app";
import { readConfig } from "./config";
import type { Facts } from "./facts";
import { hostAt } from "./host";
import { Session } from "./session";
import { Vault } from "./vault";

const config = readConfig(document, location.hash);
const host = hostAt(config.host);
const session = new Session({
  site: config.site.key,
  url: `${location.origin.replace(/^http/, "ws")}/ws/v1/visitor`,
  vault: new Vault(`bluephone/${config.site.key}`),
});
const own: Facts = {
  page: null,
  told: [],
  language: navigator.language.slice(0, 35) || null,
  zone: Intl.DateTimeFormat().resolvedOptions().timeZone ?? null,
  team: null,
};

dress(document.documentElement, config.site);
document.title = config.site.name;
if (config.hosted) document.body.classList.add("hosted");

host?.hear((message) => {
  if (message.type !== "page") return;
  if (session.link.state === "idle")
    session.open({ ...own, page: message.page, told: message.told, team: message.team ?? null });
  else session.look(message.page);
});
const root = document.getElementById("panel");
if (root) render(<App session={session} config={config} host={host} />, root);
if (host) host.tell({ type: "ready" });
else session.open(own);
