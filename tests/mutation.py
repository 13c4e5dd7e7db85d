"""Mutation testing, bounded: change one thing in the code, and see whether a test goes red.

``make mutation N=60 SEED=1`` draws so many mutants, as many in each folder, and prints those that
survive and the score by folder. What is drawn of a folder depends on the seed alone, so that a
survivor can be met again when its test is written.

The runner is our own. mutmut leaves out functions with decorators, which half of engine and verify
are, and whatever is no function; Cosmic Ray starts Python and PyTorch anew for each mutant. Here a
process that has PyTorch and what lies below forks, and its child imports the rest of the product
with one module changed, in memory: no file is ever written.
"""

import ast
import contextlib
import copy
import io
import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from types import CodeType, ModuleType

# What takes longest to import and no mutant changes: once, before the forks.
import pydantic  # noqa: F401
import pytest
import torch  # noqa: F401

FOLDERS = {
    "app/graph": ("tests/graph", "tests/engine/test_propagate.py"),
    "app/engine": ("tests/engine", "tests/blocks/test_build.py", "tests/graph/test_model.py"),
    "app/verify": (
        "tests/verify/test_canonical.py",
        "tests/verify/test_variants.py",
        "tests/verify/test_repairs.py",
        "tests/verify/test_align.py",
        "tests/verify/test_surplus.py",
        "tests/verify/test_search.py",
        "tests/verify/test_plan.py",
        "tests/verify/test_small.py",
        "tests/verify/test_eps.py",
        "tests/verify/test_exchange.py",
        "tests/verify/test_other_blocks.py",
        "tests/verify/test_slips.py",
        "tests/verify/test_drawing.py",
        "tests/verify/test_difference.py",
        "tests/verify/test_embed.py",
        "tests/verify/test_cures.py",
        "tests/verify/test_words.py",
        "tests/verify/test_codes.py",
        "tests/verify/test_cases.py",
        "tests/verify/test_misconceptions.py",
        "tests/verify/test_verify.py",
    ),
}
"""Where mutants are made, and the tests that ought to see them, the quickest first."""

NEAR = {
    "app/verify/tell": (
        "tests/verify/test_cures.py",
        "tests/verify/test_words.py",
        "tests/verify/test_cases.py",
    ),
}
"""Of these the tests that see mutants of a part of a folder soonest."""

BELOW = {"app/graph": "app.blocks", "app/engine": "app.graph", "app/verify": "app.labs"}
"""What the folder stands on and no mutant of it changes: imported once, before the forks."""

AGAIN = "ignore::pytest.PytestAssertRewriteWarning"
"""From its second run in a process on, pytest finds its plugins imported."""

PATIENCE = 4.0
"""How many times as long as without a mutant the tests may take; then it hangs, which is seen."""

