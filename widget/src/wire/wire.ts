// Generated from server/wire by `make wire`. Do not edit.

export type AgentCommand = (AgentHello | AgentSetPresence | AgentOpen | AgentShut | AgentPickUp | AgentReply | AgentWriteNote | AgentClose | AgentWrite | AgentRead | AgentFetch | AgentEarlier | AgentRefresh | AgentMore | AgentAnswer)
export type AgentEvent = (AgentWelcome | AgentLists | AgentRows | AgentOlder | AgentTeam | AgentPresence | AgentVisitorChanged | AgentOpened | AgentTouched | AgentAcked | AgentAdded | AgentFetched | AgentHistory | Typing | AgentReadByVisitor | AgentReadByTeam | AgentBeat | Moving | Refused | Failed)
export type VisitorCommand = (VisitorHello | VisitorSay | VisitorLeave | VisitorWhy | VisitorWrite | VisitorRead | VisitorLook | VisitorFetch | VisitorEarlier | VisitorAnswer)
export type VisitorEvent = (VisitorWelcome | VisitorAcked | VisitorAdded | VisitorFetched | VisitorHistory | VisitorStands | VisitorHere | Typing | VisitorReadByTeam | VisitorLeft | VisitorThanked | VisitorBeat | Moving | Refused | Failed)

/**
 * The command `id` is durable; `seq` is the entry it made.
 */
export interface AgentAcked {
/**
 * Milliseconds since 1970-01-01 UTC, server's clock
 */
at: number
/**
 * 8 to 64 of A–Z a–z 0–9 _ -
 */
conversation: string
/**
 * 8 to 64 of A–Z a–z 0–9 _ -
 */
id: string
seq: number
type: "acked"
}
/**
 * A new entry. If its `seq` is not one more than the last, fetch the gap.
 */
export interface AgentAdded {
/**
 * 8 to 64 of A–Z a–z 0–9 _ -
 */
conversation: string
entry: TeamEntry
type: "entry"
}
/**
 * An entry as the team sees it. `seq` counts all entries, without gaps; `visitor_seq` is null where visitors do not see it.
 */
export interface TeamEntry {
/**
 * Milliseconds since 1970-01-01 UTC, server's clock
 */
at: number
body: (Message | PickedUp | LineDropped | Closed | Reopened | Departed | Note | Connected)
by: Face
id: (string | null)
seq: number
visitor_seq: (number | null)
}
/**
 * Words somebody said. `text` is what went in; `html` is an agent's Markdown, rendered and cleaned, else null.
 */
export interface Message {
html: (string | null)
text: string
type: "message"
}
/**
 * An agent picked up: from here on a person is there.
 */
export interface PickedUp {
type: "picked_up"
}
/**
 * The agent's connection was lost; the conversation went back to the head of the line.
 */
export interface LineDropped {
type: "line_dropped"
}
/**
 * An agent put the phone down. Writing reopens the conversation.
 */
export interface Closed {
type: "closed"
}
/**
 * Somebody wrote after the closing.
 */
export interface Reopened {
type: "reopened"
}
/**
 * The visitor left. The conversation is over for good.
 */
export interface Departed {
type: "departed"
}
/**
 * An agent's word to the team. No visitor frame has a place for it.
 */
export interface Note {
text: string
type: "note"
}
/**
 * The desk put the conversation before an agent, and why. For the team alone.
 */
export interface Connected {
because: string
numbers: {
[k: string]: number
}
type: "connected"
}
/**
 * Somebody in a conversation, as others see them.
 */
export interface Face {
id: string
kind: ("agent" | "system" | "visitor")
/**
 * One short line
 */
name: string
}
/**
 * The answer to the beat `n`.
 */
export interface AgentAnswer {
n: number
type: "beat"
}
/**
 * Are you there? Answer with the same `n`. `heads`: newest seq of open conversations; `revision`: of the lists.
 */
export interface AgentBeat {
heads: {
[k: string]: number
}
n: number
revision: number
type: "beat"
}
/**
 * I put the phone down.
 */
export interface AgentClose {
/**
 * 8 to 64 of A–Z a–z 0–9 _ -
 */
conversation: string
/**
 * 8 to 64 of A–Z a–z 0–9 _ -
 */
id: string
type: "close"
}
/**
 * A member of the team as colleagues see them. Nothing here counts time.
 */
