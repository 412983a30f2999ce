// Generated from server/wire by `make wire`. Do not edit.

export type AgentCommand = (AgentHello | AgentSetPresence | AgentOpen | AgentShut | AgentPickUp | AgentDecline | AgentHold | AgentResume | AgentBringIn | AgentHandOver | AgentUninvite | AgentStepOut | AgentReply | AgentWriteNote | AgentClose | AgentWrite | AgentRead | AgentFetch | AgentEarlier | AgentRefresh | AgentMore | AgentAnswer)
export type AgentEvent = (AgentWelcome | AgentLists | AgentRows | AgentOlder | AgentTeam | AgentPresence | AgentNudge | AgentVisitorChanged | AgentOpened | AgentTouched | AgentAcked | AgentAdded | AgentFetched | AgentHistory | Typing | AgentReadByVisitor | AgentReadByTeam | AgentBeat | Moving | Refused | Failed)
export type InsiderCommand = (InsiderHello | AgentReply | AgentWriteNote | AgentWrite | AgentRead | AgentFetch | AgentEarlier | AgentStepOut | AgentAnswer)
export type InsiderEvent = (InsiderWelcome | InsiderWith | AgentVisitorChanged | AgentAcked | AgentAdded | AgentFetched | AgentHistory | Typing | AgentReadByVisitor | AgentReadByTeam | InsiderBeat | Moving | Refused | Failed)
export type VisitorCommand = (VisitorHello | VisitorSay | VisitorEscalate | VisitorChoose | VisitorWaitFor | VisitorSetPerson | VisitorLeave | VisitorWhy | VisitorWrite | VisitorRead | VisitorLook | VisitorFetch | VisitorEarlier | VisitorAnswer)
export type VisitorEvent = (VisitorWelcome | VisitorAcked | VisitorAdded | VisitorFetched | VisitorHistory | VisitorStands | VisitorHere | VisitorPersonIs | Typing | VisitorReadByTeam | VisitorLeft | VisitorThanked | VisitorBeat | Moving | Refused | Failed)

/**
 * The command `id` is durable; `seq` is the entry it made, or the newest one where it made none.
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
body: (Message | PickedUp | LineDropped | NoAnswer | Joined | SteppedOut | HandedOver | TookOver | Held | Resumed | BackInLine | Escalated | Chose | LongerThanSaid | PersonChosen | Closed | Reopened | Departed | Note | Connected | Asked | NotComing)
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
 * An agent picked up: from here on a person is there. `because`: why this one.
 */
export interface PickedUp {
because: ("asked" | "escalated" | "everybody_is_rung" | "first_in_line" | "on_the_team" | "picked_up" | "speaks_their_language" | "took_over" | "waits_for_you" | "was_theirs" | "your_customer")
type: "picked_up"
}
/**
 * The agent's connection was lost. Somebody who was in the conversation took over, or it went to the head of the line.
 */
export interface LineDropped {
type: "line_dropped"
}
/**
 * It rang for an agent, who did not answer in time; the visitor goes on, first in line.
 */
export interface NoAnswer {
type: "no_answer"
}
/**
 * Somebody came in. `asked_by`: who asked them, if somebody did, and `why` in that person's words.
 */
export interface Joined {
asked_by: (Face | null)
because: ("asked" | "escalated" | "insider")
type: "joined"
/**
 * One short line
 */
why: string
}
/**
 * Somebody in a conversation, as others see them. An insider was invited by a link, without a seat.
 */
export interface Face {
id: string
kind: ("agent" | "insider" | "system" | "visitor")
/**
 * One short line
 */
name: string
}
/**
 * Somebody who had come in left again; others stay.
 */
export interface SteppedOut {
type: "stepped_out"
}
/**
 * The conversation is `to` somebody else's from here on, who was there before the first one left.
 */
export interface HandedOver {
to: Face
type: "handed_over"
/**
 * One short line
 */
why: string
}
/**
 * Somebody who was in the conversation has it now: `after` is gone.
 */
