"""A short story at the demo's site, told through real sockets: what a site that was used for a while has in its tables."""

from server.wire import agent, visitor
from tests.support.server import Server, sign_in
from tests.support.sockets import Agent, Visitor, new_id

SITE = "fernhill"


async def live_through(server: Server) -> None:
    """Three visitors: one is helped, one leaves and says why, one waits for a call."""
    server.run("team", "add", "Repairs", "--site", SITE, "--member", "ana@fernhill.example")
    server.run("agent", "languages", "ana@fernhill.example", "en", "pt", "--site", SITE)
    server.run("agent", "invite", "--site", SITE, "--name", "Tom Field", "--role", "lead")
    async with Agent(server.url, SITE, sign_in(server)) as ana:
        await ana.hello()
        await ana.available()
        await _is_helped(server, ana)
        await _leaves(server, ana)
        await ana.away()
    async with Visitor(server.url, SITE) as will:
        await will.hello()
        await will.write("Could somebody call me about a tandem? ☎")
        await will.escalate()
        await will.choose("call", "+44 20 7946 0018")


async def _is_helped(server: Server, ana: Agent) -> None:
    async with Visitor(server.url, SITE) as vera:
        vera.team = "Repairs"
        await vera.hello()
        await vera.write("My rear wheel clicks, and it's new.")
        talk = vera.conversation
        assert talk
        await ana.pick_up(talk)
        await ana.reply(talk, "Does it click **only** when you pedal?")
        await ana.acked(agent.WriteNote(id=new_id(), conversation=talk, text="Probably the cassette; bought in May."))
        await vera.write("Yes – só quando pedalo.\nThank you!")
        await ana.acked(agent.Close(id=new_id(), conversation=talk))


async def _leaves(server: Server, ana: Agent) -> None:
    async with Visitor(server.url, SITE) as otto:
        await otto.hello()
        await otto.write("I would rather go.")
        assert otto.conversation
        await ana.pick_up(otto.conversation)
        await ana.reply(otto.conversation, "That's fine.")
        await otto.say(visitor.Leave(id=new_id()))
        left = await otto.expect(visitor.Left)
        await otto.say(visitor.Why(id=new_id(), departure=left.departure, reason=None, words="It took too long."))
        await otto.expect(visitor.Thanked)
