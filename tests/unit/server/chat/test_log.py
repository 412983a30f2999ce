"""The log's laws, whatever is added, retried, broken off or done at once: gapless, no doubles, nothing acknowledged is lost.

Long, because the laws share one way of making logs, and are read together.
"""

import contextlib
import random
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import connection, connections, transaction
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from server.chat import batch, queries
from server.chat.batch import Addition, Outcome, store
from server.chat.errors import AlreadyEnded, ChatError, NotYours, Unavailable, UnknownConversation
from server.chat.log import Log, Stored
from server.chat.models import Conversation, Entry, Fact
from server.chat.writer import BATCH_MAX, Writer
from server.clock import now_ms
from server.desk import actions as desk
from server.desk.dispatch import dispatch
from server.leaving import actions as leaving
from server.people.models import Lease
from server.sites.models import Site
from server.wire.nouns import Closed, Departed, Face, Message, Note, Reopened
from tests.unit.server.chat.logs import Told, escalates, make_visitor, notes, replies, says, sound_logs
from tests.unit.server.conftest import Staff, make_agent, make_site

pytestmark = pytest.mark.both


class Crash(Exception):
    """The process dies here."""


def stored(*additions: Addition) -> list[Outcome]:
    with transaction.atomic(), connection.cursor() as cursor:
        return store(cursor, additions).outcomes


def broken_off(*additions: Addition) -> None:
    """The process dies between storing and committing."""
    with contextlib.suppress(Crash), transaction.atomic():
        stored(*additions)
        raise Crash


def one(addition: Addition) -> Stored:
    (outcome,) = stored(addition)
    assert isinstance(outcome, Stored), outcome
    return outcome


def face(staff: Staff) -> Face:
    return Face(kind="agent", id=staff.id, name=staff.name)


def come(site: Site, staff: Staff) -> None:
    desk.come(site.id, staff.id, f"lease-{staff.id}", "process", now_ms())


# Any interleaving


@dataclass
class Scene:
    """A site with people on it, and what was acknowledged so far."""

    site: Site
    visitors: list[Face]
    agents: list[Face]
    tried: list[Addition] = field(default_factory=list)
    acked: dict[tuple[str, str], tuple[Stored, Addition]] = field(default_factory=dict)
    refused: set[tuple[str, str]] = field(default_factory=set)
    made: int = 0

    def conversation(self, of: int) -> str | None:
        found = Conversation.objects.filter(visitor_id=self.visitors[of].id).order_by("-opened_at", "-id")
        return found.values_list("id", flat=True).first()

    def addition(self, kind: str, who: int, where: int) -> Addition | None:
        self.made += 1
        client_id, text = f"client-id-{self.made}", f"words {self.made}"
        if kind == "say":
            return says(self.site, self.visitors[where], client_id, text)
        if kind == "escalate":
            return escalates(self.site, self.visitors[where], client_id)
        if kind == "retry":
            return self.tried[(who * 7 + where * 3 + self.made) % len(self.tried)] if self.tried else None
        to = self.conversation(where)
        if to is None:
            return None
        return (replies if kind == "reply" else notes)(self.site, self.agents[who], client_id, text, to)

    def batch(self, what: list[tuple[str, int, int]], crash: bool) -> None:
        # A retry within the batch: each addition is looked up after the one before it was tried.
        additions = []
        for step in what:
            addition = self.addition(*step)
            if addition:
                additions.append(addition)
                self.tried.append(addition)
        if not additions:
            return
        if crash:
            broken_off(*additions)
            return
        for addition, outcome in zip(additions, stored(*additions), strict=True):
            self.told(addition, outcome)

    def told(self, addition: Addition, outcome: Outcome) -> None:
        key = (addition.by.id, addition.client_id)
        if isinstance(outcome, Stored):
            before = self.acked.setdefault(key, (outcome, addition))
            assert before[0] == outcome, "a retry was told of another place than the first try"
            self.refused.discard(key)
        else:
            assert isinstance(outcome, ChatError)
            assert key not in self.acked, f"what was acknowledged is now refused: {outcome!r}"
            self.refused.add(key)
            event(type(outcome).__name__)

    def desk(self, act: Callable[..., Any], *args: Any) -> None:
        try:
            act(*args)
        except ChatError as refusal:
            event(type(refusal).__name__)

    def check(self) -> None:
        logs = sound_logs(self.site)
        for (author, client_id), (place, addition) in self.acked.items():
            line = logs[place.conversation][place.seq - 1]
            assert (line.author, line.client_id, line.body) == (author, client_id, addition.body)
            assert line.visitor_seq == place.visitor_seq
        lines = {(line.author, line.client_id) for log in logs.values() for line in log if line.client_id}
        assert lines == self.acked.keys()
        assert not lines & self.refused
        for log in logs.values():
            mine: dict[str, list[int]] = defaultdict(list)
            for line in log:
                if line.client_id:
                    mine[line.author].append(int(line.client_id.removeprefix("client-id-")))
            retried_in_disorder = {a.client_id for a in self.tried if self.tried.count(a) > 1}
            for numbers in mine.values():
                first_tries = [n for n in numbers if f"client-id-{n}" not in retried_in_disorder]
                assert first_tries == sorted(first_tries), "one author's words changed places"


