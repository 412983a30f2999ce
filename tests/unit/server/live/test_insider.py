"""An insider hears and says what belongs to one conversation, for as long as their link is good; and nothing else.

Long, because it lists all that the link opens, and all that it does not.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, NamedTuple, get_args

import msgspec
import pytest
from django.conf import settings

from server import bus
from server.chat.queries import team_after
from server.clock import now_ms
from server.desk import actions as desk
from server.desk import insiders
from server.desk.models import Insider
from server.live import inside
from server.live import insider as live
from server.live.heart import heart
from server.live.insider import InsiderSocket
from server.live.offload import offload
from server.sites.models import Site
from server.wire import agent, insider, visitor
from server.wire.base import Frame
from server.wire.closing import Closing
from server.wire.codec import INSIDER_EVENTS
from server.wire.nouns import Departed, Face, Joined, Message, Note, Refused, SteppedOut, TeamBody, Typing
from tests.unit.server.conftest import Staff
from tests.unit.server.live.talk import Talk, answering, talking, visiting

pytestmark = pytest.mark.both


class Scene(NamedTuple):
    """A visitor, and Ana, who has them."""

    site: Site
    visitor: Talk
    ana: Talk
    agent: Face
    conversation: str

    async def invite(self, name: str = "Olaf Berg", hours: int = 2) -> tuple[str, str]:
        """An insider's id, and the key of their link."""
        made, key = await offload(
            insiders.make, self.site.id, self.conversation, self.agent.id, name, "he builds our wheels", hours
        )
        return made.id, key


@pytest.fixture
async def scene(site: Site, ana: Staff) -> AsyncIterator[Scene]:
    async with answering(site.key, ana.session) as (a, welcome), visiting(site.key) as (v, _):
        v.say(visitor.Say(id="client-id-1", conversation=None, text="My wheel is bent."))
        conversation = (await v.expect(visitor.Acked)).conversation
        await a.expect(agent.Rows, lambda r: r.rows[0].state == "ringing")
        a.say(agent.Open(conversation=conversation, after=0))
        await a.expect(agent.Opened)
        await v.expect(visitor.Stands, lambda s: s.standing.state == "engaged")
        yield Scene(site, v, a, Face(kind="agent", id=welcome.me.id, name=welcome.me.name), conversation)


@asynccontextmanager
async def entering(key: str, cursor: int = 0, origin: str = settings.PUBLIC_URL) -> AsyncIterator[Talk]:
    async with talking(InsiderSocket.app, INSIDER_EVENTS, origin, None) as talk:
        talk.say(insider.Hello(key=key, cursor=cursor))
        yield talk


@asynccontextmanager
async def inside_of(key: str, cursor: int = 0) -> AsyncIterator[tuple[Talk, insider.Welcome]]:
    async with entering(key, cursor) as talk:
        welcome = await talk.expect(insider.Welcome)
        await talk.expect(insider.With)
        yield talk, welcome


def reply(conversation: str, text: str, client_id: str = "client-id-r") -> agent.Reply:
    return agent.Reply(id=client_id, conversation=conversation, text=text)


def says(text: str) -> Any:
    return lambda added: isinstance(added.entry.body, Message | Note) and added.entry.body.text == text


def of(kind: type[TeamBody]) -> Any:
    return lambda added: isinstance(added.entry.body, kind)


async def test_the_link_opens_the_whole_conversation_and_says_who_asked_and_why(scene: Scene) -> None:
    id_, key = await scene.invite()
    async with inside_of(key) as (_, welcome):
        assert welcome.me == Face(kind="insider", id=id_, name="Olaf Berg")
        assert (welcome.site_name, welcome.asked_by, welcome.why) == (
            scene.site.name,
            scene.agent,
            "he builds our wheels",
        )
        assert 0 < welcome.expires - welcome.now <= 2 * 3_600_000
        assert welcome.conversation == scene.conversation
        assert [face.name for face in welcome.faces] == ["Ana", "Olaf Berg"]
        assert [e.seq for e in welcome.entries] == list(range(1, welcome.head + 1))
        assert isinstance(welcome.entries[0].body, Message)
        assert isinstance(welcome.entries[-1].body, Joined)
        joined = await scene.visitor.expect(visitor.Added, lambda v: isinstance(v.entry.body, Joined))
        assert joined.entry.body == Joined(because="insider", asked_by=scene.agent, why="he builds our wheels")
        standing = await scene.visitor.expect(visitor.Stands, lambda s: len(s.standing.faces) == 2)
        assert [face.name for face in standing.standing.faces] == ["Ana", "Olaf Berg"]


