"""Who is who: recordings label the two voices, and sometimes the wrong way round."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.hotline.call import Speaker, Turn

_CERTAIN = 2
_AGENT = re.compile(
    r"(?:物业|客服|服务中心|热线|花园|值班室?|前台)(?:您好|请讲|$)|请讲|有什么(?:可以|能)?(?:帮|事)|请问(?:您|有什么)|(?:给|帮|为|替)您|您(?:是|住|家|贵姓|的?电话|的?地址|的?房号|几|在哪|报|稍|别|放心|看|慢|先|那边|好,?(?:云|物业|这里|请))"
    r"|我(?:这边|这就|马上|现在)?(?:让|叫|安排|通知|派|联系|催|查)(?:一下)?(?:师傅|保安|工程|维修|电工|保洁|维保)|登记(?:好|上|下)|记下|给您|稍等|实在抱歉|非常抱歉|还有(?:什么|别的|其他)|师傅.{0,6}(?:联系您|过去|上门)|不客气"
)
_CALLER = re.compile(
    r"(?:我|俺|咱)们?(?:家|屋|这|那|楼|住|是.{1,4}(?:号楼|栋|幢)|姓|想|要|这边|妈|爸|老公|老婆|儿子|女儿|孩子|邻居|隔壁|楼上|楼下|单元|车|反映|投诉|建议|刚才|昨天)|你们(?:物业|怎么|能不能|什么时候|到底|赶紧|那个|是|管|那)|(?:坏|漏|堵|掉|裂|停|断|破|脏|臭|吵|卡)(?:了|住|得|死)|不(?:亮|热|通|动|灵|出水|制冷)|快点|赶紧|麻烦你|谢谢(?:啊|你|您|哦)?$|^喂|打错|多少钱|^行|怎么(?:办|交|弄|收)"
)


def score(plain: str) -> int:
    """Above 0 the words are an agent's, below 0 a caller's."""
    return len(_AGENT.findall(plain)) - len(_CALLER.findall(plain))


def told_apart(turns: Sequence[Turn]) -> tuple[Turn, ...]:
    """The turns with the speakers that their words show. turns: with tidied text."""
    scores = [score(turn.text) for turn in turns]
    if len({turn.speaker for turn in turns}) == 1 and min(scores) <= -_CERTAIN:  # labels that tell nothing
        return tuple(
            replace(turn, speaker=who)
            for turn, who in zip(turns, guessed([t.text for t in turns]), strict=True)
        )
    as_labelled = sum(s if t.speaker == "agent" else -s for t, s in zip(turns, scores, strict=True))
    swapped = as_labelled <= -_CERTAIN and len({turn.speaker for turn in turns}) > 1
    return tuple(_of(turn, s, swapped) for turn, s in zip(turns, scores, strict=True))


def _of(turn: Turn, points: int, swapped: bool) -> Turn:
    speaker: Speaker = turn.speaker
    if swapped:
        speaker = "caller" if speaker == "agent" else "agent"
    if abs(points) >= _CERTAIN and (points > 0) != (speaker == "agent"):
        speaker = "agent" if points > 0 else "caller"
    return turn if speaker == turn.speaker else replace(turn, speaker=speaker)


def guessed(texts: Sequence[str]) -> tuple[Speaker, ...]:
    """Speakers of turns without labels, by what is said; where the words don't tell, the voices alternate."""
    speakers: list[Speaker] = []
    for text in texts:
        points = score(text)
        if points:
            speakers.append("agent" if points > 0 else "caller")
        else:
            speakers.append("agent" if not speakers or speakers[-1] == "caller" else "caller")
    return tuple(speakers)
