"""Where the browser suite's Chromium comes from.

``find`` takes the first there is: the one ``BNECK_CHROMIUM`` names, the system's, Playwright's
own. ``python -m tests.e2e.chromium`` (``make test`` and ``make bench`` run it) looks as well for a
Chinese font. What is missing it installs from Debian's packages, where this is root and
``apt-get`` is there. Where nothing helps, it says what to do and fails: the browser suite never
skips in silence.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

SETTING = "BNECK_CHROMIUM"

SYSTEM_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
SYSTEM_PATHS = (
    Path("/Applications/Chromium.app/Contents/MacOS/Chromium"),
    Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
)

# A browser under test talks to the server under test and to nobody else.
FLAGS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
)

ADVICE = f"""The browser suite found no Chromium. One of these helps:
  - install the system's: apt-get install chromium (Debian), dnf install chromium (Fedora),
    brew install --cask chromium (macOS)
  - let Playwright fetch its own: .venv/bin/playwright install chromium
  - name one: {SETTING}=/path/to/chromium make test"""

FONT_ADVICE = """No font on this machine has Chinese characters: pages would be tested, and
pictures taken, with empty boxes for them. Install one: apt-get install fonts-noto-cjk (Debian)"""


class ChromiumNotFoundError(Exception):
    """No Chromium is to be had; the message says what to do."""


def find(environ: Mapping[str, str] = os.environ) -> Path:
    """The Chromium to test with.

    Raises:
        ChromiumNotFoundError: none is there, or ``BNECK_CHROMIUM`` names no program.
    """
    if named := environ.get(SETTING):
        if shutil.which(named) is None:
            raise ChromiumNotFoundError(f"{SETTING} names {named}, which is not a program.")
        return Path(named)
    for name in SYSTEM_NAMES:
        if found := shutil.which(name, path=environ.get("PATH")):
            return Path(found)
    for path in (*SYSTEM_PATHS, *playwrights_own(environ)):
        if path.is_file():
            return path
    raise ChromiumNotFoundError(ADVICE)


def flags() -> list[str]:
    """The command-line flags to start it with; root cannot have Chromium's sandbox."""
    return [*FLAGS, "--no-sandbox"] if is_root() else list(FLAGS)


def playwrights_own(environ: Mapping[str, str] = os.environ) -> list[Path]:
    """What ``playwright install chromium`` has fetched, newest first.

    Playwright itself is not asked: its driver may lack a library that installing Chromium brings.
    """
    home = Path.home()
    caches = [home / ".cache/ms-playwright", home / "Library/Caches/ms-playwright"]
    if named := environ.get("PLAYWRIGHT_BROWSERS_PATH"):
        caches.insert(0, Path(named))
    return [
        program
        for cache in caches
        for folder in sorted(cache.glob("chromium-*"), key=_revision, reverse=True)
        for name in ("chrome", "Chromium", "Google Chrome for Testing")
        for program in folder.rglob(name)
        if program.is_file()
    ]


def _revision(folder: Path) -> int:
    return int(folder.name.partition("-")[2])


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
    apt = ["apt-get", "-qq", "-o", "Dpkg::Use-Pty=0"]
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
    try:
        find()
    except ChromiumNotFoundError as missing:
        if not can_install or SETTING in os.environ:
            print(missing, file=sys.stderr)
            return 1
        install_debians("chromium")
        find()
    return 0


if __name__ == "__main__":
    sys.exit(main())
