"""What the company's app says of an owner, read as it can be used."""

from __future__ import annotations

from datetime import UTC, datetime

import jwt
import pytest

from bot.message import OwnedHouse, Owner
from connectors.problems import Unauthorised
from connectors.widget.tokens import Tokens

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
TOKENS = Tokens("s" * 64, lambda: NOW)


def token(**changes: object) -> str:
    claims = {
        "sub": "o1",
        "community": "yunxi",
        "phone": "13800001111",
        "houses": [],
        "exp": 4_000_000_000,
        **changes,
    }
    return jwt.encode(claims, TOKENS.app_secret("yunxi"), algorithm="HS256")


def test_an_owner_with_a_house() -> None:
    house = {"building": "3", "unit": "2", "room": "1201", "role": "tenant"}
    owner = TOKENS.owner(token(houses=[house]), "yunxi")
    assert owner == Owner("yunxi:o1", "13800001111", (OwnedHouse("3", "2", "1201", "tenant"),))


@pytest.mark.parametrize("nothing", ["", " ", "\x00", "\x1b"])
def test_an_empty_part_of_a_house_is_not_known(nothing: str) -> None:
    """Else an order would be opened for it without asking where it is."""
    owner = TOKENS.owner(token(houses=[{"building": nothing, "unit": nothing, "room": nothing}]), "yunxi")
    assert owner.houses == (OwnedHouse(None, None, None),)


@pytest.mark.parametrize(
    "change",
    [{"exp": 1}, {"exp": "x"}, {"community": "other"}, {"sub": "a b"}, {"phone": "１３８００００１１１１"}],
)
def test_what_does_not_hold_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(Unauthorised):
        TOKENS.owner(token(**change), "yunxi")


def test_a_token_of_another_community_is_refused() -> None:
    with pytest.raises(Unauthorised):
        TOKENS.owner(token(), "other")
