"""The signs of danger in a message, each with what shadows it, as features for the hazard model."""

from __future__ import annotations

import re

from bot.understanding.danger import SITUATIONS, STRONG_SIGNS, WEAK_SIGNS
from bot.understanding.scope import FORWARD, NOW, WHOLE, Quick, Shadows, clauses
from bot.understanding.sieve import Sieve

_STRONG = [(kind, pattern) for kind, patterns in STRONG_SIGNS for pattern in patterns]
_NAMED = [("~" + kind, pattern) for kind, pattern in WEAK_SIGNS]
_NAMED += [("%" + name, pattern) for name, pattern in SITUATIONS]
_SHADOWS = [("#now", (NOW,)), *(("#" + name, patterns) for name, patterns in FORWARD + WHOLE)]
_NAMED += [(name, pattern) for name, patterns in _SHADOWS for pattern in patterns]
_SIEVE = Sieve([pattern for _, pattern in _STRONG + _NAMED])


def signs_of(plain: str) -> set[str]:
    """Names: `!fire` said plainly in some clause, `/past` and `/fire/past` said under a shadow, `?fire` said at
    all, `~gas` a weak sign, `%hides` a situation, `#past` a shadow anywhere, `=live2` how many are said plainly.

    plain: normalised text."""
    found: set[str] = set()
    hit: list[tuple[str, re.Pattern[str]]] = []
    for which in _SIEVE.matching(plain):
        if which < len(_STRONG):
            hit.append(_STRONG[which])
        else:
            found.add(_NAMED[which - len(_STRONG)][0])
    situations = sum(name[0] == "%" for name in found)
    live = _shadowed(plain, hit, found) if hit else 0
    found.add(f"=live{min(live, 3)}")
    found.add(f"=situations{min(situations, 4)}")
    return found


def _shadowed(plain: str, hit: list[tuple[str, re.Pattern[str]]], found: set[str]) -> int:
    """Adds what is said of the signs that were hit, clause by clause; gives how many are said plainly."""
    live = 0
    found.update("?" + kind for kind, _ in hit)
    for clause in clauses(plain, _shadows(found)):
        for kind, pattern in hit:
            match = pattern.search(clause.text)
            if match is None:
                continue
            fallen = clause.over(match.start(), match.end())
            if not fallen:
                live += 1
                found.add("!" + kind)
                found.add("!now" if clause.now else "!plain")
            for shadow in fallen:
                found.add("/" + shadow)
                found.add(f"/{kind}/{shadow}")
    return live


def _shadows(found: set[str]) -> Shadows:
    def said(shadows: tuple[tuple[str, Quick], ...]) -> tuple[tuple[str, Quick], ...]:
        return tuple(shadow for shadow in shadows if "#" + shadow[0] in found)

    return Shadows(said(FORWARD), said(WHOLE))
