"""Messages of all registers against what is to be read out of them."""

from __future__ import annotations

import pytest

from tests.bot.slot_list import Line, lines, missed

LEAST_OF_CHECK = 0.92
"""Share of the check list that has to be read without a fault; 188 of its 198 lines were when they were written."""


@pytest.mark.parametrize("line", lines("working.txt"), ids=lambda line: line.text)
def test_a_message_is_read_as_a_person_would(line: Line) -> None:
    assert missed(line) == []


def test_what_nobody_worked_on_is_read_nearly_as_well() -> None:
    check = lines("check.txt")
    faults = {line.text: wrong for line in check if (wrong := missed(line))}
    assert 1 - len(faults) / len(check) >= LEAST_OF_CHECK, faults
