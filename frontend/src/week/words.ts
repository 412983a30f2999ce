/** The words of the week: waits, and how many people each hour needs. */

const count = (n: number) => n.toLocaleString("en-GB");
const people = (n: number) => `${n} ${n === 1 ? "person" : "people"}`;

export const say = {
  title: "The week",
  sub: (weeks: number, goal: string) =>
    `An ordinary week, from the last ${weeks}. The goal: nine in ten hear from a person within ${goal}.`,
  zone: (zone: string) => `Times are those of ${zone.replaceAll("_", " ")}.`,
  span: "From the last",
  weeks: (n: number) => `${n} weeks`,

  half: "half waited less than this",
  nine: "nine in ten waited less",
  gaveUp: (n: number, of: number) => `${count(n)} of ${count(of)}`,
  gaveUpIs: "gave up before a person came",
  unanswered: "not known",

  none: "Nothing to show yet.",
  noneHint:
    "Calls stand here once their hour is over: how long each waited for a person, and whether they gave up. Who answered them does not.",
  notYet:
    "Not yet: how many people an hour needs can be said after four weeks of records. How long people waited is true already.",

  legend: "Nine in ten waited under",
  more: "more",
  legendShort: "1 here of 2 needed",
  caption: "Each hour of the week: how long nine in ten waited at most, then how many people were here",
  hour: "Hour",
  days: ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
  short: ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
  clock: (hour: number) => `${hour}:00`,
  noWait: "–",
  of: (there: string, needed: string) => `${there} of ${needed}`,
  needed: (n: number, low: number, high: number) => (low === high ? `${n}` : `${n} (${low}–${high})`),

  /** A cell as it is read aloud. */
  quiet: "nobody came",
  came: (n: number) => `${people(n)} came in these weeks`,
  waits: (nine: string, half: string) => `nine in ten waited under ${nine}, half under ${half}`,
  unknown: "a time we cannot tell",
  leftOff: (n: number) => `${n} gave up`,
  here: (there: string) => `${there} here`,
  hereOf: (there: string, needed: string) => `${there} here of ${needed} needed`,

  dayTitle: "One day, hour by hour",
  dayHint: "Who came and who gave up is counted over all these weeks; how many were here is their average.",
  day: "Day",
  noDay: (day: string) => `Nobody came on a ${day}, and nobody was here.`,
  columns: {
    came: "Came",
    half: "Half waited under",
    nine: "Nine in ten under",
    gaveUp: "Gave up",
    here: "Here",
    needed: "Needed",
  },
  isShort: "too few",
  notKnown: "not yet",

  advice: "Where one more person would help most",
  adviceNone: "Nowhere: no hour is short of people.",
  stretch: (day: string, from: number, until: number) => `${day}, ${from}:00 to ${until}:00.`,
  help: (needed: string, there: string) => `${needed} needed, ${there} there.`,
  helpGaveUp: (n: number, of: number) =>
    n === of ? "All who gave up did so then." : `${n} of the ${of} who gave up did so then.`,
} as const;
