"""Tables in a terminal."""

import pytest

from app.cli.terminal import RED, coloured, table, width


def test_a_chinese_character_is_two_columns_wide() -> None:
    assert width("卷积 a") == 6
    assert table([("卷积", "1"), ("conv", "22")], right=frozenset({1})) == "卷积   1\nconv  22"


def test_colours_take_no_room() -> None:
    assert width(f"\x1b[{RED}mred\x1b[0m") == 3


def test_a_file_gets_no_colours(capsys: pytest.CaptureFixture[str]) -> None:
    assert coloured("red", RED) == "red"
