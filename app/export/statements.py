"""Statements laid out as formatters do: one line where it fits, else brackets opened up."""

import ast
from collections.abc import Sequence

LINE_LENGTH = 88
INDENT = 4


def assignment(target: ast.expr, value: ast.expr, indent: int, comment: str = "") -> list[str]:
    """Return the lines of `target = value`, `indent` columns in.

    A comment stands at the end of the last line, or above all where it would be too long.
    """
    lines = _laid_out(value, f"{ast.unparse(target)} = ", "", indent)
    if not comment:
        return lines
    last = f"{lines[-1]}  # {comment}"
    if len(last) <= LINE_LENGTH:
        return [*lines[:-1], last]
    return [f"{' ' * indent}# {comment}", *lines]


def _laid_out(expression: ast.expr, before: str, after: str, indent: int) -> list[str]:
    """Return the lines of an expression between two pieces of text."""
    margin = " " * indent
    line = f"{margin}{before}{ast.unparse(expression)}{after}"
    if len(line) <= LINE_LENGTH:
        return [line]
    match expression:
        case ast.Call(func, args, keywords):
            items = [("", arg) for arg in args]
            items += [(f"{keyword.arg}=", keyword.value) for keyword in keywords]
            return _opened_up(f"{before}{ast.unparse(func)}(", items, f"){after}", indent)
        case ast.Tuple(elements):
            items = [("", element) for element in elements]
            return _opened_up(f"{before}(", items, f"){after}", indent)
        case ast.BinOp(left, operator, right):
            sign = "+" if isinstance(operator, ast.Add) else "*"
            inner = margin + " " * INDENT
            operands = [f"{inner}{ast.unparse(left)}", f"{inner}{sign} {ast.unparse(right)}"]
            return [f"{margin}{before}(", *operands, f"{margin}){after}"]
        case _:
            return [line]


def _opened_up(
    head: str, items: Sequence[tuple[str, ast.expr]], tail: str, indent: int
) -> list[str]:
    """Return a bracket opened up: all items on one line if they fit, else one on each."""
    margin = " " * indent
    inner = indent + INDENT
    joined = " " * inner + ", ".join(before + ast.unparse(item) for before, item in items)
    if len(joined) <= LINE_LENGTH:
        body = [joined]
    else:
        body = [line for before, item in items for line in _laid_out(item, before, ",", inner)]
    return [f"{margin}{head}", *body, f"{margin}{tail}"]
