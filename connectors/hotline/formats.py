"""Calls in files: JSON, JSON Lines, SRT, WebVTT, and plain text with a label a line (坐席:… 业主:…)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath
from typing import Any
from zoneinfo import ZoneInfo

import orjson
from pydantic import ValidationError

from bot.hotline.call import Speaker
from bot.hotline.speakers import guessed
from connectors.hotline.bodies import CallBody

TEXTS = frozenset({".json", ".jsonl", ".srt", ".vtt", ".txt"})
_SAID_BY: tuple[tuple[Speaker, str], ...] = (
    ("agent", "坐席 座席 客服 话务员 接线员 工号 物业 前台 agent operator staff a"),
    ("caller", "业主 客户 来电人 来电者 用户 住户 对方 caller customer user client b"),
)
_LABELS = {word: speaker for speaker, words in _SAID_BY for word in words.split()}
_WORDS = "|".join(sorted(map(re.escape, _LABELS), key=len, reverse=True))
_LABELLED = re.compile(
    rf"^\s*(?:\[?\d{{1,2}}:\d{{2}}(?::\d{{2}})?(?:[.,]\d+)?\]?\s*)?[\[【(（<]?\s*({_WORDS})\s*[\d一二]{{0,4}}\s*[\]】)）>]?\s*[:：]\s*(.*)$",
    re.IGNORECASE,
)
_VOICE = re.compile(r"^<v(?:\.[\w.]+)?\s+([^>]+)>(.*)$", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"</?[a-z][^>]*>", re.IGNORECASE)
_CUE = re.compile(
    r"^\s*(?:(\d+):)?(\d{1,2}):(\d{1,2})[.,](\d{1,3})\s*-->\s*(?:(\d+):)?(\d{1,2}):(\d{1,2})[.,](\d{1,3})"
)
_HEADER = re.compile(
    r"^\s*(来电号码|主叫号码|主叫|电话号码|来电|电话|来电时间|通话时间|开始时间|时间|通话编号|通话id|编号|小区|caller|started_at|call_id|community)\s*[:：]\s*(.+)$",
    re.IGNORECASE,
)
_FIELDS = {
    "来电号码": "caller", "主叫号码": "caller", "主叫": "caller", "电话号码": "caller", "来电": "caller", "电话": "caller", "caller": "caller",
    "来电时间": "started_at", "通话时间": "started_at", "开始时间": "started_at", "时间": "started_at",
    "started_at": "started_at", "通话编号": "call_id", "通话id": "call_id", "编号": "call_id", "call_id": "call_id",
    "小区": "community", "community": "community",
}  # fmt: skip
_NAMED_PHONE = re.compile(r"(?<!\d)(1[3-9]\d{9}|0\d{9,11})(?!\d)")
_NAMED_TIME = re.compile(
    r"(?<!\d)(20\d{2})-?(0[1-9]|1[0-2])-?(0[1-9]|[12]\d|3[01])(?:[-_T ]?([01]\d|2[0-3])[-:]?([0-5]\d)(?:[-:]?([0-5]\d))?)?(?!\d)"
)

_WRITTEN_TIME = re.compile(
    r"^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]*(\d{1,2})[:时点](\d{1,2})分?(?::?(\d{1,2})秒?)?)?$"
)


class Unreadable(Exception):
    """A file that holds no call we can read. where: the line or the item; remedy: what to do."""

    def __init__(self, why: str, remedy: str, where: str = "") -> None:
        super().__init__(f"{f'{where}: ' if where else ''}{why}; {remedy}")
        self.why = why
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class Known:
    """What holds where a file does not say it. at: when the file was last changed."""

    community: str
    zone: ZoneInfo
    at: datetime


@dataclass(frozen=True, slots=True)
class Part:
    """One call of a file, or why it is none. where: its line or item, "" where the file is one call."""

    where: str
    body: CallBody | None
    error: Unreadable | None = None


def calls_in(name: str, content: bytes, known: Known) -> Iterator[Part]:
    """Every call of a file, one after the other. Raises Unreadable where the file as a whole is none of ours.

    A file that gives no call_id has the digest of its content: the same recording again is the same call, by
    whatever name."""
    suffix = PurePath(name).suffix.lower()
    if suffix == ".jsonl":
        yield from _lines(content, known)
        return
    if suffix == ".json":
        yield from _json(content, known)
        return
    if suffix not in TEXTS:
        raise Unreadable(
            f"{suffix or 'no suffix'} is no kind of transcript", f"use one of {', '.join(sorted(TEXTS))}"
        )
    text = _decoded(content)
    turns, header = _subtitles(text) if suffix in (".srt", ".vtt") else _plain(text)
    if not turns:
        raise Unreadable("no turn was found", "write a line a turn: 坐席：… 业主：…")
    yield _part("", _named(name) | header | {"turns": turns}, content, known)


def call_id_of(content: bytes) -> str:
    return f"file-{hashlib.sha256(content).hexdigest()[:32]}"


def named(name: str, known: Known) -> dict[str, Any]:
    """What a recording's name tells: 20260310-091400_13800010001.wav; the rest as known."""
    found: dict[str, Any] = {"community": known.community, "started_at": known.at} | _named(name)
    if isinstance(found["started_at"], str):
        found["started_at"] = _moment(found["started_at"], known.zone)
    return found


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable("it is neither UTF-8 nor GB 18030", "save it as UTF-8")


