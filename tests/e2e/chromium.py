"""Where the browser suite's Chromium comes from.

``find`` takes the first there is: the one ``BNECK_CHROMIUM`` names, the system's, Playwright's
own; of both, Chromium without a window before Chromium with one. ``python -m tests.e2e.chromium``
(``make test`` and ``make bench`` run it) looks as well for a Chinese font. What is missing it
installs from Debian's packages, where this is root and ``apt-get`` is there. Where nothing helps,
it says what to do and fails: the browser suite never skips in silence.

The headless shell draws and runs a page with the same code. What it lacks is the window around
it, of which each of a test's contexts would have one of its own, with pages in it that nobody
sees: 1.7 of the 2.7 seconds of CPU time that it takes to open a lab.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

SETTING = "BNECK_CHROMIUM"

SHELL = "chromium-headless-shell"
"""What Debian calls Chromium without a window, program and package alike."""

SYSTEM_NAMES = (SHELL, "chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
SYSTEM_PATHS = (
    Path("/Applications/Chromium.app/Contents/MacOS/Chromium"),
    Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
)

PLAYWRIGHTS = (
    ("chromium_headless_shell-*", ("chrome-headless-shell", "headless_shell")),
    ("chromium-*", ("chrome", "Chromium", "Google Chrome for Testing")),
)
"""Folders of Playwright's cache, and what the program in them is called."""

# A browser under test talks to the server under test and to nobody else.
FLAGS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
)

BRIEFLY = "--js-flags=--no-opt --no-maglev --single-threaded-gc --min-semi-space-size=32"
"""For pages that live for a second or two: V8 makes no faster code for later.

It would be done on threads of its own, which are idle while somebody looks at a page, and cost the
browser suite a fifth of what its pages do. Whatever is measured goes without this flag.
"""

PATIENCE = 300
"""Seconds that another one who is just installing packages is waited for."""

ADVICE = f"""The browser suite found no Chromium. One of these helps:
  - install the system's: apt-get install {SHELL} (Debian), dnf install chromium (Fedora),
    brew install --cask chromium (macOS)
  - let Playwright fetch its own: .venv/bin/playwright install chromium
  - name one: {SETTING}=/path/to/chromium make test"""

FONT_ADVICE = """No font on this machine has Chinese characters: pages would be tested, and
pictures taken, with empty boxes for them. Install one: apt-get install fonts-noto-cjk (Debian)"""


class ChromiumNotFoundError(Exception):
    """No Chromium is to be had; the message says what to do."""


def find(environ: Mapping[str, str] = os.environ, *, whole: bool = False) -> Path:
    """The Chromium to test with; the whole one where there is one, to measure or to take pictures.

    Raises:
        ChromiumNotFoundError: none is there, or ``BNECK_CHROMIUM`` names no program.
    """
    if named := environ.get(SETTING):
        if shutil.which(named) is None:
            raise ChromiumNotFoundError(f"{SETTING} names {named}, which is not a program.")
        return Path(named)
    systems = [shutil.which(name, path=environ.get("PATH")) for name in SYSTEM_NAMES]
    there = [
        *(Path(name) for name in systems if name),
        *(path for path in (*SYSTEM_PATHS, *playwrights_own(environ)) if path.is_file()),
    ]
    if not there:
        raise ChromiumNotFoundError(ADVICE)
    return min(there, key=lambda program: has_window(program) != whole)


def flags() -> list[str]:
    """The command-line flags to start it with; root cannot have Chromium's sandbox."""
    return [*FLAGS, "--no-sandbox"] if is_root() else list(FLAGS)


def playwrights_own(environ: Mapping[str, str] = os.environ) -> list[Path]:
    """What ``playwright install chromium`` has fetched: the shell first, newest first.

    Playwright itself is not asked: its driver may lack a library that installing Chromium brings.
    """
    home = Path.home()
    caches = [home / ".cache/ms-playwright", home / "Library/Caches/ms-playwright"]
    if named := environ.get("PLAYWRIGHT_BROWSERS_PATH"):
        caches.insert(0, Path(named))
    return [
        program
        for folders, names in PLAYWRIGHTS
        for cache in caches
        for folder in sorted(cache.glob(folders), key=_revision, reverse=True)
        for name in names
        for program in folder.rglob(name)
        if program.is_file()
    ]


def _revision(folder: Path) -> int:
    return int(folder.name.rpartition("-")[2])


def has_window(program: Path) -> bool:
    """Whether this is the whole Chromium and not its headless shell."""
    return "headless" not in program.name


def has_chinese_font() -> bool:
    """Whether fontconfig knows a font for Chinese; systems without fontconfig bring their own."""
    if shutil.which("fc-list") is None:
        return sys.platform != "linux"
    listing = subprocess.run(
        ["fc-list", ":lang=zh-cn", "family"], capture_output=True, check=True, text=True
    )
    return bool(listing.stdout.strip())


def is_root() -> bool:
    """Whether this process may install packages (never on Windows)."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def install_debians(*packages: str) -> None:
    """Install Debian packages.

    Raises:
        subprocess.CalledProcessError: apt-get failed; it has said why.
    """
    apt = ["apt-get", "-qq", "-o", "Dpkg::Use-Pty=0", "-o", f"DPkg::Lock::Timeout={PATIENCE}"]
    environ = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    print(f"Installing {' '.join(packages)} with apt-get", flush=True)
    subprocess.run([*apt, "update"], check=True, env=environ)
    subprocess.run(
        [*apt, "install", "--yes", "--no-install-recommends", *packages],
        check=True,
        env=environ,
        stdout=subprocess.DEVNULL,
    )


def main() -> int:
    """Make sure that there are a Chromium and a Chinese font; the exit code."""
    can_install = is_root() and shutil.which("apt-get") is not None
    if not has_chinese_font():
        if not can_install:
            print(FONT_ADVICE, file=sys.stderr)
            return 1
        install_debians("fontconfig", "fonts-noto-cjk")
    can_install = can_install and SETTING not in os.environ
    try:
        if has_window(find()) and can_install:
            # What is there would do, at more than twice the time.
            with suppress(subprocess.CalledProcessError):
                install_debians(SHELL)
    except ChromiumNotFoundError as missing:
        if not can_install:
            print(missing, file=sys.stderr)
            return 1
        install_debians(SHELL)
        find()
    return 0


if __name__ == "__main__":
    sys.exit(main())
