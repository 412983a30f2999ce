"""What the database holds, as fresh clients read it: a console of each site, and a new panel of each visitor."""

import asyncio
from collections.abc import Sequence

from server.wire import agent, visitor
from server.wire.nouns import PublicEntry, TeamEntry
from tests.faults.matrix.people import Panel
from tests.faults.referee.house import House, Team
from tests.support.sockets import Agent, Visitor

AT_ONCE = 16
PATIENCE_S = 30.0


async def logs(house: House, port: int, team: Team, conversations: Sequence[str]) -> dict[str, list[TeamEntry]]:
    """The whole logs, as the owner's console reads them. It takes no calls."""
    reader = Agent(house.url, team.key, team.people[team.ids[0]])
    reader.url = f"ws://localhost:{port}/ws/v1/agent"
    found: dict[str, list[TeamEntry]] = {c: [] for c in conversations}
    async with reader:
        await reader.hello()
        for conversation, log in found.items():
            while True:
                await reader.say(agent.Fetch(conversation=conversation, after=log[-1].seq if log else 0))
                page = await reader.expect(agent.Fetched, within_s=PATIENCE_S)
                assert page.conversation == conversation
                log.extend(page.entries)
                if not page.entries or log[-1].seq >= page.head:
                    break
    return found


async def public(house: House, port: int, panels: Sequence[Panel]) -> dict[str, list[PublicEntry]]:
    """Each visitor's conversation, as a new panel of theirs reads it."""
    room = asyncio.Semaphore(AT_ONCE)

    async def one(panel: Panel) -> tuple[str, list[PublicEntry]]:
        reader = Visitor(house.url, panel.site)
        reader.url = f"ws://localhost:{port}/ws/v1/visitor"
        reader.token = panel.token
        log: list[PublicEntry] = []
        async with room, reader:
            await reader.hello()
            assert reader.conversation
            while True:
                await reader.say(visitor.Fetch(conversation=reader.conversation, after=log[-1].seq if log else 0))
                page = await reader.expect(visitor.Fetched, within_s=PATIENCE_S)
                log.extend(page.entries)
                if not page.entries or log[-1].seq >= page.head:
                    return reader.conversation, log

    return dict(await asyncio.gather(*(one(panel) for panel in panels if panel.conversation)))
