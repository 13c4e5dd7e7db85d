"""Reading a board asks only whether the document is one."""

from contextlib import nullcontext

import pytest
from pydantic_core import to_json

from app.core.errors import BoardError, BoardTooLarge
from app.graph import Board, parse_board
from app.graph.board import MAX_EDGES, MAX_FLAWS, MAX_NODES, BoardEdge, BoardNode, check_size
from tests.boards import board, node


def test_a_board_is_read_with_what_editors_leave_out() -> None:
    on = parse_board(b'{"nodes": [{"id": "a", "type": "softmax"}], "edges": []}')
    assert on.version == 1
    assert on.nodes[0].data == {}
    assert (on.nodes[0].position.x, on.nodes[0].parentId) == (0, None)


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        (b"", ""),
        (b"not json", ""),
        (b"[]", ""),
        (b'{"nodes": [], "edges": []', ""),
        (b"[" * 100_000, ""),
        (b'"\xff"', ""),
        (b'{"nodes": [{"id": "\\ud800", "type": "a"}], "edges": []}', ""),
        (b'{"edges": []}', "/nodes"),
        (b'{"version": 2, "nodes": [], "edges": []}', "/version"),
        (b'{"version": true, "nodes": [], "edges": []}', "/version"),
        (b'{"version": 1.0, "nodes": [], "edges": []}', "/version"),
        (b'{"version": "1", "nodes": [], "edges": []}', "/version"),
        (b'{"nodes": [{"id": 1, "type": "a"}], "edges": []}', "/nodes/0/id"),
        (b'{"nodes": [{"id": "", "type": "a"}], "edges": []}', "/nodes/0/id"),
        (b'{"nodes": [{"id": "a", "type": "a", "data": []}], "edges": []}', "/nodes/0/data"),
        (
            b'{"nodes": [{"id": "a", "type": "a", "data": {"p": NaN}}], "edges": []}',
            "/nodes/0/data/p",
        ),
        (b'{"nodes": [{"id": "a", "type": "a", "z": [1e999]}], "edges": []}', "/nodes/0/z"),
        (b'{"nodes": [{"id": "a", "type": "a", "z": {"y": NaN}}], "edges": []}', "/nodes/0/z"),
        (b'{"nodes": [], "edges": [], "a/b~c": -Infinity}', "/a~1b~0c"),
        (
            b'{"nodes": [{"id": "a", "type": "a", "position": {"x": NaN, "y": 0}}], "edges": []}',
            "/nodes/0/position/x",
        ),
        (b'{"nodes": [], "edges": [{"id": "e", "source": "a"}]}', "/edges/0/target"),
    ],
)
def test_what_is_no_board_is_refused_at_the_place(body: bytes, pointer: str) -> None:
    with pytest.raises(BoardError) as caught:
        parse_board(body)
    assert [flaw.pointer for flaw in caught.value.flaws] == [pointer]


def test_the_first_of_a_thousand_bad_nodes_is_told() -> None:
    body = b'{"nodes": [' + b",".join([b'{"id": 1}'] * 1000) + b'], "edges": []}'
    with pytest.raises(BoardError) as caught:
        parse_board(body)
    assert [flaw.pointer for flaw in caught.value.flaws] == ["/nodes/0/id", "/nodes/0/type"]


def test_the_answer_to_many_flaws_of_a_node_is_short() -> None:
    values = b",".join(b'"%d": NaN' % index for index in range(60))
    body = b'{"nodes": [{"id": "a", "type": "add", "data": {' + values + b'}}], "edges": []}'
    with pytest.raises(BoardError) as caught:
        parse_board(body)
    assert len(caught.value.flaws) == MAX_FLAWS


def test_a_flaw_does_not_repeat_the_input() -> None:
    secret = "x" * 5000
    with pytest.raises(BoardError) as caught:
        parse_board(f'{{"nodes": "{secret}", "edges": []}}'.encode())
    assert secret[:300] not in str(caught.value.flaws)


def test_a_text_is_bounded_like_a_board() -> None:
    largest = board(*(node(f"n{i}", "flatten") for i in range(MAX_NODES)))
    assert len(parse_board(to_json(largest)).nodes) == MAX_NODES
    with pytest.raises(BoardTooLarge):
        parse_board(to_json(board(*largest.nodes, node("more", "flatten"))))


def test_size_is_bounded_in_nodes_and_edges() -> None:
    nodes = [node(f"n{i}", "flatten") for i in range(MAX_NODES)]
    check_size(board(*nodes))
    with pytest.raises(BoardTooLarge, match=str(MAX_NODES)):
        check_size(board(*nodes, node("more", "flatten")))
    edges = board(node("a", "flatten"), wires="a " * MAX_EDGES + "a")
    check_size(edges)
    with pytest.raises(BoardTooLarge, match=str(MAX_EDGES)):
        check_size(board(node("a", "flatten"), wires="a " * MAX_EDGES + "a a"))


@pytest.mark.parametrize(("nodes", "edges"), [(2_000, 8_000), (2_001, 0), (0, 8_001)])
def test_a_board_is_as_large_as_the_contract_says(nodes: int, edges: int) -> None:
    one, wire = BoardNode(id="a", type="add"), BoardEdge(id="e", source="a", target="a")
    of_that_size = Board(nodes=[one] * nodes, edges=[wire] * edges)
    with nullcontext() if nodes == 2_000 else pytest.raises(BoardTooLarge):
        check_size(of_that_size)
