"""`guanjia community` and `guanjia knowledge`: thin shells over the knowledge desk."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

if TYPE_CHECKING:
    from connectors.publishing.desk import KnowledgeDesk
    from knowledge.errors import KnowledgeError

community_commands = typer.Typer(no_args_is_help=True, help="Communities.")
knowledge_commands = typer.Typer(no_args_is_help=True, help="The service standards.")

Data = Annotated[
    Path | None, typer.Option("--data", help="where data lies (default: $GUANJIA_DATA or ./data)")
]
Community = Annotated[str, typer.Option("--community", help="the community's id")]


def register(main: typer.Typer) -> None:
    main.add_typer(community_commands, name="community")
    main.add_typer(knowledge_commands, name="knowledge")


@community_commands.command("add")
def community_add(
    id_: Annotated[str, typer.Argument(metavar="ID")],
    name: Annotated[str, typer.Option("--name")],
    extends: Annotated[str, typer.Option("--extends")] = "base",
    data: Data = None,
) -> None:
    """Adds a community; the base's standards hold there at once."""
    with _desk(data) as desk:
        desk.add(id_, name, extends)
        print(
            f"小区 {id_} {name} 已建，先用 {extends} 的标准。导入它的文档：guanjia knowledge import 文件 --community {id_}"
        )


@community_commands.command("list")
def community_list(data: Data = None) -> None:
    """Lists the communities."""
    with _desk(data) as desk:
        for id_ in desk.known():
            print(id_)


@knowledge_commands.command("import")
def knowledge_import(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH..", help="files or folders")],
    community: Community,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="shows what would be found and changes nothing")
    ] = False,
    data: Data = None,
) -> None:
    """Imports documents into the community's draft."""
    from connectors.publishing.telling import shown

    with _desk(data) as desk:
        found = desk.bring(community, paths, _progress, dry_run)
        for line in shown(found, dry_run):
            print(line)
        if dry_run:
            print("只是试看，什么都没有改")
        else:
            print(f"已进草稿。发布：guanjia knowledge publish --community {community}")
        if found.failed:
            raise typer.Exit(1)


@knowledge_commands.command("check")
def knowledge_check(
    community: Annotated[str, typer.Option("--community", help="one community's draft")] = "",
    folder: Annotated[
        Path | None, typer.Option("--folder", help="standards in files, instead of what is installed")
    ] = None,
    data: Data = None,
) -> None:
    """Reads standards and lists what is refused; exits with 1 where anything is."""
    from bot.clock import system_clock
    from connectors.publishing.telling import judged
    from knowledge.errors import KnowledgeError
    from knowledge.library import SHIPPED, check_standards

    refused = 0
    if not community and folder is None:
        try:
            report = check_standards(SHIPPED, system_clock().date())
        except KnowledgeError as error:
            _refuse(error)
        for line in report.lines:
            print(line)
        refused += report.refused
    with _desk(data) as desk:
        for id_ in [community] if community else [] if folder is not None else desk.added():
            verdict = desk.check(id_)
            print(f"{id_}（草稿）")
            for line in judged(verdict):
                print(f"  {line}")
            refused += len(verdict.refused)
        if folder is not None:
            verdict = desk.check_folder(folder)
            for line in judged(verdict):
                print(line)
            refused += len(verdict.refused)
    if refused:
        raise typer.Exit(1)


@knowledge_commands.command("publish")
def knowledge_publish(
    community: Community,
    strict: Annotated[
        bool, typer.Option("--strict", help="publishes nothing where anything is refused")
    ] = False,
    data: Data = None,
) -> None:
    """Publishes what is sound; refused clauses stay in the draft. Running processes follow within seconds."""
    from connectors.publishing.telling import judged

    with _desk(data) as desk:
        edition, verdict = desk.publish(community, strict)
        for line in judged(verdict):
            print(line)
        if edition is not None:
            print(f"已发布版本 {edition.number}")
        elif strict and verdict.refused:
            print("有被拒绝的条款，什么都没有发布（--strict）")
            raise typer.Exit(1)
        else:
            print("和最新版本一样，没有发布新版本")


