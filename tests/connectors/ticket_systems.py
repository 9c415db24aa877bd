"""Ticket systems for tests, each with what somebody there can do: all behind one small interface."""

from __future__ import annotations

import base64
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any, Protocol

import httpx

from connectors.ticketing.builtin import BuiltinTickets
from connectors.ticketing.config import Ticketing
from evals.serving import free_port
from evals.ticket_servers import HelpdeskServer, RedmineServer

SECRET = "a secret of both sides"


class Office(Protocol):
    """A running ticket system and its people. Statuses are in its own words."""

    config: Ticketing

    async def move(self, id: str, status: str) -> None: ...

    async def comment(self, id: str, text: str, files: dict[str, bytes], public: bool = False) -> None: ...

    async def open(self, title: str, body: str, place: str) -> str:
        """A ticket that somebody opens by hand; its id."""
        ...

    async def hand_on(self, id: str, due: str) -> None:
        """Gives it a due date (YYYY-MM-DD) of their own."""
        ...

    async def delete(self, id: str) -> None: ...


class BuiltinOffice:
    def __init__(self, data: Path) -> None:
        self.config = Ticketing(kind="builtin")
        self._folder = data / "tickets"
        self._tickets = BuiltinTickets(self._folder)

    async def move(self, id: str, status: str) -> None:
        await self._tickets.set(id, {"status": status})

    async def comment(self, id: str, text: str, files: dict[str, bytes], public: bool = False) -> None:
        await self._tickets.comment(id, "李师傅", text, files, public=public)

    async def open(self, title: str, body: str, place: str) -> str:
        fields = {"status": "new", "urgency": "P2", "community": "云溪花园", "place": place}
        await self._tickets.write("M1", title, body, fields)
        return "M1"

    async def hand_on(self, id: str, due: str) -> None:
        await self._tickets.set(id, {"due": due})

    async def delete(self, id: str) -> None:
        (self._folder / f"{id}.json").unlink()


class HelpdeskOffice:
    def __init__(self, server: HelpdeskServer) -> None:
        self.config = Ticketing(**server.settings)
        self._headers = {"authorization": f"Token {server.clerk}"}

    async def move(self, id: str, status: str) -> None:
        numbers = {"open": 1, "reopened": 2, "resolved": 3, "closed": 4}
        await self._say({"ticket": id, "comment": "", "new_status": str(numbers[status])})

    async def comment(self, id: str, text: str, files: dict[str, bytes], public: bool = False) -> None:
        await self._say({"ticket": id, "comment": text, "public": str(public).lower()}, files)

    async def open(self, title: str, body: str, place: str) -> str:
        ticket = {
            "queue": int(self.config.project), "title": title, "description": body, "submitter_email": "",
            "priority": 3, "custom_community": "云溪花园", "custom_place": place,
        }  # fmt: skip
        async with httpx.AsyncClient(timeout=20) as http:
            url = f"{self.config.url}/api/tickets/"
            answer = await http.post(url, json=ticket, headers=self._headers)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    async def hand_on(self, id: str, due: str) -> None:
        async with httpx.AsyncClient(timeout=20) as http:
            url = f"{self.config.url}/api/tickets/{id}/"
            answer = await http.patch(url, json={"due_date": f"{due}T12:00:00+08:00"}, headers=self._headers)
        assert answer.status_code == 200, answer.text
        await self._say({"ticket": id, "comment": "改了日期"})

    async def delete(self, id: str) -> None:
        async with httpx.AsyncClient(timeout=20) as http:
            await http.delete(f"{self.config.url}/api/tickets/{id}/", headers=self._headers)

    async def _say(self, form: dict[str, str], files: dict[str, bytes] | None = None) -> None:
        sent = [("attachments", item) for item in (files or {}).items()]
        async with httpx.AsyncClient(timeout=20) as http:
            answer = await http.post(
                f"{self.config.url}/api/followups/", data=form, files=sent or None, headers=self._headers
            )
        assert answer.status_code == 201, answer.text


