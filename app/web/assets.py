"""Finds the built front-end: its folder, and the hashed addresses of each page's files."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PACKAGE = Path(__file__).resolve().parent.parent
CHECKOUT = PACKAGE.parent
URL_PREFIX = "/static"
_CATALOGUE = re.compile(r"src/i18n/(?P<lang>[\w-]+)\.json")


class FrontEndNotBuilt(RuntimeError):
    """The front-end's files are not there."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What one page loads, as addresses: a module, style sheets, modules worth preloading."""

    script: str
    styles: tuple[str, ...]
    preloads: tuple[str, ...]
    words: Mapping[str, str]
    """The catalogue of each language, where the page has one: it loads that of its own."""


def static_folder() -> Path:
    """Return the folder to serve under `/static`: the wheel's copy, or a checkout's build."""
    carried = PACKAGE / "_static"
    return carried if carried.is_dir() else CHECKOUT / "static" / "dist"


def templates_folder() -> Path:
    """Return the folder of the pages' templates: the wheel's copy, or the checkout's."""
    carried = PACKAGE / "_templates"
    return carried if carried.is_dir() else CHECKOUT / "templates"


def read_entry(name: str, folder: Path | None = None) -> Entry:
    """Return what the page built from `src/<name>.ts` loads.

    Raises: FrontEndNotBuilt: where there is no build, or it has no such entry.
    """
    folder = folder or static_folder()
    path = folder / ".vite" / "manifest.json"
    try:
        manifest: Mapping[str, Any] = json.loads(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise FrontEndNotBuilt(f"{path} is missing; `make serve` builds the front-end") from error
    key = f"src/{name}.ts"
    if key not in manifest:
        raise FrontEndNotBuilt(f"{path} has no entry {key}; build the front-end again")
    chunks = _static_imports(manifest, key)
    styles = dict.fromkeys(css for chunk in chunks for css in manifest[chunk].get("css", ()))
    return Entry(
        script=_url(manifest[key]["file"]),
        styles=tuple(_url(css) for css in styles),
        preloads=tuple(_url(manifest[chunk]["file"]) for chunk in chunks if chunk != key),
        words={
            found["lang"]: _url(manifest[late]["file"])
            for chunk in chunks
            for late in manifest[chunk].get("dynamicImports", ())
            if (found := _CATALOGUE.fullmatch(late))
        },
    )


def _static_imports(manifest: Mapping[str, Any], key: str) -> list[str]:
    """Return the chunks that `key` needs before it runs, dependencies first, itself last."""
    found: list[str] = []
    open_chunks: set[str] = set()

    def visit(chunk: str) -> None:
        if chunk in open_chunks:
            return
        open_chunks.add(chunk)
        for imported in manifest[chunk].get("imports", ()):
            visit(imported)
        found.append(chunk)

    visit(key)
    return found


def _url(file: str) -> str:
    return f"{URL_PREFIX}/{file}"
