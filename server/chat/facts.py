"""In-process word, after commit, that a site's desk has facts to take in. The row in `Fact` is the truth; this only hurries."""

from django.dispatch import Signal

came = Signal()
"""Sent with `site_id`, from whichever thread committed."""
