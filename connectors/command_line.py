"""The console command `guanjia`."""

from __future__ import annotations

import asyncio
import hashlib
import os
import sys
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from connectors.hotline.command import hotline_commands
from connectors.insight import command as insight
from connectors.keeping.command import register as register_keeping
from connectors.publishing import commands
from connectors.ticketing.command import commands as connector_commands

main = typer.Typer(
    add_completion=False, no_args_is_help=True, help="管家: the desk of residential communities."
)
key_commands = typer.Typer(no_args_is_help=True, help="API keys of integrators.")
owner_commands = typer.Typer(no_args_is_help=True, help="Owners' tokens for the widget.")
main.add_typer(key_commands, name="key")
main.add_typer(owner_commands, name="owner")
main.add_typer(connector_commands, name="connector")
commands.register(main)
register_keeping(commands.knowledge_commands)
main.add_typer(hotline_commands, name="hotline")
insight.register(main)

Data = Annotated[
    Path | None, typer.Option("--data", help="where data lies (default: $GUANJIA_DATA or ./data)")
]


def _use(data: Path | None) -> None:
    if data is not None:
        os.environ["GUANJIA_DATA"] = str(data)


@main.command()
def serve(
    host: str = "127.0.0.1",
    port: int = 8000,
    workers: Annotated[int, typer.Option(min=1, max=64)] = 1,
    data: Data = None,
) -> None:
    """Serves everything in one process (or N) on an embedded default."""
    import uvicorn

    from bot.log.engine import migrate, open_engine
    from connectors.settings import WrongSettings, read_settings

    _use(data)
    try:
        settings = read_settings()
    except WrongSettings as error:
        _refuse(str(error))
    settings.data.mkdir(parents=True, exist_ok=True)
    _ = settings.master_secret
    engine = open_engine(settings.database_url)
    migrate(engine)
    engine.dispose()
    address = f"http://{'127.0.0.1' if host in ('0.0.0.0', '::') else host}:{port}"  # noqa: S104
    print(f"管家 Guanjia  业主页面 widget demo  {address}/demo/yunxi", flush=True)
    print(f"              接口文档 API docs     {address}/docs", flush=True)
    print(f"              数据目录 data         {settings.data.resolve()}", flush=True)
    uvicorn.run(
        "connectors.app:create_app", factory=True, host=host, port=port, workers=workers, log_level="warning",
        access_log=False, timeout_graceful_shutdown=10, ws_max_size=65536, server_header=False,
    )  # fmt: skip


@main.command()
def chat(community: str = "yunxi", data: Data = None) -> None:
    """Talks with the desk in the terminal; an empty line or Ctrl-D ends it."""
    from connectors.terminal import talk

    _use(data)
    asyncio.run(talk(community))


@main.command()
def replay(
    check: Annotated[
        bool, typer.Option("--check", help="compare what is stored with what the events say")
    ] = False,
    data: Data = None,
) -> None:
    """Rebuilds every view from the events; with --check compares and exits with 1 where they differ."""
    from bot.log.replay import replay_views
    from connectors.settings import Settings

    _use(data)
    report = replay_views(Settings().database_url, repair=not check)
    print(report)
    if check and not report.clean:
        raise typer.Exit(1)


@main.command(
    name="eval",
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []},
    add_help_option=False,
)
def evaluate(context: typer.Context) -> None:
    """Measures on eval sets: utterances|questions|dialogues|transcripts FILE.. [--report DIR] [--min NAME=VALUE]."""
    import importlib

    # evals know the connectors, so the connectors name them only here, when asked
    command = importlib.import_module("evals.command")
    raise typer.Exit(command.run(context.args))


@key_commands.command("add")
def key_add(name: str, scope: Annotated[str, typer.Option("--scope")], data: Data = None) -> None:
    """Prints a new API key, once, alone on the last line."""
    from bot.clock import system_clock
    from bot.log.sql import SqlLog
    from connectors.keys import SCOPES, Keys
    from connectors.settings import Settings

    _use(data)
    if scope not in SCOPES:
        print(f"unknown scope {scope!r}; use one of: {', '.join(SCOPES)}", file=sys.stderr)
        raise typer.Exit(2)
    settings = Settings()
    settings.data.mkdir(parents=True, exist_ok=True)
    log = SqlLog(settings.database_url)
    log.start()
    try:
        key = Keys(log, system_clock).add(name, scope)
    finally:
        log.stop()
    print(f"API key {name} with scope {scope}; it is shown only now:")
    print(key)


@owner_commands.command("token")
def owner_token(
    community: Annotated[str, typer.Option("--community")],
    house: Annotated[str, typer.Option("--house", help="building-unit-room, e.g. 3-2-1201")],
    phone: Annotated[str, typer.Option("--phone")],
    role: Annotated[str, typer.Option("--role", help="owner, tenant or family")] = "owner",
    data: Data = None,
) -> None:
    """Prints an owner's token for the widget, alone on the last line."""
    from bot.clock import system_clock
    from bot.message import OwnedHouse, Owner
    from connectors.settings import Settings
    from connectors.widget.tokens import Tokens

    _use(data)
    parts = house.split("-")
    if role not in ("owner", "tenant", "family"):
        _refuse(f"unknown role {role!r}; use owner, tenant or family")
    if not phone.isascii() or not phone.isdigit() or not 5 <= len(phone) <= 15:
        _refuse(f"{phone!r} is no phone number; use digits only")
    if len(parts) not in (2, 3) or not all(parts):
        _refuse(f"{house!r} is no house; write building-unit-room, e.g. 3-2-1201, or building-room")
    building, unit, room = (parts[0], parts[1], parts[2]) if len(parts) == 3 else (parts[0], None, parts[1])
    settings = Settings()
    sub = hashlib.sha256(f"{community}|{house}|{phone}".encode()).hexdigest()[:20]
    owner = Owner(sub, phone, (OwnedHouse(building, unit, room, role),))
    print(Tokens(settings.master_secret, system_clock).owner_token(community, owner))


def _refuse(why: str) -> NoReturn:
    print(why, file=sys.stderr)
    raise typer.Exit(2)


if __name__ == "__main__":
    main()
