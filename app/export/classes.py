"""The classes that exported modules are made of: fixed text, into which nothing of a board goes.

Their submodules bear the names of a composite's pieces, so that an exported network and the
assembled one have the same `state_dict` keys and can exchange weights.
"""

CONV_NORM_ACT = '''\
class ConvNormAct(nn.Sequential):
    """A convolution, then batch norm and a non-linearity where asked for."""

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: int,
        stride: int = 1,
        *,
        padding: int | None = None,
        dilation: int = 1,
        groups: int = 1,
        bias: bool | None = None,
        norm: bool = True,
        activation: type[nn.Module] | None = None,
    ) -> None:
        super().__init__()
        self.conv = nn.Conv2d(
            in_channels,
            out_channels,
            kernel_size,
            stride,
            kernel_size // 2 if padding is None else padding,
            dilation,
            groups,
            not norm if bias is None else bias,
        )
        if norm:
            self.norm = nn.BatchNorm2d(out_channels)
        if activation:
            self.act = activation()
'''

LINEAR_ACT = '''\
class LinearAct(nn.Sequential):
    """A fully connected layer and its non-linearity."""

    def __init__(
        self,
        in_features: int,
        out_features: int,
        *,
        bias: bool = True,
        activation: type[nn.Module],
    ) -> None:
        super().__init__()
        self.fc = nn.Linear(in_features, out_features, bias)
        self.act = activation()
'''

SQUEEZE_EXCITE = '''\
class SqueezeExcite(nn.Module):
    """Channel attention: weights each channel by a number that the averages decide.

    arXiv:1709.01507, section 3; arXiv:1905.02244, section 5.3.
    """

    def __init__(
        self,
        channels: int,
        squeeze_channels: int,
        *,
        activation: type[nn.Module] = nn.ReLU,
        gate: type[nn.Module] = nn.Hardsigmoid,
        norm: bool = False,
    ) -> None:
        super().__init__()
        self.pool = nn.AdaptiveAvgPool2d(1)
        self.fc1 = ConvNormAct(
            channels, squeeze_channels, 1, norm=norm, activation=activation
        )
        self.fc2 = ConvNormAct(
            squeeze_channels, channels, 1, norm=norm, activation=gate
        )

    def forward(self, x: Tensor) -> Tensor:
        return x * self.fc2(self.fc1(self.pool(x)))
'''

BNECK = '''\
class Bneck(nn.Module):
    """Inverted residual with a linear bottleneck.

    Widens to `exp_size` channels (None: works on the input's own), looks at neighbours
    channel by channel, weights the channels where `se_channels` is given, and narrows.
    `nl` follows the first two convolutions.

    arXiv:1801.04381, section 3.3; arXiv:1905.02244, section 5 and Table 1.
    """

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: int,
        exp_size: int | None = None,
        stride: int = 1,
        *,
        se_channels: int | None = None,
        se_norm: bool = False,
        se_activation: type[nn.Module] = nn.ReLU,
        gate: type[nn.Module] = nn.Hardsigmoid,
        nl: type[nn.Module] = nn.ReLU,
        shortcut: bool = False,
    ) -> None:
        super().__init__()
        width = exp_size or in_channels
        self.shortcut = shortcut
        self.expand = (
            ConvNormAct(in_channels, width, 1, activation=nl)
            if exp_size
            else nn.Identity()
        )
        self.depthwise = ConvNormAct(
            width, width, kernel_size, stride, groups=width, activation=nl
        )
        self.se = (
            SqueezeExcite(
                width, se_channels, activation=se_activation, gate=gate, norm=se_norm
            )
            if se_channels
            else nn.Identity()
        )
        self.project = ConvNormAct(width, out_channels, 1)

    def forward(self, x: Tensor) -> Tensor:
        y = self.depthwise(self.expand(x))
        y = self.project(self.se(y))
        return y + x if self.shortcut else y
'''

SOURCES = {
    "ConvNormAct": CONV_NORM_ACT,
    "LinearAct": LINEAR_ACT,
    "SqueezeExcite": SQUEEZE_EXCITE,
    "Bneck": BNECK,
}
"""The text of each class, in the order in which a module defines them."""

NEEDS = {"SqueezeExcite": ("ConvNormAct",), "Bneck": ("ConvNormAct", "SqueezeExcite")}
"""Which classes a class is written with."""


def definitions(used: set[str]) -> list[str]:
    """Return the texts of these classes and of those they need, each before its use."""
    needed = used.union(*(NEEDS.get(name, ()) for name in used))
    return [source for name, source in SOURCES.items() if name in needed]
