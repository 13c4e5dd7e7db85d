"""Exported modules import, run, and compute what the assembled graph computes."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest
import torch
from hypothesis import given, settings
from torch import Tensor, nn

from app.blocks import Input
from app.core.errors import NotRunnable
from app.engine import assemble
from app.export import PythonModule, pytorch
from app.export.classes import SOURCES
from app.graph import Board, Graph, read
from app.reference import from_board, from_table
from tests.blocks.changes import BASE, CHANGES, CHANNELS, STRUCTURAL
from tests.boards import board, chain, graph, node, picture
from tests.random_boards import running_boards

REFERENCES = {
    "mobilenet-v3-large": from_table,
    "mobilenet-v3-large-listing": from_table,
    "mobilenet-v3-small": from_table,
    "mobilenet-v2": from_table,
    "se-module": from_board,
    "inverted-residual-v2": from_board,
    "bneck-v3": from_board,
}


def network(module: PythonModule) -> nn.Module:
    """The network that the exported code defines, made by running it."""
    names: dict[str, object] = {"__name__": "exported"}
    exec(compile(module.code, "exported.py", "exec"), names)
    tree = ast.parse(module.code)
    last = [item.name for item in tree.body if isinstance(item, ast.ClassDef)][-1]
    made = names[last]
    assert isinstance(made, type)
    built = made()
    assert isinstance(built, nn.Module)
    return built.eval()


def a_picture(of: Graph) -> Tensor:
    (shape,) = (n.block.shape for n in of.nodes.values() if isinstance(n.block, Input))
    return torch.rand(shape)


def assert_same(of: Graph, module: PythonModule) -> None:
    """The exported network takes the assembled one's weights and then gives its outputs."""
    exported, assembled = network(module), assemble(of).eval()
    exported.load_state_dict(assembled.state_dict(), strict=True)
    x = a_picture(of)
    with torch.inference_mode():
        assert torch.equal(exported(x), assembled(x))


@pytest.mark.parametrize("name", REFERENCES)
def test_references_compute_the_same_with_the_same_weights(name: str) -> None:
    of = REFERENCES[name](name).graph
    assert_same(of, pytorch(of, name))


@pytest.mark.parametrize(
    ("type", "parameter", "value"), [case[:3] for case in [*CHANGES, *STRUCTURAL]]
)
def test_every_parameter_of_every_composite_is_exported(
    type: str, parameter: str, value: object
) -> None:
    parameters = {**BASE[type], parameter: value}
    if parameter in ("stride", "out_channels"):
        parameters.pop("shortcut", None)
    before = [node("f", "flatten")] if type == "linear" else []
    of = graph(chain(picture(CHANNELS), *before, node("n", type, **parameters)))
    assert_same(of, pytorch(of))


@settings(max_examples=80)
@given(running_boards())
def test_any_running_board_computes_the_same_with_the_same_weights(on: Board) -> None:
    of = graph(on)
    assert_same(of, pytorch(of))


@settings(max_examples=30)
@given(running_boards(most=14))
def test_code_is_laid_out_as_a_formatter_would(on: Board) -> None:
    code = pytorch(graph(on)).code
    assert max(len(line) for line in code.splitlines()) <= 88
    assert code == code.rstrip() + "\n"


def test_references_are_laid_out_as_ruff_would(tmp_path: Path) -> None:
    for name, make in REFERENCES.items():
        (tmp_path / f"{name}.py").write_text(pytorch(make(name).graph, name).code, "utf-8")
    ruff = [sys.executable, "-m", "ruff"]
    strict = ["--isolated", "--no-cache", "--line-length=88", str(tmp_path)]
    subprocess.run([*ruff, "format", "--diff", *strict], check=True)
    subprocess.run([*ruff, "check", "--select=E,F,I,UP,B,SIM", *strict], check=True)


def test_a_module_runs_by_itself_with_torch_alone(tmp_path: Path) -> None:
    file = tmp_path / "network.py"
    of = chain(picture(3, 16), node("c", "conv2d", out_channels=8, stride=2))
    file.write_text(pytorch(graph(of)).code, "utf-8")
    run = subprocess.run(
        [sys.executable, "-I", str(file)], capture_output=True, check=True, cwd=tmp_path, text=True
    )
    assert run.stdout == "(1, 8, 8, 8)\n"


def test_an_eps_of_its_own_is_written_where_it_is_not_pytorch_s() -> None:
    def of(**data: object) -> Graph:
        return graph(chain(picture(4), node("bn", "batch_norm", **data)))

    assert "self.bn = nn.BatchNorm2d(4)\n" in pytorch(of()).code
    assert "self.bn = nn.BatchNorm2d(4)\n" in pytorch(of(eps=1e-5)).code
    assert "self.bn = nn.BatchNorm2d(4, eps=0.001)\n" in pytorch(of(eps=1e-3)).code
    assert_same(of(eps=0.5), pytorch(of(eps=0.5)))


