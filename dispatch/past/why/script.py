"""An incident's part of the record, sorted: what is done again at its own time, what crews report after their orders,
and what happened around it."""

from __future__ import annotations

from collections import defaultdict

from dispatch.core import commands as cmd, events as ev
from dispatch.core.instant import Instant
from dispatch.core.reasons import ByProposal, DrillLeft, LeftFor, NeededElsewhere, NeededInOperation, OthersNearer
from dispatch.past.why.acts import own_acts, sending_of
from dispatch.past.why.episode import Episode

_REPORTS = (ev.MilestoneEvent, ev.AssignmentDelivered)
_FROM_OUTSIDE = (LeftFor, NeededInOperation, DrillLeft)
"""Why orders end that another incident, or a person who stopped a drill, ended."""

_OF_A_PROPOSAL = (ByProposal, NeededElsewhere, OthersNearer)

_DECIDES_NOTHING = (ev.IncidentTaken, ev.IncidentNoted, ev.IncidentOutcomeRecorded)


class Script:
    """What the re-run plays.

    ``fixed`` are events with a time of their own: inputs and what happened elsewhere. ``reports`` are what the crew of
    each recorded order reported. ``ends_at``: the incident was over, or the record says no more about it.
    """

    def __init__(self, episode: Episode) -> None:
        own = episode.own
        self._incident = episode.incident
        self._orders: dict[str, list[ev.AssignmentAssigned]] = defaultdict(list)
        self._proposals = [each.proposal for each in own if isinstance(each, ev.DispatchProposed)]
        self._unseen_proposals = self._proposals.copy()
        self.reports: dict[str, list[ev.AssignmentEvent]] = defaultdict(list)
        self.ends_at: Instant = own[-1].at
        ordered: set[str] = set()
        for each in own:
            if isinstance(each, ev.AssignmentAssigned):
                self._orders[each.unit].append(each)
                ordered.add(each.assignment)
        acts = [each for each in own_acts(own) if not isinstance(each, (*_DECIDES_NOTHING, ev.AlarmSplit))]
        self._inputs = {each.seq for each in acts} | {each.seq for each in own if self._is_imposed(each)}
        away = [each for each in own if isinstance(each, ev.IncidentHubAway)]
        self._inputs |= {each.seq for each in away}
        self._outages = [(each.away_from, each.at) for each in away]
        self._opening = self._read_opening(episode)
        self._diverted = {
            (each.incident, each.unit): each.assignment
            for each in episode.events
            if isinstance(each, ev.AssignmentAssigned)
            and each.incident != self._incident
            and isinstance(each.because, ByProposal)
            and each.because.proposal in self._proposals
        }
        for each in acts:
            if isinstance(each, ev.AssignmentEvent) and isinstance(each, _REPORTS) and each.assignment in ordered:
                self.reports[each.assignment].append(each)
        reported = {each.seq for reports in self.reports.values() for each in reports}
        self.fixed = [each for each in episode.events if self._is_fixed(each) and each.seq not in reported]

    def is_input(self, event: ev.Event) -> bool:
        """Whether it is done again; otherwise it is something that happened around the incident."""
        return event.seq in self._inputs

    def at_work(self, moment: Instant) -> Instant:
        """Return when the hub could act on what fell due at a moment: then, or at the end of an outage."""
        return next((until for begin, until in self._outages if begin < moment < until), moment)

    def opening(self, event: ev.Event) -> cmd.Command | None:
        """Return the split that opened the incident, where this event is its first part."""
        return self._opening if isinstance(event, ev.AlarmSplit) else None

    def same_order(self, unit: str) -> ev.AssignmentAssigned | None:
        """Return the next recorded order of a unit here; each is returned once."""
        orders = self._orders[unit]
        return orders.pop(0) if orders else None

    def same_diversion(self, order: ev.AssignmentAssigned) -> str | None:
        """Return the recorded order by which a proposal of this incident sent a unit to another incident."""
        return self._diverted.get((order.incident, order.unit))

    def next_proposal(self) -> str | None:
        """Return the next recorded proposal of this incident; each is returned once."""
        return self._unseen_proposals.pop(0) if self._unseen_proposals else None

    def follows_from_here(self, event: ev.Event) -> bool:
        """Whether an event of another incident was brought about by this one: a crew diverted to it or from it."""
        match getattr(event, "because", None):
            case ByProposal(proposal=proposal) | OthersNearer(proposal=proposal):
                return proposal in self._proposals
            case NeededElsewhere(proposal=proposal, incident=incident):
                return proposal in self._proposals or incident == self._incident
            case LeftFor(incident=incident) | NeededInOperation(incident=incident):
                return incident == self._incident
            case _:
                return False

    def _read_opening(self, episode: Episode) -> cmd.Command | None:
        opening = sending_of(episode.opened)
        parts = [
            each
            for each in episode.events
            if isinstance(each, ev.AlarmSplit) and each.into == self._incident and sending_of(each) == opening
        ]
        if not parts:
            return None
        self._inputs.add(parts[0].seq)
        return cmd.IncidentSplit(incident=parts[0].incident, alarms=tuple(each.alarm for each in parts))

    def _is_imposed(self, event: ev.Event) -> bool:
        """Whether another incident gave or ended an order here: a crew was diverted here, from here, or left."""
        if not isinstance(event, (ev.AssignmentAssigned, ev.AssignmentRecalled, ev.AssignmentReleased)):
            return False
        why = event.because
        by_another = isinstance(why, _OF_A_PROPOSAL) and why.proposal not in self._proposals
        return isinstance(why, _FROM_OUTSIDE) or by_another

    def _is_fixed(self, event: ev.Event) -> bool:
        if event.seq in self._inputs:
            return True
        if isinstance(event, ev.AlarmSplit) and event.incident == self._incident:
            return True
        if isinstance(event, ev.ArrivalEstimated):
            return True  # where a crew was is no rule's doing, and nobody is where it was in a re-run
        return event.incident != self._incident and not self._belongs_to_opening(event)

    def _belongs_to_opening(self, event: ev.Event) -> bool:
        return isinstance(event, ev.AlarmSplit) and event.into == self._incident