export interface AgentColleague {
capacity: number
/**
 * 8 to 64 of A–Z a–z 0–9 _ -
 */
id: string
load: number
/**
 * One short line
 */
name: string
presence: ("available" | "away" | "offline")
role: ("agent" | "lead" | "owner")
}
/**
 * The first command: which site (its key), and how far this client's copies of open conversations go.
 */
export interface AgentHello {
cursors: {
[k: string]: number
}
/**
 * A site's public key
 */
site: string
type: "hello"
}
/**
 * Whether I take calls, and how many at once.
 */
export interface AgentSetPresence {
capacity: number
presence: ("available" | "away")
type: "set_presence"
}
/**
 * Show me this conversation and keep me posted. Opening one that rings for me picks it up.
 */
export interface AgentOpen {
after: number
/**
 * 8 to 64 of A–Z a–z 0–9 _ -
 */
conversation: string
type: "open"
}
/**
 * I no longer look at this conversation.
 */
export interface AgentShut {
/**
 * 8 to 64 of A–Z a–z 0–9 _ -
 */
conversation: string
type: "shut"
}
/**
 * I take this waiting conversation, or the one that rings for me.
 */
export interface AgentPickUp {
/**
 * 8 to 64 of A–Z a–z 0–9 _ -
 */
conversation: string
/**
 * 8 to 64 of A–Z a–z 0–9 _ -
 */
id: string
type: "pick_up"
}
/**
 * A message to the visitor, in Markdown. Sending the same `id` again is harmless.
 */
export interface AgentReply {
/**
 * 8 to 64 of A–Z a–z 0–9 _ -
 */
conversation: string
/**
 * 8 to 64 of A–Z a–z 0–9 _ -
 */
id: string
text: string
type: "reply"
}
/**
 * A note to the team.
 */
export interface AgentWriteNote {
/**
 * 8 to 64 of A–Z a–z 0–9 _ -
 */
conversation: string
/**
 * 8 to 64 of A–Z a–z 0–9 _ -
 */
id: string
text: string
type: "note"
}
/**
 * I am writing to this visitor. May be lost.
 */
export interface AgentWrite {
/**
 * 8 to 64 of A–Z a–z 0–9 _ -
 */
conversation: string
type: "typing"
}
/**
 * Everything up to `seq` was on my screen.
 */
export interface AgentRead {
/**
 * 8 to 64 of A–Z a–z 0–9 _ -
 */
conversation: string
seq: number
type: "read"
}
/**
 * Entries after `after`: how a gap is filled.
 */
export interface AgentFetch {
after: number
/**
 * 8 to 64 of A–Z a–z 0–9 _ -
 */
conversation: string
type: "fetch"
}
/**
 * Entries before `before`.
 */
export interface AgentEarlier {
before: number
/**
 * 8 to 64 of A–Z a–z 0–9 _ -
 */
conversation: string
type: "earlier"
}
/**
 * Send the lists anew: how a missed change of the lists is mended.
 */
export interface AgentRefresh {
type: "refresh"
}
/**
 * Ended conversations older than `before`.
 */
export interface AgentMore {
/**
 * Milliseconds since 1970-01-01 UTC, server's clock
 */
before: number
type: "more"
}
/**
 * The answer to `Hello`: everything a console shows before a conversation is opened. `more` tells whether older ended ones exist.
 */
export interface AgentWelcome {
limits: Limits
me: AgentMe
more: boolean
/**
 * Milliseconds since 1970-01-01 UTC, server's clock
 */
now: number
revision: number
rows: AgentRow[]
/**
 * A site's public key
 */
site: string
/**
 * One short line
 */
site_name: string
team: AgentColleague[]
type: "welcome"
version: number
}
/**
 * What a client must respect, and how often it will hear from the server.
 */
export interface Limits {
beat_ms: number
capacity_max: number
frame_max: number
lease_ms: number
text_max: number
typing_ms: number
words_max: number
}
/**
 * The agent this socket speaks for.
 */
export interface AgentMe {
capacity: number
/**
 * 8 to 64 of A–Z a–z 0–9 _ -
 */
id: string
/**
 * One short line
 */
name: string
presence: ("available" | "away")
role: ("agent" | "lead" | "owner")
}
/**
 * A conversation in a list. `since`: when this wait began; `agent`: who is rung or has it; `because`: why it is theirs.
 */
