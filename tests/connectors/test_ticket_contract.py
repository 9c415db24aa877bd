"""The port's contract, held against every ticket system: the built-in store, two real ones and an independent peer."""

from __future__ import annotations

import asyncio
import itertools
import time
from pathlib import Path
from typing import Any

import pytest

from connectors.ticketing.opening import Connector, open_system
from connectors.ticketing.port import TicketProblem
from connectors.ticketing.ticket import File, Remark, Ticket
from evals.ticket_servers import HelpdeskServer, RedmineServer
from tests.connectors.ticket_systems import (
    BuiltinOffice,
    HelpdeskOffice,
    Office,
    RedmineOffice,
    RestOffice,
    RestServer,
)

_numbers = itertools.count(time.time_ns() // 1_000_000)
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256))


class TicketContract:
    """What the mirror builds upon. A subclass gives the `office`."""

    @pytest.fixture
    def office(self) -> Office:
        raise NotImplementedError

    @pytest.fixture
    def data(self, tmp_path: Path) -> Path:
        return tmp_path

    def system(self, office: Office, data: Path) -> Connector:
        return open_system(office.config, data)

    def ticket(self, office: Office, status: str = "new", **fields: str) -> Ticket:
        key = f"GD{next(_numbers)}"
        config = office.config
        known = {
            "status": config.status(status), "urgency": config.urgency("P1"), "community": "云溪花园",
            "place": "3号楼2单元1201室", "phone": "138****8000", "assignee": "王管家",
        }  # fmt: skip
        return Ticket(
            key, f"[{key}] 报修，水管漏水", "厨房水管漏水。\n请尽快。", "repair", "plumbing", known | fields
        )

    def test_a_ticket_that_is_not_there_is_none(self, office: Office, data: Path) -> None:
        async def work() -> None:
            system = self.system(office, data)
            assert await system.find("GD1nosuch") is None
            assert await system.find("GD1", "99999999") is None

        asyncio.run(work())

    def test_what_is_saved_is_found_by_key_and_by_id(self, office: Office, data: Path) -> None:
        async def work() -> None:
            system = self.system(office, data)
            ticket = self.ticket(office)
            made = await system.save(ticket)
            assert dict(made.fields) == dict(ticket.fields)
            by_key, by_id = await system.find(ticket.key), await system.find(ticket.key, made.id)
            assert by_key is not None
            assert by_id is not None
            assert by_key.id == by_id.id == made.id
            assert dict(by_id.fields) == dict(ticket.fields)
            assert by_key.more == ()

        asyncio.run(work())

    def test_only_the_fields_named_are_written(self, office: Office, data: Path) -> None:
        async def work() -> None:
            system = self.system(office, data)
            made = await system.save(first := self.ticket(office))
            changed = dict(first.fields) | {
                "status": office.config.status("resolved"), "place": "5号楼", "assignee": "赵师傅",
            }  # fmt: skip
            later = Ticket(first.key, "别的标题", "", first.type, first.category, changed)
            after = await system.save(later, made.id, ["status", "place"])
            assert after.fields["status"] == changed["status"]
            assert after.fields["place"] == "5号楼"
            assert after.fields["assignee"] == "王管家"

        asyncio.run(work())

    def test_a_field_may_be_empty_from_the_beginning_or_later(self, office: Office, data: Path) -> None:
        async def work() -> None:
            system = self.system(office, data)
            made = await system.save(ticket := self.ticket(office, phone="", place=""))
            assert (made.fields["phone"], made.fields["place"]) == ("", "")
            emptied = Ticket(ticket.key, "", "", "repair", "plumbing", dict(ticket.fields) | {"assignee": ""})
            after = await system.save(emptied, made.id, ["assignee"])
            assert after.fields["assignee"] == ""

        asyncio.run(work())

    def test_a_closed_ticket_is_found_too(self, office: Office, data: Path) -> None:
        async def work() -> None:
            system = self.system(office, data)
            made = await system.save(ticket := self.ticket(office))
            closed = Ticket(
                ticket.key, "", "", "repair", "plumbing",
                dict(ticket.fields) | {"status": office.config.status("closed")},
            )  # fmt: skip
            await system.save(closed, made.id, ["status"])
            found = await system.find(ticket.key)
            assert found is not None
            assert found.fields["status"] == office.config.status("closed")

        asyncio.run(work())

    def test_a_remark_is_there_once_with_its_files_and_known_as_ours(
        self, office: Office, data: Path
    ) -> None:
        async def work() -> None:
            system = self.system(office, data)
            made = await system.save(ticket := self.ticket(office))
            remark = Remark(f"{ticket.key}#3", "师傅已出发", (File("现场.png", PICTURE),))
            await system.remark(made.id, remark)
            seen = await system.find(ticket.key, made.id)
            assert seen is not None
            assert seen.said == {remark.key}
            assert seen.heard == ()

        asyncio.run(work())

    def test_what_people_say_there_comes_back_with_their_files(self, office: Office, data: Path) -> None:
        async def work() -> None:
            system = self.system(office, data)
            made = await system.save(ticket := self.ticket(office))
            await office.comment(made.id, "缺配件，明天到", {"photo.png": PICTURE}, public=True)
            await office.comment(made.id, "已联系业主", {})
            seen = await system.find(ticket.key, made.id)
            assert seen is not None
            assert [h.text for h in seen.heard] == ["缺配件，明天到", "已联系业主"]
            assert len({h.id for h in seen.heard}) == 2
            (file,) = seen.heard[0].files
            assert (file.name, file.size) == ("photo.png", len(PICTURE))
            assert await file.read() == PICTURE

        asyncio.run(work())

    def test_what_is_meant_for_the_owner_is_told_apart(self, office: Office, data: Path) -> None:
        async def work() -> None:
            system = self.system(office, data)
            made = await system.save(ticket := self.ticket(office))
            await office.comment(made.id, "业主脾气大，小心", {}, public=False)
            await office.comment(made.id, "明天上午到", {}, public=True)
            seen = await system.find(ticket.key, made.id)
            assert seen is not None
            assert [(h.text, h.public) for h in seen.heard] == [
                ("业主脾气大，小心", False),
                ("明天上午到", True),
            ]

        asyncio.run(work())

    def test_a_ticket_opened_by_hand_has_no_number_until_it_is_given_one(
        self, office: Office, data: Path
    ) -> None:
        async def work() -> None:
            system = self.system(office, data)
            await system.save(self.ticket(office))
            since = (await system.changes(0)).next
            id_ = await office.open("3号楼大堂灯不亮", "业主路过说的", "3号楼")
            assert id_ in {touched for touched, _ in (await system.changes(since)).touched}
            seen = await system.find("", id_)
            assert seen is not None
            assert (seen.key, seen.title) == ("", "3号楼大堂灯不亮")
            assert "业主路过说的" in seen.body
            assert (seen.fields["community"], seen.fields["place"]) == ("云溪花园", "3号楼")
            ticket = self.ticket(office)
            await system.save(ticket, id_, ["place", "number"])
            found = await system.find(ticket.key)
            assert found is not None
            assert (found.id, found.key, found.fields["place"]) == (id_, ticket.key, "3号楼2单元1201室")

        asyncio.run(work())

    def test_what_is_theirs_alone_is_seen_beside_our_fields(self, office: Office, data: Path) -> None:
        async def work() -> None:
            system = self.system(office, data)
            made = await system.save(ticket := self.ticket(office))
            assert made.beside.get("due", "") == ""
            await office.hand_on(made.id, "2026-12-24")
            seen = await system.find(ticket.key, made.id)
            assert seen is not None
            assert seen.beside["due"].startswith("2026-12-24")
            assert dict(seen.fields) == dict(ticket.fields)

        asyncio.run(work())

    def test_changes_name_what_was_touched_there(self, office: Office, data: Path) -> None:
        async def work() -> None:
            system = self.system(office, data)
            one = await system.save(self.ticket(office))
            other = await system.save(self.ticket(office))
            since = (await system.changes(0)).next
            await office.move(one.id, office.config.status("resolved"))
            await office.comment(other.id, "看过了", {})
            changes = await system.changes(since)
            assert {one.id, other.id} <= {id_ for id_, _ in changes.touched}
            moved = await system.find("", one.id)
            assert moved is not None
            assert moved.fields["status"] == office.config.status("resolved")
            assert moved.touched

        asyncio.run(work())

    def test_a_ticket_that_was_deleted_there_is_none(self, office: Office, data: Path) -> None:
        async def work() -> None:
            system = self.system(office, data)
            made = await system.save(ticket := self.ticket(office))
            await office.delete(made.id)
            assert await system.find(ticket.key, made.id) is None
            assert await system.find(ticket.key) is None
            with pytest.raises(TicketProblem):
                await system.remark(made.id, Remark(f"{ticket.key}#2", "有人吗"))

        asyncio.run(work())

    def test_the_doctor_finds_nothing_wrong(self, office: Office, data: Path) -> None:
        findings = asyncio.run(self.system(office, data).examine())
        assert findings
        assert [f for f in findings if not f.well] == []


