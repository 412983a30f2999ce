"""What scenes are made of."""

from typing import Any

from tests.protocol.stage import Stage


def say(n: int, text: str, conversation: str | None = None) -> dict[str, Any]:
    """A visitor's message."""
    return {"type": "say", "id": f"visitor-words-{n}", "conversation": conversation, "text": text}


class Desk:
    """What agents say about one conversation, with an id each."""

    def __init__(self, stage: Stage, conversation: str) -> None:
        self._stage, self._conversation = stage, conversation
        self._n = 0

    async def __call__(self, who: str, kind: str, **fields: Any) -> None:
        """`who` says it."""
        self._n += 1
        command = {"type": kind, "id": f"{who}-command-{self._n}", "conversation": self._conversation}
        await self._stage.says(who, command | fields)


async def begin(stage: Stage) -> Desk:
    """Ana is there, and a visitor writes."""
    await stage.comes("agent")
    await stage.comes("visitor")
    await stage.says("visitor", say(1, "My rear wheel clicks."))
    return Desk(stage, stage.conversation)
