"""A crowd in a house: visitors of two sites and a console of each, who write until the scene is over."""

import asyncio
import contextlib
import random
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count

from websockets.exceptions import ConnectionClosed

from tests.faults.matrix import fresh
from tests.faults.matrix.line import Ports
from tests.faults.matrix.people import Console, Panel
from tests.faults.matrix.record import Record
from tests.faults.referee.house import House, Team

IN_FLIGHT = 3
"""How much one has on its way before they wait for an answer."""
LOOK_S = 0.1
HURRIED_S = 1.0
BEGIN_S, BEGIN_EACH = 60.0, 50
"""How long all may take to begin: so many seconds, and one more for so many of them."""


@dataclass
class Crowd:
    """Everybody of one scene, and what they wrote down."""

    house: House
    teams: Mapping[str, Team]
    ports: Ports
    record: Record = field(default_factory=Record)
    panels: list[Panel] = field(default_factory=list)
    consoles: list[Console] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    @property
    def clients(self) -> list[Panel | Console]:
        """All of them."""
        return [*self.panels, *self.consoles]

    @asynccontextmanager
    async def talking(self, pace_s: float = 0.02) -> AsyncIterator[None]:
        """Everybody writes, for the time of the block."""
        tasks = [asyncio.create_task(self._talk(who, pace_s)) for who in self.clients]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            for done in await asyncio.gather(*tasks, return_exceptions=True):
                if not isinstance(done, asyncio.CancelledError | None):
                    raise done

    async def talk(self, rounds: int = 1) -> None:
        """Everybody writes so often."""
        for _ in range(rounds):
            for who in self.clients:
                self._write(who)
            await asyncio.sleep(0)

    async def _talk(self, who: Panel | Console, pace_s: float) -> None:
        while True:
            if len(who.outbox) < IN_FLIGHT:
                self._write(who)
            await asyncio.sleep(random.random() * 2 * pace_s)

    def _write(self, who: Panel | Console) -> None:
        text = f"Words {next(self._numbers)} of {who.name}"
        if isinstance(who, Panel):
            who.say_words(text)
        elif who.screens:
            write = random.choice((who.note, who.answer))
            write(random.choice(list(who.screens)), text)

    async def answered(self, within_s: float) -> None:
        """Until everything is acknowledged."""
        async with asyncio.timeout(within_s):
            while any(who.outbox for who in self.clients):
                await asyncio.sleep(LOOK_S / 10)

    async def owned(self, within_s: float) -> dict[str, str | None]:
        """Wait until every conversation has its agent, as the consoles tell: conversation → agent."""
        async with asyncio.timeout(within_s):
            while True:
                owners = {c: owner for console in self.consoles for c, owner in console.owners.items()}
                if all(owners.get(panel.conversation or "") for panel in self.panels):
                    return owners
                await asyncio.sleep(LOOK_S)

    async def settle(self, within_s: float) -> float:
        """Wait until everything is answered and every screen shows all; or no longer. Then write down how it is. Seconds it took."""
        loop = asyncio.get_running_loop()
        began = loop.time()
        while True:
            with contextlib.suppress(AssertionError, OSError, ConnectionClosed, TimeoutError):
                await self.read_logs()
                if (
                    not any(who.outbox for who in self.clients) and self._all_shown()
                ) or loop.time() - began > within_s:
                    break
            if loop.time() - began > 2 * within_s:
                raise TimeoutError(f"Nothing can be read {2 * within_s:g} s later:\n{self.house.complaints()}")
            await asyncio.sleep(LOOK_S)
        took = loop.time() - began
        self.record.public = dict(await fresh.public(self.house, self._port(), self.panels))
        await self.read_logs()
        self.record.shown = [shown for who in self.clients for shown in who.shown()]
        return took

    def _all_shown(self) -> bool:
        heads = {c: log[-1] for c, log in self.record.logs.items() if log}
        public = {c: max((e.visitor_seq or 0) for e in log) for c, log in self.record.logs.items() if log}
        panels = all(p.screen.cursor == public.get(p.conversation or "", 0) for p in self.panels)
        seen = all(
            console.screens[c].cursor == heads[c].seq if c in console.screens else False
            for console in self.consoles
            for c in heads
            if self.record.site_of[c] == console.site
        )
        return panels and seen

    async def read_logs(self) -> None:
        """Read everybody's log anew, as fresh consoles do."""
        for team in self.teams.values():
            theirs = sorted({p.conversation for p in self.panels if p.conversation and p.site == team.key})
            found = await fresh.logs(self.house, self._port(), team, theirs)
            self.record.logs.update(found)
            self.record.site_of.update(dict.fromkeys(found, team.key))

    def _port(self) -> int:
        return next(p.port for p in self.house.processes if p.lives)


@asynccontextmanager
async def crowd(
    house: House, teams: Mapping[str, Team], panels: int = 3, consoles: bool = True, ports: Ports | None = None
) -> AsyncIterator[Crowd]:
    """So many visitors of each of these sites, and a console of each; all welcomed, and in conversation."""
    crowd = Crowd(house, teams, ports or (lambda: [p.port for p in house.processes]))
    for site, team in teams.items():
        for n in range(panels):
            crowd.panels.append(Panel(f"{site}'s visitor {n}", house, team, crowd.ports, crowd.record))
        if consoles:
            crowd.consoles.append(Console(f"{site}'s console", house, team, 1, crowd.ports, crowd.record))
    for who in crowd.clients:
        who.bound_s = HURRIED_S
    lives = [asyncio.create_task(who.live()) for who in crowd.clients]
    try:
        within_s = BEGIN_S + len(crowd.clients) / BEGIN_EACH
        async with asyncio.timeout(within_s):
            await asyncio.gather(*(who.welcomed.wait() for who in crowd.clients))
            await crowd.talk()
            await crowd.answered(within_s)
        yield crowd
    finally:
        for life in lives:
            life.cancel()
        await asyncio.gather(*lives, return_exceptions=True)
        for who in crowd.clients:
            await who.hang_up()
