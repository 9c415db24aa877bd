"""Both sides of the mirror, read without it: our orders over our API, their tickets over theirs."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

import httpx

from connectors.ticketing.config import Ticketing
from evals.ticket_servers import HelpdeskServer, RedmineServer

_MARK = re.compile(r"〔(\w+#\d+)〕\s*\Z")
_HELPDESK_STATUS = {1: "open", 2: "reopened", 3: "resolved", 4: "closed"}


@dataclass(frozen=True, slots=True)
class Side:
    """A ticket. comments: ids of what others than we said there. remarks: keys of what we said there."""

    id: str
    key: str
    status: str
    urgency: str
    comments: tuple[str, ...]
    remarks: tuple[str, ...]


class HelpdeskSide:
    """move, comment: what a clerk does; whether it was acknowledged."""

    def __init__(self, server: HelpdeskServer) -> None:
        self.config = Ticketing(**server.settings)
        self.moves = ("open", "resolved", "closed", "reopened")
        self._url = server.url
        self._clerk = {"authorization": f"Token {server.clerk}"}

    async def tickets(self) -> list[Side]:
        found: list[Side] = []
        url: str | None = f"{self._url}/api/tickets/?page_size=1000"
        async with httpx.AsyncClient(timeout=60, headers=self._clerk) as http:
            while url is not None:
                page = (await http.get(url)).raise_for_status().json()
                found += [self._side(ticket) for ticket in page["results"]]
                url = page["next"]
        return found

    def _side(self, ticket: dict[str, Any]) -> Side:
        texts = [(str(f["id"]), (f["comment"] or "").strip()) for f in ticket["followup_set"][1:]]
        status = "on_hold" if ticket["on_hold"] else _HELPDESK_STATUS[ticket["status"]]
        return _side(str(ticket["id"]), ticket["custom_work_order"], status, str(ticket["priority"]), texts)

    async def move(self, id_: str, status: str) -> bool:
        number = next(n for n, word in _HELPDESK_STATUS.items() if word == status)
        return await self._say({"ticket": id_, "comment": "", "new_status": str(number)})

    async def comment(self, id_: str, text: str) -> bool:
        return await self._say({"ticket": id_, "comment": text})

    async def _say(self, form: dict[str, str]) -> bool:
        try:
            async with httpx.AsyncClient(timeout=10, headers=self._clerk) as http:
                answer = await http.post(f"{self._url}/api/followups/", data=form)
        except httpx.HTTPError:
            return False
        return answer.status_code == 201


class RedmineSide:
    def __init__(self, server: RedmineServer) -> None:
        self.config = Ticketing(**server.settings)
        self.moves = ("处理中", "待确认", "已关闭", "重新打开")
        self._server = server
        self._clerk = {"x-redmine-api-key": server.clerk}

    async def tickets(self) -> list[Side]:
        found: list[Side] = []
        async with httpx.AsyncClient(timeout=60, headers=self._clerk, base_url=self._server.url) as http:
            while True:
                listed = (await http.get(f"/issues.json?status_id=*&limit=100&offset={len(found)}")).raise_for_status()  # fmt: skip
                issues = listed.json()["issues"]
                if not issues:
                    return found
                for issue in issues:
                    shown = await http.get(f"/issues/{issue['id']}.json?include=journals")
                    found.append(self._side(shown.raise_for_status().json()["issue"]))

    def _side(self, issue: dict[str, Any]) -> Side:
        texts = [(str(j["id"]), (j.get("notes") or "").strip()) for j in issue["journals"]]
        key = next(f["value"] for f in issue["custom_fields"] if f["name"] == "工单号")
        return _side(str(issue["id"]), key, issue["status"]["name"], issue["priority"]["name"], texts)

    async def move(self, id_: str, status: str) -> bool:
        return await self._put(id_, {"status_id": self._server.seed["statuses"][status]})

    async def comment(self, id_: str, text: str) -> bool:
        return await self._put(id_, {"notes": text})

    async def _put(self, id_: str, issue: dict[str, Any]) -> bool:
        try:
            async with httpx.AsyncClient(timeout=10, headers=self._clerk) as http:
                answer = await http.put(f"{self._server.url}/issues/{id_}.json", json={"issue": issue})
        except httpx.HTTPError:
            return False
        return answer.status_code == 204


def _side(id_: str, key: str, status: str, urgency: str, texts: list[tuple[str, str]]) -> Side:
    ours = tuple(found[1] for _, text in texts if (found := _MARK.search(text)))
    theirs = tuple(i for i, text in texts if text and not _MARK.search(text))
    return Side(id_, key, status, urgency, theirs, ours)


class OurSide:
    def __init__(self, port: int, key: str) -> None:
        self._url = f"http://127.0.0.1:{port}/api/v1"
        self._headers = {"authorization": f"Bearer {key}"}

    async def ask(self, method: str, path: str, body: Any = None) -> Any:
        """The JSON of a 2xx answer; None where it was another, or none came."""
        try:
            async with httpx.AsyncClient(timeout=10, headers=self._headers) as http:
                answer = await http.request(method, self._url + path, json=body)
            return answer.json() if answer.is_success else None
        except (httpx.HTTPError, ValueError):
            return None

    async def orders(self) -> list[dict[str, Any]]:
        orders: list[dict[str, Any]] = []
        cursor = ""
        while True:
            page = await self.ask("GET", f"/work-orders?limit=200{cursor}")
            if page is None:
                raise RuntimeError("the list of orders did not answer")
            orders += page["orders"]
            if page["next"] is None:
                return orders
            cursor = f"&cursor={page['next']}"

    async def history(self, number: str) -> list[dict[str, Any]]:
        return await self.ask("GET", f"/work-orders/{number}/history") or []


def differences(
    config: Ticketing, orders: list[dict[str, Any]], histories: dict[str, list[dict[str, Any]]], tickets: list[Side],
) -> list[str]:  # fmt: skip
    """What is not the same on both sides, a line each."""
    actor = f"connector:{config.called}"
    by_key: dict[str, list[Side]] = {}
    for ticket in tickets:
        by_key.setdefault(ticket.key, []).append(ticket)
    told = [f"{key} is no order and has a ticket" for key in by_key.keys() - {o["number"] for o in orders}]
    for order in orders:
        number = order["number"]
        held = by_key.get(number, [])
        if len(held) != 1:
            told.append(f"{number} has {len(held)} tickets")
            continue
        (ticket,) = held
        if ticket.status != config.status(order["status"]):
            told.append(f"{number} is {order['status']} here and {ticket.status} there")
        if ticket.urgency != config.urgency(order["urgency"]):
            told.append(f"{number} is {order['urgency']} here and {ticket.urgency} there")
        events = histories[number]
        heard = Counter(e["data"]["origin"] for e in events if e["actor"] == actor and "origin" in e["data"])
        if heard != Counter(ticket.comments):
            told.append(f"{number}: comments there {ticket.comments}, here {dict(heard)}")
        moves = {f"{number}#{e['seq']}" for e in events if e["kind"] == "order.moved" and e["actor"] != actor}
        said = Counter(ticket.remarks)
        told += [f"{key} was told {said[key]} times" for key in moves if said[key] != 1]
        told += [f"{key} was told {n} times" for key, n in said.items() if n > 1]
    return told
