"""Vite's manifest, read into what a page loads."""

import json
from pathlib import Path

import pytest

from app.web.assets import Entry, FrontEndNotBuilt, read_entry

MANIFEST = {
    "_shared.js": {"file": "assets/shared-1.js", "css": ["assets/shared-1.css"]},
    "_deep.js": {"file": "assets/deep-1.js", "imports": ["_shared.js"]},
    "_ring.js": {"file": "assets/ring-1.js", "imports": ["src/main.ts"]},
    "src/i18n/en.json": {"file": "assets/en-1.js", "isDynamicEntry": True},
    "src/lesson/en.json": {"file": "assets/en-2.js", "isDynamicEntry": True},
    "src/home.ts": {"file": "assets/home-1.js", "isEntry": True},
    "src/main.ts": {
        "file": "assets/main-1.js",
        "isEntry": True,
        "imports": ["_deep.js", "_shared.js", "_ring.js"],
        "dynamicImports": ["_late.js", "src/i18n/en.json", "src/lesson/en.json"],
        "css": ["assets/main-1.css", "assets/shared-1.css"],
    },
}


@pytest.fixture(name="dist")
def _dist(tmp_path: Path) -> Path:
    (tmp_path / ".vite").mkdir()
    (tmp_path / ".vite" / "manifest.json").write_text(json.dumps(MANIFEST))
    return tmp_path


def test_a_page_without_imports(dist: Path) -> None:
    assert read_entry("home", dist) == Entry("/static/assets/home-1.js", (), (), {})


def test_dependencies_come_first_and_once_and_late_ones_not_at_all(dist: Path) -> None:
    entry = read_entry("main", dist)
    assert entry.script == "/static/assets/main-1.js"
    assert entry.styles == ("/static/assets/shared-1.css", "/static/assets/main-1.css")
    assert entry.preloads == (
        "/static/assets/shared-1.js",
        "/static/assets/deep-1.js",
        "/static/assets/ring-1.js",
    )


def test_a_page_knows_the_words_of_its_languages(dist: Path) -> None:
    assert read_entry("main", dist).words == {"en": "/static/assets/en-1.js"}


def test_a_page_that_was_not_built_is_named(dist: Path) -> None:
    with pytest.raises(FrontEndNotBuilt, match=r"src/nix\.ts"):
        read_entry("nix", dist)


def test_no_build_at_all(tmp_path: Path) -> None:
    with pytest.raises(FrontEndNotBuilt, match="manifest"):
        read_entry("main", tmp_path)
