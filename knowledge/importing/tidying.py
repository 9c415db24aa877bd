"""A document without what is no content: sites' boilerplate, tables of contents, page numbers; with its title."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import PurePath

from knowledge.importing.block import Block, Document, Line, Table
from knowledge.importing.mending import (
    as_simplified,
    broken_apart,
    even,
    is_traditional,
    marked,
    readings,
    without_readings,
    without_slips,
)
from knowledge.importing.numbering import numbered

_BRACKETED = re.compile(r"^[【〖\[［]\s*([^】〗\]］]{2,16})\s*[】〗\]］]$")
_PAGE = re.compile(
    r"^[-—–\s]*(?:第\s*)?\d{1,4}\s*(?:页)?(?:\s*[/／共]\s*\d{1,4}\s*页?)?[-—–\s]*$|^page\s*\d+", re.IGNORECASE
)
_LEADER = re.compile(r"(?:[.．·…]{3,}|\t|\s{3,})\s*(\d{1,4})$")
_DOTS = re.compile(r"[.．·…]{3,}|\t|\s{3,}")
_CONTENTS = re.compile(r"^(?:目\s*录|目\s*次|contents)$", re.IGNORECASE)
_SITE = re.compile(
    r"版权说明[:：]|本文档由用户提供|收益归属|文档简介$|本站(?:所有资源|不保证|只提供|仅对)|如无特殊说明|请进行举报"
    r"|会员免费下载|仅供参考.{0,8}下载后|下载后.{0,6}(?:可编辑|自行修改)|^\d+/150$|^提交评论$|^评论$|^相关推荐|^猜你喜欢"
    r"|人人文库|百度文库|道客巴巴|豆丁网|原创力文档|^上一篇|^下一篇|^当前位置|^版权所有|^打印本页|^关闭窗口|点击量|^分享到"
)
_GREETING = re.compile(r"^(?:尊敬的|各位|亲爱的)[^，。；]{0,16}[：:,，]?$|^(?:您好|你们好)[！!：:]?$")
_SITE_ENDS = re.compile(r"^最新文档$|^温馨提示$|^相关文档|^猜你喜欢")


def tidy(document: Document) -> Document:
    """The same document with its text mended, Simplified where it was Traditional, its contents and boilerplate
    dropped and its title found. It may have no block left."""
    whole = "\n".join(_texts(document.blocks))
    mangled = readings(whole) > 5
    foreign = mangled or is_traditional(whole)

    def clean(text: str) -> str:
        text = even(without_readings(marked(text)) if mangled else text)
        return even(as_simplified(text)) if foreign else without_slips(text)

    blocks: list[Block] = []
    for block in document.blocks:
        if isinstance(block, Table):
            rows = tuple(tuple(clean(cell) for cell in row) for row in block.rows)
            blocks.append(replace(block, rows=rows))
            continue
        text = clean(block.text)
        parts = broken_apart(text) if mangled else [text]
        blocks.extend(_headed(replace(block, text=part)) for part in parts if part)
    blocks = _without_site(_without_contents(blocks))
    title, blocks = _titled(document, blocks)
    return Document(clean(title), document.file, tuple(blocks))


def _headed(line: Line) -> Line:
    """【停车】 alone on a line is a heading."""
    found = _BRACKETED.match(line.text) if not line.level else None
    return Line(found[1], 2) if found is not None else line


def _texts(blocks: tuple[Block, ...]) -> list[str]:
    return [b.text if isinstance(b, Line) else "\n".join(c for row in b.rows for c in row) for b in blocks]


def _without_contents(blocks: list[Block]) -> list[Block]:
    """Lines with dot leaders and page numbers, and the run of lines behind 目录 that the text repeats later."""
    kept: list[Block] = []
    texts = [b.text for b in blocks if isinstance(b, Line)]
    pages = [int(found[1]) for text in texts if (found := _LEADER.search(text)) is not None]
    contents = len(pages) < 3 or pages == sorted(pages)
    listed = False
    for block in blocks:
        if not isinstance(block, Line):
            listed = False
            kept.append(block)
            continue
        text = block.text
        if _CONTENTS.match(text.replace(" ", "")):
            listed = True
            continue
        if _PAGE.match(text):
            continue
        if _LEADER.search(text) and len(text) < 120:
            if not listed and not contents:  # a list of prices: 换锁芯……80
                kept.append(replace(block, text=_DOTS.sub("：", text)))
            continue
        bare = re.sub(r"\s*\d{1,4}$", "", text)
        if listed and len(text) < 60 and sum(t in (bare, text) for t in texts) > (bare == text):
            texts.remove(text)
            continue
        listed = False
        kept.append(block)
    return kept


def _without_site(blocks: list[Block]) -> list[Block]:
    kept: list[Block] = []
    for at, block in enumerate(blocks):
        if isinstance(block, Line):
            following = " ".join(b.text for b in blocks[at + 1 : at + 4] if isinstance(b, Line))
            if _SITE_ENDS.match(block.text) and (_SITE.search(following) or block.text.startswith("最新")):
                break
            if _GREETING.match(block.text) or (_SITE.search(block.text) and len(block.text) < 200):
                continue
        kept.append(block)
    return kept


def _titled(document: Document, blocks: list[Block]) -> tuple[str, list[Block]]:
    """The title and the blocks without it: a first line that names the document, else the file's name."""
    stem = re.sub(r"[_\s]+", " ", PurePath(document.file).stem).strip() or document.file
    for at, block in enumerate(blocks[:3]):
        if not isinstance(block, Line):
            break
        text = block.text
        first_heading = block.level == 1 and sum(isinstance(b, Line) and b.level == 1 for b in blocks) == 1
        names = re.search(
            r"手册|办法|规定|规约|公约|制度|通知|公告|标准|须知|指南|方案|细则|守则|问答|合同|协议|规则|一览|价目|说明|约定|承诺",
            text,
        )
        plain = not numbered(text).style and len(text) <= 40 and not re.search(r"[。；，:：]", text)
        if (plain or block.level == 1) and (first_heading or names):
            return text, [b for b in blocks if not (isinstance(b, Line) and b.text == text)]
        if at == 0 and plain and not block.level and len(blocks) > 3:
            continue
        break
    return document.title or stem, blocks
