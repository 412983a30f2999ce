"""Which pages may carry a site's tag, as its owner writes it down."""

from server.origins import of_url


class BadOriginError(ValueError):
    """This names no origin; the text says what would."""


def normal(written: str) -> str:
    """The origin that an owner wrote, pasted as an address or typed as a bare host name: `https://example.com`."""
    text = written.strip()
    if "://" not in text:
        text = f"https://{text}"
    found = of_url(text)
    if found is None:
        raise BadOriginError(f"{written.strip()!r} is no address of a website. Write it like https://example.com.")
    return found
