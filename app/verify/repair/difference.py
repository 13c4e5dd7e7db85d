"""What a block lacks of a fragment of its kind: the parameters to set, by what hangs together."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any, TypeAlias

from app.blocks import Block
from app.core.shape import Shape, is_map
from app.verify.form.canonical import Form, canonical, is_pixel
from app.verify.form.pieces import primitives
from app.verify.repair.fragment import Fragment
from app.verify.repair.prices import GIVE_UP, SET, STILL_TO_SET, of_parameters
from app.verify.repair.variants import Structure, structure_of, structure_with

REMEMBERED = 16_384

Change: TypeAlias = tuple[tuple[str, Any], ...]
"""Parameters that are set in one go, with their values."""

Entering: TypeAlias = tuple[Shape, ...]
"""The shapes that enter a block, port by port."""


LACKED = {"norm": "norm", "se_norm": "norm", "activation": "activation"}
"""What a block lacks where one of these is none, and comes to have later."""


def lacked(block: Block, change: Change) -> str | None:
    """Return which of its operations a block does not have yet, None where a value is wrong."""
    name, _ = change[0]
    return LACKED[name] if name in LACKED and getattr(block, name) == "none" else None


def prices_of(block: Block, fragment: Fragment, changes: Sequence[Change]) -> list[float]:
    """Return the price of each change that makes a block compute a fragment of its kind."""
    found = [_price(block, fragment, change) for change in changes]
    wrong = found.count(SET)
    each = of_parameters(wrong) / max(1, wrong)
    return [each if price == SET else price for price in found]


def _price(block: Block, fragment: Fragment, change: Change) -> float:
    if change[0][0] not in LACKED:
        return SET
    if lacked(block, change) is not None:
        return STILL_TO_SET
    return GIVE_UP if _gives_up(block, fragment, change) else SET


def _gives_up(block: Block, fragment: Fragment, change: Change) -> bool:
    """Whether a block loses what comes next in the reference, and had it right."""
    name, value = change[0]
    behind = fragment.target.users[fragment.output]
    if value != "none" or len(behind) != 1:
        return False
    kind, *said = fragment.target.ops[behind[0]].form
    own = getattr(block, name)
    return kind == "batch_norm" if LACKED[name] == "norm" else [kind, *said] == ["activation", own]


@lru_cache(maxsize=REMEMBERED)
def difference(block: Block, fragment: Fragment) -> tuple[Change, ...]:
    """Return the changes that make a block compute a fragment of its kind."""
    return Compared(block).difference(fragment)


@dataclass(eq=False)
class Compared:
    """A block that is compared with one fragment after the other.

    Fragments of a kind have much in common: the same value to be set, the same shape that enters.
    What comes of it is worked out once.
    """

    block: Block
    _set: dict[tuple[str, Any], "Compared"] = field(default_factory=dict)
    _sound: dict[Entering, bool] = field(default_factory=dict)
    _follows: dict[tuple[str, Any, Entering], bool] = field(default_factory=dict)

    def difference(self, fragment: Fragment) -> tuple[Change, ...]:
        """Return the changes that make the block compute a fragment of its kind.

        What has no effect, or cannot be, until another parameter is right is set together with it:
        SE's width with SE, the shortcut with the stride.
        """
        values = dict(self._lacking(fragment))
        if len(values) < 2:
            return tuple(((name, value),) for name, value in values.items())
        entering = fragment.entering
        leading = list(values)
        if self.sound(entering):
            leading = [one for one in values if not self.follows(one, values[one], entering)]
        if not leading:
            return (tuple(values.items()),)
        changes = {name: [(name, values[name])] for name in leading}
        for name, value in values.items():
            if name not in changes:
                causes = (one for one in leading if self._causes(one, name, values, entering))
                changes[next(causes, leading[0])].append((name, value))
        return tuple(map(tuple, changes.values()))

    def computes(self, fragment: Fragment) -> bool:
        """Whether the block computes a fragment of its kind as it is."""
        own, due = self.block.__dict__, fragment.block.__dict__
        if any(own[name] not in (None, due[name]) for name in _telling(fragment)):
            return False  # So it is nearly everywhere.
        return next(self._lacking(fragment), None) is None

    def _lacking(self, fragment: Fragment) -> Iterator[tuple[str, Any]]:
        """Yield the values of a fragment that the block has not, as far as they matter."""
        own, telling = self.block.__dict__, _telling(fragment)
        kept: Change = ()
        for name, due in fragment.block.__dict__.items():
            value = own[name]
            if value == due:
                continue
            if (name in telling and value is not None) or _matters(fragment, kept, name, value):
                yield name, due
            else:
                kept = (*kept, (name, value))

    def with_(self, name: str, value: Any) -> "Compared":
        """Return the block with another value of one parameter."""
        found = self._set.get((name, value))
        if found is None:
            found = Compared(self.block.model_copy(update={name: value}))
            self._set[name, value] = found
        return found

    def sound(self, entering: Entering) -> bool:
        """Whether the block is whole and takes these shapes, as far as its own check tells."""
        found = self._sound.get(entering)
        if found is None:
            found = self._sound[entering] = _sound(self.block, entering)
        return found

    def follows(self, name: str, value: Any, entering: Entering) -> bool:
        """Whether setting one parameter does nothing, or cannot be, for what the others are."""
        key = (name, value, entering)
        found = self._follows.get(key)
        if found is None:
            found = self._follows[key] = self._in_vain(name, value, entering)
        return found

    def _causes(self, cause: str, name: str, values: Mapping[str, Any], entering: Entering) -> bool:
        """Whether a parameter can be set, or does something, once another one is."""
        one = self.with_(cause, values[cause])
        return not (one.sound(entering) and one.follows(name, values[name], entering))

    def _in_vain(self, name: str, value: Any, entering: Entering) -> bool:
        here = self._structure
        there = structure_with(self.block, here, name, value)
        rewired = here.wired != there.wired
        if not rewired and name not in here.acting:
            return True
        alone = self.with_(name, value)
        if not alone.sound(entering):
            return True
        if rewired or None not in (value, getattr(self.block, name)):
            return False
        channels = entering[0][1] if entering else None
        return primitives(alone.block, channels) == primitives(self.block, channels)

    @cached_property
    def _structure(self) -> Structure:
        return structure_of(self.block)


@lru_cache(maxsize=REMEMBERED)
def _telling(fragment: Fragment) -> frozenset[str]:
    """Return the parameters with another value of which no block computes the fragment."""
    if not fragment.exact:  # None does anyway.
        return frozenset(fragment.block.__dict__)
    due = fragment.block.__dict__
    telling = structure_of(fragment.block).telling
    return frozenset(name for name in telling if due[name] is not None)


@lru_cache(maxsize=REMEMBERED)
def _matters(fragment: Fragment, kept: Change, name: str, own: Any) -> bool:
    """Whether a block no longer computes the fragment with another value of its own.

    The block is the fragment's, but for the values that are `kept` since they do not matter.
    """
    if not fragment.exact:
        return True
    due, here = _due(fragment, kept)
    there = structure_with(due, here, name, own)
    if len(here.wired) != len(there.wired):
        return True
    alone = due.model_copy(update={name: own})
    if here is there and name not in here.acting:
        return not any(_sound(alone, entering) for entering in _entering(fragment))
    return not computes(alone, fragment)


@lru_cache(maxsize=REMEMBERED)
def _due(fragment: Fragment, kept: Change) -> tuple[Block, Structure]:
    """Return the fragment's block with these values, and its structure."""
    due = fragment.block.model_copy(update=dict(kept)) if kept else fragment.block
    return due, structure_of(due)


