"""The naive way, as tutorials show it: an ORM create by `database_sync_to_async` for every message, then `group_send`."""

import os

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.naive.settings"

import django

django.setup()

from typing import Any  # noqa: E402

from channels.db import database_sync_to_async  # noqa: E402
from channels.generic.websocket import AsyncJsonWebsocketConsumer  # noqa: E402
from channels.routing import URLRouter  # noqa: E402
from django.db import connection  # noqa: E402
from django.urls import path  # noqa: E402

from tests.bench.naive.models import Message  # noqa: E402


class Room(AsyncJsonWebsocketConsumer):
    """A room: whoever is in it hears what is said."""

    async def connect(self) -> None:
        self.room = self.scope["url_route"]["kwargs"]["room"]
        await self.channel_layer.group_add(self.room, self.channel_name)
        await self.accept()

    async def receive_json(self, content: dict[str, Any], **_: Any) -> None:
        await database_sync_to_async(Message._default_manager.create)(room=self.room, text=content["text"])
        await self.channel_layer.group_send(self.room, {"type": "said", "content": content})
        await self.send_json({"type": "acked", "id": content["id"]})

    async def said(self, event: dict[str, Any]) -> None:
        await self.send_json(event["content"])


def create_table() -> None:
    """The one table, without migrations."""
    with connection.schema_editor() as editor:
        editor.create_model(Message)


_room: Any = Room.as_asgi()
application = URLRouter([path("room/<room>", _room)])

if __name__ == "__main__":
    create_table()
