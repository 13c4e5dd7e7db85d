"""How small boards are mended, as it was read; and that none costs more than it must."""

from random import Random

import pytest

from tests.verify.mutants import mutate, references
from tests.verify.proof import cheaper, dearer, judge, told
from tests.verify.small import MENDED, SMALL, section


@pytest.mark.parametrize("name", SMALL)
def test_boards_are_mended_as_it_was_read(name: str) -> None:
    due = MENDED.read_text(encoding="utf-8").split("\n## ")
    told = section(name).removeprefix("## ").splitlines()
    assert told in [part.splitlines() for part in due], "read it: python -m tests.verify.small"


@pytest.mark.parametrize("name", SMALL)
def test_one_fault_is_told_where_it_is(name: str) -> None:
    for seed in range(8):
        mutant = mutate(name, 1, "whole", Random(f"small/{name}/{seed}"))
        if mutant is None:
            continue
        found = judge(mutant.sketch.graph, references()[name])
        assert found.sound, mutant.what
        assert not found.needless, mutant.what
        assert not dearer(found, mutant), mutant.what
        assert told(found, mutant) or cheaper(found, mutant), mutant.what
