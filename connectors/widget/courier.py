"""The widget's courier: what we tell is an entry of the conversation, pushed to open widgets by the hub and read by
the others on their return. So nothing has to be carried, and nothing can fail."""

from __future__ import annotations

from bot.letter import Letter


class WidgetCourier:
    async def deliver(self, letter: Letter) -> None:
        return
