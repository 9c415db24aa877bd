"""Recordings to turns: any server that speaks OpenAI's /v1/audio/transcriptions."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import httpx
import orjson

from bot.hotline.call import Speaker
from bot.hotline.speakers import guessed
from connectors.hotline.formats import Unreadable
from connectors.settings import Settings

_log = logging.getLogger(__name__)
RECORDINGS = frozenset({".wav", ".mp3", ".m4a", ".ogg", ".opus", ".amr", ".flac", ".webm", ".mp4", ".aac"})
LARGEST = 200 * 1024 * 1024
_TRIES = 3
_CONNECT_SECONDS = 5.0
_SENTENCE = re.compile(r"[^。！？!?]+[。！？!?]*")
_AGENTS = ("agent", "坐席", "客服", "operator")
Sleep = Callable[[float], Awaitable[None]]


class SpeechDown(Exception):
    """The server could not be reached, was too slow or failed: the same recording may work later."""

    remedy = "see that the speech server runs (GUANJIA_SPEECH_URL), then try again"


class SpeechServer:
    """Each recording has `speech_seconds` a try; what may pass (no connection, too slow, 429, 5xx) is tried three
    times, 1 and 2 seconds apart."""

    def __init__(self, settings: Settings, sleep: Sleep = asyncio.sleep) -> None:
        self._url = f"{settings.speech_url.rstrip('/')}/audio/transcriptions"
        self._model = settings.speech_model
        self._key = settings.speech_key
        self._seconds = settings.speech_seconds
        self._sleep = sleep

    async def turns(self, name: str, recording: bytes) -> list[dict[str, Any]]:
        """Turns with speaker, text, start and end. Raises SpeechDown, or Unreadable where the server refuses the
        recording or answers what is no transcript."""
        why = ""
        for attempt in range(_TRIES):
            if attempt:
                await self._sleep(float(2 ** (attempt - 1)))
            try:
                async with asyncio.timeout(self._seconds):
                    response = await self._asked(name, recording)
            except (httpx.TransportError, TimeoutError) as error:
                why = f"no answer ({type(error).__name__})"
            else:
                if response.status_code == 200:
                    return _turns(response.content)
                if response.status_code != 429 and response.status_code < 500:
                    raise Unreadable(
                        f"the speech server refused it with {response.status_code}",
                        "check the recording, GUANJIA_SPEECH_MODEL and GUANJIA_SPEECH_KEY",
                    )
                why = f"it answered {response.status_code}"
            _log.warning("the speech server gave nothing: %s (try %d of %d)", why, attempt + 1, _TRIES)
        raise SpeechDown(f"the speech server gave nothing: {why}; {SpeechDown.remedy}")

    async def _asked(self, name: str, recording: bytes) -> httpx.Response:
        timeout = httpx.Timeout(self._seconds, connect=_CONNECT_SECONDS)
        headers = {"authorization": f"Bearer {self._key}"} if self._key else {}
        form = {"model": self._model, "language": "zh", "response_format": "verbose_json"}
        async with httpx.AsyncClient(timeout=timeout) as client:
            return await client.post(self._url, headers=headers, data=form, files={"file": (name, recording)})


def _turns(content: bytes) -> list[dict[str, Any]]:
    try:
        answer = orjson.loads(content)
        segments = answer.get("segments") or [{"text": t} for t in _SENTENCE.findall(answer["text"])]
        said = [_segment(segment) for segment in segments]
    except (orjson.JSONDecodeError, KeyError, TypeError, AttributeError, ValueError) as error:
        raise Unreadable(
            "the speech server answered what is no transcript", "use a server with OpenAI's interface"
        ) from error
    said = [turn for turn in said if turn["text"]]
    speakers = _speakers(said)
    return [turn | {"speaker": speaker} for turn, speaker in zip(said, speakers, strict=True)]


def _segment(segment: dict[str, Any]) -> dict[str, Any]:
    times = {k: max(0.0, float(v)) for k in ("start", "end") if (v := segment.get(k)) is not None}
    return {"text": str(segment["text"]).strip()[:4000], "voice": segment.get("speaker"), **times}


def _speakers(said: Sequence[dict[str, Any]]) -> tuple[Speaker, ...]:
    """Voices that the server told apart: the first is the agent's, unless named; else by what is said."""
    voices = [str(turn.pop("voice")).lower() if turn["voice"] is not None else None for turn in said]
    for turn in said:
        turn.pop("voice", None)
    if len(set(voices)) < 2:
        return guessed([turn["text"] for turn in said])
    agent = next((v for v in voices if v is not None and v.startswith(_AGENTS)), voices[0])
    return tuple("agent" if voice == agent else "caller" for voice in voices)
