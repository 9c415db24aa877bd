"""GUANJIA_TICKETING: wrong settings are told of with the remedy, and the doctor finds what is wrong there."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from connectors.command_line import main
from connectors.settings import WrongSettings, read_settings
from connectors.ticketing.config import Ticketing
from evals.ticket_servers import HelpdeskServer, RedmineServer
from tests.connectors.ticket_systems import SECRET, RestServer

GOOD = {"kind": "redmine", "url": "https://redmine.example/", "key": "k-e-y", "project": "wuye"}


@pytest.mark.parametrize(
    ("setting", "told"),
    [
        ("{broken", "JSON"),
        ("[]", "JSON"),
        ({"kind": "jira"}, "`kind`"),
        ({**GOOD, "url": "redmine.example"}, "`url` write it as http"),
        ({**GOOD, "url": "https://u:p@redmine.example"}, "`url` put the key into `key`"),
        ({**GOOD, "key": ""}, "redmine needs `url` and `key`"),
        ({**GOOD, "project": ""}, "the project's identifier"),
        ({**GOOD, "kind": "helpdesk"}, "numbers"),
        ({**GOOD, "statuses": {"done": "x"}}, "`statuses` names done; known are new"),
        ({**GOOD, "back": {"Done": "finished"}}, "`back` leads to finished"),
        ({**GOOD, "fields": {"mail": "x"}}, "`fields` names mail"),
        ({**GOOD, "hook": "short"}, "16 characters"),
        ({**GOOD, "poll_seconds": 0}, "`poll_seconds`"),
        ({**GOOD, "colour": "red"}, "`colour`"),
    ],
)
def test_a_wrong_setting_is_named_with_its_place_and_never_its_value(
    setting: str | dict[str, Any], told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = setting if isinstance(setting, str) else json.dumps(setting)
    monkeypatch.setenv("GUANJIA_TICKETING", text)
    with pytest.raises(WrongSettings) as wrong:
        read_settings()
    assert str(wrong.value).startswith("GUANJIA_TICKETING: ")
    assert told in str(wrong.value)
    assert "k-e-y" not in str(wrong.value)
    ran = CliRunner().invoke(main, ["connector", "doctor"])
    assert ran.exit_code == 2
    assert ran.stderr.strip() == str(wrong.value)


def test_words_of_theirs_that_stand_for_several_of_ours_lead_to_the_farthest() -> None:
    config = Ticketing(kind="helpdesk", url="http://x", key="k", project="1", back={"duplicate": "cancelled"})
    assert config.our_status("open") == "in_progress"
    assert config.our_status("closed") == "closed"
    assert config.our_status("duplicate") == "cancelled"
    assert config.our_status("unheard of") is None


def doctor(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, setting: dict[str, Any] | None
) -> tuple[int, str]:
    if setting is None:
        monkeypatch.delenv("GUANJIA_TICKETING", raising=False)
    else:
        monkeypatch.setenv("GUANJIA_TICKETING", json.dumps(setting))
    ran = CliRunner().invoke(main, ["connector", "doctor", "--data", str(tmp_path)])
    return ran.exit_code, ran.stdout


def test_without_a_setting_there_is_nothing_to_examine(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert doctor(monkeypatch, tmp_path, None)[0] == 0


def test_a_system_that_is_away_is_said_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    code, said = doctor(monkeypatch, tmp_path, {**GOOD, "url": "http://127.0.0.1:9"})
    assert code == 1
    assert "错  http://127.0.0.1:9 is there\n    → start it, or correct `url`" in said


def test_a_wrong_secret_is_said_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, rest_server: RestServer
) -> None:
    setting = {"kind": "rest", "url": rest_server.url, "key": "not the secret"}
    code, said = doctor(monkeypatch, tmp_path, setting)
    assert code == 1
    assert "correct `key`" in said
    assert doctor(monkeypatch, tmp_path, {**setting, "key": SECRET})[0] == 0


def test_helpdesk_with_a_wrong_queue_and_field(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, helpdesk: HelpdeskServer
) -> None:
    setting = {**helpdesk.settings, "fields": {"place": "nowhere"}, "statuses": {"new": "fresh"}}
    code, said = doctor(monkeypatch, tmp_path, setting)
    assert code == 1
    assert "错  custom field nowhere\n    → add a custom field `nowhere` in the admin" in said
    assert "错  status fresh\n" in said


def test_redmine_with_a_wrong_status_field_and_project(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, redmine: RedmineServer
) -> None:
    setting = {**redmine.settings, "statuses": {"new": "没有"}, "fields": {"place": "不存在"}}
    code, said = doctor(monkeypatch, tmp_path, setting)
    assert code == 1
    assert "错  status 没有\n    → add it, and to the workflow" in said
    assert "错  custom field 不存在" in said
    code, said = doctor(monkeypatch, tmp_path, {**redmine.settings, "project": "nowhere"})
    assert (code, "correct `url` or `project`" in said) == (1, True)
