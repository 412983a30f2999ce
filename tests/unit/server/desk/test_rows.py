"""Lists as agents get them: never more at once than a console can be sent."""

import pytest

from server.desk import queries, rows
from server.desk.dispatch import dispatch
from server.people.models import Visitor
from server.sites.models import Site
from server.wire import codec
from server.wire.limits import WINDOW
from tests.unit.server.conftest import Staff
from tests.unit.server.desk.office import come, write


def test_what_somebody_has_comes_first_then_the_line_in_its_order(site: Site, ana: Staff) -> None:
    waiting = [write(site) for _ in range(6)]
    dispatch(site.id)
    come(site, ana)
    hands = [r.id for r in queries.open_rows(site.id) if r.agent == ana.id]
    assert set(hands) == set(waiting[:3])
    assert [r.id for r in queries.open_rows(site.id)][3:] == waiting[3:]


def test_a_list_is_cut_where_its_bytes_end(site: Site, ana: Staff, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(8):
        write(site)
    dispatch(site.id)
    come(site, ana)
    Visitor.objects.filter(site=site).update(page_url="https://example.com/" + "x" * 1_900, page_title="é" * 200)
    whole = queries.open_rows(site.id)
    monkeypatch.setattr(rows, "OPEN_BYTES", sum(codec.size(r) for r in whole[:5]))
    assert queries.open_rows(site.id) == whole[:5]
    assert rows.OPEN_BYTES < WINDOW