def test_branches_read_one_after_the_other_and_name_what_is_needed_later() -> None:
    on = board(
        picture(3),
        node("stem", "conv2d", out_channels=4, label="Stem!"),
        node("left", "conv2d", out_channels=4, kernel_size=1, norm="batch"),
        node("left_act", "activation"),
        node("right", "depthwise_conv2d", norm="batch", activation="relu6"),
        node("sum", "add"),
        node("both", "concat"),
        node("pool", "global_avg_pool"),
        node("flat", "flatten"),
        node("fc", "linear", out_features=2, activation="tanh"),
        wires="in stem left left_act sum.a, stem right sum.b, sum both pool flat fc, stem both",
    )
    code = pytorch(graph(on)).code
    start = code.index("class Network")
    assert (
        code[start:]
        == '''\
class Network(nn.Module):
    """1×3×8×8 to 1×2.

    198 parameters; 10,256 multiply-adds a picture.
    """

    def __init__(self) -> None:
        super().__init__()
        self.stem = nn.Conv2d(3, 4, 3, padding=1)
        self.left = ConvNormAct(4, 4, 1)
        self.left_act = nn.ReLU()
        self.right = ConvNormAct(4, 4, 3, groups=4, activation=nn.ReLU6)
        self.pool = nn.AdaptiveAvgPool2d(1)
        self.flat = nn.Flatten()
        self.fc = LinearAct(8, 2, activation=nn.Tanh)

    def forward(self, x: Tensor) -> Tensor:  # 1×3×8×8
        stem = self.stem(x)  # 1×4×8×8
        x = self.left(stem)  # 1×4×8×8
        left_act = self.left_act(x)  # 1×4×8×8
        x = self.right(stem)  # 1×4×8×8
        x = left_act + x  # 1×4×8×8
        x = torch.cat((x, stem), dim=1)  # 1×8×8×8
        x = self.pool(x)  # 1×8×1×1
        x = self.flat(x)  # 1×8
        x = self.fc(x)  # 1×2
        return x


if __name__ == "__main__":
    model = Network().eval()
    with torch.inference_mode():
        print(tuple(model(torch.rand(1, 3, 8, 8)).shape))
'''
    )
    assert_same(graph(on), pytorch(graph(on)))


@pytest.mark.parametrize(
    ("ports", "line"),
    [
        (("a", "b"), "x = picture * x[..., None, None]"),
        (("b", "a"), "x = x[..., None, None] * picture"),
    ],
)
def test_a_gate_that_was_flattened_weights_the_map(ports: tuple[str, str], line: str) -> None:
    wide, gate = ports
    on = board(
        picture(4),
        *(node("p", "global_avg_pool"), node("f", "flatten"), node("m", "multiply")),
        node("fc", "linear", out_features=4, activation="sigmoid"),
        wires=f"in p f fc m.{gate}, in m.{wide}",
    )
    of = graph(on)
    assert line in pytorch(of).code
    assert_same(of, pytorch(of))


def test_only_the_classes_that_are_used_are_written() -> None:
    plain = pytorch(graph(chain(picture(), node("c", "conv2d", out_channels=4))))
    assert "class ConvNormAct" not in plain.code
    unit = pytorch(graph(chain(picture(8), node("se", "squeeze_excite"))))
    written = [word for word in SOURCES if f"class {word}(" in unit.code]
    assert written == ["ConvNormAct", "SqueezeExcite"]


def test_lines_lead_from_a_node_to_its_code() -> None:
    on = board(
        picture(8),
        node("b", "bneck", exp_size=24, out_channels=8, se=True, nl="HS", shortcut=True),
        node("sum", "add"),
        node("end", "softmax"),
        wires="in b sum.a, in sum.b, sum end",
    )
    module = pytorch(graph(on))
    text = module.code.splitlines()
    shown = {
        id: [" ".join(line.strip() for line in text[first - 1 : last]) for first, last in ranges]
        for id, ranges in module.lines.items()
    }
    assert shown == {
        "in": ["def forward(self, picture: Tensor) -> Tensor:  # 1×8×8×8"],
        "b": [
            "self.b = Bneck( 8, 8, 3, exp_size=24, se_channels=8, nl=nn.Hardswish, shortcut=True )",
            "x = self.b(picture)  # 1×8×8×8",
        ],
        "sum": ["x = x + picture  # 1×8×8×8"],
        "end": ["self.end = nn.Softmax(dim=1)", "x = self.end(x)  # 1×8×8×8"],
    }


@pytest.mark.parametrize(
    "on",
    [
        board(),
        board(picture()),
        board(picture(), node("c", "conv2d"), wires="in c"),
        board(picture(), node("a", "add"), wires="in a.a"),
        board(picture(), node("a", "softmax"), node("b", "softmax"), wires="in a, in b"),
        board(picture(), node("two", "input"), node("a", "softmax"), wires="in a"),
        board(picture(), node("f", "linear", out_features=3), wires="in f"),
        board(picture(), node("a", "concat"), wires="in a a"),
    ],
    ids=["empty", "input", "broken", "open", "two ends", "two inputs", "no shape", "cycle"],
)
def test_what_does_not_run_is_not_exported(on: Board) -> None:
    with pytest.raises(NotRunnable):
        pytorch(read(on).graph)
    with pytest.raises(NotRunnable):
        assemble(read(on).graph)
