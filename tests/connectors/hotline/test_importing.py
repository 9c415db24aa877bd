"""Many files at once, and a folder that is watched."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, func, select

from bot.log import schema
from bot.log.replay import replay_views
from connectors.app import intake_of
from connectors.hotline.folder import WatchedFolder
from connectors.hotline.importing import Progress, files_in, import_files
from tests.connectors.desk_under_test import UnderTest
from tests.connectors.hotline.test_transcripts_route import body

LEAK = "坐席：您好\n业主：我家厨房水管漏水 三号楼二单元{room}\n坐席：给您登记"


def calls(count: int) -> str:
    """JSON Lines: each caller has one leak of their own."""
    lines = []
    for n in range(count):
        turns = [
            {"speaker": "caller", "text": f"我家厨房水管漏水 三号楼二单元{100 + n}室"},
            {"speaker": "agent", "text": "给您登记"},
        ]
        lines.append(json.dumps(body(call_id=f"c-{n}", caller=f"139{n:08}", turns=turns), ensure_ascii=False))
    return "\n".join(lines)


def imported(desk: UnderTest, *paths: Path) -> Progress:
    told: list[str] = []

    async def work() -> Progress:
        done = await import_files(
            intake_of(desk.parts), files_in(paths), "yunxi", lambda p: told.append(str(p))
        )
        assert told, "a long import says how far it is"
        return done

    return desk.run(work())


def test_every_kind_of_file_comes_in_and_a_second_time_nothing_does(tmp_path: Path) -> None:
    folder = tmp_path / "calls"
    folder.mkdir()
    (folder / "a.txt").write_text(LEAK.format(room="一零一"))
    (folder / "b.jsonl").write_text(calls(3))
    (folder / "c.srt").write_text("1\n00:00:00,000 --> 00:00:02,000\n业主：九号楼一单元楼道灯不亮\n")
    (folder / "broken.json").write_text("{")
    (folder / "notes.md").write_text("not a call")
    desk = UnderTest(tmp_path / "data")
    first = imported(desk, folder)
    assert (first.calls, first.known, first.orders, len(first.failed)) == (5, 0, 5, 1)
    assert "broken.json" in first.failed[0]
    again = imported(UnderTest(tmp_path / "data"), folder)
    assert (again.calls, again.known, again.orders) == (0, 5, 0)
    assert replay_views(desk.parts.settings.database_url, repair=False).clean


def test_one_caller_who_rings_twice_about_one_matter_has_one_order(tmp_path: Path) -> None:
    twice = tmp_path / "a.jsonl"
    lines = [json.dumps(body(call_id=f"c-{n}"), ensure_ascii=False) for n in range(2)]
    twice.write_text("\n".join(lines))
    desk = UnderTest(tmp_path / "data")
    done = imported(desk, twice)
    assert done.calls == 2
    assert _orders(desk.parts.settings.database_url) == 1


def test_an_import_that_was_killed_goes_on_and_nothing_is_twice(tmp_path: Path) -> None:
    count = 300
    source = tmp_path / "calls.jsonl"
    source.write_text(calls(count))
    data = tmp_path / "data"
    env = {**os.environ, "GUANJIA_DATA": str(data), "OMP_NUM_THREADS": "1"}
    command = [sys.executable, "-m", "connectors.command_line", "hotline", "import", str(source)]
    url = f"sqlite:///{data / 'guanjia.db'}"
    killed = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while _orders(url) < 20:
        assert time.monotonic() < deadline
        assert killed.poll() is None, "it was through before it could be killed: make it longer"
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    before = _orders(url)
    assert 20 <= before < count
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    assert f"{count - before} calls taken in, {before} known before" in done.stdout
    assert _orders(url) == count
    assert replay_views(url, repair=False).clean


def test_the_command_refuses_what_is_not_there(tmp_path: Path) -> None:
    env = {**os.environ, "GUANJIA_DATA": str(tmp_path / "data")}
    command = [
        sys.executable,
        "-m",
        "connectors.command_line",
        "hotline",
        "import",
        str(tmp_path / "none.json"),
    ]
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2
    assert "no such file" in done.stderr


@pytest.fixture
def watched(tmp_path: Path) -> tuple[UnderTest, WatchedFolder, Path]:
    folder = tmp_path / "in"
    folder.mkdir()
    desk = UnderTest(tmp_path / "data")
    return desk, WatchedFolder(folder, "yunxi", intake_of(desk.parts), 1.0), folder


def test_a_file_at_rest_is_taken_in_and_put_away(watched: tuple[UnderTest, WatchedFolder, Path]) -> None:
    desk, folder, path = watched

    async def work() -> None:
        (path / "a.txt").write_text("坐席：您好")
        assert await folder.look() == 0, "it may still be being written"
        (path / "a.txt").write_text(LEAK.format(room="一零一"))
        assert await folder.look() == 0, "it has changed since"
        assert await folder.look() == 1
        assert _names(path / "done") == ["a.txt"]
        assert not (path / "a.txt").exists()
        assert _orders(desk.parts.settings.database_url) == 1
        (path / "a.txt").write_text(LEAK.format(room="一零一"))
        await folder.look()
        await folder.look()
        assert len(_names(path / "done")) == 2, "nothing is overwritten"
        assert _orders(desk.parts.settings.database_url) == 1, "the same call is one"

    desk.run(work())


def test_a_file_that_holds_no_call_is_put_aside_with_the_reason(
    watched: tuple[UnderTest, WatchedFolder, Path],
) -> None:
    desk, folder, path = watched

    async def work() -> None:
        (path / "a.json").write_text("{")
        (path / "b.wav").write_bytes(b"RIFF")
        (path / "c.docx").write_bytes(b"x")
        await folder.look()
        await folder.look()
        assert _names(path / "refused") == ["a.json", "a.json.reason.txt", "b.wav", "b.wav.reason.txt"]
        assert "GUANJIA_SPEECH_URL" in (path / "refused" / "b.wav.reason.txt").read_text()
        assert (path / "c.docx").exists(), "what is no transcript is left alone"
        assert _orders(desk.parts.settings.database_url) == 0

    desk.run(work())


def test_the_server_watches_the_folder_that_is_set(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text(LEAK.format(room="一零一"))
    desk = UnderTest(tmp_path / "data", hotline_folder=folder, hotline_seconds=0.01)

    async def work() -> None:
        async with asyncio.timeout(30):
            while not (folder / "done" / "a.txt").exists():  # noqa: ASYNC110  a folder rings no bell
                await asyncio.sleep(0.01)

    desk.run(work())
    assert _orders(desk.parts.settings.database_url) == 1


def _names(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir())


def _orders(url: str) -> int:
    if not Path(url.removeprefix("sqlite:///")).exists():
        return 0
    engine: Any = create_engine(url)
    try:
        with engine.connect() as connection:
            if not engine.dialect.has_table(connection, "orders"):
                return 0
            return int(connection.execute(select(func.count()).select_from(schema.orders)).scalar() or 0)
    finally:
        engine.dispose()
