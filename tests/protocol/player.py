"""Whoever plays a random history: two visitors and two agents who do one thing after another, most of it apt."""

import random
from typing import Any

from tests.protocol.stage import Stage, visitor_hello

STEPS = 30
ALL_OVER_MS = 100_000
"""Longer than anything rings or is waited for: what falls due within it has fallen due."""
CONSOLES = ("agent", "colleague")


class Player:
    """Does one random thing after another, as two visitors and two agents."""

    def __init__(self, stage: Stage, seed: int) -> None:
        self._stage = stage
        self._random = random.Random(seed)
        self._n = 0
        self._said: list[int] = []
        """Messages of the conversation that goes on."""
        self._talks: set[str] = set()
        """Every conversation there was."""

    async def play(self) -> None:
        stage = self._stage
        await stage.comes("agent")
        await stage.comes("visitor")
        await self._say()
        await self._open()
        await stage.comes("passer")
        await stage.comes("colleague")
        acts = [
            self._say,
            self._say,
            self._retry,
            self._passer,
            self._escalate,
            self._choose,
            self._wait_for,
            self._person,
        ]
        acts += [self._reply, self._reply, self._note, self._close, self._pick_up, self._pick_up, self._pick_up]
        acts += [
            self._hold,
            self._resume,
            self._bring_in,
            self._bring_in,
            self._hand_over,
            self._uninvite,
            self._step_out,
        ]
        acts += [self._presence, self._open, self._shut, self._back, self._gone, self._read, self._leave, self._time]
        for _ in range(STEPS):
            await self._random.choice(acts)()
            self._talks |= set(stage.conversations.values())
        await self._say()
        # What a console has shut it does not follow: in the end it looks at everything.
        for conversation in sorted({*self._talks, stage.conversation}):
            after = stage.cursor("agent", conversation)
            await stage.says("agent", {"type": "open", "conversation": conversation, "after": after})

    # Visitors

    async def _say(self) -> None:
        self._n += 1
        self._said.append(self._n)
        await self._stage.says("visitor", self._words(self._n))

    async def _retry(self) -> None:
        await self._stage.says("visitor", self._words(self._random.choice(self._said)))

    async def _passer(self) -> None:
        """Somebody else in line."""
        self._n += 1
        leaving = {"type": "leave", "id": f"random-leave-{self._n}"}
        await self._stage.says("passer", self._words(self._n) if self._random.random() < 0.7 else leaving)

    async def _escalate(self) -> None:
        self._n += 1
        await self._stage.says("visitor", {"type": "escalate", "id": f"random-asks-{self._n}"})

    async def _choose(self) -> None:
        kind = self._random.choice(["here", "write", "call"])
        address = {"here": "", "write": "jo@example.com", "call": "+44 20 7946 0000"}[kind]
        await self._visitor("choose", reach={"kind": kind, "address": address, "due": None})

    async def _wait_for(self) -> None:
        await self._visitor("wait_for", person=self._random.random() < 0.7)

    async def _person(self) -> None:
        self._n += 1
        person = self._random.choice([*self._stage.ids.values(), None])
        await self._stage.says("visitor", {"type": "set_person", "id": f"random-person-{self._n}", "person": person})

    async def _read(self) -> None:
        seq = self._stage.cursor("visitor")
        if seq:
            await self._stage.says("visitor", {"type": "read", "conversation": self._stage.conversation, "seq": seq})

    async def _leave(self) -> None:
        if self._random.random() < 0.3:
            self._n += 1
            self._said.clear()
            await self._stage.says("visitor", {"type": "leave", "id": f"random-leave-{self._n}"})
            await self._say()

    # Agents

    async def _reply(self) -> None:
        await self._owner("reply", text=f"**answer** {self._n}")

    async def _note(self) -> None:
        await self._agent(self._random.choice(CONSOLES), "note", text="between us")

    async def _close(self) -> None:
        await self._owner("close")

    async def _pick_up(self) -> None:
        """Whatever rings, most of the time; else anything."""
        who, offer = self._random.choice([*self._rings(), *self._rings(), (self._random.choice(CONSOLES), None)])
        await self._agent(who, "pick_up", offer=offer)

    async def _decline(self) -> None:
        who, offer = self._random.choice([*self._rings(), ("agent", self._random.randrange(1, 9))])
        await self._agent(who, "decline", offer=offer)

    async def _hold(self) -> None:
        await self._owner("hold")

    async def _resume(self) -> None:
        await self._owner("resume")

    async def _bring_in(self) -> None:
        await self._owner("bring_in", whom=self._anybody(), why="look")

    async def _hand_over(self) -> None:
        await self._owner("hand_over", whom=self._random.choice([self._anybody(), None]), team=None, why="take it")

    async def _uninvite(self) -> None:
        await self._owner("uninvite", whom=self._anybody())

    async def _step_out(self) -> None:
        await self._agent(self._random.choice(CONSOLES), "step_out")

    async def _presence(self) -> None:
        presence = {
            "presence": self._random.choice(["available", "available", "away"]),
            "capacity": self._random.choice([1, 3]),
        }
        await self._stage.says(self._random.choice(CONSOLES), {"type": "set_presence"} | presence)

    async def _open(self) -> None:
        await self._stage.says("agent", {"type": "open", "conversation": self._stage.conversation, "after": 0})

    async def _shut(self) -> None:
        await self._stage.says("agent", {"type": "shut", "conversation": self._stage.conversation})

    # Both

    async def _time(self) -> None:
        """Whatever rings is over; most of the time those who are away by it come back."""
        await self._stage.passes(ALL_OVER_MS)
        if self._random.random() < 0.8:
            for who in CONSOLES:
                await self._stage.says(who, {"type": "set_presence", "presence": "available", "capacity": 3})

    async def _back(self) -> None:
        """The line drops and comes back, with what this client holds."""
        stage = self._stage
        who = self._random.choice(["visitor", "agent"])
        await stage.hang_up(who)
        if self._random.random() < 0.5:
            await (self._say() if who == "agent" else self._reply())
        await stage.connect(who)
        if who == "visitor":
            token, cursor = stage.tokens["visitor"], stage.cursor("visitor")
            await stage.says(who, visitor_hello(stage.site, token, stage.conversation if cursor else None, cursor))
        else:
            cursor = stage.cursor("agent")
            cursors = {stage.conversation: cursor} if cursor else {}
            await stage.says(who, {"type": "hello", "site": stage.site, "cursors": cursors})

    async def _gone(self) -> None:
        """Somebody is gone for longer than a lease, and comes back as somebody who knows nothing."""
        stage = self._stage
        who = self._random.choice(["colleague", "passer"])
        await stage.hang_up(who)
        await stage.passes(ALL_OVER_MS)
        await stage.connect(who)
        hello = {"type": "hello", "site": stage.site, "cursors": {}}
        await stage.says(who, hello if who == "colleague" else visitor_hello(stage.site, stage.tokens[who]))

    async def _visitor(self, kind: str, **fields: Any) -> None:
        self._n += 1
        command = {"type": kind, "id": f"random-visitor-{self._n}", "conversation": self._stage.conversation}
        await self._stage.says("visitor", command | fields)

    async def _owner(self, kind: str, **fields: Any) -> None:
        """Whoever has it, most of the time."""
        owner = self._who.get(self._row.get("agent") or "")
        anybody = self._random.choice(CONSOLES)
        await self._agent(owner if owner and self._random.random() < 0.8 else anybody, kind, **fields)

    async def _agent(self, who: str, kind: str, **fields: Any) -> None:
        self._n += 1
        command = {"type": kind, "id": f"random-agent-{self._n}", "conversation": self._stage.conversation}
        await self._stage.says(who, command | fields)

    def _anybody(self) -> str:
        """Mostly somebody who does not have it already."""
        others = [id_ for id_ in self._stage.ids.values() if id_ != self._row["agent"]]
        return self._random.choice([*others, *others, *others, *self._stage.ids.values()])

    @property
    def _who(self) -> dict[str, str]:
        return {id_: who for who, id_ in self._stage.ids.items()}

    @property
    def _row(self) -> dict[str, Any]:
        """The conversation, as an agent heard of it last."""
        return self._stage.rows.get(self._stage.conversation, {"agent": None, "offer": 0, "members": []})

    def _rings(self) -> list[tuple[str, int | None]]:
        """Who is rung, or asked in, by which number."""
        row = self._row
        asked = [(m["face"]["id"], m["offer"]) for m in row["members"] if m["state"] == "asked"]
        return [(self._who[id_], offer) for id_, offer in [(row["agent"], row["offer"]), *asked] if id_ in self._who]

    def _words(self, n: int) -> dict[str, Any]:
        return {"type": "say", "id": f"random-words-{n}", "conversation": None, "text": f"word {n}"}
