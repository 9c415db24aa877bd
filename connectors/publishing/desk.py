"""What people do with a community's knowledge: add, import, publish, go back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.clock import Clock
from knowledge.embedding.static import StaticEncoder
from knowledge.errors import BadClause, BadFile, KnowledgeError, Taken, UnknownCommunity, UnknownVersion
from knowledge.importing.identity import document_key
from knowledge.importing.importing import Imported, import_document
from knowledge.importing.opening import Progress, found_files, open_file, quiet
from knowledge.library import BASE, SHIPPED
from knowledge.publishing.adding import kept_asks, with_asks, with_clause
from knowledge.publishing.checking import Verdict, check
from knowledge.publishing.differences import differences
from knowledge.publishing.draft import Draft, Sheet, new_draft, renewed
from knowledge.publishing.edition import Edition, Editions, Listed
from knowledge.publishing.files import is_written, read_written
from knowledge.reading import read_folder
from knowledge.search.index import Encoder
from knowledge.standard import Standard

_ZONE = ZoneInfo("Asia/Shanghai")
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


@dataclass(frozen=True, slots=True)
class Shown:
    """What an import found. files: each document; failed: files that could not be read, with the reason; the draft
    afterwards, and what a publication of it would say."""

    files: tuple[Imported, ...]
    failed: tuple[KnowledgeError, ...]
    draft: Draft
    verdict: Verdict


class KnowledgeDesk:
    """Blocking. Every refusal is a KnowledgeError and changed nothing."""

    def __init__(self, editions: Editions, clock: Clock, shipped: Path = SHIPPED) -> None:
        self._editions = editions
        self._clock = clock
        self._shipped = shipped

    zone = _ZONE

    @staticmethod
    def _encoder() -> Encoder:
        return StaticEncoder()

    @property
    def today(self) -> date:
        return self._clock().astimezone(_ZONE).date()

    def base(self) -> tuple[Standard, ...]:
        return read_folder(self._shipped / BASE)[1]

    def add(self, id_: str, name: str, extends: str = BASE) -> Edition:
        """A community without clauses of its own: the base's hold there at once."""
        if not _ID.fullmatch(id_):
            raise BadClause(f"编号 {id_!r} 不行", "用小写字母、数字和连字符，最多 40 个，如 cuihu")
        if extends != BASE:
            raise BadClause(f"不能沿用 {extends!r}", f"目前只能沿用 {BASE}")
        if id_ in self.known():
            raise Taken(f"已经有小区 {id_}", "换一个编号，或直接 guanjia knowledge import 导入它的文档")
        draft = new_draft(id_, name, extends)
        self._editions.save_page(draft)
        return self._editions.publish(draft, "新建小区", self._clock())

    def known(self) -> tuple[str, ...]:
        shipped = [path.name for path in self._shipped.iterdir() if path.is_dir()]
        return tuple(sorted({*shipped, *self._editions.communities()}))

    def added(self) -> tuple[str, ...]:
        """Those that are not only shipped."""
        return self._editions.communities()

    def draft(self, community: str) -> Draft:
        """The community's working copy; of one that is shipped, what is shipped."""
        found = self._editions.draft(community)
        if found is not None:
            return found
        if community != BASE and (self._shipped / community).is_dir():
            return read_written(self._shipped / community)
        if community == BASE:
            raise BadClause(
                "基础标准不能从文档导入", "请给小区导入；基础标准在 knowledge/standards/base/ 里改"
            )
        raise UnknownCommunity(community, self.known())

    def bring(
        self, community: str, paths: Sequence[Path], progress: Progress = quiet, dry: bool = False
    ) -> Shown:
        """Imports documents, or folders of written standards, into the draft. A file that can't be read stops
        nothing in a dry run; else it is refused as a whole and nothing is changed."""
        before = self.draft(community)
        folders = [path for path in paths if path.is_dir() and is_written(path)]
        files = [path for path in paths if path not in folders]
        draft, imported, failed = before, list[Imported](), list[KnowledgeError]()
        for folder in folders:
            draft = _merged(draft, read_written(folder))
        base = self.base()
        for file in found_files(files) if files else ():
            try:
                one = self._one(draft, file, base, progress)
            except BadFile as error:
                if not dry:
                    raise
                failed.append(error)
                continue
            imported.append(one)
            draft = renewed(draft, Sheet(one.key, one.form))
            if one.hotline and not draft.page.get("hotline"):
                draft = replace(draft, page={**draft.page, "hotline": one.hotline})
        verdict = check(draft, base, self.today, self._encoder())
        if not dry:
            self._keep(before, draft)
        return Shown(tuple(imported), tuple(failed), draft, verdict)

    def _one(self, draft: Draft, file: Path, base: Sequence[Standard], progress: Progress) -> Imported:
        opened = open_file(file, progress)
        key = document_key(opened.document.title)
        before = draft.sheet(key)
        others = (s for s in draft.sheets if s.name != key and not s.name.startswith(f"{key}@"))
        taken = {str(clause["id"]) for sheet in others for clause in sheet.clauses}
        known = before.clauses if before is not None else []
        one = import_document(opened, base, known, taken)
        return replace(one, form=kept_asks(one.form, known))

    def answer(
        self,
        community: str,
        asks: Sequence[str],
        *,
        clause: str = "",
        text: str = "",
        title: str = "",
        publish: bool = True,
    ) -> tuple[str, Edition | None, Verdict]:
        """Questions that nothing answered get an answer: they become ways of asking for a clause that is there, or a
        new clause says it. Gives the clause's id, the edition that it is in (None where it was refused or not to be
        published), and what a publication says of the draft. Refuses both or neither."""
        if bool(clause) == bool(text):
            raise BadClause("要么给条款编号，要么写一条新条款", "--clause 编号，或 --text 一句话")
        before = self.draft(community)
        shipped = read_written(self._shipped / BASE).sheets
        if clause:
            draft, id_ = with_asks(before, clause, asks, shipped), clause
        else:
            taken = {str(c["id"]) for sheet in shipped for c in sheet.clauses}
            draft, id_ = with_clause(before, text, asks, self.today, taken, title)
        self._keep(before, draft)
        if not publish:
            return id_, None, self.check(community)
        edition, verdict = self.publish(community)
        held = any(s.id == id_ for s in verdict.sound.standards())
        return id_, edition if held else None, verdict

    def _keep(self, before: Draft, draft: Draft) -> None:
        if self._editions.draft(draft.id) is None or before.page != draft.page:
            self._editions.save_page(draft)
        stored = self._editions.draft(draft.id)
        held = {s.name: s.form for s in stored.sheets} if stored is not None else {}
        self._editions.save_sheets(draft.id, tuple(s for s in draft.sheets if held.get(s.name) != s.form))

    def drop(self, community: str, name: str) -> Draft:
        """Takes a document out of the draft."""
        draft = self.draft(community)
        names = [s.name for s in draft.sheets if s.name == name or s.name.startswith(f"{name}@")]
        if not names:
            raise BadClause(
                f"草稿里没有 {name}", f"有：{'、'.join(s.name for s in draft.sheets) or '什么都没有'}"
            )
        self._editions.drop_sheets(community, tuple(names))
        return self.draft(community)

    def check(self, community: str) -> Verdict:
        return check(self.draft(community), self.base(), self.today, self._encoder())

    def check_folder(self, folder: Path) -> Verdict:
        """Of a knowledge base in files."""
        if not is_written(folder):
            raise BadFile(
                f"{folder} 里没有 community.yaml", "请给出 guanjia knowledge export 写出的文件夹", folder.name
            )
        return check(read_written(folder), self.base(), self.today, self._encoder())

    def listed(self, community: str) -> tuple[Listed, ...]:
        if community not in self.known():
            raise UnknownCommunity(community, self.known())
        return self._editions.listed(community)

    def publish(self, community: str, strict: bool = False) -> tuple[Edition | None, Verdict]:
        """What is sound becomes the next edition; with `strict`, nothing where anything is refused. No edition
        either where nothing changed."""
        verdict = self.check(community)
        if strict and verdict.refused:
            return None, verdict
        last = self._editions.edition(community)
        if last is not None and last.content == verdict.sound:
            return None, verdict
        note = f"{verdict.clauses} 条" + (f"，{len(verdict.refused)} 条被拒绝" if verdict.refused else "")
        return self._editions.publish(verdict.sound, note, self._clock()), verdict

    def rollback(self, community: str, number: int) -> Edition:
        """The earlier edition as the next one, so that the history stays. The draft stays as it is."""
        edition = self.edition(community, number)
        return self._editions.publish(edition.content, f"退回到版本 {number}", self._clock())

    def edition(self, community: str, number: int) -> Edition:
        found = self._editions.edition(community, number)
        if found is None:
            listed = "、".join(str(e.number) for e in self._editions.listed(community))
            if community not in self.known():
                raise UnknownCommunity(community, self.known())
            raise UnknownVersion(f"{community} 没有版本 {number}", f"已发布的版本：{listed or '无'}")
        return found

    def quoted(self, community: str, standard_id: str, version: str) -> Standard | None:
        """The clause in the version that an answer or order quoted, whatever was published since."""
        for listed in self._editions.listed(community):
            edition = self._editions.edition(community, listed.number)
            for standard in edition.content.standards() if edition is not None else ():
                if (standard.id, standard.version) == (standard_id, version):
                    return standard
        shipped = [
            *self.base(),
            *(read_folder(self._shipped / community)[1] if (self._shipped / community).is_dir() else ()),
        ]
        return next((s for s in shipped if (s.id, s.version) == (standard_id, version)), None)

    def diff(self, community: str, before: int, after: int | None) -> Iterable[str]:
        """after: None for the draft."""
        old = self.edition(community, before).content
        new = self.draft(community) if after is None else self.edition(community, after).content
        return differences(old, new)


def _merged(draft: Draft, written: Draft) -> Draft:
    """Written standards into the draft: their sheets, and their page but for its id."""
    page = {**written.page, "id": draft.page["id"]}
    merged = Draft(page, draft.sheets)
    for sheet in written.sheets:
        merged = merged.with_sheet(sheet)
    return merged
