"""What a node lacks of what it stands for."""

from collections.abc import Iterator

from app.blocks import Block
from app.verify.repair import prices
from app.verify.repair.difference import difference, prices_of
from app.verify.repair.fitting import relatives
from app.verify.repair.fragment import Fragment
from app.verify.repair.plan import Plan
from app.verify.repair.repairs import Fill, Repair, Replace, SetParameters, Unfold


def lacking(plan: Plan, id: str, fragment: Fragment, holder: str) -> Iterator[Repair]:
    """Yield what is to be done about a node for it to be the fragment, with the holder's block."""
    block = plan.drawing.block(holder)
    fits = isinstance(block, fragment.kind)
    if fits and fragment.exact and not plan.lack(holder, fragment):
        return
    steps = plan.steps_of(fragment.ops)
    if block is None and plan.drawing.kinds[id] is fragment.kind:
        price = prices.STILL_TO_COME
        yield Fill(node=id, fragment=fragment, price=price, steps=steps, to_come=True)
        return
    if block is None or not fits:
        price = _price_of_replacing(block, fragment)
        yield Replace(node=id, fragment=fragment, price=price, steps=steps)
        return
    changes = difference(block, fragment)
    for values, price in zip(changes, prices_of(block, fragment, changes), strict=True):
        yield SetParameters(
            node=id,
            values=values,
            fragment=fragment,
            price=price,
            steps=steps,
            to_come=price < prices.HALF,
        )
    if not fragment.exact:
        yield Unfold(
            node=id,
            fragment=fragment,
            names=tuple(plan.fresh(f"{id}.{at}") for at in range(len(fragment.ops))),
            price=prices.UNFOLD,
            steps=steps,
        )


def price_at(plan: Plan, id: str, fragment: Fragment) -> float:
    """Return what all that is to be done about a node costs for it to be the fragment."""
    block = plan.drawing.block(id)
    if block is None and plan.drawing.kinds[id] is fragment.kind:
        return prices.STILL_TO_COME
    if not isinstance(block, fragment.kind):
        return _price_of_replacing(block, fragment)
    return plan.lack(id, fragment) + (0.0 if fragment.exact else prices.UNFOLD)


def _price_of_replacing(block: Block | None, fragment: Fragment) -> float:
    near = block is not None and kin(block, fragment.block)
    return prices.REPLACE_KIN if near else prices.REPLACE


def kin(block: Block, other: Block) -> bool:
    """Whether two blocks are near relatives, one easily taken for the other."""
    convolutions = {"conv2d", "depthwise_conv2d", "linear"}
    both = {block.info.type, other.info.type}
    return relatives(type(block), type(other)) or both <= convolutions
