"""`python bot/hotline/training/pairs.py`: bot/hotline/pairs.txt, the pairs of characters that people write, from the
messages that the classifier is trained on: a line a first character, then what comes after it at least LEAST times."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from pathlib import Path

from knowledge.embedding.normalise import normalise

DATA = Path("bot/understanding/training/data")
LEAST = 3
_HAN = re.compile(r"[一-鿿]+")


def main() -> None:
    counts: Counter[str] = Counter()
    for path in sorted(DATA.rglob("*.tsv")):
        for line in path.read_text(encoding="utf-8").splitlines():
            for run in _HAN.findall(normalise(line)):
                counts.update(run[at : at + 2] for at in range(len(run) - 1))
    after: dict[str, list[str]] = defaultdict(list)
    for pair, n in counts.items():
        if n >= LEAST:
            after[pair[0]].append(pair[1])
    lines = [f"{first} {''.join(sorted(others))}" for first, others in sorted(after.items())]
    target = Path("bot/hotline/pairs.txt")
    head = "# Characters and what is written after them (three times or more in the training messages); see training/pairs.py."
    target.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    print(f"{sum(map(len, after.values()))} pairs, {target.stat().st_size} bytes")


if __name__ == "__main__":
    main()