def _sound(block: Block, entering: Entering) -> bool:
    """Whether a block is whole and takes these shapes, as far as its own check tells."""
    problem = next(block.check(*entering), None) or next(block.incomplete(), None)
    return problem is None


def computes(block: Block, fragment: Fragment) -> bool:
    """Whether a block computes a fragment's operations, one by one, on what enters them there."""
    if not any(_sound(block, entering) for entering in _entering(fragment)):
        return False
    ops = [fragment.target.ops[index] for index in fragment.ops]
    entering = fragment.entering
    inner = primitives(block, entering[0][1] if entering else None)
    if len(block.info.outputs) > 1:
        return all(op.block == block for op in ops)
    return len(inner) == len(ops) and all(
        same(canonical(one.block, op.entering), op.form) for one, op in zip(inner, ops, strict=True)
    )


def same(own: Form, due: Form) -> bool:
    """Whether two forms are equal; a bias that is cancelled in the reference does not count."""
    return own == due or (due[0] == own[0] == "conv" and due[-1] is None and own[:-1] == due[:-1])


def _entering(fragment: Fragment) -> Iterator[Entering]:
    """Yield the shapes that enter a fragment; of one pixel, flat and as a map of 1×1."""
    shapes = fragment.entering
    yield shapes
    if shapes and all(map(is_pixel, shapes)):
        yield tuple(shape[:2] if is_map(shape) else (*shape, 1, 1) for shape in shapes)
