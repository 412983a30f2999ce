"""Who writes while things break: visitors at their panels, and agents at consoles that have everything open."""

from collections.abc import Iterator
from typing import Any

from server.wire import agent, visitor
from server.wire.nouns import PublicEntry, TeamEntry
from tests.faults.matrix.line import Line, Ports
from tests.faults.matrix.record import Record, Shown
from tests.faults.matrix.screen import Screen
from tests.faults.referee.house import House, Team
from tests.support.sockets import Agent, Visitor, new_id


class Panel(Line[visitor.VisitorEvent], Visitor):
    """A visitor's panel: one conversation, begun by their first words."""

    def __init__(self, name: str, house: House, team: Team, ports: Ports, record: Record) -> None:
        super().__init__(house.url, team.key)
        self.enter(name, team.key, ports, record)
        self.screen: Screen[PublicEntry] = Screen()
        record.visitors[name] = None

    def say_words(self, text: str) -> None:
        """Write, and send."""
        self.post(visitor.Say(id=new_id(), conversation=self.conversation, text=text), text)

    def greeting(self) -> visitor.Hello:
        return visitor.Hello(
            site=self.site, token=self.token, conversation=self.conversation, cursor=self.screen.cursor, page=None,
            language="en-GB", zone="Europe/London", told=(), team=None,
        )  # fmt: skip

    def show(self, event: Any) -> None:
        match event:
            case visitor.Welcome():
                self.token = event.token or self.token
                if talk := event.conversation:
                    self._has(talk.id)
                    self.screen.snapshot(talk.entries, talk.head)
            case visitor.Acked():
                self._has(event.conversation)
            case visitor.Added():
                self._has(event.conversation)
                self.screen.added([event.entry])
            case visitor.Fetched():
                self.screen.added(event.entries, event.head)
        if isinstance(event, visitor.Added | visitor.Fetched):
            self._fetch()

    def heads(self, beat: visitor.Beat) -> None:
        if beat.conversation:
            self._has(beat.conversation)
            self.screen.added((), beat.head)
            self._fetch()

    def shown(self) -> Iterator[Shown]:
        """What stands on the screen."""
        if self.conversation:
            yield Shown(self.name, self.conversation, tuple(self.screen.entries))

    def _has(self, conversation: str) -> None:
        self.conversation = self.record.visitors[self.name] = conversation

    def _fetch(self) -> None:
        if self.screen.behind and self.conversation:
            self.due.append(visitor.Fetch(conversation=self.conversation, after=self.screen.cursor))


class Console(Line[agent.AgentEvent], Agent):
    """An agent's console. It takes calls, opens every conversation it hears of, and keeps it open."""

    def __init__(self, name: str, house: House, team: Team, who: int, ports: Ports, record: Record) -> None:
        super().__init__(house.url, team.key, team.people[team.ids[who]])
        self.enter(name, team.key, ports, record)
        self.screens: dict[str, Screen[TeamEntry]] = {}
        self.owners: dict[str, str | None] = {}
        """Whose each conversation is."""

    def note(self, conversation: str, text: str) -> None:
        """A word to the team."""
        self.post(agent.WriteNote(id=new_id(), conversation=conversation, text=text), text)

    def answer(self, conversation: str, text: str) -> None:
        """A reply to the visitor; refused where it is not theirs."""
        self.post(agent.Reply(id=new_id(), conversation=conversation, text=text), text)

    def greeting(self) -> agent.Hello:
        return agent.Hello(site=self.site, cursors={c: s.cursor for c, s in self.screens.items()})

    def show(self, event: Any) -> None:
        match event:
            case agent.Welcome():
                self.due.append(agent.SetPresence(presence="available", capacity=12))
                self._rows(event.rows)
            case agent.Rows():
                self._rows(event.rows)
            case agent.Opened():
                self._rows((event.row,))
                screen = self.screens.setdefault(event.row.id, Screen())
                screen.snapshot(event.entries, event.after)
                screen.added((), event.row.head)
            case agent.Added():
                self._on(event.conversation).added([event.entry])
                self._fetch(event.conversation)
            case agent.Fetched():
                self._on(event.conversation).added(event.entries, event.head)
                self._fetch(event.conversation)
            case agent.Touched():
                self._open(event.conversation)

    def heads(self, beat: agent.Beat) -> None:
        for conversation, head in beat.heads.items():
            self.record.told_of[self.name].add(conversation)
            if conversation in self.screens:
                self.screens[conversation].added((), head)
                self._fetch(conversation)
            else:
                self._open(conversation)

    def shown(self) -> Iterator[Shown]:
        """What stands on the screen."""
        for conversation, screen in self.screens.items():
            yield Shown(self.name, conversation, tuple(screen.entries))

    def _rows(self, rows: tuple[agent.Row, ...]) -> None:
        for row in rows:
            self.record.told_of[self.name].add(row.id)
            self.owners[row.id] = row.agent
            self._open(row.id)

    def _open(self, conversation: str) -> None:
        if conversation not in self.screens:
            self.screens[conversation] = Screen()
            self.due.append(agent.Open(conversation=conversation, after=0))

    def _on(self, conversation: str) -> Screen[TeamEntry]:
        return self.screens.setdefault(conversation, Screen())

    def _fetch(self, conversation: str) -> None:
        screen = self.screens[conversation]
        if screen.behind:
            self.due.append(agent.Fetch(conversation=conversation, after=screen.cursor))
