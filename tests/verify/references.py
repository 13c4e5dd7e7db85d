"""References that no lab has: shortcuts short and long, branches into a concat, equal branches.

They are small in their maps and widths, and whole in their wiring, which is what Verify works on.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from app.blocks import Block, Input
from app.blocks.activation import Activation
from app.blocks.combine import Add, Concat
from app.blocks.conv2d import Conv2d, DepthwiseConv2d
from app.blocks.head import Dropout, Flatten, Linear, Softmax
from app.blocks.pool import AvgPool, GlobalAvgPool, MaxPool
from app.reference import Reference
from tests.verify.sketch import Sketch, Wire


class _Builder:
    """Nodes and wires so far; every node belongs to the step that is current."""

    def __init__(self, picture: Input) -> None:
        self.nodes: dict[str, Block] = {"input": picture}
        self.wires: list[Wire] = []
        self.steps: dict[str, int] = {}
        self.step = 0

    def begin(self) -> None:
        """Begin the next step."""
        self.step += 1

    def put(self, id: str, block: Block, *sources: str) -> str:
        """Place a node behind its sources and return its id."""
        ports = block.info.inputs
        names = [ports[0].name] * len(sources) if ports[0].many else [port.name for port in ports]
        self.nodes[id] = block
        self.steps[id] = self.step
        self.wires += [(source, id, port) for source, port in zip(sources, names, strict=True)]
        return id

    def conv(self, id: str, source: str, out: int, kernel: int = 1, stride: int = 1) -> str:
        """Place a convolution with batch norm and ReLU."""
        block = Conv2d(
            out_channels=out, kernel_size=kernel, stride=stride, norm="batch", activation="relu"
        )
        return self.put(id, block, source)

    def reference(self) -> Reference:
        """Return what was built."""
        return Reference(Sketch(self.nodes, tuple(self.wires)).read().graph, self.steps)


def resnet() -> Reference:
    """ResNet-18 at half its depth and an eighth of its width: identity and projection shortcuts.

    Source: arXiv:1512.03385, Table 1 and figure 5.
    """
    net = _Builder(Input(channels=3, height=64, width=64))
    net.begin()
    end = net.conv("stem", "input", 8, kernel=7, stride=2)
    end = net.put("pool", MaxPool(kernel_size=3, stride=2, padding=1), end)
    for index, (width, stride) in enumerate([(8, 1), (8, 1), (16, 2), (16, 1), (32, 2), (32, 1)]):
        net.begin()
        end = _basic(net, f"block{index + 1}", end, width, stride)
    net.begin()
    end = net.put("average", GlobalAvgPool(), end)
    end = net.put("flatten", Flatten(), end)
    net.begin()
    net.put("classify", Linear(out_features=10), end)
    return net.reference()


def _basic(net: _Builder, name: str, source: str, width: int, stride: int) -> str:
    """Place two 3×3 convolutions with a shortcut around them, and ReLU after the sum."""
    first = net.conv(f"{name}_a", source, width, kernel=3, stride=stride)
    plain = Conv2d(out_channels=width, kernel_size=3, norm="batch")
    second = net.put(f"{name}_b", plain, first)
    shortcut = source
    if stride != 1:
        project = Conv2d(out_channels=width, kernel_size=1, stride=stride, norm="batch")
        shortcut = net.put(f"{name}_project", project, source)
    total = net.put(f"{name}_add", Add(), second, shortcut)
    return net.put(f"{name}_relu", Activation(kind="relu"), total)


def inception() -> Reference:
    """Two Inception modules, each of four branches into a concat.

    Source: arXiv:1409.4842, figure 2b; widths are a quarter of inception (3a) and (3b).
    """
    net = _Builder(Input(channels=3, height=32, width=32))
    net.begin()
    end = net.conv("stem", "input", 48, kernel=3, stride=2)
    for name, widths in (("a", (16, 24, 32, 4, 8, 8)), ("b", (32, 32, 48, 8, 24, 16))):
        net.begin()
        one, reduce3, three, reduce5, five, pooled = widths
        branches = [
            net.conv(f"{name}_1x1", end, one),
            net.conv(f"{name}_3x3", net.conv(f"{name}_reduce3", end, reduce3), three, kernel=3),
            net.conv(f"{name}_5x5", net.conv(f"{name}_reduce5", end, reduce5), five, kernel=5),
            net.conv(
                f"{name}_pooled",
                net.put(f"{name}_pool", MaxPool(kernel_size=3, stride=1, padding=1), end),
                pooled,
            ),
        ]
        end = net.put(f"{name}_concat", Concat(), *branches)
    net.begin()
    end = net.put("average", AvgPool(kernel_size=16), end)
    end = net.put("flatten", Flatten(), end)
    end = net.put("dropout", Dropout(p=0.4), end)
    net.begin()
    net.put("softmax", Softmax(), net.put("classify", Linear(out_features=10), end))
    return net.reference()


def densenet() -> Reference:
    """A dense block: every layer takes what all layers before it gave.

    Source: arXiv:1608.06993, figure 1; convolutions come before norm and activation here.
    """
    net = _Builder(Input(channels=3, height=16, width=16))
    net.begin()
    given = [net.conv("stem", "input", 16, kernel=3)]
    for index in range(4):
        net.begin()
        wide = net.put(f"join{index + 1}", Concat(), *given) if len(given) > 1 else given[0]
        narrow = net.conv(f"narrow{index + 1}", wide, 32)
        given.append(net.conv(f"layer{index + 1}", narrow, 8, kernel=3))
    net.begin()
    end = net.conv("transition", net.put("join", Concat(), *given), 24)
    end = net.put("shrink", AvgPool(kernel_size=2), end)
    net.begin()
    end = net.put("average", GlobalAvgPool(), end)
    end = net.put("flatten", Flatten(), end)
    net.put("classify", Linear(out_features=10), end)
    return net.reference()


def unet() -> Reference:
    """An encoder and a decoder with long skips: the first map is the last to be joined again.

    Source: arXiv:1505.04597, figure 1, a quarter as wide; no block makes maps larger, so none
    makes them smaller either.
    """
    net = _Builder(Input(channels=1, height=24, width=24))
    end, skips = "input", []
    for level, width in enumerate((16, 32, 64)):
        net.begin()
        end = net.conv(f"down{level}_a", end, width, kernel=3)
        end = net.conv(f"down{level}_b", end, width, kernel=3)
        skips.append(end)
    net.begin()
    end = net.conv("bottom", end, 128, kernel=3)
    for level, width in reversed(list(enumerate((16, 32, 64)))):
        net.begin()
        narrow = net.conv(f"up{level}_narrow", end, width)
        joined = net.put(f"up{level}_concat", Concat(), skips[level], narrow)
        end = net.conv(f"up{level}_a", joined, width, kernel=3)
        end = net.conv(f"up{level}_b", end, width, kernel=3)
    net.begin()
    net.put("classes", Conv2d(out_channels=2, kernel_size=1), end)
    return net.reference()


def twins() -> Reference:
    """Two equal branches into an add, twice: each branch stands for the other."""
    net = _Builder(Input(channels=3, height=16, width=16))
    net.begin()
    end = net.conv("stem", "input", 16, kernel=3)
    for name in ("first", "second"):
        net.begin()
        branches = [
            net.conv(f"{name}_{side}_b", net.conv(f"{name}_{side}_a", end, 32), 16, kernel=3)
            for side in ("left", "right")
        ]
        end = net.put(f"{name}_add", Add(), *branches)
    net.begin()
    end = net.put("average", GlobalAvgPool(), end)
    net.put("flatten", Flatten(), end)
    return net.reference()


def dilated() -> Reference:
    """An inverted residual whose depthwise convolution is dilated, as in segmentation networks.

    Source: arXiv:1905.02244, section 6.4.
    """
    net = _Builder(Input(channels=3, height=16, width=16))
    net.begin()
    stem = net.conv("stem", "input", 16, kernel=3)
    net.begin()
    depthwise = DepthwiseConv2d(
        kernel_size=3, dilation=2, padding=2, norm="batch", activation="relu"
    )
    end = net.put("depthwise", depthwise, net.conv("expand", stem, 48))
    net.put("project", Conv2d(out_channels=16, kernel_size=1, norm="batch"), end)
    return net.reference()


BUILT: Mapping[str, Callable[[], Reference]] = MappingProxyType(
    {
        "resnet": resnet,
        "inception": inception,
        "densenet": densenet,
        "unet": unet,
        "twins": twins,
        "dilated": dilated,
    }
)
