"""Diagnostics as values: what is wrong and where; the words are chosen when they are read.

A `Code` is a kind of diagnostic with its texts, a `Problem` is one found inside a block that does
not know its place in a graph, a `Diagnostic` is a problem located at nodes, edges and a parameter.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from app.core.shape import Notation, Shape, show
from app.core.text import Lang, Text


@dataclass(frozen=True, slots=True)
class Clause:
    """A sentence within a sentence, with arguments of its own; written when that one is."""

    template: Text
    args: Mapping[str, "Arg"]


Arg: TypeAlias = str | int | Shape | Text | Clause


class Severity(StrEnum):
    """`error` is wrong, `warning` is not there yet, `info` is worth knowing."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with a block, before it is known which node of the graph that is."""

    code: "Code"
    parameter: str | None = None
    port: str | None = None
    args: Mapping[str, Arg] = field(default_factory=dict)

    def at(self, id: str, /, **args: Arg) -> "Diagnostic":
        """Return the diagnostic that this problem is at a node, with what only the graph knows."""
        return Diagnostic(self.code, (id,), (), self.parameter, self.port, {**self.args, **args})


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """Something wrong with the graph itself, located.

    `nodes` holds the ids concerned, the one at fault first; `edges` likewise.
    """

    code: "Code"
    nodes: tuple[str, ...] = ()
    edges: tuple[str, ...] = ()
    parameter: str | None = None
    port: str | None = None
    args: Mapping[str, Arg] = field(default_factory=dict)

    def message(self, lang: Lang, notation: Notation = "NCHW") -> str:
        """Say what is wrong, in one sentence."""
        return fill(self.code.message, self._words, lang, notation)

    def help(self, lang: Lang, notation: Notation = "NCHW") -> str:
        """Say what would cure it."""
        return fill(self.code.help, self._words, lang, notation)

    @property
    def _words(self) -> Mapping[str, Arg]:
        return {"parameter": self.parameter or "", "port": self.port or "", **self.args}


@dataclass(frozen=True, slots=True)
class Code:
    """A kind of diagnostic. Ids never change their meaning once released.

    `message` and `help` are templates in the syntax of `str.format`; a test renders each of them.
    """

    id: str
    name: str
    severity: Severity
    message: Text
    help: Text

    def problem(
        self, parameter: str | None = None, port: str | None = None, **args: Arg
    ) -> Problem:
        """Return this problem, not yet located."""
        return Problem(self, parameter, port, args)

    def at(
        self,
        *nodes: str,
        edges: tuple[str, ...] = (),
        parameter: str | None = None,
        port: str | None = None,
        **args: Arg,
    ) -> Diagnostic:
        """Return this diagnostic at these nodes."""
        return Diagnostic(self, nodes, edges, parameter, port, args)


def fill(template: Text, args: Mapping[str, Arg], lang: Lang, notation: Notation = "NCHW") -> str:
    """Return the template in one language with its arguments in place."""
    return template[lang].format_map(
        {name: _show(value, lang, notation) for name, value in args.items()}
    )


def _show(value: Arg, lang: Lang, notation: Notation) -> str:
    if isinstance(value, Clause):
        return fill(value.template, value.args, lang, notation)
    if isinstance(value, tuple):
        return show(value, notation)
    if isinstance(value, dict):
        return value[lang]
    return str(value)
