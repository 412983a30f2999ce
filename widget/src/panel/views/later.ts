/** What no first open needs, fetched together before it is needed: see `useLater`. Its style comes with it. */
import known from "../known.css?inline";
import later from "../later.css?inline";

const sheet = new CSSStyleSheet();
sheet.replaceSync(later + known);
document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];

export { Markup, Plain } from "../../paper/markup";
export { happened } from "../happened";
export { things } from "../things";
export { After } from "./after";
export { Known } from "./known";
export { Menu } from "./menu";
export { Standing } from "./standing";
