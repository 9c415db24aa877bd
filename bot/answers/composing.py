"""From the clauses that were judged to answer, to what is said: the part that was asked for, in the clause's words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.answers.opening import in_hours
from bot.answers.reckoning import reckon
from bot.answers.variants import Variants, by_building, named, rows_of, variants_of, variants_of_rows
from bot.understanding.slots.numerals import to_number
from knowledge.embedding.normalise import normalise
from knowledge.search.closeness import NAMES, Question
from knowledge.search.houses import House, houses_in
from knowledge.search.judge import Candidate, Judgement
from knowledge.search.page import alike
from knowledge.search.page import best as nearest
from knowledge.standard import Standard

BOTH = 0.15
"""From this share on the second clause is told beside the first: one of the two answers."""
_SHORT, _LONG = 80, 110
_MOST = 2
_RELATED = 0.4
_AS_NEAR = 0.08
"""By how much a row's likeness may be behind the best one's, and the row be told as well."""
_RULES = re.compile(
    r"有哪些|哪些|都有[什啥]|[什啥]么?规[矩定]|规[矩定].{0,4}[吗没]|注意[什啥]|[什啥]么?要求|[什啥]么?条件|有[什啥]么?讲究"
)
_PAIR = 2
_PRICE = re.compile(r"(\d+(?:\.\d+)?)(?=元|分|%)")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_ITEM = re.compile(r"\d(?:[)）.、]|条|款|项)?$")
_LEAD = re.compile(r"^([^:：,，。;；]{2,14}[:：])(?!\d)")
_SPOKEN_BUILDING = re.compile(r"([一二三四五六七八九十]{1,3})\s*(?:号[楼栋幢]|[栋幢座])")
_COUNTS = re.compile(r"几[个张辆台条户人]|多少[个张辆台条户人]")
_CONDITION = re.compile(r"半价|减半|减免|免费|优惠|另[加收]|加收|上浮|打?[一二三四五六七八九]折")
_ALLOWED = re.compile(
    r"能不能|可不可以|可以[^,。?]{0,14}[吗不么]|能[^,。?]{0,16}[吗不么伐]|行不行|行[吗不]|允许|让不让|准不准|可唔可以|[吗么]\??$"
)
_FORBIDS = re.compile(r"禁止|不得|严禁|不可|不能|不准|不允许")
_PERMITS = re.compile(r"可以|均可|允许|可(?:在|凭|到|由|借|租|免费|申|领|办|查|预)")


@dataclass(frozen=True, slots=True)
class Composed:
    """text: what is said, without its source. standards: what it rests on, the first first. reckoned: figures in it
    that are a shown calculation from the clause's."""

    text: str
    standards: tuple[Standard, ...]
    reckoned: frozenset[str] = frozenset()


def compose(
    question: Question,
    judgement: Judgement,
    building: str | None = None,
    latest: str = "",
    parts: Sequence[Candidate] = (),
    section: Sequence[Standard] = (),
) -> Composed:
    """building: the owner's, where it is known; what the question names goes before it. latest: of a question that
    goes on from an earlier one, its own words, normalised (那洋房呢). parts: what answers each part of a question that asks
    several things. section: the clauses that stand in one place with the first."""
    first = judgement.ranked[0]
    text, reckoned = _of(question, first, building, latest)
    standards = [first.page.standard]
    if not reckoned:
        text = _yes_or_no(question.plain, text, normalise(first.page.standard.text), latest)
    if not reckoned and (sum_ := _of_section(question, standards[0], section)) is not None:
        return sum_
    for candidate in () if reckoned else _others(question, judgement, text, parts):
        other, ours = _of(question, candidate, building, latest)
        if other not in text and text not in other and len(text) + len(other) <= 2 * _LONG:
            text = f"{text}\n{other}"
            standards.append(candidate.page.standard)
            reckoned |= ours
    return Composed(text, tuple(standards), reckoned)


