"""Names and labels of a board never become more than names."""

import pytest

from app.export import pytorch
from app.export.module import printable
from tests.boards import chain, graph, node, picture
from tests.export.hostile import NASTY, prove


def test_thousands_of_labels_stay_labels() -> None:
    prove(4_000)


@pytest.mark.parametrize("name", NASTY, ids=ascii)
def test_a_network_may_be_called_anything(name: str) -> None:
    code = pytorch(graph(chain(picture(), node("a", "softmax"))), name).code
    scope: dict[str, object] = {"__name__": "exported"}
    exec(compile(code, "exported.py", "exec"), scope)
    assert max(map(len, code.splitlines())) <= 88


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("MobileNetV3-Large", "MobileNetV3Large"),
        ("my first net", "MyFirstNet"),
        ("3 blocks", "Network3Blocks"),
        ("我的网络", "Network"),
        ("Bneck", "NetworkBneck"),
        ("none", "NetworkNone"),
        ("tensor", "NetworkTensor"),
        (None, "Network"),
    ],
)
def test_the_class_has_the_networks_name(name: str | None, expected: str) -> None:
    code = pytorch(graph(chain(picture(), node("a", "softmax"))), name).code
    assert f"class {expected}(nn.Module):" in code
    assert f"model = {expected}().eval()" in code


def test_a_label_that_no_name_can_hold_is_told_beside_it() -> None:
    of = graph(chain(picture(), node("c", "conv2d", out_channels=4, label="第一层\u202e\n卷积")))
    assert "self.conv2d = nn.Conv2d(3, 4, 3, padding=1)  # '第一层卷积'" in pytorch(of).code


def test_what_nobody_sees_is_left_out() -> None:
    assert printable(" a\u202eb\nc\u2028d\x00e\u3000卷 ") == "abc de 卷"
