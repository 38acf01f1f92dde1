"""What happens by itself at a post when its time has come."""

from __future__ import annotations

from dispatch.core import commands as cmd
from dispatch.core.decide import checks, duty
from dispatch.core.decide.step import Step
from dispatch.core.posts import SUBJECT


def fall_due(step: Step, command: cmd.DeadlineDue) -> None:
    """Do what is due of a post or of a check; that it still stands has been looked at."""
    check = step.world.checks.get(command.subject)
    station = command.subject.removeprefix(SUBJECT)
    what, _, rest = command.key.partition(":")
    match what:
        case "take_over":
            duty.miss_take_over(step, station, command)
        case "shift":
            duty.miss_shift(step, station, int(rest), command)
        case "post_rung":
            duty.climb(step, station, int(rest), command)
        case "draw":
            checks.draw(step, station, rest, command)
        case "answer" if check is not None:
            checks.miss(step, check, command)
        case "check_rung" if check is not None:
            checks.climb(step, check, int(rest), command)
        case "end" if check is not None:
            checks.end(step, check)
