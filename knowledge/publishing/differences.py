"""What changed between two editions, in words."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.floors import said
from knowledge.publishing.draft import Draft
from knowledge.standard import Standard


def differences(before: Draft, after: Draft) -> Iterator[str]:
    """Lines: what is new, what is gone, and for what has changed the old and the new words, with the figures."""
    old = {(s.id, s.valid_from): s for s in before.standards()}
    new = {(s.id, s.valid_from): s for s in after.standards()}
    by_id = {s.id: s for s in old.values()}
    replaced: set[str] = set()
    for key, clause in new.items():
        was = old.get(key) or (by_id.get(clause.id) if key not in old else None)
        if was is None:
            yield f"+ {clause.title}（{clause.source}，{clause.id}）：{clause.text}"
        else:
            replaced.add(clause.id)
            yield from _changed(was, clause)
    for (id_, since), clause in old.items():
        if (id_, since) not in new and id_ not in replaced:
            yield f"- {clause.title}（{clause.source}，{clause.id}）：{clause.text}"


def _changed(was: Standard, now: Standard) -> Iterator[str]:
    if was.version == now.version:
        return
    yield f"~ {now.title}（{now.source}，{now.id}）"
    if was.text != now.text:
        yield f"    原来：{was.text}"
        yield f"    现在：{now.text}"
    theirs = {(f.name, f.when): f for f in was.figures}
    for figure in now.figures:
        before = theirs.get((figure.name, figure.when))
        if before is not None and (before.value, before.unit) != (figure.value, figure.unit):
            yield f"    {figure.name}：{said(before)} → {said(figure)}"
    if was.valid_from != now.valid_from:
        yield f"    生效：{was.valid_from} → {now.valid_from}"
    if was.valid_until != now.valid_until:
        yield f"    失效：{was.valid_until or '不限'} → {now.valid_until or '不限'}"
    if was.text == now.text and was.asks != now.asks:
        yield f"    问法：{len(was.asks)} 种 → {len(now.asks)} 种"
