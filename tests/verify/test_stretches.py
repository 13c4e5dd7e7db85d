"""What is not there is put in where it is lacking, whole blocks first."""

import pytest

from app.blocks.head import Linear
from app.verify.repair.repairs import PutIn
from app.verify.repair.search import mend
from app.verify.repair.target import prepare
from tests.verify.mutants import references
from tests.verify.proof import judge
from tests.verify.sketch import Sketch


@pytest.mark.parametrize("name", ["vgg-16", "alexnet"])
@pytest.mark.parametrize("unfolded", [(), ("fc6",), ("fc7",), ("fc6", "fc7", "fc8")])
def test_a_linear_layer_forgotten_behind_a_dropout_is_all_that_is_told(
    name: str, unfolded: tuple[str, ...]
) -> None:
    reference = references()[name]
    sketch = Sketch.of(reference.graph).unfold(*unfolded)
    for id, block in sketch.nodes.items():
        if isinstance(block, Linear):
            (told,) = judge(sketch.remove(id).graph, reference).drafts
            assert told.code.name == "missing-block", id


@pytest.mark.parametrize(
    ("name", "unfolded", "id"),
    [
        ("dense-block", "layer1", "narrow1"),
        ("mobilenet-v2", "bneck15 bneck15.expand", "bneck15.depthwise"),
    ],
)
def test_a_convolution_is_forgotten_with_its_own_norm_and_activation(
    name: str, unfolded: str, id: str
) -> None:
    """Those before it could be its own as well, and would then be forgotten themselves."""
    target = prepare(references()[name])
    sketch = Sketch.of(target.reference.graph)
    for one in unfolded.split():
        sketch = sketch.unfold(one)
    (put,) = mend(sketch.remove(id).graph, target).repairs
    assert isinstance(put, PutIn)
    assert set(put.around) == {*sketch.before(id), *sketch.after(id)}
