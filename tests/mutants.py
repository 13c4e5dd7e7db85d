"""`make mutants N=10000`: how Verify judges generated boards, as tables; and where it falls short.

Exits with 1 if an equal board is refused, an unequal one accepted, repairs do not lead to the
reference or are not needed, a right beginning is called wrong, or a board is not answered.
"""

import sys
from collections import Counter
from dataclasses import dataclass
from functools import partial
from itertools import product
from random import Random
from time import perf_counter
from traceback import extract_tb

from app.verify import verify
from app.verify.repair.fitting import warm
from tests.verify import fuzz
from tests.verify.halves import CUTS
from tests.verify.mutants import MOST_FAULTS, Built, Mutant, attempt, references
from tests.verify.proof import answered, begun, cheaper, dearer, judge, told
from tests.verify.spread import Cores
from tests.verify.styles import DEPTHS, STYLES, Style, drawn

SHARES: dict[tuple[Built, int], float] = {
    ("whole", 0): 0.10,
    **{("whole", faults): 0.07 for faults in range(1, MOST_FAULTS + 1)},
    **{("half", faults): 0.05 for faults in (1, 2, 3)},
    ("last", 1): 0.05,
}
"""What share of all boards each kind has; beginnings and senseless boards have what is left."""

COLUMNS = ("accepted", "unsound", "needless", "dearer", "told exactly", "or cheaper")

SHOWN = 3
"""So many boards of each kind are named where something is not as it should be."""


@dataclass(frozen=True)
class Outcome:
    """What holds of a board with faults."""

    name: str
    style: Style
    built: Built
    faults: int
    what: str
    holds: frozenset[str]
    found: str


def outcome(faults: int, built: Built, seed: int, number: int) -> Outcome | None:
    """Judge the board with faults that has this number, if there is one."""
    mutant = attempt(number, faults, built, seed)
    if mutant is None:
        return None
    try:
        holds, found = _judged(mutant)
    except Exception as error:  # whatever it is, it is counted, and the next board judged
        holds = {"broken": True}
        found = f"{error!r} at {extract_tb(error.__traceback__)[-1]}"
    true = frozenset(name for name, held in holds.items() if held)
    return Outcome(mutant.name, mutant.style, built, faults, mutant.what, true, found)


def _judged(mutant: Mutant) -> tuple[dict[str, bool], str]:
    found = judge(mutant.sketch.graph, mutant.reference)
    exact = told(found, mutant)
    holds = {
        "boards": True,
        "accepted": not found.repairs,
        "unsound": not found.sound,
        "needless": bool(found.needless),
        "dearer": dearer(found, mutant),
        "told exactly": exact,
        "or cheaper": exact or cheaper(found, mutant),
    }
    return holds, str([draft.code.name for draft in found.drafts])


