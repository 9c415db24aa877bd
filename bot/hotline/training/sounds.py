"""`python bot/hotline/training/sounds.py`: bot/hotline/sounds.txt from pypinyin (MIT): a line a syllable without
tone, then its characters: those of GB 2312, with the commonest reading of each. Nothing of it runs at the company's.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from pypinyin import Style, lazy_pinyin


def gb2312() -> list[str]:
    return [
        bytes((row, cell)).decode("gb2312", "ignore")
        for row in range(0xB0, 0xF8)
        for cell in range(0xA1, 0xFF)
    ]


def main() -> None:
    by_sound: dict[str, list[str]] = defaultdict(list)
    for char in filter(None, [*gb2312(), "幺"]):
        by_sound[lazy_pinyin(char, style=Style.NORMAL)[0]].append(char)
    lines = [f"{sound} {''.join(dict.fromkeys(chars))}" for sound, chars in sorted(by_sound.items())]
    head = "# Syllable without tone, its characters (GB 2312, commonest reading). From pypinyin (MIT); see training/sounds.py."
    target = Path(__file__).parent.parent / "sounds.txt"
    target.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    print(f"{len(lines)} syllables, {target.stat().st_size} bytes")


if __name__ == "__main__":
    main()
