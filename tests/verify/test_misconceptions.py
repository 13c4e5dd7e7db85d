"""What people are known to take for MobileNetV3: each is found, wherever it is, as what it is.

Sources: open-source re-implementations and their issue threads, and the superseded table of
arXiv:1905.02244 v1 to v4.
"""

import itertools
from dataclasses import replace

import pytest

from app.blocks.bneck import Bneck
from app.blocks.combine import Add
from app.blocks.conv2d import Conv2d
from app.blocks.head import Flatten, Linear
from app.blocks.squeeze_excite import SqueezeExcite, squeeze_width
from app.labs import get_lab
from app.verify import Report, verify
from tests.verify.sketch import Sketch

LARGE, SMALL = "mobilenet-v3-large", "mobilenet-v3-small"


def base(slug: str = LARGE) -> Sketch:
    """The reference of a lab."""
    return Sketch.of(get_lab(slug).reference.graph)


def reported(of: Sketch, slug: str = LARGE) -> Report:
    return verify(of.read(), get_lab(slug).reference)


def codes(report: Report) -> list[str]:
    return [finding.code.id for finding in report.findings]


def bnecks(slug: str, **wanted: object) -> list[tuple[str, str]]:
    """Lab and node of every bneck with these parameters."""
    return [
        (slug, id)
        for id, block in base(slug).nodes.items()
        if isinstance(block, Bneck) and wanted.items() <= dict(block).items()
    ]


with_se = pytest.mark.parametrize(
    ("slug", "id"), [*bnecks(LARGE, se=True), *bnecks(SMALL, se=True)]
)
with_shortcut = pytest.mark.parametrize(("slug", "id"), bnecks(LARGE, shortcut=True))
with_expansion = pytest.mark.parametrize(("slug", "id"), bnecks(LARGE, expand=True))


def rewired(of: Sketch, chain: list[str], cut: set[tuple[str, str]]) -> Sketch:
    """The sketch without some wires, and with a chain of new ones."""
    kept = [wire for wire in of.wires if wire[:2] not in cut]
    wires = []
    for source, target in itertools.pairwise(chain):
        used = {port for _, t, port in kept if t == target}
        ports = [port.name for port in of.nodes[target].info.inputs]
        wires.append((source, target, next(port for port in ports if port not in used)))
    return replace(of, wires=(*kept, *wires))


@with_se
def test_se_behind_the_whole_block(slug: str, id: str) -> None:
    of = base(slug).set(id, se=False).insert(id, "se", SqueezeExcite())
    report = reported(of, slug)
    assert codes(report) == ["V403"]
    assert report.findings[0].step == get_lab(slug).reference.steps[id]


@with_se
def test_se_behind_the_projection(slug: str, id: str) -> None:
    """Between projection and sum, in a block wired by hand."""
    of = base(slug).unfold(id)
    depthwise, se, project = f"{id}.depthwise", f"{id}.se", f"{id}.project"
    (after,) = [wire for wire in of.wires if wire[0] == project]
    moved = rewired(
        of,
        [depthwise, project, se, after[1]],
        {(depthwise, se), (se, project), (project, after[1])},
    )
    report = reported(moved, slug)
    assert codes(report) == ["V403"]
    assert report.findings[0].nodes == (se,)


@with_se
def test_se_before_the_depthwise_convolution(slug: str, id: str) -> None:
    of = base(slug).unfold(id)
    depthwise, se, project = f"{id}.depthwise", f"{id}.se", f"{id}.project"
    (before,) = of.before(depthwise)
    moved = rewired(
        of,
        [before, se, depthwise, project],
        {(before, depthwise), (depthwise, se), (se, project)},
    )
    report = reported(moved, slug)
    assert codes(report) == ["V404"]
    assert report.findings[0].nodes == (se,)


@with_se
def test_se_without_its_pool(slug: str, id: str) -> None:
    of = base(slug).unfold(id).unfold(f"{id}.se").remove(f"{id}.se.pool")
    report = reported(of, slug)
    assert codes(report) == ["V201"]
    assert report.findings[0].step == get_lab(slug).reference.steps[id]


def inside(of: Sketch, id: str) -> int:
    """The width that SE works on."""
    block = of.nodes[id]
    assert isinstance(block, Bneck)
    wide = block.exp_size if block.expand else of.channels(id)
    assert wide is not None
    return wide