export interface AgentRow {
agent: (string | null)
because: (string | null)
/**
 * Milliseconds since 1970-01-01 UTC, server's clock
 */
changed: number
head: number
/**
 * 8 to 64 of A–Z a–z 0–9 _ -
 */
id: string
last: (AgentPreview | null)
offer: number
rank: number
read: number
since: (number | null)
state: ("closed" | "engaged" | "left" | "ringing" | "waiting")
visitor: AgentVisitorCard
visitor_read: number
}
/**
 * The last words of a conversation, for a list.
 */
export interface AgentPreview {
/**
 * Milliseconds since 1970-01-01 UTC, server's clock
 */
at: number
by: Face
kind: ("message" | "note")
/**
 * One short line
 */
text: string
}
/**
 * A visitor, as agents see them; the visitor sees the same facts.
 */
export interface AgentVisitorCard {
/**
 * 8 to 64 of A–Z a–z 0–9 _ -
 */
id: string
language: (string | null)
/**
 * One short line
 */
name: string
nameless: boolean
online: boolean
page: (Page | null)
/**
 * Milliseconds since 1970-01-01 UTC, server's clock
 */
since: number
told: Told[]
zone: (string | null)
}
/**
 * The page a visitor's panel stands on.
 */
export interface Page {
/**
 * One short line
 */
title: string
url: string
}
/**
 * One fact the owner's page told about its visitor, by a `data-fact-…` attribute of the tag.
 */
export interface Told {
name: string
/**
 * One short line
 */
value: string
}
/**
 * The answer to `Refresh`.
 */
export interface AgentLists {
more: boolean
revision: number
rows: AgentRow[]
team: AgentColleague[]
type: "lists"
}
/**
 * Rows that changed, as of `revision`. If that is not one more than the last, ask for the lists anew.
 */
export interface AgentRows {
revision: number
rows: AgentRow[]
type: "rows"
}
/**
 * The answer to `More`.
 */
export interface AgentOlder {
/**
 * Milliseconds since 1970-01-01 UTC, server's clock
 */
before: number
more: boolean
rows: AgentRow[]
type: "older"
}
/**
 * Colleagues who changed.
 */
export interface AgentTeam {
team: AgentColleague[]
type: "team"
}
/**
 * My own presence and capacity changed, here or on another of my screens.
 */
export interface AgentPresence {
me: AgentMe
type: "presence"
}
/**
 * A visitor went to another page, came or went.
 */
export interface AgentVisitorChanged {
type: "visitor"
visitor: AgentVisitorCard
}
/**
 * The answer to `Open`: the newest entries after the client's cursor; `earlier` tells whether there are more before the first.
 */
export interface AgentOpened {
after: number
earlier: boolean
entries: TeamEntry[]
row: AgentRow
type: "opened"
}
/**
 * New words in a conversation this client does not have open.
 */
export interface AgentTouched {
/**
 * 8 to 64 of A–Z a–z 0–9 _ -
 */
conversation: string
head: number
last: AgentPreview
type: "touched"
}
/**
 * Entries after `after`, in order; `head` is the newest there is.
 */
export interface AgentFetched {
after: number
/**
 * 8 to 64 of A–Z a–z 0–9 _ -
 */
conversation: string
entries: TeamEntry[]
head: number
type: "fetched"
}
/**
 * Entries before `before`; `earlier` tells whether there are more.
 */
export interface AgentHistory {
before: number
/**
 * 8 to 64 of A–Z a–z 0–9 _ -
 */
conversation: string
earlier: boolean
entries: TeamEntry[]
type: "history"
}
/**
 * Somebody is writing. May be lost; fades after twice `typing_ms`.
 */
export interface Typing {
by: Face
/**
 * 8 to 64 of A–Z a–z 0–9 _ -
 */
conversation: string
type: "typing"
}
/**
 * The visitor had everything up to `visitor_seq` on their screen.
 */
export interface AgentReadByVisitor {
/**
 * 8 to 64 of A–Z a–z 0–9 _ -
 */
conversation: string
type: "read_by_visitor"
visitor_seq: number
}
/**
 * Somebody of the team had everything up to `seq` on their screen.
 */
