"""An oracle that knows nothing of Verify: the same weights in both modules, the same input.

In the labs' networks every convolution and batch norm depends on the one before, so they run in one
order only, however the board is drawn. Weights are handed over in that order.
"""

import torch
from torch import Tensor, nn

from app.engine import assemble
from app.graph import Graph


def same_function(graph: Graph, reference: Graph, picture: tuple[int, ...]) -> bool:
    """Tell whether both graphs compute the same from a random input, given the same weights.

    A bias that only one of the two has is set to zero: it stands before a batch norm.
    """
    torch.manual_seed(0)
    ours, theirs = assemble(graph).eval(), assemble(reference).eval()
    x = torch.randn(1, *picture[1:])
    own, due = _leaves(ours, x), _leaves(theirs, x)
    if len(own) != len(due):
        return False
    for target, source in zip(own, due, strict=True):
        if not _hand_over(source, target):
            return False
    with torch.no_grad():
        a, b = ours(x), theirs(x)
    return a.shape == b.shape and torch.allclose(a, b, atol=1e-5, rtol=1e-4)


def _leaves(module: nn.Module, x: Tensor) -> list[nn.Module]:
    """Return the modules with weights, convolutions and norms apart, each in running order."""
    seen: dict[nn.Module, None] = {}
    kinds = (nn.Conv2d, nn.Linear, nn.BatchNorm2d, nn.BatchNorm1d)
    hooks = [
        leaf.register_forward_hook(lambda leaf, *_: seen.setdefault(leaf))
        for leaf in module.modules()
        if isinstance(leaf, kinds)
    ]
    with torch.no_grad():
        module(x)
    for hook in hooks:
        hook.remove()
    return sorted(seen, key=lambda leaf: isinstance(leaf, nn.BatchNorm2d | nn.BatchNorm1d))


def _hand_over(source: nn.Module, target: nn.Module) -> bool:
    """Give `target` the weights of `source`; False where they do not fit."""
    assert isinstance(source.weight, Tensor)
    assert isinstance(target.weight, Tensor)
    if source.weight.numel() != target.weight.numel():
        return False
    with torch.no_grad():
        if isinstance(source, nn.BatchNorm2d | nn.BatchNorm1d):
            assert isinstance(target, nn.BatchNorm2d | nn.BatchNorm1d)
            for name in ("weight", "bias", "running_mean", "running_var"):
                value = getattr(source, name)
                value.copy_(torch.rand_like(value) + 0.5)
                getattr(target, name).copy_(value)
            return True
        target.weight.copy_(source.weight.reshape(target.weight.shape))
        one, other = getattr(source, "bias", None), getattr(target, "bias", None)
        if one is not None and other is not None:
            other.copy_(one)
        else:
            for lone in (one, other):
                if lone is not None:
                    lone.zero_()
    return True
