"""A document's passages and rows as clauses, before they have ids."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from knowledge.importing import dates
from knowledge.importing.asks import MEASURES, ways_of_asking
from knowledge.importing.block import Document, Line
from knowledge.importing.figures.reading import Read, read_figures, told_apart
from knowledge.importing.outline import DATED, Grid, Passage, passages
from knowledge.importing.splitting import Fact, facts, sentences
from knowledge.importing.subjects import document_subject, opening, subject_of
from knowledge.importing.tables import rows
from knowledge.importing.topics import topic_of

_EMPTY = re.compile(r"^[\W\d_]*$")
_SAYS_NOTHING = re.compile(
    r"^(?:附件|附表|附图|见附|详见|以下无正文|特此(?:通知|公告|说明|通告)|联系人[：:]?$|日期[：:]?$|盖章|签字|签章|（以下"
    r"|[^，。；：]{2,24}(?:物业|公司|服务中心|管理处|委员会)$)"
)
_TITLE = 26
_CAPTION = 40
_LONGEST = 1_500
_LIST_ENDS = ("材料", "资料", "行为", "情形", "要求", "规定", "事项", "流程", "内容", "项目")


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause as it was found. about: what it is about; over: its headings; place: where it stands.
    valid_from, valid_until: where it says so itself."""

    about: str
    title: str
    text: str
    topic: str
    asks: tuple[str, ...]
    reads: tuple[Read, ...]
    over: tuple[str, ...]
    place: str
    valid_from: date | None = None
    valid_until: date | None = None
    whole: bool = False
    """It says a table as a whole, whose rows have the figures."""
    small: str = ""
    """Small print that its text ends with, whose figures are not its own."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a document holds. since: the day that it names for itself. lost: texts that could not be made a
    clause of, each with the reason."""

    clauses: tuple[Clause, ...]
    since: date | None
    lost: tuple[tuple[str, str], ...]


def find_clauses(document: Document) -> Found:
    lost: list[tuple[str, str]] = []
    found: list[Clause] = []
    own = document_subject(document.title)
    own = own if topic_of(own, own) != "none" else ""
    for piece in passages(document.blocks):
        over = (own, *piece.over) if own else piece.over
        if isinstance(piece, Grid):
            found.extend(_of_grid(replace(piece, over=over or (document.title,)), own, lost))
        else:
            found.extend(_of_passage(replace(piece, over=over), own, lost))
    texts = [block.text for block in document.blocks if isinstance(block, Line)]
    return Found(tuple(_dated(found)), dates.of_document(document.title, texts), tuple(lost))


def _dated(clauses: Sequence[Clause]) -> Iterator[Clause]:
    """The caption of a sheet or section dates what is under it."""
    sections = {c.over: c.valid_from for c in clauses if c.over and c.valid_from and len(c.text) <= _CAPTION}
    for clause in clauses:
        since = sections.get(clause.over)
        yield replace(clause, valid_from=since) if since is not None and clause.valid_from is None else clause


def _of_grid(grid: Grid, of: str, lost: list[tuple[str, str]]) -> Iterator[Clause]:
    for row in rows(grid):
        place = f"{grid.place} {row.place}".strip()
        if not _quotable(row.text, lost):
            continue
        if row.ask:
            yield from _of_answer(row.ask, row.text, grid.over, place)
        else:
            yield _clause(Fact(row.about, row.text), grid.over, place, of, whole=row.whole, small=row.small)


def _of_passage(piece: Passage, of: str, lost: list[tuple[str, str]]) -> Iterator[Clause]:
    text = punctuated(piece.text)
    if _EMPTY.match(text) or DATED.match(text) or (piece.ask and not _quotable(text, lost)):
        return
    if _SAYS_NOTHING.match(text) and not re.search(r"\d", re.sub(r"附[件表]\d+", "", text)):
        return
    if piece.ask:
        yield from _of_answer(piece.ask, text, piece.over, piece.place)
        return
    if piece.whole:
        lead, heading = text.split("：")[0], subject_of(piece.over)
        if heading and heading not in text and not opening(text):
            text = f"{heading}：{text}"
        yield _clause(Fact(lead, text), piece.over, piece.place, of, whole=piece.whole == "parted")
        return
    split = facts(text, piece.over, of)
    for fact in split:
        if len(fact.text) < 5:
            lost.append((fact.text, "太短，看不出在说什么"))
        elif _quotable(fact.text, lost):
            yield _clause(fact, piece.over, piece.place, of, several=len(split) > 1)


def _quotable(text: str, lost: list[tuple[str, str]]) -> bool:
    if len(text) <= _LONGEST:
        return True
    lost.append((f"{text[:60]}…", f"一句话超过 {_LONGEST} 字，没有断句"))
    return False