COMPARED: Mapping[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
COMPUTED: Mapping[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv,
}


@dataclass(frozen=True)
class Mutant:
    """One change: another node in the place of the `at`-th of a file's tree."""

    path: Path
    at: int
    node: ast.AST
    was: ast.AST

    @property
    def folder(self) -> str:
        """The folder that it counts for."""
        return "/".join(self.path.parts[:2])

    @property
    def module(self) -> str:
        """The name under which the file is imported."""
        return ".".join(self.path.with_suffix("").parts)

    def code(self) -> CodeType:
        """Return the changed file, compiled."""
        tree = ast.parse(self.path.read_text(encoding="utf-8"))
        target = list(ast.walk(tree))[self.at]
        if isinstance(target, ast.stmt) and isinstance(self.node, ast.Pass):
            _replaced(tree, target, self.node)
        else:
            target.__class__ = type(self.node)
            target.__dict__.update(copy.deepcopy(self.node.__dict__))
        return compile(ast.fix_missing_locations(tree), str(self.path), "exec")

    def __str__(self) -> str:
        line = getattr(self.was, "lineno", 0)
        return f"{self.path}:{line}\n  - {ast.unparse(self.was)}\n  + {ast.unparse(self.node)}"


def _replaced(tree: ast.AST, target: ast.stmt, by: ast.stmt) -> None:
    for parent in ast.walk(tree):
        for body in vars(parent).values():
            if isinstance(body, list) and target in body:
                body[body.index(target)] = ast.copy_location(by, target)


def mutants(path: Path) -> Iterator[Mutant]:
    """Yield every mutant of a file; types, texts and memories are left as they are."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    idle = {id(node) for part in _idle(tree) for node in ast.walk(part)}
    for at, node in enumerate(ast.walk(tree)):
        if id(node) not in idle:
            for other in _others(node):
                yield Mutant(path, at, other, node)


def _idle(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield what changes nothing that can be seen: annotations, decorators, memories' sizes."""
    for node in ast.walk(tree):
        match node:
            case ast.AnnAssign():
                yield node.annotation
            case ast.arg(annotation=ast.AST() as annotation):
                yield annotation
            case ast.FunctionDef():
                yield from node.decorator_list
                if node.returns:
                    yield node.returns
            case ast.ClassDef():
                yield from node.decorator_list


def _others(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what may stand in a node's place."""
    match node:
        case ast.Compare(ops=[op]) if type(op) in COMPARED:
            yield ast.Compare(node.left, [COMPARED[type(op)]()], node.comparators)
        case ast.BinOp(op=op) if type(op) in COMPUTED:
            yield ast.BinOp(node.left, COMPUTED[type(op)](), node.right)
        case ast.BoolOp():
            yield ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)
        case ast.UnaryOp(op=ast.Not() | ast.USub()):
            yield node.operand
        case ast.IfExp():
            yield ast.IfExp(ast.UnaryOp(ast.Not(), node.test), node.body, node.orelse)
        case ast.If() | ast.While():
            changed = copy.copy(node)
            changed.test = ast.UnaryOp(ast.Not(), node.test)
            yield changed
        case ast.Constant(value=bool() as value):
            yield ast.Constant(not value)
        case ast.Constant(value=int() | float() as value):
            yield ast.Constant(value + 1)
        case ast.Break():
            yield ast.Continue()
        case ast.Continue():
            yield ast.Break()
        case ast.Expr(value=ast.Call()):
            yield ast.Pass()
        case _:
            return


class Changed(SourceFileLoader):
    """Loads a mutant in the place of its module."""

    def __init__(self, mutant: Mutant) -> None:
        super().__init__(mutant.module, str(mutant.path))
        self._code = mutant.code()

    def get_code(self, fullname: str) -> CodeType:
        """Return the changed module."""
        return self._code


class Finder(MetaPathFinder):
    """Finds the module that a mutant changes, and no other."""

    def __init__(self, mutant: Mutant) -> None:
        self._loader = Changed(mutant)

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return where the module is, for its name alone."""
        if fullname != self._loader.name:
            return None
        return spec_from_file_location(fullname, self._loader.path, loader=self._loader)


def drawn(folder: str, count: int, chance: random.Random) -> list[Mutant]:
    """Return so many mutants of a folder."""
    files = (path for path in sorted(Path(folder).rglob("*.py")) if path.name != "__init__.py")
    found = [mutant for path in files for mutant in mutants(path)]
    return chance.sample(found, min(count, len(found)))


def below(folder: str) -> None:
    """Import what a folder stands on; the blocks that labs use are measured by then, too."""
    module = import_module(BELOW[folder])
    if module.__name__ == "app.labs":
        for lab in module.catalog().values():
            import_module("app.engine").propagate(lab.reference.graph)
    assert folder.replace("/", ".") not in sys.modules, "its mutants would not be imported"


def nearest(tests: tuple[str, ...], mutant: Mutant) -> tuple[str, ...]:
    """Return the tests with those in front that see the mutant soonest: they mirror its file."""
    mirrors = sorted(
        str(path)
        for path in Path("tests").rglob(f"test_{mutant.path.stem}.py")
        if any(path.is_relative_to(test) for test in tests)
    )
    first = dict.fromkeys((*mirrors, *NEAR.get(mutant.path.parent.as_posix(), ())))
    return (*first, *(test for test in tests if test not in first))


def passes(tests: tuple[str, ...], mutant: Mutant | None, seconds: float) -> bool:
    """Run the tests in a child that imports the mutant; return whether all of them passed.

    Each by itself, so that what comes later is not even collected once one has failed.
    """
    child = os.fork()
    if child == 0:
        os.setsid()
        failed = True
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            try:
                if mutant is not None:
                    sys.meta_path.insert(0, Finder(mutant))
                options = ["-q", "-x", "-p", "no:cacheprovider", "--hypothesis-seed=0"]
                options += ["--hypothesis-profile=mutation", "-W", AGAIN]
                failed = any(pytest.main([*options, test]) for test in tests)
            finally:
                os._exit(failed)
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return status == 0
        time.sleep(0.05)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return False


def main(count: int, seed: int) -> None:
    """Draw, try and count."""
    caught: Counter[str] = Counter()
    made: Counter[str] = Counter()
    for folder, tests in FOLDERS.items():
        chosen = drawn(folder, -(-count // len(FOLDERS)), random.Random(f"{seed}/{folder}"))
        below(folder)
        began = time.monotonic()
        if not passes(tests, None, 3600):
            sys.exit(f"{folder}: its tests fail without any mutant.")
        took = time.monotonic() - began
        print(f"{folder}: its tests take {took:.0f} s", flush=True)
        for mutant in chosen:
            made[folder] += 1
            if passes(nearest(tests, mutant), mutant, PATIENCE * took + 10):
                print(f"survives: {mutant}", flush=True)
            else:
                caught[folder] += 1
    for folder, total in [*made.items(), ("together", made.total())]:
        seen = caught.total() if folder == "together" else caught[folder]
        print(f"{folder:12} {seen:4} of {total:4} mutants caught, {seen / total:4.0%}")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
