"""From files to a result, by kind."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import TypeVar

from evals import dialogues, questions, transcripts, utterances
from evals.calls import CallDesk
from evals.reading import DialogueItem, QuestionItem, TranscriptItem, UtteranceItem, read
from evals.rehearsal import Rehearsal, opened
from evals.result import Result

KINDS = ("utterances", "questions", "dialogues", "transcripts")

I = TypeVar("I")  # noqa: E741
J = TypeVar("J")


class NotBuilt(Exception):
    """What would be measured is not there yet."""


def run(kind: str, paths: Sequence[Path], data: Path | None = None) -> Result:
    """data: see `rehearsal.opened`. Raises BrokenFile, NotBuilt, or KnowledgeError for an unknown community."""
    files = [str(path) for path in paths]
    match kind:
        case "utterances":
            messages = read(paths, UtteranceItem)
            with opened(data) as desk:
                return asyncio.run(_messages(desk, messages, files))
        case "questions":
            return questions.measure(_with_desk(read(paths, QuestionItem), questions.judge, data), files)
        case "dialogues":
            return dialogues.measure(_with_desk(read(paths, DialogueItem), dialogues.judge, data), files)
        case "transcripts":
            with opened(data) as desk:
                return asyncio.run(_calls(CallDesk(desk), read(paths, TranscriptItem), files))
        case _:
            raise ValueError(f"{kind!r} is none of {', '.join(KINDS)}")


async def _messages(desk: Rehearsal, items: Sequence[UtteranceItem], files: Sequence[str]) -> Result:
    """With the language model of the environment, where one is set, beside the figures without it."""
    reader, adviser = desk.parts.reader, desk.parts.adviser
    alone = [utterances.judge(reader, m) for m in items]
    if adviser is None:
        return utterances.measure(alone, files)
    asked = {j.item.id: await adviser.advise(j.item.text) for j in alone if j.unsure}
    return utterances.measure([utterances.judge(reader, m, asked.get(m.id)) for m in items], files, alone)


async def _calls(take: CallDesk, items: Sequence[TranscriptItem], files: Sequence[str]) -> Result:
    judged = [await transcripts.judge(take, item) for item in items]
    noisy = {
        share: [j for item in items for j in await transcripts.judge_noisy(take, item, share)]
        for share in transcripts.LADDER
    }
    return transcripts.measure(judged, files, noisy)


def _with_desk(
    items: Sequence[I], judge: Callable[[Rehearsal, I], Awaitable[J]], data: Path | None
) -> list[J]:
    async def all_of(desk: Rehearsal) -> list[J]:
        return [await judge(desk, item) for item in items]

    with opened(data) as desk:
        return asyncio.run(all_of(desk))
