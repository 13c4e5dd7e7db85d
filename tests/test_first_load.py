"""A school's network carries the editor to thirty browsers at once: it stays small."""

from tests.first_load import MOST_FILES, MOST_KB, packed_kb


def test_the_editor_s_javascript_stays_small() -> None:
    assert sum(packed_kb()) <= MOST_KB


def test_the_editor_s_modules_come_in_one_round() -> None:
    assert len(packed_kb()) <= MOST_FILES