WHO, WHERE = st.integers(0, 1), st.integers(0, 2)
ADDITION = st.tuples(st.sampled_from(["say", "say", "say", "escalate", "reply", "note", "retry", "retry"]), WHO, WHERE)
STEP = st.one_of(
    st.tuples(st.just("batch"), st.lists(ADDITION, min_size=1, max_size=6)),
    st.tuples(st.just("batch"), st.lists(ADDITION, min_size=1, max_size=6)),
    st.tuples(st.just("crash"), st.lists(ADDITION, min_size=1, max_size=4)),
    st.tuples(st.sampled_from(["sign_of", "pick_up", "hold", "resume", "step_out", "close"]), WHO, WHERE),
    st.tuples(st.just("leave"), st.none(), WHERE),
    st.tuples(st.just("dispatch"), st.none(), st.none()),
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(STEP, min_size=4, max_size=25))
def test_any_interleaving_leaves_sound_logs(site: Site, steps: list[tuple[Any, ...]]) -> None:
    here = make_site()
    agents = [make_agent(here, name) for name in ("Ana", "Tom")]
    come(here, agents[0])
    scene = Scene(here, [make_visitor(here) for _ in range(3)], [face(a) for a in agents])
    for n, step in enumerate(steps):
        match step:
            case ("batch", what):
                scene.batch(what, crash=False)
            case ("crash", what):
                scene.batch(what, crash=True)
            case ("leave", _, where):
                leaving.leave(scene.visitors[where].id, f"leaving-{n}")
            case ("dispatch", _, _):
                dispatch(here.id)
            case (act, who, where) if conversation := scene.conversation(where):
                how = (None,) if act == "pick_up" else ()
                scene.desk(getattr(desk, act), here.id, conversation, scene.agents[who], *how)
    scene.check()
    dispatch(here.id)
    assert not Fact.objects.filter(site=here).exists()
    scene.check()


# Retries


def test_a_retry_gets_the_place_of_the_first_try(site: Site) -> None:
    v = make_visitor(site)
    first = one(says(site, v, "client-id-1", "one"))
    inside = stored(*(says(site, v, f"client-id-{n}", f"{n}") for n in (2, 1, 2, 3)))
    assert inside[1] == first
    assert inside[0] == inside[2]
    assert [o.seq for o in inside if isinstance(o, Stored)] == [2, 1, 2, 3]
    sound_logs(site)


def test_a_retry_with_other_words_keeps_the_first(site: Site) -> None:
    v = make_visitor(site)
    assert one(says(site, v, "client-id-1", "first")) == one(says(site, v, "client-id-1", "second"))
    (log,) = sound_logs(site).values()
    assert [line.text for line in log] == ["first"]


