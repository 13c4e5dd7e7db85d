"""Texts in the product's two languages."""

from typing import Literal, TypeAlias, TypedDict, get_args

Lang: TypeAlias = Literal["zh-CN", "en"]

LANGS: tuple[Lang, ...] = get_args(Lang)

Text = TypedDict("Text", {"zh-CN": str, "en": str})
"""One text in both languages; `text[lang]` reads it."""


def text(zh: str, en: str) -> Text:
    """Return the text that says `zh` in Chinese and `en` in English."""
    return {"zh-CN": zh, "en": en}


def negotiate(accept_language: str | None) -> Lang:
    """Return the language that an `Accept-Language` header prefers (RFC 9110, section 12.5.4).

    Chinese in any variety is answered in zh-CN; whatever names neither language, in English.
    """
    best: tuple[float, Lang] | None = None
    for entry in (accept_language or "").split(","):
        tag, _, weight = entry.strip().partition(";q=")
        primary = tag.strip().lower().split("-")[0]
        lang: Lang | None = "zh-CN" if primary == "zh" else "en" if primary == "en" else None
        try:
            quality = float(weight) if weight else 1.0
        except ValueError:
            continue
        if lang and quality > 0 and (best is None or quality > best[0]):
            best = (quality, lang)
    return best[1] if best else "en"
