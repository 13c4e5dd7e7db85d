"""The words on screen, from the front-end's own catalogues, so that a test names what it means."""

import json
from functools import cache
from typing import Literal

from tests.tree import ROOT

Lang = Literal["en", "zh-CN"]
LANGS: tuple[Lang, ...] = ("en", "zh-CN")


class Words:
    """One language's messages by key."""

    def __init__(self, lang: Lang) -> None:
        path = ROOT / f"static/src/i18n/{lang}.json"
        self.lang = lang
        self.messages: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))

    def __call__(self, key: str, **values: object) -> str:
        """The message of a key, with what belongs into its braces."""
        text = self.messages[key]
        for name, value in values.items():
            text = text.replace(f"{{{name}}}", str(value))
        return text


@cache
def words(lang: Lang) -> Words:
    """The catalogue of a language."""
    return Words(lang)
