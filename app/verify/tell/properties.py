"""What Verify says about each parameter of a block, whichever block has it."""

from collections.abc import Mapping

from app.core.text import Text, text
from app.verify.tell import about
from app.verify.tell.about import About

PROPERTIES: Mapping[str | None, About] = {
    None: about.GENERAL,
    "kernel_size": about.WINDOW,
    "stride": about.STRIDE,
    "padding": about.PADDING,
    "ceil_mode": about.CEIL,
    "dilation": about.DILATION,
    "groups": about.GROUPS,
    "bias": about.BIAS,
    "eps": about.EPS,
    "norm": about.NORM,
    "se_norm": about.NORM,
    "activation": about.NONLINEARITY,
    "nl": about.NONLINEARITY,
    "kind": about.NONLINEARITY,
    "gate": about.GATE,
    "out_channels": about.WIDTH,
    "out_features": about.WIDTH,
    "exp_size": about.EXPANSION,
    "expand": about.EXPAND,
    "se": about.SE,
    "se_channels": about.SQUEEZE,
    "squeeze_channels": about.SQUEEZE,
    "shortcut": about.SHORTCUT,
    "channels": about.PICTURE,
    "height": about.PICTURE,
    "width": about.PICTURE,
}
"""The words about each parameter; at None about a block as a whole."""

UNWANTED: Mapping[str | None, About] = {
    "expand": about.NO_EXPAND,
    "shortcut": about.NO_SHORTCUT,
}
"""What is said instead where the block has something that it is not to have, so that no sentence
argues for it."""

INSIDE_BNECK: Mapping[str, Text] = {
    "kernel_size": text(
        "bneck 里写的核的大小，指的是其中的 DW 卷积。",
        "The kernel that a bneck is given is that of its depthwise convolution.",
    ),
    "stride": text(
        "bneck 里写的步距，指的是其中的 DW 卷积的步距。",
        "The stride that a bneck is given is that of its depthwise convolution.",
    ),
}
"""What a parameter of a bneck means for the convolutions inside, said behind the principle."""
