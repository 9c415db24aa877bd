"""An evaluation leaves the real desk alone."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.log.sql import SqlLog
from evals.caller import Caller
from evals.reading import NOW
from evals.rehearsal import opened


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with a database, a secret and a picture."""
    folder = tmp_path / "data"
    (folder / "attachments").mkdir(parents=True)
    (folder / "attachments" / "picture").write_bytes(b"x")
    (folder / "secret").write_text("s" * 64)
    log = SqlLog(f"sqlite:///{folder / 'guanjia.db'}")
    log.start()
    asyncio.run(log.lease_numbers("orders", 700))
    log.stop()
    return folder


def test_real_data_is_read_and_never_written(data: Path) -> None:
    before = {p: p.read_bytes() for p in data.rglob("*") if p.is_file()}
    with opened(data) as desk:
        caller = Caller(desk, "yunxi")
        answered = asyncio.run(caller.say("5号楼楼道着火了,浓烟滚滚", NOW))
        folder = desk.parts.settings.data
        assert not (folder / "attachments").exists()
        assert (folder / "secret").read_text() != "s" * 64
    assert [o.number for o in answered.touched] == ["GD100701"]
    assert {p: p.read_bytes() for p in data.rglob("*") if p.is_file()} == before
    assert not folder.exists()


def test_nothing_outside_is_called_whatever_the_environment_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUANJIA_DATABASE", "postgresql://real.example/guanjia")
    monkeypatch.setenv("GUANJIA_REDIS", "redis://real.example")
    with opened() as desk:
        settings = desk.parts.settings
        assert settings.database_url.startswith("sqlite:///")
        assert settings.redis == ""


def test_each_caller_is_somebody_else() -> None:
    with opened() as desk:
        first, second = Caller(desk, "yunxi"), Caller(desk, "yunxi")
        asyncio.run(first.say("转人工", NOW))
        assert first.stream != second.stream
        assert asyncio.run(first.conversation()).holder == "queue"
        assert asyncio.run(second.conversation()).holder == "bot"
        assert desk.parts.clock() == NOW
