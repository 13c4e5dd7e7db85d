"""A finding before its words."""

from dataclasses import dataclass, field

from app.core.diagnostic import Arg
from app.verify.compare import FieldDifference
from app.verify.report import FindingCode


@dataclass(slots=True)
class Draft:
    """What is amiss and where.

    `steps` are all that it touches, `at` its place in sequence, `around` the student's nodes at the
    ends of a gap or of a wire, `fields` the differences that it explains.
    """

    code: FindingCode
    nodes: tuple[str, ...]
    steps: tuple[int, ...]
    at: int
    parameter: str | None = None
    edges: tuple[str, ...] = ()
    expected: Arg | None = None
    around: tuple[str | None, str | None] = (None, None)
    fields: list[FieldDifference] = field(default_factory=list)

    @property
    def place(self) -> tuple[object, ...]:
        """What is the same for two differences that can only be told in the same words."""
        return (self.code.id, self.nodes, self.edges, self.parameter, self.steps[:1])

    @property
    def property(self) -> str | None:
        """What it is about: a parameter, or inside a composite a field that no parameter sets."""
        names = [difference.name for difference in self.fields]
        if self.parameter is not None or not names or names[0] in ("op", "mode"):
            return self.parameter
        # Padding mostly goes with something else.
        return next((name for name in names if name != "padding"), names[0])
