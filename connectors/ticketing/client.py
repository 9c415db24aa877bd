"""HTTP to a ticket system: one time limit, and every failure as what it means for the mirror."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import httpx
import orjson

from connectors.ticketing.port import Away, Failed, Refused

_SECONDS = 10.0
_LATER = frozenset({408, 425, 429, 502, 503, 504})
_NO_KEY = 401
"""A key that is not taken is no fault of a ticket: the whole system waits until somebody has looked."""


class Client:
    """url: the system's root. headers: of every request. Each request has a connection of its own: there are few, and
    a kept one would be dead whenever the system was restarted."""

    def __init__(self, url: str, headers: Mapping[str, str]) -> None:
        self._url = url
        self._headers = dict(headers)
        self._trust = httpx.create_ssl_context()

    async def ask(
        self, method: str, path: str, *, json: Any = None, content: bytes | None = None,
        params: Mapping[str, str | int] | None = None, headers: Mapping[str, str] | None = None,
        data: Mapping[str, str] | None = None, files: Any = None, missing: bool = False,
    ) -> httpx.Response | None:  # fmt: skip
        """The answer where it is 2xx; None for 404 and 410 where `missing` expects that. path: behind the root, or a
        whole address under it. Raises a TicketProblem."""
        url = path if path.startswith(("http://", "https://")) else self._url + path
        if not url.startswith(self._url + "/"):
            raise Refused(f"it names an address outside {self._url}: {url[:100]}")
        sent: dict[str, Any] = {"headers": {**self._headers, **(headers or {})}, "params": params}
        if json is not None:
            sent["content"] = orjson.dumps(json)
            sent["headers"]["content-type"] = "application/json"
        elif content is not None:
            sent["content"] = content
        else:
            sent |= {"data": data, "files": files}
        try:
            async with httpx.AsyncClient(timeout=_SECONDS, verify=self._trust) as http:
                answer = await http.request(method, url, **sent)
        except httpx.TransportError as error:
            raise Away(f"{type(error).__name__}: {error}"[:200]) from error
        return _judged(answer, missing)

    async def json(self, method: str, path: str, **more: Any) -> Any:
        """The answer's JSON; None for a 404 that was expected."""
        answer = await self.ask(method, path, **more)
        if answer is None:
            return None
        try:
            return orjson.loads(answer.content)
        except orjson.JSONDecodeError as error:  # e.g. a proxy's or a login page
            raise Away(f"{path} answered no JSON", answer.status_code) from error


def _judged(answer: httpx.Response, missing: bool) -> httpx.Response | None:
    status = answer.status_code
    if answer.is_success:
        return answer
    if missing and status in (404, 410):
        return None
    told = f"{status} {answer.text[:150]}".replace("\n", " ").strip()
    if status in _LATER or status == _NO_KEY:
        after = answer.headers.get("retry-after", "")
        raise Away(told, status, float(after) if after.isdigit() else 0.0)
    if status >= 500:
        raise Failed(told, status)
    raise Refused(told, status)
