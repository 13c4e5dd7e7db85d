"""Bodies that nobody sends by accident: bytes that are no JSON, JSON that is no board, and boards
that try to break what reads them."""

import json
from collections.abc import Iterator
from typing import Any

Parameters = dict[str, Any]

DEEP = 300
MANY = 2_000


def _dump(value: object) -> bytes:
    return json.dumps(value).encode()


def _board(nodes: list[Parameters], edges: list[Parameters] | None = None) -> bytes:
    return _dump({"nodes": nodes, "edges": edges or []})


def _node(id: str, type: str = "conv2d", /, **data: object) -> Parameters:
    return {"id": id, "type": type, "data": data}


def _edge(source: str, target: str, id: str = "e", **more: object) -> Parameters:
    return {"id": id, "source": source, "target": target, **more}


PICTURE = _node("in", "input")

NO_JSON = {
    "nothing": b"",
    "space": b" \n\t ",
    "nul": b"\0",
    "a byte order mark": b'\xef\xbb\xbf{"graph": {"nodes": [], "edges": []}}',
    "utf-16": '{"graph": {"nodes": [], "edges": []}}'.encode("utf-16"),
    "not utf-8": b'{"graph": "\xff\xfe"}',
    "an overlong slash": b'{"graph": "\xc0\xaf"}',
    "a surrogate in utf-8": b'{"graph": "\xed\xa0\x80"}',
    "cut short": b'{"graph": {"nodes": [',
    "two documents": b'{"graph": {}} {"graph": {}}',
    "a form": b"graph=%7B%7D&node=a",
    "a pickle": b"\x80\x04\x95\x0b\x00\x00\x00\x00\x00\x00\x00\x8c\x07builtins\x94.",
    "a zip": b"PK\x03\x04\x14\x00\x00\x00\x08\x00",
    "deep lists": b'{"graph": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "deep objects": b'{"graph": ' + b'{"a":' * 100_000 + b"1" + b"}" * 100_000 + b"}",
    "comments": b'{"graph": /* none */ {}}',
    "single quotes": b"{'graph': {}}",
    "a trailing comma": b'{"graph": {"nodes": [], "edges": [],}}',
    "python": b"{'graph': None}",
    "a huge number": b'{"graph": ' + b"9" * 100_000 + b"}",
    "a number in hexadecimal": b'{"graph": 0x10}',
}
"""Whole bodies that are not JSON."""

NO_BODY = {
    "null": b"null",
    "a list": b"[]",
    "a string": b'"graph"',
    "a number": b"1",
    "true": b"true",
    "an empty object": b"{}",
    "the board itself": _board([PICTURE]),
    "doubled keys": b'{"graph": {"nodes": [], "edges": []}, "graph": 1}',
    "a prototype": b'{"__proto__": {"graph": {}}, "constructor": {}}',
    "level true": b'{"graph": {"nodes": [], "edges": []}, "finding": "x", "level": true}',
    "level below 0": b'{"graph": {"nodes": [], "edges": []}, "finding": "x", "level": -1}',
    "level 1e400": b'{"graph": {"nodes": [], "edges": []}, "finding": "x", "level": 1e400}',
    "level NaN": b'{"graph": {"nodes": [], "edges": []}, "finding": "x", "level": NaN}',
    "a long finding": _dump({"graph": {"nodes": [], "edges": []}, "finding": "x" * 9999}),
    "a long node": _dump({"graph": {"nodes": [], "edges": []}, "node": "x" * 9999}),
    "a long name": _dump({"graph": {"nodes": [PICTURE], "edges": []}, "name": "x" * 9999}),
    "a name of code": _dump(
        {"graph": {"nodes": [PICTURE], "edges": []}, "name": 'x"""\nimport os\nos._exit(1)'}
    ),
    "an odd mode": b'{"graph": {"nodes": [], "edges": []}, "finding": "x", "level": 1, "mode": 1}',
}
"""Whole bodies that are JSON and not what any call takes."""

NO_BOARD = {
    "graph null": b"null",
    "graph a list": b"[]",
    "nodes null": b'{"nodes": null, "edges": null}',
    "nodes an object": b'{"nodes": {"0": {}}, "edges": {}}',
    "no edges": b'{"nodes": []}',
    "nodes of nothing": b'{"nodes": [null, 1, "a", [], {}], "edges": [null, 1, "a", [], {}]}',
    "version 2": b'{"version": 2, "nodes": [], "edges": []}',
    "version text": b'{"version": "1", "nodes": [], "edges": []}',
    "version true": b'{"version": true, "nodes": [], "edges": []}',
    "an empty id": _board([_node("")]),
    "a long id": _board([_node("x" * 100_000)]),
    "id a number": b'{"nodes": [{"id": 1, "type": "add"}], "edges": []}',
    "id an object": b'{"nodes": [{"id": {"a": 1}, "type": "add"}], "edges": []}',
    "data a list": b'{"nodes": [{"id": "a", "type": "add", "data": []}], "edges": []}',
    "position NaN": b'{"nodes": [{"id": "a", "type": "add", "position": {"x": NaN, "y": 0}}],'
    b' "edges": []}',
    "position infinite": b'{"nodes": [{"id": "a", "type": "add", "position": {"x": 1e999}}],'
    b' "edges": []}',
    "a pointer of slashes": _dump({"nodes": [{"id": "a", "type": 1, "~/" * 200: 1}], "edges": []}),
    "too many nodes": _board([_node(f"n{i}", "add") for i in range(MANY + 1)]),
    "too many edges": _board([PICTURE], [_edge("in", "in", f"e{i}") for i in range(8_001)]),
    "many empty nodes": b'{"nodes": [' + b",".join([b"{}"] * 300_000) + b'], "edges": []}',
    "many numbers for nodes": b'{"nodes": [' + b",".join([b"0"] * 500_000) + b'], "edges": []}',
}
"""Values of `graph` that are no board."""


def _values() -> Iterator[tuple[str, bytes]]:
    """Yield values that a parameter may be given, as JSON or nearly."""
    yield from {
        "null": b"null",
        "true": b"true",
        "NaN": b"NaN",
        "Infinity": b"-Infinity",
        "1e400": b"1e400",
        "1e-400": b"1e-400",
        "zero": b"0",
        "minus zero": b"-0",
        "minus one": b"-1",
        "one and a half": b"1.5",
        "one as a float": b"1.0",
        "8193": b"8193",
        "2^31": b"2147483648",
        "2^63": b"9223372036854775808",
        "2^64": b"18446744073709551616",
        "4,000 digits": b"9" * 4_000,
        "5,000 digits": b"9" * 5_000,
        "a word": b'"16"',
        "a lone surrogate": b'"\\ud800"',
        "a reversed pair": b'"\\udc00\\ud800"',
        "nul": b'"\\u0000"',
        "a long text": b'"' + b"x" * 100_000 + b'"',
        "a list": b"[1, [2, [3]]]",
        "a deep list": b"[" * DEEP + b"]" * DEEP,
        "an object": b'{"a": {"b": 1}}',
    }.items()


VALUES = dict(_values())
PLACES = {
    "out_channels": (b'{"type": "conv2d", "id": "a", "data": {"out_channels": ', b"}}"),
    "label": (b'{"type": "flatten", "id": "a", "data": {"label": ', b"}}"),
    "an unknown key": (b'{"type": "flatten", "id": "a", "style": ', b"}"),
}

PARAMETERS = {
    f"{place} {name}": b'{"nodes": [{"id": "in", "type": "input"}, '
    + before
    + value
    + after
    + b'], "edges": [{"id": "e", "source": "in", "target": "a"}]}'
    for place, (before, after) in PLACES.items()
    for name, value in VALUES.items()
}
"""Boards with one odd value at a parameter, a label, or a key that only editors know."""

BOARDS = {
    "nothing on it": _board([]),
    "only a note": _board([_node("n", "note", text="x" * 1000)]),
    "doubled ids": _board([_node("a", "add"), _node("a", "flatten"), PICTURE, PICTURE]),
    "an unknown type": _board([_node("a", "__import__('os')")]),
    "a type of markup": _board([_node("a", "<script>alert(1)</script>")]),
    "a long type": _board([_node("a", "x" * 120)]),
    "a label of markup": _board([_node("a", label="</script><img src=x onerror=alert(1)>")]),
    "a label of code": _board([PICTURE, _node("a", "flatten", label='"""\nimport os #')],
                              [_edge("in", "a")]),
    "a label of nothing": _board([PICTURE, _node("a", "flatten", label="\u200b\u202e\u0007")],
                                 [_edge("in", "a")]),
    "a label of braces": _board([_node("a", label="{node.__class__}{0}%s%n")]),
    "a label that folds": _board([PICTURE, _node("a", "flatten", label="ﬁ"),
                                  _node("b", "flatten", label="fi")],
                                 [_edge("in", "a"), _edge("a", "b", "f")]),
    "an id of dunders": _board([PICTURE, _node("__class__", "flatten")],
                               [_edge("in", "__class__")]),
    "a loop to itself": _board([_node("a", "flatten")], [_edge("a", "a")]),
    "a cycle": _board([_node("a", "flatten"), _node("b", "flatten")],
                      [_edge("a", "b"), _edge("b", "a", "f")]),
    "a long cycle": _board([_node(f"n{i}", "flatten") for i in range(MANY)],
                           [_edge(f"n{i}", f"n{(i + 1) % MANY}", f"e{i}") for i in range(MANY)]),
    "a long chain": _board([PICTURE, *(_node(f"n{i}", "flatten") for i in range(MANY - 1))],
                           [_edge(f"n{i - 1}" if i else "in", f"n{i}", f"e{i}")
                            for i in range(MANY - 1)]),
    "edges to nowhere": _board([PICTURE], [_edge("in", "b"), _edge("b", "in", "f"),
                                           _edge("b", "c", "g")]),
    "many edges to nowhere": _board([PICTURE], [_edge("in", f"x{i}", f"e{i}")
                                                for i in range(8_000)]),
    "a doubled port": _board([PICTURE, _node("a", "flatten")],
                             [_edge("in", "a"), _edge("in", "a", "f")]),
    "one wire 8,000 times": _board([PICTURE, _node("a", "concat")],
                                   [_edge("in", "a", f"e{i}") for i in range(8_000)]),
    "an unknown port": _board([PICTURE, _node("a", "add")],
                              [_edge("in", "a", targetHandle="__dict__", sourceHandle="x")]),
    "a long port": _board([PICTURE, _node("a", "add")],
                          [_edge("in", "a", targetHandle="x" * 100_000)]),
    "a wire into the picture": _board([PICTURE, _node("a", "flatten")], [_edge("a", "in")]),
    "two pictures": _board([PICTURE, _node("p", "input", channels=8192, height=1024, width=1024)]),
    "a tensor of 2^33": _board(
        [_node("in", "input", channels=8192, height=1024, width=1024),
         _node("a", out_channels=8192, kernel_size=31)], [_edge("in", "a")]),
    "parameters of 2^36": _board([_node("in", "input", channels=8192),
                                  _node("a", out_channels=8192, kernel_size=31),
                                  _node("b", "flatten"), _node("c", "linear", out_features=8192)],
                                 [_edge("in", "a"), _edge("a", "b", "f"), _edge("b", "c", "g")]),
    "a window larger than the map": _board([PICTURE, _node("a", "avg_pool", kernel_size=31,
                                                           stride=31, padding=31)],
                                           [_edge("in", "a")]),
    "a thousand doublings": _board(
        [_node("in", "input", height=1, width=1), *(_node(f"n{i}", "concat") for i in range(500))],
        [_edge(f"n{i - 1}" if i else "in", f"n{i}", f"{side}{i}")
         for i in range(500) for side in "ab"]),
    "attention over 16,384 channels": _board(
        [_node("in", "input", channels=8192, height=1, width=1), _node("c", "concat"),
         _node("a", "squeeze_excite")],
        [_edge("in", "c"), _edge("in", "c", "f"), _edge("c", "a", "g")]),
    "attention over a flattened picture": _board(
        [PICTURE, _node("f", "flatten"), _node("a", "squeeze_excite")],
        [_edge("in", "f"), _edge("f", "a", "g")]),
    "a parent of itself": _dump({"nodes": [{**PICTURE, "parentId": "in"}], "edges": []}),
    "unknown parameters": _dump(
        {"nodes": [{"id": "a", "type": "add", "data": dict.fromkeys(map(str, range(5_000)))}],
         "edges": []}),
    "unknown keys": _dump({"nodes": [], "edges": [], **{f"k{i}": i for i in range(5_000)}}),
}  # fmt: skip
"""Boards whose networks are nonsense."""

GRAPHS = {**NO_BOARD, **PARAMETERS, **BOARDS}


def bodies() -> dict[str, bytes]:
    """Every body: the whole ones, and each graph with all that any of the calls asks for."""
    rest = b', "node": "a", "finding": "x", "level": 4, "name": "Net"}'
    wrapped = {name: b'{"graph": ' + graph + rest for name, graph in GRAPHS.items()}
    return {**NO_JSON, **NO_BODY, **wrapped}
