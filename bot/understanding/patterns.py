"""Long alternations, rewritten so that a search is quick where nothing matches."""

from __future__ import annotations

import re

_PLAIN = re.compile(r"[^\\.^$*+?{}\[\]|()](?![*+?{])")
_SET = re.compile(r"\[([^\\^\-\]]+)\](?![*+{])(\??)")


def quick(pattern: str) -> tuple[re.Pattern[str], ...]:
    """Patterns that together match where the alternation does, at most a few.

    `re` skips to the characters that a match may start with only if every branch starts with a literal: so the
    groups and sets that branches start with are written out, and what still starts otherwise is kept apart."""
    literal: list[str] = []
    other: list[str] = []
    for branch in branches(pattern):
        for written in _written_out(branch):
            (literal if _PLAIN.match(written) else other).append(written)
    return tuple(re.compile("|".join(some)) for some in (literal, other) if some)


def _written_out(branch: str) -> list[str]:
    """The branch as branches that start with a literal, as far as it starts with a group or set of them."""
    if (match := _SET.match(branch)) is not None:
        rest = branch[match.end() :]
        found = [char + rest for char in match.group(1)]
        return found + _written_out(rest) if match.group(2) else found
    if branch.startswith("(?:"):
        end = _closing(branch)
        rest = branch[end + 1 :]
        if rest[:1] in ("*", "+", "{"):
            return [branch]
        optional = rest[:1] == "?"
        rest = rest[1:] if optional else rest
        inner = branches(branch[3:end])
        found = [written for one in inner for written in _written_out(one + rest)]
        return found + _written_out(rest) if optional else found
    return [branch]


def branches(pattern: str) -> list[str]:
    """The alternatives of the outermost level."""
    found, depth, start = [], 0, 0
    for at, char in _structure(pattern):
        depth += (char == "(") - (char == ")")
        if char == "|" and depth == 0:
            found.append(pattern[start:at])
            start = at + 1
    return [*found, pattern[start:]]


def _closing(pattern: str) -> int:
    """Where the bracket closes that the pattern starts with."""
    depth = 0
    for at, char in _structure(pattern):
        depth += (char == "(") - (char == ")")
        if depth == 0:
            return at
    raise ValueError(f"a bracket is not closed: {pattern}")


def _structure(pattern: str) -> list[tuple[int, str]]:
    """Brackets and bars that mean what they are: not escaped, not inside a set."""
    found, at, in_set = [], 0, False
    while at < len(pattern):
        char = pattern[at]
        if char == "\\":
            at += 1
        elif in_set:
            in_set = char != "]"
        elif char == "[":
            in_set = True
        elif char in "(|)":
            found.append((at, char))
        at += 1
    return found
