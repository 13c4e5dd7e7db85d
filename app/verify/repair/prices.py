"""What a repair costs: how much a student's hands have to do, and how likely the slip is.

What is not there yet costs next to nothing, so that a right beginning, in whatever order it is
drawn, costs only what is still to come. Everything else is weighed against setting one parameter.
"""

SET = 1.0
"""One parameter."""

SET_MANY = (0.0, 1.0, 2.0, 2.2, 2.3, 2.4)
"""So many parameters of one node: a block that stands for another row is still that block."""

DEAREST = 2.7
"""A node that lacks more than this of what stands there does not stand for it."""

GIVE_UP = 2.6
"""A norm or an activation that a block has rightly, for another block to have it instead: less
likely than that the other one is too many."""

AGAIN = 0.6
"""A norm or an activation that the block before it has inside, where that is a habit."""

UNFOLD = 2.0
"""A composite unfolded, because no parameter of it reaches what differs."""

REPLACE = 2.0
REPLACE_KIN = 1.2
"""A block by one of another kind; by a near relative, like add for multiply."""

TAKE_OUT = 2.5
TAKE_OUT_SPARE = 1.9
TAKE_OUT_MORE = 1.0
"""A block; one that a complete network can spare; each further one of the same stretch."""

PUT_IN = 1.3
PUT_IN_MORE = 0.0005
"""A stretch into a wire that passes it by; each operation of it more."""

IN_PARTS = 0.1
"""Of a stretch whole blocks are forgotten: one of which a part is there counts as so much more."""

STILL_TO_COME = 0.01
"""A stretch or a wire that is not there yet, where nothing passes it by."""

STILL_TO_SET = 0.001
"""A norm or an activation that a block does not have yet: two hundred of them are no mistake."""

HALF = 0.5
"""What costs less is still to come; half of a parameter."""

MOVE_WIRE = 1.0
REMOVE_WIRE = 1.0
REORDER = 1.0

EXCHANGE = 1.4
EXCHANGE_FAR = 2.4
"""Two blocks in each other's place: neighbours in the lab's steps, or far apart."""

MOVE = 1.6
"""A block elsewhere."""


def of_parameters(count: int) -> float:
    """Return the price of setting so many parameters of one node."""
    return SET_MANY[min(count, len(SET_MANY) - 1)]


def of_taking_out(count: int, *, spare: bool = False) -> float:
    """Return the price of taking out a stretch of so many blocks."""
    return (TAKE_OUT_SPARE if spare else TAKE_OUT) + TAKE_OUT_MORE * (count - 1)