export interface TookOver {
after: Face
type: "took_over"
}
/**
 * Put aside by its agent, or kept because its visitor is away. It stays theirs.
 */
export interface Held {
because: ("by_agent" | "visitor_away")
type: "held"
}
/**
 * Taken up again after being held.
 */
export interface Resumed {
type: "resumed"
}
/**
 * What was held is wanted again, and its agent has no place for it or is gone: it goes to the head of the line.
 */
export interface BackInLine {
type: "back_in_line"
}
/**
 * The visitor asked for somebody who can fix this. Never refused; a credit to whoever has them.
 */
export interface Escalated {
type: "escalated"
}
/**
 * The visitor chose how the answer shall reach them.
 */
export interface Chose {
reach: Reach
type: "chose"
}
/**
 * How the answer shall reach a visitor: here in the window, written to an address, or by a call to a number.
 * 
 *     `due`: not before this moment; null: as soon as somebody is free.
 */
export interface Reach {
/**
 * One short line
 */
address: string
due: (number | null)
kind: ("call" | "here" | "write")
}
/**
 * The promise about the wait was broken, and the visitor is told so.
 */
export interface LongerThanSaid {
minutes: number
type: "longer_than_said"
}
/**
 * Whom the visitor knows from here on: their advocate; null: nobody in particular.
 */
export interface PersonChosen {
person: (Face | null)
type: "person_chosen"
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
because: ("asked" | "escalated" | "everybody_is_rung" | "first_in_line" | "on_the_team" | "picked_up" | "speaks_their_language" | "took_over" | "waits_for_you" | "was_theirs" | "your_customer")
numbers: {
[k: string]: number
}
type: "connected"
}
/**
 * A colleague is asked to come in, to help or to take over. For the team alone. `numbers`: their places, as of `connected`.
 */
export interface Asked {
numbers: {
[k: string]: number
}
to: ("fix" | "help" | "insider" | "take_over")
type: "asked"
whom: Face
/**
 * One short line
 */
why: string
}
/**
 * Who was rung, or asked in, does not come. For the team alone.
 */