class Tables:
    """What was counted, and the boards that fell short."""

    def __init__(self) -> None:
        self.of_kind: Counter[tuple[str, int, str]] = Counter()
        self.shares: dict[tuple[str, str], Counter[bool]] = {}
        self.short: dict[str, list[str]] = {}

    def count(self, board: Outcome, number: int) -> None:
        """Count what holds of a board."""
        for name in board.holds:
            self.of_kind[board.built, board.faults, name] += 1
        for name in ("broken", "unsound", "needless", "dearer"):
            if name in board.holds:
                self._note(name, board, number)
        if "broken" in board.holds:
            return
        linear = "linear" if board.style.linear else "conv"
        for row in (board.name, f"{board.style.depth}, {linear}"):
            column = f"{board.built} {board.faults}"
            self.shares.setdefault((row, column), Counter())["told exactly" in board.holds] += 1

    def _note(self, kind: str, board: Outcome, number: int) -> None:
        """Keep the first boards of a kind to be named."""
        shown = self.short.setdefault(kind, [])
        if len(shown) < SHOWN:
            which = f"{board.built} {board.faults} no. {number}"
            shown.append(f"{which}: {board.name} {board.style}, {board.what}: {board.found}")

    def print(self) -> int:
        """Print the tables; return how many boards were judged wrongly."""
        print(
            f"{'boards with faults':20}{'boards':>8}" + "".join(f"{name:>14}" for name in COLUMNS)
        )
        wrong = 0
        for built, faults in SHARES:
            row = {name: self.of_kind[built, faults, name] for name in (*COLUMNS, "boards")}
            boards = max(1, row["boards"])
            cells = [f"{row[name]:>14}" for name in COLUMNS[:4]]
            cells += [f"{row[name] / boards:>14.2%}" for name in COLUMNS[4:]]
            print(f"{built + ' ' + str(faults):20}{row['boards']:>8}" + "".join(cells))
            broken = self.of_kind[built, faults, "broken"]
            refused = row["boards"] - row["accepted"] if not faults else row["accepted"]
            wrong += refused + row["unsound"] + row["needless"] + broken
        self._print_shares()
        for kind, boards_ in self.short.items():
            for board in boards_:
                print(f"  {kind}: {board}")
        return wrong

    def _print_shares(self) -> None:
        columns = [f"{built} {faults}" for built, faults in SHARES if faults]
        print(f"\n{'told exactly, in %':34}" + "".join(f"{name:>9}" for name in columns))
        rows = [*references(), *(f"{a}, {b}" for a, b in product(DEPTHS, ("conv", "linear")))]
        for row in rows:
            cells = []
            for column in columns:
                count = self.shares.get((row, column), Counter())
                share = f"{100 * count[True] / count.total():.1f}" if count else "-"
                cells.append(f"{share:>9}")
            print(f"{row:34}" + "".join(cells))


def begins(seed: int, number: int) -> tuple[str, bool]:
    """Return of a right beginning how it was made, and whether Verify says that it is one."""
    names = list(references())
    random = Random(f"beginning/{seed}/{number}")
    name, cut = names[number % len(names)], random.choice(CUTS)
    sketch = cut(drawn(references()[name], random.choice(STYLES), random), random)
    report = verify(sketch.stirred(random).reading(), references()[name])
    return cut.__name__, begun(report)


def senseless(seed: int, number: int) -> tuple[str, str]:
    """Return how a senseless board was answered, and what went wrong."""
    names = list(references())
    random = Random(f"senseless/{seed}/{number}")
    reading, reference = fuzz.board(random), references()[names[number % len(names)]]
    try:
        report, judged = answered(reading, reference)
        sound = judged.sound
    except Exception as error:  # whatever it is, it is counted, and the next board judged
        return "broken", f"broken: senseless no. {number}: {error!r}"
    silent = report.verdict != "correct" and not report.findings and not report.diagnostics
    answer = "silent" if silent else "answered" if sound else "unsound"
    return answer, f"{answer}: senseless no. {number}"


def main(count: int, seed: int = 0, processes: int | None = None) -> int:
    """Judge `count` boards and print the tables; return the exit code."""
    start, tables = perf_counter(), Tables()
    for reference in references().values():
        warm(reference)
    with Cores(processes) as cores:
        for (built, faults), share in SHARES.items():
            boards = cores.first(round(count * share), partial(outcome, faults, built, seed))
            for number, board in enumerate(boards):
                tables.count(board, number)
        wrong = tables.print()
        rest = round(count * (1 - sum(SHARES.values())) / 2)
        begun_ = Counter(cores.first(rest, partial(begins, seed)))
        print(f"\n{'right beginnings':24}{'boards':>8}{'called wrong':>14}")
        for cut in (cut.__name__ for cut in CUTS):
            print(f"{cut:24}{begun_[cut, True] + begun_[cut, False]:>8}{begun_[cut, False]:>14}")
            wrong += begun_[cut, False]
        answers: Counter[str] = Counter()
        for answer, said in cores.first(rest, partial(senseless, seed)):
            answers[answer] += 1
            if answer != "answered":
                print(f"  {said}")
    print(f"\nsenseless boards: {dict(answers)}")
    wrong += answers.total() - answers["answered"]
    print(f"{count} boards in {perf_counter() - start:.0f} s; judged wrongly: {wrong}")
    return 1 if wrong else 0


if __name__ == "__main__":
    try:
        sys.exit(main(*map(int, sys.argv[1:] or ["1000"])))
    except KeyboardInterrupt:
        sys.exit(130)
