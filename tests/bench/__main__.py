"""`make bench`: speed as ratios, each measured in this run against its comparison."""

import sys
from collections.abc import Iterator

from tests.bench import browser, demo, engine, faulty, growth, quiet, service
from tests.bench.row import Row


def rows() -> Iterator[Row]:
    """Measure every row."""
    yield from engine.rows()
    yield from service.rows()
    yield from quiet.rows()
    yield from faulty.rows()
    yield from growth.rows()
    yield from browser.rows()
    yield from demo.rows()


def main() -> int:
    """Print the table; 1 where a goal is missed."""
    missed = 0
    for row in rows():
        missed += not row.met
        mark = "met   " if row.met else "MISSED"
        print(f"{mark}  {row.ratio:6.2f}  ({row.sense} {row.goal:g})  {row.what}")
        print(f"        {row.detail}", flush=True)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
