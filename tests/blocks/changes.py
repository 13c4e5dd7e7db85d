"""One change to each parameter of each composite, and what it changes in the pieces."""

from typing import Any

CHANNELS = 24
BASE: dict[str, dict[str, Any]] = {
    "bneck": {"exp_size": 64, "out_channels": 24, "se": True, "shortcut": True},
    "squeeze_excite": {},
    "conv2d": {"out_channels": 16, "norm": "batch", "activation": "relu"},
    "depthwise_conv2d": {"norm": "batch", "activation": "relu"},
    "linear": {"out_features": 10, "activation": "relu"},
}

CHANGES: list[tuple[str, str, Any, set[str]]] = [
    ("bneck", "kernel_size", 5, {"depthwise.kernel_size"}),
    ("bneck", "exp_size", 72, {"expand.out_channels"}),
    ("bneck", "out_channels", 40, {"project.out_channels"}),
    ("bneck", "se_channels", 20, {"se.squeeze_channels"}),
    ("bneck", "se_norm", "batch", {"se.norm"}),
    ("bneck", "nl", "HS", {"expand.activation", "depthwise.activation"}),
    (
        "bneck",
        "nl",
        "SW",
        {"expand.activation", "depthwise.activation", "se.activation", "se.gate"},
    ),
    ("bneck", "stride", 2, {"depthwise.stride"}),
    ("squeeze_excite", "squeeze_channels", 12, {"fc1.out_channels"}),
    ("squeeze_excite", "activation", "silu", {"fc1.activation"}),
    ("squeeze_excite", "gate", "sigmoid", {"fc2.activation"}),
    ("squeeze_excite", "norm", "batch", {"fc1.norm", "fc2.norm"}),
    *(
        (type, parameter, value, {f"conv.{parameter}"})
        for type in ("conv2d", "depthwise_conv2d")
        for parameter, value in {
            "kernel_size": 5,
            "stride": 2,
            "padding": 0,
            "dilation": 2,
            "bias": True,
        }.items()
    ),
    ("conv2d", "out_channels", 32, {"conv.out_channels"}),
    ("conv2d", "groups", 2, {"conv.groups"}),
    ("conv2d", "activation", "silu", {"act.kind"}),
    ("depthwise_conv2d", "activation", "silu", {"act.kind"}),
    ("linear", "out_features", 11, {"fc.out_features"}),
    ("linear", "bias", False, {"fc.bias"}),
    ("linear", "activation", "silu", {"act.kind"}),
]
"""A parameter, another value for it, and exactly the pieces' fields that then differ."""

STRUCTURAL: list[tuple[str, str, Any, str]] = [
    ("bneck", "expand", False, "depthwise se project add"),
    ("bneck", "se", False, "expand depthwise project add"),
    ("bneck", "shortcut", False, "expand depthwise se project"),
    ("conv2d", "norm", "none", "conv act"),
    ("depthwise_conv2d", "norm", "none", "conv act"),
]
"""A parameter, another value for it, and the pieces there are then."""
