"""Enquiries through the desk, each in a fresh conversation: right, wrong, abstained, invented, and the source."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.reply import Reply
from bot.telling import moment
from evals import figures as f
from evals.caller import Caller
from evals.reading import NOW, QuestionItem
from evals.rehearsal import Rehearsal
from evals.result import Result
from knowledge.community import Community
from knowledge.embedding.normalise import normalise
from knowledge.standard import Standard

_WAY_ON = re.compile("转人工|人工客服|工作人员|登记|电话|热线|拨打|前台|服务中心|客服")
_ARABIC = re.compile(r"\d+(?:[.:]\d+)*")
# A lone 一 is a word more often than a figure (一点, 一次, 一下).
_SPOKEN = re.compile("(?!一(?![零〇二两三四五六七八九十百千万半]))[零〇一二两三四五六七八九十百千万半]+(?=个?(?:元|块|天|小时|分钟|点|次|年|月|日|号|折|米|户|层|度))")  # fmt: skip
_EMERGENCY = frozenset({"110", "119", "120", "122"})
_CLAUSE = re.compile(r"([一二三四五六七八九十]+)、[^\d;；。]*(\d+)?|(开头|前言)")


@dataclass(frozen=True, slots=True)
class Judged:
    """What a question led to. right: every `must`, no `must_not`. invented: a figure that nothing holds.
    source_right: None where the two can't be compared."""

    item: QuestionItem
    right: bool
    abstained: bool
    invented: bool
    cited: bool
    order: bool
    source_right: bool | None

    @property
    def honest(self) -> bool:
        return self.abstained and not self.invented


async def judge(desk: Rehearsal, item: QuestionItem) -> Judged:
    answered = await Caller(desk, item.community).say(item.question, NOW)
    reply, library = answered.reply, desk.parts.library
    found = [library.standard(item.community, c.standard_id) for c in reply.citations]
    return verdict(item, reply, library.community(item.community), [s for s in found if s is not None])


def verdict(item: QuestionItem, reply: Reply, community: Community, cited: Sequence[Standard]) -> Judged:
    """cited: the clauses that the reply cites."""
    text = reply.text
    missing = any(not pattern.search(text) for pattern in item.must)
    refused = any(pattern.search(text) for pattern in item.must_not)
    right = item.answerable and not missing and not refused
    figures = numbers(_without(text, community, reply, cited)) - numbers(item.question) - _EMERGENCY
    figures -= _of_orders(reply)
    if item.answerable:
        held = "\n".join("\n".join((s.title, s.text, s.answer)) for s in cited)
        invented = bool(figures - numbers(held)) and not right
    else:
        invented = bool(figures) or refused
    abstained = not right and not reply.citations and offers_way_on(reply, community)
    return Judged(
        item,
        right,
        abstained,
        invented,
        bool(reply.citations),
        bool(reply.orders),
        _same_source(item.source, cited),
    )


def offers_way_on(reply: Reply, community: Community) -> bool:
    """A person, an order, or a number to call."""
    said = "\n".join((reply.text, *reply.choices))
    hotline = community.hotline
    return (
        reply.handoff or bool(reply.orders) or bool(_WAY_ON.search(said)) or bool(hotline and hotline in said)
    )


def numbers(text: str) -> set[str]:
    """Figures in a text, Arabic ones without thousands' commas and needless noughts, spoken ones with a unit."""
    plain = re.sub(r"(?<=\d),(?=\d{3})", "", normalise(text))
    return {_plain(n) for n in _ARABIC.findall(plain)} | set(_SPOKEN.findall(plain))


def _plain(number: str) -> str:
    """2.80 and 2.8 are one price, 08:00 and 8:00 one time."""
    number = number.lstrip("0") or "0"
    number = f"0{number}" if number[0] in ".:" else number
    return number.rstrip("0").rstrip(".") if number.count(".") == 1 and ":" not in number else number


def _without(text: str, community: Community, reply: Reply, cited: Sequence[Standard]) -> str:
    """Without the numbers that are names: whom to call, our orders, and where a clause stands."""
    names = (
        community.hotline,
        community.gas_hotline,
        *(o.number for o in reply.orders),
        *(s.source for s in cited),
    )
    for name in filter(None, names):
        text = text.replace(name, " ")
    return text


def _of_orders(reply: Reply) -> set[str]:
    """Figures in the deadlines of the orders that the reply shows: reckoned by the desk, not invented."""
    held: set[str] = set()
    for order in reply.orders:
        for by in (order.respond_by, order.arrive_by, order.resolve_by):
            if by is not None:
                held |= numbers(moment(datetime.fromisoformat(by), NOW))
    return held


def clauses(source: str) -> set[tuple[str, str]]:
    """Sections and items that a source names: 二、费用 1 is (二, 1); a whole section has no item, nor has what
    stands before the first one."""
    return {(head or (start and "开头"), item) for head, item, start in _CLAUSE.findall(source)}


def _same_source(wanted: str | None, cited: Sequence[Standard]) -> bool | None:
    wants = clauses(wanted or "")
    says: set[tuple[str, str]] = set().union(*(clauses(s.source) for s in cited)) if cited else set()
    if not wants or not says:
        return None
    return any(w[0] == s[0] and (w[1] == s[1] or not w[1] or not s[1]) for w in wants for s in says)


def measure(judged: Sequence[Judged], files: Sequence[str] = ()) -> Result:
    """right, wrong, abstained: shares of the answerable, together 1. honest, answered_anyway: of the others.
    invented: of all."""
    asked = [j for j in judged if j.item.answerable]
    open_ = [j for j in judged if not j.item.answerable]
    compared = [j for j in asked if j.source_right is not None]
    wrong = [j for j in asked if not j.right and not j.honest]
    figures: f.Figures = {
        "questions": len(judged),
        "answerable": len(asked),
        "right": f.share(sum(j.right for j in asked), len(asked)),
        "wrong": f.share(len(wrong), len(asked)),
        "abstained": f.share(sum(not j.right and j.honest for j in asked), len(asked)),
        "citation_present": f.share(sum(j.cited for j in asked), len(asked)),
        "right_without_citation": f.share(sum(j.right and not j.cited for j in asked), len(asked)),
        "citation_compared": len(compared),
        "citation_right": f.share(sum(j.source_right is True for j in compared), len(compared)),
        "orders_opened": f.share(sum(j.order for j in asked), len(asked)),
        "unanswerable": len(open_),
        "honest": f.share(sum(j.honest for j in open_), len(open_)),
        "answered_anyway": f.share(sum(j.cited for j in open_), len(open_)),
        "invented": f.share(sum(j.invented for j in judged), len(judged)),
        "invented_when_unanswerable": f.share(sum(j.invented for j in open_), len(open_)),
    }
    misses = {
        "wrong": tuple(j.item.id for j in wrong),
        "abstained": tuple(j.item.id for j in asked if not j.right and j.honest),
        "not_honest": tuple(j.item.id for j in open_ if not j.honest),
        "invented": tuple(j.item.id for j in judged if j.invented),
        "other_source": tuple(j.item.id for j in asked if j.source_right is False),
    }
    return Result("questions", tuple(files), figures, misses=misses)
