"""What Verify says about each parameter of a block, whichever block has it."""

from dataclasses import dataclass

from app.core.text import Text, text
from app.verify.tell import about
from app.verify.tell.about import About


@dataclass(frozen=True, slots=True)
class Property:
    """A parameter in words.

    `label` names it where the student's block has no such parameter. `consequence` is hint level 3,
    a template of {node}, {in_shape} and {out_shape}: the student's own tensors, printed 1×24×56×56.
    `plain` is said instead, of {node} alone, where a shape is unknown or gives the answer away.
    `principle` begins level 4. `unwanted` is said instead of these three where the student's block
    has something that it is not to have, so that no sentence argues for it.
    """

    label: Text
    consequence: Text
    plain: Text
    principle: Text
    unwanted: About | None = None


_PROPERTIES: dict[str, Property] = {
    "kernel_size": Property(text("核的大小", "kernel"), *about.WINDOW),
    "stride": Property(text("步距", "stride"), *about.STRIDE),
    "padding": Property(text("填充", "padding"), *about.PADDING),
    "ceil_mode": Property(text("向上取整", "ceil mode"), *about.CEIL),
    "dilation": Property(text("空洞率", "dilation"), *about.DILATION),
    "groups": Property(text("分组", "groups"), *about.GROUPS),
    "bias": Property(text("偏置", "bias"), *about.BIAS),
    "eps": Property(text("ε", "eps"), *about.EPS),
    "norm": Property(text("归一化", "norm"), *about.NORM),
    "se_norm": Property(text("SE 归一化", "SE norm"), *about.NORM),
    "activation": Property(text("激活函数", "activation"), *about.NONLINEARITY),
    "nl": Property(text("激活 NL", "NL"), *about.NONLINEARITY),
    "kind": Property(text("种类", "kind"), *about.NONLINEARITY),
    "gate": Property(text("FC2 激活", "gate"), *about.GATE),
    "out_channels": Property(text("输出通道", "out channels"), *about.WIDTH),
    "out_features": Property(text("节点个数", "out features"), *about.WIDTH),
    "exp_size": Property(text("升维 exp size", "exp size"), *about.EXPANSION),
    "expand": Property(text("第一层卷积", "expansion"), *about.EXPAND, about.NO_EXPAND),
    "se": Property(text("SE 模块", "SE"), *about.SE),
    "se_channels": Property(text("FC1 节点数", "FC1 nodes"), *about.SQUEEZE),
    "squeeze_channels": Property(text("FC1 节点数", "FC1 nodes"), *about.SQUEEZE),
    "shortcut": Property(text("shortcut", "shortcut"), *about.SHORTCUT, about.NO_SHORTCUT),
    "channels": Property(text("通道", "channels"), *about.PICTURE),
    "height": Property(text("高", "height"), *about.PICTURE),
    "width": Property(text("宽", "width"), *about.PICTURE),
}
_ANY = Property(text("内容", "content"), *about.GENERAL)


def property_of(parameter: str | None) -> Property:
    """Return the words about a parameter; None for what concerns a block as a whole."""
    return _ANY if parameter is None else _PROPERTIES[parameter]


INSIDE_BNECK: dict[str, Text] = {
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


def named() -> tuple[str, ...]:
    """Return the parameters that there are words about."""
    return tuple(_PROPERTIES)