@knowledge_commands.command("rollback")
def knowledge_rollback(
    community: Community, to: Annotated[int, typer.Option("--to", metavar="VERSION")], data: Data = None
) -> None:
    """Publishes an earlier version again; the draft stays as it is."""
    with _desk(data) as desk:
        edition = desk.rollback(community, to)
        print(f"已退回到版本 {to}，现在是版本 {edition.number}")


@knowledge_commands.command("versions")
def knowledge_versions(community: Community, data: Data = None) -> None:
    """Lists what was published, latest first."""
    with _desk(data) as desk:
        for listed in desk.listed(community):
            print(
                f"版本 {listed.number}  {listed.at.astimezone(desk.zone):%Y-%m-%d %H:%M}  {listed.clauses} 条  {listed.note}"
            )


@knowledge_commands.command("diff")
def knowledge_diff(
    community: Community,
    before: Annotated[int, typer.Option("--from", metavar="VERSION")],
    after: Annotated[int | None, typer.Option("--to", metavar="VERSION", help="default: the draft")] = None,
    data: Data = None,
) -> None:
    """Shows what changed between two versions, or between a version and the draft."""
    with _desk(data) as desk:
        lines = list(desk.diff(community, before, after))
        for line in lines or ["没有差别"]:
            print(line)


@knowledge_commands.command("quoted")
def knowledge_quoted(
    community: Community,
    standard: Annotated[str, typer.Argument(metavar="STANDARD_ID")],
    version: Annotated[str, typer.Argument(metavar="VERSION", help="as the answer or order keeps it")],
    data: Data = None,
) -> None:
    """Shows a clause in the version that an answer or order quoted."""
    with _desk(data) as desk:
        found = desk.quoted(community, standard, version)
        if found is None:
            print(f"没有 {standard} 的版本 {version}", file=sys.stderr)
            raise typer.Exit(1)
        print(f"{found.title}（{found.source}）")
        print(found.text)


@knowledge_commands.command("export")
def knowledge_export(
    community: Community,
    folder: Annotated[Path, typer.Option("--to", metavar="FOLDER")],
    version: Annotated[int | None, typer.Option("--version", help="default: the draft")] = None,
    data: Data = None,
) -> None:
    """Writes a knowledge base as readable files; `knowledge import FOLDER` takes them back."""
    from knowledge.publishing.files import write_folder

    with _desk(data) as desk:
        content = desk.draft(community) if version is None else desk.edition(community, version).content
        for path in write_folder(content, folder):
            print(path)


@knowledge_commands.command("drop")
def knowledge_drop(document: str, community: Community, data: Data = None) -> None:
    """Takes a document out of the draft."""
    with _desk(data) as desk:
        desk.drop(community, document)
        print(f"{document} 已从草稿里去掉，发布后生效")


@contextmanager
def _desk(data: Path | None) -> Iterator[KnowledgeDesk]:
    from bot.clock import system_clock
    from bot.log.engine import migrate, open_engine
    from connectors.publishing.desk import KnowledgeDesk
    from connectors.publishing.store import SqlEditions
    from connectors.settings import Settings
    from knowledge.errors import KnowledgeError

    if data is not None:
        os.environ["GUANJIA_DATA"] = str(data)
    settings = Settings()
    settings.data.mkdir(parents=True, exist_ok=True)
    engine = open_engine(settings.database_url)
    try:
        migrate(engine)
        yield KnowledgeDesk(SqlEditions(engine), system_clock)
    except KnowledgeError as error:
        _refuse(error)
    finally:
        engine.dispose()


def _progress(what: str, done: int, of: int) -> None:
    if sys.stderr.isatty() or done == of or done % 25 == 0:
        end = "\r" if sys.stderr.isatty() and done < of else "\n"
        print(f"{what}：{done}/{of} 页", end=end, file=sys.stderr, flush=True)


def _refuse(error: KnowledgeError) -> NoReturn:
    print(error, file=sys.stderr)
    raise typer.Exit(1) from error
