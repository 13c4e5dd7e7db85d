"""How many blocks with the same slip are one thing: three are a rule misread, two are two slips."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from pydantic import ValidationError

from app.blocks import BLOCK_OF_TYPE, Block
from app.blocks.activation import Activation
from app.blocks.batch_norm import BatchNorm
from app.blocks.bneck import Bneck
from app.blocks.conv2d import Conv2d, DepthwiseConv2d
from app.blocks.pool import GlobalAvgPool, MaxPool
from app.blocks.squeeze_excite import SqueezeExcite as Se
from app.blocks.squeeze_excite import squeeze_width
from app.labs import catalog, get_lab
from app.verify import verify
from app.verify.repair.found import FEWEST, MANY
from app.verify.repair.variants import choices_of
from app.verify.report import FindingCode
from app.verify.tell.codes import BY_NAME, misconceptions, parameters, slips, structure
from tests.verify.sketch import Sketch

LABS = catalog()
LARGE, SMALL = "mobilenet-v3-large", "mobilenet-v3-small"

Wrong = dict[str, dict[str, Any]]
"""What is set wrong, by node."""


def bnecks(slug: str) -> Iterable[tuple[str, Bneck]]:
    """The blocks of a lab's reference."""
    nodes = get_lab(slug).reference.graph.nodes.items()
    return ((id, node.block) for id, node in nodes if isinstance(node.block, Bneck))


