"""What was misheard, set right by its sound: the trade's words, and the labels and digits of a house."""

from __future__ import annotations

import re
from pathlib import Path

from bot.understanding.slots.lexicon import LISTS
from bot.understanding.slots.numerals import NUMERAL

_TABLE = Path(__file__).with_name("sounds.txt")


def _load() -> dict[str, str]:
    lines = _TABLE.read_text(encoding="utf-8").splitlines()
    return {sound: chars for sound, _, chars in (line.partition(" ") for line in lines if line[:1] != "#")}


CHARACTERS = _load()
"""Syllable without tone to its characters. Source of the table: training/sounds.py."""
SOUNDS = {char: sound for sound, chars in CHARACTERS.items() for char in chars}
"""Character to its syllable without tone, its commonest reading."""

_MERGED = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ing", "in"))
_SAID_DIGITS = {"yao": "幺", "yi": "一", "er": "二", "san": "三", "si": "四", "wu": "五", "liu": "六", "qi": "七", "ba": "八", "jiu": "九", "ling": "零", "lin": "零"}  # fmt: skip
_DIGIT_BETWEEN = re.compile(rf"(?<=[{NUMERAL}])[^\W\d_](?=[{NUMERAL}])")
_HOUSE_LABEL = re.compile(
    rf"(?<=[{NUMERAL}])(?![{NUMERAL}])([^\W\d_])([^\W\d_])(?=[{NUMERAL}, ]|$|的|那|一楼|门|楼|这|左|右)"
)
_LABELS = {("hao", "lou"): "号楼", ("dan", "yuan"): "单元"}
_SHORTEST = 2


def _merged(sound: str) -> str:
    for one, other in _MERGED:
        sound = sound.replace(one, other)
    return sound


_ALIKE = {char: _merged(sound) for char, sound in SOUNDS.items()}
"""Character to its syllable, with sounds merged that southern speakers and recognisers don't tell apart."""


_TELLING = (
    "第一个", "第二个", "第三个", "第一件", "第二件", "第三件", "另外一个", "另外", "还有一个", "还有就是", "再一个", "另一个", "一个是", "两个事", "两件事",
    "三件事", "顺便", "投诉", "建议", "表扬", "咨询", "请问", "问一下", "想问", "反映", "取消", "撤掉", "不用来了", "不用了", "没事了", "算了", "打错了",
    "催一下", "到现在", "还没来", "没人来", "登记", "记下", "记录", "安排", "派单", "报修", "预约", "上报", "转达", "反馈", "处理", "通知", "联系", "核实",
    "师傅", "马上", "上门", "尽快", "稍后", "回电话", "回复您", "给您", "帮您", "几号楼", "哪一栋", "哪一户", "地址", "门牌号", "房号", "贵姓", "救护车",
    "报警", "别慌", "不要", "离开",
)  # fmt: skip
"""What turns the reading of a call: what counts matters off, withdraws, presses, and what agents do."""
_LISTS = (*LISTS, {word: word for word in _TELLING})


def _words() -> dict[int, dict[tuple[str, ...], str]]:
    """By length: sounds to the trade's word; of two that sound the same, neither."""
    table: dict[int, dict[tuple[str, ...], str]] = {}
    for words in _LISTS:
        for word, meant in words.items():
            if word == meant and len(word) >= _SHORTEST and all(char in SOUNDS for char in word):
                key = tuple(_ALIKE[char] for char in word)
                same = table.setdefault(len(word), {})
                same[key] = word if same.get(key, word) == word else ""
    return table


_WORDS = _words()
_KNOWN = frozenset(word for words in _LISTS for word, meant in words.items() if word == meant)
_WRITTEN_AS = {w: m for words in LISTS for w, m in words.items() if w != m and len(w) == len(m)}
"""What recognisers are known to write: 店梯."""
_LENGTHS = sorted(_WORDS, reverse=True)


def _load_pairs() -> frozenset[str]:
    lines = Path(__file__).with_name("pairs.txt").read_text(encoding="utf-8").splitlines()
    parts = (line.partition(" ") for line in lines if line[:1] != "#")
    return frozenset(first + other for first, _, others in parts for other in others)


_PAIRS = _load_pairs()
"""Pairs of characters that people write: what makes sense as it stands is not misheard."""


def set_right(plain: str) -> str:
    """plain: a tidied turn; gives it at the same length."""
    return _trade_words(_labels(_DIGIT_BETWEEN.sub(_digit, plain)))


def _digit(match: re.Match[str]) -> str:
    char = match.group()
    return char if char in "十百千单号楼栋幢座室年月点个" else _SAID_DIGITS.get(SOUNDS.get(char, ""), char)


def _labels(plain: str) -> str:
    def label(match: re.Match[str]) -> str:
        heard = (SOUNDS.get(match.group(1), ""), SOUNDS.get(match.group(2), ""))
        return _LABELS.get(heard, match.group())

    return _HOUSE_LABEL.sub(label, plain)


def _trade_words(plain: str) -> str:
    sounds = tuple([_ALIKE.get(char, char) for char in plain])
    chars = list(plain)
    at = 0
    while at < len(plain):
        step = 1
        for length in _LENGTHS:
            window = plain[at : at + length]
            if len(window) < length:
                continue
            if window in _KNOWN:
                step = length
                break
            word = _WRITTEN_AS.get(window) or _WORDS[length].get(sounds[at : at + length])
            if word and (
                window in _WRITTEN_AS
                or _better(word, window, plain[at - 1 : at], plain[at + length : at + length + 1])
            ):
                chars[at : at + length] = word
                step = length
                break
        at += step
    return "".join(chars)


def _better(word: str, window: str, before: str, after: str) -> bool:
    """Whether the word makes more sense there than what was written; at least one character was heard right."""
    if not any(a == b for a, b in zip(word, window, strict=True)):
        return False
    as_heard = _sense(f"{before}{window}{after}")
    gained = _sense(f"{before}{word}{after}") - as_heard
    return gained >= (2 if as_heard and len(word) == _SHORTEST else 1)


def _sense(text: str) -> int:
    return sum(text[at : at + 2] in _PAIRS for at in range(len(text) - 1))
