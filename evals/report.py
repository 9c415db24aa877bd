"""A result as report.json and as one page that needs nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from pathlib import Path

from evals.figures import Figures, Leaf, at, flat
from evals.neighbours import neighbours
from evals.result import Error, Result

_CSS = """
body{font:15px/1.5 system-ui,"Noto Sans CJK SC","Microsoft YaHei",sans-serif;margin:2rem auto;max-width:75rem;padding:0 1rem;color:#1a202c}
h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2rem}
table{border-collapse:collapse;font-variant-numeric:tabular-nums}
th,td{border-bottom:1px solid #e2e8f0;padding:.15rem .7rem;text-align:right}
th:first-child,td:first-child,td.near{text-align:left}
.scroll{overflow-x:auto}.plots{display:flex;flex-wrap:wrap;align-items:flex-start;gap:1.5rem;margin-top:2rem}svg{max-width:100%;height:auto}code{background:#edf2f7;padding:0 .25rem}
"""
CURVE = Path(__file__).with_name("curve.json")
"""What `python -m evals.training.curve` wrote last."""
_BY_REGISTER = {
    "labels": ("type_accuracy", "category_accuracy", "urgency_accuracy"),
    "emergencies": ("emergency_recall", "false_alarm_rate"),
    "slots and requests": ("slots.all.f1", "requests.f1"),
}
_SHARES = {
    "questions": ("right", "wrong", "abstained", "citation_present", "citation_right", "honest", "invented"),
    "dialogues": ("dialogues_hold", "turns_hold", "orders_right", "orders_wrong", "orders_missing", "completed"),
    "transcripts": ("found", "missed", "invented", "type_accuracy", "category_accuracy", "urgency_accuracy"),
}  # fmt: skip


def write(result: Result, folder: Path) -> None:
    """report.json first, then index.html; makes the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(result.report(), ensure_ascii=False, indent=1)
    (folder / "report.json").write_text(text + "\n", encoding="utf-8")
    (folder / "index.html").write_text(page(result), encoding="utf-8")


def page(result: Result) -> str:
    figures = result.figures
    files = ", ".join(f"<code>{escape(f)}</code>" for f in result.files)
    parts = [
        '<!doctype html><html lang="en"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width,initial-scale=1">',
        f"<title>{result.kind}</title><style>{_CSS}</style></head><body>",
        f"<h1>Guanjia: {result.kind}</h1><p>{files}</p>",
        "<h2>Figures</h2>", _table({"": {k: v for k, v in figures.items() if not isinstance(v, Mapping)}}),
    ]  # fmt: skip
    parts += ['<div class="plots">', *_plots(result), "</div>"]
    for name, value in figures.items():
        if isinstance(value, Mapping):
            parts += [f"<h2>{escape(_title(name))}</h2>", _group(value)]
    if any(result.misses.values()):
        parts.append("<h2>Misses</h2>")
        for name, ids in result.misses.items():
            listed = ", ".join(map(escape, ids))
            parts.append(
                f"<details><summary>{escape(_title(name))}: {len(ids)}</summary><p>{listed}</p></details>"
            )
    if result.errors:
        parts += ["<h2>Errors, with the nearest training messages</h2>", _errors(result.errors)]
    return "\n".join((*parts, "</body></html>\n"))


def _errors(errors: Sequence[Error]) -> str:
    """Is it unlike anything that was learnt, or learnt otherwise? The neighbours tell."""
    near = neighbours([e.text for e in errors])
    rows = (
        f"<tr><td>{escape(e.id)} {escape(e.text)}</td><td>{escape(e.wanted)}</td><td>{escape(e.said)}</td>"
        f"<td>{e.confidence:.2f}</td><td class=near>{'<br>'.join(map(escape, told))}</td></tr>"
        for e, told in zip(errors, near, strict=True)
    )
    head = "<tr><th>message</th><th>labelled</th><th>read as</th><th>sure</th><th>nearest</th></tr>"
    return f'<div class="scroll"><table>{head}{"".join(rows)}</table></div>'


def summary(result: Result) -> str:
    """The figures that stand alone, a line each."""
    told = {k: v for k, v in result.figures.items() if not isinstance(v, Mapping)}
    width = max(map(len, told))
    return "\n".join(f"{name:<{width}}  {_shown(value)}" for name, value in told.items())


def _plots(result: Result) -> Iterator[str]:
    try:
        from evals import plots
    except ModuleNotFoundError as error:  # matplotlib is no dependency of the product
        yield f"<p>No plots: {escape(error.name or '')} is not installed.</p>"
        return
    figures = result.figures
    if result.kind in _SHARES:
        yield plots.bars({n: {"share": at(figures, n)} for n in _SHARES[result.kind]}, result.kind)
    if isinstance(held := figures.get("held"), Mapping):
        yield plots.bars({n: {"share": at(held, n)} for n in held}, "expectations that hold")
    if isinstance(noise := figures.get("noise"), Mapping):
        steps = {s: {n: at(noise, f"{s}.{n}") for n in ("found", "invented")} for s in noise}
        yield plots.bars(steps, "calls with spoilt characters")
    if isinstance(registers := figures.get("by_register"), Mapping) and registers:
        names = [r for r in registers if isinstance(registers[r], Mapping)]
        for title, drawn in _BY_REGISTER.items():
            values = {r: {n: at(registers, f"{r}.{n}") for n in drawn} for r in names}
            yield plots.bars(values, f"{title} by register")
    if isinstance(slots := figures.get("slots"), Mapping):
        rates = ("precision", "recall", "f1")
        yield plots.bars({s: {r: at(slots, f"{s}.{r}") for r in rates} for s in slots}, "slots")
    if result.calibration:
        yield plots.calibration(result.calibration, "calibration of the type's confidence")
    if result.kind == "utterances" and CURVE.is_file():
        yield plots.lines(
            json.loads(CURVE.read_text(encoding="utf-8")), "learning curve (python -m evals.training.curve)"
        )
    for name, matrix in result.confusion.items():
        yield plots.confusion(matrix, name)


def _group(figures: Figures) -> str:
    nested = {k: dict(_leaves(v)) for k, v in figures.items() if isinstance(v, Mapping)}
    plain = {k: v for k, v in figures.items() if not isinstance(v, Mapping)}
    return (_table(nested) if nested else "") + (_table({"": plain}) if plain else "")


def _leaves(figures: Figures) -> Iterator[tuple[str, Leaf]]:
    yield from flat(figures)
    yield from ((k, v) for k, v in figures.items() if isinstance(v, str))


def _table(columns: Mapping[str, Mapping[str, Leaf | Figures]]) -> str:
    """One row a figure, one column a group; turned where there are more groups than figures."""
    names = dict.fromkeys(name for column in columns.values() for name in column)
    if len(columns) > len(names):
        columns = {n: {group: column.get(n) for group, column in columns.items()} for n in names}
        names = dict.fromkeys(name for column in columns.values() for name in column)
    head = "".join(f"<th>{escape(c)}</th>" for c in columns)
    rows = "".join(
        f"<tr><td>{escape(n)}</td>{''.join(f'<td>{escape(_shown(c.get(n)))}</td>' for c in columns.values())}</tr>"
        for n in names
    )
    return f'<div class="scroll"><table><tr><th></th>{head}</tr>{rows}</table></div>'


def _shown(value: Leaf | Figures) -> str:
    match value:
        case None:
            return "-"
        case float():
            return f"{value:.3f}"
        case _:
            return str(value)


def _title(name: str) -> str:
    return name.replace("_", " ").capitalize()
