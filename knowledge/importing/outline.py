"""The tree of a document: which heading or numbered line stands over which text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from knowledge.importing.block import Block, Line, Table
from knowledge.importing.numbering import numbered

_RANKS = {
    "chapter": 10.0, "section": 20.0, "han": 25.0, "article": 30.0, "(han)": 40.0, "1.": 50.0, "1.1": 55.0,
    "1.1.1": 57.0, "1.1.1.1": 58.0, "(1)": 60.0, "1)": 65.0, "①": 70.0, "a.": 75.0, "-": 80.0,
}  # fmt: skip
_WIDE = 29.0
"""Ranks below this are headings for whatever follows, until the next of them."""
_SENTENCE = re.compile(r"[。；;！!？?，,]")
_LEAD = re.compile(r"(?:[：:]|如下|以下(?:规定|标准|要求|情形|行为|内容|材料|资料))[：:。]?$")
_FIGURE = re.compile(r"\d")
_LISTS = re.compile(r"下列|以下|如下|包括")
_POINTS_DOWN = re.compile(r"下列|以下|如下|下表|见表|附表|：$|:$")
_WHOLE_LIST = 220
_SHORT_ITEM = 16
"""Shorter ones say nothing one by one: 身份证复印件."""
NOTE = re.compile(
    r"^\s*(?:[*＊※★▲△]+|[（(【\[]?\s*(?:注|备注|附注|说明|注释)\s*\d{0,2}\s*[)）】\]]?\s*[：:.、．])"
)
"""How small print under a table begins."""
DATED = re.compile(
    r"^[\d二〇零○一三四五六七八九十]{2,4}\s*年[\d一二三四五六七八九十]{1,2}月(?:[\d一二三四五六七八九十]{1,3}日)?$"
)
"""A line that is a day, as letters end."""
_QUESTION = re.compile(r"[？?]$")
_ASKED = re.compile(r"^(?:问|Q|Question)\s*\d{0,3}\s*[：:.、．]\s*(.+)$", re.IGNORECASE)
_ANSWERED = re.compile(r"^(?:答|A|Answer)\s*\d{0,3}\s*[：:.、．]\s*(.+)$", re.IGNORECASE)


@dataclass(slots=True)
class Node:
    """A line and what stands under it. rank: how wide, small is wide; number: as shown; ask: the question that it
    answers."""

    text: str
    number: str = ""
    rank: float = 100.0
    heading: bool = False
    ask: str = ""
    children: list[Node | Table] = field(default_factory=list)

    @property
    def stands_over(self) -> bool:
        """Whether it names what is under it rather than saying something itself."""
        if self.heading or not self.children:
            return self.heading
        return bool(_LEAD.search(self.text)) or (len(self.text) <= 30 and not _SENTENCE.search(self.text))


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of text with what stands over it.

    over: headings and leading lines, widest first, without numbers. place: where it is cited, `第二章 收费 第十条`.
    ask: the question that it answers, where the document asks one. whole: a list in one sentence, not to be cut;
    `parted` where its items follow one by one.
    """

    text: str
    over: tuple[str, ...]
    place: str
    ask: str = ""
    whole: Literal["", "whole", "parted"] = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with what stands over it."""

    table: Table
    over: tuple[str, ...]
    place: str


def passages(blocks: Sequence[Block]) -> Iterator[Passage | Grid]:
    """What the document says, in its order, each piece with its headings."""
    yield from _walk(outline(blocks), (), ())


def outline(blocks: Sequence[Block]) -> Node:
    root = Node("", rank=-1.0, heading=True)
    stack = [root]
    marked = sum(1 for block in blocks if isinstance(block, Line) and _asked(block)) > 1
    at = 0
    while at < len(blocks):
        block = blocks[at]
        at += 1
        following = blocks[at] if at < len(blocks) else None
        if isinstance(block, Line) and isinstance(following, Table) and _is_caption(block):
            block, at = replace(following, caption=block.text), at + 1
        if isinstance(block, Table):
            end = at
            while end < len(blocks) and _is_note(blocks[end]):
                end += 1
            notes = tuple(b.text for b in blocks[at:end] if isinstance(b, Line))
            _home(stack).children.append(replace(block, notes=notes))
            at = end
            continue
        ask = _asked(block)
        end = _end_of_answer(blocks, at) if ask or (block.level and _QUESTION.search(block.text)) else at
        if end > at and (marked or block.level or _ANSWERED.match(_plain(blocks[at]))):
            answer = [_ANSWERED.sub(r"\1", _plain(line)) for line in blocks[at:end]]
            while block.level and stack[-1].rank >= block.level:
                stack.pop()
            question = ask or numbered(block.text).text
            _home(stack).children.append(Node("\n".join(answer), numbered(block.text).number, ask=question))
            at = end
            continue
        _put(stack, block, blocks[at] if at < len(blocks) else None)
    return root


def _is_caption(line: Line) -> bool:
    """Whether a line over a table names the table under it: 表一 物业服务费, 单位：元."""
    if line.level or numbered(line.text).style:
        return False
    return len(line.text) <= 40 and not _SENTENCE.search(line.text) and not _LEAD.search(line.text)


def _is_note(block: Block) -> bool:
    """Whether it is small print under a table."""
    return isinstance(block, Line) and not block.level and bool(NOTE.match(block.text))


def _asked(line: Line) -> str:
    """The question of 问：… or 3. Q：…, or ""."""
    found = _ASKED.match(numbered(line.text).text)
    return found[1].strip() if found is not None else ""


def _plain(block: Block) -> str:
    return numbered(block.text).text if isinstance(block, Line) else ""


def _end_of_answer(blocks: Sequence[Block], at: int) -> int:
    """Where the lines that answer a question end: at the next question, heading or table."""
    while at < len(blocks):
        block = blocks[at]
        if isinstance(block, Table) or block.level or _asked(block):
            break
        at += 1
    return at


def _put(stack: list[Node], line: Line, following: Block | None) -> None:
    found = numbered(line.text)
    if not found.text:
        return
    node = Node(found.text, found.number)
    if line.level:
        node.rank, node.heading = float(line.level), True
    elif found.style:
        node.rank = _RANKS[found.style] if not line.depth else _RANKS["-"] + line.depth
        node.heading = found.style in ("chapter", "section") and len(node.text) <= 30
    elif _names(node.text, following):
        node.rank, node.heading = 28.0, True
    elif _LEAD.search(node.text) and following is not None and len(node.text) <= 60:
        node.rank = min(stack[-1].rank + 0.5, 79.0)
        node.heading = True
    else:
        _home(stack).children.append(node)
        return
    while stack[-1].rank >= node.rank:
        stack.pop()
    stack[-1].children.append(node)
    stack.append(node)


def _names(text: str, following: Block | None) -> bool:
    """Whether an unnumbered line is a heading: short, no sentence, no figure, and something follows."""
    if following is None or len(text) > 16 or len(text) < 2 or DATED.match(text):
        return False
    return not (_SENTENCE.search(text) or _LEAD.search(text) or _FIGURE.search(text) or text[-1] in "、）)元")


def _home(stack: list[Node]) -> Node:
    """The node that unnumbered text belongs to: a heading or an article, else what stands over the list."""
    for at in range(len(stack) - 1, -1, -1):
        node = stack[at]
        if at and node.rank >= _RANKS["(han)"] and not node.heading and _LEAD.search(stack[at - 1].text):
            continue  # the last item of a list does not stand over what follows the list
        if at and node.rank >= _RANKS["-"] and not node.heading:
            continue  # what follows a list of bullets is no part of its last item
        if at and node.heading and _LEAD.search(node.text) and not node.number and node.children:
            continue  # nor does the list's leading line
        if (
            node.heading
            or node.rank == _RANKS["article"]
            or (not _SENTENCE.search(node.text) and len(node.text) <= 30)
        ):
            return node
    return stack[0]


def _walk(node: Node, over: tuple[str, ...], place: tuple[str, ...]) -> Iterator[Passage | Grid]:
    for child in node.children:
        if isinstance(child, Table):
            yield Grid(child, over, " ".join(place))
            continue
        if child.ask:
            yield Passage(child.text, over, " ".join((*place, child.number)).strip(), child.ask)
            continue
        if child.stands_over:
            name = child.text.rstrip("：:")
            shown = f"{child.number}{'、' if child.number and child.number[-1] not in '章节条)）' else ' ' if child.number else ''}{name}"
            led = child.number and _LEAD.search(child.text)
            under = (*place, child.number if led or (len(shown) > 24 and child.number) else shown[:24])
            yield from _over(child, name, over, under)
            continue
        here = (*place, child.number) if child.number else place
        yield Passage(child.text, over, " ".join(here))
        if child.children:
            yield from _walk(child, (*over, child.text) if _POINTS_DOWN.search(child.text) else over, here)


def _over(node: Node, name: str, over: tuple[str, ...], place: tuple[str, ...]) -> Iterator[Passage | Grid]:
    """What stands under a heading or a leading line; a short list also in one sentence."""
    items, after = _listed(node)
    if items:
        said = "；".join(item.text.rstrip("。；;") for item in items)
        yield Passage(f"{name}：{said}。", over, " ".join(place), whole="parted" if _long(items) else "whole")
    if not items or _long(items):
        yield from _walk(replace(node, children=[*items] or node.children), (*over, name), place)
    if items:
        yield from _walk(replace(node, children=after), over, place)


def _long(items: Sequence[Node]) -> bool:
    return any(len(item.text) >= _SHORT_ITEM for item in items)


def _listed(node: Node) -> tuple[list[Node], list[Node | Table]]:
    """The items under a leading line that are few enough to be said in one sentence, and what follows them; no
    items where it leads no list."""
    items: list[Node] = []
    for child in node.children:
        if (
            isinstance(child, Table)
            or child.children
            or (items and child.rank != items[0].rank)
            or "。" in child.text[:-1]
        ):
            break
        items.append(child)
    if not _LEAD.search(node.text) or len(items) < 2 or sum(len(i.text) for i in items) > _WHOLE_LIST:
        return [], []
    if not _LISTS.search(node.text) and (_long(items) or any(_FIGURE.search(item.text) for item in items)):
        return [], []
    return items, node.children[len(items) :]
