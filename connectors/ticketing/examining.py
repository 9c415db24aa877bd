"""What every doctor asks first: is it there, does it take the key, do the clocks agree."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx

from connectors.ticketing.client import Client
from connectors.ticketing.config import Ticketing
from connectors.ticketing.port import Finding, TicketProblem

_SKEW_SECONDS = 60


async def examined(
    config: Ticketing, client: Client, more: Callable[[], Awaitable[list[Finding]]]
) -> list[Finding]:
    """The findings of `more` after those that it builds upon; without them where the system can't be asked."""
    try:
        async with httpx.AsyncClient(timeout=10) as http:
            answer = await http.get(config.url)
    except httpx.HTTPError as error:
        remedy = f"start it, or correct `url`: {type(error).__name__}"
        return [Finding(f"{config.url} is there", False, remedy)]
    findings = [Finding(f"{config.url} is there", True)]
    if date := answer.headers.get("date"):
        findings.append(_clock(date))
    try:
        findings += await more()
    except TicketProblem as problem:
        remedy = _REMEDIES.get(problem.status, "see the system's own log")
        findings.append(Finding(f"it answers what is asked: {problem.reason}", False, remedy))
    return findings


_REMEDIES = {
    401: "correct `key`: it is not known there",
    403: "let the key's user use the API and see the project",
    404: "correct `url` or `project`, or switch the REST API on",
}


def _clock(date: str) -> Finding:
    skew = (datetime.now(UTC) - parsedate_to_datetime(date)).total_seconds()
    well = abs(skew) <= _SKEW_SECONDS
    remedy = "" if well else "set both clocks by NTP: changes are asked for by time"
    return Finding(f"its clock is {abs(skew):.0f} s {'behind' if skew > 0 else 'ahead'}", well, remedy)