async def test_words_go_to_everybody_and_notes_to_the_team(scene: Scene) -> None:
    id_, key = await scene.invite()
    async with inside_of(key) as (olaf, _):
        olaf.say(reply(scene.conversation, "It can be **trued**."))
        acked = await olaf.expect(agent.Acked)
        heard = await olaf.expect(agent.Added, says("It can be **trued**."))
        assert heard.entry.seq == acked.seq
        public = await scene.visitor.expect(visitor.Added, says("It can be **trued**."))
        assert public.entry.by == Face(kind="insider", id=id_, name="Olaf Berg")
        assert isinstance(public.entry.body, Message)
        assert public.entry.body.html == "<p>It can be <strong>trued</strong>.</p>"
        scene.visitor.heard.clear()
        olaf.say(agent.WriteNote(id="client-id-n", conversation=scene.conversation, text="The rim is cracked."))
        await scene.ana.expect(agent.Added, says("The rim is cracked."))
        await scene.visitor.heard_nothing_of(visitor.Added, for_s=0.1)
        scene.visitor.say(visitor.Say(id="client-id-2", conversation=scene.conversation, text="Thank you"))
        await olaf.expect(agent.Added, says("Thank you"))


async def test_said_twice_is_kept_once(scene: Scene) -> None:
    _, key = await scene.invite()
    async with inside_of(key) as (olaf, _):
        olaf.say(reply(scene.conversation, "Once"))
        first = await olaf.expect(agent.Acked)
    async with inside_of(key, first.seq) as (olaf, welcome):
        olaf.say(reply(scene.conversation, "Once"))
        assert (await olaf.expect(agent.Acked)).seq == first.seq
        assert (welcome.after, welcome.entries) == (first.seq, ())
        assert len(await offload(team_after, scene.conversation, 0)) == first.seq


async def test_they_come_back_with_what_they_hold_and_get_the_rest(scene: Scene) -> None:
    _, key = await scene.invite()
    async with inside_of(key) as (_, welcome):
        held = welcome.head
    scene.visitor.say(visitor.Say(id="client-id-2", conversation=scene.conversation, text="Are you there?"))
    await scene.visitor.expect(visitor.Acked)
    async with inside_of(key, held) as (olaf, welcome):
        assert [e.seq for e in welcome.entries] == [held + 1]
        olaf.say(agent.Fetch(conversation=scene.conversation, after=1))
        fetched = await olaf.expect(agent.Fetched)
        assert [e.seq for e in fetched.entries] == list(range(2, held + 2))
        assert fetched.head == held + 1
        olaf.say(agent.Earlier(conversation=scene.conversation, before=3))
        history = await olaf.expect(agent.History)
        assert ([e.seq for e in history.entries], history.earlier) == ([1, 2], False)


async def test_typing_is_seen_on_both_sides(scene: Scene) -> None:
    _, key = await scene.invite()
    async with inside_of(key) as (olaf, welcome):
        olaf.say(agent.Write(conversation=scene.conversation))
        assert (await scene.visitor.expect(Typing)).by == welcome.me
        assert (await scene.ana.expect(Typing)).by == welcome.me
        await olaf.expect(Typing)
        scene.ana.say(agent.Write(conversation=scene.conversation))
        assert (await olaf.expect(Typing)).by == scene.agent


