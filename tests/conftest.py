"""Settings of every test run."""

import os

import pytest
from hypothesis import HealthCheck, Phase, settings

from tests.e2e.sizes import SIZES

# Tests have a core each: threads of PyTorch's would spin there, waiting for one that has no core.
os.environ.setdefault("OMP_NUM_THREADS", "1")

# How long an example takes says more about the machine than about the code.
settings.register_profile(
    "bneck-lab", deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
# Whether any example fails is all that `make mutation` asks: none is made smaller.
settings.register_profile(
    "mutation", settings.get_profile("bneck-lab"), phases=[Phase.explicit, Phase.generate]
)
settings.load_profile("bneck-lab")


LONGEST = (
    "tests/web/test_openapi.py",
    "tests/test_hostile.py",
    "tests/service/test_owner.py",
    "tests/verify/test_proof.py",
    "tests/cli/test_serve.py",
    "tests/service/test_pool.py",
    "tests/verify/test_verify.py",
    "tests/test_package.py",
)
"""Files that take half of the time of all: several processes begin with them."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Have no process work on a long file while the others are done.

    One process alone keeps the order that packages have: an editor's quick tests speak first.
    """
    if hasattr(config, "workerinput"):
        turns = {file: turn for turn, file in enumerate(LONGEST)}
        items.sort(key=lambda item: turns.get(item.nodeid.partition("::")[0], len(LONGEST)))


def pytest_addoption(parser: pytest.Parser) -> None:
    """Say how often a browser is killed while somebody edits; `make kills` does it for long.

    And at which size the browser suite is played; `make everywhere` plays it at each. How many
    times slower than this machine its pages run is for tests that may depend on who is quicker.
    """
    parser.addoption("--kills", type=int, default=3)
    parser.addoption("--at", choices=[size.name for size in SIZES])
    parser.addoption("--slowed", type=float, default=1)
