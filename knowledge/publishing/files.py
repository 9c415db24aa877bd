"""A whole knowledge base as readable files, and back: the form of the standards that are shipped."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from knowledge.errors import BadClause
from knowledge.publishing.draft import Draft, Sheet
from knowledge.reading import COMMUNITY, parsed

_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')


class _Flat(dict[str, Any]):
    """A mapping that is written on one line: {name: price, value: 2.8, unit: 元}."""


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        return True


_Dumper.add_representer(
    _Flat, lambda dumper, data: dumper.represent_mapping("tag:yaml.org,2002:map", data, flow_style=True)
)


def written(form: Any) -> str:
    """A page or a sheet as YAML that people can read and change."""
    plain = {**form}
    if "clauses" in plain:
        plain["clauses"] = [_clause(c) for c in plain["clauses"]]
    return yaml.dump(plain, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100_000)


def _clause(clause: Any) -> dict[str, Any]:
    shown = {**clause}
    for name in ("figures", "governs"):
        if name in shown:
            shown[name] = [_Flat(item) for item in shown[name]]
    return shown


def write_folder(draft: Draft, folder: Path) -> tuple[Path, ...]:
    """community.yaml and a file a document. Files that are there under the same names are replaced."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, form in (
        (COMMUNITY, draft.page),
        *((f"{_UNSAFE.sub('_', s.name)}.yaml", s.form) for s in draft.sheets),
    ):
        path = folder / name
        path.write_text(written(form), encoding="utf-8")
        paths.append(path)
    return tuple(paths)


def is_written(folder: Path) -> bool:
    """Whether a folder holds a knowledge base in this form."""
    return (folder / COMMUNITY).is_file()


def read_written(folder: Path) -> Draft:
    """Refuses with Unreadable or BadClause, which name file and clause."""
    page = parsed((folder / COMMUNITY).read_bytes(), COMMUNITY)
    sheets = []
    for path in sorted(folder.glob("*.yaml")):
        if path.name != COMMUNITY:
            form = parsed(path.read_bytes(), path.name)
            if not isinstance(form, dict):
                raise BadClause("不是条款文件", "要有 document 和 clauses", path.name)
            sheets.append(Sheet(path.stem, form))
    if not isinstance(page, dict):
        raise BadClause("不是小区的页面", "要有 id、name、extends", COMMUNITY)
    draft = Draft(page, tuple(sheets))
    _ = draft.community, draft.standards()
    return draft