def _others(
    question: Question, judgement: Judgement, told: str, parts: Sequence[Candidate]
) -> tuple[Candidate, ...]:
    """The clauses to tell beside the first: those that answer another part; of rules that stand together, all that
    were found, where the rules are asked for; one that holds what is asked for and the first lacks; and a second one
    that may as well be meant."""
    first, *rest = judgement.ranked
    found = [c for c in parts if c.page.standard.id != first.page.standard.id]
    beside = [
        c for c in rest if c.page.standard.source == first.page.standard.source and _near(c) >= _RELATED
    ]
    if _RULES.search(question.plain):
        found += beside[:_MOST]
    lacking = [k for k in question.kinds if k.figure and not k.holds.search(normalise(told))]
    found += [c for c in beside[:_MOST] if any(k.holds.search(c.page.text) for k in lacking)][:1]
    others = [c for c in rest if not alike(first.page, c.page)]
    if judgement.second >= BOTH:
        found += others[:1]
    if len(told) <= _SHORT:
        found += [c for c in others if _one_item(first.page.standard, c.page.standard)][:1]
    unique = {c.page.standard.id: c for c in found}
    return tuple(unique.values())[: _MOST + 1]


def _of_section(question: Question, first: Standard, section: Sequence[Standard]) -> Composed | None:
    """A sum that takes several clauses of one place: the price in one, the rebate or what is free in the next."""
    groups: list[tuple[Standard, ...]] = [(first, other) for other in section]
    if len(section) > 1:
        groups.append((first, *section))
    for group in groups:
        text = "\n".join(s.text.rstrip("。;； ") + "。" for s in group)
        money = _COUNTS.search(question.plain) is None
        sum_ = reckon(
            question.plain, text, variants_of_rows([s.text for s in group]) or variants_of(text, money)
        )
        if sum_ is not None:
            used = group if len(group) == _PAIR else tuple(s for s in group if _has_a_part(s, sum_.said))
            rules = "".join(_ended(s.answer) for s in used if len(s.answer) <= _SHORT)
            return Composed(
                f"{sum_.said}{rules if len(rules) <= 2 * _LONG else ''}", used or group, sum_.numbers
            )
    return None


def _has_a_part(standard: Standard, said: str) -> bool:
    return bool(set(_PRICE.findall(standard.text)) & set(_NUMBER.findall(said)))


def _one_item(one: Standard, other: Standard) -> bool:
    """Whether they are sentences of one numbered item as it was imported, which holds good as a whole: 保证金2,500元.
    装修公司另交1,500元. A clause that somebody wrote an answer for stands alone."""
    as_imported = normalise(one.answer) == normalise(one.text)
    return as_imported and one.source == other.source and _ITEM.search(one.source) is not None


def _near(candidate: Candidate) -> float:
    """How near the clause comes by any of its texts: the features `whole`, `sentence` and `ask`."""
    features = dict(zip(NAMES, candidate.features, strict=True))
    return max(features["whole"], features["sentence"], features["ask"])


def _of(
    question: Question, candidate: Candidate, building: str | None, latest: str
) -> tuple[str, frozenset[str]]:
    standard = candidate.page.standard
    if len(standard.answer) > _SHORT and (rows := rows_of(standard.text)):
        return _row(question, candidate, rows), frozenset()
    variants = variants_of(standard.text, _COUNTS.search(question.plain) is None)
    case = _case(question.plain, latest, variants)
    sum_ = reckon(question.plain, standard.text, variants)
    if sum_ is not None:
        rule = standard.answer if len(standard.answer) <= _LONG else _sentences(question, candidate)
        return f"{sum_.said}{case or _ended(rule)}", sum_.numbers
    own = _house(latest or question.plain, standard.text, building)
    return own or case or _sentences(question, candidate), frozenset()


