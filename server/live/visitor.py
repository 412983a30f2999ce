"""The visitor's socket: what a visitor says becomes an action, what concerns them is sent.

Long, because it is one list of all that a visitor can say and hear.
"""

from collections.abc import Sequence
from typing import Final

from server import bus, metrics
from server.bus import AnyHint, Posted, ToVisitor, ToVisitors, ToWatchers
from server.chat import actions as chat
from server.chat import queries as chat_queries
from server.chat.batch import Outcome
from server.chat.errors import ChatError, UnknownConversation
from server.chat.log import Stored
from server.clock import now, now_ms
from server.desk import actions as desk
from server.leaving import actions as leaving
from server.live import at_the_desk, rounds, welcome
from server.live.floods import floods
from server.live.newcomer import Receive, Scope
from server.live.offload import offload
from server.live.reception import UnknownSite, reception
from server.live.socket import Socket
from server.live.speaker import Send
from server.live.tail import Tail
from server.people import actions as people
from server.people import queries as people_queries
from server.people import whereabouts
from server.people.facts import VisitorFacts
from server.wire import visitor as wire
from server.wire.codec import VISITOR_COMMANDS, encode
from server.wire.nouns import PublicEntry, RefusalCode, Typing

_STANDS: Final = f'{{"type":"{wire.Stands.__struct_config__.tag}"'
_TOKENS: Final[dict[type[Exception], tuple[RefusalCode, str]]] = {
    people.UnknownToken: ("unknown_token", "Nobody here has this token. Say hello again without one."),
    people.ExpiredToken: ("expired_token", "This token has expired. Say hello again without one."),
}


def added(conversation: str, entries: Sequence[PublicEntry]) -> list[tuple[int, str]]:
    """Entries as the frames a tail sends."""
    return [(e.seq, encode(wire.Added(conversation=conversation, entry=e))) for e in entries]