async def test_they_hear_when_somebody_comes_or_goes_and_of_the_visitors_page(scene: Scene, tom: Staff) -> None:
    _, key = await scene.invite()
    async with answering(scene.site.key, tom.session) as (t, _), inside_of(key) as (olaf, _):
        bring = agent.BringIn(id="client-id-b", conversation=scene.conversation, whom=tom.id, why="he sold it")
        scene.ana.say(bring)
        asked = await t.expect(agent.Rows, lambda r: tom.id in {m.face.id for m in r.rows[0].members})
        (offer,) = (m.offer for m in asked.rows[0].members if m.face.id == tom.id)
        t.say(agent.PickUp(id="client-id-p", conversation=scene.conversation, offer=offer))
        within = await olaf.expect(insider.With, lambda w: len(w.faces) == 3)
        assert {face.name for face in within.faces} == {"Ana", "Tom", "Olaf Berg"}
        assert within.faces[0] == scene.agent
        page = visitor.Look(page=msgspec.convert({"url": "http://127.0.0.1:8000/wheels", "title": "Wheels"}, _Page))
        scene.visitor.say(page)
        changed = await olaf.expect(agent.VisitorChanged)
        assert changed.visitor.page == page.page
        scene.ana.say(agent.Close(id="client-id-c", conversation=scene.conversation))
        assert (await olaf.expect(insider.With, lambda w: w.ended)).ended


_Page = next(f.type for f in msgspec.structs.fields(visitor.Look) if f.name == "page")


async def test_what_is_closed_can_be_read_and_not_written_in_until_it_is_opened_again(scene: Scene) -> None:
    _, key = await scene.invite()
    async with inside_of(key) as (olaf, _):
        scene.ana.say(agent.Close(id="client-id-c", conversation=scene.conversation))
        await olaf.expect(insider.With, lambda w: w.ended)
        for n, command in enumerate([agent.Reply, agent.WriteNote]):
            olaf.say(command(id=f"client-id-{n}", conversation=scene.conversation, text="One more thing"))
            assert (await olaf.expect(Refused)).code == "already_ended"
        olaf.say(agent.Fetch(conversation=scene.conversation, after=0))
        assert (await olaf.expect(agent.Fetched)).entries
        scene.visitor.say(visitor.Say(id="client-id-2", conversation=scene.conversation, text="Still bent"))
        await olaf.expect(insider.With, lambda w: not w.ended)
        olaf.say(reply(scene.conversation, "One more thing"))
        await olaf.expect(agent.Acked)


async def test_leaving_ends_the_link(scene: Scene) -> None:
    _, key = await scene.invite()
    async with inside_of(key) as (olaf, _):
        olaf.say(reply(scene.conversation, "Good luck"))
        olaf.say(agent.StepOut(id="client-id-o", conversation=scene.conversation))
        await olaf.expect(agent.Acked, lambda x: x.id == "client-id-r")
        await olaf.expect(agent.Acked, lambda x: x.id == "client-id-o")
        assert await olaf.expect_close() == Closing.PASS_ENDED
    await scene.visitor.expect(visitor.Added, of(SteppedOut))
    async with entering(key) as again:
        assert (await again.expect(Refused)).code == "pass_ended"
        assert await again.expect_close() == Closing.PASS_ENDED


async def test_whose_link_is_withdrawn_is_out_at_once(scene: Scene) -> None:
    id_, key = await scene.invite()
    async with inside_of(key) as (olaf, _):
        await offload(insiders.revoke, scene.site.id, scene.conversation, id_, scene.agent.id)
        assert await olaf.expect_close(1.0) == Closing.PASS_ENDED
        assert (await olaf.expect(Refused)).message == Closing.PASS_ENDED.explanation