def _lines(content: bytes, known: Known) -> Iterator[Part]:
    seen = False
    for number, line in enumerate(content.split(b"\n"), start=1):
        line = line.strip(b" \t\r\xef\xbb\xbf")
        if not line:
            continue
        seen = True
        try:
            item = orjson.loads(line)
        except orjson.JSONDecodeError as error:
            yield Part(
                f"line {number}", None, Unreadable(f"no JSON ({error})", "mend the line", f"line {number}")
            )
            continue
        yield _part(f"line {number}", item, line, known)
    if not seen:
        raise Unreadable("the file is empty", "export it again")


def _json(content: bytes, known: Known) -> Iterator[Part]:
    try:
        data = orjson.loads(content.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as error:
        raise Unreadable(f"no JSON ({error})", "export it again, or use .jsonl for a call a line") from error
    items = data["calls"] if isinstance(data, dict) and isinstance(data.get("calls"), list) else data
    if not isinstance(items, list):
        yield _part("", items, content, known)
        return
    if not items:
        raise Unreadable("it lists no call", "export it again")
    for number, item in enumerate(items, start=1):
        yield _part(f"call {number}", item, orjson.dumps(item), known)


def _part(where: str, item: Any, content: bytes, known: Known) -> Part:
    if isinstance(item, dict) and isinstance(item.get("call"), dict):  # an eval set's line
        item = item["call"]
    if not isinstance(item, dict):
        return Part(where, None, Unreadable("it is no JSON object", "write one object a call", where))
    filled = {"community": known.community, "started_at": known.at, "call_id": call_id_of(content)} | {
        key: value for key, value in item.items() if value is not None
    }
    if isinstance(filled["started_at"], str):
        filled["started_at"] = _moment(filled["started_at"], known.zone)
    if isinstance(filled.get("caller"), int):
        filled["caller"] = str(filled["caller"])
    try:
        return Part(where, CallBody.model_validate(filled))
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(map(str, e['loc'])) or 'call'}: {e['msg']}" for e in error.errors()[:3])
        return Part(where, None, Unreadable(wrong, "mend the fields", where))


def _moment(text: str, zone: ZoneInfo) -> datetime | str:
    """The time with a time zone; as it was where it is none, for the fields' own check to refuse."""
    plain = _WRITTEN_TIME.sub(_iso, text.strip())
    try:
        at = datetime.fromisoformat(plain)
    except ValueError:
        return text
    return at if at.tzinfo is not None else at.replace(tzinfo=zone)


def _iso(match: re.Match[str]) -> str:
    year, month, day, hour, minute, second = match.groups(default="00")
    return f"{year}-{month:0>2}-{day:0>2}T{hour:0>2}:{minute:0>2}:{second:0>2}"


def _named(name: str) -> dict[str, Any]:
    stem = PurePath(name).stem
    found: dict[str, Any] = {}
    rest = stem
    if (phone := _NAMED_PHONE.search(stem)) is not None:
        found["caller"] = phone.group(1)
        rest = stem.replace(phone.group(1), " ")
    if (at := _NAMED_TIME.search(rest)) is not None:
        year, month, day, hour, minute, second = at.groups()
        found["started_at"] = f"{year}-{month}-{day}T{hour or '00'}:{minute or '00'}:{second or '00'}"
    return found


def _plain(text: str) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Turns by their labels; a line without one goes on with the turn before. Header lines come first."""
    turns: list[dict[str, Any]] = []
    header: dict[str, Any] = {}
    for line in text.splitlines():
        if (label := _LABELLED.match(line)) is not None:
            turns.append({"speaker": _LABELS[label.group(1).lower()], "text": label.group(2).strip()})
        elif not turns and (field := _HEADER.match(line)) is not None:
            header[_FIELDS[field.group(1).lower()]] = field.group(2).strip()
        elif line.strip() and turns:
            turns[-1]["text"] += f" {line.strip()}"
        elif line.strip():
            raise Unreadable(f"{line.strip()[:20]!r} has no speaker", "begin each turn with 坐席： or 业主：")
    return turns, header


def _subtitles(text: str) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Cues of SRT or WebVTT. Speakers by <v NAME> or a label; where there is none at all, by what is said."""
    cues: list[tuple[float, float, list[str]]] = []
    for line in text.splitlines():
        if (times := _CUE.match(line)) is not None:
            numbers = [int(n) if n else 0 for n in times.groups()]
            cues.append((_seconds(*numbers[:4]), _seconds(*numbers[4:]), []))
        elif not line.strip():
            if cues and cues[-1][2]:
                cues[-1][2].append("")
        elif cues and (not cues[-1][2] or cues[-1][2][-1] != ""):
            cues[-1][2].append(line.strip())
    turns: list[dict[str, Any]] = []
    labelled = False
    for start, end, lines in cues:
        speaker, said = _voice(" ".join(part for part in lines if part))
        labelled = labelled or speaker is not None
        turns.append({"speaker": speaker, "text": said, "start": start, "end": max(start, end)})
    if not labelled:
        for turn, who in zip(turns, guessed([t["text"] for t in turns]), strict=True):
            turn["speaker"] = who
    before: Speaker = "agent"
    for turn in turns:
        before = turn["speaker"] = turn["speaker"] or before
    return turns, {}


def _seconds(hours: int, minutes: int, seconds: int, thousandths: int) -> float:
    return hours * 3600 + minutes * 60 + seconds + thousandths / 1000


def _voice(said: str) -> tuple[Speaker | None, str]:
    speaker: Speaker | None = None
    if (voice := _VOICE.match(said)) is not None:
        speaker = next(
            (who for word, who in _LABELS.items() if voice.group(1).strip().lower().startswith(word)), None
        )
        said = voice.group(2)
    said = _TAG.sub("", said).strip()
    if (label := _LABELLED.match(said)) is not None:
        return _LABELS[label.group(1).lower()], label.group(2).strip()
    return speaker, said
