"""Search among very many clauses: `python -m evals.bench.clauses --count 100000`.

The clauses are synthetic: those of the communities made up for training, again and again with other figures, other
names and a sentence of another clause, some with ways of asking. The questions are those communities' own, as asked.
"""

from __future__ import annotations

import json
import random
import re
import resource
import time
from typing import Annotated

import numpy as np
import typer

from knowledge.embedding.static import StaticEncoder
from knowledge.search.index import StandardIndex
from knowledge.search.training.communities import NAMES, asked_of, written
from knowledge.standard import Standard

_DIGITS = re.compile(r"\d+")
_SENTENCE = re.compile(r"[^;。!?]+[;。!?]?")
_NAMES = "云锦兰桂松竹梅荷江海山湖春秋星月金玉安和福瑞东南西北龙凤华景"
_NEAREST = 32


def main(
    count: int = 100_000,
    questions: int = 1_000,
    exact: Annotated[bool, typer.Option(help="the exact search alone, to compare with")] = False,
) -> None:
    """Load time, memory, p50 and p99 of a search (encoding with it), and how often it finds what exact search does."""
    standards, asked = _synthetic(count), _questions(questions)
    encoder = StaticEncoder()
    encoder.encode("热身")
    before, start = _memory(), time.perf_counter()
    index = StandardIndex(standards, encoder, exact)
    figures: dict[str, float] = {
        "clauses": count,
        "vectors": index._vectors.size,
        "load_seconds": round(time.perf_counter() - start, 1),
        "memory_mb_of_clauses": round(before),
        "memory_mb": round(_memory()),
        "memory_mb_at_most": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }
    took, first = [], []
    for question in asked:
        start = time.perf_counter()
        findings = index.search(question, 14)
        took.append((time.perf_counter() - start) * 1e3)
        first.append(findings.passages[0].standard.id if findings.passages else "")
    figures["p50_ms"], figures["p99_ms"] = (round(float(q), 2) for q in np.quantile(took, (0.5, 0.99)))
    if not exact:
        rough = [index._vectors.nearest(encoder.encode(q), _NEAREST)[1] for q in asked]
        index = StandardIndex(standards, encoder, exact=True)
        best = [index._vectors.nearest(encoder.encode(q), _NEAREST)[1] for q in asked]
        found = [
            float((a >= b[-1] - 1e-6).mean()) for a, b in zip(rough, best, strict=True)
        ]  # alike: either will do
        figures["nearest_found"] = round(sum(found) / len(found), 4)
        same = 0
        for question, id_ in zip(asked, first, strict=True):
            passages = index.search(question, 14).passages
            same += (passages[0].standard.id if passages else "") == id_
        figures["first_the_same"] = round(same / len(asked), 4)
    print(json.dumps(figures, indent=2))


def _synthetic(count: int) -> list[Standard]:
    """As many clauses, no two alike; always the same ones."""
    dice = random.Random(4)
    known = [(name, clause) for name in NAMES for clause in written(name)]
    asks: dict[tuple[str, str], list[str]] = {}
    for name in NAMES:
        for asked in asked_of(name):
            for id_ in asked.right:
                asks.setdefault((name, id_), []).append(asked.question)
    sentences = [s for _, clause in known for s in _SENTENCE.findall(clause.text)]

    def figures(text: str) -> str:
        return _DIGITS.sub(
            lambda m: str(dice.randrange(10 ** (len(m[0]) - 1), 10 ** len(m[0]))) if len(m[0]) < 5 else m[0],
            text,
        )

    made = []
    for number in range(count):
        name, clause = known[number % len(known)]
        place = "".join(dice.sample(_NAMES, 2))
        own = _SENTENCE.findall(clause.text)
        kept = dice.sample(own, max(1, len(own) - dice.randrange(2)))
        answer = figures("".join(kept))
        ways = asks.get((name, clause.id), [])
        made.append(
            Standard(
                id=f"{number}", version="1", community=place, tier="basic", topic="none",
                title=f"{place}{clause.headings[-1]}", text=answer + figures(dice.choice(sentences)), answer=answer,
                asks=tuple(figures(way) + place for way in dice.sample(ways, min(len(ways), dice.randrange(4)))),
                source=f"{place}手册",
            )
        )  # fmt: skip
    return made


def _questions(count: int) -> list[str]:
    found = [asked.question for name in NAMES for asked in asked_of(name)]
    return random.Random(5).sample(found, min(count, len(found)))


def _memory() -> float:
    """MB that the process holds now."""
    with open("/proc/self/statm") as pages:
        return int(pages.read().split()[1]) * resource.getpagesize() / 1e6


if __name__ == "__main__":
    typer.run(main)