async def test_whose_link_is_withdrawn_is_out_within_five_seconds_where_no_hint_comes(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    id_, key = await scene.invite()
    async with inside_of(key) as (olaf, _):
        monkeypatch.setattr(bus.hub(), "deliver", lambda _: None)
        await offload(insiders.revoke, scene.site.id, scene.conversation, id_, scene.agent.id)
        assert await olaf.expect_close(5.0) == Closing.PASS_ENDED


async def test_who_is_in_when_it_runs_out_is_out_at_that_moment(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    id_, key = await scene.invite()
    monkeypatch.setattr(live, "CHECK_S", 3_600.0)
    await offload(lambda: Insider.objects.filter(id=id_).update(expires_at=now_ms() + 3_000))
    async with inside_of(key) as (olaf, _):
        await olaf.heard_nothing_of(Refused, for_s=0.2)
        assert await olaf.expect_close(4.0) == Closing.PASS_ENDED


async def test_when_the_visitor_leaves_nobody_reads_on(scene: Scene) -> None:
    _, key = await scene.invite()
    async with inside_of(key) as (olaf, _):
        scene.visitor.say(visitor.Leave(id="client-id-l"))
        await olaf.expect(agent.Added, of(Departed))
        assert await olaf.expect_close() == Closing.PASS_ENDED


async def test_a_key_that_opens_nothing_is_told_what_a_dead_one_is_told(scene: Scene) -> None:
    id_, dead = await scene.invite()
    await offload(insiders.revoke, scene.site.id, scene.conversation, id_, scene.agent.id)
    told = []
    for one in (dead, "", "x", "no-such-key-of-any-conversation", "\N{SNOWMAN}" * 100):
        async with entering(one) as talk:
            assert await talk.expect_close() == Closing.PASS_ENDED
            told.append(talk.raw)
    assert len(told[0]) == 1
    assert all(one == told[0] for one in told)


ABOUT_A_CONVERSATION = [
    s for s in get_args(insider.InsiderCommand) if any(f.name == "conversation" for f in msgspec.structs.fields(s))
]


def made(command: type[Frame], conversation: str) -> Frame:
    values: dict[str, Any] = {
        "conversation": conversation,
        "id": "client-id-x",
        "text": "psst",
        "seq": 1,
        "after": 0,
        "before": 2**50,
    }
    return command(**{f.name: values[f.name] for f in msgspec.structs.fields(command)})


async def test_another_conversation_is_as_unknown_as_none(scene: Scene) -> None:
    assert len(ABOUT_A_CONVERSATION) == 7
    _, key = await scene.invite()
    async with visiting(scene.site.key) as (w, _), inside_of(key) as (olaf, _):
        w.say(visitor.Say(id="client-id-w", conversation=None, text="a secret"))
        other = (await w.expect(visitor.Acked)).conversation
        await w.expect(visitor.Stands, lambda s: s.standing.state == "ringing")
        w.heard.clear()
        for command in ABOUT_A_CONVERSATION:
            answers = []
            for conversation in (other, "no-such-conversation"):
                olaf.say(made(command, conversation))
                answers.append(await olaf.expect(Refused))
            assert answers[0] == answers[1]
            assert answers[0].code == "unknown_conversation"
        assert [e for e in w.heard if not isinstance(e, visitor.Stands)] == []
        assert not any("secret" in raw or other in raw for raw in olaf.raw)
        assert olaf.closed is None


NOT_THEIRS = [
    agent.Hello(site="any", cursors={}),
    agent.SetPresence(presence="away", capacity=1),
    agent.Open(conversation="some-conversation", after=0),
    agent.Shut(conversation="some-conversation"),
    agent.PickUp(id="client-id-x", conversation="some-conversation", offer=None),
    agent.Decline(id="client-id-x", conversation="some-conversation", offer=1),
    agent.Hold(id="client-id-x", conversation="some-conversation"),
    agent.Resume(id="client-id-x", conversation="some-conversation"),
    agent.BringIn(id="client-id-x", conversation="some-conversation", whom="somebody", why=""),
    agent.HandOver(id="client-id-x", conversation="some-conversation", whom=None, team=None, why=""),
    agent.Uninvite(id="client-id-x", conversation="some-conversation", whom="somebody"),
    agent.Close(id="client-id-x", conversation="some-conversation"),
    agent.Refresh(),
    agent.More(before=2**50),
    visitor.Say(id="client-id-x", conversation=None, text="I am the visitor"),
    visitor.Leave(id="client-id-x"),
]


async def test_what_agents_and_visitors_say_an_insider_cannot(scene: Scene) -> None:
    not_theirs = {*get_args(agent.AgentCommand)} - {*get_args(insider.InsiderCommand)}
    assert not_theirs <= {type(command) for command in NOT_THEIRS}
    _, key = await scene.invite()
    async with inside_of(key) as (olaf, welcome):
        for command in NOT_THEIRS:
            olaf.say(command)
            assert (await olaf.expect(Refused)).code in {"unknown_type", "unknown_field", "missing_field"}
        assert len(await offload(team_after, scene.conversation, 0)) == welcome.head


async def test_nothing_of_the_site_beside_the_conversation_is_heard(scene: Scene, tom: Staff) -> None:
    _, key = await scene.invite()
    async with inside_of(key) as (olaf, _):
        heard = len(olaf.raw)
        async with answering(scene.site.key, tom.session) as (t, _), visiting(scene.site.key) as (w, _):
            w.say(visitor.Say(id="client-id-w", conversation=None, text="a secret"))
            other = (await w.expect(visitor.Acked)).conversation
            await t.expect(agent.Rows, lambda r: (r.rows[0].id, r.rows[0].agent) == (other, tom.id))
            t.say(agent.Open(conversation=other, after=0))
            await t.expect(agent.Opened)
            t.say(reply(other, "hello"))
            await t.expect(agent.Acked)
            t.say(agent.Write(conversation=other))
            t.say(agent.Read(conversation=other, seq=2))
            t.say(agent.SetPresence(presence="away", capacity=2))
            w.say(visitor.Write())
            w.say(visitor.Read(conversation=other, seq=2))
            await asyncio.sleep(0.2)
        assert olaf.raw[heard:] == []


async def test_a_frame_the_wire_has_no_place_for_is_never_sent(scene: Scene) -> None:
    """A net below the topics: whatever somebody publishes to a conversation's watchers some day."""
    _, key = await scene.invite()
    async with inside_of(key) as (olaf, _):
        heard = len(olaf.raw)
        rows = '{"type":"rows","revision":1,"rows":[]}'
        bus.hub().deliver(
            [
                bus.ToWatchers(site=scene.site.id, conversation=scene.conversation, frame=rows),
                bus.ToAgents(site=scene.site.id, frame=rows, agent=None, insiders=scene.conversation),
            ]
        )
        assert olaf.raw[heard:] == []


async def test_a_link_of_another_site_opens_its_own_conversation_alone(scene: Scene, elsewhere: Site) -> None:
    """Hints are told apart by their site too."""
    _, key = await scene.invite()
    async with inside_of(key) as (olaf, _):
        heard = len(olaf.raw)
        sign = '{"type":"typing"}'
        bus.hub().deliver([bus.ToWatchers(site=elsewhere.id, conversation=scene.conversation, frame=sign)])
        assert olaf.raw[heard:] == []


async def test_say_hello_first_and_once(scene: Scene) -> None:
    _, key = await scene.invite()
    async with talking(InsiderSocket.app, INSIDER_EVENTS, settings.PUBLIC_URL, None) as talk:
        talk.say(reply(scene.conversation, "Let me in"))
        assert (await talk.expect(Refused)).code == "hello_first"
    async with inside_of(key) as (olaf, _):
        olaf.say(insider.Hello(key=key, cursor=0))
        assert (await olaf.expect(Refused)).code == "hello_twice"


async def test_only_our_own_page_may_open_the_socket(scene: Scene) -> None:
    _, key = await scene.invite()
    async with entering(key, origin="https://evil.example") as talk:
        assert await talk.expect_close() == Closing.FOREIGN_ORIGIN
        assert (await talk.expect(Refused)).code == "foreign_origin"
        assert talk.nothing(insider.Welcome)


async def test_a_beat_tells_what_a_lost_hint_did_not(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    _, key = await scene.invite()
    async with inside_of(key) as (olaf, welcome):
        mine = await offload(insiders.enter, key)
        monkeypatch.setattr(bus.hub(), "deliver", lambda _: None)
        await offload(desk.close, scene.site.id, scene.conversation, scene.agent)
        (socket,) = (s for s in heart.sockets if isinstance(s, InsiderSocket))
        socket.beat_with(await offload(inside.round_of, [mine]))
        assert (await olaf.expect(insider.Beat)).head == welcome.head + 1
        assert (await olaf.expect(insider.With)).ended
