"""Markdown (CommonMark and tables) to blocks: the only door to markdown-it."""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.token import Token

from knowledge.importing.block import Block, Line, table

_PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def read(text: str) -> list[Block]:
    """Headings with their level, paragraphs, list items with their number or bullet, tables."""
    blocks: list[Block] = []
    lists: list[tuple[int, int]] = []  # (next number or 0 for bullets, depth)
    marker = ""
    tokens = _PARSER.parse(text)
    at = 0
    while at < len(tokens):
        token = tokens[at]
        match token.type:
            case "heading_open":
                blocks.append(Line(_plain(tokens[at + 1]), int(token.tag[1:])))
                at += 2
            case "bullet_list_open":
                lists.append((0, len(lists)))
            case "ordered_list_open":
                lists.append((int(token.attrGet("start") or 1), len(lists)))
            case "bullet_list_close" | "ordered_list_close":
                lists.pop()
            case "list_item_open":
                number, depth = lists[-1]
                marker = f"{number}. " if number and depth == 0 else f"（{number}）" if number else "- "
                lists[-1] = (number + 1 if number else 0, depth)
            case "inline":
                for part in _plain(token).split("\n"):
                    if part.strip():
                        blocks.append(
                            Line(marker + part.strip(), depth=max(len(lists) - 1, 0) if marker else 0)
                        )
                    marker = ""
            case "table_open":
                at = _table(tokens, at, blocks)
            case "fence" | "code_block":
                blocks.extend(Line(part) for part in token.content.splitlines() if part.strip())
        at += 1
    return blocks


def _plain(token: Token) -> str:
    parts = []
    for child in token.children or []:
        if child.type in ("text", "code_inline"):
            parts.append(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            parts.append("\n")
    return "".join(parts)


def _table(tokens: list[Token], at: int, blocks: list[Block]) -> int:
    rows: list[list[str]] = []
    while tokens[at].type != "table_close":
        if tokens[at].type == "tr_open":
            rows.append([])
        elif tokens[at].type == "inline":
            rows[-1].append(_plain(tokens[at]))
        at += 1
    made = table(rows, head=True)
    if made is not None:
        blocks.append(made)
    return at
