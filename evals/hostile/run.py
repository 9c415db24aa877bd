"""Sends the malformed inputs one after the other and looks, after each, at what it did."""

from __future__ import annotations

import asyncio
import itertools
import json
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, column, func, inspect, literal, select, table, union_all

from bot.log.engine import open_engine
from connectors.app import build, create_app
from connectors.problems import Problem
from connectors.settings import Settings, WechatAccount
from evals.hostile import frames
from evals.hostile.cases import Case, at_random, cases
from evals.hostile.doors import Doors, enter, fresh
from evals.hostile.endpoints import UNIQUE, Endpoint, endpoints, sockets
from evals.hostile.tokens import GARBAGE, claims, odd, signed
from evals.hostile.values import rendered
from evals.owners import ACCOUNT
from evals.serving import Serving
from evals.wire import Answer, Wire, request

MOST_GROWTH_MB = 30.0
_WARM = 300
_PATIENCE = 0.5
"""Seconds for what is no request: the server may well wait for the rest of it."""
_OURS = tuple(f"/{top}/" for top in ("connectors", "bot", "knowledge"))
_JSON = {"Content-Type": "application/json"}
_READS = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(slots=True)
class Report:
    """faults: what must not be, each with the input that led to it. taken: odd inputs that were valid after all,
    by endpoint."""

    inputs: int = 0
    endpoints: list[str] = field(default_factory=list)
    families: Counter[str] = field(default_factory=Counter)
    statuses: Counter[int] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)
    taken: Counter[str] = field(default_factory=Counter)
    growth_mb: float = 0.0
    faults: list[str] = field(default_factory=list)

    def as_json(self) -> str:
        shown = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return json.dumps(shown, ensure_ascii=False, indent=2)


def found_in_app(folder: Path) -> tuple[list[Endpoint], list[str]]:
    """The app's endpoints and its WebSockets' paths. folder: for the data of an app that is never started."""
    app = create_app(build(Settings(data=folder, wechat=[WechatAccount(**ACCOUNT)])))
    return endpoints(app), sockets(app)


