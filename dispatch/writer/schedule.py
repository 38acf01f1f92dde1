"""What is due next: one heap, derived from the events; per subject only its earliest deadline lies in it.

What the schedule forgets, `next_due(world)` knows: tests hold one against the other. A deadline whose rule failed is
set aside until something happens to its subject: it is neither tried over and over nor lost with the next restart.
"""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heapify, heappop, heappush

from dispatch.core.deadlines import Deadline, armed, changes_all, next_of, subjects_of, touched
from dispatch.core.events import Event
from dispatch.core.world import World


class Schedule:
    """The heap of what is due next, kept true by the events. Pure bookkeeping: it knows no clock."""

    def __init__(self, world: World) -> None:
        self._aside: set[Deadline] = set()  # whose rule failed, each until its subject's next event
        self._held: set[str] = set()  # left out: what is due of them is being seen to
        self._arm_all(world)

    def __len__(self) -> int:
        return len(self._due)

    def follow(self, world: World, events: Sequence[Event]) -> None:
        """Re-derive the deadlines of every subject that the events touched; ``world`` is the one after them."""
        if any(changes_all(event) for event in events):
            self._arm_all(world)
            return
        subjects = {key for event in events for key in touched(event)}
        if self._aside:
            self._aside = {due for due in self._aside if due.subject not in subjects}
        for subject in subjects:
            self.rearm(world, subject)

    def first(self) -> Deadline | None:
        """Return the earliest standing deadline."""
        while self._heap and self._due.get(self._heap[0].subject) != self._heap[0]:
            heappop(self._heap)
        return self._heap[0] if self._heap else None

    def hold(self, subject: str) -> None:
        """Leave a subject out until it is armed again: its deadline is being seen to."""
        self._due.pop(subject, None)
        self._held.add(subject)

    def let_go(self, world: World, subject: str) -> None:
        """Arm a subject that is held still: no event of it has armed it since."""
        if subject in self._held:
            self.rearm(world, subject)

    def rearm(self, world: World, subject: str) -> None:
        """Derive a subject's earliest deadline anew."""
        self._held.discard(subject)
        due = self._next_of(world, subject)
        if due == self._due.get(subject):
            return
        if due is None:
            del self._due[subject]
        else:
            self._due[subject] = due
            heappush(self._heap, due)

    def set_aside(self, world: World, due: Deadline) -> None:
        """Leave one deadline out until its subject's next event; the subject's others go on."""
        self._aside.add(due)
        self.rearm(world, due.subject)

    def aside(self, world: World) -> list[Deadline]:
        """Return what is set aside and stands still."""
        return [due for due in self._aside if due in armed(world, due.subject)]

    def _next_of(self, world: World, subject: str) -> Deadline | None:
        if not self._aside:
            return next_of(world, subject)
        return next((due for due in armed(world, subject) if due not in self._aside), None)

    def _arm_all(self, world: World) -> None:
        self._aside.clear()
        self._held.clear()
        # By subject, what stands; an entry of the heap that is not here (any more) is dropped when it comes up.
        self._due: dict[str, Deadline] = {
            key: due for key in subjects_of(world) if (due := next_of(world, key)) is not None
        }
        self._heap: list[Deadline] = list(self._due.values())
        heapify(self._heap)
