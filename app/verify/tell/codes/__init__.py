"""The table of findings: V2xx structure, V3xx parameters, V4xx known misconceptions.

A finding speaks as far as it is asked to. Its ladder has five rungs: 0 the step and the count, 1
the block, 2 the property (or what it is about the wiring), 3 a consequence in the student's own
tensors, 4 the principle and what to read again. No rung holds the expected value, nor what it could
be read off from; that would be a fifth rung, which is a lab's to allow and not a text.

The templates take, as `str.format` arguments, the names in `ARGUMENTS`: all of them are texts.

Misconceptions name their source: most come from the paper (arXiv:1905.02244) itself, whose Table 1
was corrected after its first versions, or from reading figure 4, section 5.2 or Table 2 too fast.
"""

from collections.abc import Mapping

from app.verify.report import FindingCode
from app.verify.tell.codes.misconceptions import (
    ACTIVATION_AFTER_PROJECTION,
    ACTIVATION_BEFORE_NORM,
    ANOTHER_ROW,
    ANOTHER_TABLE,
    HEAD_OF_LARGE,
    SE_AFTER_PROJECTION,
    SE_BEFORE_DEPTHWISE,
    SHIFTED_ROWS,
    SUPERSEDED_TABLE,
    SWAPPED_NONLINEARITIES,
)
from app.verify.tell.codes.parameters import (
    EXTRA_NORM,
    FIXED_INSIDE,
    MISSING_ACTIVATION,
    MISSING_ACTIVATIONS,
    MISSING_NORM,
    MISSING_NORMS,
    NORM_IN_HEAD,
    NORM_IN_SE,
    ONE_KIND_THROUGHOUT,
    ONE_VALUE_THROUGHOUT,
    UNROUNDED_SQUEEZE,
    WRONG_ACTIVATION,
    WRONG_BIAS,
    WRONG_GATE,
    WRONG_GROUPS,
    WRONG_JOIN,
    WRONG_PARAMETER,
)
from app.verify.tell.codes.slips import (
    ACTIVATION_THROUGHOUT,
    BIAS_THROUGHOUT,
    COLUMN_OFF,
    EXP_SIZE_AS_MULTIPLE,
    EXTRA_THROUGHOUT,
    MISPLACED_THROUGHOUT,
    MISSING_THROUGHOUT,
    ONE_NONLINEARITY,
    SCALED_WIDTHS,
    SE_THROUGHOUT,
    SHORTCUT_THROUGHOUT,
    SQUEEZE_THROUGHOUT,
    SWAPPED_COLUMNS,
)
from app.verify.tell.codes.structure import (
    EXTRA_BLOCK,
    EXTRA_WIRE,
    MISPLACED_BLOCK,
    MISSING_BLOCK,
    MISSING_WIRE,
    NOT_OFFERED,
    SWAPPED_BLOCKS,
    WRONG_BLOCK,
    WRONG_ORDER,
    WRONG_OUTPUT,
    WRONG_SHORTCUT,
    WRONG_WIRE,
)

ARGUMENTS = (
    "step",  # number of the step; a dash where there is none
    "steps",  # the same where there are several: 12–21, in English with the word
    "places",  # how many differences the step has; in English with the word: one place
    "node",  # the student's name of the first block concerned
    "names",  # names of all blocks concerned
    "gap",  # where something is not there yet: between two blocks, or behind one
    "where",  # a wire, by the names at its ends
    "role",  # what the tensor is that belongs on it: the input of the block, the weights
    "share",  # how many blocks are concerned, of how many of their kind
    "property",  # label of the property
    "again",  # where the property is to be read again
    "consequence",  # what `app.verify.tell.properties` says about it at level 3
    "principle",  # and at level 4
)

FINDING_CODES: tuple[FindingCode, ...] = (
    MISSING_BLOCK,
    EXTRA_BLOCK,
    MISPLACED_BLOCK,
    SWAPPED_BLOCKS,
    WRONG_BLOCK,
    NOT_OFFERED,
    MISSING_WIRE,
    WRONG_WIRE,
    EXTRA_WIRE,
    WRONG_ORDER,
    WRONG_SHORTCUT,
    WRONG_OUTPUT,
    WRONG_PARAMETER,
    WRONG_ACTIVATION,
    WRONG_GROUPS,
    MISSING_NORM,
    NORM_IN_HEAD,
    WRONG_BIAS,
    UNROUNDED_SQUEEZE,
    WRONG_GATE,
    WRONG_JOIN,
    FIXED_INSIDE,
    NORM_IN_SE,
    EXTRA_NORM,
    ONE_VALUE_THROUGHOUT,
    MISSING_NORMS,
    ONE_KIND_THROUGHOUT,
    MISSING_ACTIVATION,
    MISSING_ACTIVATIONS,
    SUPERSEDED_TABLE,
    SWAPPED_NONLINEARITIES,
    SE_AFTER_PROJECTION,
    SE_BEFORE_DEPTHWISE,
    HEAD_OF_LARGE,
    ACTIVATION_AFTER_PROJECTION,
    ANOTHER_ROW,
    ACTIVATION_BEFORE_NORM,
    SE_THROUGHOUT,
    SHORTCUT_THROUGHOUT,
    ONE_NONLINEARITY,
    SQUEEZE_THROUGHOUT,
    EXP_SIZE_AS_MULTIPLE,
    BIAS_THROUGHOUT,
    ACTIVATION_THROUGHOUT,
    ANOTHER_TABLE,
    SHIFTED_ROWS,
    SWAPPED_COLUMNS,
    SCALED_WIDTHS,
    COLUMN_OFF,
    EXTRA_THROUGHOUT,
    MISSING_THROUGHOUT,
    MISPLACED_THROUGHOUT,
)
"""Every code, in the order of the ids."""

