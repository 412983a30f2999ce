/** The words of the routing page: how visitors are put through, and the teams. */

export const say = {
  title: "Routing",
  sub: (site: string) => `How a visitor of ${site} comes to a person.`,
  readOnly: "Only an owner changes this.",

  mode: "When somebody calls",
  modes: {
    connect: "Connect",
    ring: "Ring",
  },
  modeHints: {
    connect:
      "Whoever has a place free has the visitor at once. It rings until they open the conversation, and opening it picks up.",
    ring: "It rings first, and the visitor is theirs once they pick up. Opening the conversation only shows it.",
  },
  numbers: {
    ring_s: "Seconds to answer",
    overflow_s: "Seconds a team is asked first",
    goal_s: "Seconds you aim for",
    roster_cap: "Visitors one person can know",
  },
  numberHints: {
    ring_s:
      "When the person it rings for gives no sign for so long, the visitor goes on to somebody else, first in line, and that person is marked away.",
    overflow_s:
      "A team or a language narrows who is asked for so long, then anybody is. With 0 anybody is at once.",
    goal_s:
      "The week says how many people each hour needs, so that nine in ten hear from a person within this time.",
    roster_cap:
      "The roster says so when somebody has more; nobody is turned away by it. With 100, six people can know 600.",
  },
  between: (least: number, most: number) => `A whole number from ${least} to ${most}.`,

  hours: "Opening hours",
  hoursHint:
    "They only word the truth: with somebody here, a closed hour still connects; with nobody here, a visitor reads when somebody will be. An empty week tells nothing.",
  zone: "Time zone",
  nowThere: (time: string) => `It is ${time} there now.`,
  hoursFault: "Some hours cannot be read. They are marked above.",

  save: "Save",
  saving: "Saving…",
  saved: "Saved",

  teams: "Teams",
  teamsHint:
    "A team is asked first for its matter, which your page names in the tag. It narrows who is asked and never walls anybody off: after a while anybody is asked.",
  noTeams: "There is no team. Everybody is asked for everything.",
  teamName: "Name",
  newTeam: "A new team",
  newTeamPlaceholder: "Workshop",
  add: "Add a team",
  needName: "A team needs a name.",
  edit: (name: string) => `Change ${name}`,
  change: "Change",
  priority: "Its visitors are served",
  priorities: [
    "in their turn",
    "sooner, as if they had waited a minute more",
    "soonest, as if they had waited three minutes more",
  ],
  members: "Who is in it",
  nobody: "nobody yet, so everybody is asked",
  remove: "Remove the team",
  removeHint: (name: string) => `${name} goes. Its people and conversations stay.`,
  sure: "Remove it now",
  keep: "Keep",
} as const;
