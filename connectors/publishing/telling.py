"""What the commands on knowledge print, in plain words, numbers first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from connectors.publishing.desk import Shown
from knowledge.conflict import Conflict
from knowledge.floors import said
from knowledge.importing.importing import Imported
from knowledge.publishing.checking import Verdict
from knowledge.reading import clauses_of

_MOST = 20


def shown(found: Shown, full: bool) -> Iterator[str]:
    """An import. full: every clause with its figures, as a dry run shows them."""
    for one in found.files:
        yield from _file(one, full)
    if hotline := found.draft.page.get("hotline"):
        yield f"服务热线：{hotline}"
    for error in found.failed:
        yield f"✗ {error}"
    yield from judged(found.verdict)


def _file(one: Imported, full: bool) -> Iterator[str]:
    document = one.form["document"]
    since = one.form["valid_from"]
    day = "" if since == "2000-01-01" else f"，自 {since} 起"
    yield f"{one.file}：《{document}》{len(one.clauses)} 条，{one.figures} 个数{day}"
    yield from (f"  注意：{note}" for note in one.notes)
    if full:
        for clause in clauses_of(one.form, "draft", one.file):
            figures = "；".join(f"{f.name} {said(f)}" for f in clause.figures)
            yield f"  {clause.id} [{clause.topic}] {clause.title}（{clause.source.removeprefix(f'{document}·')}）"
            yield f"      {clause.text}" + (f"  ← {figures}" if figures else "")
            if clause.governs:
                yield "      工单时限由这一条定"
    yield from _limited(
        [f"  没读懂的数：{'、'.join(numbers)}  在“{text}”" for text, numbers in one.unread], full
    )
    yield from _limited([f"  没收的话：“{text}”（{reason}）" for text, reason in one.lost], full)


def judged(verdict: Verdict) -> Iterator[str]:
    """What is refused and what ends or is said twice, both clauses side by side."""
    for conflict in verdict.refused:
        yield f"✗ 拒绝 {conflict}"
        yield from _both(conflict, verdict.words)
    for conflict in verdict.superseded:
        yield f"到期 {conflict}"
        yield from _both(conflict, verdict.words)
    for conflict in verdict.doubtful:
        yield f"？ 请看 {conflict}"
        yield from _both(conflict, verdict.words)
    yield from _limited(
        [f"重复 {c.message}：{verdict.words.get(c.clause, '')}" for c in verdict.repeated], False
    )
    counts = f"可以发布 {verdict.clauses} 条，拒绝 {len(verdict.refused)} 条，重复 {len(verdict.repeated)} 条"
    counts += f"，到期 {len(verdict.superseded)} 条" if verdict.superseded else ""
    yield counts + (f"，可能矛盾 {len(verdict.doubtful)} 处" if verdict.doubtful else "")


def _both(conflict: Conflict, words: Mapping[str, str]) -> Iterator[str]:
    for named in (conflict.clause, conflict.against):
        if named in words:
            yield f"    {named}：{words[named]}"


def _limited(lines: list[str], full: bool) -> Iterator[str]:
    yield from lines if full else lines[:_MOST]
    if len(lines) > _MOST and not full:
        yield f"  …还有 {len(lines) - _MOST} 处"
