"""The malformed inputs: for every endpoint each fault in each of its parts, then damage at random."""

from __future__ import annotations

import gzip
import random
from collections.abc import Iterator
from dataclasses import dataclass

from evals.hostile import envelopes, tokens, values
from evals.hostile.doors import Doors, fresh, parameters
from evals.hostile.endpoints import A_TIME, Endpoint
from evals.hostile.multipart import forms
from evals.hostile.values import at, broken, changed, damaged, places, without
from evals.wire import request

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "BREW")
_TYPES = (
    "", "text/plain", "application/xml", "text/xml", "application/x-www-form-urlencoded", "multipart/form-data",
    "multipart/form-data; boundary=", "application/json; charset=utf-16", "application/json; charset=no-such",
    "application/json;;;", "application/vnd.x+json", "APPLICATION/JSON", "application/json, text/plain", "*/*", "a" * 9000,
    "application/json\x80",
)  # fmt: skip
_PATHS = (
    "//", "/..", "/../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/api/v1/../../etc/passwd", "/..%5c..%5cetc", "/%00", "/%ff",
    "/.env", "/.git/config", "/api/v1//widget/messages", "/api/v1/widget/messages/", "/API/V1/WIDGET/MESSAGES",
    "/widget.js/../secret", "/widget.js%2f..%2f..%2fpyproject.toml", "/demo/..%2f..%2fpyproject.toml", "/demo/%2e%2e",
    "/static/..%2f..%2fconnectors%2fapp.py", "/widget/static/../../app.py", "/docs/%2e%2e/openapi.json", "/wechat", "/wechat/",
    "/wechat/owners/x", "/%", "/%zz", "/" + "a" * 60_000, "/?" + "a=1&" * 15_000, "/" + "a/" * 20_000, "/;/", "/\x7f", "/\x80",
    "http://169.254.169.254/latest", "http://[::1", "*", "x", "/%F0%9F%98%80", "/api/v1/work-orders/%2e%2e/history",
)  # fmt: skip
_HEADERS = (
    {"X-Long": "a" * 60_000}, {"Cookie": "a=b; " * 10_000}, {"Host": ""}, {"Host": "evil\x80"}, {"X-Forwarded-For": "x" * 9000},
    {"X-Forwarded-Proto": "javascript"}, {"Expect": "100-continue"}, {"Expect": "200-maybe"}, {"Range": "bytes=9-1,0-"},
    {"If-Modified-Since": "yesterday"}, {"Accept": "application/xml;q=0"}, {"Accept-Encoding": "zip"}, {"Connection": "Upgrade"},
    {"Transfer-Encoding": "identity"}, {"X-HTTP-Method-Override": "DELETE"}, {"Origin": "null"}, {"Accept-Language": "\x80" * 99},
    {"Upgrade": "h2c", "Connection": "Upgrade, HTTP2-Settings"}, {f"X-{n}": "1" for n in range(300)},
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Case:
    """refuse: it has to be answered with a 4xx. legal: False where HTTP itself is broken, so that the server
    may answer it without the app, or hang up."""

    family: str
    what: str
    sent: bytes
    refuse: bool = False
    legal: bool = True


def cases(doors: Doors, found: list[Endpoint]) -> Iterator[Case]:
    """Every fault that is listed, at every endpoint."""
    for endpoint in found:
        yield from _methods(doors, endpoint, {e.method for e in found if e.template == endpoint.template})
        yield from _addresses(doors, endpoint)
        yield from _headers(doors, endpoint)
        if endpoint.body is not None:
            yield from _bodies(doors, endpoint)
        if endpoint.form:
            good = {"Content-Type": "multipart/form-data; boundary=b", **doors.credentials(endpoint)}
            for type_, body, refuse in forms():
                headers = {**good, "Content-Type": type_}
                yield Case(
                    "multipart", str(endpoint), request("POST", doors.path(endpoint), body, headers), refuse
                )
        if endpoint in doors.guarded:
            yield from _credentials(doors, endpoint)
    for path in _PATHS:
        yield Case("paths", path[:60], request("GET", path), legal=path.startswith("/") and path.isascii())
    yield from _owner_tokens(doors)
    yield from _wechat(doors)
    yield from _lines()


def at_random(rng: random.Random, doors: Doors, found: list[Endpoint]) -> Iterator[Case]:
    """Damage without end."""
    written = [e for e in found if e.body is not None]
    account = dict(doors.account)
    while True:
        if rng.random() < 0.25:
            path, body = (
                envelopes.plain(account),
                damaged(rng, envelopes.xml(MsgId=str(rng.randrange(10**12)))),
            )
            yield Case("damage", "POST /wechat", request("POST", path, body))
        else:
            endpoint = rng.choice(written)
            yield Case("damage", str(endpoint), doors.good(endpoint, damaged(rng, fresh(endpoint.body))))


def _methods(doors: Doors, endpoint: Endpoint, known: set[str]) -> Iterator[Case]:
    for method in set(METHODS) - known:
        refuse = method not in ("HEAD", "OPTIONS")
        sent = request(method, doors.path(endpoint), b"{}", doors.credentials(endpoint))
        yield Case("methods", f"{method} {endpoint.template}", sent, refuse)


def _addresses(doors: Doors, endpoint: Endpoint) -> Iterator[Case]:
    headers = {"Content-Type": "application/json", **doors.credentials(endpoint)}
    body = None if endpoint.body is None else fresh(endpoint.body)
    for name in parameters(endpoint):
        for odd in values.IN_PATH:
            path = doors.path(endpoint, **{name: odd})
            yield Case("path parameters", f"{endpoint} {name}", request(endpoint.method, path, body, headers))
    for name in (*endpoint.query, "no_such_parameter"):
        few = values.IN_QUERY if name in endpoint.query else values.IN_QUERY[::20]
        for odd in few:
            path = f"{doors.path(endpoint)}?{name}={odd}"
            yield Case("queries", f"{endpoint} {name}", request(endpoint.method, path, body, headers))
    for query in (
        "a=1&" * 15_000,
        "a" * 60_000,
        "&".join(f"{n}" for n in endpoint.query) * 50,
        "%" * 300,
        "\x7f",
    ):
        path = f"{doors.path(endpoint)}?{query}"
        yield Case("queries", f"{endpoint} {query[:10]}", request(endpoint.method, path, body, headers))


def _headers(doors: Doors, endpoint: Endpoint) -> Iterator[Case]:
    for headers in _HEADERS:
        yield Case(
            "headers", f"{endpoint} {next(iter(headers))}", doors.good(endpoint, headers=headers), legal=False
        )


def _bodies(doors: Doors, endpoint: Endpoint) -> Iterator[Case]:
    whole = fresh(endpoint.body)
    for body in broken(whole):
        refuse = bool(endpoint.required) or body not in (b"", b"null")
        yield Case("broken bodies", f"{endpoint} {body[:20]!r}", doors.good(endpoint, body), refuse)
    for type_ in _TYPES:
        sent = doors.good(endpoint, headers={"Content-Type": type_})
        yield Case("content types", f"{endpoint} {type_[:30]}", sent)
    sent = doors.good(endpoint, gzip.compress(whole), {"Content-Encoding": "gzip"})
    yield Case("content types", f"{endpoint} gzip", sent, refuse=True)
    for utf in ("utf-16", "utf-32", "utf-7"):
        yield Case("content types", f"{endpoint} {utf}", doors.good(endpoint, whole.decode().encode(utf)))
    yield from _chunked(doors, endpoint, whole)
    for name in endpoint.required:
        body = fresh(without(endpoint.body, name))
        yield Case("missing fields", f"{endpoint} {name}", doors.good(endpoint, body), refuse=True)
    for place in places(endpoint.body):
        for odd in values.DATES if at(endpoint.body, place) == A_TIME else ():
            body = fresh(changed(endpoint.body, place, odd))
            yield Case("odd times", f"{endpoint} {place} {odd}", doors.good(endpoint, body))
        for odd in values.ODD:
            body = fresh(changed(endpoint.body, place, odd))
            yield Case(
                "odd fields", f"{endpoint} {place} {body[:0]!r}{str(odd)[:20]!r}", doors.good(endpoint, body)
            )
    for odd in values.ODD[::6]:
        body = fresh({**endpoint.body, "no_such_field": odd, "__proto__": odd, "id": odd})
        yield Case("extra fields", f"{endpoint} {str(odd)[:20]!r}", doors.good(endpoint, body))


def _chunked(doors: Doors, endpoint: Endpoint, whole: bytes) -> Iterator[Case]:
    headers = {
        "Content-Type": "application/json",
        "Transfer-Encoding": "chunked",
        **doors.credentials(endpoint),
    }
    head = request(endpoint.method, doors.path(endpoint), headers=headers)

    def chunks(body: bytes, size: int) -> bytes:
        parts = (body[n : n + size] for n in range(0, len(body), size))
        return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"

    yield Case("chunked", f"{endpoint} by bytes", head + chunks(whole, 1))
    yield Case("chunked", f"{endpoint} huge", head + chunks(b" " * 5_000_000, 50_000), refuse=True)
    for bad in (b"zz\r\n{}\r\n", b"-1\r\n", b"ffffffffffffffffff\r\n{}", b"5\r\n{}\r\n0\r\n\r\n"):
        yield Case("chunked", f"{endpoint} {bad[:8]!r}", head + bad + b"0\r\n\r\n", legal=False)


def _credentials(doors: Doors, endpoint: Endpoint) -> Iterator[Case]:
    for token in tokens.GARBAGE:
        for headers in ({"Authorization": f"Bearer {token}"}, {"X-API-Key": token, "Authorization": ""}):
            sent = doors.good(endpoint, headers=headers)
            yield Case("credentials", f"{endpoint} {token[:20]!r}", sent, refuse=True)
    other = doors.key if endpoint in doors.by_session else doors.session
    owner = tokens.signed({"alg": "HS256"}, tokens.claims(), doors.secret)
    forged = tokens.signed(
        {"alg": "HS256"}, {"sid": "x", "com": "yunxi", "own": "x", "pho": None, "hou": [], "exp": 9e9}, ""
    )
    nested = tokens.signed(b'{"alg":' * 5_000, b"{}", "")
    unsigned = tokens.signed({"alg": "none"}, {"sid": "x"}, "").rpartition(".")[0] + "."
    for token in (
        other,
        owner,
        forged,
        nested,
        unsigned,
        doors.session[:-2],
        doors.session + "A",
        doors.key + "A",
    ):
        sent = doors.good(endpoint, headers={"Authorization": f"Bearer {token}"})
        yield Case("credentials", f"{endpoint} {token[:20]!r}", sent, refuse=True)
    for scheme in ("", "Basic eDp4", "Bearer", "Digest x", f"bearer:{doors.key}", f"Token {doors.key}"):
        sent = doors.good(endpoint, headers={"Authorization": scheme})
        yield Case("credentials", f"{endpoint} {scheme[:20]!r}", sent, refuse=True)


def _owner_tokens(doors: Doors) -> Iterator[Case]:
    headers = {"Content-Type": "application/json"}
    for refuse, found in ((True, tokens.bad(doors.secret)), (False, tokens.odd(doors.secret))):
        for token in found:
            body = fresh({"community": "yunxi", "owner_token": token})
            sent = request("POST", "/api/v1/widget/sessions", body, headers)
            yield Case("owner tokens", f"{token[:24]!r} {len(token)}", sent, refuse)


def _wechat(doors: Doors) -> Iterator[Case]:
    account, headers = dict(doors.account), {"Content-Type": "text/xml"}
    for path in envelopes.unsigned(account):
        yield Case("wechat unsigned", f"GET {path[:60]}", request("GET", path), refuse=True)
        yield Case(
            "wechat unsigned",
            f"POST {path[:60]}",
            request("POST", path, envelopes.xml(), headers),
            refuse=True,
        )
    for path, body in envelopes.malformed(account):
        yield Case("wechat malformed", repr(body[:60]), request("POST", path, body, headers), refuse=True)
    for path, body in envelopes.unusual(account):
        yield Case("wechat unusual", repr(body[-80:]), request("POST", path, body, headers))


def _lines() -> Iterator[Case]:
    for line in (
        b"\r\n\r\n", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 200, b"GET\r\n\r\n", b"GET /\r\n\r\n",
        b"GET / HTTP/9.9\r\nHost: x\r\n\r\n", b"GET / HTTP/1.1\r\n\r\n", b"G\x00T / HTTP/1.1\r\nHost: x\r\n\r\n",
        b"POST /api/v1/widget/messages HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n",
        b"POST /api/v1/widget/messages HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        b"POST /api/v1/widget/messages HTTP/1.1\r\nHost: x\r\nContent-Length: " + b"9" * 5000 + b"\r\n\r\n",
        b"POST /api/v1/widget/messages HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
        b"POST /api/v1/widget/messages HTTP/1.1\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}",
        b"GET / HTTP/1.1\r\nHost: x\r\n: empty\r\n\r\n", b"GET / HTTP/1.1\r\nHost: x\r\nA\x00: b\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nA: b\r\n folded\r\n\r\n", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"CONNECT example.com:443 HTTP/1.1\r\nHost: x\r\n\r\n", b"\xff" * 3000, b"GET " + b"/" * 200_000 + b" HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + b"A: b\r\n" * 20_000 + b"\r\n",
    ):  # fmt: skip
        yield Case("request lines", repr(line[:50]), line, legal=False)
