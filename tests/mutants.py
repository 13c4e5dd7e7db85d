"""`make mutants N=10000`: how Verify judges generated boards, as a confusion table.

Exits with 1 if an equal board is refused or an unequal one accepted.
"""

import sys
from collections import Counter
from time import perf_counter

from app.labs import catalog
from tests.verify.mutants import KINDS, mutants


def main(count: int, seed: int = 0) -> int:
    """Judge `count` boards and print the table; return the exit code."""
    table: Counter[tuple[str, str]] = Counter()
    exact: Counter[str] = Counter()
    untold: Counter[str] = Counter()
    start = perf_counter()
    for mutant in mutants(list(catalog().values()), seed, count):
        report = mutant.report()
        accepted = report.verdict == "correct"
        table[mutant.kind, "accepted" if accepted else "refused"] += 1
        if mutant.told(report):
            exact[mutant.kind] += 1
        else:
            untold[f"{mutant.lab.slug}: {mutant.name}"] += 1
    print(f"{'boards':14}{'accepted':>10}{'refused':>10}{'told exactly':>14}")
    for kind in KINDS:
        row = table[kind, "accepted"], table[kind, "refused"]
        share = exact[kind] / max(1, sum(row))
        print(f"{kind:14}{row[0]:>10}{row[1]:>10}{share:>13.2%}")
    wrong = table["equal", "refused"] + sum(
        table[kind, "accepted"] for kind in KINDS if kind != "equal"
    )
    for name, times in untold.most_common(12):
        print(f"  not told exactly: {times} × {name}")
    print(f"{count} boards in {perf_counter() - start:.0f} s; judged wrongly: {wrong}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000))
