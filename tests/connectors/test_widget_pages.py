"""The widget's script and its demo page, as a browser's cache and a curious visitor see them."""

from __future__ import annotations

import html
import json
import re
from datetime import UTC, datetime

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from bot.labels import CATEGORIES, STATUSES, TYPES, URGENCIES
from connectors.widget import pages
from connectors.widget.tokens import Tokens
from knowledge.community import Community
from knowledge.errors import UnknownCommunity

NOW = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)
NAME = "云栖<花园>{{demo}}"


class Communities:
    def community(self, community: str) -> Community:
        if community != "yunxi":
            raise UnknownCommunity(community, ("yunxi",))
        return Community("yunxi", NAME, "base")


@pytest.fixture
def tokens() -> Tokens:
    return Tokens("a secret of at least thirty-two bytes", lambda: NOW)


@pytest.fixture
def client(tokens: Tokens) -> TestClient:
    return TestClient(Starlette(routes=pages.routes(Communities(), tokens, lambda: NOW)))


def owner_of(page: str) -> dict[str, str]:
    found = re.search(r"window\.GUANJIA_DEMO = (.*);</script>", page)
    assert found is not None
    owner: dict[str, str] = json.loads(found[1])["owners"][0]
    return owner


def test_the_script_is_complete_and_knows_every_chinese_name(client: TestClient) -> None:
    answer = client.get("/widget.js")
    assert answer.headers["content-type"].startswith("application/javascript")
    assert answer.headers["cache-control"] == "public, max-age=300"
    assert '"{{' not in answer.text
    for table in (TYPES, CATEGORIES, STATUSES, URGENCIES):
        assert json.dumps(table)[1:-1] in answer.text
    assert ":host" in answer.text


def test_an_unchanged_script_is_not_sent_again(client: TestClient) -> None:
    etag = client.get("/widget.js").headers["etag"]
    for known in (etag, f'"other", W/{etag}', "*"):
        answer = client.get("/widget.js", headers={"if-none-match": known})
        assert (answer.status_code, answer.content, answer.headers["etag"]) == (304, b"", etag)
    assert client.get("/widget.js", headers={"if-none-match": '"other"'}).status_code == 200


def test_the_demo_greets_with_the_communitys_name_and_day(client: TestClient) -> None:
    page = client.get("/demo/yunxi").text
    assert html.escape(NAME) in page
    assert "<花园>" not in page
    assert "3月2日 星期一" in page, "the day in the community's time zone"
    assert 'data-community="yunxi"' in page


def test_the_demos_owner_has_the_house_and_no_two_browsers_share_one(
    client: TestClient, tokens: Tokens
) -> None:
    first = tokens.owner(owner_of(client.get("/demo/yunxi").text)["token"], "yunxi")
    again = tokens.owner(owner_of(client.get("/demo/yunxi").text)["token"], "yunxi")
    client.cookies.clear()
    other = tokens.owner(owner_of(client.get("/demo/yunxi").text)["token"], "yunxi")
    house = first.houses[0]
    assert (house.building, house.unit, house.room) == ("3", "2", "1201")
    assert first.id == again.id
    assert first.id != other.id


def test_a_cookie_of_somebody_elses_making_chooses_no_owner(client: TestClient, tokens: Tokens) -> None:
    client.cookies.set("guanjia_demo", "x' OR owner", path="/demo")
    owner = tokens.owner(owner_of(client.get("/demo/yunxi").text)["token"], "yunxi")
    assert "OR" not in owner.id.removeprefix("yunxi:demo-")[26:]
    assert " " not in owner.id


@pytest.mark.parametrize("community", ["nowhere", "YUNXI", "yunxi%0A", "..%2fetc", "a" * 41, "%3Cscript%3E"])
def test_an_unknown_community_is_a_problem_document(client: TestClient, community: str) -> None:
    answer = client.get(f"/demo/{community}")
    assert answer.status_code == 404
    if community != "..%2fetc":  # a path of two parts is no page of ours at all
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["code"] == "not_found"


def test_the_demo_runs_no_script_but_its_own(client: TestClient) -> None:
    first, second = client.get("/demo/yunxi"), client.get("/demo/yunxi")
    policy = first.headers["content-security-policy"]
    nonce = re.search(r"script-src 'self' 'nonce-([^']+)'", policy)
    assert nonce is not None
    assert "default-src 'none'" in policy
    assert policy != second.headers["content-security-policy"]
    assert (
        re.findall(
            r"<script(?! nonce=\"" + re.escape(nonce[1]) + r"\")[^>]*>", first.text.split("// An app")[0]
        )
        == []
    )
    assert first.headers["x-content-type-options"] == "nosniff"
    assert first.headers["cache-control"] == "no-store"
