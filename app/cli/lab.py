"""`bneck-lab lab check`: whether a lab file can be used, and what proves it."""

import argparse
import sys
from pathlib import Path

from app.cli import UNUSABLE
from app.core.errors import BadLab
from app.core.text import Lang, text
from app.labs.catalog import misnamed, read_any
from app.making import prove, try_faults

PROVED = text(
    "{file}：参考网络能运行，大小与所写一致，验证通过；逐一放进的 {count} 处错，验证都找到了。",
    "{file}: the reference runs, is as large as stated, and Verify accepts it; it finds each of "
    "{count} faults planted one at a time.",
)
MISSED = text("{file}：有一处错验证没有找到：{what}", "{file}: Verify misses a fault: {what}")


def lab(given: argparse.Namespace) -> int:
    """Check lab files; 0 where each can be used, 2 where one cannot."""
    lang: Lang = given.lang
    code = 0
    for file in given.files:
        path = Path(file)
        try:
            found = read_any(path)
            if flaw := misnamed(found.slug, path):  # keeps back nothing else there is to say
                print(flaw[lang], file=sys.stderr)
                code = UNUSABLE
            prove(found)
        except BadLab as error:
            print(error.said[lang], file=sys.stderr)
            code = UNUSABLE
            continue
        trial = try_faults(found)
        for fault in trial.missed:
            what = f"{fault.kind}, {', '.join(fault.nodes)}"
            print(MISSED[lang].format(file=file, what=what), file=sys.stderr)
            code = UNUSABLE
        if not trial.missed:
            print(PROVED[lang].format(file=file, count=trial.count))
    return code