@with_se
def test_fc1_from_the_width_of_the_output(slug: str, id: str) -> None:
    of = base(slug)
    block = of.nodes[id]
    assert isinstance(block, Bneck)
    width = squeeze_width(block.out_channels)
    report = reported(of.set(id, se_channels=width), slug)
    wrong = width != squeeze_width(inside(of, id))
    assert [(f.nodes, f.parameter) for f in report.findings] == [((id,), "se_channels")] * wrong


@with_se
def test_fc1_of_exactly_a_quarter(slug: str, id: str) -> None:
    of = base(slug)
    quarter = inside(of, id) // 4
    report = reported(of.set(id, se_channels=quarter), slug)
    assert codes(report) == ["V307"] * (quarter % 8 != 0)


@pytest.mark.parametrize("slug", [LARGE, SMALL])
@pytest.mark.parametrize("head", ["conv3", "conv4"])
def test_batch_norm_in_the_head(slug: str, head: str) -> None:
    report = reported(base(slug).set(head, norm="batch"), slug)
    assert codes(report) == ["V305"]
    assert report.findings[0].nodes == (head,)


@pytest.mark.parametrize(
    ("id", "values", "label"),
    [
        ("bneck7", {"kernel_size": 5}, {"zh-CN": "卷积核", "en": "kernel"}),
        ("pool", {"kernel_size": 6}, {"zh-CN": "池化核", "en": "kernel"}),
        ("conv2", {"out_channels": 640}, {"zh-CN": "输出通道", "en": "out channels"}),
    ],
)
def test_a_property_is_called_as_on_the_block(
    id: str, values: dict[str, int], label: dict[str, str]
) -> None:
    report = reported(base().set(id, **values))
    assert report.findings[0].args["property"] == label


@with_se
def test_batch_norm_in_se(slug: str, id: str) -> None:
    report = reported(base(slug).set(id, se_norm="batch"), slug)
    assert codes(report) == ["V311"]
    assert (report.findings[0].nodes, report.findings[0].parameter) == ((id,), "se_norm")
    for fc in ("fc1", "fc2"):
        opened = base(slug).unfold(id).unfold(f"{id}.se").set(f"{id}.se.{fc}", norm="batch")
        report = reported(opened, slug)
        assert codes(report) == ["V311"]
        assert report.findings[0].nodes == (f"{id}.se.{fc}",)


@pytest.mark.parametrize("head", ["conv3", "conv4"])
def test_no_bias_in_the_head(head: str) -> None:
    report = reported(base().set(head, bias=False))
    assert [(f.code.id, f.nodes, f.parameter) for f in report.findings] == [
        ("V306", (head,), "bias")
    ]


@pytest.mark.parametrize("exp_size", [672, 960])
@pytest.mark.parametrize("shortcut", [True, False], ids=["does not run", "runs"])
def test_the_superseded_table(exp_size: int, shortcut: bool) -> None:
    of = base().set("bneck13", stride=1)
    of = of.set("bneck14", stride=2, exp_size=exp_size, shortcut=shortcut)
    report = reported(of)
    assert codes(report) == ["V401"]
    assert report.findings[0].nodes == ("bneck13", "bneck14")
    assert report.verdict == ("invalid" if shortcut else "incorrect")


def first_of(of: Sketch, count: int) -> Sketch:
    """The picture, the first convolution and so many bnecks."""
    return of.only(["input", "conv1", *(f"bneck{n}" for n in range(1, count + 1))])


@pytest.mark.parametrize(("built", "asked"), [(SMALL, LARGE), (LARGE, SMALL)])
@pytest.mark.parametrize("open_", [0, 4, 20], ids=["folded", "half", "unfolded"])
def test_the_table_of_another_network(built: str, asked: str, open_: int) -> None:
    """Every block that the other table has in its own way is named, and is all that is told."""
    of = base(built)
    of = of.unfold(*[id for _, id in bnecks(built)][:open_])
    report = reported(of, asked)
    assert codes(report) == ["V418"]
    assert {id for _, id in bnecks(built)[open_:]} <= set(report.findings[0].nodes)
    assert {"conv2", "conv3"} < set(report.findings[0].nodes)


