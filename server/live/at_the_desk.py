"""What commands do at the desk: one action each. Doing one twice is doing it once."""

from server.chat.log import Stored
from server.desk import actions as desk
from server.people.facts import VisitorFacts
from server.wire import agent as wire
from server.wire import visitor as visitors
from server.wire.nouns import Face

DeskCommand = (
    wire.PickUp
    | wire.Decline
    | wire.Hold
    | wire.Resume
    | wire.BringIn
    | wire.HandOver
    | wire.Uninvite
    | wire.StepOut
    | wire.Close
)


def do(site: str, by: Face, command: DeskCommand) -> Stored:
    """An agent's command: where the log stands then, or the refusal it met."""
    to = command.conversation
    match command:
        case wire.PickUp():
            return desk.pick_up(site, to, by, command.offer, command.id)
        case wire.Decline():
            return desk.decline(site, to, by, command.offer, command.id)
        case wire.Hold():
            return desk.hold(site, to, by, command.id)
        case wire.Resume():
            return desk.resume(site, to, by, command.id)
        case wire.BringIn():
            return desk.bring_in(site, to, by, command.whom, command.why, command.id)
        case wire.HandOver():
            return desk.hand_over(site, to, by, command.whom, command.team, command.why, command.id)
        case wire.Uninvite():
            return desk.uninvite(site, to, by, command.whom)
        case wire.StepOut():
            return desk.step_out(site, to, by, command.id)
        case wire.Close():
            return desk.close(site, to, by, command.id)


def wish(visitor: VisitorFacts, command: visitors.Choose | visitors.WaitFor) -> Stored:
    """What the visitor wishes of the line they stand in."""
    match command:
        case visitors.Choose():
            return desk.choose(visitor.site_id, visitor.id, command.conversation, command.reach, command.id)
        case visitors.WaitFor():
            return desk.wait_for(visitor.site_id, visitor.id, command.conversation, command.person)
