"""What can be wrong with the standards. Each error says what, where and what to do about it.

KnowledgeError
├── Unreadable         unreadable            a file is missing or isn't YAML
├── BadClause          bad_clause            a clause (or the community's own page) doesn't keep the form
├── BadFile            bad_file              a document can't be imported: broken, empty, encrypted, huge, ...
├── NoGoverningClause  no_governing_clause   an order would have no clause to take its clocks from
├── UnknownCommunity   unknown_community     nobody set that community up
├── Taken              taken                 a community of that id is there already
└── UnknownVersion     unknown_version       nothing was published under that number
"""

from __future__ import annotations

from collections.abc import Sequence


class KnowledgeError(Exception):
    """code: stable. message, remedy: for the people who keep the standards. where: `file:clause`, or ""."""

    code = "knowledge"

    def __init__(self, message: str, remedy: str, where: str = "") -> None:
        super().__init__(message, remedy, where)
        self.message = message
        self.remedy = remedy
        self.where = where

    def __str__(self) -> str:
        place = f"{self.where}：" if self.where else ""
        return f"{place}{self.message}。{self.remedy}"


class Unreadable(KnowledgeError):
    code = "unreadable"


class BadClause(KnowledgeError):
    code = "bad_clause"


class BadFile(KnowledgeError):
    """where: the file's name. Nothing was changed."""

    code = "bad_file"


class Taken(KnowledgeError):
    code = "taken"


class UnknownVersion(KnowledgeError):
    code = "unknown_version"


class NoGoverningClause(KnowledgeError):
    code = "no_governing_clause"

    def __init__(self, type_: str, category: str, urgency: str) -> None:
        super().__init__(
            f"没有条款规定这类工单的时限：{type_} / {category} / {urgency}",
            "请在基础标准里补一条 governs 能覆盖它的条款",
        )


class UnknownCommunity(KnowledgeError):
    """Read by callers of the API too, so the ids that would have been right are in it."""

    code = "unknown_community"

    def __init__(self, community: str, known: Sequence[str]) -> None:
        super().__init__(f"没有这个小区：{community!r}", f"已有的小区：{'、'.join(known) or '无'}")
