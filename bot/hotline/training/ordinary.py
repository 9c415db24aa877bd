"""`python bot/hotline/training/ordinary.py`: bot/hotline/ordinary.txt, from the messages that the classifier is
trained on: what sounds like a word of the trade and is written so at least twice is not misheard."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import bot.hotline.sounds as sounds
from knowledge.embedding.normalise import normalise

DATA = Path("bot/understanding/training/data")


def main() -> None:
    counts: Counter[str] = Counter()
    for path in sorted([*DATA.rglob("*.tsv"), Path("bot/hotline/training/calls.txt")]):
        for line in path.read_text(encoding="utf-8").splitlines():
            plain = normalise(line)
            for length, words in sounds._WORDS.items():
                for at in range(len(plain) - length + 1):
                    window = plain[at : at + length]
                    if window not in sounds._KNOWN and words.get(tuple(map(sounds._sound, window))):
                        counts[window] += 1
    kept = sorted(window for window, n in counts.items() if n >= 2)
    (Path(sounds.__file__).parent / "ordinary.txt").write_text("\n".join(kept) + "\n", encoding="utf-8")
    print(f"{len(kept)} of {len(counts)}: {' '.join(kept)}")


if __name__ == "__main__":
    main()
