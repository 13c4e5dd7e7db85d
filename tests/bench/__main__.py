"""`make bench`: speed as ratios, each measured in this run against its comparison."""

import argparse
import sys
from collections.abc import Callable, Iterator
from functools import partial

from tests.bench import (
    arrivals,
    browser,
    crowd,
    demo,
    distinct,
    engine,
    faulty,
    growth,
    quiet,
    replicas,
    scaling,
    service,
    start,
)
from tests.bench.row import Row

MEASURES: dict[str, Callable[[], Iterator[Row]]] = {
    "engine": engine.rows,
    "start": start.rows,
    "service": service.rows,
    "quiet": quiet.rows,
    "distinct": distinct.rows,
    "faulty": faulty.rows,
    "growth": growth.rows,
    "crowd": crowd.rows,
    "arrivals": arrivals.rows,
    "scaling": scaling.rows,
    "replicas": replicas.rows,
    "browser": browser.rows,
    "demo": demo.rows,
}


def main() -> int:
    """Print the table; 1 where a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", choices=(*MEASURES, []), help="without any, all")
    parser.add_argument(
        "--minutes", type=float, default=quiet.MINUTES, help="how long a class is there"
    )
    parser.add_argument(
        "--boards", type=int, default=distinct.BOARDS, help="how many boards, no two alike"
    )
    given = parser.parse_args()
    measures = MEASURES | {
        "quiet": partial(quiet.rows, given.minutes),
        "distinct": partial(distinct.rows, given.boards),
    }
    missed = 0
    for name in given.names or measures:
        for row in measures[name]():
            missed += not row.met
            mark = "met   " if row.met else "MISSED"
            print(f"{mark}  {row.ratio:6.2f}  ({row.sense} {row.goal:g})  {row.what}")
            print(f"        {row.detail}", flush=True)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
