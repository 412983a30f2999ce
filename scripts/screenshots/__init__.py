"""`make screenshots`: pictures of the real thing, for the README and for whoever wants to look at it.

A demo server, some visitors and two who answer, in a real browser: what is on the pictures has happened. Only the weeks
before, of which the week's page and promises about waiting tell, are made up (`weeks.py`).
"""