export interface AgentReadByTeam {
/**
 * 8 to 64 of A–Z a–z 0–9 _ -
 */
conversation: string
seq: number
type: "read_by_team"
}
/**
 * This server is about to stop: connect anew at a random moment within `within_ms`. Nothing is lost.
 */
export interface Moving {
type: "moving"
within_ms: number
}
/**
 * The peer's fault: what was wrong, where, and how to mend it. `about` is the command's client id, where it had one.
 */
export interface Refused {
about: (string | null)
code: ("already_ended" | "already_taken" | "duplicate_key" | "expired_token" | "forbidden_character" | "foreign_origin" | "frame_too_large" | "hello_first" | "hello_twice" | "malformed" | "missing_field" | "not_a_member" | "not_text" | "not_yours" | "out_of_bounds" | "signed_out" | "too_deep" | "too_fast" | "unknown_conversation" | "unknown_departure" | "unknown_field" | "unknown_site" | "unknown_token" | "unknown_type" | "wrong_type")
field: (string | null)
message: string
type: "refused"
}
/**
 * Our own fault. Nothing was stored; the same command with the same id may be sent again after `retry_ms`.
 */
export interface Failed {
about: (string | null)
code: "unavailable"
message: string
retry_ms: number
type: "failed"
}
/**
 * An entry as the visitor sees it. `seq` counts public entries only, without gaps.
 */
export interface PublicEntry {
/**
 * Milliseconds since 1970-01-01 UTC, server's clock
 */
at: number
body: (Message | PickedUp | LineDropped | Closed | Reopened | Departed)
by: Face
id: (string | null)
seq: number
}
/**
 * The message `id` is durable, as entry `seq` of `conversation`.
 */
export interface VisitorAcked {
/**
 * Milliseconds since 1970-01-01 UTC, server's clock
 */
at: number
/**
 * 8 to 64 of A–Z a–z 0–9 _ -
 */
conversation: string
/**
 * 8 to 64 of A–Z a–z 0–9 _ -
 */
id: string
seq: number
type: "acked"
}
/**
 * A new entry. If its `seq` is not one more than the last, fetch the gap.
 */
export interface VisitorAdded {
/**
 * 8 to 64 of A–Z a–z 0–9 _ -
 */
conversation: string
entry: PublicEntry
type: "entry"
}
/**
 * The answer to the beat `n`.
 */
export interface VisitorAnswer {
n: number
type: "beat"
}
/**
 * Are you there? Answer with the same `n`. `head` is the conversation's newest seq; if it is beyond yours, fetch.
 */
export interface VisitorBeat {
conversation: (string | null)
head: number
n: number
type: "beat"
}
/**
 * The first command: which site, who (null: a newcomer), and how far this client's copy of `conversation` goes.
 */
export interface VisitorHello {
conversation: (string | null)
cursor: number
language: (string | null)
page: (Page | null)
/**
 * A site's public key
 */
site: string
token: (string | null)
/**
 * @maxItems 10
 */
told: Told[]
type: "hello"
zone: (string | null)
}
/**
 * A message. `id` is the client's own: sending it again is harmless. `conversation` is null for the first words.
 */
export interface VisitorSay {
conversation: (string | null)
/**
 * 8 to 64 of A–Z a–z 0–9 _ -
 */
id: string
text: string
type: "say"
}
/**
 * Let me leave: ends the conversation at once.
 */
export interface VisitorLeave {
/**
 * 8 to 64 of A–Z a–z 0–9 _ -
 */
id: string
type: "leave"
}
/**
 * After leaving, if they like: a reason, own words, or both.
 */
export interface VisitorWhy {
/**
 * 8 to 64 of A–Z a–z 0–9 _ -
 */
departure: string
/**
 * 8 to 64 of A–Z a–z 0–9 _ -
 */
id: string
reason: (("badly_treated" | "broken" | "missing_something" | "moved_elsewhere" | "no_longer_needed" | "not_as_promised" | "not_using_it" | "too_expensive" | "too_hard") | null)
type: "why"
words: string
}
/**
 * I am writing. May be lost.
 */
export interface VisitorWrite {
type: "typing"
}
/**
 * Everything up to `seq` was on my screen.
 */
export interface VisitorRead {
/**
 * 8 to 64 of A–Z a–z 0–9 _ -
 */
conversation: string
seq: number
type: "read"
}
/**
 * The page under the panel changed.
 */
