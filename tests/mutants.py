"""`make mutants N=10000`: how Verify judges generated boards, as tables; and where it falls short.

Exits with 1 if an equal board is refused, an unequal one accepted, repairs do not lead to the
reference or are not needed, a right beginning is called wrong, or a board is not answered.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from itertools import product
from random import Random
from time import perf_counter
from traceback import extract_tb

from app.verify import verify
from tests.verify import fuzz
from tests.verify.halves import CUTS
from tests.verify.mutants import MOST_FAULTS, Built, Mutant, mutants, references
from tests.verify.proof import begun, cheaper, dearer, judge, told
from tests.verify.styles import DEPTHS, STYLES, drawn

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


class Tables:
    """What was counted, and the boards that fell short."""

    def __init__(self) -> None:
        self.of_kind: Counter[tuple[str, int, str]] = Counter()
        self.shares: dict[tuple[str, str], Counter[str]] = {}
        self.short: dict[str, list[str]] = {}

    def judge(self, mutant: Mutant, number: int) -> None:
        """Judge a board with faults and count what holds."""
        try:
            found = judge(mutant.sketch.graph, mutant.reference)
        except Exception as error:  # whatever it is, it is counted, and the next board judged
            self.note(
                "broken", mutant, number, f"{error!r} at {extract_tb(error.__traceback__)[-1]}"
            )
            self.of_kind[mutant.built, len(mutant.faults), "broken"] += 1
            return
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
        for name, held in holds.items():
            self.of_kind[mutant.built, len(mutant.faults), name] += held
        for name in ("unsound", "needless", "dearer"):
            if holds[name]:
                self.note(name, mutant, number, str([draft.code.name for draft in found.drafts]))
        linear = "linear" if mutant.style.linear else "conv"
        for row in (mutant.name, f"{mutant.style.depth}, {linear}"):
            column = f"{mutant.built} {len(mutant.faults)}"
            self.shares.setdefault((row, column), Counter())[str(exact)] += 1

    def note(self, kind: str, mutant: Mutant, number: int, found: str) -> None:
        """Keep the first boards of a kind to be named."""
        shown = self.short.setdefault(kind, [])
        if len(shown) < SHOWN:
            board = f"{mutant.built} {len(mutant.faults)} no. {number}"
            shown.append(f"{board}: {mutant.name} {mutant.style}, {mutant.what}: {found}")

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
                share = f"{100 * count['True'] / count.total():.1f}" if count else "-"
                cells.append(f"{share:>9}")
            print(f"{row:34}" + "".join(cells))


def beginnings(count: int, seed: int) -> Iterator[tuple[str, bool]]:
    """Yield of right beginnings how each was made, and whether Verify says that it is one."""
    names = list(references())
    for number in range(count):
        random = Random(f"beginning/{seed}/{number}")
        name, cut = names[number % len(names)], random.choice(CUTS)
        sketch = cut(drawn(references()[name], random.choice(STYLES), random), random)
        report = verify(sketch.stirred(random).reading(), references()[name])
        yield cut.__name__, begun(report)


def senseless(count: int, seed: int) -> Iterator[str]:
    """Yield how each senseless board was answered."""
    names = list(references())
    for number in range(count):
        random = Random(f"senseless/{seed}/{number}")
        reading, reference = fuzz.board(random), references()[names[number % len(names)]]
        try:
            report = verify(reading, reference)
            sound = judge(reading.graph, reference).sound
        except Exception as error:  # whatever it is, it is counted, and the next board judged
            print(f"  broken: senseless no. {number}: {error!r}")
            yield "broken"
            continue
        silent = report.verdict != "correct" and not report.findings and not report.diagnostics
        if not sound or silent:
            print(f"  {'silent' if silent else 'unsound'}: senseless no. {number}")
        yield "silent" if silent else "answered" if sound else "unsound"


def main(count: int, seed: int = 0) -> int:
    """Judge `count` boards and print the tables; return the exit code."""
    start, tables = perf_counter(), Tables()
    for (built, faults), share in SHARES.items():
        for number, mutant in enumerate(mutants(round(count * share), faults, built, seed)):
            tables.judge(mutant, number)
    wrong = tables.print()
    rest = round(count * (1 - sum(SHARES.values())) / 2)
    begun_ = Counter(beginnings(rest, seed))
    print(f"\n{'right beginnings':24}{'boards':>8}{'called wrong':>14}")
    for cut in (cut.__name__ for cut in CUTS):
        print(f"{cut:24}{begun_[cut, True] + begun_[cut, False]:>8}{begun_[cut, False]:>14}")
        wrong += begun_[cut, False]
    answers = Counter(senseless(rest, seed))
    print(f"\nsenseless boards: {dict(answers)}")
    wrong += answers.total() - answers["answered"]
    print(f"{count} boards in {perf_counter() - start:.0f} s; judged wrongly: {wrong}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000))
