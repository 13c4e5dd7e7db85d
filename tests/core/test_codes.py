"""Each diagnostic has a board that raises it, and words in both languages when it does."""

import re
from collections.abc import Iterator

import pytest

from app.core.codes import CODES
from app.core.diagnostic import Code, Diagnostic
from app.core.text import LANGS
from app.engine import propagate
from app.graph import Board, read
from app.graph.board import BoardEdge
from app.service import MOST_DIAGNOSTICS, listed
from tests.boards import board, chain, node, picture

FLAT = (picture(4), node("f", "flatten"))

CASES: dict[str, Board] = {
    "no-input": board(node("s", "softmax")),
    "several-inputs": board(picture(), node("two", "input")),
    "duplicate-id": board(picture(), node("s", "softmax"), node("s", "softmax"), wires="in s"),
    "dangling-edge": board(picture(), node("s", "softmax"), wires="in s ghost"),
    "unknown-port": board(picture(), node("s", "softmax"), wires="in s.b"),
    "input-taken": board(picture(), node("a", "add"), wires="in a.a, in a.a, in a.b"),
    "cycle": board(picture(), node("a", "add"), node("s", "softmax"), wires="in a.a s a.b"),
    "unconnected-input": board(picture(), node("a", "add"), wires="in a.b"),
    "unreachable": board(picture(), node("s", "softmax"), node("t", "softmax"), wires="s t"),
    "several-outputs": board(
        picture(), node("s", "softmax"), node("t", "softmax"), wires="in s, in t"
    ),
    "unknown-block": board(picture(), node("c", "conv3d")),
    "port-not-said": board(picture(), node("a", "add"), wires="in a.a, in a"),
    "duplicate-edge-id": Board(
        nodes=[picture(), node("c", "concat")],
        edges=[BoardEdge(id="e", source="in", target="c") for _ in range(2)],
    ),
    "not-listed": board(*(node(f"n{index}", "softmax") for index in range(MOST_DIAGNOSTICS + 1))),
    "bad-parameter": chain(picture(), node("c", "conv2d", out_channels=4, stride=0)),
    "unknown-parameter": chain(picture(), node("c", "conv2d", out_channels=4, strides=2)),
    "missing-parameter": chain(picture(), node("c", "conv2d")),
    "needs-map": chain(*FLAT, node("c", "conv2d", out_channels=4)),
    "needs-flat": chain(picture(), node("fc", "linear", out_features=4)),
    "unequal-shapes": board(
        picture(), node("p", "global_avg_pool"), node("a", "add"), wires="in p a.a, in a.b"
    ),
    "no-broadcast": board(
        picture(),
        node("c", "conv2d", out_channels=5),
        node("m", "multiply"),
        wires="in c m.a, in m.b",
    ),
    "unequal-sizes": board(
        picture(), node("p", "global_avg_pool"), node("c", "concat"), wires="in p c, in c"
    ),
    "window-too-large": chain(picture(3, 4), node("p", "avg_pool", kernel_size=7)),
    "padding-too-large": chain(picture(), node("p", "max_pool", kernel_size=2, padding=2)),
    "groups-do-not-divide": chain(picture(), node("c", "conv2d", out_channels=4, groups=2)),
    "shortcut-stride": chain(
        picture(), node("b", "bneck", exp_size=8, out_channels=3, stride=2, shortcut=True)
    ),
    "shortcut-channels": chain(
        picture(), node("b", "bneck", exp_size=8, out_channels=4, shortcut=True)
    ),
    "too-large": chain(picture(3, 1024), node("c", "conv2d", out_channels=8192, kernel_size=1)),
    "shortcut-kernel": chain(
        picture(), node("b", "bneck", exp_size=8, out_channels=3, kernel_size=4, shortcut=True)
    ),
}


def found(on: Board) -> Iterator[Diagnostic]:
    """What an answer says about a board."""
    reading = read(on)
    yield from listed((*reading.diagnostics, *propagate(reading.graph).diagnostics))


def test_every_code_has_a_case() -> None:
    assert list(CASES) == [code.name for code in CODES]


@pytest.mark.parametrize("code", CODES, ids=lambda code: code.name)
def test_the_case_raises_the_code_and_says_it_in_both_languages(code: Code) -> None:
    (diagnostic,) = [item for item in found(CASES[code.name]) if item.code is code]
    for lang in LANGS:
        for words in (diagnostic.message(lang), diagnostic.help(lang)):
            assert words
            assert "{" not in words
            assert "None" not in words
    assert diagnostic.message("zh-CN") != diagnostic.message("en")


@pytest.mark.parametrize("code", CODES, ids=lambda code: code.name)
def test_wires_stay_quiet_about_what_is_wrong_with_parameters_and_shapes(code: Code) -> None:
    """One cause, one error: nothing else at that node."""
    if code.id[0] in "PS":
        diagnostics = list(found(CASES[code.name]))
        assert [item.code for item in diagnostics] == [code]


def test_ids_and_names_are_unique_and_ids_tell_the_family() -> None:
    assert len({code.id for code in CODES}) == len({code.name for code in CODES}) == len(CODES)
    families = {"G": "1", "P": "2", "S": "3"}
    for code in CODES:
        assert re.fullmatch(rf"[GPS]{families[code.id[0]]}\d\d", code.id)
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", code.name)


def test_codes_are_in_the_order_of_their_ids() -> None:
    for family in "GPS":
        ids = [code.id for code in CODES if code.id[0] == family]
        assert ids == sorted(ids)
