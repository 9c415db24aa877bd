"""`guanjia chat`: the same desk, over standard input and output."""

from __future__ import annotations

import asyncio
import sys

from bot.ids import new_id
from bot.message import Message, Owner
from bot.telling import zone
from connectors.app import build
from connectors.settings import Settings


async def talk(community: str) -> None:
    """Reads a line, answers it, until an empty line or the end of the input."""
    parts = build(Settings())
    parts.start()
    stream = f"terminal:{new_id()}"
    timezone = zone(parts.library.community(community).timezone)
    prompt = "业主> " if sys.stdin.isatty() else ""
    try:
        while line := (await asyncio.to_thread(_read, prompt)).strip():
            message = Message(
                new_id(), stream, None, "terminal", community, Owner(stream), line[:4000],
                parts.clock().astimezone(timezone),
            )  # fmt: skip
            reply = await parts.desk.handle(message)
            print(f"管家> {reply.text}")
            if reply.choices:
                print("      " + "  ".join(f"[{c}]" for c in reply.choices))
    finally:
        parts.log.stop()


def _read(prompt: str) -> str:
    try:
        return input(prompt)
    except EOFError:
        return ""
