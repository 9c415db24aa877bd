"""Messages of all registers against what is to be read out of them."""

from __future__ import annotations

import pytest

from tests.bot.slot_list import Line, lines, missed


@pytest.mark.parametrize("line", lines("working.txt"), ids=lambda line: line.text)
def test_a_message_is_read_as_a_person_would(line: Line) -> None:
    assert missed(line) == []