class RedmineOffice:
    def __init__(self, server: RedmineServer) -> None:
        self.config = Ticketing(**server.settings)
        self.seed = server.seed
        self._headers = {"x-redmine-api-key": server.clerk}

    async def move(self, id: str, status: str) -> None:
        await self._put(id, {"status_id": self.seed["statuses"][status]})

    async def open(self, title: str, body: str, place: str) -> str:
        fields = self.seed["custom_fields"]
        issue = {
            "project_id": self.config.project, "subject": title, "description": body,
            "tracker_id": self.seed["trackers"]["报修"],
            "custom_fields": [{"id": fields["小区"], "value": "云溪花园"}, {"id": fields["房号"], "value": place}],
        }  # fmt: skip
        async with httpx.AsyncClient(timeout=20) as http:
            url = f"{self.config.url}/issues.json"
            answer = await http.post(url, json={"issue": issue}, headers=self._headers)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["issue"]["id"])

    async def hand_on(self, id: str, due: str) -> None:
        await self._put(id, {"due_date": due})

    async def comment(self, id: str, text: str, files: dict[str, bytes], public: bool = False) -> None:
        uploads = []
        for name, content in files.items():
            async with httpx.AsyncClient(timeout=20) as http:
                kept = await http.post(
                    f"{self.config.url}/uploads.json", params={"filename": name}, content=content,
                    headers={**self._headers, "content-type": "application/octet-stream"},
                )  # fmt: skip
            uploads.append({"token": kept.json()["upload"]["token"], "filename": name})
        await self._put(id, {"notes": f"【业主】{text}" if public else text, "uploads": uploads})

    async def delete(self, id: str) -> None:
        admin = {"x-redmine-api-key": self.seed["admin_key"]}
        async with httpx.AsyncClient(timeout=20) as http:
            await http.delete(f"{self.config.url}/issues/{id}.json", headers=admin)

    async def _put(self, id: str, issue: dict[str, Any]) -> None:
        async with httpx.AsyncClient(timeout=20) as http:
            url = f"{self.config.url}/issues/{id}.json"
            answer = await http.put(url, json={"issue": issue}, headers=self._headers)
        assert answer.status_code == 204, answer.text


class RestServer:
    """The independent receiver in Node."""

    def __init__(self) -> None:
        node = shutil.which("node")
        if node is None:
            raise LookupError("node is not installed")
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        script = Path(__file__).parent / "ticket_receiver.mjs"
        self._process = subprocess.Popen([node, str(script), str(port), SECRET], stdout=subprocess.DEVNULL)
        end = time.monotonic() + 20
        while True:
            try:
                httpx.get(f"{self.url}/healthz", timeout=5)
                return
            except httpx.TransportError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.05)

    def reset(self) -> None:
        """As if it had just been started."""
        httpx.post(f"{self.url}/outside/reset", timeout=5)

    def stop(self) -> None:
        self._process.kill()
        self._process.wait()


class RestOffice:
    def __init__(self, server: RestServer) -> None:
        self.config = Ticketing(kind="rest", url=server.url, key=SECRET)

    async def move(self, id: str, status: str) -> None:
        await self.outside(f"move/{id}", {"status": status, "author": "李师傅"})

    async def open(self, title: str, body: str, place: str) -> str:
        fields = {"status": "new", "urgency": "P2", "community": "云溪花园", "place": place}
        made = await self.outside(
            "open", {"title": title, "body": body, "fields": fields, "author": "李师傅"}
        )
        id_: str = made["id"]
        return id_

    async def hand_on(self, id: str, due: str) -> None:
        await self.outside(f"set/{id}", {"due": due})

    async def comment(self, id: str, text: str, files: dict[str, bytes], public: bool = False) -> None:
        kept = [{"name": n, "content": base64.b64encode(c).decode()} for n, c in files.items()]
        await self.outside(
            f"comment/{id}", {"author": "李师傅", "text": text, "files": kept, "public": public}
        )

    async def delete(self, id: str) -> None:
        await self.outside(f"delete/{id}", {})

    async def fail_next(self, fault: str) -> None:
        async with httpx.AsyncClient() as http:
            await http.post(f"{self.config.url}/fault", json={"fault": fault})

    async def outside(self, path: str, body: dict[str, Any]) -> Any:
        async with httpx.AsyncClient() as http:
            answer = await http.post(f"{self.config.url}/outside/{path}", json=body)
        return answer.json()
