"""Chinese numerals and spoken digits, as identifiers and as quantities."""

from __future__ import annotations

import pytest

from bot.understanding.slots.numerals import to_digits, to_number


@pytest.mark.parametrize(
    ("said", "digits"),
    [
        ("幺二零幺", "1201"), ("一二〇一", "1201"), ("一千二百零一", "1201"), ("十二零一", "1201"), ("12零1", "1201"),
        ("1201", "1201"), ("壹贰零壹", "1201"), ("十二", "12"), ("十", "10"), ("二十", "20"), ("二十三", "23"), ("廿三", "23"),
        ("卅", "30"), ("一百零一", "101"), ("三百零二", "302"), ("八百二十五", "825"), ("一百二", "120"), ("二十一零二", "2102"),
        ("零三零二", "0302"), ("二千五百零二", "2502"), ("一千零一十", "1010"), ("十零一", "1001"), ("三拾伍", "35"),
    ],
)  # fmt: skip
def test_identifiers_keep_their_digits(said: str, digits: str) -> None:
    assert to_digits(said) == digits


@pytest.mark.parametrize("said", ["", "百", "千", "三楼", "两", "abc", "²", "٣"])
def test_what_is_no_identifier_is_refused(said: str) -> None:
    assert to_digits(said) is None


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("两", 2), ("俩", 2), ("仨", 3), ("三", 3), ("十", 10), ("十二", 12), ("二十四", 24), ("零三", 3), ("30", 30), ("两百", 200),
        ("一百零五", 105), ("二零二五", 2025), ("一千二", 1200),
    ],
)  # fmt: skip
def test_quantities_are_values(said: str, value: int) -> None:
    assert to_number(said) == value
