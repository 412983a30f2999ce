"""An agent's Markdown as safe HTML: markdown-it-py renders, bleach cleans by a closed allow-list.

bleach is unmaintained by its own word, so it is used here alone, on bounded input, and never to find
links in text. Addresses are allowed by our own parsing: a sanitiser lets `javascript\\u200b:` pass.
"""

from html import unescape
from typing import Final
from urllib.parse import urlsplit

import bleach
from markdown_it import MarkdownIt

TAGS: Final = frozenset({"p", "br", "strong", "em", "ul", "ol", "li", "a", "code", "pre", "blockquote"})
SCHEMES: Final = frozenset({"http", "https", "mailto"})

_markdown = MarkdownIt("zero", {"html": False, "linkify": False, "breaks": True, "maxNesting": 20}).enable(
    ["emphasis", "list", "link", "autolink", "backticks", "fence", "newline", "escape", "blockquote", "paragraph"]
)


def _allowed(tag: str, name: str, value: str) -> bool:
    if tag == "ol" and name == "start":
        return value.isdecimal()
    return tag == "a" and name == "href" and is_safe_url(value)


def is_safe_url(url: str) -> bool:
    """Whether a link may lead there: http, https or mailto, without control or invisible characters."""
    if not url.isprintable() or any(c.isspace() for c in url):
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in SCHEMES and (parts.scheme == "mailto" or bool(parts.hostname))


_cleaner = bleach.Cleaner(tags=TAGS, attributes=_allowed, protocols=SCHEMES, strip=True, strip_comments=True)


def plain(rendered: str) -> str:
    """The words of what `render` made, for a line in a list."""
    words: str = bleach.clean(rendered, tags=[], strip=True)
    return unescape(words)


def render(text: str) -> str:
    """Markdown (bold, italic, lists, links, code) as HTML of `TAGS` alone. `text` is bounded by the wire."""
    cleaned: str = _cleaner.clean(_markdown.render(text))
    return cleaned.strip()
