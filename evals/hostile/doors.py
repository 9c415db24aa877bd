"""A server to attack, and what a caller in good standing has: the attack begins where they are let in."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from connectors.settings import Settings
from connectors.widget.tokens import Tokens
from evals.hostile.endpoints import UNIQUE, Endpoint
from evals.hostile.tokens import claims, signed
from evals.hostile.values import rendered
from evals.owners import ACCOUNT
from evals.serving import Serving
from evals.wire import Wire, request

_PARAMETER = re.compile(r"\{(\w+)(?::\w+)?\}")
_count = itertools.count()


@dataclass(frozen=True, slots=True)
class Doors:
    """session: a widget session's token. key: an API key for everything. secret: the community's app secret.
    guarded: endpoints that let nobody in without credentials. order: the number of a work order that is there."""

    account: Mapping[str, Any]
    key: str
    session: str
    secret: str
    order: str
    guarded: frozenset[Endpoint]
    by_session: frozenset[Endpoint]

    def credentials(self, endpoint: Endpoint) -> dict[str, str]:
        if endpoint not in self.guarded:
            return {}
        return {"Authorization": f"Bearer {self.session if endpoint in self.by_session else self.key}"}

    def path(self, endpoint: Endpoint, **changes: str) -> str:
        known = {"community": "yunxi", "account": str(self.account["name"]), "number": self.order, **changes}
        return _PARAMETER.sub(lambda m: known.get(m[1], "x1"), endpoint.template)

    def good(self, endpoint: Endpoint, body: Any = None, headers: Mapping[str, str] | None = None) -> bytes:
        """A request as it should be, but for that body or those headers."""
        sent = {"Content-Type": "application/json", **self.credentials(endpoint), **(headers or {})}
        payload = body if isinstance(body, bytes) else fresh(endpoint.body if body is None else body)
        bodiless = endpoint.body is None and body is None
        return request(endpoint.method, self.path(endpoint), None if bodiless else payload, sent)


def parameters(endpoint: Endpoint) -> list[str]:
    """Names of its path's parameters."""
    return _PARAMETER.findall(endpoint.template)


def fresh(body: Any) -> bytes:
    """JSON with ids that no other request has: the same id again would only get the same answer."""
    return rendered(body).replace(f'"{UNIQUE}"'.encode(), f'"h{next(_count)}"'.encode())


async def enter(serving: Serving, key: str, found: list[Endpoint]) -> Doors:
    """Opens a session and an order, and finds out which endpoint wants which credentials."""
    tokens = Tokens(Settings(data=serving.data).master_secret, _no_clock)
    secret = tokens.app_secret("yunxi")
    owner = signed({"alg": "HS256"}, claims(), secret)
    async with Wire(serving.port) as wire:
        opened = await _json(
            wire, "/api/v1/widget/sessions", {"community": "yunxi", "owner_token": owner}, ""
        )
        order = {"community": "yunxi", "type": "repair", "summary": "水管漏水", "building": "3"}
        number = (await _json(wire, "/api/v1/work-orders", order, key))["number"]
        session = opened["token"]
        open_to_all = Doors(ACCOUNT, key, session, secret, number, frozenset(), frozenset())
        guarded: set[Endpoint] = set()
        by_session: set[Endpoint] = set()
        for endpoint in found:
            if await _status(wire, open_to_all.good(endpoint)) != 401:
                continue
            guarded.add(endpoint)
            for token, known in ((key, set[Endpoint]()), (session, by_session)):
                headers = {"Authorization": f"Bearer {token}"}
                if await _status(wire, open_to_all.good(endpoint, headers=headers)) not in (401, 403):
                    known.add(endpoint)
                    break
    return Doors(ACCOUNT, key, session, secret, number, frozenset(guarded), frozenset(by_session))


async def _json(wire: Wire, path: str, body: Any, token: str) -> Any:
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
    answer = await wire.ask(request("POST", path, json.dumps(body).encode(), headers))
    if answer is None or answer.status >= 300:
        raise RuntimeError(f"{path} gave {answer}")
    return json.loads(answer.body)


async def _status(wire: Wire, sent: bytes) -> int:
    answer = await wire.ask(sent)
    return answer.status if answer is not None else 0


def _no_clock() -> Any:
    raise AssertionError("only the secret is asked for")
