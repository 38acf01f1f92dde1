"""Whether found speeds may be recommended: only where they beat both simple models on days that they had not seen."""

from collections.abc import Iterator, Mapping, Sequence

import msgspec

FEWEST_TRIPS = 30
"""Fewer timed arrivals, or choices of a kind, say nothing."""

MOST_BIAS_S = 10.0

STRAIGHT, UNIFORM, AS_THEY_ARE, FOUND = "straight lines", "one speed, no freeways", "speeds as they are", "found"


class Score(msgspec.Struct, frozen=True):
    """One model on held-out days: per kind (right, of) first-due choices; errors of an arrival in seconds.

    `bias_s` is the median of predicted minus recorded.
    """

    model: str
    choices: Mapping[str, tuple[int, int]]
    median_error_s: float
    mean_error_s: float
    bias_s: float

    def share(self, kind: str) -> float:
        """Return the share of right choices of a kind."""
        right, of = self.choices[kind]
        return right / of


def objections_to(found: Score, peers: Sequence[Score], *, differs: bool, certain: bool) -> tuple[str, ...]:
    """Return why found speeds are not recommended beside the simple models, the gravest first; empty where they are.

    `differs`: something else than one speed was found. `certain`: arrivals go with the way beyond chance.
    """
    if not certain:
        return ("longer ways did not take longer on the held-out days: the record says nothing about speeds",)
    against = [] if differs else ["nothing was found beyond one speed for all streets"]
    against += _in_choice(found, peers)
    against += [
        f"{peer.model}: arrivals predicted no worse ({peer.median_error_s:g} s beside {found.median_error_s:g} s)"
        for peer in peers
        if found.median_error_s >= peer.median_error_s
    ]
    if abs(found.bias_s) > MOST_BIAS_S:
        against.append(f"it is off by {found.bias_s:+.0f} s in the middle")
    return tuple(against)


def _in_choice(found: Score, peers: Sequence[Score]) -> Iterator[str]:
    judged = [kind for kind, (_, of) in found.choices.items() if of >= FEWEST_TRIPS]
    if not judged:
        yield f"no kind had {FEWEST_TRIPS} orders with a choice: whether it chooses well is not known"
    for kind in judged:
        for peer in peers:
            if found.share(kind) < peer.share(kind):
                shares = f"{peer.share(kind):.1%} beside {found.share(kind):.1%}"
                yield f"{peer.model}: chose the {kind} really sent more often ({shares})"