@pytest.mark.parametrize("count", [3, 5, 11])
def test_the_table_of_another_network_begun(count: int) -> None:
    """Three of its rows tell it; what is still to come is told as always."""
    report = reported(first_of(base(SMALL), count))
    assert codes(report) == ["V418", "V201"]
    assert report.findings[0].nodes == tuple(f"bneck{n}" for n in range(1, count + 1))
    assert report.verdict == "incorrect"


def test_two_rows_do_not_tell_another_table() -> None:
    report = reported(first_of(base(SMALL), 2))
    assert set(codes(report)) == {"V301", "V201"}


@pytest.mark.parametrize(
    ("id", "values", "code"),
    [
        ("conv3", {"norm": "batch"}, "V305"),
        ("conv4", {"out_channels": 10}, "V301"),
        ("bneck7", {"kernel_size": 7}, "V202"),  # It is a row of neither table.
    ],
)
def test_a_fault_beside_another_table_is_told_by_itself(
    id: str, values: dict[str, object], code: str
) -> None:
    report = reported(base(SMALL).set(id, **values))
    assert sorted(codes(report)) == sorted([code, "V418"])
    told = {finding.code.id: finding for finding in report.findings}
    assert told[code].nodes == (id,)


def test_a_block_of_no_table_is_no_part_of_another_table() -> None:
    report = reported(base(SMALL).insert("bneck5", "se", SqueezeExcite()))
    assert sorted(codes(report)) == ["V202", "V418"]
    assert "se" not in report.findings[codes(report).index("V418")].nodes


def shifted(slug: str, first: int, last: int, by: int) -> Sketch:
    """The bnecks of a lab with some that have each the row before or behind its own."""
    of = base(slug)
    rows = {id: of.nodes[id] for _, id in bnecks(slug)}
    for n in range(first, last + 1):
        of = of.put(f"bneck{n}", rows[f"bneck{n + by}"])
    return of


@pytest.mark.parametrize(
    ("slug", "first", "last", "by"),
    [
        (LARGE, 1, 14, 1),
        (LARGE, 2, 15, -1),
        (LARGE, 4, 11, 1),
        (LARGE, 4, 11, -1),
        (LARGE, 5, 14, 1),
        (SMALL, 1, 10, 1),
        (SMALL, 2, 11, -1),
    ],
)
def test_rows_that_are_one_off(slug: str, first: int, last: int, by: int) -> None:
    of = shifted(slug, first, last, by)
    report = reported(of, slug)
    assert codes(report) == ["V419"]
    nodes = report.findings[0].nodes
    assert len(nodes) > 3
    assert {*nodes} <= {f"bneck{n}" for n in range(first, last + 1)}
    wrong = reported(of.set(nodes[2], kernel_size=7).set("conv3", norm="batch"), slug)
    assert sorted(codes(wrong)) == ["V301", "V305", "V419"]


@pytest.mark.parametrize(
    ("first", "last", "by"), [(1, 14, 1), (2, 9, -1), (4, 11, 1), (4, 11, -1), (5, 14, 1)]
)
def test_rows_that_are_one_off_are_one_thing_unfolded_as_well(
    first: int, last: int, by: int
) -> None:
    report = reported(shifted(LARGE, first, last, by).unfold(*(id for _, id in bnecks(LARGE))))
    assert codes(report) == ["V419"]
    drawn = {id.partition(".")[0] for id in report.findings[0].nodes}
    assert drawn <= {f"bneck{n}" for n in range(first, last + 1)}


def test_few_rows_that_are_one_off_are_a_block_missing_and_one_too_many() -> None:
    assert sorted(codes(reported(shifted(LARGE, 6, 8, 1)))) == ["V201", "V202"]


def test_a_late_stride_elsewhere_is_not_the_superseded_table() -> None:
    report = reported(base().set("bneck4", stride=1).set("bneck5", stride=2, shortcut=False))
    assert "V401" not in codes(report)


@pytest.mark.parametrize("width", [1280, 1024])
def test_the_width_of_large_on_small(width: int) -> None:
    report = reported(base(SMALL).set("conv3", out_channels=width), SMALL)
    assert codes(report) == (["V405"] if width == 1280 else [])