SLIPS: Mapping[str, FindingCode] = {
    "another-row": ANOTHER_ROW,
    "another-table": ANOTHER_TABLE,
    "swapped-columns": SWAPPED_COLUMNS,
    "scaled-widths": SCALED_WIDTHS,
    "column-off": COLUMN_OFF,
    "shifted-rows": SHIFTED_ROWS,
    "superseded-table": SUPERSEDED_TABLE,
    "swapped-nonlinearities": SWAPPED_NONLINEARITIES,
    "se-after-projection": SE_AFTER_PROJECTION,
    "se-before-depthwise": SE_BEFORE_DEPTHWISE,
    "se-throughout": SE_THROUGHOUT,
    "shortcut-throughout": SHORTCUT_THROUGHOUT,
    "one-nonlinearity": ONE_NONLINEARITY,
    "squeeze-throughout": SQUEEZE_THROUGHOUT,
    "exp-size-as-multiple": EXP_SIZE_AS_MULTIPLE,
    "bias-throughout": BIAS_THROUGHOUT,
    "activation-throughout": ACTIVATION_THROUGHOUT,
    "one-value-throughout": ONE_VALUE_THROUGHOUT,
    "missing-norms": MISSING_NORMS,
    "missing-activations": MISSING_ACTIVATIONS,
    "one-kind-throughout": ONE_KIND_THROUGHOUT,
    "extra-throughout": EXTRA_THROUGHOUT,
    "missing-throughout": MISSING_THROUGHOUT,
    "misplaced-throughout": MISPLACED_THROUGHOUT,
}
"""The codes of repairs that are one thing, by the slip's name."""

__all__ = [
    "ACTIVATION_AFTER_PROJECTION",
    "ACTIVATION_BEFORE_NORM",
    "ACTIVATION_THROUGHOUT",
    "ANOTHER_ROW",
    "ANOTHER_TABLE",
    "ARGUMENTS",
    "BIAS_THROUGHOUT",
    "COLUMN_OFF",
    "EXP_SIZE_AS_MULTIPLE",
    "EXTRA_BLOCK",
    "EXTRA_NORM",
    "EXTRA_THROUGHOUT",
    "EXTRA_WIRE",
    "FINDING_CODES",
    "FIXED_INSIDE",
    "HEAD_OF_LARGE",
    "MISPLACED_BLOCK",
    "MISPLACED_THROUGHOUT",
    "MISSING_ACTIVATION",
    "MISSING_ACTIVATIONS",
    "MISSING_BLOCK",
    "MISSING_NORM",
    "MISSING_NORMS",
    "MISSING_THROUGHOUT",
    "MISSING_WIRE",
    "NORM_IN_HEAD",
    "NORM_IN_SE",
    "NOT_OFFERED",
    "ONE_KIND_THROUGHOUT",
    "ONE_NONLINEARITY",
    "ONE_VALUE_THROUGHOUT",
    "SCALED_WIDTHS",
    "SE_AFTER_PROJECTION",
    "SE_BEFORE_DEPTHWISE",
    "SE_THROUGHOUT",
    "SHIFTED_ROWS",
    "SHORTCUT_THROUGHOUT",
    "SLIPS",
    "SQUEEZE_THROUGHOUT",
    "SUPERSEDED_TABLE",
    "SWAPPED_BLOCKS",
    "SWAPPED_COLUMNS",
    "SWAPPED_NONLINEARITIES",
    "UNROUNDED_SQUEEZE",
    "WRONG_ACTIVATION",
    "WRONG_BIAS",
    "WRONG_BLOCK",
    "WRONG_GATE",
    "WRONG_GROUPS",
    "WRONG_JOIN",
    "WRONG_ORDER",
    "WRONG_OUTPUT",
    "WRONG_PARAMETER",
    "WRONG_SHORTCUT",
    "WRONG_WIRE",
]