def answer_clause(ask: str, answer: str) -> Clause:
    """The clause that answers a question."""
    return next(_of_answer(ask, answer, (), ""))


def _of_answer(ask: str, answer: str, over: Sequence[str], place: str) -> Iterator[Clause]:
    """A question and its answer are one clause, whole: its sentences belong together."""
    text = " ".join(punctuated(part) for part in answer.split("\n"))
    about = re.sub(r"[？?。！!\s]+$", "", ask)
    reads = read_figures(text, about)
    asks = ways_of_asking("", text, (), ask)
    yield Clause(about, _short(about), text, topic_of(text, about, over), asks, reads, tuple(over), place,
                 dates.first_day(text), dates.last_day(text))  # fmt: skip


def _clause(
    fact: Fact,
    over: Sequence[str],
    place: str,
    of: str,
    several: bool = False,
    whole: bool = False,
    small: str = "",
) -> Clause:
    """of: what the document is about. small: small print on it, whose figures are not its own."""
    text = punctuated(fact.text)
    about = fact.about or _gist(text) or _short(re.split(r"[，。；！？]", text)[0]) or _short(text)
    reads = () if whole else _reads(text, about)
    title = (
        f"{about}一览" if whole and not about.endswith(_LIST_ENDS) else _titled(about, text, several, reads)
    )
    for wider in dict.fromkeys((subject_of(over), of)):
        if wider and not whole and wider not in f"{title}{text}":
            title = f"{wider}·{title}"
    if small:
        small = punctuated(small)
        text = f"{text.removesuffix('。')}（{small}）。"
    asks = ways_of_asking(about, text, reads) if not whole else (f"{about}有哪些", f"{about}一览表", about)
    return Clause(
        about, title, text, topic_of(text, title, over), asks, reads, tuple(over), place,
        dates.first_day(text), dates.last_day(text), whole, small,
    )  # fmt: skip


def _reads(text: str, about: str) -> tuple[Read, ...]:
    """Sentence by sentence: the figures of a sentence with a subject of its own hold for that."""
    found: list[Read] = []
    for sentence in sentences(text):
        own = opening(sentence)
        of = "" if own in about or about in own else own
        found.extend(replace(r, when=r.when or of) for r in read_figures(sentence, about))
    return told_apart(found)


def _titled(about: str, text: str, several: bool, reads: Sequence[Read]) -> str:
    """The subject, with the gist behind it where a paragraph holds several facts. No figure is in a title: it
    stays when the figure changes."""
    if not several:
        return _short(about)
    gist = _gist(text.removeprefix(about).lstrip("：:"))
    if len(gist) < 2:
        gist = next((MEASURES[r.name] for r in reads if r.name in MEASURES), "")
    if not gist or gist in about:
        return _short(about)
    return _short(gist if about in gist else f"{about}：{gist}")


def _gist(text: str) -> str:
    """What comes before the first mark or number."""
    head = re.split(r"[，。；！？]|[：:](?!\d)|(?=\d)", text.strip())[0]
    return _short(
        re.sub(
            r"(?:不少于|不超过|不得超过|不低于|至少|最多|(?<!行)为|按|每|共|约|须|应|在|于|收取|前|之|、)+$",
            "",
            head,
        )
    )


def _short(text: str) -> str:
    text = text.strip(" ：:，。")
    if len(text) > _TITLE:
        text = re.sub(r"[（(][^（()）]*[)）]$", "", text)
    return text if len(text) <= _TITLE else text[: _TITLE - 1] + "…"


_HALF = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", "(": "（", ")": "）"}


def punctuated(text: str) -> str:
    """Half-width marks between Chinese as full-width ones: as it would be printed."""
    text = re.sub(
        r"(?<=[\u4e00-\u9fff）”》%\d])([,;?!])(?=\s*[\u4e00-\u9fff“《（(]|$)", lambda m: _HALF[m[1]], text
    )
    text = re.sub(r"(?<=[\u4e00-\u9fff])([,;])(?=\s*[\dA-Za-z])", lambda m: _HALF[m[1]], text)
    text = re.sub(r"(?<=\d),(?=\d{1,2}(?!\d))", "，", text)
    text = re.sub(r"(?<=\d:\d\d),(?=\d)", "，", text)
    text = re.sub(r"(?<=[\u4e00-\u9fff）”》])(:)(?=\s*\S)", "：", text)
    text = re.sub(r"\((?=[^()]*[\u4e00-\u9fff])([^()]*)\)", r"（\1）", text)
    return re.sub(r"(?<=[\u4e00-\u9fff])\.(?=\s*$)", "。", text)
