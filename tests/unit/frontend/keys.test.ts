import { afterEach, describe, expect, test } from "vitest";
import { commandOf, focusOf } from "../../../frontend/src/keys";

const stroke = (key: string, over: Partial<KeyboardEvent> = {}) => ({
  key,
  altKey: false,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  isComposing: false,
  ...over,
});

describe("a single key", () => {
  test.each([
    ["j", "down"],
    ["k", "up"],
    ["r", "reply"],
    ["n", "note"],
    ["b", "bring_in"],
    ["h", "hand_over"],
    ["z", "hold"],
    ["e", "close"],
    ["/", "find"],
  ])("%s means %s", (key, command) => {
    expect(commandOf(stroke(key), "none", true)).toBe(command);
    expect(commandOf(stroke(key), "control", true)).toBe(command);
  });

  test("is a letter while somebody writes, and nothing where it is switched off", () => {
    expect(commandOf(stroke("e"), "field", true)).toBeNull();
    expect(commandOf(stroke("e"), "none", false)).toBeNull();
  });

  test("with Ctrl or Command is the browser's", () => {
    expect(commandOf(stroke("r", { ctrlKey: true }), "none", true)).toBeNull();
    expect(commandOf(stroke("r", { metaKey: true }), "none", true)).toBeNull();
  });

  test("with Shift is another, but for A and ?", () => {
    expect(commandOf(stroke("E", { shiftKey: true }), "none", true)).toBeNull();
    expect(commandOf(stroke("A", { shiftKey: true }), "none", true)).toBe("presence");
    expect(commandOf(stroke("a"), "none", true)).toBeNull();
    expect(commandOf(stroke("?", { shiftKey: true }), "none", true)).toBe("help");
  });
});

test("Alt and Enter pick up, even in a composer and with single keys off, but not while a word is composed", () => {
  expect(commandOf(stroke("Enter", { altKey: true }), "field", false)).toBe("pick_up");
  expect(commandOf(stroke("Enter", { altKey: true, isComposing: true }), "field", true)).toBeNull();
});

test("Enter picks up only where it would do nothing else; Esc puts off unless somebody writes", () => {
  expect(commandOf(stroke("Enter"), "none", false)).toBe("pick_up");
  expect(commandOf(stroke("Enter", { shiftKey: true }), "none", true)).toBeNull();
  for (const focus of ["control", "field"] as const)
    expect(commandOf(stroke("Enter"), focus, true)).toBeNull();
  expect(commandOf(stroke("Escape"), "none", false)).toBe("not_now");
  expect(commandOf(stroke("Escape"), "control", true)).toBe("not_now");
  expect(commandOf(stroke("Escape"), "field", true)).toBeNull();
});

describe("the focus", () => {
  afterEach(() => document.body.replaceChildren());

  test.each([
    ["textarea", {}, "field"],
    ["select", {}, "field"],
    ["input", { type: "text" }, "field"],
    ["input", { type: "search" }, "field"],
    ["input", { type: "radio" }, "control"],
    ["input", { type: "range" }, "control"],
    ["button", {}, "control"],
    ["a", { href: "/" }, "control"],
    ["div", { tabindex: "0" }, "none"],
    ["body", {}, "none"],
  ])("on %s %o: %s", (tag, attributes, focus) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    document.body.append(element);
    expect(focusOf(element)).toBe(focus);
    expect(focusOf(null)).toBe("none");
  });
});
