"""What a question asks about: the words beside its question word. 水温 in 泳池水温有多少度, 教练 in 有没有教练."""

from __future__ import annotations

import re

_EXISTS = re.compile(r"有没有|有无|有得|有(?![啥什哪几多谁急没])(?=[^,。?]{1,9}[吗么不没伐嘛])")
_BESIDE = re.compile(
    r"能不能|可不可以|可以|可唔可以|行不行|怎么样?|咋[样整办弄]?|如何|点样|多少钱?|几多钱?|几[点时号天块元毛角次回趟个张条本台辆户位栋楼层度分年月]"
    r"|[什啥]么?时候|啥时|何时|多久|多长时间|在?哪[里儿个家边位]?|边度|谁|[什啥]么|啥|多[高深宽重大远]|要不要|是不是|能(?=[^,。?]{1,9}[吗么不伐])"
)
_NEAR = 8


def beside(question: str) -> tuple[list[str], bool]:
    """(the pieces of text beside its question words, nearest part only; whether it asks if there is such a thing).
    question: normalised."""
    pieces: list[str] = []
    for match in _EXISTS.finditer(question):
        pieces.append(_right(question, match.end()))
    exists = bool(pieces)
    if not pieces:
        for match in _BESIDE.finditer(question):
            pieces.append(_left(question, match.start()))
            pieces.append(_right(question, match.end()))
    return [piece for piece in pieces if piece], exists


def _left(text: str, at: int) -> str:
    return re.split(r"[,。?!; ]", text[max(0, at - _NEAR) : at])[-1]


def _right(text: str, at: int) -> str:
    return re.split(r"[,。?!; ]", text[at : at + _NEAR])[0]
