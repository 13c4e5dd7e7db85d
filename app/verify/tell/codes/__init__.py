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
from app.verify.tell.codes import misconceptions, parameters, slips, structure

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

FINDING_CODES: tuple[FindingCode, ...] = tuple(
    sorted(
        (
            one
            for module in (structure, parameters, misconceptions, slips)
            for one in vars(module).values()
            if isinstance(one, FindingCode)
        ),
        key=lambda code: code.id,
    )
)
"""Every code, in the order of the ids."""

BY_NAME: Mapping[str, FindingCode] = {code.name: code for code in FINDING_CODES}
"""The codes by their names; repairs that are one thing bear the name of theirs."""
