"""The agent's socket: what an agent says becomes an action, what concerns their site is sent."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.http import parse_cookie

from server import bus, metrics
from server.bus import AnyHint, Posted, ToAgents, ToVisitor, ToWatchers
from server.chat import actions as chat
from server.chat import queries as chat_queries
from server.chat.batch import Outcome
from server.chat.errors import ChatError, UnknownConversation
from server.chat.log import Stored
from server.clock import now_ms
from server.desk import actions as desk
from server.desk import queries as desk_queries
from server.ids import new_id
from server.live import at_the_desk, rounds, welcome
from server.live.heart import heart
from server.live.offload import offload
from server.live.rounds import About, Round
from server.live.socket import Receive, Scope, Socket
from server.live.speaker import Send
from server.live.tail import Tail
from server.live.watched import Watched, added
from server.people import actions as people
from server.people import sessions
from server.people.facts import AgentFacts
from server.sites import queries as sites
from server.wire import agent as wire
from server.wire.closing import Closing
from server.wire.codec import AGENT_COMMANDS, encode
from server.wire.limits import WATCHED_MAX
from server.wire.nouns import Typing


class AgentSocket(Socket[wire.AgentCommand]):
    """One console, on one site."""

    codec = AGENT_COMMANDS
    kind = "agent"

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        super().__init__(scope, receive, send)
        self._agent: AgentFacts | None = None
        self._lease = new_id()
        self._watched: dict[str, Watched] = {}

    async def obey(self, command: wire.AgentCommand) -> None:
        agent = self._agent
        match command:
            case wire.Answer():
                self.credit.answered(command.n)
            case wire.Hello() if agent is None:
                async with self.turn():
                    await self._hello(command)
            case wire.Hello():
                self.refuse("hello_twice", "This socket has been greeted already. Open another one.")
            case _ if agent is None:
                self.refuse("hello_first", "Say hello first: for which site.")
            case wire.SetPresence():
                await offload(desk.set_presence, agent.site_id, agent.id, command.presence, command.capacity)
            case wire.Reply():
                await self._sign(agent, command.conversation)
                told = self.words(command.id)
                await offload(
                    chat.reply, agent.site_id, agent.face, command.conversation, command.id, command.text, told
                )
            case wire.WriteNote():
                told = self.words(command.id)
                chat.note(agent.site_id, agent.face, command.conversation, command.id, command.text, told)
            case wire.Open():
                await self._open(agent, command)
            case wire.Shut():
                self._shut(command.conversation)
            case wire.Write():
                await self._typing(agent, command.conversation)
            case wire.Read():
                await offload(chat.read_by_team, agent.site_id, command.conversation, command.seq)
            case wire.Fetch() | wire.Earlier():
                await self._fetch(agent, command)
            case wire.Refresh():
                self.send(await offload(welcome.lists, agent.site_id))
                self.send(await offload(welcome.me, agent.id))
            case wire.More():
                rows, more = await offload(desk_queries.ended_rows, agent.site_id, command.before)
                self.send(wire.Older(before=command.before, rows=rows, more=more))
            case _:
                await self.after_words()
                self.appended(command.id, await offload(at_the_desk.do, agent.site_id, agent.face, command))

    def tell(self, hint: AnyHint) -> None:
        if self._agent is None or hint.site != self._agent.site_id:
            # Whoever asks for a foreign conversation follows it until the look-up says that it is none of theirs.
            return
        match hint:
            case Posted():
                watched = self._watched.get(hint.conversation)
                if watched:
                    watched.heard(words=hint.touched is not None)
                    watched.tail.hint(hint.seq, hint.team)
                elif hint.touched:
                    self.push(hint.touched)
            case ToAgents() if hint.agent in {None, self._agent.id}:
                self.push(hint.frame)
            case ToWatchers():
                self.push(hint.frame)

    async def gone(self, clean: bool) -> None:
        for conversation in list(self._watched):
            self._shut(conversation)
        if self._agent:
            self.hub.part(self.hub.agents, self._agent.site_id, self)
            await offload(desk.go, self._lease, now_ms(), clean or self.closing is Closing.SIGNED_OUT)

    # Beats

    @property
    def about(self) -> Any:
        watched = tuple(list(self._watched)[:WATCHED_MAX])
        return About(self._agent.site_id, self._agent.id, self._lease, watched) if self._agent else None

    @staticmethod
    def round(abouts: Sequence[About]) -> Round:
        return rounds.of_agents(abouts)

    def beat_with(self, told: Round) -> None:
        site = self._agent.site_id if self._agent else ""
        if site in told.revisions:
            heads = told.heads_for(site, self._watched)
            self.send(wire.Beat(n=self.next_beat(), revision=told.revisions[site], heads=heads))
        else:
            self.beat()

    def beat(self) -> None:
        heads = {c: w.tail.cursor for c, w in list(self._watched.items())[:WATCHED_MAX]}
        self.send(wire.Beat(n=self.next_beat(), revision=0, heads=heads))

    # Commands

    async def _hello(self, hello: wire.Hello) -> None:
        key = self._session_key()
        user = await offload(sessions.user_of, key) if key else None
        if key is None or user is None:
            self.refuse("signed_out", "Nobody is signed in here. Sign in, then connect again.")
            return self.close(Closing.SIGNED_OUT)
        site = await offload(sites.by_key, hello.site)
        agent = await offload(people.agent_of, user, hello.site)
        if site is None or agent is None:
            return self.refuse("not_a_member", "You are not on the team of a site with this key.", "site")
        self._agent = agent
        self.session = (key, agent.id)
        self.hub.join(self.hub.agents, site.id, self, site.id)
        await offload(desk.come, site.id, agent.id, self._lease, heart.process, now_ms())
        self.send(await offload(welcome.agent, site, agent))
        for conversation, after in hello.cursors.items():
            await self._watch(agent, conversation, after)
        self.begin()
        return None

    async def _open(self, agent: AgentFacts, command: wire.Open) -> None:
        await offload(desk.sign_of, agent.site_id, command.conversation, agent.face)
        if not await self._watch(agent, command.conversation, command.after):
            raise UnknownConversation

    async def _watch(self, agent: AgentFacts, conversation: str, after: int) -> bool:
        """Follow a conversation and send what is in it. Subscribed before it is read; what comes between is kept."""
        self._shut(conversation)
        while len(self._watched) >= WATCHED_MAX:
            self._shut(next(iter(self._watched)))
        self.hub.join(self.hub.watchers, conversation, self, agent.site_id)
        was_ready, self.ready = self.ready, False
        try:
            found = await offload(welcome.opened, agent.site_id, conversation, after)
            if found:
                opened, visitor = found
                cursor = opened.entries[-1].seq if opened.entries else opened.after

                async def fetch(after: int) -> Sequence[tuple[int, str]]:
                    return added(conversation, await offload(chat_queries.team_after, conversation, after))

                self._watched[conversation] = Watched(Tail(cursor, self.push, fetch), visitor)
                self.send(opened)
        finally:
            if conversation not in self._watched:
                self.hub.part(self.hub.watchers, conversation, self)
            if was_ready:
                self.begin()
        return found is not None

    def _shut(self, conversation: str) -> None:
        watched = self._watched.pop(conversation, None)
        if watched:
            watched.tail.close()
            self.hub.part(self.hub.watchers, conversation, self)

    def appended(self, client_id: str, outcome: Outcome) -> None:
        match outcome:
            case Stored():
                self.send(wire.Acked(id=client_id, conversation=outcome.conversation, seq=outcome.seq, at=outcome.at))
            case ChatError():
                self.refuse(outcome.code, outcome.message, about=client_id)
            case _:
                self.fail(client_id)

    async def _sign(self, agent: AgentFacts, conversation: str) -> None:
        """Tell the desk that the agent writes in this conversation, in case it rings; but not with every stroke of a key."""
        watched = self._watched.get(conversation)
        if watched is None or watched.wants_sign(self.hub.loop.time()):
            await offload(desk.sign_of, agent.site_id, conversation, agent.face)

    async def _typing(self, agent: AgentFacts, conversation: str) -> None:
        watched = self._watched.get(conversation)
        if watched:
            await self._sign(agent, conversation)
            frame = encode(Typing(conversation=conversation, by=agent.face))
            bus.publish(
                [
                    ToVisitor(site=agent.site_id, visitor=watched.visitor, frame=frame),
                    ToWatchers(site=agent.site_id, conversation=conversation, frame=frame),
                ]
            )

    async def _fetch(self, agent: AgentFacts, command: wire.Fetch | wire.Earlier) -> None:
        conversation = command.conversation
        if await offload(chat_queries.of_site, agent.site_id, conversation) is None:
            raise UnknownConversation
        if isinstance(command, wire.Fetch):
            metrics.CAUGHT_UP_CLIENT.inc()
            head, entries = await offload(welcome.team_after, conversation, command.after)
            self.send(wire.Fetched(conversation=conversation, after=command.after, head=head, entries=tuple(entries)))
        else:
            before = await offload(chat_queries.team_before, conversation, command.before)
            earlier = bool(before) and before[0].seq > 1
            self.send(wire.History(conversation=conversation, before=command.before, entries=before, earlier=earlier))

    def _session_key(self) -> str | None:
        # Django's own reading: Python's gives up where another application on this host set a cookie it cannot read.
        return parse_cookie(self._header(b"cookie")).get(settings.SESSION_COOKIE_NAME) or None
