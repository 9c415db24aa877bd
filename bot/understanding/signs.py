"""The signs of danger in a message, each with what shadows it, as features for the hazard model."""

from __future__ import annotations

from bot.understanding.danger import SITUATIONS, STRONG_SIGNS, WEAK_SIGNS
from bot.understanding.scope import NOW, clauses, shadows_of


def signs_of(plain: str) -> set[str]:
    """Names: `!fire` said plainly in some clause, `/past` and `/fire/past` said under a shadow, `?fire` said at
    all, `~gas` a weak sign, `%hides` a situation, `#past` a shadow anywhere, `=live2` how many are said plainly.

    plain: normalised text."""
    found = {"~" + kind for kind, pattern in WEAK_SIGNS if pattern.search(plain)}
    situations = ["%" + name for name, pattern in SITUATIONS if pattern.search(plain)]
    found.update(situations)
    shadows = shadows_of(plain)
    found.update("#" + name for name in shadows.names)
    if NOW.search(plain) is not None:
        found.add("#now")
    live = 0
    hit = [
        (kind, pattern) for kind, patterns in STRONG_SIGNS for pattern in patterns if pattern.search(plain)
    ]
    if hit:
        found.update("?" + kind for kind, _ in hit)
        for clause in clauses(plain, shadows):
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
    found.add(f"=live{min(live, 3)}")
    found.add(f"=situations{min(len(situations), 4)}")
    return found
