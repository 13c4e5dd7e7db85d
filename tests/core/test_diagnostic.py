"""Diagnostics are values whose words are chosen when they are read."""

from app.core.codes import BAD_PARAMETER, UNEQUAL_SHAPES
from app.core.diagnostic import Clause, Code, Severity, fill
from app.core.text import text

CODE = Code(
    "X001", "a-case", Severity.ERROR, text("{port}：{a}", "{port}: {a}"), text("{b}", "{b}")
)


def test_a_problem_becomes_a_diagnostic_where_it_is_located() -> None:
    found = BAD_PARAMETER.problem("stride", value="0", rule=text("最小是 1。", "At least 1.")).at(
        "c1", node="conv 1"
    )
    assert (found.nodes, found.parameter) == (("c1",), "stride")
    assert found.message("en") == "“conv 1”: stride cannot be 0."
    assert found.message("zh-CN") == "“conv 1”的“stride”不能是 0。"
    assert (found.help("en"), found.help("zh-CN")) == ("At least 1.", "最小是 1。")


def test_shapes_and_texts_are_printed_in_the_language_of_the_message() -> None:
    found = CODE.problem(port="in", a=(1, 24, 56, 56), b=text("是", "yes")).at("n")
    assert found.message("zh-CN") == "in：1×24×56×56"
    assert (found.help("zh-CN"), found.help("en")) == ("是", "yes")


def test_a_clause_is_written_with_the_sentence_that_holds_it() -> None:
    clause = Clause(text("它是 {shape}", "it is {shape}"), {"shape": (1, 24, 56, 28)})
    found = CODE.problem(port="in", a=clause, b="").at("n")
    assert found.message("en", "HWC") == "in: it is 56×28×24"
    assert found.message("zh-CN") == "in：它是 1×24×56×28"


def test_braces_in_a_name_are_only_a_name() -> None:
    named = UNEQUAL_SHAPES.at("n", node="{a.__class__}", a=(1, 2), b=(1, 3), from_a="{", from_b="}")
    assert named.message("en") == "“{a.__class__}” needs equal shapes: 1×2 from “{”, 1×3 from “}”."


def test_what_the_graph_knows_wins_over_what_the_block_knew() -> None:
    assert CODE.problem(a="block", b="").at("n", a="graph").args["a"] == "graph"


def test_fill_takes_one_language() -> None:
    assert fill(text("{n} 个", "{n} of them"), {"n": 3}, "zh-CN") == "3 个"
