"""`python -m evals.gate`: the development sets held against the thresholds in gate.toml; 1 where one is missed."""

from __future__ import annotations

import tomllib
from pathlib import Path

from evals.run import run
from evals.thresholds import Threshold, missed

_HERE = Path(__file__).parent


def gate(thresholds: Path = _HERE / "gate.toml", sets: Path = _HERE / "sets" / "dev") -> list[str]:
    """What is missed, a line each. thresholds: a table [KIND.min] and [KIND.max] each, figure = number."""
    told = []
    for kind, asked in tomllib.loads(thresholds.read_text(encoding="utf-8")).items():
        held = [Threshold(n, v, True) for n, v in asked.get("min", {}).items()]
        held += [Threshold(n, v, False) for n, v in asked.get("max", {}).items()]
        misses = missed(held, run(kind, [sets / f"{kind}.jsonl"]).figures)
        print(f"{kind}: {len(held) - len(misses)} of {len(held)} thresholds hold")
        told += [f"{kind}: {miss}" for miss in misses]
    return told


def main() -> None:
    if told := gate():
        print("\n".join(told))
        raise SystemExit(1)


if __name__ == "__main__":
    main()
