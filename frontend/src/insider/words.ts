/** What only an insider's page says. What it shares with the console stands in the console's catalogue. */

export const words = {
  title: (visitor: string, site: string, fresh: number) =>
    `${fresh > 0 ? `(${fresh}) ` : ""}${visitor} · ${site}`,
  noLink: "This page opens by a link. Follow the one you were sent.",
  dialling: "Dialling…",
  dropped: "The line dropped, we’re redialling. Nothing you wrote is lost.",
  notLasting: "This browser keeps nothing for us. What is not sent yet would be lost by a reload.",

  asked: (who: string) => `${who} asked you in.`,
  askedBySomebody: "You were asked in.",
  appear: (name: string) => `You appear as ${name}.`,
  ends: (when: string) => `Your link ends ${when}.`,
  withWhom: (names: string) => `with ${names}`,
  closedNow: "closed",

  closed: (visitor: string) =>
    `This conversation is closed, so nothing can be written. If ${visitor} writes again, it goes on here.`,
  begun: "What you had begun to write is kept:",

  leave: ["Leave", "the conversation"],
  leaveTitle: "Leave the conversation?",
  leaveHint: (visitor: string) =>
    `${visitor} and the team are told that you left. Your link ends with it, so coming back needs another.`,
  leaveNow: "Leave now",
  stay: "Stay",

  over: {
    unknown: "This link opens nothing any more.",
    unknownHint: "It ended, or it never did. Ask whoever sent it to you for another.",
    left: "You left the conversation.",
    leftHint: "Thank you for coming. You can close this page.",
    departed: (visitor: string) => `${visitor} left.`,
    departedHint: "This conversation is over for good, and your link with it. You can close this page.",
    ranOut: "Your link has run out.",
    withdrawn: "Your link was withdrawn.",
    askAgain: (who: string) => `If you are still needed, ask ${who} for another.`,
    somebody: "the team",
    refused: "The server refused the line.",
    refusedHint: "This address is not the one it expects (PUBLIC_URL). Ask whoever sent you the link.",
    unsent: "What you had not sent, so that you can copy it:",
  },
} as const;
