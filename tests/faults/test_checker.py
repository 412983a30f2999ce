"""The checker sees what it shall see, and nothing else: each promise, kept and broken, on records made by hand."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from server.wire import agent
from server.wire.nouns import Face, Message, Note, Refused, TeamEntry
from tests.faults.matrix.checker import Law, as_public, broken, check
from tests.faults.matrix.line import Line
from tests.faults.matrix.record import Heard, Record, Said, Shown
from tests.faults.matrix.screen import Screen
from tests.support.sockets import Agent

VERA = Face(kind="visitor", id="v", name="Vera")
ANA = Face(kind="agent", id="a", name="Ana")


def entry(seq: int, visitor_seq: int | None, id_: str, text: str) -> TeamEntry:
    by, body = (VERA, Message(text=text, html=None)) if visitor_seq else (ANA, Note(text=text))
    return TeamEntry(seq=seq, visitor_seq=visitor_seq, at=seq, by=by, id=id_, body=body)


def good() -> Record:
    """A visitor says two things, an agent notes one between them; everybody heard and sees all of it."""
    log = [entry(1, 1, "m1", "One"), entry(2, None, "n1", "Hm"), entry(3, 2, "m2", "Two")]
    public = as_public(log)
    return Record(
        clients={"vera": "shop", "ana": "shop", "eve": "other"},
        visitors={"vera": "c", "eve": "d"},
        said={
            "m1": Said("m1", "vera", "One", 0),
            "m2": Said("m2", "vera", "Two", 2),
            "n1": Said("n1", "ana", "Hm", 1),
        },
        heard=[Heard("m1", "vera", "c", 1, 1), Heard("n1", "ana", "c", 2, 2), Heard("m2", "vera", "c", 2, 3)],
        told_of={"vera": {"c"}, "ana": {"c"}, "eve": {"d"}},
        shown=[Shown("vera", "c", public), Shown("ana", "c", log)],
        logs={"c": log},
        public={"c": public},
        site_of={"c": "shop", "d": "other"},
    )


def without(record: Record, seq: int) -> None:
    record.logs["c"] = log = [e for e in record.logs["c"] if e.seq != seq]
    record.public["c"] = as_public(log)
    record.shown = [Shown("vera", "c", record.public["c"]), Shown("ana", "c", log)]


def with_twice(record: Record) -> None:
    record.logs["c"] = log = [*record.logs["c"], entry(4, 3, "m2", "Two")]
    record.public["c"] = as_public(log)
    record.shown = [Shown("vera", "c", record.public["c"]), Shown("ana", "c", log)]


def test_a_good_record_breaks_no_promise() -> None:
    assert check(good()) == []


@pytest.mark.parametrize(
    ("harm", "laws"),
    [
        (lambda r: without(r, 3), {"stored"}),
        (lambda r: without(r, 2), {"stored", "gapless"}),
        (with_twice, {"once"}),
        (lambda r: r.heard.append(Heard("m2", "vera", "c", 1, 4)), {"stored", "once"}),
        (lambda r: r.public.update(c=list(reversed(r.public["c"]))), {"order", "screen"}),
        (lambda r: r.shown.append(Shown("vera", "c", r.public["c"][:1])), {"screen"}),
        (lambda r: r.shown.append(Shown("ana", "c", (*r.logs["c"], r.logs["c"][0]))), {"screen"}),
        (lambda r: r.told_of["eve"].add("c"), {"site"}),
        (lambda r: r.clients.update(ana="other"), {"site"}),
        (lambda r: r.said.update(m3=Said("m3", "vera", "Three", 4)), {"answered"}),
        (lambda r: r.said.update(m2=Said("m2", "vera", "Too", 4)), {"true"}),
        (lambda r: r.refused.update(m2="not_yours"), {"true"}),
        (lambda r: r.said.pop("n1") and r.heard.pop(1), {"true"}),
    ],
)
def test_each_promise_that_is_broken_is_seen(harm: Callable[[Record], object], laws: set[Law]) -> None:
    record = good()
    harm(record)
    assert broken(record) == laws


def test_what_is_further_back_on_a_screen_need_not_be_shown() -> None:
    record = good()
    record.shown.append(Shown("vera", "c", record.public["c"][1:]))
    assert check(record) == []


def test_the_longest_wait_is_that_for_a_first_acknowledgement() -> None:
    record = good()
    record.heard.append(Heard("m1", "vera", "c", 1, 99))
    assert record.slowest_s == 1


def test_a_screen_takes_what_is_next_and_knows_what_it_lacks() -> None:
    one, two, three = (replace(e, seq=n) for n, e in enumerate([entry(1, 1, "m", "x")] * 3, 1))
    screen: Screen[TeamEntry] = Screen()
    screen.snapshot([one], 0)
    screen.added([one, three])
    assert (screen.entries, screen.cursor, screen.behind) == ([one], 1, True)
    screen.added([two, three], head=3)
    assert (screen.entries, screen.behind) == ([one, two, three], False)
    screen.snapshot([], 3)
    assert screen.entries == [one, two, three]
    screen.snapshot([], 7)
    assert (screen.entries, screen.cursor) == ([], 7)


class Quiet(Line[agent.AgentEvent], Agent):
    """A client without a screen."""

    def show(self, event: object) -> None:
        pass


async def test_who_says_it_twice_and_is_refused_and_then_heard_was_heard() -> None:
    """As in a real one: an acknowledgement settles what was refused a moment before, when it was not yet theirs to say."""
    line, record = Quiet("http://localhost", "shop", "cookie"), Record(visitors={})
    line.enter("ana", "shop", lambda: (), record)
    for _ in range(2):
        line.post(agent.WriteNote(id="n1", conversation="c", text="Hm"), "Hm")
    line.hear(Refused(code="not_yours", message="", field=None, about="n1"))
    assert record.refused == {"n1": "not_yours"}
    line.hear(agent.Acked(id="n1", conversation="c", seq=1, at=1))
    assert record.refused == {}
    assert [heard.id for heard in record.heard] == ["n1"]
