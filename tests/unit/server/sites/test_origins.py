"""Origins in one form, whatever an owner pastes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.origins import of_url
from server.sites.origins import BadOriginError, normal


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("https://example.com", "https://example.com"),
        (" HTTPS://Example.COM/shop?a=1#b ", "https://example.com"),
        ("example.com", "https://example.com"),
        ("http://example.com:80/", "http://example.com"),
        ("https://example.com:8443", "https://example.com:8443"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("http://[::1]:8000/", "http://[::1]:8000"),
        ("https://bücher.example", "https://xn--bcher-kva.example"),
        ("localhost:3000", "https://localhost:3000"),
    ],
)
def test_what_an_owner_writes_becomes_what_a_browser_sends(written: str, expected: str) -> None:
    assert normal(written) == expected


@pytest.mark.parametrize(
    "written",
    ["", "*", "https://*.example.com", "ftp://example.com", "https://user@example.com", "https://evil\\@good.example",
     "javascript:alert(1)", "https://exa mple.com", "https://example.com:99999", "https://", "null", "https://-a.example",
     "https://a..b", "https://a:0", "x" * 3000],
)  # fmt: skip
def test_what_is_no_origin_is_refused(written: str) -> None:
    if written == "null":
        assert of_url(written) is None
        return
    with pytest.raises(BadOriginError):
        normal(written)


@given(st.text(max_size=80))
def test_no_text_breaks_it_and_every_answer_is_stable(text: str) -> None:
    found = of_url(text)
    assert found is None or of_url(found) == found
