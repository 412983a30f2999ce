/** The words of the roster: who has whom. */

const people = (n: number) => `${n} ${n === 1 ? "visitor" : "visitors"}`;

export const say = {
  title: "Roster",
  sub: "Who knows whom. A visitor’s own person is asked first, their backup when that one is away; nobody ever waits for either while somebody else is free.",
  soft: (cap: number) => `One person can know about ${cap} visitors.`,
  enough: (agents: number, cap: number) =>
    `With ${agents === 1 ? "one person" : `${agents} people`} that makes ${agents * cap}.`,

  switchedOff: "switched off",

  agents: "People",
  primary: (n: number) => (n === 0 ? "nobody’s person yet" : `the person of ${people(n)}`),
  backup: (n: number) => (n === 0 ? "nobody’s backup" : `backup of ${people(n)}`),
  room: (n: number) => (n === 0 ? "no room left" : `room for ${n} more`),
  over: (n: number, cap: number) => `${n} more than the ${cap} that one person can know`,
  show: "Show",
  showOf: (name: string) => `Show the visitors of ${name}`,
  shown: "Shown below",
  move: "Move all",
  moveOf: (name: string) => `Move all visitors of ${name} to somebody else`,
  moveTo: (name: string) => `Whoever has ${name} as their person or backup gets`,
  choose: "Choose somebody",
  moveNow: (n: number) => `Move ${people(n)}`,
  moveHint: "Each of them reads their new person’s name. What was said stays where it is.",
  moved: (from: string, to: string) => `The visitors of ${from} are ${to}’s now.`,
  needPerson: "Choose whose they become.",
  keep: "Keep",

  visitors: "Visitors",
  visitorsHint: "Who was seen last stands first.",
  whose: "Whose",
  everybody: "Everybody",
  none: "Without a person",
  find: "Search by name",
  empty: "Nobody has called yet.",
  emptyHint:
    "Whoever picks up the phone on your page stands here, and so does the person who first solved something for them.",
  noneFound: "Nobody matches.",
  allHave: "Everybody has a person.",
  hasNone: (name: string) => `${name} is nobody’s person yet.`,
  more: "Show earlier ones",

  who: "Visitor",
  person: "Person",
  backupHead: "Backup",
  priority: "In line",
  seen: "Last seen",
  nameless: "no name told",
  nobody: "Nobody yet",
  noBackup: "Nobody",
  off: (name: string) => `${name}, switched off`,
  personOf: (name: string) => `Person of ${name}`,
  backupOf: (name: string) => `Backup of ${name}`,
  priorityOf: (name: string) => `${name} in line`,
  priorities: ["In turn", "A little sooner", "Sooner"],
  kept: (name: string) => `Kept for ${name}.`,
} as const;
