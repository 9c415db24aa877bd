"""The last stage: the model that train.py made learns to find clauses of documents that nobody wrote questions for.

    python tune.py                          tunes ../model in place; refuses one that is tuned already
    python tune.py --without NAME,.. --table FILE
                                            the table as it would be without some communities, for honest measuring

Questions stand near the clause that answers them and away from all others: `pairs.tsv`, the ways of asking of the
shipped standards, and the communities made up for training (knowledge/search/training/communities). A soft
temperature (0.2) and few steps: harder ones learn the wording of the clauses by heart and find less in new documents.
Three seeds, averaged.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Collection, Sequence
from pathlib import Path

import numpy as np
import torch
from export import digest, quantised, write_table
from texts import HERE, pairs

from knowledge.embedding.normalise import normalise
from knowledge.embedding.static import StaticEncoder
from knowledge.library import SHIPPED
from knowledge.reading import read_folder
from knowledge.search.training import communities

MODEL = HERE.parent / "model"
TEMPERATURE = 0.2
STEPS = 300
RATE = 1e-3
BATCH = 256
SEEDS = (7, 8, 9)
Pair = tuple[str, str, str]


def questions(without: Collection[str] = ()) -> list[Pair]:
    """(question, clause, its name): every pair that may be learnt from."""
    found = [(p.question, p.statement, p.topic) for p in pairs()]
    for name in ("base", "yunxi"):
        if name not in without:
            _, standards = read_folder(SHIPPED / name)
            found += [
                (normalise(ask), normalise(f"{s.title}:{s.text}"), f"{name}/{s.id}")
                for s in standards
                for ask in s.asks
            ]
    for name in communities.NAMES:
        if name not in without:
            texts = {c.id: normalise(f"{c.headings[-1]}:{c.text}") for c in communities.written(name)}
            found += [
                (a.question, texts[id_], f"{name}/{id_}")
                for a in communities.asked_of(name)
                for id_ in sorted(a.right)
            ]
            practice = communities.practice(name)  # and as an import reads the same paper
            read = {s.id: normalise(f"{s.title}:{s.text}") for s in practice.standards}
            found += [
                (a.question, read[id_], f"{name}/{number}")
                for number, a in enumerate(practice.asked)
                for id_ in sorted(a.right)
            ]
    return found


def tuned(encoder: StaticEncoder, learnt: Sequence[Pair], seed: int) -> np.ndarray:
    """[words, dims] float32 after STEPS steps of InfoNCE."""
    torch.manual_seed(seed)
    torch.set_num_threads(1)
    draw = random.Random(seed)
    table = torch.nn.EmbeddingBag.from_pretrained(
        torch.from_numpy(encoder._rows.astype(np.float32) * encoder._scales[:, None]),
        freeze=False,
        mode="sum",
        sparse=True,
    )
    using = torch.optim.SparseAdam(list(table.parameters()), lr=RATE)
    names = {name: number for number, name in enumerate(sorted({name for _, _, name in learnt}))}
    rows = {text: encoder.words(text)[1] for pair in learnt for text in pair[:2]}

    def vectors(texts: Sequence[str]) -> torch.Tensor:
        some = [rows[text] if len(rows[text]) else np.zeros(1, dtype=np.int64) for text in texts]
        starts = np.cumsum([0, *(len(one) for one in some[:-1])])
        bags = table(torch.from_numpy(np.concatenate(some)), torch.from_numpy(starts))
        return torch.nn.functional.normalize(bags, dim=1)

    for _ in range(STEPS):
        some = draw.sample(list(learnt), BATCH)
        group = torch.tensor([names[name] for _, _, name in some])
        alike = vectors([q for q, _, _ in some]) @ vectors([c for _, c, _ in some]).T / TEMPERATURE
        same = (group[:, None] == group[None]) & ~torch.eye(BATCH, dtype=torch.bool)
        loss = torch.nn.functional.cross_entropy(alike.masked_fill(same, -1e4), torch.arange(BATCH))
        using.zero_grad()
        loss.backward()
        using.step()
    return np.asarray(table.weight.detach().numpy(), dtype=np.float32)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--model", type=Path, default=MODEL, help="the model that train.py made")
    parser.add_argument("--without", default="", help="communities that nothing is learnt from")
    parser.add_argument("--table", type=Path, help="write the table here, and no model")
    arguments = parser.parse_args()
    with np.load(arguments.model / "model.npz") as stored:
        if "tuned" in stored:
            raise SystemExit(f"{arguments.model} is tuned already; make it anew with train.py first")
    encoder = StaticEncoder(arguments.model)
    learnt = questions(arguments.without.split(","))
    table = np.mean([tuned(encoder, learnt, seed) for seed in SEEDS], axis=0, dtype=np.float32)
    print(f"{len(learnt)} questions")
    if arguments.table:
        np.save(arguments.table, table)
        return
    write_table(quantised(table), MODEL, tuned=True)
    for name, value in digest(MODEL).items():
        print(f"{name} sha256 {value}")


if __name__ == "__main__":
    main()