@pytest.mark.parametrize(("behind_ms", "shown_ms"), [(1, 0), (60_000, 0), (60_001, 60_001)])
def test_times_run_backwards_only_where_a_clock_was_set_right(
    site: Site, monkeypatch: pytest.MonkeyPatch, behind_ms: int, shown_ms: int
) -> None:
    v, now = make_visitor(site), now_ms()
    times = []
    for n, at in enumerate((now, now - behind_ms, now - behind_ms + 1)):
        monkeypatch.setattr(batch, "now_ms", lambda at=at: at)
        place = one(says(site, v, f"client-id-{n}", "x"))
        assert isinstance(place, Stored)
        times.append(place.at)
    assert times == [now, now - shown_ms, now - shown_ms + (1 if shown_ms else 0)]
    entries = queries.team_after(place.conversation, 0)
    assert [e.at for e in entries] == times
    assert Conversation.objects.get().changed_at == times[-1]


def test_two_authors_may_make_the_same_id(site: Site) -> None:
    v, w = make_visitor(site), make_visitor(site)
    a, b = stored(says(site, v, "client-id-1", "of v"), says(site, w, "client-id-1", "of w"))
    assert isinstance(a, Stored)
    assert isinstance(b, Stored)
    assert a.conversation != b.conversation
    assert {line.text for log in sound_logs(site).values() for line in log} == {"of v", "of w"}


def test_a_retry_after_leaving_begins_nothing(site: Site) -> None:
    v = make_visitor(site)
    first = one(says(site, v, "client-id-1", "stored, but the answer was lost"))
    leaving.leave(v.id, "leaving-1")
    assert one(says(site, v, "client-id-1", "stored, but the answer was lost")) == first
    assert list(sound_logs(site)) == [first.conversation]
    assert one(says(site, v, "client-id-2", "new words")).conversation != first.conversation
    sound_logs(site)


def test_what_was_rolled_back_may_be_said_again(site: Site) -> None:
    v = make_visitor(site)
    one(says(site, v, "client-id-1", "one"))
    broken_off(says(site, v, "client-id-2", "two"), says(site, v, "client-id-3", "three"))
    assert one(says(site, v, "client-id-3", "three")).seq == 2
    assert one(says(site, v, "client-id-2", "two")).seq == 3
    sound_logs(site)


def test_words_and_a_desk_that_names_their_conversation_do_not_wait_for_each_other(site: Site) -> None:
    """PostgreSQL looks whether what is named is there when it commits, so after the locks that were taken in order."""
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has one writer.")
    by = {
        one(says(site, v, f"client-id-{n}", "one")).conversation: v
        for n, v in enumerate([make_visitor(site) for _ in "ab"])
    }
    first, last = sorted(by)
    outcomes: list[Outcome] = []

    def speak() -> None:
        try:
            outcomes.extend(stored(*(says(site, by[c], f"client-id-of-{c}", "two") for c in by)))
        finally:
            connection.close()

    speaker = threading.Thread(target=speak)
    begun = time.monotonic()
    with transaction.atomic(), connection.cursor() as cursor:
        Fact.objects.create(site=site, conversation_id=first, kind=Fact.Kind.OPENED, at=now_ms())
        Log(cursor, [last])
        speaker.start()
        time.sleep(0.2)
    assert time.monotonic() - begun < 0.7
    speaker.join()
    assert [o.seq for o in outcomes if isinstance(o, Stored)] == [2, 2]


def test_words_said_while_leaving_are_not_put_into_what_was_left(site: Site) -> None:
    v, w, told = make_visitor(site), Writer(), Told()
    first = one(says(site, v, "client-id-1", "one"))
    late = says(site, v, "client-id-2", "two")
    with transaction.atomic():
        leaving.leave(v.id, "leaving-1")
        w.add(late, told.of(late))
        time.sleep(0.3)
    told.wait(1)
    if isinstance(told.outcomes[late.client_id][0], Unavailable):
        w.add(late, told.of(late))
        told.wait(2)
    w.stop()
    outcome = told.outcomes[late.client_id][-1]
    assert isinstance(outcome, Stored)
    assert outcome.conversation != first.conversation
    assert len(sound_logs(site)) == 2


# What may be added


