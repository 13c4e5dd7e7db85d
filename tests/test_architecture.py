"""Rules of the repository that no linter knows; the layers are import-linter's (``make check``)."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.blocks import BLOCK_OF_TYPE
from tests.conftest import LONGEST
from tests.tree import ROOT, files, read

SOURCES = (".py", ".ts", ".svelte", ".css", ".html")
MAX_LINES = 400

TOKENS = Path("static/src/styles/tokens.css")
# A value, not an anchor, a Svelte block or a class's private member: `color: #0af`, `"#0af"`.
HEX_COLOUR = re.compile(
    r"""(?<=[:,(\s"'`])\#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})\b(?!\s*[=(])""", re.IGNORECASE
)

# In pieces, so that this file does not name what it forbids.
REGISTRIES = tuple(
    ".".join(labels)
    for labels in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("deb", "debian", "org"),
        ("docker", "io"),
        ("jsdelivr", "net"),
        ("unpkg", "com"),
    )
)
# PyTorch's CPU builds: the address is a variable of the one, a build argument of the other.
TORCH_INDEX = ".".join(("download", "pytorch", "org"))
TORCH_INDEX_OWNERS = {Path("Makefile"), Path("Dockerfile")}

# Folders of tests that mirror nothing in app.
OTHER_TESTS = {"bench", "cases", "e2e", "mutants"}


def texts() -> Iterator[tuple[Path, str]]:
    """Every file that is text, with its text."""
    for path in files():
        content = (ROOT / path).read_bytes()
        if b"\0" not in content:
            yield path, content.decode()


def test_no_file_is_too_long_to_read_at_once() -> None:
    written = [path for path in files(*SOURCES) if ".gen." not in path.name]
    lines = {str(path): len(read(path).splitlines()) for path in written}
    assert {path: count for path, count in lines.items() if count > MAX_LINES} == {}


def test_the_page_knows_no_block_by_name() -> None:
    """But the input, which every board has one of, and icons, which a block need not have."""
    known = [
        (str(path), type)
        for path in files(".ts", ".svelte")
        if path.is_relative_to("static/src") and "test" not in path.stem
        for type in re.findall(r"""\btype\w*\s*[!=]==?\s*["'](\w+)["']""", read(path))
        if type in BLOCK_OF_TYPE.keys() - {"input"}
    ]
    assert set(known) <= {("static/src/parts/BlockIcon.svelte", "bneck")}


def test_colours_are_tokens() -> None:
    styled = [
        path
        for path in files(".css", ".svelte", ".ts", ".html")
        if path.is_relative_to("static/src") or path.is_relative_to("templates")
    ]
    found = [
        f"{path}:{number}: {line.strip()}"
        for path in styled
        if path != TOKENS
        for number, line in enumerate(read(path).splitlines(), start=1)
        if HEX_COLOUR.search(line)
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("line", "is_colour"),
    [
        ("color: #0af;", True),
        ('fill="#12345678"', True),
        ("linear-gradient(#fff,#000)", True),
        ("{#each blocks as block}", False),
        ("this.#add(node);", False),
        ("  #add(node: Node) {", False),
        ('href="#main"', False),
        ("arXiv #190502244", False),
    ],
)
def test_the_rule_for_colours_knows_one(line: str, is_colour: bool) -> None:
    assert bool(HEX_COLOUR.search(line)) == is_colour


# What Svelte Flow calls its own elements.
LIBRARY_S = re.compile(r"svelte-flow__\w+|connectingfrom|connectingto|valid")
SELECTED = re.compile(r"([^{};]+)\{")
NAMED = re.compile(r"(?:[.#]|\[(?=data-))([A-Za-z_][\w-]*)")


STYLED = re.compile(r"<style>(.*)</style>", re.DOTALL)


def styles(path: Path) -> str:
    """A sheet's rules, or a component's own, without comments."""
    text = read(path)
    if path.suffix == ".svelte":
        text = "".join(STYLED.findall(text))
    return re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)


def test_no_rule_of_a_style_sheet_is_for_nobody() -> None:
    """Svelte warns of components' own rules, but for what they say of elements that others make."""
    pages = "\n".join(
        STYLED.sub("", read(path))
        for path in files(".svelte", ".ts", ".html", ".py")
        if path.parts[0] in ("static", "templates") or path.is_relative_to("app/web")
    )
    words = set(re.findall(r"[A-Za-z_][\w-]*", pages))
    # `dataset.theme` sets `data-theme`, and `dataset.fullScreen` data-full-screen.
    for name in re.findall(r"\bdataset\.(\w+)", pages):
        words.add("data-" + re.sub(r"[A-Z]", lambda found: f"-{found[0].lower()}", name))
    dead = [
        f"{path}: {name}"
        for path in files(".css", ".svelte")
        for selector in SELECTED.findall(styles(path))
        if not selector.strip().startswith("@")
        for name in NAMED.findall(selector)
        if name not in words and not LIBRARY_S.fullmatch(name)
    ]
    assert dead == []


def test_no_package_registry_is_named() -> None:
    named = [(path, host) for path, text in texts() for host in REGISTRIES if host in text]
    assert not named


def test_the_torch_index_is_named_once_where_it_can_be_set() -> None:
    named = {path: text.count(TORCH_INDEX) for path, text in texts() if TORCH_INDEX in text}
    assert named == dict.fromkeys(TORCH_INDEX_OWNERS, 1)


def test_tests_mirror_the_packages() -> None:
    modules = {path.parts[1].removesuffix(".py") for path in files(".py") if path.parts[0] == "app"}
    packages = {path.parts[1] for path in files(".py") if path.parts[0] == "app" if path.parts[2:]}
    tested = {
        path.parts[1]
        for path in files(".py")
        if path.parts[0] == "tests" and path.name.startswith("test_") and path.parts[2:]
    }
    assert packages - tested == set(), "packages without tests"
    assert tested - modules - OTHER_TESTS == set(), "tests of nothing"


def test_files_that_go_first_are_there() -> None:
    assert not [name for name in LONGEST if not (ROOT / name).is_file()]


def test_labs_are_handed_in_but_where_a_program_begins() -> None:
    beginnings = {Path("app/cli"), Path("app/labs"), Path("app/service/jobs.py")}
    calls = [
        path
        for path in files(".py")
        if path.parts[0] == "app" and re.search(r"\b(?:catalog|get_lab)\(", read(path))
    ]
    assert [path for path in calls if not {path, path.parent} & beginnings] == []


def test_what_is_built_or_installed_is_not_in_the_repository() -> None:
    built = ("static/dist", "static/node_modules", ".venv", "dist", "build", "artifacts")
    assert not [path for path in files() if any(path.is_relative_to(folder) for folder in built)]
    assert (ROOT / "LICENSE").is_file()
