"""The insider's socket: one conversation, for as long as their link is good. It can be told of nothing else."""

import asyncio
from collections.abc import Coroutine, Sequence
from typing import Any, Final

import structlog

from server import bus
from server.bus import AnyHint, Posted, ToAgents, ToVisitor, ToWatchers
from server.chat import actions as chat
from server.chat import queries as chat_queries
from server.chat.batch import Outcome
from server.chat.errors import ChatError, UnknownConversation
from server.chat.log import Stored
from server.clock import now_ms
from server.desk import insiders, passes
from server.desk.insiders import PassEnded
from server.desk.passes import Pass
from server.live import inside
from server.live.inside import Round, Seen
from server.live.offload import offload
from server.live.socket import Receive, Scope, Socket
from server.live.speaker import Send
from server.live.tail import Tail
from server.live.watched import added
from server.wire import agent
from server.wire import insider as wire
from server.wire.closing import Closing
from server.wire.codec import INSIDER_COMMANDS, INSIDER_EVENTS, FrameError, encode
from server.wire.nouns import Typing

log = structlog.get_logger()
CHECK_S: Final = 4.0
"""How often the link is looked at: who came in by one that was withdrawn is out within five seconds."""


class InsiderSocket(Socket[wire.InsiderCommand]):
    """One page, by one link."""

    codec = INSIDER_COMMANDS
    kind = "insider"

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        super().__init__(scope, receive, send)
        self._pass: Pass | None = None
        self._tail: Tail | None = None
        self._seen: Seen | None = None
        """What was last told of who is in, and of the visitor."""
        self._stale = False
        """Whether that may be another by now."""
        self._leaving = False
        self._tasks: set[asyncio.Task[None]] = set()

    async def obey(self, command: wire.InsiderCommand) -> None:
        mine = self._pass
        match command:
            case agent.Answer():
                self.credit.answered(command.n)
            case wire.Hello() if mine is None:
                async with self.turn():
                    await self._hello(command)
            case wire.Hello():
                self.refuse("hello_twice", "This socket has been greeted already. Open another one.")
            case _ if mine is None:
                self.refuse("hello_first", "Say hello first: with the key from your link.")
            case _ if command.conversation != mine.conversation:
                raise UnknownConversation
            case agent.Reply() | agent.WriteNote():
                told = self.words(command.id)
                add = chat.reply if isinstance(command, agent.Reply) else chat.note
                await offload(add, mine.site, mine.face, mine.conversation, command.id, command.text, told)
            case agent.Write():
                self._typing(mine)
            case agent.Read():
                await offload(chat.read_by_team, mine.site, mine.conversation, command.seq)
            case agent.Fetch() | agent.Earlier():
                self.send(await offload(inside.page, command))
            case agent.StepOut():
                await self._step_out(mine, command)

    def tell(self, hint: AnyHint) -> None:
        if self._pass is None or self._tail is None or hint.site != self._pass.site:
            return
        match hint:
            case Posted():
                self._tail.hint(hint.seq, hint.team)
                if hint.touched is None:
                    # No words, so something happened: perhaps to who is in, perhaps to the link.
                    self._look_soon(self._pass)
            case ToAgents() | ToWatchers() if _may_hear(hint.frame):
                self.push(hint.frame)

    async def gone(self, clean: bool) -> None:  # noqa: ARG002  an insider holds nothing that a goodbye would free
        for task in self._tasks:
            task.cancel()
        if self._tail:
            self._tail.close()
        if self._pass:
            self.hub.part(self.hub.insiders, self._pass.conversation, self)

    # Beats

    @property
    def about(self) -> Pass | None:
        return self._pass

    @staticmethod
    def round(abouts: Sequence[Pass | None]) -> Round:
        return inside.round_of([one for one in abouts if one])

    def beat_with(self, told: Round) -> None:
        conversation = self._pass.conversation if self._pass else ""
        if conversation not in told.heads:
            return self.beat()
        self.send(wire.Beat(n=self.next_beat(), head=told.heads[conversation]))
        # A hint may have been lost.
        self._show(told.seen.get(conversation))
        return None

    def beat(self) -> None:
        self.send(wire.Beat(n=self.next_beat(), head=self._tail.cursor if self._tail else 0))

    # What the link opens

    async def _hello(self, hello: wire.Hello) -> None:
        try:
            mine = await offload(insiders.enter, hello.key)
        except PassEnded:
            return self._over()
        self._pass = mine
        self.hub.join(self.hub.insiders, mine.conversation, self, mine.site)
        greeting, seen = await offload(inside.welcome, mine, hello.cursor)

        async def fetch(after: int) -> Sequence[tuple[int, str]]:
            return added(mine.conversation, await offload(chat_queries.team_after, mine.conversation, after))

        self._tail = Tail(greeting.head, self.push, fetch)
        self.send(greeting)
        self.send(seen.within)
        self._seen = seen
        self._begin_task(self._watch(mine))
        self.begin()
        return None

    async def _step_out(self, mine: Pass, command: agent.StepOut) -> None:
        await self.after_words()
        # The news of it must not close the socket before the acknowledgement is out.
        self._leaving = True
        try:
            stored = await offload(insiders.step_out, mine.site, mine.id)
        finally:
            self._leaving = False
        self.appended(command.id, stored)
        self._over()

    async def _watch(self, mine: Pass) -> None:
        """Until the link is good no more: to the moment when it runs out, soon after it was withdrawn."""
        while self.closing is None:
            await asyncio.sleep(max(0.0, min(CHECK_S, (mine.expires_at - now_ms()) / 1000)))
            try:
                lives = await offload(passes.lives, mine.id)
            except Exception:
                # The database is away. What was withdrawn meanwhile is found when it is back; time runs on by itself.
                log.exception("link_not_looked_at")
                lives = now_ms() < mine.expires_at
            if not lives:
                self._over()

    def _over(self) -> None:
        if self.closing is None and not self._leaving:
            self.refuse("pass_ended", PassEnded.message)
            self.close(Closing.PASS_ENDED)

    def _look_soon(self, mine: Pass) -> None:
        if not self._stale:
            self._stale = True
            self._begin_task(self._look(mine))

    async def _look(self, mine: Pass) -> None:
        self._stale = False
        try:
            seen = await offload(inside.look, mine)
        except Exception:
            # The next beat tells.
            log.exception("not_looked", conversation=mine.conversation)
            return None
        if seen is None:
            return self._over()
        return self._show(seen)

    def _show(self, seen: Seen | None) -> None:
        """Tell what is another than was told."""
        before = self._seen
        if seen is None or before is None:
            return
        self._seen = seen
        if seen.within != before.within:
            self.send(seen.within)
        if seen.visitor != before.visitor:
            self.send(agent.VisitorChanged(visitor=seen.visitor))

    def _begin_task(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def appended(self, client_id: str, outcome: Outcome) -> None:
        match outcome:
            case Stored():
                self.send(agent.Acked(id=client_id, conversation=outcome.conversation, seq=outcome.seq, at=outcome.at))
            case ChatError():
                self.refuse(outcome.code, outcome.message, about=client_id)
            case _:
                self.fail(client_id)

    def _typing(self, mine: Pass) -> None:
        frame = encode(Typing(conversation=mine.conversation, by=mine.face))
        visitor = self._seen.visitor.id if self._seen else ""
        bus.publish(
            [
                ToVisitor(site=mine.site, visitor=visitor, frame=frame),
                ToWatchers(site=mine.site, conversation=mine.conversation, frame=frame),
            ]
        )


def _may_hear(frame: str) -> bool:
    """Whether the wire has a place for it here: a net below the topics, which bring nothing else."""
    try:
        INSIDER_EVENTS.decode(frame)
    except FrameError:
        return False
    return True