class VisitorSocket(Socket[wire.VisitorCommand]):
    """One panel."""

    codec = VISITOR_COMMANDS
    kind = "visitor"
    agent = False

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        super().__init__(scope, receive, send)
        self._visitor: VisitorFacts | None = None
        self._conversation: str | None = None
        """The newest one; those that were left keep their tails, for what is heard of them late."""
        self._tails: dict[str, Tail] = {}
        self._news = 0
        """How often this visitor was told something beside the log."""
        self._stands = self._here = ""
        """The events that last told where the conversation stands, and who is here."""

    def may_speak(self, command: wire.VisitorCommand) -> bool:
        visitor, may = self._visitor, super().may_speak(command)
        if visitor is None or isinstance(command, wire.Answer):
            # Beats are how a visitor is known to live: no flood of others takes them away.
            return may
        return may and floods.may_speak(visitor.id, self.address, visitor.site_id)

    async def obey(self, command: wire.VisitorCommand) -> None:
        visitor = self._visitor
        match command:
            case wire.Answer():
                self.credit.answered(command.n)
            case wire.Hello() if visitor is None:
                async with self.turn():
                    await self._hello(command)
            case wire.Hello():
                self.refuse("hello_twice", "This socket has been greeted already. Open another one.")
            case _ if visitor is None:
                self.refuse("hello_first", "Say hello first: which site, and who you are.")
            case wire.Say() | wire.Escalate():
                await self._say(visitor, command)
            case wire.Choose() | wire.WaitFor():
                await self.after_words()
                self.appended(command.id, await offload(at_the_desk.wish, visitor, command))
            case wire.SetPerson():
                await self._set_person(visitor, command)
            case wire.Write():
                self._typing(visitor)
            case wire.Read():
                mark = chat.read_by_visitor
                await offload(mark, visitor.site_id, visitor.id, command.conversation, command.seq)
            case wire.Look():
                await offload(people.look, visitor.id, command.page)
                await offload(welcome.visitor_is, visitor.id, online=True)
            case wire.Fetch() | wire.Earlier():
                await self._fetch(visitor, command)
            case wire.Leave():
                await self.after_words()
                left = await offload(leaving.leave, visitor.id, command.id)
                self.send(
                    wire.Left(
                        id=command.id,
                        departure=left.id,
                        number=left.number,
                        at=left.at,
                        conversation=left.conversation,
                    )
                )
            case wire.Why():
                await self._why(visitor, command)

    def tell(self, hint: AnyHint) -> None:
        match hint:
            case Posted() if hint.public is not None and hint.visitor_seq is not None:
                if hint.conversation not in self._tails:
                    self._follow(hint.conversation, 0)
                self._tails[hint.conversation].hint(hint.visitor_seq, hint.public)
            case ToVisitor() | ToVisitors():
                self._news += 1
                if isinstance(hint, ToVisitors):
                    self._here = hint.frame
                elif hint.frame.startswith(_STANDS):
                    self._stands = hint.frame
                self.push(hint.frame)

    async def gone(self, clean: bool) -> None:  # noqa: ARG002  a visitor's goodbye is as good as none
        for tail in self._tails.values():
            tail.close()
        visitor = self._visitor
        if visitor:
            self.hub.part(self.hub.visitors, visitor.id, self)
            self.hub.part(self.hub.site_visitors, visitor.site_id, self)
            if visitor.id not in self.hub.visitors:
                await self.note(welcome.visitor_is, visitor.id, online=False)

    # Beats

    @property
    def about(self) -> rounds.Panel:
        visitor = self._visitor
        return rounds.Panel(visitor.site_id, visitor.id, self._news) if visitor else rounds.Panel("", "", self._news)

    @staticmethod
    def round(abouts: Sequence[rounds.Panel]) -> rounds.Told:
        return rounds.of_visitors([a for a in abouts if a.site])

    def beat_with(self, told: rounds.Told) -> None:
        me = self.about
        held = told.held.get(me.visitor)
        if me not in told.panels or held is None:
            # Nothing goes on; or something was told while the round read, which may be newer than what it read.
            self.beat()
        else:
            self.send(wire.Beat(n=self.next_beat(), conversation=held.conversation, head=held.head))
        if me not in told.panels:
            return
        # Where these differ a hint was lost, or none was sent: far back in line one hears of one's place by beats alone.
        if held and held.stands != self._stands:
            self._stands = held.stands
            self.push(held.stands)
        if told.here[me.site] != self._here:
            self._here = told.here[me.site]
            self.push(self._here)

    def beat(self) -> None:
        newest = self._conversation
        head = self._tails[newest].cursor if newest else 0
        self.send(wire.Beat(n=self.next_beat(), conversation=newest, head=head))

    # Commands

    async def _hello(self, hello: wire.Hello) -> None:
        try:
            known = await reception().known.ask(hello)
        except UnknownSite:
            return self.refuse("unknown_site", "There is no site with this key. Check data-site in the tag.", "site")
        except (people.UnknownToken, people.ExpiredToken) as error:
            code, message = _TOKENS[type(error)]
            return self.refuse(code, message, "token")
        site, visitor, _ = known
        self._visitor = visitor
        self.hub.join(self.hub.visitors, visitor.id, self, site.id)
        self.hub.join(self.hub.site_visitors, site.id, self, site.id)
        greeting = await reception().greeting.ask((known, hello))
        if greeting.conversation:
            self._stands = rounds.stands(greeting.conversation.id, greeting.conversation.standing)
            self._follow(greeting.conversation.id, greeting.conversation.head)
        self._here = encode(wire.Here(presence=greeting.presence))
        self.send(greeting)
        self.begin()
        if greeting.conversation:
            await self.note(welcome.visitor_is, visitor.id, online=True)
            await self.note(desk.visitor_came, site.id, visitor.id)
        return None

    def _follow(self, conversation: str, cursor: int) -> None:
        async def fetch(after: int) -> Sequence[tuple[int, str]]:
            return added(conversation, await offload(chat_queries.public_after, conversation, after))

        self._conversation = conversation
        self._tails[conversation] = Tail(cursor, self.push, fetch)

    def appended(self, client_id: str, outcome: Outcome) -> None:
        match outcome:
            case Stored():
                self.send(
                    wire.Acked(
                        id=client_id,
                        conversation=outcome.conversation,
                        seq=outcome.visitor_seq or 0,
                        at=outcome.at,
                    )
                )
            case ChatError():
                self.refuse(outcome.code, outcome.message, about=client_id)
            case _:
                self.fail(client_id)

    def _typing(self, visitor: VisitorFacts) -> None:
        if self._conversation:
            sign = Typing(conversation=self._conversation, by=visitor.face)
            bus.publish([ToWatchers(site=visitor.site_id, conversation=self._conversation, frame=encode(sign))])

    async def _fetch(self, visitor: VisitorFacts, command: wire.Fetch | wire.Earlier) -> None:
        conversation = command.conversation
        if not await offload(chat_queries.is_visitors, visitor.id, conversation):
            raise UnknownConversation
        if isinstance(command, wire.Fetch):
            metrics.CAUGHT_UP_CLIENT.inc()
            head, entries = await offload(welcome.public_after, conversation, command.after)
            self.send(wire.Fetched(conversation=conversation, after=command.after, head=head, entries=tuple(entries)))
        else:
            before = await offload(chat_queries.public_before, conversation, command.before)
            earlier = bool(before) and before[0].seq > 1
            self.send(wire.History(conversation=conversation, before=command.before, entries=before, earlier=earlier))

    async def _say(self, visitor: VisitorFacts, command: wire.Say | wire.Escalate) -> None:
        if self._conversation is None:
            # Who begins one is here: a hello that tells nothing new does not write that down, and the desk must know it.
            await offload(whereabouts.seen, [visitor.id], now())
        told = self.words(command.id)
        match command:
            case wire.Say():
                chat.say(visitor.site_id, visitor.face, command.id, command.text, told)
            case wire.Escalate():
                chat.escalate(visitor.site_id, visitor.face, command.id, told)

    async def _set_person(self, visitor: VisitorFacts, command: wire.SetPerson) -> None:
        await self.after_words()
        stored = await offload(desk.set_person, visitor.site_id, visitor.id, command.person, visitor.face)
        if stored:
            self.appended(command.id, stored)
        else:
            self.send(wire.PersonIs(person=await offload(people_queries.person, visitor.id, now_ms())))

    async def _why(self, visitor: VisitorFacts, why: wire.Why) -> None:
        try:
            await offload(leaving.why, visitor.id, why.departure, why.id, why.reason, why.words)
        except leaving.UnknownDeparture:
            return self.refuse("unknown_departure", "You have no such departure.", "departure", why.id)
        self.send(wire.Thanked(id=why.id, departure=why.departure))
        return None
