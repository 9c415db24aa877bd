"""Text files to blocks: UTF-8, UTF-16 with a mark, GB18030, Big5; tables drawn with tabs or bars."""

from __future__ import annotations

import codecs
import re
from collections import Counter

from knowledge.importing.block import Block, Line, table
from knowledge.importing.numbering import numbered

_COMMON = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影算低持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称太准精值号率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局照参红细引听该铁价严"
) | frozenset("業區費務電樓戶收標準時間業主為規定")
_TOO_STRANGE = 0.25
_ENDS = tuple("。；！？：.;!?:")


def decode(data: bytes) -> str | None:
    """The text, or None where it is in no encoding that makes sense of it."""
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):  # fmt: skip
        if data.startswith(mark):
            return _decoded(data, name)
    text = _decoded(data, "utf-8")
    if text is not None:
        return None if "\x00" in text else text
    found = [
        t for t in (_decoded(data, "gb18030"), _decoded(data, "big5")) if t is not None and "\x00" not in t
    ]
    best = max(found, key=_sense, default=None)
    return best if best is not None and _sense(best) >= _TOO_STRANGE else None


def _decoded(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except UnicodeError:
        return None


def _sense(text: str) -> float:
    """The share of common characters among those that are not ASCII: a wrong encoding gives rare ones."""
    strange = [c for c in text[:20_000] if c > "\x7f" and not c.isspace()]
    han = [c for c in strange if "\u4e00" <= c <= "\u9fff"]
    return sum(c in _COMMON for c in han) / max(len(strange), 1)


def read(text: str) -> list[Block]:
    """Lines; those that were broken to fit a width are joined; runs of lines with tabs or bars become tables."""
    lines = [line.rstrip() for line in re.split(r"\r\n|[\r\n\v\f\x85\u2028\u2029]", text)]
    width = _wrap(lines)
    blocks: list[Block] = []
    rows: list[list[str]] = []
    for line in [*lines, ""]:
        cells = _cells(line)
        if len(cells) > 1 and (not rows or len(cells) == len(rows[0])):
            rows.append(cells)
            continue
        if len(rows) > 1:
            made = table([r for r in rows if not all(set(c) <= set("-=: +") for c in r)])
            blocks.extend([made] if made is not None else [])
        else:
            blocks.extend(Line(" ".join(row)) for row in rows)
        rows = [cells] if len(cells) > 1 else []
        if line.strip() and not rows:
            _add(blocks, line, width)
    return blocks


def _add(blocks: list[Block], line: str, width: int) -> None:
    before = blocks[-1] if blocks else None
    plain = line.strip()
    if (
        width
        and isinstance(before, Line)
        and len(before.text.rsplit("\n", 1)[-1]) >= width - 2
        and not before.text.endswith(_ENDS)
        and not numbered(plain).style
    ):
        blocks[-1] = Line(before.text + plain)
    else:
        blocks.append(Line(plain))


def _wrap(lines: list[str]) -> int:
    """The width that lines were broken at, or 0 where they were not."""
    lengths = Counter(len(line.strip()) for line in lines if line.strip())
    if not lengths:
        return 0
    longest = max(lengths)
    full = sum(count for length, count in lengths.items() if length >= longest - 3)
    least = sum(lengths.values()) // (4 if longest >= 20 else 2)
    if not 10 <= longest <= 100 or full < max(3, least):
        return 0
    inside = sum(
        1 for line in lines if len(line.strip()) >= longest - 3 and not line.strip().endswith(_ENDS)
    )  # lists of short items are no broken lines
    return longest if longest >= 20 or inside >= max(3, full // 2) else 0


def _cells(line: str) -> list[str]:
    if line.count("|") > 1:
        return [cell.strip() for cell in line.strip().strip("|").split("|")]
    if "\t" in line.strip():
        return [cell.strip() for cell in re.split(r"\t+", line.strip())]
    return [line]
