"""A desk in memory: what the tests and the simulator run the engine over. Plain lists; clear before fast."""

from dataclasses import dataclass, field, replace

from routing.decisions import Connect, Decision, Rescue
from routing.model import Human, Stranded, Waiting
from routing.policy import preference


@dataclass
class Owned:
    """A conversation somebody has."""

    human: str
    picked_up: bool
    waited_as: Waiting


@dataclass
class MemoryDesk:
    """Every fact of a desk, to be changed freely between decisions. `gone` and `away` are of those in `humans`."""

    now: int = 0
    humans: dict[str, Human] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    away: set[str] = field(default_factory=set)
    line: dict[str, Waiting] = field(default_factory=dict)
    owned: dict[str, Owned] = field(default_factory=dict)

    def stranded(self) -> Stranded | None:
        for id_, owned in sorted(self.owned.items(), key=lambda item: item[1].waited_as.key):
            if owned.human in self.gone or (owned.human in self.away and not owned.picked_up):
                return Stranded(id_, owned.human, owned.picked_up)
        return None

    def first_in_line(self) -> Waiting | None:
        return min(self.line.values(), key=lambda w: w.key, default=None)

    def human(self, agent: str) -> Human | None:
        found = self._counted(agent)
        return found if found and found.free > 0 else None

    def freest(self) -> Human | None:
        free = (h for id_ in self.humans if (h := self.human(id_)))
        return min(free, key=preference, default=None)

    def apply(self, decision: Decision) -> None:
        match decision:
            case Connect():
                waited = self.line.pop(decision.conversation)
                self.owned[decision.conversation] = Owned(decision.human, False, waited)
                self.humans[decision.human] = replace(self.humans[decision.human], last_connected=self.now)
            case Rescue():
                lost = self.owned.pop(decision.conversation)
                known = lost.human if decision.picked_up else lost.waited_as.known
                self.line[decision.conversation] = replace(lost.waited_as, rank=0, known=known)

    def _counted(self, agent: str) -> Human | None:
        """The agent with their load recounted, if they are available."""
        human = self.humans.get(agent)
        if human is None or agent in self.gone or agent in self.away:
            return None
        return replace(human, load=sum(o.human == agent for o in self.owned.values()))
