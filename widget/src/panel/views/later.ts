/** Screens that no first open needs: fetched once the line is up, so that they are here when it is not. */
export { After } from "./after";
export { Known } from "./known";
export { Menu } from "./menu";
