"""What staff read of a call: who, where, what, how urgent, when, whom to ring, what was promised."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.labels import CATEGORIES, TYPES, URGENCIES
from bot.understanding.slots.numerals import SPOKEN
from bot.understanding.slots.phone import read_phones

_SHORT = 90
_OPENING = re.compile(
    r"^(?:(?:有的?|喂+|你好|您好|哎+呀?|嗯|哦|对了|还有|另外|师傅|姑娘|请问|再一个|再就是|第[一二三四]个?|[一二三四]个|一个是?|就是|那个|我(?:想)?(?:问|说|讲|反映)(?:一下|个事)?)[啊呀吧哦,]*)+"
)
_PLAIN_NUMBER = re.compile(rf"[0-9{SPOKEN}]{{5,}}")
"""Longer than any room: a phone, or a part of one that was dictated in pieces."""

_DROPPED = {
    "answered": "所问的事坐席已当场答复",
    "solved": "所说的事坐席已当场办好",
    "withdrawn": "来电人自己说不用办了",
    "refused": "所说的事不归物业办，坐席已说明",
    "wrong_number": "打错电话",
    "advertising": "推销电话",
    "silent": "电话里没有说事",
}


def said(text: str) -> str:
    """The caller's own words, short, with every phone number masked, also dictated ones."""
    for start, end in sorted(read_phones(text).spans, reverse=True):
        text = f"{text[:start]}(号码已隐去){text[end:]}"
    text = _OPENING.sub("", text)
    text = _PLAIN_NUMBER.sub("(号码已隐去)", text).replace(",", "，")
    return text if len(text) <= _SHORT else f"{text[: _SHORT - 1]}…"


def request(
    type_: str, category: str, urgency: str, who: str, where: str, words: str, visit: str, phone: str, doubt: str,
    misheard: str, callback: bool,
) -> str:  # fmt: skip
    """who: 陈阿姨, or "". phone: masked. doubt: a question of danger that nobody asked, or "".
    misheard: a house that the community has not, or ""."""
    subject = TYPES[type_] + (f"·{CATEGORIES[category]}" if category != "none" else "")
    lines = [
        f"{'，'.join(part for part in (who, where) if part) or '来电人没说在哪里'}。",
        f"{subject}（{URGENCIES[urgency]}）：{words}。",
    ]
    if misheard:
        lines.append(f"听到的{misheard}小区里没有，请先回电核实位置。")
    if doubt:
        lines.append(f"请先回电问清：{doubt}")
    if visit:
        lines.append(f"约的时间：{visit}。")
    if phone:
        lines.append(f"联系电话：{phone}。")
    if callback:
        lines.append("坐席已答应回电。")
    return "".join(lines)


def call(requests: Sequence[str], dropped: Sequence[str], callback: bool, history: bool = False) -> str:
    """The whole call in a few lines. history: an old one that nothing was opened for."""
    told = (
        list(requests) if len(requests) < 2 else [f"{n}. {text}" for n, text in enumerate(requests, start=1)]
    )
    if history:
        return "\n".join([*told, "以前的来电，只存档，不开单。"])
    reasons = dict.fromkeys(_DROPPED[reason] for reason in dropped if reason in _DROPPED)
    if not requests:
        if callback:
            return f"没有要登记的事，但坐席已答应回电，请按时回复。{''.join(f'{r}。' for r in reasons)}"
        return f"{'；'.join(reasons) or _DROPPED['silent']}，不用处理。"
    told += [f"另外，{reason}。" for reason in reasons]
    return "\n".join(told)