export interface NotComing {
because: ("declined" | "expired" | "no_answer" | "went_away" | "withdrawn")
type: "not_coming"
whom: Face
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
 * A colleague shall come in and help; I stay.
 */
export interface AgentBringIn {
/**
 * 8 to 64 of A–Z a–z 0–9 _ -
 */
conversation: string
/**
 * 8 to 64 of A–Z a–z 0–9 _ -
 */
id: string
type: "bring_in"
/**
 * 8 to 64 of A–Z a–z 0–9 _ -
 */
whom: string
why: string
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
/**
 * Items: A language's code, without a region
 */
languages: string[]
load: number
/**
 * One short line
 */
name: string
presence: ("available" | "away" | "offline")
role: ("agent" | "lead" | "owner")
/**
 * Items: 8 to 64 of A–Z a–z 0–9 _ -
 */
teams: string[]
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
 * Show me this conversation and keep me posted. Where the site connects, opening one that rings for me picks it up.
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
 * I take this waiting conversation (`offer` null), or answer the ring with this number. A ring that is over is refused.
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
offer: (number | null)
type: "pick_up"
}
/**
 * Not now: the ring with this number goes on to somebody else. Also answers "come in, please".
 */
export interface AgentDecline {
/**
 * 8 to 64 of A–Z a–z 0–9 _ -
 */
conversation: string
/**
 * 8 to 64 of A–Z a–z 0–9 _ -
 */
id: string
offer: number
type: "decline"
}
/**
 * I put this aside; it stays mine and its place is free for another.
 */
export interface AgentHold {
/**
 * 8 to 64 of A–Z a–z 0–9 _ -
 */
conversation: string
/**
 * 8 to 64 of A–Z a–z 0–9 _ -
 */
id: string
type: "hold"
}
/**
 * I take up again what I put aside.
 */
export interface AgentResume {
/**
 * 8 to 64 of A–Z a–z 0–9 _ -
 */
conversation: string
/**
 * 8 to 64 of A–Z a–z 0–9 _ -
 */
id: string
type: "resume"
}
/**
 * Somebody else shall take over: `whom`, or of `team`, or whoever is free (both null). I stay until they are there.
 */
export interface AgentHandOver {
/**
 * 8 to 64 of A–Z a–z 0–9 _ -
 */
conversation: string
/**
 * 8 to 64 of A–Z a–z 0–9 _ -
 */
id: string
team: (string | null)
type: "hand_over"
whom: (string | null)
why: string
}
/**
 * Whom I asked in need not come; an insider who is in goes.
 */
export interface AgentUninvite {
/**
 * 8 to 64 of A–Z a–z 0–9 _ -
 */
conversation: string
/**
 * 8 to 64 of A–Z a–z 0–9 _ -
 */
id: string
type: "uninvite"
/**
 * 8 to 64 of A–Z a–z 0–9 _ -
 */
whom: string
}
/**
 * I leave a conversation that somebody else has.
 */
export interface AgentStepOut {
/**
 * 8 to 64 of A–Z a–z 0–9 _ -
 */
conversation: string
/**
 * 8 to 64 of A–Z a–z 0–9 _ -
 */
id: string
type: "step_out"
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
mode: ("connect" | "ring")
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
teams: AgentTeamCard[]
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
away_because: ("no_answer" | null)
capacity: number
/**
 * 8 to 64 of A–Z a–z 0–9 _ -
 */
id: string
/**
 * Items: A language's code, without a region
 */
languages: string[]
/**
 * One short line
 */
name: string
presence: ("available" | "away")
role: ("agent" | "lead" | "owner")
/**
 * Items: 8 to 64 of A–Z a–z 0–9 _ -
 */
teams: string[]
}
/**
 * A conversation in a list.
 * 
 *     The line's order is (`absent`, `rank`, `order`, `sequence`), ascending. `since`: when this wait began; `agent`: who is rung or has it,
 *     `because` and `numbers`: why it is theirs; `due`: when the ring is over, or the first words are due; `members`: who else is rung or in;
 *     `calling_all`: nobody answered, so it rings for everybody who is here; `escalated`: when the visitor asked for somebody who can
 *     fix this, until that one is there; `waits_for`: whom the visitor chose to wait for; `promise`: what they were told about the wait.
 */
export interface AgentRow {
absent: boolean
agent: (string | null)
because: (("asked" | "escalated" | "everybody_is_rung" | "first_in_line" | "on_the_team" | "picked_up" | "speaks_their_language" | "took_over" | "waits_for_you" | "was_theirs" | "your_customer") | null)
calling_all: boolean
/**
 * Milliseconds since 1970-01-01 UTC, server's clock
 */
changed: number
due: (number | null)
escalated: (number | null)
head: number
/**
 * 8 to 64 of A–Z a–z 0–9 _ -
 */
id: string
last: (AgentPreview | null)
members: AgentMember[]
numbers: {
[k: string]: number
}
offer: number
order: number
promise: (WaitPromise | null)
rank: number
reach: Reach
read: number
sequence: number
since: (number | null)
state: ("closed" | "engaged" | "held" | "left" | "ringing" | "waiting")
team: (string | null)
visitor: AgentVisitorCard
visitor_read: number
waits_for: (string | null)
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
 * Somebody beside the owner. `asked`: it rings for them, as offer `offer`, until `due` (null: no end); `joined`: they are in.
 * 
 *     `numbers`: what the desk asked them for rests on: their places `free` before this one, of their `capacity`.
 */
export interface AgentMember {
asked_by: (Face | null)
because: ("asked" | "escalated" | "everybody_is_rung" | "first_in_line" | "on_the_team" | "picked_up" | "speaks_their_language" | "took_over" | "waits_for_you" | "was_theirs" | "your_customer")
due: (number | null)
errand: ("fix" | "help" | "insider" | "take_over")
face: Face
numbers: {
[k: string]: number
}
offer: number
state: ("asked" | "joined")
/**
 * One short line
 */
why: string
}
/**
 * Nine in ten in this place are answered within `minutes`. `broken`: it took longer, and they were told.
 */
export interface WaitPromise {
broken: boolean
minutes: number
}
/**
 * A visitor, as agents see them; the visitor sees the same facts.
 */
export interface AgentVisitorCard {
backup: (string | null)
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
person: (string | null)
priority: (0 | 1 | 2)
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
 * A team of the site.
 */
export interface AgentTeamCard {
/**
 * 8 to 64 of A–Z a–z 0–9 _ -
 */
id: string
/**
 * One short line
 */
name: string
}
/**
 * The answer to `Refresh`.
 */
export interface AgentLists {
mode: ("connect" | "ring")
more: boolean
revision: number
rows: AgentRow[]
team: AgentColleague[]
teams: AgentTeamCard[]
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
 * Colleagues who changed, as of `revision`. If that is not one more than the last, ask for the lists anew.
 */
export interface AgentTeam {
revision: number
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
 * This visitor was picked up and has not read a word yet; at `due` they go on to somebody else.
 */
export interface AgentNudge {
/**
 * 8 to 64 of A–Z a–z 0–9 _ -
 */
conversation: string
/**
 * Milliseconds since 1970-01-01 UTC, server's clock
 */
due: number
type: "nudge"
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
code: ("already_ended" | "already_in" | "already_taken" | "duplicate_key" | "expired_token" | "forbidden_character" | "foreign_origin" | "frame_too_large" | "hands_full" | "hello_first" | "hello_twice" | "last_human" | "malformed" | "missing_field" | "not_a_member" | "not_alone" | "not_text" | "not_there" | "not_yours" | "offer_over" | "out_of_bounds" | "pass_ended" | "signed_out" | "too_deep" | "too_fast" | "too_many_connections" | "unknown_conversation" | "unknown_departure" | "unknown_field" | "unknown_person" | "unknown_site" | "unknown_token" | "unknown_type" | "wrong_type")
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
 * Are you there? Answer with the same `n`. `head` is the conversation's newest seq; if it is beyond yours, fetch.
 */
export interface InsiderBeat {
head: number
n: number
type: "beat"
}
/**
 * The first command: the key from the link, and how far this client's copy of the conversation goes.
 */
export interface InsiderHello {
cursor: number
key: string
type: "hello"
}
/**
 * The answer to `Hello`: the one conversation, who is in it, who asked for help and why, and until when the key is good.
 */
export interface InsiderWelcome {
after: number
asked_by: (Face | null)
/**
 * 8 to 64 of A–Z a–z 0–9 _ -
 */
conversation: string
earlier: boolean
entries: TeamEntry[]
/**
 * Milliseconds since 1970-01-01 UTC, server's clock
 */
expires: number
faces: Face[]
head: number
limits: Limits
me: Face
/**
 * Milliseconds since 1970-01-01 UTC, server's clock
 */
now: number
/**
 * One short line
 */
site_name: string
type: "welcome"
version: number
visitor: AgentVisitorCard
visitor_read: number
/**
 * One short line
 */
why: string
}
/**
 * Who is in the conversation now, the owner first; `ended`: it is closed, or the visitor left.
 */
export interface InsiderWith {
ended: boolean
faces: Face[]
type: "with"
}
/**
 * An entry as the visitor sees it. `seq` counts public entries only, without gaps.
 */
export interface PublicEntry {
/**
 * Milliseconds since 1970-01-01 UTC, server's clock
 */
at: number
body: (Message | PickedUp | LineDropped | NoAnswer | Joined | SteppedOut | HandedOver | TookOver | Held | Resumed | BackInLine | Escalated | Chose | LongerThanSaid | PersonChosen | Closed | Reopened | Departed)
by: Face
id: (string | null)
seq: number
}
/**
 * The command `id` is durable; `seq` is the entry it made, or the newest one where it made none.
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
 * When somebody will be here again, and who, if it is known.
 */
export interface VisitorBack {
/**
 * Milliseconds since 1970-01-01 UTC, server's clock
 */
at: number
face: (Face | null)
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
 * How the answer shall reach me. The place in line is kept, whichever it is.
 */
export interface VisitorChoose {
/**
 * 8 to 64 of A–Z a–z 0–9 _ -
 */
conversation: string
/**
 * 8 to 64 of A–Z a–z 0–9 _ -
 */
id: string
reach: Reach
type: "choose"
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
team: (string | null)
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
 * Get me someone who can fix this. Never refused; without a conversation it begins one.
 */
export interface VisitorEscalate {
/**
 * 8 to 64 of A–Z a–z 0–9 _ -
 */
id: string
type: "escalate"
}
/**
 * Rather wait for my own person (`person` true), or for whoever is free first.
 */
export interface VisitorWaitFor {
/**
 * 8 to 64 of A–Z a–z 0–9 _ -
 */
conversation: string
/**
 * 8 to 64 of A–Z a–z 0–9 _ -
 */
id: string
person: boolean
type: "wait_for"
}
/**
 * Who shall be my person here; null: nobody in particular.
 */
export interface VisitorSetPerson {
/**
 * 8 to 64 of A–Z a–z 0–9 _ -
 */
id: string
person: (string | null)
type: "set_person"
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
 * Where the conversation stands.
 * 
 *     `faces`: who is being rung, or who is there, the owner first; `since`: when the wait began. While
 *     waiting: `place` in line (1 is next; null: not known), the `promise` (null: we can't say yet), `waits_for`: the person they chose
 *     to wait for, `could_wait_for`: their own person, here but with somebody; `calling_all`: nobody
 *     answered, so everybody who is here is rung. `escalated`: they asked for somebody who can fix this, and that one is not there yet.
 */
export interface VisitorStanding {
calling_all: boolean
could_wait_for: (Face | null)
escalated: boolean
faces: Face[]
place: (number | null)
promise: (WaitPromise | null)
reach: Reach
since: (number | null)
state: ("closed" | "engaged" | "held" | "left" | "ringing" | "waiting")
waits_for: (Face | null)
}
/**
 * The answer to `Hello`. `token` is set once, for a newcomer: keep it before the first words are sent.
 */
export interface VisitorWelcome {
conversation: (VisitorConversation | null)
limits: Limits
/**
 * Milliseconds since 1970-01-01 UTC, server's clock
 */
now: number
page: (Page | null)
person: (VisitorPerson | null)
presence: VisitorPresence
site: VisitorSiteCard
token: (string | null)
told: Told[]
type: "welcome"
version: number
visitor: Face
}
/**
 * The visitor's own person here, and their stand-in. `back`: when the person is here again, if they are not and it is known.
 */
export interface VisitorPerson {
back: (number | null)
backup: (Face | null)
face: Face
}
/**
 * Who is here: a few faces, the ids of all, whether one of them is free now, and who is back when if nobody is here.
 */
export interface VisitorPresence {
back: (VisitorBack | null)
free: boolean
/**
 * @maxItems 5
 */
here: VisitorPresent[]
/**
 * @maxItems 100
 * 
 * Items: 8 to 64 of A–Z a–z 0–9 _ -
 */
ids: string[]
}
/**
 * Somebody who is here, and since when.
 */
export interface VisitorPresent {
face: Face
/**
 * Milliseconds since 1970-01-01 UTC, server's clock
 */
since: number
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
 * Who is here now.
 */
export interface VisitorHere {
presence: VisitorPresence
type: "here"
}
/**
 * Who the visitor's own person is now; null: nobody in particular.
 */
export interface VisitorPersonIs {
person: (VisitorPerson | null)
type: "person"
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
  pass_ended: { code: 4010, reconnect: false },
  crowded: { code: 4011, reconnect: true },
} as const;
