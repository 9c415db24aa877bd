"""Reads a folder of standards: community.yaml and any number of files of clauses."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from knowledge.community import Community, Steward
from knowledge.errors import BadClause, Unreadable
from knowledge.forms import ClauseForm, CommunityForm, FigureForm, FileForm
from knowledge.overlay import Withdrawing
from knowledge.standard import Figure, Governs, Standard
from knowledge.taxonomy import CLOCKS

COMMUNITY = "community.yaml"
_F = TypeVar("_F", bound=BaseModel)


def read_folder(folder: Path) -> tuple[Community, tuple[Standard, ...]]:
    """The community and its clauses, files in order of name. Refuses with Unreadable or BadClause, which name
    file and clause."""
    community = _community(_parse(folder / COMMUNITY), COMMUNITY)
    files = sorted(path for path in folder.glob("*.yaml") if path.name != COMMUNITY)
    clauses = (clause for path in files for clause in read_clauses(_bytes(path), community.id, path.name))
    return community, tuple(clauses)


def read_clauses(written: bytes | str, community: str, file: str) -> tuple[Standard, ...]:
    """The clauses of one file. file: what it is called in errors."""
    return clauses_of(_load(written, file), community, file)


def clauses_of(written: object, community: str, file: str) -> tuple[Standard, ...]:
    """The clauses of one file that is parsed already: {"document", "valid_from", "clauses": [..]}."""
    form = _form(FileForm, written, file)
    return tuple(_clause(clause, form, community, file) for clause in form.clauses)


def community_of(written: object, file: str = COMMUNITY) -> Withdrawing:
    """The community of a page that is parsed already."""
    return _community(written, file)


def parsed(written: bytes | str, file: str) -> object:
    """What a YAML file holds, every scalar as text. Refuses with Unreadable."""
    return _load(written, file)


def _clause(written: object, file: FileForm, community: str, name: str) -> Standard:
    id_ = written.get("id", "?") if isinstance(written, dict) else "?"
    form = _form(ClauseForm, written, f"{name}:{id_}")
    return Standard(
        id=form.id,
        version=form.version or content_hash(form, file),
        community=community,
        tier=form.tier,
        topic=form.topic,
        title=form.title,
        text=form.text,
        answer=form.answer,
        asks=form.asks,
        source="·".join(part for part in (file.document, form.source) if part),
        figures=tuple(_figure(f) for f in form.figures),
        governs=tuple(Governs(g.types, g.categories, g.urgencies) for g in form.governs),
        floor=form.floor,
        valid_from=form.valid_from or file.valid_from,
        valid_until=form.valid_until,
    )


def content_hash(form: ClauseForm, file: FileForm) -> str:
    """8 hex digits that change with anything that the clause says."""
    said = form.model_dump(mode="json", exclude=None if form.valid_until else {"valid_until"}) | {
        "document": file.document,
        "valid_from": (form.valid_from or file.valid_from).isoformat(),
    }
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:8]


def _figure(form: FigureForm) -> Figure:
    better = form.better or ("lower" if form.name in CLOCKS else "neither")
    return Figure(form.name, form.value, form.unit, form.when, better)


def _community(written: object, file: str) -> Withdrawing:
    form = _form(CommunityForm, written, file)
    return Withdrawing(
        id=form.id,
        name=form.name,
        extends=form.extends,
        hotline=form.hotline,
        gas_hotline=form.gas_hotline,
        timezone=form.timezone,
        buildings=form.buildings,
        staff=tuple(
            Steward(s.name, s.role, s.buildings, s.trade, tuple(shift.read() for shift in s.shifts))
            for s in form.staff
        ),
        duty=form.duty.read() if form.duty is not None else None,
        withdraws=form.withdraws,
    )


def _parse(path: Path) -> object:
    return _load(_bytes(path), path.name)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Unreadable(
            f"读不到文件（{error.strerror}）", "请检查文件是否存在、能否读取", path.name
        ) from error


def _load(written: bytes | str, file: str) -> object:
    """Every scalar as written: 8:00, no and 1.0 stay text until a form says what they are."""
    try:
        return yaml.load(written, yaml.CBaseLoader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        line = f"，第 {mark.line + 1} 行" if mark is not None else ""
        raise Unreadable(f"不是合格的 YAML{line}", "请检查缩进、引号和编码（UTF-8）", file) from error


def _form(form: type[_F], written: object, where: str) -> _F:
    try:
        return form.model_validate(written)
    except ValidationError as error:
        problems = "；".join(_told(dict(e)) for e in error.errors(include_url=False)[:5])
        raise BadClause(problems, "请按上面的提示改正后再导入", where) from error


_TOLD = {"extra_forbidden": "没有这个字段", "missing": "缺这个字段", "literal_error": "只能是 {expected}"}


def _told(error: dict[str, Any]) -> str:
    context = error.get("ctx", {})
    if error["type"] == "value_error":  # ours, in forms.py: it names the field itself
        return str(context["error"])
    field = ".".join(str(part) for part in error["loc"]) or "内容"
    template = _TOLD.get(error["type"])
    return f"{field}：{template.format(**context) if template else error['msg']}"
