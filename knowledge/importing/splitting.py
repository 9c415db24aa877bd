"""A paragraph into facts: each small enough to be one promise, each naming what it is about."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_LABEL = re.compile(r"^([^，。；：:,;！？!?\n]{1,17}[^\d\s，。；：:,;！？!?\n])[：:]\s*(?=\S)")
_ENDS = "。！？!?\n；;"
_OPENERS = (
    r"超过|超出|其余|其他|其它|否则|但是|但|并且|并|且|同时|上述|以上|前述|前款|前项|此后|之后|再|仍|届时|不足|不满|未满|逾期未"
    r"|该|此|其中|其|如仍|另需|若|由此|例外|除此|即|从而|因此|所以|也|亦|则|还|而"
)
_LEANS = re.compile(rf"^(?:{_OPENERS})")
_BARE = re.compile(
    r"^(?:按|逾期|提前|首次|第一次|补办|须|需|应|可|不|未|否|如|凡|办|资料|每|由|在|于|已|均|满|持|凭|免费|收费|费用|时间|地点|电话|材料"
    r"|严禁|禁止|请|业主|住户|租户|具体|到期|期间|当|经|对|因|从|自|至|截止|起|高峰|周|节|假日|工作日|夏季|冬季|平日|上午|下午|夜间|晚|早|完工"
    r"|\d|[一二两三四五六七八九十]|押金|价格|联系|服务|受理|处理|响应|到场|审核|申请|预约|验收|退还|缴费|原则|标准|范围|内容|方式|对象|周期|频次)"
)
_LONGEST = 150
_SHORTEST = 6
_GENERIC = re.compile(
    r"^(?:总则|附则|其他|其它|服务标准|服务内容|服务承诺|基本规定|一般规定|费用|收费标准|服务|规定|说明|备注|注|温馨提示|提示|注意事项|内容|标准|常见问题"
    r"|问答|概述|简介|通知|公告|目的|适用范围|正文|业主须知|管理规定|管理|须知|第.{1,3}[章节条部分篇]|sheet\d*|工作表\d*|表\d*)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Fact:
    """about: its subject as the document names it, "" where nothing does. text: what may be quoted, whole."""

    about: str
    text: str


def facts(text: str, over: Iterable[str] = ()) -> tuple[Fact, ...]:
    """The facts of a passage. over: headings and leading lines above it, widest first: the nearest that says
    something stands before what would mean nothing alone (洋房3.5元 under 物业服务费)."""
    heading = subject_of(over)
    label, body = _labelled(text)
    return tuple(_fact(part, at == 0, label, heading) for at, part in enumerate(_sentences(body)))


def _fact(part: str, first: bool, label: str, heading: str) -> Fact:
    own = "" if _BARE.match(part) else _opening_noun(part)
    if label:
        alike = len(set(_pairs(own)) & set(_pairs(label))) / len(_pairs(own)) if own else 1.0
        if not first and alike < 0.4:
            return Fact(own, _ended(part))
        opening = re.split(r"[，,]", part)[0]
        return Fact(label, _ended(part if label in opening else f"{label}：{part}"))
    if own and (not heading or wide(heading) or heading in part or len(part) > 30):
        return Fact(own if wide(heading) or own in heading else heading, _ended(part))
    if not heading or _covered(heading, part):
        return Fact(heading if heading and not wide(heading) else own, _ended(part))
    return Fact(heading, _ended(f"{heading}：{part}"))


def wide(heading: str) -> bool:
    """Whether a heading names a field rather than a thing: 停车与充电, 公共设施管理."""
    return not heading or bool(_WIDE.search(heading))


def _covered(heading: str, part: str) -> bool:
    """Whether the sentence says what it is about without its heading."""
    if heading in part or len(heading) > 16:
        return True
    known = set(_pairs(heading))
    said = len(known & set(_pairs(part))) / max(len(known), 1)
    return said >= 0.5 or (wide(heading) and (said > 0 or len(part) > 16)) or (len(part) > 60 and said > 0)


_WIDE = re.compile(
    r"[与和及、/]|(?:管理|规定|标准|服务|须知|指南|事项|说明|规范|要求|制度|办法|项目|类|篇)$|^(?:关于|有关)"
)


def subject_of(over: Iterable[str]) -> str:
    """The nearest heading that names a subject: 总则 and 服务标准 do not."""
    for heading in reversed(tuple(over)):
        name = re.sub(r"[（(][^（()）]*[)）]", "", heading).strip(" ：:。")
        name = re.split(r"[，。；]", name)[0]
        if name and not _GENERIC.match(name) and len(name) <= 30:
            return name
    return ""


def _labelled(text: str) -> tuple[str, str]:
    match = _LABEL.match(text)
    if match is None or re.search(r"[（(][^）)]*$", match[1]):
        return "", text
    return match[1].strip(), text[match.end() :].strip()


def _sentences(body: str) -> list[str]:
    """Sentences and their halves, each able to stand with its subject; what leans on the one before stays with it."""
    parts: list[str] = []
    for part in _cut(body):
        leans = bool(parts) and (_LEANS.match(part) or len(part) < _SHORTEST)
        if leans and len(parts[-1]) + len(part) <= _LONGEST:
            parts[-1] += part
        else:
            parts.append(part)
    if len(parts) > 1 and len(parts[0]) < _SHORTEST:
        parts[0:2] = [parts[0] + parts[1]]
    return parts


def _cut(body: str) -> list[str]:
    parts, depth, start = [], 0, 0
    for at, char in enumerate(body):
        depth += (char in "（(《“【") - (char in "）)》”】")
        if char in _ENDS and depth <= 0:
            parts.append(body[start : at + 1])
            start, depth = at + 1, 0
    parts.append(body[start:])
    return [part.strip() for part in parts if part.strip(" 。；;!！?？\n")]


def _ended(text: str) -> str:
    """With a full stop, as it is quoted alone."""
    plain = text.rstrip("；;，,、 \n")
    return plain if plain.endswith(("。", "！", "？", "!", "?", "…")) else f"{plain}。"


_NOUN = re.compile(
    r"^([\u4e00-\u9fffA-Za-z]{2,10}?)(?=\d|在|为|由|可|不|只|首|应|实行|每|免费|开放|保存|须|需|应|限|严禁|禁止|采用|实行|提供|设|位于|按|的|，|凭|已|将)"
)


def _opening_noun(part: str) -> str:
    match = _NOUN.match(part)
    return match[1] if match is not None else ""


def _pairs(text: str) -> list[str]:
    return [text[at : at + 2] for at in range(len(text) - 1)] or [text]
