"""What an agent's commands do at the desk: one action each. Doing one twice is doing it once."""

from server.chat.log import Stored
from server.desk import actions as desk
from server.wire import agent as wire
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
    """The command's place in the log, or the refusal it met."""
    to = command.conversation
    match command:
        case wire.PickUp():
            return desk.pick_up(site, to, by, command.offer)
        case wire.Decline():
            return desk.decline(site, to, by, command.offer)
        case wire.Hold():
            return desk.hold(site, to, by)
        case wire.Resume():
            return desk.resume(site, to, by)
        case wire.BringIn():
            return desk.bring_in(site, to, by, command.whom, command.why)
        case wire.HandOver():
            return desk.hand_over(site, to, by, command.whom, command.team, command.why)
        case wire.Uninvite():
            return desk.uninvite(site, to, by, command.whom)
        case wire.StepOut():
            return desk.step_out(site, to, by)
        case wire.Close():
            return desk.close(site, to, by, command.id)