def test_words_after_a_closing_reopen_it(site: Site, ana: Staff) -> None:
    come(site, ana)
    v = make_visitor(site)
    first = one(says(site, v, "client-id-1", "one"))
    dispatch(site.id)
    desk.pick_up(site.id, first.conversation, face(ana), None)
    desk.close(site.id, first.conversation, face(ana))
    again = one(says(site, v, "client-id-2", "two"))
    (log,) = sound_logs(site).values()
    assert [type(line.body) for line in log][-3:] == [Closed, Reopened, Message]
    assert again.seq == len(log)


def test_an_agent_who_reopens_has_it_at_once_and_may_go_on(site: Site, ana: Staff, tom: Staff) -> None:
    """Also before the desk has heard of it."""
    come(site, tom)
    come(site, ana)
    v = make_visitor(site)
    to = one(says(site, v, "client-id-1", "one")).conversation
    dispatch(site.id)
    desk.set_presence(site.id, tom.id, "away", 1)
    desk.pick_up(site.id, to, face(ana), None)
    desk.close(site.id, to, face(ana))
    one(replies(site, face(tom), "client-id-t1", "one more thing", to))
    one(replies(site, face(tom), "client-id-t2", "and another", to))
    assert isinstance(stored(replies(site, face(ana), "client-id-a1", "me too", to))[0], NotYours)
    dispatch(site.id)
    one(replies(site, face(tom), "client-id-t3", "and a third", to))
    sound_logs(site)


def test_only_the_owner_replies_and_anybody_notes(site: Site, ana: Staff, tom: Staff) -> None:
    come(site, ana)
    v = make_visitor(site)
    to = one(says(site, v, "client-id-1", "one")).conversation
    (refused,) = stored(replies(site, face(ana), "client-id-a1", "not dispatched yet", to))
    assert isinstance(refused, NotYours)
    dispatch(site.id)
    desk.pick_up(site.id, to, face(ana), None)
    by_tom, by_ana, note = stored(
        replies(site, face(tom), "client-id-t1", "no", to),
        replies(site, face(ana), "client-id-a2", "yes", to),
        notes(site, face(tom), "client-id-t2", "note", to),
    )
    assert isinstance(by_tom, NotYours)
    assert isinstance(by_ana, Stored)
    assert isinstance(note, Stored)
    assert note.visitor_seq is None
    sound_logs(site)


def test_after_leaving_only_notes_are_taken(site: Site, ana: Staff) -> None:
    come(site, ana)
    v = make_visitor(site)
    to = one(says(site, v, "client-id-1", "one")).conversation
    dispatch(site.id)
    desk.pick_up(site.id, to, face(ana), None)
    leaving.leave(v.id, "leaving-1")
    reply, note = stored(
        replies(site, face(ana), "client-id-a1", "wait", to), notes(site, face(ana), "client-id-a2", "gone", to)
    )
    assert isinstance(reply, AlreadyEnded)
    assert isinstance(note, Stored)
    (log,) = sound_logs(site).values()
    assert [type(line.body) for line in log][-2:] == [Departed, Note]


def test_a_foreign_conversation_is_as_unknown_as_none(site: Site, ana: Staff) -> None:
    elsewhere = make_site("Elsewhere")
    to = one(says(elsewhere, make_visitor(elsewhere), "client-id-1", "private")).conversation
    outcomes = stored(
        replies(site, face(ana), "client-id-a1", "hello", to),
        notes(site, face(ana), "client-id-a2", "hello", to),
        replies(site, face(ana), "client-id-a3", "hello", "no-such-conversation"),
    )
    assert [type(o) for o in outcomes] == [UnknownConversation] * 3
    assert [line.text for line in sound_logs(elsewhere)[to]] == ["private"]


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "*not bold*", "😀\u200f \u202e", "\\u0000", "'; DROP TABLE--", " "]
)
def test_what_went_in_comes_out(site: Site, text: str) -> None:
    one(says(site, make_visitor(site), "client-id-1", text))
    (log,) = sound_logs(site).values()
    assert log[0].body == Message(text=text, html=None)


def test_one_wrong_addition_harms_no_other(site: Site, ana: Staff) -> None:
    v = make_visitor(site)
    good, bad, also_good = stored(
        says(site, v, "client-id-1", "one"),
        notes(site, face(ana), "client-id-a1", "nowhere", "no-such-conversation"),
        says(site, v, "client-id-2", "two"),
    )
    assert isinstance(bad, UnknownConversation)
    assert [o.seq for o in (good, also_good) if isinstance(o, Stored)] == [1, 2]


