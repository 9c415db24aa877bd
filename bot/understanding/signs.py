"""The signs of danger in a message, each with what shadows it, as features for the hazard model."""

from __future__ import annotations

from bot.understanding.danger import STRONG_SIGNS, WEAK_SIGNS
from bot.understanding.scope import NOW, clauses


def signs_of(plain: str) -> set[str]:
    """Names like `!fire` (said plainly), `!fire/past` (said of the past), `~gas` (a weak sign), `=live`.

    plain: normalised text."""
    found: set[str] = set()
    for kind, pattern in STRONG_SIGNS:
        for match in pattern.finditer(plain):
            break
        else:
            continue
        found.add("?" + kind)
    live = 0
    spoken = clauses(plain)
    hit = [(kind, pattern) for kind, pattern in STRONG_SIGNS if "?" + kind in found]
    for clause in spoken:
        for kind, pattern in hit:
            match = pattern.search(clause.text)
            if match is None:
                continue
            shadows = clause.over(match.start(), match.end())
            if not shadows:
                live += 1
                found.add("!" + kind)
                found.add("!now" if clause.now else "!plain")
            for shadow in shadows:
                found.add("/" + shadow)
                found.add(f"/{kind}/{shadow}")
        for name, _ in clause.shadows:
            found.add("#" + name)
    for kind, pattern in WEAK_SIGNS:
        if pattern.search(plain) is not None:
            found.add("~" + kind)
    if NOW.search(plain) is not None:
        found.add("#now")
    found.add("=live" + str(min(live, 3)))
    found.add("=clauses" + str(min(len(spoken), 4)))
    return found
