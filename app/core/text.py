"""Texts in the product's two languages."""

from typing import Literal, TypeAlias, TypedDict, get_args

from app.core.preferences import preferences

Lang: TypeAlias = Literal["zh-CN", "en"]

LANGS: tuple[Lang, ...] = get_args(Lang)

Text = TypedDict("Text", {"zh-CN": str, "en": str})
"""One text in both languages; `text[lang]` reads it."""


def text(zh: str, en: str) -> Text:
    """Return the text that says `zh` in Chinese and `en` in English."""
    return {"zh-CN": zh, "en": en}


def spoken(tag: str) -> Lang | None:
    """Return our language that a tag names in any variety: `zh`, `zh-TW` and `ZH-Hant` are zh-CN.

    None where we speak none such.
    """
    primary = tag.lower().split("-")[0]
    return next((lang for lang in LANGS if lang.split("-")[0] == primary), None)


def negotiate(accept_language: str | None) -> Lang:
    """Return the language that an `Accept-Language` header prefers (RFC 9110, section 12.5.4).

    The first of those wanted most; English where it wants none of ours.
    """
    best: tuple[float, Lang] = (0, "en")
    for tag, weight in preferences(accept_language):
        lang = spoken(tag)
        if lang and weight > best[0]:
            best = (weight, lang)
    return best[1]