def test_only_what_an_agent_does_shows_that_the_words_were_read(site: Site, ana: Staff) -> None:
    """Being put before somebody, and losing them, does not."""
    v = make_visitor(site)
    to = one(says(site, v, "client-id-1", "one")).conversation
    come(site, ana)
    talk = queries.of_site(site.id, to)
    assert talk
    assert (talk.head, talk.read, talk.read_by_team) == (2, 0, 0)
    desk.pick_up(site.id, to, face(ana), None)
    talk = queries.of_site(site.id, to)
    assert talk
    assert (talk.head, talk.read, talk.read_by_team) == (3, 3, 2)
    one(says(site, v, "client-id-2", "two"))
    Lease.objects.all().delete()
    dispatch(site.id)
    talk = queries.of_site(site.id, to)
    assert talk
    assert (talk.head, talk.read, talk.read_by_team) == (5, 3, 2)


# The writer's thread


def test_the_writer_answers_each_once_after_its_commit(site: Site) -> None:
    w, told = Writer(), Told()
    visitors = [make_visitor(site) for _ in range(5)]
    count = BATCH_MAX * 2 + 7
    seen_by_a_reader: list[bool] = []

    def tell(addition: Addition) -> Callable[[Outcome], None]:
        def check(outcome: Outcome) -> None:
            seen_by_a_reader.append(Entry.objects.filter(client_id=addition.client_id).exists())
            told.of(addition)(outcome)

        return check

    for n in range(count):
        addition = says(site, visitors[n % 5], f"client-id-{n}", f"{n}")
        w.add(addition, tell(addition))
    told.wait(count)
    w.stop()
    assert all(seen_by_a_reader)
    assert all(len(o) == 1 and isinstance(o[0], Stored) for o in told.outcomes.values())
    for log in sound_logs(site).values():
        numbers = [int(line.text or "") for line in log]
        assert numbers == sorted(numbers)


def test_stop_stores_what_is_queued_and_a_later_word_begins_anew(site: Site) -> None:
    w, told, v = Writer(), Told(), make_visitor(site)
    for round_ in range(3):
        for n in range(50):
            addition = says(site, v, f"client-id-{round_}-{n}", "x")
            w.add(addition, told.of(addition))
        w.stop()
        assert len(told.outcomes) == 50 * (round_ + 1)
    sound_logs(site)


def test_words_that_come_while_the_writer_stops_are_not_stuck(site: Site) -> None:
    w, told, v = Writer(), Told(), make_visitor(site)
    done = threading.Event()

    def talk() -> None:
        for n in range(200):
            addition = says(site, v, f"client-id-{n}", "x")
            w.add(addition, told.of(addition))
            time.sleep(0.0005)
        done.set()

    talker = threading.Thread(target=talk)
    talker.start()

    def stop() -> None:
        while not done.is_set():
            w.stop()

    stopper = threading.Thread(target=stop, daemon=True)
    stopper.start()
    told.wait(200)
    talker.join()
    stopper.join(10)
    assert not stopper.is_alive()
    w.stop()
    sound_logs(site)


def test_one_item_that_the_database_refuses_fails_alone(site: Site) -> None:
    """A visitor who was erased meanwhile: their row is gone, so theirs cannot be stored; all others' are."""
    w, told = Writer(), Told()
    ghost = Face(kind="visitor", id="nobody-at-all", name="Ghost")
    visitors = [make_visitor(site), ghost, make_visitor(site)]
    with transaction.atomic():
        # While this transaction writes, the writer's batch fills up behind its first item.
        Site.objects.filter(id=site.id).update(hue=1)
        for n in range(30):
            addition = says(site, visitors[n % 3], f"client-id-{n}", f"{n}")
            w.add(addition, told.of(addition))
    told.wait(30)
    w.stop()
    for n in range(30):
        (outcome,) = told.outcomes[f"client-id-{n}"]
        assert isinstance(outcome, Unavailable if n % 3 == 1 else Stored)
    assert sum(map(len, sound_logs(site).values())) == 20


