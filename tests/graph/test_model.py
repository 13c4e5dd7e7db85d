"""The graph's own views: what enters, what leaves, in which order."""

from hypothesis import given

from app.graph import Board
from tests.boards import board, graph, node, picture
from tests.random_boards import running_boards


def test_what_enters_is_in_order_of_the_ports_then_of_the_board() -> None:
    on = board(
        picture(),
        *(node("s", "softmax"), node("a", "add"), node("c", "concat")),
        wires="in s, in a.b, s a.a, a c, s c, in c",
    )
    of = graph(on)
    assert [(edge.port, edge.source) for edge in of.incoming["a"]] == [("a", "s"), ("b", "in")]
    assert [edge.source for edge in of.incoming["c"]] == ["a", "s", "in"]
    assert [edge.target for edge in of.outgoing["in"]] == ["s", "a", "c"]


@given(running_boards())
def test_order_lists_each_node_once_after_what_feeds_it(on: Board) -> None:
    of = graph(on)
    place = {id: index for index, id in enumerate(of.order)}
    assert place.keys() == of.nodes.keys()
    assert all(place[edge.source] < place[edge.target] for edge in of.edges)
