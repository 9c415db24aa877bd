"""docs/events.md is what others build on: every kind of event that the code writes is in it."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
_KIND = re.compile(
    r'"((?:order|conversation|alert|staff|notice|ledger|device|draft|ticket)\.[a-z_]+)"|(?<=, )"(turn)"(?=, data)'
)


def test_every_kind_of_event_is_documented() -> None:
    written = {
        match[1] or match[2]
        for folder in ("bot", "connectors")
        for path in (ROOT / folder).rglob("*.py")
        for match in _KIND.finditer(path.read_text(encoding="utf-8"))
    }
    documented = (ROOT / "docs" / "events.md").read_text(encoding="utf-8")
    assert {"order.opened", "staff.alerted", "conversation.told", "ticket.adopted", "turn"} <= written
    assert sorted(kind for kind in written if f"`{kind}`" not in documented) == []