def test_a_batch_broken_off_before_its_commit_is_stored_once_by_the_second_try(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The connection dies in every third commit: nothing is told as stored that is not, and nothing twice."""
    w, told = Writer(), Told()
    visitors = [make_visitor(site) for _ in range(3)]
    commits = 0
    kind: Any = connections["default"].__class__
    real = kind._commit

    def dying(self: Any) -> Any:
        nonlocal commits
        commits += 1
        if threading.current_thread().name == "writer" and commits % 3 == 0:
            self.connection.close()
        return real(self)

    monkeypatch.setattr(kind, "_commit", dying)
    for n in range(60):
        addition = says(site, visitors[n % 3], f"client-id-{n}", f"{n}")
        w.add(addition, told.of(addition))
        if n % 10 == 0:
            time.sleep(0.02)
    told.wait(60)
    w.stop()
    monkeypatch.undo()
    lost = {c for c, (outcome,) in told.outcomes.items() if isinstance(outcome, Unavailable)}
    kept = {line.client_id for log in sound_logs(site).values() for line in log}
    assert kept == told.outcomes.keys() - lost
    assert kept


# Two processes at once


def test_two_writers_and_a_desk_at_once_make_sound_logs(site: Site, ana: Staff, tom: Staff) -> None:
    """As two processes: visitors in both (two tabs), retries in the other one, agents who answer, notes, leaving."""
    writers, told = [Writer(), Writer()], Told()
    visitors = [make_visitor(site) for _ in range(6)]
    for staff in (ana, tom):
        come(site, staff)
    end = time.monotonic() + 1.2
    failures: list[BaseException] = []
    count = [0]

    def talk(w: int) -> None:
        dice = random.Random(w)
        n = 0
        while time.monotonic() < end:
            n += 1
            v = dice.choice(visitors)
            addition = says(site, v, f"client-id-{w}-{n}", f"{n}")
            writers[w].add(addition, told.of(addition))
            count[0] += 1
            if dice.random() < 0.3:
                writers[1 - w].add(addition, told.of(addition))
                count[0] += 1
            time.sleep(dice.random() * 0.004)

    def work(staff: Staff) -> None:
        me, dice = face(staff), random.Random(staff.id)
        while time.monotonic() < end:
            try:
                for to in Conversation.objects.filter(site=site, status="open").values_list("id", flat=True)[:3]:
                    try:
                        desk.pick_up(site.id, to, me, None)
                        writers[0].add(
                            (reply := replies(site, me, f"reply-{dice.random()}", "hello", to)), told.of(reply)
                        )
                        count[0] += 1
                        if dice.random() < 0.3:
                            desk.close(site.id, to, me)
                    except ChatError:
                        pass
                dispatch(site.id)
            except BaseException as error:
                failures.append(error)
                break
        connection.close()

    def leave() -> None:
        dice, n = random.Random(5), 0
        while time.monotonic() < end:
            n += 1
            try:
                leaving.leave(dice.choice(visitors).id, f"leaving-{n}")
            except BaseException as error:
                failures.append(error)
                break
            time.sleep(0.05)
        connection.close()

    threads = [threading.Thread(target=talk, args=(w,)) for w in (0, 1)]
    threads += [threading.Thread(target=work, args=(s,)) for s in (ana, tom)] + [threading.Thread(target=leave)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
        assert not thread.is_alive(), "deadlock"
    told.wait(count[0])
    for w in writers:
        w.stop()
    assert failures == []
    dispatch(site.id)
    logs = sound_logs(site)
    places = {line.client_id: (to, line.seq) for to, log in logs.items() for line in log if line.client_id}
    for client_id, outcomes in told.outcomes.items():
        where = {(o.conversation, o.seq) for o in outcomes if isinstance(o, Stored)}
        if where:
            assert where == {places.pop(client_id)}
        else:
            assert all(isinstance(o, ChatError | Unavailable) for o in outcomes)
    assert places == {}, "stored, but told as failed"
    assert sum(isinstance(o, Stored) for os in told.outcomes.values() for o in os) > 100
