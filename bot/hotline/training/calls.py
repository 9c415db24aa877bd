"""`python bot/hotline/training/calls.py FROM TO`: calls written for people (calls.txt) to an eval set's JSON Lines.

A call starts with `# id caller time`; then a line a turn, 坐 (agent) or 业 (caller), as the recording's labels say;
then `= type category urgency slot=value..` for each request, and `callback` where ringing back was promised.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_SPEAKERS = {"坐": "agent", "业": "caller"}


def calls(path: Path) -> Iterator[dict[str, Any]]:
    call: dict[str, Any] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        mark, _, rest = line.strip().partition(" ")
        match mark:
            case "":
                continue
            case "#":
                if call:
                    yield call
                id_, caller, at = rest.split()
                spoken = {
                    "call_id": f"call-{id_}",
                    "caller": caller,
                    "started_at": f"{at}:00+08:00",
                    "turns": [],
                }
                call = {"id": id_, "call": spoken, "requests": [], "callback": False}
            case "=":
                type_, category, urgency, *slots = rest.split()
                said = dict(slot.split("=") for slot in slots)
                call["requests"].append(
                    {"type": type_, "category": category, "urgency": urgency, "slots": said}
                )
            case "callback":
                call["callback"] = True
            case _:
                call["call"]["turns"].append({"speaker": _SPEAKERS[mark], "text": rest})
    if call:
        yield call


def main(source: str, target: str) -> None:
    lines = [json.dumps(call, ensure_ascii=False) for call in calls(Path(source))]
    Path(target).write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(lines)} calls")


if __name__ == "__main__":
    main(*sys.argv[1:])
