"""The stage's site and people are those of the server's unit tests."""

from tests.unit.server.conftest import ana, hub, site, tom

__all__ = ["ana", "hub", "site", "tom"]
