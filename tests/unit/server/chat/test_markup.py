"""An agent's Markdown: what it may become, and what nothing may become."""

import time
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.chat.markup import SCHEMES, TAGS, is_safe_url, render

ATTRIBUTES = {"a": {"href"}, "ol": {"start"}}


class Reader(HTMLParser):
    """What a browser would find in it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.other: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        self.other.append(data)

    def handle_decl(self, decl: str) -> None:
        self.other.append(decl)

    def handle_pi(self, data: str) -> None:
        self.other.append(data)

    def unknown_decl(self, data: str) -> None:
        self.other.append(data)


def harmless(html: str) -> Reader:
    found = Reader(html)
    for tag, attributes in found.tags:
        assert tag in TAGS
        assert attributes.keys() <= ATTRIBUTES.get(tag, set())
        if "href" in attributes:
            href = attributes["href"] or ""
            assert href.split(":", 1)[0] in SCHEMES, href
            assert href.isascii() or href.isprintable()
            assert not set(href) & set(" \t\n\r\f\v\0\u200b\u2028\ufeff\\")
    assert found.other == []
    return found


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("**bold** and *italic*", "<p><strong>bold</strong> and <em>italic</em></p>"),
        ("one\ntwo", "<p>one<br>\ntwo</p>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("3. a\n4. b", '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>'),
        ("`<b>`", "<p><code>&lt;b&gt;</code></p>"),
        ("```\n<b>\n```", "<pre><code>&lt;b&gt;\n</code></pre>"),
        ("```js\nx\n```", "<pre><code>x\n</code></pre>"),
        ("> quoted", "<blockquote>\n<p>quoted</p>\n</blockquote>"),
        ("[a](https://a.example/?b=1&c=2)", '<p><a href="https://a.example/?b=1&amp;c=2">a</a></p>'),
        ("[a](mailto:a@example.com)", '<p><a href="mailto:a@example.com">a</a></p>'),
        ("<https://a.example/>", '<p><a href="https://a.example/">https://a.example/</a></p>'),
        ("5 < 6 & 7 > 2", "<p>5 &lt; 6 &amp; 7 &gt; 2</p>"),
        ("# not a heading", "<p># not a heading</p>"),
        ("snake_case_word and 2*3*4", None),
        ("", ""),
        ("   ", ""),
    ],
)
def test_what_may_be_written(text: str, html: str | None) -> None:
    made = render(text)
    harmless(made)
    if html is not None:
        assert made == html


DEAD_LINKS = [
    "[x](file:///etc/passwd)",
    "[x](//evil.example/)",
    "[x](/relative)",
    "[x](http:evil.example)",
    "[x](https:///evil.example)",
    "[x](http://)",
    "[x](blob:https://a.example/1)",
]
HOSTILE = [
    *DEAD_LINKS,
    "[x](https://a.example\\@evil.example/)",
    "[x](https://a.example/\u202egpj.exe)",
    "<script>alert(1)</script>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<a href='javascript:alert(1)' onclick=alert(1)>x</a>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?php echo 1 ?>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\u200bscript:alert(1))",
    "[x](javascript\u200b:alert(1))",
    "[x](java&#x09;script:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](&#x6A&#x61vascript:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](\x01javascript:alert(1))",
    "[x](vbscript:msgbox(1))",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "<javascript:alert(1)>",
    "![x](javascript:alert(1))",
    "![x](https://evil.example/pixel.gif)",
    "[![x](https://evil.example/pixel.gif)](https://a.example/)",
    '[x](https://a.example/"onmouseover="alert(1))',
    "[x](https://a.example 'title\" onload=\"alert(1)')",
    "[x]: javascript:alert(1)\n\n[x]",
    "`` <script>alert(1)</script> ``",
    "```<script>alert(1)</script>\ncode\n```",
    '```"><script>alert(1)</script>\ncode\n```',
    "**<b onmouseover=alert(1)>**",
    "{{7*7}} ${7*7} <%= 7*7 %>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "a\u0000b",
    "1. <li style='position:fixed'>",
    "<style>*{display:none}</style>",
    "<form action=//evil.example><input name=password></form>",
    "<base href=//evil.example>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_nothing_may_become(text: str) -> None:
    found = harmless(render(text))
    if "script:" in text or "data:" in text or text in DEAD_LINKS:
        assert not any(attributes.get("href") for _, attributes in found.tags)


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "<b>bold</b>", "&amp; &lt;", "</p></div>", "<!-- x -->"])
def test_html_stays_the_text_it_is(text: str) -> None:
    """Entities are Markdown's own way to write a character; tags are never anything but text."""
    assert Reader(render(f"before `{text}` after")).text.strip() == f"before {text} after"
    if "&" not in text:
        assert Reader(render(text)).text.strip() == text


@given(st.text(max_size=300))
def test_any_text_becomes_harmless(text: str) -> None:
    harmless(render(text))


@given(
    st.lists(
        st.sampled_from(
            [
                *["<", ">", "[", "](", ")", "javascript:", "https://a.example", "data:", "&#", ";", '"', "'", "`", "*"],
                *["\n", "    ", "- ", "> ", "script", "onload=", "!", "\\", "\u200b", "\t", "<!--", "-->", "<a href="],
            ]
        ),
        max_size=25,
    ).map("".join)
)
def test_any_heap_of_dangerous_pieces_becomes_harmless(text: str) -> None:
    harmless(render(text))


@pytest.mark.parametrize(
    "text",
    [
        "[" * 4000,
        "[](" * 1333,
        "[x](" * 1000,
        "*a " * 1333,
        "*" * 4000,
        "_" * 4000,
        "**a *" * 800,
        "> " * 2000,
        "- " * 2000,
        "`" * 4000,
        "`a" * 2000,
        "<" * 4000,
        "<a " * 1333,
        "&" * 4000,
        "![" * 2000,
        "\\" * 4000,
        "1. " * 1333,
        "a\n" * 2000,
        "\n" * 4000,
        "<https://" + "a" * 3980 + ">",
        "[x](" + "(" * 3990 + ")",
        "[x](https://" + "a." * 1990 + ")",
        "".join(f"{'  ' * n}- x\n" for n in range(60)),
        "<!--" * 1000,
        "```\n" * 1000,
        " " * 4000,
        "[a]: b\n" * 570,
        "](" * 2000,
    ],
    ids=lambda text: repr(text[:8]),
)
def test_the_longest_texts_take_no_longer(text: str) -> None:
    assert len(text) <= 4000
    quickest = 1.0
    for _ in range(3):
        began = time.process_time()
        harmless(render(text))
        quickest = min(quickest, time.process_time() - began)
    assert quickest < 0.2


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://a.example", True),
        ("http://a.example/b?c#d", True),
        ("mailto:a@example.com", True),
        ("HTTPS://a.example", True),
        ("https://bücher.example/ß", True),
        ("https://[::1]/", True),
        ("https:a.example", False),
        ("https://", False),
        ("https://:80", False),
        ("https://[a.example", False),
        ("javascript:alert(1)", False),
        ("javascript\u200b:alert(1)", False),
        ("\u200bhttps://a.example", False),
        (" https://a.example", False),
        ("https://a.example/ b", False),
        ("https://a.example/\u202e", False),
        ("https://a\n.example", False),
        ("//a.example", False),
        ("a.example", False),
        ("tel:123", False),
        ("", False),
    ],
)
def test_which_addresses_a_link_may_have(url: str, safe: bool) -> None:
    assert is_safe_url(url) is safe
