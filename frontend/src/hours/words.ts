/** The words of opening hours, and of the hours of one person. */

export const say = {
  days: ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
  short: ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
  untold: "not told",
  range: (first: string, last: string) => `${first} to ${last}`,
  from: (day: string, nth: number) => (nth === 0 ? `${day}, from` : `${day}, from, span ${nth + 1}`),
  until: (day: string, nth: number) => (nth === 0 ? `${day}, until` : `${day}, until, span ${nth + 1}`),
  to: "to",
  add: "Add hours",
  addTo: (day: string) => `Add hours on ${day}`,
  remove: "Remove",
  removeOf: (day: string, from: string, until: string) => `Remove ${day}, ${from} to ${until}`,
  none: "no hours",
  same: "Same on Tuesday to Friday",
  faults: {
    time: "Write a time like 9:00 or 17:30.",
    backwards: "It ends before it begins. Hours past midnight stand on the next day.",
  },
} as const;
