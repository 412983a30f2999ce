"""Two sites on one server, alike in everything: a team, an agent who has two visitors, an insider, somebody who left.

They stay on their sockets, quiet, while others try what is not theirs; and tell what they heard, and how everything stands.
"""

import asyncio
import http.client
import json
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any

from msgspec import to_builtins

from server.wire import agent, insider, visitor
from server.wire.codec import INSIDER_EVENTS
from tests.faults.referee.house import House, Team
from tests.support.sockets import Agent, Client, Visitor, new_id

CSRF = "t" * 32


class Caller:
    """Whoever asks over HTTP: by the cookie of a session, or with a secret wherever one might look for it."""

    def __init__(self, house: House, session: str = "", secret: str = "") -> None:
        self._port, self._origin = house.processes[0].port, house.url
        self._headers = {"Origin": house.url, "Host": house.url.removeprefix("http://"), "X-CSRFToken": CSRF}
        if secret:
            self._headers |= {"Authorization": f"Bearer {secret}", "X-Token": secret, "Stream-Key": secret}
        self._headers["Cookie"] = f"csrftoken={CSRF}; sessionid={session or secret}"
        self._line: http.client.HTTPConnection | None = None

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, str]:
        """The status and the body of the answer, or where it leads."""
        self._line = self._line or http.client.HTTPConnection("127.0.0.1", self._port, timeout=20)
        raw = None if body is None else json.dumps(body)
        self._line.request(method, path, raw, self._headers | {"Content-Type": "application/json"} | headers)
        answer = self._line.getresponse()
        told = answer.read().decode()
        return answer.status, answer.getheader("Location") or told

    def api(self, method: str, path: str, body: Any = None) -> Any:
        """What the API answers to something that may be asked."""
        status, told = self.ask(method, f"/api/v1/{path}", body)
        assert status < 300, told
        return json.loads(told) if told else None

    def close(self) -> None:
        """Hang up."""
        if self._line:
            self._line.close()


class Guest(Client[insider.InsiderEvent]):
    """Somebody who was asked in by a link with this key."""

    def __init__(self, house: House, key: str) -> None:
        super().__init__(house.socket(0, "insider"), INSIDER_EVENTS, lambda n: agent.Answer(n=n), {"Origin": house.url})
        self.key = key


