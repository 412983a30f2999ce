import fc from "fast-check";
import { expect, test } from "vitest";
import { draftOf, faultOf, hoursOf, inWords, minutesOf, timeOf } from "../../../frontend/src/hours/rules";

const nine = { key: 1, from: "9", until: "17:30" };

test.each([
  ["9", 540],
  ["9:00", 540],
  ["09.05", 545],
  ["930", 570],
  ["1730", 1050],
  [" 0:00 ", 0],
  ["24:00", 1440],
])("%s is a time of the day", (text, minutes) => expect(minutesOf(text)).toBe(minutes));

test.each(["", "noon", "24:01", "25", "9:60", "9:5", "-1", "9:00 pm", "12345"])("%s is none", (text) =>
  expect(minutesOf(text)).toBeNull(),
);

test("a time is written as it is read", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1440 }), (minutes) => minutesOf(timeOf(minutes)) === minutes),
  );
});

test("what is typed becomes hours, and only when all of it can be read", () => {
  const empty = draftOf([]);
  expect(hoursOf(empty)).toEqual([[], [], [], [], [], [], []]);
  expect(hoursOf([[nine], ...empty.slice(1)])?.[0]).toEqual([[540, 1050]]);
  expect(hoursOf([[{ ...nine, until: "soon" }], ...empty.slice(1)])).toBeNull();
});

test("what is wrong with a day is named", () => {
  expect(faultOf([nine])).toBeNull();
  expect(faultOf([nine, { key: 2, from: "", until: "18" }])).toBe("time");
  expect(faultOf([{ key: 2, from: "22", until: "2" }])).toBe("backwards");
  expect(faultOf([{ key: 2, from: "9", until: "9" }])).toBe("backwards");
});

test("days with the same hours stand together in words", () => {
  const day = [[540, 1020]] as const;
  expect(
    inWords([
      day,
      day,
      day,
      day,
      day,
      [
        [600, 780],
        [840, 960],
      ],
      [],
    ]),
  ).toBe("Mon to Fri 9:00–17:00, Sat 10:00–13:00 and 14:00–16:00");
  expect(inWords([day, [], day, [], [], [], []])).toBe("Mon 9:00–17:00, Wed 9:00–17:00");
  expect(inWords([])).toBe("not told");
});
