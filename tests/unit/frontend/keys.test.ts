import { afterEach, describe, expect, test } from "vitest";
import { commandOf, takesLetters } from "../../../frontend/src/keys";

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
    ["e", "close"],
    ["/", "find"],
  ])("%s means %s", (key, command) => {
    expect(commandOf(stroke(key), false, true)).toBe(command);
  });

  test("is a letter while somebody writes, and nothing where it is switched off", () => {
    expect(commandOf(stroke("e"), true, true)).toBeNull();
    expect(commandOf(stroke("e"), false, false)).toBeNull();
  });

  test("with Ctrl or Command is the browser's", () => {
    expect(commandOf(stroke("r", { ctrlKey: true }), false, true)).toBeNull();
    expect(commandOf(stroke("r", { metaKey: true }), false, true)).toBeNull();
  });

  test("with Shift is another, but for A and ?", () => {
    expect(commandOf(stroke("E", { shiftKey: true }), false, true)).toBeNull();
    expect(commandOf(stroke("A", { shiftKey: true }), false, true)).toBe("presence");
    expect(commandOf(stroke("a"), false, true)).toBeNull();
    expect(commandOf(stroke("?", { shiftKey: true }), false, true)).toBe("help");
  });
});

test("Alt and Enter pick up, even in a composer and with single keys off, but not while a word is composed", () => {
  expect(commandOf(stroke("Enter", { altKey: true }), true, false)).toBe("pick_up");
  expect(commandOf(stroke("Enter", { altKey: true, isComposing: true }), true, true)).toBeNull();
  expect(commandOf(stroke("Enter"), false, true)).toBeNull();
});

describe("what takes letters", () => {
  afterEach(() => document.body.replaceChildren());

  test.each([
    ["textarea", "", true],
    ["input", "text", true],
    ["input", "search", true],
    ["input", "radio", false],
    ["input", "range", false],
    ["button", "", false],
    ["a", "", false],
  ])("%s %s: %s", (tag, type, takes) => {
    const element = document.createElement(tag);
    if (type) element.setAttribute("type", type);
    document.body.append(element);
    expect(takesLetters(element)).toBe(takes);
  });
});
