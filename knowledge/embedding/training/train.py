"""Build the embedded sentence encoder, or measure how well its recipe does on topics that it has not seen.

    python train.py --cache DIR                     build knowledge/embedding/model
    python train.py --cache DIR --measure           figures of the model card, without writing a model
    python train.py --export-sentence-transformers DIR

Python 3.11 with requirements.txt of this folder. See README.md.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import measure
import numpy as np
from export import digest, write, write_sentence_transformers
from fit import Fitted, Settings, averaged, fit
from teacher import Teacher
from texts import HERE, held_out_topics, messages, pairs, synonyms

MODEL = HERE.parent / "model"
T2S = HERE.parent / "t2s.txt"
SEEDS = (7, 8, 9)


def build(cache: Path) -> None:
    teacher = Teacher(cache)
    fits = [fit(pairs(), messages(), synonyms(), teacher, Settings(seed=seed)) for seed in SEEDS]
    write(averaged(fits), MODEL)
    for name, value in digest(MODEL).items():
        print(f"{name} sha256 {value}")


def figures(cache: Path) -> None:
    """Trains without the held-out topics, then asks their questions with every statement as a candidate."""
    teacher, held = Teacher(cache), held_out_topics()
    task = measure.Task.of(pairs(), held)
    seen = [pair for pair in pairs() if pair.topic not in held]
    words = measure.bm25(task.questions, task.statements)
    of_teacher = measure.centred(teacher.encode(task.questions), teacher.encode(task.statements))
    systems = {"BM25, characters": words, "teacher, centred": of_teacher}

    def scores_of(fitted: Fitted) -> np.ndarray:
        return fitted.encode(task.questions) @ fitted.encode(task.statements).T

    fits = [fit(seen, messages(), synonyms(), teacher, Settings(seed=seed)) for seed in SEEDS]
    for seed, fitted in zip(SEEDS, fits, strict=True):
        systems[f"static, seed {seed} alone"] = scores_of(fitted)
    static = systems["static"] = scores_of(averaged(fits))
    fusion = systems[".8 static + .2 BM25"] = measure.fused(static, words)
    print(f"{len(task.questions)} questions, {len(task.statements)} statements, {len(held)} topics held out")
    print("| | R@1 | R@3 | MRR@10 |\n|---|---|---|---|")
    for name, scores in systems.items():
        print(f"| {name} | {task.ranking(scores)} |")
    print("| register | n | BM25 R@1 | teacher R@1 | static R@1 | fused R@1 |\n|---|---|---|---|---|---|")
    for register in sorted(set(task.registers)):
        four = (words, of_teacher, static, fusion)
        rankings = [task.ranking(scores, register) for scores in four]
        print(f"| {register} | {rankings[0].n} | " + " | ".join(f"{r.r1:.2f}" for r in rankings) + " |")


def export(folder: Path) -> None:
    """Writes the folder and compares it with the embedded encoder; refuses (SystemExit) a difference."""
    from sentence_transformers import SentenceTransformer

    from knowledge.embedding.static import StaticEncoder

    write_sentence_transformers(MODEL, folder, T2S)
    rows = (HERE / "pairs.tsv").read_text("utf-8").splitlines()[1:]
    raw = [text for row in rows for text in row.split("\t")[2:]]
    raw += ["", "!!!", "Ｗｉ－Ｆｉ\u200b斷了\n３號樓"]
    ours = StaticEncoder(MODEL).encode_many(raw)
    theirs = SentenceTransformer(str(folder), device="cpu").encode(raw)
    apart = float(np.abs(ours - theirs).max())
    print(f"{len(raw)} texts, largest difference {apart:.1e}")
    if not apart < 1e-5:
        raise SystemExit("the exported folder gives other vectors")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--cache", type=Path, default=Path("build/embedding"), help="where teacher vectors are kept"
    )
    parser.add_argument("--measure", action="store_true")
    parser.add_argument("--export-sentence-transformers", type=Path, metavar="DIR")
    arguments = parser.parse_args()
    if arguments.export_sentence_transformers:
        export(arguments.export_sentence_transformers)
    elif arguments.measure:
        figures(arguments.cache)
    else:
        build(arguments.cache)


if __name__ == "__main__":
    main()