@dataclass
class Site:
    """One of the two, and its people on their sockets."""

    house: House
    team: Team
    owner: Caller = field(init=False)
    witness: Agent = field(init=False)
    """The owner at a console, who takes no calls and hears everything."""
    worker: Agent = field(init=False)
    """The agent who has both visitors."""
    visitors: list[Visitor] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    """The visitors'."""
    names: dict[str, str] = field(default_factory=dict)
    """What belongs to the site, by what it is."""
    second: str = ""
    """The other conversation."""
    unread: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Conversation → the newest number in the team's count, and in its visitor's."""
    link: str = ""
    """The key of the insider's link."""

    def session(self, who: int) -> str:
        """The cookie of one of the team; the owner is the first."""
        return self.team.people[self.team.ids[who]]

    def console(self, who: int | None) -> Agent:
        """A console of one of the team, or of nobody's who is signed in; not opened yet."""
        made = Agent(self.house.url, self.team.key, "" if who is None else self.session(who))
        made.url = self.house.socket(0, "agent")
        return made

    def panel(self, token: str | None = None) -> Visitor:
        """A panel on this site, not opened yet."""
        made = Visitor(self.house.url, self.team.key)
        made.url, made.token = self.house.socket(0, "visitor"), token
        return made

    async def open(self, stack: AsyncExitStack) -> None:
        """Everybody comes, and everything there is comes about."""
        self.owner, ids = Caller(self.house, self.session(0)), self.team.ids
        stack.callback(self.owner.close)
        site = f"sites/{self.team.key}"
        self.owner.api("PATCH", f"{site}/team/{ids[3]}", {"active": False})
        crew = self.owner.api("POST", f"{site}/teams", {"name": self.crew, "members": [ids[1]]})
        invite = self.owner.api("POST", f"{site}/invites", {"name": "Tom", "role": "agent"})
        self.witness = await stack.enter_async_context(self.console(0))
        self.worker = await stack.enter_async_context(self.console(1))
        await self.witness.hello()
        await self.worker.hello()
        await self.worker.available()
        talks = [await self._talk(stack, secret) for secret in self.secrets]
        made = self.owner.api(
            "POST", f"{site}/conversations/{talks[0]}/insiders", {"name": "Rui", "why": "", "hours": 2}
        )
        self.link = made["url"].partition("#")[2]
        guest = await stack.enter_async_context(Guest(self.house, self.link))
        await guest.say(insider.Hello(key=self.link, cursor=0))
        await guest.expect(insider.Welcome)
        # What came last is unread: in the one conversation by the team, in the other by its visitor.
        await self.visitors[0].write("Is that so?")
        self.second = talks[1]
        for conversation in talks:
            log = await self._log(conversation)
            self.unread[conversation] = log[-1].seq, max(entry.visitor_seq or 0 for entry in log)
        self.names = {"key": self.team.key, "agent": ids[1], "lead": ids[2], "team": crew["id"], "invite": invite["id"]}
        self.names |= {"visitor": self.ids[0], "conversation": talks[0], "insider": made["id"]}
        self.names |= {"departure": await self._departure(), "token": str(self.visitors[0].token)}

    @property
    def crew(self) -> str:
        """What its one team is called; no other site has one of this name."""
        return f"Billing of {self.team.key}"

    @property
    def secrets(self) -> list[str]:
        """What its visitors told, in the order of their conversations."""
        return [f"Secret {n} of {self.team.key}" for n in range(2)]

    async def _talk(self, stack: AsyncExitStack, secret: str) -> str:
        panel = await stack.enter_async_context(self.panel())
        self.ids.append((await panel.hello()).visitor.id)
        conversation = (await panel.write(secret)).conversation
        await self.worker.row(lambda row: row.id == conversation and row.state == "ringing")
        await self.worker.say(agent.Open(conversation=conversation, after=0))
        await self.worker.expect(agent.Opened)
        await self.worker.reply(conversation, f"{secret}? I see.")
        self.visitors.append(panel)
        return conversation

    async def _departure(self) -> str:
        async with self.panel() as leaver:
            await leaver.hello()
            await leaver.say(visitor.Leave(id=new_id()))
            return (await leaver.expect(visitor.Left)).departure

    @property
    def clients(self) -> list[Client[Any]]:
        """Who hears what happens on the site."""
        return [self.witness, self.worker, *self.visitors]

    async def quiet(self) -> None:
        """Until nothing is on its way any more; what was heard so far counts no more."""
        await self.stands()
        for who in self.clients:
            who.heard.clear()

    def heard(self) -> list[Any]:
        """What anybody on the site was told since."""
        return [event for who in self.clients for event in who.heard]

    async def stands(self) -> dict[str, Any]:
        """What can be seen of the site at a console, and who left it."""
        await self.witness.say(agent.Refresh())
        lists = to_builtins(await self.witness.expect(agent.Lists))
        await self.witness.expect(agent.Presence)
        logs = {row["id"]: await self._log(row["id"]) for row in lists["rows"]}
        return {"lists": lists, "logs": logs, "departures": await asyncio.to_thread(self._page, "/departures")}

    async def stands_wholly(self) -> dict[str, Any]:
        """Everything that its owner can see of the site, but for what time alone changes."""
        pages = ["", "/team", "/teams", "/roster/visitors", "/routing", "/invites"]
        pages += [f"/conversations/{self.names['conversation']}/insiders"]
        asked = {page: await asyncio.to_thread(self._page, page) for page in pages}
        asked[""].pop("now")
        known = asked["/roster/visitors"]["visitors"]
        # Beats tell who was seen last, and so the order.
        known.sort(key=lambda one: one["id"])
        for one in known:
            one.pop("seen")
        return await self.stands() | asked

    def _page(self, page: str) -> Any:
        return self.owner.api("GET", f"sites/{self.team.key}{page}")

    async def _log(self, conversation: str) -> list[Any]:
        await self.witness.say(agent.Fetch(conversation=conversation, after=0))
        return list((await self.witness.expect(agent.Fetched)).entries)


def changes(before: Any, after: Any, path: str = "") -> dict[str, tuple[Any, Any]]:
    """What stands otherwise, by where it stands."""
    if type(before) is type(after) and isinstance(before, dict | list | tuple):
        one, other = (dict(v) if isinstance(v, dict) else dict(enumerate(v)) for v in (before, after))
        keys = {**one, **other}
        return {k: v for key in keys for k, v in changes(one.get(key), other.get(key), f"{path}/{key}").items()}
    return {} if before == after else {path: (before, after)}
