/** Screens that no first open needs, fetched together before they are needed: see `useLater`. */
export { things } from "../things";
export { After } from "./after";
export { Known } from "./known";
export { Menu } from "./menu";
