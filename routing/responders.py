"""Those who can be sent, and where each of them stands on the roads of its mode."""

from collections.abc import Callable, Iterable, Mapping
from itertools import pairwise
from typing import Self, TypeAlias

import msgspec
import numpy as np

from routing.arrays import Floats, Int64s
from routing.errors import UnknownResponderError
from routing.model import Spot
from routing.snap import Snap

NOWHERE = -1
"""In place of an edge: no road that the mode can use is near enough."""

MAX_TURNOUT_MS = 24 * 3_600_000


class Responder(msgspec.Struct, frozen=True):
    """One crew: where it is, how it travels, how long it takes to leave, and the building it stands in, if any.

    Raises UnknownResponderError where the turnout is not within 0 and 24 h: nobody would ever be sent.
    """

    id: str
    mode: str
    spot: Spot
    turnout_ms: int
    building: str | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.turnout_ms <= MAX_TURNOUT_MS:
            raise UnknownResponderError(f"responder {self.id}: turnout_ms {self.turnout_ms} is not within 0 and 24 h")


class Posts(msgspec.Struct, frozen=True, eq=False):
    """One mode's responders on its roads, as arrays in rising order of their number in the roster.

    `generation` is one object as long as the responders are the same, wherever they are.

    `edges[i]` at `fractions[i]` is where responder i reaches the road, after `access_ms[i]`; `NOWHERE` if it
    cannot.
    """

    generation: object
    numbers: Int64s
    edges: Int64s
    fractions: Floats
    access_ms: Int64s
    turnout_ms: Int64s
    spots: tuple[Spot, ...]
    buildings: Mapping[str, tuple[int, ...]]

    @property
    def size(self) -> int:
        """How many responders there are."""
        return self.numbers.size

    def standing_at(self, place: int, snap: Snap | None) -> Self:
        """Return the same posts with one responder at another point of the roads."""
        edges, fractions, access_ms = self.edges.copy(), self.fractions.copy(), self.access_ms.copy()
        edges[place] = NOWHERE if snap is None else snap.edge
        fractions[place] = 0.0 if snap is None else snap.fraction
        access_ms[place] = 0 if snap is None else snap.access_ms
        return msgspec.structs.replace(self, edges=edges, fractions=fractions, access_ms=access_ms)

    def changed_since(self, older: Self) -> Int64s:
        """Return who stands elsewhere or leaves at another pace than in older posts of the same responders."""
        changed = (
            (self.edges != older.edges)
            | (self.fractions != older.fractions)
            | (self.access_ms != older.access_ms)
            | (self.turnout_ms != older.turnout_ms)
        )
        return np.flatnonzero(changed)


class Roster(msgspec.Struct, frozen=True, eq=False):
    """All responders in order of their ids; never changed, only followed by another one."""

    responders: tuple[Responder, ...]
    numbers: Mapping[str, int]
    posts: Mapping[str, Posts]

    @classmethod
    def of(cls, responders: Iterable[Responder], stand: "Stand") -> Self:
        """Line up responders. Raises UnknownResponderError where an id comes twice or a mode is unknown."""
        line = tuple(sorted(responders, key=lambda responder: responder.id))
        numbers = {responder.id: number for number, responder in enumerate(line)}
        if len(numbers) < len(line):
            twice = next(a.id for a, b in pairwise(line) if a.id == b.id)
            raise UnknownResponderError(f"responder {twice} is given twice; ids must be unique")
        modes = dict.fromkeys(responder.mode for responder in line)
        posts = {mode: _posts(mode, line, stand) for mode in modes}
        return cls(line, numbers, posts)

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids, sorted: the order of every eligibility mask."""
        return tuple(self.numbers)

    def number(self, responder_id: str) -> int:
        """Return a responder's place. Raises UnknownResponderError where there is none of this id."""
        number = self.numbers.get(responder_id)
        if number is None:
            raise UnknownResponderError(f"responder {responder_id} is not known; give it to set_responders first")
        return number

    def moved(self, responder_id: str, spot: Spot, stand: "Stand") -> Self:
        """Return the roster with one responder elsewhere; it has left the building that it stood in."""
        number = self.number(responder_id)
        responder = msgspec.structs.replace(self.responders[number], spot=spot, building=None)
        posts = self.posts[responder.mode]
        place = int(np.searchsorted(posts.numbers, number))
        spots = (*posts.spots[:place], spot, *posts.spots[place + 1 :])
        standing = posts.standing_at(place, stand(responder.mode, spot))
        buildings = {key: tuple(each for each in inside if each != place) for key, inside in posts.buildings.items()}
        return self._with(number, responder, msgspec.structs.replace(standing, spots=spots, buildings=buildings))

    def leaving_after(self, responder_id: str, turnout_ms: int) -> Self:
        """Return the roster with another turnout of one responder."""
        number = self.number(responder_id)
        old = self.responders[number]
        responder = Responder(old.id, old.mode, old.spot, turnout_ms, old.building)
        posts = self.posts[responder.mode]
        turnouts = posts.turnout_ms.copy()
        turnouts[np.searchsorted(posts.numbers, number)] = turnout_ms
        return self._with(number, responder, msgspec.structs.replace(posts, turnout_ms=turnouts))

    def _with(self, number: int, responder: Responder, posts: Posts) -> Self:
        line = (*self.responders[:number], responder, *self.responders[number + 1 :])
        return type(self)(line, self.numbers, {**self.posts, responder.mode: posts})


Stand: TypeAlias = Callable[[str, Spot], Snap | None]
"""Where a responder of a mode at a spot reaches the roads. Raises UnknownResponderError for an unknown mode."""


def _posts(mode: str, line: tuple[Responder, ...], stand: Stand) -> Posts:
    members = [(number, responder) for number, responder in enumerate(line) if responder.mode == mode]
    snaps = [stand(mode, responder.spot) for _, responder in members]
    buildings: dict[str, tuple[int, ...]] = {}
    for place, (_, responder) in enumerate(members):
        if responder.building is not None:
            buildings[responder.building] = (*buildings.get(responder.building, ()), place)
    return Posts(
        generation=object(),
        numbers=np.array([number for number, _ in members], np.int64),
        edges=np.array([NOWHERE if snap is None else snap.edge for snap in snaps], np.int64),
        fractions=np.array([0.0 if snap is None else snap.fraction for snap in snaps], np.float64),
        access_ms=np.array([0 if snap is None else snap.access_ms for snap in snaps], np.int64),
        turnout_ms=np.array([responder.turnout_ms for _, responder in members], np.int64),
        spots=tuple(responder.spot for _, responder in members),
        buildings=buildings,
    )


NO_POSTS = _posts("", (), lambda _mode, _spot: None)
"""The posts of a mode that nobody travels by."""
