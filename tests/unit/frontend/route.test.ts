import { expect, test } from "vitest";
import { pathTo, routeOf } from "../../../frontend/src/route";

test.each([
  ["/console/", { key: null, page: "line", conversation: null }],
  ["/console/ridge", { key: "ridge", page: "line", conversation: null }],
  ["/console/ridge/", { key: "ridge", page: "line", conversation: null }],
  ["/console/ridge/c/talk-0001", { key: "ridge", page: "line", conversation: "talk-0001" }],
  ["/console/ridge/leaving", { key: "ridge", page: "leaving", conversation: null }],
  ["/console/ridge/team", { key: "ridge", page: "team", conversation: null }],
  ["/console/ridge/nowhere", { key: "ridge", page: null, conversation: null }],
  ["/console/ridge/team/more", { key: "ridge", page: null, conversation: null }],
  ["/console/%E0%A4%A", { key: "%E0%A4%A", page: "line", conversation: null }],
])("%s", (path, route) => {
  expect(routeOf(path)).toEqual(route);
});

test("every page leads back to itself", () => {
  for (const page of ["line", "leaving", "team", "settings", "me"] as const) {
    expect(routeOf(pathTo("a-key_1", page))).toEqual({ key: "a-key_1", page, conversation: null });
  }
  expect(routeOf(pathTo("k", "line", "talk-0001")).conversation).toBe("talk-0001");
});
