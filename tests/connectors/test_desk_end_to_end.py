"""The main job from end to end: through the real app, on a real database, as owners would."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from bot.clock import to_us
from bot.log.engine import migrate
from bot.log.replay import replay_views
from connectors.keys import Keys
from tests.connectors.desk_under_test import UnderTest, Visitor


@pytest.fixture
def desk(tmp_path: Path) -> UnderTest:
    return UnderTest(tmp_path)


def test_a_repair_told_in_three_fragments_becomes_one_order(desk: UnderTest) -> None:
    async def work() -> None:
        async with desk.client() as client:
            owner = await Visitor.arrive(client)
            first = await owner.say("厨房水管")
            assert first["orders"] == []
            await owner.say("一直在漏水")
            last = await owner.say("3号楼2单元1201")
            (order,) = last["orders"]
            assert (order["type"], order["category"]) == ("repair", "plumbing")
            assert (order["building"], order["unit"], order["room"]) == ("3", "2", "1201")
            assert order["respond_by"] is not None
            assert order["arrive_by"] is not None
            assert order["assignee"] == "周敏"
            assert order["number"] in last["said"]
            assert "漏水" in order["summary"]
            assert last["replies"][0]["citations"][0]["standard_id"] == order["standard"]["standard_id"]

    desk.run(work())


def test_the_deadline_is_the_clause_that_is_quoted(desk: UnderTest) -> None:
    async def work() -> None:
        async with desk.client() as client:
            owner = await Visitor.arrive(client)
            answer = await owner.say("3-2-1201家里阳台的灯坏了,换了灯泡也不亮")
            (order,) = answer["orders"]
            assert order["urgency"] == "P2"
            assert order["respond_by"] == "2026-11-23T12:00:00+08:00"
            assert order["arrive_by"] == "2026-11-24T10:00:00+08:00"
            (citation,) = [
                c
                for c in answer["replies"][0]["citations"]
                if c["standard_id"] == order["standard"]["standard_id"]
            ]
            assert "2小时内响应" in citation["quote"]
            assert "24小时内到场" in citation["quote"]

    desk.run(work())


def test_an_enquiry_is_answered_with_its_clause(desk: UnderTest) -> None:
    async def work() -> None:
        async with desk.client() as client:
            owner = await Visitor.arrive(client)
            answer = await owner.say("物业费多少钱一平米?")
            assert "2.8" in answer["said"]
            assert answer["replies"][0]["citations"][0]["standard_id"] == "fees.property"
            assert answer["orders"] == []

    desk.run(work())


def test_what_the_standards_do_not_hold_is_not_made_up(desk: UnderTest) -> None:
    async def work() -> None:
        async with desk.client() as client:
            owner = await Visitor.arrive(client)
            answer = await owner.say("请问小区附近哪个小学的学区好?")
            assert answer["replies"][0]["citations"] == []
            assert "转人工" in answer["said"] or "物业" in answer["said"]

    desk.run(work())


def test_an_emergency_gets_its_order_before_any_question(desk: UnderTest) -> None:
    async def work() -> None:
        async with desk.client() as client:
            owner = await Visitor.arrive(client)
            answer = await owner.say("快来人,厨房着火了,火很大")
            (order,) = answer["orders"]
            assert (order["type"], order["urgency"]) == ("emergency", "P0")
            assert "119" in answer["said"]
            assert order["respond_by"] == "2026-11-23T10:03:00+08:00"
            placed = await owner.say("3号楼2单元1201")
            (same,) = placed["orders"]
            assert (same["number"], same["building"], same["room"]) == (order["number"], "3", "1201")

    desk.run(work())


def test_status_urge_and_a_second_telling_stay_on_one_order(desk: UnderTest) -> None:
    async def work() -> None:
        async with desk.client() as client:
            owner = await Visitor.arrive(client)
            (order,) = (await owner.say("3-2-1201卫生间马桶堵了,冲不下去"))["orders"]
            status = await owner.say("我报的修到哪一步了")
            assert [o["number"] for o in status["orders"]] == [order["number"]]
            assert "已派单" in status["said"]
            for _ in range(2):
                urged = await owner.say("怎么还没来人啊,快点")
                assert [o["number"] for o in urged["orders"]] == [order["number"]]
            assert "第2次" in urged["said"]

    desk.run(work())


def test_the_same_delivery_gets_the_same_answer_and_nothing_happens_twice(desk: UnderTest) -> None:
    text = "5号楼1单元802水龙头坏了关不上"

    async def twice(under: UnderTest) -> tuple[dict[str, Any], int]:
        async with under.client() as client:
            owner = await Visitor.arrive(client, visitor_id="v1")
            first = await owner.say(text, client_message_id="same")
            assert await owner.say(text, client_message_id="same") == first
            return first, len(await owner.history())

    first, _ = desk.run(twice(desk))
    restarted = UnderTest(desk.parts.settings.data)
    assert restarted.run(twice(restarted)) == (first, 1)


def test_an_owner_with_a_house_is_asked_nothing(desk: UnderTest) -> None:
    from bot.message import OwnedHouse, Owner

    token = desk.parts.tokens.owner_token("yunxi", Owner("u7", "13800001234", (OwnedHouse("9", "1", "603"),)))

    async def work() -> None:
        async with desk.client() as client:
            owner = await Visitor.arrive(client, owner_token=token)
            (order,) = (await owner.say("客厅空调插座没电了"))["orders"]
            assert (order["building"], order["unit"], order["room"]) == ("9", "1", "603")
            assert order["contact"] == "138****1234"
            assert order["assignee"] == "王蕾"

    desk.run(work())


def test_what_makes_it_urgent_shortens_the_clocks_of_the_same_order(desk: UnderTest) -> None:
    async def work() -> None:
        async with desk.client() as client:
            owner = await Visitor.arrive(client)
            (order,) = (await owner.say("3-2-1201厨房的水龙头坏了"))["orders"]
            assert order["urgency"] == "P2"
            worse = await owner.say("水龙头现在一直在漏水,关不住")
            (same,) = worse["orders"]
            assert same["number"] == order["number"]
            assert same["urgency"] in ("P0", "P1")
            assert same["respond_by"] < order["respond_by"]

    desk.run(work())


def test_staff_moves_show_to_the_owner_and_wrong_ones_are_refused(desk: UnderTest) -> None:
    async def work() -> None:
        key = Keys(desk.parts.log, desk.clock).add("console", "orders")
        headers = {"authorization": f"Bearer {key}"}
        async with desk.client() as client:
            owner = await Visitor.arrive(client)
            (order,) = (await owner.say("2号楼3单元501厨房下水道堵了"))["orders"]
            path = f"/api/v1/work-orders/{order['number']}"
            for to in ("accepted", "in_progress", "resolved"):
                moved = await client.post(f"{path}/transitions", json={"to": to}, headers=headers)
                assert moved.json()["status"] == to
            refused = await client.post(f"{path}/transitions", json={"to": "assigned"}, headers=headers)
            assert (refused.status_code, refused.json()["code"]) == (409, "not_allowed")
            again = await owner.say("没修好,又堵了")
            assert [(o["number"], o["status"]) for o in again["orders"]] == [(order["number"], "reopened")]
            steps = (await client.get(f"{path}/history", headers=headers)).json()
            assert [s["seq"] for s in steps] == list(range(1, len(steps) + 1))
            listed = (await client.get("/api/v1/work-orders", headers=headers)).json()
            assert [o["number"] for o in listed["orders"]] == [order["number"]]

    desk.run(work())


def test_a_request_whose_owner_went_quiet_is_filed(desk: UnderTest) -> None:
    from bot.desk.filing import Filing

    async def work() -> None:
        parts = desk.parts
        filing = Filing(parts.log, parts.library, parts.reader, parts.clock)
        async with desk.client() as client:
            owner = await Visitor.arrive(client)
            asked = await owner.say("我家卫生间天花板在滴水")
            assert asked["orders"] == []
            assert await filing.file_quiet() == 0
            desk.clock.move(minutes=16)
            assert await filing.file_quiet() == 1
            assert await filing.file_quiet() == 0
            (order,) = (await owner.history())[-1]["orders"]
            assert order["category"] in ("plumbing", "structure")
            placed = await owner.say("3-2-1201")
            assert [o["number"] for o in placed["orders"]] == [order["number"]]
            assert placed["orders"][0]["room"] == "1201"

    desk.run(work())


def test_a_question_of_danger_that_nobody_answers_becomes_an_alarm(desk: UnderTest) -> None:
    from bot.conversation import Conversation, Pending, fold
    from bot.desk.filing import Filing
    from bot.desk.outcome import Outcome
    from bot.log.turn import Entry, Turn, Waiting

    async def work() -> None:
        parts = desk.parts
        filing = Filing(parts.log, parts.library, parts.reader, parts.clock)
        since = to_us(parts.clock())
        outcome = Outcome(parts.clock(), pending=Pending("danger", ("m1",), since, about="gas"))
        outcome.memory["who"] = {"community": "yunxi", "owner": "v"}
        outcome.close(Conversation("v"), "m1", ["Ask"])
        entry = Entry("m1", "v", None, since, "厨房好像有点怪味,3-2-1201", "{}")
        await parts.log.append(Turn(tuple(outcome.events), entry, waiting=Waiting("v", since)))
        desk.clock.move(minutes=1)
        assert await filing.file_quiet() == 0
        desk.clock.move(minutes=2)
        assert await filing.file_quiet() == 1
        chat = fold(Conversation("v"), await parts.log.stream("v"))
        order = await parts.log.order(chat.orders[-1])
        assert order is not None
        assert (order.type, order.urgency, order.room) == ("emergency", "P0", "1201")
        assert chat.pending is None

    desk.run(work())
    assert replay_views(desk.parts.settings.database_url, repair=False).clean


def test_a_clock_that_passes_is_recorded_once(desk: UnderTest) -> None:
    from bot.desk.deadlines import Deadlines

    async def work() -> None:
        deadlines = Deadlines(desk.parts.log, desk.parts.library, desk.clock)
        async with desk.client() as client:
            owner = await Visitor.arrive(client)
            (order,) = (await owner.say("3-2-1201厨房的灯不亮了"))["orders"]
            desk.clock.move(hours=2, minutes=1)
            assert await deadlines.pass_due() == 1
            assert await deadlines.pass_due() == 0
            told = await owner.say("到哪一步了")
            assert "超时" in told["said"]
            assert order["number"] in told["said"]

    desk.run(work())


def test_an_open_widget_hears_at_once_what_staff_did(desk: UnderTest) -> None:
    key = {"authorization": f"Bearer {_key(desk, 'orders')}"}
    with TestClient(desk.app) as client:
        token = client.post("/api/v1/widget/sessions", json={"community": "yunxi"}).json()["token"]
        headers = {"authorization": f"Bearer {token}"}
        said = {"client_message_id": "1", "text": "2号楼3单元501厨房下水道堵了"}
        (order,) = client.post("/api/v1/widget/messages", json=said, headers=headers).json()["orders"]
        with client.websocket_connect("/api/v1/widget/ws", subprotocols=["guanjia", token]) as socket:
            assert [o["number"] for o in socket.receive_json()["orders"]] == [order["number"]]
            path = f"/api/v1/work-orders/{order['number']}/transitions"
            assert client.post(path, json={"to": "accepted"}, headers=key).status_code == 200
            shown = [socket.receive_json()["orders"][0]["status"]]
            while shown[-1] != "accepted":  # the answer to the message itself may come first
                shown.append(socket.receive_json()["orders"][0]["status"])
            assert shown in (["accepted"], ["assigned", "accepted"])
        with pytest.raises(WebSocketDisconnect), client.websocket_connect("/api/v1/widget/ws?token=nonsense"):
            pass


def test_pages_of_other_origins_may_use_the_widget_and_nothing_else(desk: UnderTest) -> None:
    async def work() -> None:
        asked = {"origin": "https://app.example", "access-control-request-method": "POST"}
        async with desk.client() as client:
            widget = await client.options("/api/v1/widget/messages", headers=asked)
            assert widget.headers["access-control-allow-origin"] == "*"
            orders = await client.options("/api/v1/work-orders", headers=asked)
            assert "access-control-allow-origin" not in orders.headers

    desk.run(work())


def test_a_key_opens_only_its_own_doors(desk: UnderTest) -> None:
    async def work() -> None:
        headers = {"authorization": f"Bearer {_key(desk, 'search')}"}
        async with desk.client() as client:
            body = {"query": "物业费多少钱", "community": "yunxi", "k": 2}
            found = await client.post("/api/v1/search", json=body, headers=headers)
            assert found.json()["passages"][0]["standard_id"] == "fees.property"
            for wrong, status in ((headers, 403), ({"authorization": "Bearer gj_x"}, 401), ({}, 401)):
                refused = await client.post("/api/v1/understand", json={"text": "水管漏水"}, headers=wrong)
                assert refused.status_code == status
                assert refused.headers["content-type"] == "application/problem+json"

    desk.run(work())


def test_understanding_for_other_systems(desk: UnderTest) -> None:
    async def work() -> None:
        headers = {"authorization": f"Bearer {_key(desk, 'understand')}"}
        async with desk.client() as client:
            body = {
                "text": "三号楼二单元幺二零幺厨房水管漏水,明天下午三点以后来",
                "now": "2026-11-23T10:00:00+08:00",
            }
            understood = (await client.post("/api/v1/understand", json=body, headers=headers)).json()
            assert (understood["type"], understood["category"]) == ("repair", "plumbing")
            slots = understood["slots"]
            assert (slots["building"], slots["unit"], slots["room"]) == ("3", "2", "1201")
            assert slots["time"]["start"] == "2026-11-24T15:00:00+08:00"
            assert understood["requests"][0]["slots"] == slots

    desk.run(work())


def _key(desk: UnderTest, scope: str) -> str:
    migrate(desk.parts.log.engine)
    return Keys(desk.parts.log, desk.clock).add(scope, scope)
