"""Where browser tests are played: at every size, in each language and theme twice."""

from collections import Counter

import pytest

from tests.e2e.place import HOME, place, places
from tests.e2e.sizes import SIZES

NAMES = [f"tests/e2e/test_{number}.py::test_it" for number in range(400)]


@pytest.mark.parametrize("name", NAMES[:20])
def test_each_test_meets_every_size_and_each_language_and_theme_twice(name: str) -> None:
    dealt = places(name)
    assert tuple(each.size for each in dealt) == SIZES
    assert sorted(Counter(each.lang for each in dealt).values()) == [2, 2]
    assert sorted(Counter(each.theme for each in dealt).values()) == [2, 2]
    assert len({(each.lang, each.theme) for each in dealt}) == 4
    assert [place(name, each.size.name) for each in dealt] == list(dealt)


def test_a_suite_meets_all_of_them() -> None:
    dealt = Counter(each for name in NAMES for each in places(name))
    assert len(dealt) == 16
    assert min(dealt.values()) > len(NAMES) / 8
    assert dealt == Counter(each for name in NAMES for each in places(name))


def test_at_home_everything_is_played() -> None:
    assert {place(name, None, mouse=mouse) for name in NAMES for mouse in (False, True)} == {HOME}


def test_what_needs_a_mouse_is_played_where_there_is_one() -> None:
    assert place(NAMES[0], "phone", mouse=True) is None
    assert place(NAMES[0], "laptop", mouse=True) == place(NAMES[0], "laptop")