def unrounded() -> Wrong:
    """FC1 a quarter, where that is no multiple of eight."""
    return {
        id: {"se_channels": block.exp_size // 4}
        for id, block in bnecks(SMALL)
        if block.se and block.exp_size and squeeze_width(block.exp_size) != block.exp_size // 4
    }


def multiples() -> Wrong:
    """The expanded width as a multiple of what enters."""
    sketch = Sketch.of(get_lab(LARGE).reference.graph)
    found: Wrong = {}
    for id, block in bnecks(LARGE):
        wide = sketch.channels(id)
        if block.expand and block.exp_size and wide and block.exp_size % wide == 0:
            found[id] = {"exp_size": block.exp_size // wide}
    return found


def projected() -> Wrong:
    """An activation behind a projection."""
    nodes = unfolded(LARGE).nodes.items()
    ends = [id for id, block in nodes if isinstance(block, Conv2d) and id.endswith(".project")]
    return {id: {"activation": "relu"} for id in ends}


def unfolded(slug: str) -> Sketch:
    """The reference with every bneck as its pieces."""
    sketch = Sketch.of(get_lab(slug).reference.graph)
    return sketch.unfold(*(id for id, _ in bnecks(slug)))


SLIPS: tuple[tuple[str, str, Callable[[], Wrong], str, bool], ...] = (
    ("squeeze-throughout", SMALL, unrounded, "se_channels", False),
    ("exp-size-as-multiple", LARGE, multiples, "exp_size", False),
    ("activation-throughout", LARGE, projected, "activation", True),
)


@pytest.mark.parametrize(
    ("slip", "slug", "wrong", "parameter", "open_"), SLIPS, ids=[row[0] for row in SLIPS]
)
@pytest.mark.parametrize("count", [2, 3])
def test_three_are_one_thing_and_two_are_two(
    slip: str, slug: str, wrong: Callable[[], Wrong], parameter: str, open_: bool, count: int
) -> None:
    lab = get_lab(slug)
    sketch = unfolded(slug) if open_ else Sketch.of(lab.reference.graph)
    some = list(wrong().items())[:count]
    assert len(some) == count
    for id, values in some:
        sketch = sketch.set(id, **values)
    told = verify(sketch.read(), lab.reference).findings
    if count == 3:
        (finding,) = told
        assert finding.code is BY_NAME[slip]
        assert set(finding.nodes) == {id for id, _ in some}
    else:
        assert [finding.parameter for finding in told] == [parameter, parameter]
        assert BY_NAME[slip] not in [finding.code for finding in told]


# --- one value, or one kind, throughout


def values_throughout() -> Iterator[tuple[str, type[Block], str, Any]]:
    """Yield, for each lab, each value that all its blocks of a kind could have been given.

    It is the one that a fresh block has, another that can be chosen, or another block's.
    """
    for slug, lab in LABS.items():
        nodes: list[Block] = [node.block for node in lab.reference.graph.nodes.values()]
        for kind in dict.fromkeys(type(block) for block in nodes):
            blocks = [block for block in nodes if type(block) is kind]
            for name, info in kind.model_fields.items():
                own = [getattr(block, name) for block in blocks]
                values = [*(choices_of(kind, name) or own[:2])]
                values += [] if info.is_required() else [info.default]
                for value in dict.fromkeys(values):
                    changed = [block for block in blocks if getattr(block, name) != value]
                    if (
                        name not in NOT_COMPARED
                        and len(changed) >= FEWEST
                        and _may_have(changed, name, value)
                    ):
                        yield slug, kind, name, value


def _may_have(blocks: list[Block], name: str, value: Any) -> bool:
    """Whether all of these blocks are blocks with that value, too."""
    try:
        for block in blocks:
            type(block).model_validate({**block.model_dump(), name: value})
    except ValidationError:
        return False
    return True


NOT_COMPARED = {"p"}  # dropout's share does nothing where nothing is trained


@pytest.mark.parametrize(("slug", "kind", "name", "value"), list(values_throughout()))
def test_a_value_throughout_is_one_thing(
    slug: str, kind: type[Block], name: str, value: Any
) -> None:
    lab = LABS[slug]
    sketch = Sketch.of(lab.reference.graph)
    for id, block in sketch.nodes.items():
        if type(block) is kind and getattr(block, name) != value:
            sketch = sketch.set(id, **{name: value})
    report = verify(sketch.read(), lab.reference, lab.blocks)
    told = Counter(finding.code.name for finding in report.findings)
    assert not told or set(told.values()) == {1}
    assert {finding.parameter for finding in report.findings} <= {name}
    assert len(told) <= 2  # part of it may have a name of its own


def test_the_formula_of_another_network_is_one_thing() -> None:
    """EfficientNet's FC1 is a quarter of what enters the block, not of the expanded width."""
    lab = LABS["efficientnet-b0"]
    sketch = Sketch.of(lab.reference.graph)
    for id, block in sketch.nodes.items():
        if isinstance(block, Bneck):
            sketch = sketch.set(id, se_channels=(block.exp_size or 32) // 4)
    (finding,) = verify(sketch.read(), lab.reference).findings
    assert finding.code is slips.SQUEEZE_THROUGHOUT


def test_a_quarter_is_blamed_for_rounding_only_where_it_is_rounded() -> None:
    lab = LABS["efficientnet-b0"]
    sketch = Sketch.of(lab.reference.graph)
    id, block = next(
        (id, block)
        for id, block in sketch.nodes.items()
        if isinstance(block, Bneck) and block.expand
    )
    assert block.exp_size is not None
    (finding,) = verify(
        sketch.set(id, se_channels=block.exp_size // 4).read(), lab.reference
    ).findings
    assert finding.code is parameters.WRONG_PARAMETER


def test_a_linear_bottleneck_is_named_only_where_there_is_one() -> None:
    """ResNet's last convolution of a block has no activation either, before the sum."""
    lab = LABS["inverted-residual-v2"]
    sketch = Sketch.of(lab.reference.graph)
    unfolded_ = sketch.unfold(*(id for id, b in sketch.nodes.items() if isinstance(b, Bneck)))
    id = next(
        id
        for id, block in unfolded_.nodes.items()
        if isinstance(block, Conv2d) and block.activation == "none"
    )
    read = unfolded_.set(id, activation="relu").read()
    for packs, code in (
        (lab.reference.misconceptions, misconceptions.ACTIVATION_AFTER_PROJECTION),
        (frozenset[str](), parameters.WRONG_ACTIVATION),
    ):
        (finding,) = verify(read, replace(lab.reference, misconceptions=packs)).findings
        assert finding.code is code


@pytest.mark.parametrize(
    ("slug", "own", "due"),
    [("vgg-16", "avg_pool", "max_pool"), ("mobilenet-v3-large", "add", "multiply")],
)
def test_a_kind_throughout_is_one_thing(slug: str, own: str, due: str) -> None:
    lab = LABS[slug]
    sketch = Sketch.of(lab.reference.graph)
    while composites := [
        id for id, block in sketch.nodes.items() if block.info.category == "composite"
    ]:
        sketch = sketch.unfold(*composites)
    kind = BLOCK_OF_TYPE[own]
    wrong = [id for id, block in sketch.nodes.items() if block.info.type == due]
    for id in wrong:
        values = sketch.nodes[id].model_dump(include=set(kind.model_fields))
        sketch = sketch.put(id, kind(**values))
    (finding,) = verify(sketch.read(), lab.reference).findings
    assert finding.code is parameters.ONE_KIND_THROUGHOUT
    assert set(finding.nodes) == set(wrong)


@pytest.mark.parametrize("count", [3, 4, 8])
def test_the_same_change_in_many_blocks_is_one_thing(count: int) -> None:
    """ResNet's second convolution of a block has its activation behind the sum."""
    lab = LABS["resnet-18"]
    sketch = Sketch.of(lab.reference.graph)
    before_sums = [id for id in sketch.nodes if id.endswith("b")][:count]
    for id in before_sums:
        sketch = sketch.set(id, activation="relu")
    told = verify(sketch.read(), lab.reference).findings
    assert len(told) == (1 if count >= MANY else count)
    assert [id for finding in told for id in finding.nodes] == before_sums


def test_norms_that_are_lacking_are_still_to_come() -> None:
    lab = LABS["resnet-18"]
    sketch = Sketch.of(lab.reference.graph)
    for id, block in sketch.nodes.items():
        if isinstance(block, Conv2d):
            sketch = sketch.set(id, norm="none")
    report = verify(sketch.read(), lab.reference)
    assert report.verdict == "incomplete"
    assert [finding.code for finding in report.findings] == [parameters.MISSING_NORMS]


@pytest.mark.parametrize(
    ("slug", "id", "behind"), [("se-module", "pool", "fc1"), (LARGE, "flatten", "pool")]
)
def test_a_block_that_only_hands_on_where_it_is_is_told_as_elsewhere(
    slug: str, id: str, behind: str
) -> None:
    """Pooled behind FC1, the pool does nothing any more; flattened too early, no layer runs."""
    lab = get_lab(slug)
    sketch = Sketch.of(lab.reference.graph)
    report = verify(sketch.remove(id).insert(behind, id, sketch.nodes[id]).read(), lab.reference)
    (finding,) = report.findings
    assert (finding.code, finding.nodes) == (structure.MISPLACED_BLOCK, (id,))
    assert report.verdict != "incomplete"


def test_a_pool_forgotten_before_one_that_is_needed_is_still_to_come() -> None:
    lab = get_lab(LARGE)
    sketch = Sketch.of(lab.reference.graph)
    report = verify(sketch.remove("pool").read(), lab.reference)
    assert [finding.code for finding in report.findings] == [structure.MISSING_BLOCK]


def test_no_sum_anywhere_is_one_thing_however_the_blocks_between_them_are_read() -> None:
    """Blocks of one stage are alike but for their sums: none is taken for its neighbour."""
    lab = get_lab(LARGE)
    sketch = unfolded(LARGE)
    for id in [id for id, block in sketch.nodes.items() if block.info.type == "add"]:
        sketch = sketch.remove(id)
    (finding,) = verify(sketch.read(), lab.reference).findings
    assert finding.code.name == "missing-throughout"


@pytest.mark.parametrize(
    ("name", "code"),
    [("norm", parameters.MISSING_NORMS), ("activation", parameters.MISSING_ACTIVATIONS)],
)
def test_what_no_convolution_has_is_one_thing_whatever_kinds_there_are(
    name: str, code: FindingCode
) -> None:
    sketch = unfolded(LARGE)
    wrong = [id for id, block in sketch.nodes.items() if getattr(block, name, "none") != "none"]
    wrong = [id for id in wrong if isinstance(sketch.nodes[id], Conv2d | DepthwiseConv2d)]
    for id in wrong:
        sketch = sketch.set(id, **{name: "none"})
    (finding,) = verify(sketch.read(), get_lab(LARGE).reference).findings
    assert finding.code is code
    assert set(finding.nodes) == set(wrong)


def test_the_same_change_in_the_last_layers_goes_with_that_in_all_before() -> None:
    """Two are too few by themselves; and the classifier has no activation at all."""
    lab = get_lab("vgg-16")
    sketch = Sketch.of(lab.reference.graph)
    wrong = [id for id, one in sketch.nodes.items() if getattr(one, "activation", "") == "relu"]
    for id in wrong:
        sketch = sketch.set(id, activation="relu6")
    (finding,) = verify(sketch.read(), lab.reference).findings
    assert set(finding.nodes) == set(wrong)


RULES: dict[str, Callable[[Bneck, int], int]] = {
    "six times what enters, as in MobileNetV2": lambda _, wide: 6 * wide,
    "what leaves": lambda block, _: block.out_channels,
}


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_one_rule_for_the_expanded_width_of_all_blocks_is_one_thing(
    rule: Callable[[Bneck, int], int],
) -> None:
    sketch = Sketch.of(get_lab(LARGE).reference.graph)
    wrong = []
    for id, block in bnecks(LARGE):
        width = rule(block, sketch.channels(id) or 0)
        if block.expand and block.exp_size != width:
            sketch = sketch.set(id, exp_size=width)
            wrong.append(id)
    (finding,) = verify(sketch.read(), get_lab(LARGE).reference).findings
    assert finding.code is slips.EXP_SIZE_AS_MULTIPLE
    assert set(finding.nodes) == set(wrong)


@pytest.mark.parametrize("factor", [0.5, 0.75, 1.25, 1.4])
def test_widths_by_one_factor_are_one_thing_though_the_rows_could_be_others(factor: float) -> None:
    """Widened by 1.25, most rows of MobileNetV2 come nearer to the row before them."""
    lab = get_lab("mobilenet-v2")
    sketch = Sketch.of(lab.reference.graph)
    for id, block in lab.reference.graph.nodes.items():
        if isinstance(block.block, Bneck | Conv2d) and block.block.out_channels != 1000:
            widths = block.block.model_dump(include={"exp_size", "out_channels"}, exclude_none=True)
            scaled = {name: squeeze_width(int(4 * factor * wide)) for name, wide in widths.items()}
            sketch = sketch.set(id, **scaled)
    (finding,) = verify(sketch.read(), lab.reference).findings
    assert finding.code is BY_NAME["scaled-widths"]


def test_a_misreading_throughout_is_not_told_in_more_findings_than_there_were() -> None:
    """The rows of another network are wrong in all their values, each in its own way."""
    reference = get_lab("mobilenet-v2").reference
    other = Sketch.of(get_lab("efficientnet-b0").reference.graph)
    assert len(verify(other.read(), reference).findings) < FEWEST * 2


def test_widths_a_row_off_are_not_taken_for_scaled_ones() -> None:
    """Where widths double from stage to stage, most of them are half of what they should be."""
    lab = get_lab("mobilenet-v2")
    sketch = Sketch.of(lab.reference.graph)
    rows = [(id, block.out_channels) for id, block in bnecks("mobilenet-v2")]
    for (id, _), (_, before) in zip(rows[1:], rows, strict=False):
        sketch = sketch.set(id, out_channels=before)
    (finding,) = verify(sketch.read(), lab.reference).findings
    assert finding.code is slips.COLUMN_OFF


def test_a_kind_in_many_places_is_one_thing_though_there_are_others() -> None:
    sketch = unfolded(SMALL)
    sketch = sketch.unfold(*(id for id, one in sketch.nodes.items() if isinstance(one, Se)))
    pools = [id for id, one in sketch.nodes.items() if isinstance(one, GlobalAvgPool)]
    for id in pools[:MANY]:
        shape = sketch.shape(sketch.before(id)[0])
        assert shape is not None
        sketch = sketch.put(id, MaxPool(kernel_size=shape[2]))
    (finding,) = verify(sketch.read(), get_lab(SMALL).reference).findings
    assert finding.code is parameters.ONE_KIND_THROUGHOUT
    assert set(finding.nodes) == set(pools[:MANY])


@pytest.mark.parametrize("block", [Activation(kind="relu"), BatchNorm()])
def test_a_block_too_many_behind_every_row_is_one_thing(block: Block) -> None:
    """Nothing of the rows themselves is to be taken out."""
    sketch = Sketch.of(get_lab(LARGE).reference.graph)
    for id, _ in bnecks(LARGE):
        sketch = sketch.insert(id, f"{id}.more", block)
    (finding,) = verify(sketch.read(), get_lab(LARGE).reference).findings
    assert finding.code is slips.EXTRA_THROUGHOUT
    assert set(finding.nodes) == {f"{id}.more" for id, _ in bnecks(LARGE)}


@pytest.mark.parametrize("slug", [LARGE, SMALL, "efficientnet-b0"])
def test_se_behind_every_row_is_one_thing(slug: str) -> None:
    sketch = Sketch.of(get_lab(slug).reference.graph)
    rows = [id for id, block in bnecks(slug) if block.se]
    for id in rows:
        se = Se(squeeze_channels=getattr(sketch.nodes[id], "se_channels", None))
        sketch = sketch.set(id, se=False, se_channels=None).insert(id, f"{id}.se", se)
    (finding,) = verify(sketch.read(), get_lab(slug).reference).findings
    assert finding.code is slips.MISPLACED_THROUGHOUT
    assert set(finding.nodes) == {*rows, *(f"{id}.se" for id in rows)}