class TestBuiltin(TicketContract):
    @pytest.fixture
    def office(self, tmp_path: Path) -> Office:
        return BuiltinOffice(tmp_path)


class TestHelpdesk(TicketContract):
    @pytest.fixture
    def office(self, helpdesk: HelpdeskServer) -> Office:
        return HelpdeskOffice(helpdesk)


class TestRedmine(TicketContract):
    @pytest.fixture
    def office(self, redmine: RedmineServer) -> Office:
        return RedmineOffice(redmine)

    def test_a_status_outside_the_workflow_is_read_back_as_ignored(
        self, redmine: RedmineServer, data: Path
    ) -> None:
        """Redmine answers 204 and does nothing."""

        async def work() -> None:
            office = RedmineOffice(redmine)
            settings: dict[str, Any] = {**redmine.settings, "statuses": {"closed": "已归档"}}
            office.config = type(office.config)(**settings)
            system = self.system(office, data)
            made = await system.save(ticket := self.ticket(office))
            archived = Ticket(
                ticket.key, "", "", "repair", "plumbing", dict(ticket.fields) | {"status": "已归档"}
            )
            after = await system.save(archived, made.id, ["status"])
            assert after.fields["status"] == "待派单"
            wrong = [f for f in await system.examine() if not f.well]
            assert len(wrong) == 1
            assert "已归档" in wrong[0].remedy

        asyncio.run(work())


class TestRest(TicketContract):
    @pytest.fixture
    def office(self, rest_server: RestServer) -> Office:
        return RestOffice(rest_server)