@pytest.mark.parametrize("slug", [LARGE, SMALL])
def test_re_and_hs_exchanged(slug: str) -> None:
    of = base(slug)
    for id, block in of.nodes.items():
        if isinstance(block, Bneck):
            of = of.set(id, nl="HS" if block.nl == "RE" else "RE")
    report = reported(of, slug)
    assert codes(report) == ["V402"]
    assert len(report.findings[0].nodes) == len(bnecks(slug))


def test_hs_in_one_block_more_is_no_exchange() -> None:
    assert codes(reported(base().set("bneck6", nl="HS"))) == ["V302"]


@with_se
@pytest.mark.parametrize("gate", ["sigmoid", "relu", "hardswish"])
def test_another_gate(slug: str, id: str, gate: str) -> None:
    of = base(slug).unfold(id)
    report = reported(of.set(f"{id}.se", gate=gate), slug)
    assert [(f.code.id, f.nodes, f.parameter) for f in report.findings] == [
        ("V308", (f"{id}.se",), "gate")
    ]


@with_se
def test_weights_added_instead_of_multiplied(slug: str, id: str) -> None:
    of = base(slug).unfold(id).unfold(f"{id}.se")
    report = reported(of.put(f"{id}.se.scale", Add()), slug)
    assert [(f.code.id, f.nodes) for f in report.findings] == [("V309", (f"{id}.se.scale",))]


@with_expansion
def test_an_activation_behind_the_projection(slug: str, id: str) -> None:
    of = base(slug).unfold(id).set(f"{id}.project", activation="relu")
    report = reported(of, slug)
    assert [(f.code.id, f.nodes) for f in report.findings] == [("V406", (f"{id}.project",))]


@with_expansion
def test_a_full_convolution_for_the_depthwise_one(slug: str, id: str) -> None:
    of = base(slug).unfold(id)
    depthwise = f"{id}.depthwise"
    own = of.nodes[depthwise].model_dump()
    channels = of.channels(depthwise)
    full = Conv2d(**{**own, "out_channels": channels, "groups": 1})
    report = reported(of.put(depthwise, full), slug)
    assert [(f.code.id, f.nodes) for f in report.findings] == [("V303", (depthwise,))]


@with_expansion
@pytest.mark.parametrize("piece", ["expand", "depthwise", "project"])
def test_batch_norm_missing(slug: str, id: str, piece: str) -> None:
    of = base(slug).unfold(id).set(f"{id}.{piece}", norm="none", bias=False)
    report = reported(of, slug)
    assert [(f.code.id, f.nodes) for f in report.findings] == [("V304", (f"{id}.{piece}",))]


@with_shortcut
def test_a_shortcut_from_inside(slug: str, id: str) -> None:
    of, add = base(slug).unfold(id), f"{id}.add"
    entry = of.before(add)[1]
    report = reported(rewired(of, [f"{id}.depthwise", add], {(entry, add)}), slug)
    assert [(f.code.id, f.nodes[0]) for f in report.findings] == [("V215", add)]


@with_shortcut
def test_a_shortcut_left_out(slug: str, id: str) -> None:
    report = reported(base(slug).set(id, shortcut=False), slug)
    assert [(f.nodes, f.parameter) for f in report.findings] == [((id,), "shortcut")]


@pytest.mark.parametrize(("slug", "id"), [*bnecks(LARGE), *bnecks(SMALL)])
def test_another_stride(slug: str, id: str) -> None:
    of = base(slug)
    block = of.nodes[id]
    assert isinstance(block, Bneck)
    report = reported(of.set(id, stride=3 - block.stride), slug)
    assert [(f.nodes, f.parameter) for f in report.findings] == [((id,), "stride")]


@with_se
def test_se_of_linear_layers_or_convolutions_is_one_thing(slug: str, id: str) -> None:
    """The paper draws linear layers, its code has 1×1 convolutions."""
    of = base(slug).unfold(id).unfold(f"{id}.se")
    se = f"{id}.se"
    for name in ("fc1", "fc2"):
        block = of.nodes[f"{se}.{name}"]
        assert isinstance(block, Conv2d)
        linear = Linear(out_features=block.out_channels, activation=block.activation)
        of = of.put(f"{se}.{name}", linear)
    of = of.insert(f"{se}.pool", "flat", Flatten())
    assert reported(of, slug).verdict == "correct"
