"""Long alternations, split so that each part is quick where nothing matches."""

from __future__ import annotations

import re

_LITERAL = re.compile(r"[^\\.^$*+?{}\[\]|()]")


def quick(pattern: str) -> tuple[re.Pattern[str], ...]:
    """Patterns that together match where the alternation does.

    A search skips to the characters that a match may start with only if every branch starts with a literal, or
    the whole is one group of such; so branches that start with a literal are kept together, each other alone."""
    literal: list[str] = []
    alone: list[str] = []
    for branch in branches(pattern):
        starts_plainly = _LITERAL.match(branch) and branch[1:2] not in ("*", "?", "{")
        (literal if starts_plainly else alone).append(branch)
    return tuple(re.compile(p) for p in (["|".join(literal)] if literal else []) + alone)


def branches(pattern: str) -> list[str]:
    """The alternatives of the outermost level."""
    found, depth, start, at = [], 0, 0, 0
    in_set = False
    while at < len(pattern):
        char = pattern[at]
        if char == "\\":
            at += 1
        elif in_set:
            in_set = char != "]"
        elif char == "[":
            in_set = True
        elif char == "(":
            depth += 1
        elif char == ")":
            depth -= 1
        elif char == "|" and depth == 0:
            found.append(pattern[start:at])
            start = at + 1
        at += 1
    return [*found, pattern[start:]]