def _row(question: Question, candidate: Candidate, rows: Sequence[str]) -> str:
    """Of a table that was written out the row that is meant; several where they come as near."""
    lead, *rest = rows
    figures = [kind for kind in question.kinds if kind.figure]
    page, scores = candidate.page, list[float]()
    for row in rest:
        of = [n for n, sentence in enumerate(page.sentences) if sentence.strip("；;。 ") in f"{lead}{row}"]
        near = max((nearest(page.sentence_vectors[n : n + 1], question.vector) for n in of), default=0.0)
        held = sum(kind.holds.search(normalise(row)) is not None for kind in figures)
        scores.append(near + 0.1 * held / max(len(figures), 1))
    least = max(scores) - _AS_NEAR
    kept = [row for row, score in zip(rest, scores, strict=True) if score >= least]
    return _ended(f"{lead}{'；'.join(kept)}")


def _case(question: str, latest: str, variants: Variants | None) -> str:
    """What a clause says of the cases that are named, by the latest words rather than by the earlier ones."""
    if variants is None:
        return ""
    labels = [case.label for case in variants.cases]
    chosen = named(latest, labels) if latest else ()
    chosen = chosen or named(question, labels)
    if not 0 < len(chosen) < len(labels):
        return ""
    besides = [piece.strip("，,；;。") for piece in variants.rest if _CONDITION.search(piece)]
    return _ended(f"{variants.lead}{'，'.join([*(variants.cases[at].text for at in chosen), *besides])}")


def _house(question: str, text: str, known: str | None) -> str:
    """The piece of a clause that is about the building in question."""
    pieces = by_building(text)
    if not pieces:
        return ""
    said = _houses_of(question) or (houses_in(f"{known}号楼") if known else frozenset())
    hits = [piece for houses, piece in pieces if said & houses]
    if len(hits) != 1:
        return ""
    lead = _LEAD.match(text)
    piece = hits[0].removeprefix(lead[1]) if lead else hits[0]
    return _ended(f"{lead[1] if lead else ''}{piece}")


def _houses_of(question: str) -> frozenset[House]:
    found = houses_in(question)
    spoken = _SPOKEN_BUILDING.search(question)
    number = to_number(spoken[1]) if spoken and not found else None
    return found if number is None else frozenset({("", number)})


def _sentences(question: Question, candidate: Candidate) -> str:
    """The clause's answer where it is short; of a long one the sentences nearest to the question and those that
    hold what is asked for."""
    standard, page = candidate.page.standard, candidate.page
    if len(standard.answer) <= _SHORT or len(page.sentences) == 1:
        return _ended(standard.answer)
    if normalise(standard.answer) != normalise(standard.text):
        return _ended(standard.answer)
    figures = [kind for kind in question.kinds if kind.figure] or list(question.kinds)
    scores = []
    for number, sentence in enumerate(page.sentences):
        held = sum(kind.holds.search(normalise(sentence)) is not None for kind in figures)
        near = nearest(page.sentence_vectors[number : number + 1], question.vector)
        scores.append((near + 0.25 * held / max(len(figures), 1), number))
    kept: list[int] = []
    length = 0
    for _, number in sorted(scores, reverse=True):
        if kept and length + len(page.sentences[number]) > _LONG:
            continue
        kept.append(number)
        length += len(page.sentences[number])
    return _ended("".join(page.sentences[number] for number in sorted(kept)))


def _yes_or_no(question: str, text: str, clause: str, latest: str) -> str:
    """可以 or 不可以 first, where the question asks for it and what is told says only one of the two; whether the time
    that it names lies in the clause's hours."""
    open_then = in_hours(question, clause, latest)
    question = latest or question
    if open_then is not None:
        return f"在时间内。{text}" if open_then else f"不在时间内。{text}"
    if not _ALLOWED.search(question) or re.search(r"几|多少|多久|什么|啥|哪|怎么|咋", question):
        return text
    forbids, permits = _FORBIDS.search(text) is not None, _PERMITS.search(text) is not None
    if forbids == permits or text.startswith(("可以", "不可以", "不能", "不行")):
        return text
    return f"不可以。{text}" if forbids else f"可以。{text}"


def _ended(text: str) -> str:
    text = text.strip().rstrip(",，、;；")
    return text if text.endswith(("。", "！", "？", ".")) else f"{text}。"


def sources_of(standards: Sequence[Standard]) -> str:
    return "；".join(dict.fromkeys(s.source for s in standards))
