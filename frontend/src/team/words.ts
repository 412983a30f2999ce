/** The words of what one member of the team serves: languages, teams, hours. */

export const say = {
  languages: "Languages",
  languagesHint: "Visitors in these languages ring here first. With none set, any does.",
  any: "any language",
  add: "Add a language",
  choose: "Choose a language",
  remove: (language: string) => `Remove ${language}`,
  teams: "Teams",
  teamsHint: "A team is asked first for its matter, and then everybody.",
  noTeams: "There is no team yet. An owner or a lead makes one in Settings, Routing.",
  theirs: "An owner or a lead changes these.",
  hours: "Usually here",
  hoursHint:
    "Nobody is held to them: they only tell visitors when this person is back. An empty week means the site’s own hours.",
  hoursFault: "Some hours cannot be read. They are marked above.",
  save: "Save",
} as const;
