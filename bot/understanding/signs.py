"""The signs of danger in a message, each with what shadows it, as features for the hazard model."""

from __future__ import annotations

from bot.understanding.danger import SITUATIONS, STRONG_SIGNS, WEAK_SIGNS
from bot.understanding.scope import NOW, clauses


def signs_of(plain: str) -> set[str]:
    """Names: `!fire` said plainly in some clause, `/past` and `/fire/past` said under a shadow, `?fire` said at
    all, `~gas` a weak sign, `%hides` a situation, `#past` a shadow anywhere, `=live2` how many kinds are plain.

    plain: normalised text."""
    found = {"~" + kind for kind, pattern in WEAK_SIGNS if pattern.search(plain)}
    situations = [name for name, pattern in SITUATIONS if pattern.search(plain)]
    found.update("%" + name for name in situations)
    hit = [(kind, pattern) for kind, patterns in STRONG_SIGNS for pattern in patterns if pattern.search(plain)]
    live = 0
    spoken = clauses(plain)
    for clause in spoken:
        found.update("#" + name for name, _ in clause.shadows)
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
    found.update("?" + kind for kind, _ in hit)
    if NOW.search(plain) is not None:
        found.add("#now")
    found.add(f"=live{min(live, 3)}")
    found.add(f"=situations{min(len(situations), 4)}")
    found.add(f"=clauses{min(len(spoken), 4)}")
    return found