export interface VisitorLook {
page: Page
type: "look"
}
/**
 * Entries after `after`: how a gap is filled.
 */
export interface VisitorFetch {
after: number
/**
 * 8 to 64 of A–Z a–z 0–9 _ -
 */
conversation: string
type: "fetch"
}
/**
 * Entries before `before`: how history is read backwards.
 */
export interface VisitorEarlier {
before: number
/**
 * 8 to 64 of A–Z a–z 0–9 _ -
 */
conversation: string
type: "earlier"
}
/**
 * A conversation as its visitor holds it: the newest entries, `earlier` telling whether there are more before them.
 */
export interface VisitorConversation {
earlier: boolean
entries: PublicEntry[]
head: number
/**
 * 8 to 64 of A–Z a–z 0–9 _ -
 */
id: string
read: number
read_by_team: number
standing: VisitorStanding
}
/**
 * Where the conversation stands. `faces`: who is being rung, or who is there; `since`: when the wait began.
 */
export interface VisitorStanding {
faces: Face[]
since: (number | null)
state: ("closed" | "engaged" | "left" | "ringing" | "waiting")
}
/**
 * The answer to `Hello`. `token` is set once, for a newcomer: keep it before the first words are sent.
 */
export interface VisitorWelcome {
conversation: (VisitorConversation | null)
here: Face[]
limits: Limits
/**
 * Milliseconds since 1970-01-01 UTC, server's clock
 */
now: number
page: (Page | null)
site: VisitorSiteCard
token: (string | null)
told: Told[]
type: "welcome"
version: number
visitor: Face
}
/**
 * The site, as its visitors see it.
 */
export interface VisitorSiteCard {
chroma: number
greeting: string
hue: number
/**
 * A site's public key
 */
key: string
/**
 * One short line
 */
name: string
}
/**
 * Entries after `after`, in order; `head` is the newest there is, so more may be left to fetch.
 */
export interface VisitorFetched {
after: number
/**
 * 8 to 64 of A–Z a–z 0–9 _ -
 */
conversation: string
entries: PublicEntry[]
head: number
type: "fetched"
}
/**
 * Entries before `before`; `earlier` tells whether there are more.
 */
export interface VisitorHistory {
before: number
/**
 * 8 to 64 of A–Z a–z 0–9 _ -
 */
conversation: string
earlier: boolean
entries: PublicEntry[]
type: "history"
}
/**
 * Where the conversation stands now.
 */
export interface VisitorStands {
/**
 * 8 to 64 of A–Z a–z 0–9 _ -
 */
conversation: string
standing: VisitorStanding
type: "standing"
}
/**
 * Who is here now: the available agents of the site, at most five.
 */
export interface VisitorHere {
here: Face[]
type: "here"
}
/**
 * An agent had everything up to `seq` on their screen.
 */
export interface VisitorReadByTeam {
/**
 * 8 to 64 of A–Z a–z 0–9 _ -
 */
conversation: string
seq: number
type: "read_by_team"
}
/**
 * The leaving took effect. `number` is its receipt.
 */
export interface VisitorLeft {
/**
 * Milliseconds since 1970-01-01 UTC, server's clock
 */
at: number
conversation: (string | null)
/**
 * 8 to 64 of A–Z a–z 0–9 _ -
 */
departure: string
/**
 * 8 to 64 of A–Z a–z 0–9 _ -
 */
id: string
number: string
type: "left"
}
/**
 * The reason is recorded.
 */
export interface VisitorThanked {
/**
 * 8 to 64 of A–Z a–z 0–9 _ -
 */
departure: string
/**
 * 8 to 64 of A–Z a–z 0–9 _ -
 */
id: string
type: "thanked"
}

/** The version of the protocol that these types describe. */
export const VERSION = 1;

/** Why a socket closes; docs/protocol.md explains each. */
export const CLOSING = {
  moving: { code: 4001, reconnect: true },
  abused: { code: 4002, reconnect: true },
  signed_out: { code: 4003, reconnect: false },
  no_hello: { code: 4004, reconnect: true },
  silent: { code: 4005, reconnect: true },
  deaf: { code: 4006, reconnect: true },
  frame_too_large: { code: 4007, reconnect: true },
  foreign_origin: { code: 4008, reconnect: false },
  unavailable: { code: 4009, reconnect: true },
} as const;
