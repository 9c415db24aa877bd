"""How well the reader understands: `python -m bot.understanding.training.measure FILE.jsonl`. Aggregate figures only."""

from __future__ import annotations

import json
import sys
import time
from collections import Counter, defaultdict
from datetime import datetime
from pathlib import Path

import numpy as np

from bot.understanding.classifier import Classifier
from bot.understanding.reader import EmbeddedReader
from knowledge.embedding.static import StaticEncoder

NOON = datetime.fromisoformat("2026-11-20T12:00:00+08:00")


def near_misses(path: Path) -> set[str]:
    """The ids that the README of the sets lists, by the name of the file's folder."""
    readme = path.parent.parent / "README.md"
    if not readme.exists():
        return set()
    listed = next(x for x in readme.read_text("utf-8").splitlines() if x.startswith("- Near misses"))
    words = listed.replace(";", " ; ").replace(".", " ").split()
    found, here = set(), None
    for word in words:
        if word in ("dev", "test"):
            here = word
        elif word.isdigit() and here == path.parent.name:
            found.add(word)
    return found


def main(path: Path) -> None:
    reader = EmbeddedReader(StaticEncoder(), Classifier())
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    near = near_misses(path)
    hits: dict[str, list[float]] = defaultdict(list)
    confused: Counter[tuple[str, str, str]] = Counter()
    confidences, times = [], []
    for line in lines:
        now = datetime.fromisoformat(line["now"]) if "now" in line else NOON
        begun = time.thread_time_ns()
        meant = reader.understand(reader.hear(line["text"]), now)
        times.append((time.thread_time_ns() - begun) / 1000)
        first = meant.primary
        for name in ("type", "category", "urgency"):
            said, gold = getattr(first, name), line[name]
            accepted = said in {gold, *line.get(f"{name}_ok", [])}
            hits[f"{name} strict"].append(said == gold)
            hits[f"{name} accepted"].append(accepted)
            hits[f"{name} accepted / {line.get('register', 'plain')}"].append(accepted)
            if not accepted:
                confused[(name, gold, said)] += 1
            if name == "type":
                confidences.append((first.confidence, accepted))
        hazard = meant.hazard
        if line["type"] == "emergency":
            hits["emergency: sure"].append(hazard is not None and hazard.sure)
            hits["emergency: sure or doubtful"].append(hazard is not None)
        else:
            kind = "near miss" if line["id"].split("-")[-1].lstrip("u") in near else "ordinary"
            hits[f"{kind}: sure"].append(hazard is not None and hazard.sure)
            hits[f"{kind}: doubtful"].append(hazard is not None and not hazard.sure)
        wanted = len(line.get("requests", [1]))
        got = len(meant.requests)
        hits[f"requests right, {'one' if wanted == 1 else 'several'}"].append(got == wanted)
    for name in sorted(hits):
        print(f"{name:42s} {np.mean(hits[name]):.3f}  n={len(hits[name])}")
    for name in ("type", "category", "urgency"):
        top = [f"{g}->{s} {n}" for (h, g, s), n in confused.most_common() if h == name][:12]
        print(name, "confused:", ", ".join(top))
    shares, right = np.array([c for c, _ in confidences]), np.array([r for _, r in confidences])
    bins = np.minimum((shares * 10).astype(int), 9)
    ece = sum(abs(shares[bins == b].mean() - right[bins == b].mean()) * (bins == b).mean() for b in set(bins))
    print(
        f"type ECE {ece:.3f}; CPU us of hear and understand: p50 {np.median(times):.0f}, p99 {np.percentile(times, 99):.0f}"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