async def attack(serving: Serving, folder: Path, count: int, seed: int) -> Report:
    """At least `count` inputs against a server that is not started yet: those that are listed, as far as they
    go, and damage at random."""
    rng = random.Random(seed)
    found, paths = found_in_app(folder)
    key = serving.key("all")
    serving.start()
    try:
        doors = await enter(serving, key, found)
        listed = _drawn(rng, list(cases(doors, found)), count)
        more = itertools.islice(at_random(rng, doors, found), max(count - len(listed), count // 10))
        report = Report(endpoints=[*map(str, found), *(f"WebSocket {path}" for path in paths)])
        await _Attack(serving, report).run(itertools.chain(listed, more))
        await _sockets(serving, doors, paths, report)
        await _odd_owners(serving, doors, report)
        await _after(serving, doors, report)
    finally:
        serving.kill()
    report.faults += _tracebacks(serving.printed.read_text(errors="replace"))
    return report


def _drawn(rng: random.Random, listed: list[Case], count: int) -> list[Case]:
    """`count` of them, in no order, of every family as many as of the next, as far as they go."""
    rng.shuffle(listed)
    seen: Counter[str] = Counter()
    turns = []
    for case in listed:
        seen[case.family] += 1
        turns.append((seen[case.family], case))
    drawn = [case for _, case in sorted(turns, key=lambda turn: turn[0])[:count]]
    rng.shuffle(drawn)
    return drawn


_FOLLOWERS = frozenset({"alerts", "cursors", "mailboxes", "tellings"})
"""Tables that followers write in the background, as the events of `system` and what owners are told: after an input
that was valid, and while others are tried."""


class _Attack:
    def __init__(self, serving: Serving, report: Report) -> None:
        self._serving = serving
        self._report = report
        self._codes = {problem.code for problem in _all(Problem)} | {"method_not_allowed", "http_error"}
        self._engine: Engine = open_engine(serving.database_url)
        tables = [table(name) for name in inspect(self._engine).get_table_names() if name not in _FOLLOWERS]
        counts = {t.name: select(literal(t.name), func.count()).select_from(t) for t in tables}
        counts["events"] = counts["events"].where(column("actor") != "system")
        counts["entries"] = counts["entries"].where(
            func.coalesce(column("outside_id"), "").not_like("told:%")
        )
        self._counts = union_all(*counts.values())

    async def run(self, all_cases: Iterator[Case]) -> None:
        warm = 0.0
        rows = self._rows()
        async with Wire(self._serving.port) as wire:
            for n, case in enumerate(all_cases, 1):
                self._report.inputs = n
                self._report.families[case.family] += 1
                if n == _WARM:
                    warm = self._serving.memory_mb()
                rows = await self._try(wire, case, rows)
        self._report.growth_mb = round(self._serving.memory_mb() - warm, 1)
        if self._report.growth_mb > MOST_GROWTH_MB:
            self._report.faults.append(f"memory grew by {self._report.growth_mb} MB")
        self._engine.dispose()

    async def _try(self, wire: Wire, case: Case, rows: dict[str, int]) -> dict[str, int]:
        """Sends a case and judges the answer; gives the rows that are there afterwards."""
        try:
            answer = await wire.ask(case.sent, None if case.legal else _PATIENCE)
        except TimeoutError:
            answer = None
            if case.legal:
                self._fault(case, "was not answered in time")
        wire.close()  # a connection each: what is left of one input must not look like the next one's fault
        fault = self._judge(case, answer)
        if fault is not None:
            self._fault(case, fault)
        after = self._rows()
        valid = answer is not None and answer.status < 400
        if after != rows and (not valid or case.sent.split(b" ", 1)[0].decode("latin-1") in _READS):
            changed = {name: (rows[name], after[name]) for name in rows if rows[name] != after[name]}
            self._fault(case, f"wrote, with answer {answer and answer.status}: {changed}")
        if answer is not None:
            self._report.statuses[answer.status] += 1
            if valid:
                self._report.taken[f"{case.family}: {case.what.split(' ')[0]}"] += 1
        return after

    def _judge(self, case: Case, answer: Answer | None) -> str | None:
        if answer is None:
            return "was not answered" if case.legal else None
        if answer.status >= 500:
            return f"{answer.status}: {answer.body[:300]!r}"
        if answer.status < 400:
            return f"was accepted with {answer.status}" if case.refuse else None
        if _before_the_app(case, answer):
            return None
        if answer.headers.get("content-type") != "application/problem+json":
            return f"{answer.status} is no problem document: {answer.headers.get('content-type')} {answer.body[:200]!r}"
        if case.sent.startswith(b"HEAD "):
            return None
        problem: dict[str, Any] = json.loads(answer.body)
        self._report.codes[problem.get("code", "")] += 1
        if problem.get("code") not in self._codes or problem.get("status") != answer.status:
            return f"{answer.status} has no stable code: {answer.body[:300]!r}"
        if b"Traceback" in answer.body or b".py" in answer.body:
            return f"{answer.status} tells of our insides: {answer.body[:300]!r}"
        return None

    def _fault(self, case: Case, what: str) -> None:
        self._report.faults.append(f"{case.family}: {case.what}: {what}; sent {case.sent[:300]!r}")

    def _rows(self) -> dict[str, int]:
        """Of every table, and the files beside the database."""
        with self._engine.connect() as connection:
            rows = {row[0]: row[1] for row in connection.execute(self._counts)}
        kept = self._serving.data / "attachments"
        return {**rows, "attachments": sum(1 for _ in kept.rglob("*.*")) if kept.exists() else 0}


async def _sockets(serving: Serving, doors: Doors, paths: list[str], report: Report) -> None:
    forged = signed({"alg": "HS256"}, {"sid": "x", "exp": 9e9}, "")
    wrong = [*(g for g in GARBAGE if len(g) < 9000 and g.isascii() and " " not in g), forged, doors.key]
    # Deep, but short enough: from 8 KB on a line never reaches the app, and its socket is left open.
    wrong.append(signed(b"[" * 4_000, b"{}", ""))
    wrong.append(signed({"alg": "HS256"}, claims(), doors.secret))
    wrong.append(doors.session[:-3])
    for path in paths:
        tries = [(frames.handshake(f"{path}?token={token}"), b"", True) for token in wrong]
        tries += [(opening, b"", True) for opening in frames.handshakes(path)]
        tries += [
            (frames.handshake(f"{path}?token={doors.session}"), sent, False) for sent in frames.frames()
        ]
        for opening, sent, refuse in tries:
            report.inputs += 1
            report.families["sockets"] += 1
            try:
                status = await frames.converse(serving.port, opening, sent)
            except TimeoutError:
                status = -1
            report.statuses[status] += 1
            if status >= 500 or status == -1 or (refuse and status == 101) or (not refuse and status != 101):
                report.faults.append(f"sockets: {status} for {opening[:200]!r} and then {sent[:60]!r}")


async def _odd_owners(serving: Serving, doors: Doors, report: Report) -> None:
    """Whoever is let in with odd claims can write: what the claims hold must not break what comes later."""
    async with Wire(serving.port) as wire:
        for token in odd(doors.secret):
            body = rendered({"community": "yunxi", "owner_token": token})
            opened = await wire.ask(request("POST", "/api/v1/widget/sessions", body, _JSON))
            report.inputs += 1
            report.families["odd owners"] += 1
            if opened is None or opened.status != 201:
                continue
            headers = {**_JSON, "Authorization": f"Bearer {json.loads(opened.body)['token']}"}
            for text in ("厨房水管漏水", "我的报修到哪一步了"):
                sent = fresh({"client_message_id": UNIQUE, "text": text})
                answer = await wire.ask(request("POST", "/api/v1/widget/messages", sent, headers))
                if answer is None or answer.status != 200:
                    report.faults.append(f"odd owners: {answer} for {text} of {token}")


async def _after(serving: Serving, doors: Doors, report: Report) -> None:
    """It still serves, the same process, and owners still get answers."""
    body = json.dumps({"client_message_id": "after", "text": "物业费怎么收"}).encode()
    headers = {**_JSON, "Authorization": f"Bearer {doors.session}"}
    async with Wire(serving.port) as wire:
        ready = await wire.ask(request("GET", "/readyz"))
        answer = await wire.ask(request("POST", "/api/v1/widget/messages", body, headers))
    if ready is None or ready.status != 200 or answer is None or answer.status != 200:
        report.faults.append(f"afterwards it did not serve: {ready} {answer}")
    checked = await asyncio.to_thread(serving.command, "replay", "--check")
    if checked.returncode:
        report.faults.append(f"afterwards the views don't follow from the log: {checked.stdout[-500:]}")


def _before_the_app(case: Case, answer: Answer) -> bool:
    """uvicorn's own word on what is no HTTP request; the answer to HEAD has no body to know it by."""
    said = answer.body.startswith(b"Invalid HTTP request") or case.sent.startswith(b"HEAD ")
    return answer.status == 400 and said and answer.headers.get("content-type", "").startswith("text/plain")


def _tracebacks(printed: str) -> list[str]:
    """The end of each kind of traceback that was printed and goes through our files: what uvicorn says of frames
    that are no WebSocket's is its own."""
    kinds: dict[str, str] = {}
    for part in printed.split("Traceback (most recent call last):")[1:]:
        lines = part.strip("\n").split("\n")
        end = next((n for n, line in enumerate(lines) if line[:1].strip()), len(lines) - 1)
        if any(ours in line for line in lines[:end] for ours in _OURS):
            kinds["\n".join(lines[max(0, end - 4) : end + 1])] = lines[end]
    return [f"it printed a traceback: ...{kind}" for kind in kinds]


def _all(kind: type[Problem]) -> Iterator[type[Problem]]:
    for sub in kind.__subclasses__():
        yield sub
        yield from _all(sub)
