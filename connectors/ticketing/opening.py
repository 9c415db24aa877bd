"""The ticket system that a setting names."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from connectors.ticketing.builtin import BuiltinTickets
from connectors.ticketing.config import Ticketing
from connectors.ticketing.helpdesk import Helpdesk
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
