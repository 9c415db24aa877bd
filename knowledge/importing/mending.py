"""Repairs what document sites do to Chinese text: pinyin behind characters, Traditional mixed in, run-on lines."""

from __future__ import annotations

import re
import unicodedata

from knowledge.embedding.normalise import simplified

_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ"
_READING = re.compile(rf"(?<=[\u3400-\u9fff\u2f00-\u2fdf])[(（]([a-zü{_TONED}]{{1,6}})[)）]")
_SYLLABLE = re.compile(
    r"(?:[bpmfdtnlgkhjqxryw]|[zcs]h?)?(?:[iu]?ang|i?ong|[iu]?an|[iu]?ai?|i?ao|u?en|u?ei|eng|ing|in|i[ae]|iu|ou|uo|ui|un|ue|er|[aeiouü])"
)
_LOST = re.compile(
    rf"[?？](?=[;；?？]|[A-Za-z{_TONED}]+[)）]|[A-Z][(（])|(?<=[?？])[?？](?=[\u4e00-\u9fff])|[?？](?=[\u4e00-\u9fff]{{1,12}}[A-Z\\][(（])"
)
"""Where a byte of a double-byte character was dropped: a question mark before a reading or amid another encoding."""
_DAMAGED = re.compile(rf"\ufffd|锟斤拷|烫烫烫|[\ue000-\uf8ff]|[A-Za-z\\\\][(（][a-z]*[{_TONED}][a-z]*[)）]")
_PARTED = re.compile(r"(?<=[\u4e00-\u9fff。）)])[?？](?=[\u4e00-\u9fff\d])")
_RUN_ON = re.compile(
    r"(?<=[^\s\d.、第（(])(?=\d{1,2}\.\d{1,2}(?:\.\d{1,2})?(?![万千百亿分个次元米倍天小年月日平公吨度])[\u4e00-\u9fff\"“《])"
    r"|(?<=[\u4e00-\u9fff。?？）)])(?=[一二三四五六七八九十]{1,2}、[\u4e00-\u9fff]{4})"
)
_COMMONEST = "這個為們時會與對開關問門間東車電業務員區單戶費環該過還進達運選應總標樓機權條來樂氣沒溫滿潔無獨現產當發監盤盡眾"
_TRADITIONAL = re.compile(f"[{_COMMONEST}]")
_COUNTED = r"(?:次|天|元|个|户|年|月|日|层|楼|栋|%|％|小时|分钟|工作日|平方米|公里|米|折|张|人)"
_NOUGHT = re.compile(
    rf"(?<=\d)(?<![A-Za-z]\d)[OoОο](?=\d|[OoОο]|{_COUNTED})|(?<![A-Za-z\d])[Oo](?=\.\d)|(?<=\d\.)[Oo](?=\d|{_COUNTED})"
)
_ONE = re.compile(
    rf"(?<![A-Za-z\d])[lI](?=\d{{0,3}}(?:\.\d+)?{_COUNTED})|(?<=\d)(?<![A-Za-z]\d)[lI](?=\d|{_COUNTED})"
)
_TWICE = re.compile(r"(?:([\u4e00-\u9fff\d.，。：；、（）])\1){4,}")
_STRAY = {
    ord(char): simplified(char)
    for char in _COMMONEST + "內項額須頁顧養館駕駛驗維護"
    "約級納線結給統續網繳罰買賣質貴貼資賬購贈軌輛辦農連遠適郵釋鋪錄鎖鏡長閉閱陽隊階際險雙雜離難電靜響預領題類願風飲飯體齊齡證請註設訪評詢誌認誤說調談謝讓變"
}
_STRAY |= {ord(odd): plain for odd, plain in zip("査検証実対満", "查检证实对满", strict=True)}
"""Characters that no Simplified text holds: a stray one is a slip of the scan or of an input method."""


def readings(text: str) -> int:
    """How often pinyin with a tone stands behind a character: dozens of times in a damaged document, else never."""
    return sum(any(c in _TONED for c in m[1]) for m in _READING.finditer(text))


def without_readings(text: str) -> str:
    """物業(yè)管理 is 物业管理 again; （app） and (ok) stay, as no toned syllable stands in the brackets."""

    def kept(match: re.Match[str]) -> str:
        plain = "".join(c for c in unicodedata.normalize("NFD", match[1]) if c.isascii())
        return "" if _SYLLABLE.fullmatch(plain) else match.group()

    return _READING.sub(kept, text)


def marked(text: str) -> str:
    """With a replacement character where a character was lost (环?;顒?dòng), so that nothing is cut or quoted there."""
    return _LOST.sub("\ufffd", text)


def broken_apart(text: str) -> list[str]:
    """A paragraph into which a site ran its headings and items, as lines again."""
    return [part.strip() for part in _RUN_ON.sub("\n", _PARTED.sub("\n", text)).split("\n") if part.strip()]


def is_traditional(text: str) -> bool:
    """Whether more than a stray character is written in Traditional."""
    return len(_TRADITIONAL.findall(text)) > max(2, len(text) // 200)


def as_simplified(text: str) -> str:
    """Character by character; what is Simplified already stays as it is."""
    return simplified(text)


def without_slips(text: str) -> str:
    """What a scan surely misread, and characters that a printer set twice: 9O天 is 90天, 检查l次 is 检查1次, 物物业业费费
    is 物业费. A letter is taken for a digit only where it stands in a number or before its unit."""
    text = _TWICE.sub(
        lambda m: m.group()[::2] if len(re.findall(r"[\u4e00-\u9fff]", m.group())) > 3 else m.group(), text
    )
    text = _NOUGHT.sub("0", text)
    return _ONE.sub("1", text).translate(_STRAY)


def damaged(text: str) -> bool:
    """Whether characters were lost: such a text must not be quoted."""
    return bool(_DAMAGED.search(text))


def even(text: str) -> str:
    """Compatibility characters (⾃, ㎡ stays, ligatures) in their usual form, odd spaces out; the wording stays."""
    out = []
    for char in text:
        code = ord(char)
        if 0x2E80 <= code < 0x2FE0 or 0xF900 <= code < 0xFB07:
            out.append(unicodedata.normalize("NFKC", char))
        elif code in (0xA0, 0x3000, 0x2002, 0x2003, 0x2009, 0x202F):
            out.append(" ")
        elif (
            0xFF10 <= code <= 0xFF19
            or 0xFF21 <= code <= 0xFF3A
            or 0xFF41 <= code <= 0xFF5A
            or char in "％＋－／．"
        ):
            out.append(chr(code - 0xFEE0))
        elif code < 0x20 or code in (0xAD, 0xFEFF) or 0x200B <= code <= 0x200F or 0x202A <= code <= 0x202E:
            continue
        else:
            out.append(char)
    joined = re.sub(
        r"(?<=[\u4e00-\u9fff，。；：、（）])[ \t]+|[ \t]+(?=[\u4e00-\u9fff，。；：、（）])", "", "".join(out)
    )
    return re.sub(r"[ \t]{2,}", " ", joined).strip()
