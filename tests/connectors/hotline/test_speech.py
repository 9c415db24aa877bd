"""Recordings by way of a speech server: a small real one that does what a script tells it."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from connectors.app import intake_of
from connectors.hotline.folder import WatchedFolder
from connectors.hotline.formats import Unreadable
from connectors.hotline.importing import files_in, import_files
from connectors.hotline.speech import SpeechDown, SpeechServer
from connectors.settings import Settings
from tests.connectors.desk_under_test import UnderTest

Answer = tuple[int, bytes]
SEGMENTS = [
    {"start": 0.0, "end": 2.0, "text": "您好云溪物业请讲"},
    {"start": 2.1, "end": 8.0, "text": "我家厨房水管漏水三号楼二单元一二零一"},
    {"start": 8.2, "end": 9.0, "text": "好的给您登记"},
]
HEARD = (200, json.dumps({"text": "…", "segments": SEGMENTS}).encode())


class Scripted:
    """asked: the requests so far, as (path, authorization, body). script: what each is answered with, by number."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, bytes]] = []
        self.script: Callable[[int], Answer | None] = lambda _: HEARD
        scripted = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                sent = self.rfile.read(int(self.headers["content-length"]))
                scripted.asked.append((self.path, self.headers.get("authorization", ""), sent))
                answer = scripted.script(len(scripted.asked))
                if answer is None:
                    scripted.gone.wait(30)
                    return
                self.send_response(answer[0])
                self.send_header("content-length", str(len(answer[1])))
                self.end_headers()
                self.wfile.write(answer[1])

            def log_message(self, *_: Any) -> None:
                pass

        self.gone = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/v1"
        self._thread = threading.Thread(target=self._server.serve_forever)
        self._thread.start()

    def stop(self) -> None:
        self.gone.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@pytest.fixture
def server() -> Iterator[Scripted]:
    scripted = Scripted()
    yield scripted
    scripted.stop()


class Naps:
    """Instead of sleeping: remembers how long it would have been."""

    def __init__(self) -> None:
        self.taken: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.taken.append(seconds)


def turns_of(url: str, naps: Naps | None = None, seconds: float = 20.0) -> list[dict[str, Any]]:
    settings = Settings(speech_url=url, speech_key="sk-1", speech_model="sense", speech_seconds=seconds)
    return asyncio.run(SpeechServer(settings, naps or Naps()).turns("a.wav", b"RIFF1234"))


def test_a_recording_becomes_turns(server: Scripted) -> None:
    turns = turns_of(server.url)
    assert [t["speaker"] for t in turns] == ["agent", "caller", "agent"]
    assert turns[1]["text"].startswith("我家厨房水管漏水")
    assert (turns[1]["start"], turns[1]["end"]) == (2.1, 8.0)
    path, key, sent = server.asked[0]
    assert (path, key) == ("/v1/audio/transcriptions", "Bearer sk-1")
    assert b"RIFF1234" in sent
    assert b"sense" in sent


def test_voices_that_the_server_tells_apart_are_kept(server: Scripted) -> None:
    segments = [{"text": t, "speaker": s} for t, s in (("喂", "B"), ("您好", "A"), ("灯坏了", "B"))]
    server.script = lambda _: (200, json.dumps({"segments": segments}).encode())
    assert [t["speaker"] for t in turns_of(server.url)] == ["agent", "caller", "agent"]
    named = [{"text": t, "speaker": s} for t, s in (("喂", "客户"), ("您好", "客服"))]
    server.script = lambda _: (200, json.dumps({"segments": named}).encode())
    assert [t["speaker"] for t in turns_of(server.url)] == ["caller", "agent"]


def test_a_server_that_gives_only_text_will_do(server: Scripted) -> None:
    server.script = lambda _: (200, json.dumps({"text": "您好云溪物业请讲。我家灯坏了。给您登记。"}).encode())
    assert [t["speaker"] for t in turns_of(server.url)] == ["agent", "caller", "agent"]


def test_what_may_pass_is_tried_again(server: Scripted) -> None:
    naps = Naps()
    server.script = lambda n: HEARD if n == 3 else (503, b"") if n == 1 else (429, b"")
    assert len(turns_of(server.url, naps)) == 3
    assert naps.taken == [1.0, 2.0]


def test_a_server_that_stays_down_is_said_to_be_down(server: Scripted) -> None:
    server.script = lambda _: (500, b"")
    with pytest.raises(SpeechDown, match=r"500.*GUANJIA_SPEECH_URL"):
        turns_of(server.url)
    assert len(server.asked) == 3
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    with pytest.raises(SpeechDown, match="ConnectError"):
        turns_of(f"http://127.0.0.1:{port}/v1")


def test_a_server_that_never_answers_costs_the_time_limit(server: Scripted) -> None:
    server.script = lambda _: None
    with pytest.raises(SpeechDown, match="no answer"):
        turns_of(server.url, seconds=0.05)


def test_what_the_server_refuses_is_not_tried_again(server: Scripted) -> None:
    server.script = lambda _: (400, b"")
    with pytest.raises(Unreadable, match="400"):
        turns_of(server.url)
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    "content", [b"", b"<html>", b"5", b"{}", b'{"segments":5}', b'{"segments":[{"start":1}]}']
)
def test_an_answer_that_is_no_transcript_is_refused(server: Scripted, content: bytes) -> None:
    server.script = lambda _: (200, content)
    with pytest.raises(Unreadable):
        turns_of(server.url)


def test_an_imported_recording_opens_its_order_and_is_never_sent_twice(
    server: Scripted, tmp_path: Path
) -> None:
    recording = tmp_path / "20261120-091400_13800010001.wav"
    recording.write_bytes(b"RIFF1234")
    desk = UnderTest(tmp_path / "data", speech_url=server.url)

    async def work() -> None:
        for new in (1, 0):
            done = await import_files(intake_of(desk.parts), files_in([recording]), "yunxi", lambda _: None)
            assert (done.calls, done.orders, done.failed) == (new, new, [])

    desk.run(work())
    assert len(server.asked) == 1


def test_a_recording_waits_in_the_folder_until_the_server_is_back(server: Scripted, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.wav").write_bytes(b"RIFF1234")
    desk = UnderTest(tmp_path / "data")
    speech = SpeechServer(Settings(speech_url=server.url), Naps())
    intake = intake_of(desk.parts)
    watched = WatchedFolder(
        folder, "yunxi", type(intake)(intake.desk, intake.library, intake.secret, speech), 1.0
    )

    async def work() -> None:
        server.script = lambda _: (503, b"")
        await watched.look()
        await watched.look()
        assert (folder / "a.wav").exists()
        server.script = lambda _: HEARD
        await watched.look()
        assert (folder / "done" / "a.wav").exists()

    desk.run(work())
