"""Drafts and editions in the one database (`knowledge.publishing.edition.Editions`)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Connection, Engine, delete, func, insert, select, text

from bot.clock import from_us, to_us
from bot.log.schema import knowledge_drafts as drafts
from bot.log.schema import knowledge_editions as editions
from knowledge.publishing.draft import Draft, Sheet
from knowledge.publishing.edition import Edition, Listed

_PAGE = ""
_EDITION = (editions.c.body, editions.c.number, editions.c.at_us, editions.c.note, editions.c.position)


class SqlEditions:
    """Blocking: for the command line, and in a thread where something else waits. Two processes that publish for
    one community at once get two numbers."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def communities(self) -> tuple[str, ...]:
        query = select(drafts.c.community).where(drafts.c.name == _PAGE).order_by(drafts.c.community)
        with self._engine.connect() as connection:
            return tuple(connection.execute(query).scalars())

    def draft(self, community: str) -> Draft | None:
        query = (
            select(drafts.c.name, drafts.c.body)
            .where(drafts.c.community == community)
            .order_by(drafts.c.place, drafts.c.name)
        )
        with self._engine.connect() as connection:
            rows = connection.execute(query).all()
        page = next((orjson.loads(body) for name, body in rows if name == _PAGE), None)
        if page is None:
            return None
        return Draft(page, tuple(Sheet(name, orjson.loads(body)) for name, body in rows if name != _PAGE))

    def save_page(self, draft: Draft) -> None:
        with self._writing() as connection:
            _put(connection, draft.id, _PAGE, draft.page)

    def save_sheets(self, community: str, sheets: tuple[Sheet, ...]) -> None:
        with self._writing() as connection:
            for sheet in sheets:
                _put(connection, community, sheet.name, sheet.form)

    def drop_sheets(self, community: str, names: tuple[str, ...]) -> None:
        chosen = delete(drafts).where(
            drafts.c.community == community, drafts.c.name.in_(names), drafts.c.name != _PAGE
        )
        with self._writing() as connection:
            connection.execute(chosen)

    def publish(self, content: Draft, note: str, at: datetime) -> Edition:
        body = orjson.dumps(
            {"page": content.page, "sheets": [[s.name, s.form] for s in content.sheets]}
        ).decode()
        clauses = sum(len(sheet.clauses) for sheet in content.sheets)
        with self._writing() as connection:
            last = select(func.max(editions.c.number)).where(editions.c.community == content.id)
            number = int(connection.execute(last).scalar() or 0) + 1
            row = {
                "community": content.id, "number": number, "at_us": to_us(at), "note": note, "clauses": clauses,
                "body": body,
            }  # fmt: skip
            position = connection.execute(
                insert(editions).values(row).returning(editions.c.position)
            ).scalar_one()
        return Edition(content, number, at, note, int(position))

    def listed(self, community: str) -> tuple[Listed, ...]:
        e = editions.c
        query = (
            select(e.number, e.at_us, e.note, e.clauses)
            .where(e.community == community)
            .order_by(e.number.desc())
        )
        with self._engine.connect() as connection:
            rows = connection.execute(query).all()
        return tuple(Listed(number, from_us(at_us), note, clauses) for number, at_us, note, clauses in rows)

    def edition(self, community: str, number: int | None = None) -> Edition | None:
        query = select(*_EDITION).where(editions.c.community == community)
        if number is not None:
            query = query.where(editions.c.number == number)
        with self._engine.connect() as connection:
            row = connection.execute(query.order_by(editions.c.number.desc()).limit(1)).first()
        return None if row is None else _edition(*row)

    def latest(self) -> tuple[Edition, ...]:
        last = select(func.max(editions.c.position)).group_by(editions.c.community)
        query = select(*_EDITION).where(editions.c.position.in_(last)).order_by(editions.c.community)
        with self._engine.connect() as connection:
            return tuple(_edition(*row) for row in connection.execute(query))

    def count(self) -> int:
        with self._engine.connect() as connection:
            return int(connection.execute(select(func.count()).select_from(editions)).scalar_one())

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        """A transaction that no other writer of knowledge is in: numbers and places are counted in it."""
        with self._engine.connect().execution_options(writes=True) as connection, connection.begin():
            if connection.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(7404)"))
            yield connection


def _put(connection: Connection, community: str, name: str, body: Any) -> None:
    """A sheet that is there keeps its place; a new one comes last."""
    here = (drafts.c.community == community) & (drafts.c.name == name)
    place = connection.execute(select(drafts.c.place).where(here)).scalar()
    if place is None:
        last = select(func.max(drafts.c.place)).where(drafts.c.community == community)
        place = int(connection.execute(last).scalar() or 0) + 1
    connection.execute(delete(drafts).where(here))
    row = {"community": community, "name": name, "place": place, "body": orjson.dumps(body).decode()}
    connection.execute(insert(drafts).values(row))


def _edition(body: str, number: int, at_us: int, note: str, position: int) -> Edition:
    held = orjson.loads(body)
    content = Draft(held["page"], tuple(Sheet(name, form) for name, form in held["sheets"]))
    return Edition(content, number, from_us(at_us), note, position)
