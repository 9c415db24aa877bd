"""Several turns with one owner through the desk: whether what has to happen happens, from end to end."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.orders.workorder import WorkOrder
from evals import figures as f
from evals.caller import Answered, Caller
from evals.reading import NOW, DialogueItem, Expect
from evals.rehearsal import Rehearsal
from evals.result import Result
from evals.slots import LOOSE, same
from knowledge.embedding.normalise import normalise

FIELDS = ("reply_all", "reply_none", "order", "orders", "handoff", "asks")
_BETWEEN = timedelta(seconds=20)
_ASKS = {
    "building": "[几哪].{0,2}(?:号楼|栋|幢|座|楼)|楼号|栋号",
    "unit": "[几哪].{0,2}单元|单元号",
    "room": "房号|门牌|房间号|[几哪].{0,2}(?:室|户|套房)",
    "place": "位置|哪里|哪儿|什么地方|哪个地方",
    "phone": "电话|手机|联系方式",
    "time": "几点|什么时[候间]|方便的时间|哪天|上门时间",
    "object": "(?:什么|哪).{0,4}(?:坏|问题|东西|设备)",
    "symptom": "什么(?:问题|情况|故障)|怎么了|怎么回事",
    "order": "单号|哪.{0,2}[张个]",
}


@dataclass(frozen=True, slots=True)
class Turn:
    """fields: what was expected and whether it held. order: right, wrong or missing, where one was expected.
    opened: how many orders the dialogue has opened so far."""

    fields: dict[str, bool]
    order: str | None
    opened: int

    @property
    def holds(self) -> bool:
        return all(self.fields.values())


@dataclass(frozen=True, slots=True)
class Judged:
    item: DialogueItem
    turns: tuple[Turn, ...]

    @property
    def holds(self) -> bool:
        return all(turn.holds for turn in self.turns)

    @property
    def extra(self) -> int:
        """Orders more than may have been opened by then: doubles, and those where none was allowed."""
        before = over = unwanted = 0
        for turn, item in zip(self.turns, self.item.turns, strict=True):
            if item.expect.orders is not None:
                over = max(over, turn.opened - item.expect.orders)
            elif _no_order(item.expect):
                unwanted += turn.opened - before
            before = turn.opened
        return max(over, unwanted)

    def completion(self) -> tuple[int | None, int] | None:
        """At which turn, from 1, all orders were there, and at which they were expected; None without orders."""
        wanted, due = 0, 0
        for number, item in enumerate(self.item.turns, start=1):
            before = wanted
            if item.expect.orders is not None:
                wanted = max(wanted, item.expect.orders)
            elif item.expect.order:
                wanted += 1
            due = number if wanted > before else due
        if not wanted:
            return None
        done = (n for n, turn in enumerate(self.turns, start=1) if turn.opened >= wanted)
        return next(done, None), due


def _no_order(expect: Expect) -> bool:
    return "order" in expect.model_fields_set and expect.order is None


async def judge(desk: Rehearsal, item: DialogueItem) -> Judged:
    """One message every 20 seconds."""
    caller = Caller(desk, item.community, item.channel, item.owner)
    at, opened, turns = item.now or NOW, 0, []
    for turn in item.turns:
        answered = await caller.say(turn.user, at)
        opened += answered.opened
        pending = (await caller.conversation()).pending
        asked = pending.asked if pending is not None else ()
        turns.append(verdict(turn.expect, answered, opened, asked))
        at += _BETWEEN
    return Judged(item, tuple(turns))


def verdict(expect: Expect, answered: Answered, opened: int, asked: Sequence[str]) -> Turn:
    """opened: orders of the dialogue so far. asked: slots that the desk's open question is about."""
    text, given = answered.reply.text, expect.model_fields_set
    fields: dict[str, bool] = {}
    order: str | None = None
    if "reply_all" in given:
        fields["reply_all"] = all(p.search(text) for p in expect.reply_all)
    if "reply_none" in given:
        fields["reply_none"] = not any(p.search(text) for p in expect.reply_none)
    if _no_order(expect):
        fields["order"] = not answered.opened
    elif expect.order is not None:
        order = _order(expect.order, answered)
        fields["order"] = order == "right"
    if expect.orders is not None:
        fields["orders"] = opened == expect.orders
    if expect.handoff is not None:
        fields["handoff"] = answered.reply.handoff == expect.handoff
    if "asks" in given:
        fields["asks"] = all(a in asked or re.search(_ASKS.get(a, re.escape(a)), text) for a in expect.asks)
    return Turn(fields, order, opened)


def _order(wanted: dict[str, str | None], answered: Answered) -> str:
    if not answered.touched:
        return "missing"
    pairs = zip(answered.touched, answered.contacts, strict=True)
    held = any(all(_same(n, v, o, phone) for n, v in wanted.items()) for o, phone in pairs)
    return "right" if held else "wrong"


def _same(name: str, wanted: str | None, order: WorkOrder, phone: str | None) -> bool:
    said = phone if name in ("phone", "contact") else getattr(order, name, None)
    if wanted is None or said is None:
        return wanted is None and said is None
    return same(name, wanted, said) if name in LOOSE else normalise(wanted) == normalise(str(said))


def measure(judged: Sequence[Judged], files: Sequence[str] = ()) -> Result:
    """orders_*: shares of the turns that expect an order; orders_extra: how many were opened too many."""
    turns = [turn for j in judged for turn in j.turns]
    expected = [turn.order for turn in turns if turn.order is not None]
    ends = [end for j in judged if (end := j.completion()) is not None]
    reached = [(turn, due) for turn, due in ends if turn is not None]
    held = {name: [t.fields[name] for t in turns if name in t.fields] for name in FIELDS}
    figures: f.Figures = {
        "dialogues": len(judged),
        "dialogues_hold": f.share(sum(j.holds for j in judged), len(judged)),
        "turns": len(turns),
        "turns_hold": f.share(sum(t.holds for t in turns), len(turns)),
        "orders_expected": len(expected),
        "orders_right": f.share(expected.count("right"), len(expected)),
        "orders_wrong": f.share(expected.count("wrong"), len(expected)),
        "orders_missing": f.share(expected.count("missing"), len(expected)),
        "orders_extra": sum(j.extra for j in judged),
        "completed": f.share(len(reached), len(ends)),
        "turns_to_completion": f.mean([turn for turn, _ in reached]),
        "turns_to_completion_expected": f.mean([due for _, due in reached]),
        "held": {name: f.share(sum(oks), len(oks)) for name, oks in held.items()},
        "judged": {name: len(oks) for name, oks in held.items()},
    }
    misses = {
        name: tuple(
            f"{j.item.id} turn {n}"
            for j in judged
            for n, turn in enumerate(j.turns, start=1)
            if not turn.fields.get(name, True)
        )
        for name in FIELDS
    }
    doubled = tuple(j.item.id for j in judged if j.extra)
    return Result("dialogues", tuple(files), figures, misses={**misses, "orders_extra": doubled})
