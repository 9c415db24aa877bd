"""The ticket system that a setting names, and the mirror of it."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from bot.clock import Clock
from bot.log.sql import SqlLog
from bot.ports import Library, Reader
from connectors.ticketing.adopting import Adopting
from connectors.ticketing.builtin import BuiltinTickets
from connectors.ticketing.config import Ticketing
from connectors.ticketing.files import Files
from connectors.ticketing.helpdesk import Helpdesk
from connectors.ticketing.look import Look
from connectors.ticketing.mirror import MirrorWork
from connectors.ticketing.port import Examined, TicketSystem
from connectors.ticketing.redmine import Redmine
from connectors.ticketing.rest import RestTickets


class Connector(TicketSystem, Examined, Protocol):
    pass


def open_system(config: Ticketing, data: Path) -> Connector:
    """data: the data folder, where the built-in store lies."""
    match config.kind:
        case "builtin":
            return BuiltinTickets(data / "tickets", config.called)
        case "redmine":
            return Redmine(config)
        case "helpdesk":
            return Helpdesk(config)
        case "rest":
            return RestTickets(config)


def open_mirror(
    config: Ticketing | None, data: Path, log: SqlLog, library: Library, reader: Reader, clock: Clock
) -> MirrorWork | None:
    """None where no ticket system is set: then orders are in the log alone."""
    if config is None:
        return None
    system = open_system(config, data)
    files = Files(data / "attachments")
    look = Look(log, library, clock, config, system, files)
    adopting = Adopting(log, library, reader, clock, config, system, files)
    return MirrorWork(log, clock, system, look, adopting, config)
