"""Tables are read strictly, and what they leave out follows from them."""

import pytest

from app.blocks.bneck import Bneck
from app.engine import assemble
from app.reference import BadReference, from_board, from_table, parse_table, table_rows
from app.reference.chain import chain

HEADER = "step,input,operator,kernel,exp_size,out,se,nl,stride,nbn"
CONV = "1,8x8x3,conv2d,3,,16,,HS,2,"


def bnecks(name: str) -> dict[str, Bneck]:
    """The bnecks of a table's reference, by node."""
    nodes = from_table(name).graph.nodes
    return {id: node.block for id, node in nodes.items() if isinstance(node.block, Bneck)}


def table(*rows: str, header: str = HEADER) -> str:
    return "\n".join([header, *rows])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "t.csv:1: columns missing"),
        (table(CONV, header=HEADER + ",colour"), "t.csv:1: columns missing or not known: colour"),
        (table(CONV, header=HEADER.replace("operator", "bias")), "not known: operator"),
        (table(CONV, header=HEADER + ",nbn"), "one of them twice"),
        (table(), "t.csv:2: step"),
        (table("2,8x8x3,conv2d,3,,16,,HS,2,"), "t.csv:2: step"),
        (table(CONV, "3,4x4x16,flatten,,,,,,,"), "t.csv:3: step"),
        (table(CONV + ",,"), "t.csv:2: 12 cells under 10 columns"),
        (table("1,8x8,conv2d,3,,16,,HS,2,"), "t.csv:2: input: a shape is written like"),
        (table("1,8x8x3,conv3d,3,,16,,HS,2,"), "t.csv:2: operator: one of conv2d, bneck, pool"),
        (table("1,8x8x3,conv2d,3.0,,16,,HS,2,"), "t.csv:2: kernel: a whole number"),
        (table("1,8x8x3,conv2d,0,,16,,HS,2,"), "t.csv:2: kernel: a whole number"),
        (table("1,8x8x3,conv2d,3,,16,,swish,2,"), "t.csv:2: nl: "),
        (table("1,8x8x3,conv2d,3,,16,,HS,2,true"), "t.csv:2: nbn: yes or no"),
        (table("1,8x8x3,conv2d,3,,,,HS,2,"), "t.csv:2: out: conv2d needs one"),
        (table("1,8x8x3,conv2d,3,64,16,,HS,2,"), "t.csv:2: exp_size: conv2d has none"),
        (table("1,8x8x3,bneck,3,16,16,,,1,"), "t.csv:2: nl: bneck needs one"),
        (table("1,8x8x3,bneck,3,16,16,maybe,RE,1,"), "t.csv:2: se: a whole number"),
        (table("1,8x8x3,pool,7,,,,,,"), "t.csv:2: stride: pool has kernel and stride"),
        (table("1,8x8x3,softmax,,,16,,,,"), "t.csv:2: out: softmax has none"),
        (table("1,1000,softmax,,,,,,,"), "t.csv:2: input: a network begins with a picture"),
    ],
)
def test_what_a_table_cannot_say_is_refused_with_the_place(text: str, message: str) -> None:
    with pytest.raises(BadReference, match=r"^t\.csv") as refused:
        parse_table(text, "t.csv")
    assert message in str(refused.value)


def test_a_value_that_a_block_does_not_take_is_refused_with_the_place() -> None:
    rows = parse_table(table(CONV, "2,4x4x16,conv2d,99,,16,,HS,1,"), "t.csv")
    with pytest.raises(BadReference, match=r"t\.csv:3: kernel_size: "):
        chain(rows, "t.csv")


def test_a_missing_file_is_named() -> None:
    with pytest.raises(BadReference, match=r"tables/no-such\.csv"):
        from_table("no-such")
    with pytest.raises(BadReference, match=r"boards/no-such\.json"):
        from_board("no-such")


def test_the_input_column_builds_nothing_but_the_picture() -> None:
    rows = table_rows("mobilenet-v3-large")
    text = table(
        *(
            f"{row.step},{'224x224x3' if row.line == 2 else '5x5x5'},conv2d,1,,8,,,1,"
            for row in rows[:3]
        )
    )
    assert [row.input for row in parse_table(text, "t.csv")][1:] == [(1, 5, 5, 5)] * 2


def test_an_expansion_is_there_where_exp_size_is_not_what_enters() -> None:
    without = {
        name: [id for id, block in bnecks(name).items() if not block.expand]
        for name in ("mobilenet-v3-large", "mobilenet-v3-small", "mobilenet-v2")
    }
    assert without == {name: ["bneck1"] for name in without}


def test_a_shortcut_is_there_where_shapes_allow_one() -> None:
    with_shortcut = [id for id, block in bnecks("mobilenet-v3-large").items() if block.shortcut]
    assert with_shortcut == [f"bneck{n}" for n in (1, 3, 5, 6, 8, 9, 10, 12, 14, 15)]


def test_the_listing_has_an_expansion_with_a_bias_in_every_bneck() -> None:
    graph = from_table("mobilenet-v3-large-listing").graph
    biased = {id for id, node in graph.nodes.items() if getattr(node.block, "bias", None) is True}
    assert biased == {f"bneck{n}_expand" for n in range(1, 16)}


def test_the_listing_squeezes_to_a_quarter_and_normalises() -> None:
    graph = from_table("mobilenet-v3-large-listing").graph
    found = {
        id: (getattr(node.block, "squeeze_channels", None), getattr(node.block, "norm", None))
        for id, node in graph.nodes.items()
        if node.block.info.type == "squeeze_excite"
    }
    widths = {4: 18, 5: 30, 6: 30, 11: 120, 12: 168, 13: 168, 14: 240, 15: 240}
    assert found == {f"bneck{n}_se": (width, "batch") for n, width in widths.items()}


def test_the_listing_s_biases_in_pytorch() -> None:
    """As its code has them: `exp_conv` and `classifier_conv2` alone have a bias of their own."""
    network = assemble(from_table("mobilenet-v3-large-listing").graph)
    biased = [
        name.removesuffix(".bias")
        for name, parameter in network.named_parameters()
        # Batch norm's shift is called bias too; it has no fellow weight of more than one axis.
        if name.endswith(".bias")
        and network.get_parameter(name.removesuffix("bias") + "weight").dim() > 1
    ]
    assert [name.split(".")[0] for name in biased] == [
        *(f"bneck{n}_expand" for n in range(1, 16)),
        "conv4",
    ]
