"""The operators of tables: which cells each needs, and the block that its row describes.

A new operator is a line in `OPERATORS`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from app.blocks import Block
from app.blocks.bneck import ACTIVATION_OF_NL, Bneck
from app.blocks.conv2d import Conv2d
from app.blocks.head import Flatten, Linear, Softmax
from app.blocks.pool import AvgPool, GlobalAvgPool
from app.reference.row import Row, present


@dataclass(frozen=True, slots=True)
class Operator:
    """`stem` is what its nodes are called; `block` makes one of a row that so many channels enter.

    A row has the cells of `needs`, and may have those of `takes`; of `together`, all or none.
    """

    stem: str
    block: Callable[[Row, int], Block]
    needs: frozenset[str] = frozenset()
    takes: frozenset[str] = frozenset()
    together: frozenset[str] = frozenset()


def bneck(row: Row, channels: int) -> Bneck:
    """Return the bneck of a row that these channels enter.

    What the table does not say follows from it, as in the paper: there is a first convolution where
    exp size differs from the channels that enter, and a shortcut where the stride is 1 and as many
    channels leave as enter.

    Source: arXiv:1801.04381, section 3.3; arXiv:1905.02244, section 5.
    """
    out, stride = present(row.out), present(row.stride)
    expand = row.expand_bias or row.exp_size != channels
    return Bneck(
        kernel_size=present(row.kernel),
        exp_size=row.exp_size if expand else None,
        out_channels=out,
        se=row.se is not False,
        se_channels=None if isinstance(row.se, bool) else row.se,
        se_norm=row.se_norm,
        nl=present(row.nl),
        stride=stride,
        expand=expand,
        shortcut=stride == 1 and out == channels,
    )


def _conv2d(row: Row, channels: int) -> Block:
    return Conv2d(
        out_channels=present(row.out),
        kernel_size=present(row.kernel),
        stride=present(row.stride),
        bias=row.bias,
        norm="none" if row.nbn else "batch",
        activation=ACTIVATION_OF_NL[row.nl] if row.nl else "none",
    )


def _linear(row: Row, channels: int) -> Block:
    return Linear(out_features=present(row.out), bias=row.bias is not False)


def _pool(row: Row, channels: int) -> Block:
    """An average pool; without a kernel, over the whole map."""
    if row.kernel is None:
        return GlobalAvgPool()
    return AvgPool(kernel_size=row.kernel, stride=row.stride)


OPERATORS: Mapping[str, Operator] = MappingProxyType(
    {
        "conv2d": Operator(
            "conv",
            _conv2d,
            needs=frozenset({"kernel", "out", "stride"}),
            takes=frozenset({"nl", "nbn", "bias"}),
        ),
        "bneck": Operator(
            "bneck",
            bneck,
            needs=frozenset({"kernel", "exp_size", "out", "nl", "stride"}),
            takes=frozenset({"se", "expand_bias", "se_norm"}),
        ),
        "pool": Operator("pool", _pool, together=frozenset({"kernel", "stride"})),
        "flatten": Operator("flatten", lambda row, channels: Flatten()),
        "linear": Operator("linear", _linear, needs=frozenset({"out"}), takes=frozenset({"bias"})),
        "softmax": Operator("softmax", lambda row, channels: Softmax()),
    }
)
