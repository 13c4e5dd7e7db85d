"""The alignment: in order, complete where nothing differs, and at the least cost."""

import itertools
from collections.abc import Sequence
from functools import cache
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.verify.sequence import BAND, GAP_EXTEND, GAP_OPEN, NEVER, SMALL, Pairs, align

letters = st.text("abcd", max_size=9)
SIMILAR = 1.0
"""Capital and small letter of one kind differ this much; others cannot stand for each other."""


def price(a: str, b: str) -> float:
    """What matching two letters costs."""
    return 0.0 if a == b else SIMILAR if a.lower() == b.lower() else NEVER


def aligned(a: Sequence[str], b: Sequence[str]) -> Pairs:
    return align(a, b, lambda i, j: price(a[i], b[j]))


def cost(a: Sequence[str], b: Sequence[str], pairs: Pairs) -> float:
    """What an alignment costs: matches, and gaps by their number and length."""
    total = sum(price(a[i], b[j]) for i, j in pairs)
    stops = [(-1, -1), *pairs, (len(a), len(b))]
    for (i, j), (k, m) in itertools.pairwise(stops):
        for gap in (k - i - 1, m - j - 1):
            total += GAP_OPEN + GAP_EXTEND * gap if gap else 0.0
    return total


def least(a: str, b: str) -> float:
    """The least cost there is, found by trying everything."""

    @cache
    def rest(i: int, j: int, last: str) -> float:
        if i == len(a) and j == len(b):
            return 0.0
        ways = []
        if i < len(a) and j < len(b):
            ways.append(price(a[i], b[j]) + rest(i + 1, j + 1, "match"))
        if i < len(a):
            ways.append(GAP_EXTEND + (last != "a") * GAP_OPEN + rest(i + 1, j, "a"))
        if j < len(b):
            ways.append(GAP_EXTEND + (last != "b") * GAP_OPEN + rest(i, j + 1, "b"))
        return min(ways)

    return rest(0, 0, "match")


@given(letters, letters)
def test_pairs_come_in_order(a: str, b: str) -> None:
    pairs = aligned(a, b)
    for (i, j), (k, m) in itertools.pairwise(pairs):
        assert i < k
        assert j < m
    assert all(a[i].lower() == b[j].lower() for i, j in pairs)


@given(letters)
def test_equal_sequences_align_fully(a: str) -> None:
    assert aligned(a, a) == [(i, i) for i in range(len(a))]


@given(st.text("abAB", max_size=7), st.text("abAB", max_size=7))
def test_no_alignment_is_cheaper_but_for_what_equal_ends_cost(a: str, b: str) -> None:
    """Equal ends are matched before anything else, which may open one gap more at each."""
    assert least(a, b) <= cost(a, b, aligned(a, b)) <= least(a, b) + 2 * GAP_OPEN


@given(st.text("abcdefgh", min_size=1, max_size=12), st.data())
def test_one_item_left_out_is_one_gap(a: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(a) - 1))
    shorter = a[:at] + a[at + 1 :]
    assert cost(a, shorter, aligned(a, shorter)) == GAP_OPEN + GAP_EXTEND
    assert cost(shorter, a, aligned(shorter, a)) == GAP_OPEN + GAP_EXTEND


@given(st.text("abcdefgh", min_size=1, max_size=12), st.data())
def test_one_item_changed_is_one_difference(a: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(a) - 1))
    changed = a[:at] + a[at].upper() + a[at + 1 :]
    assert aligned(a, changed) == [(i, i) for i in range(len(a))]


@given(letters, letters)
def test_a_run_left_out_is_one_gap(a: str, run: str) -> None:
    longer = "x" + a + "y" + run.upper() + "z" + a
    shorter = "x" + a + "y" + "z" + a
    gap = GAP_OPEN + GAP_EXTEND * len(run) if run else 0.0
    assert cost(longer, shorter, aligned(longer, shorter)) <= gap


def test_of_equal_places_the_earliest_is_blamed() -> None:
    assert aligned("xaaay", "xaay") == [(0, 0), (2, 1), (3, 2), (4, 3)]


def words(random: Random, count: int) -> list[str]:
    """A long sequence with repetitions, as a deep network has them."""
    rows = [[random.choice("abcdefgh") for _ in range(6)] for _ in range(count // 12)]
    return [letter for row in rows for letter in row * 2]


@pytest.mark.parametrize("seed", range(5))
def test_long_sequences_are_divided_at_what_occurs_once(seed: int) -> None:
    random = Random(seed)
    a = words(random, 1200)
    assert len(a) ** 2 > SMALL
    b, expected = list(a), 0.0
    for at in (1100, 700, 300):
        del b[at : at + 4]
        expected += GAP_OPEN + 4 * GAP_EXTEND
    b[50] = b[50].upper()
    assert cost(a, b, aligned(a, b)) <= expected + SIMILAR


def test_a_deep_network_of_one_block_is_aligned_within_a_band() -> None:
    a = list("abc" * 300)
    b = a[: -3 * 10]
    pairs = aligned(["x", *a, "y"], ["z", *b, "w"])
    assert len(pairs) == len(b)
    assert len(a) - len(b) < BAND


def test_nothing_in_common_is_no_pair() -> None:
    assert aligned("aaaa", "bbbb") == []
    assert aligned("", "abc") == []
