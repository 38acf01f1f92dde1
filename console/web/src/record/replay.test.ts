import { expect, test } from "vitest";
import { fold } from "../fold/evolve";
import { EMPTY, toJson } from "../fold/state";
import { START, Story } from "../testing/events";
import { openReplay } from "./replay";

/** Two hundred events, one a second. */
function long(): Story {
  const story = new Story().opens("inc-1");
  for (let count = 1; count < 200; count++)
    story.wait(1).tell("incident.graded", { incident: "inc-1", grade: count % 5 });
  return story;
}

test("wherever the slider goes, forwards and back, the state is the fold up to there", () => {
  const { events } = long();
  const replay = openReplay({ events });
  for (const seq of [200, 1, 64, 65, 63, 128, 199, 130, 2]) {
    replay.seekSeq(seq);
    expect(toJson(replay.state.value), `seq ${seq}`).toEqual(toJson(fold(events.slice(0, seq), EMPTY)));
  }
});

test("a time between two events shows the earlier one's state, and the clock stands there", () => {
  const replay = openReplay({ events: long().events });
  replay.seekTime(START + 10_400);
  expect(replay.state.value.seq).toBe(11);
  expect(replay.clock.now()).toBe(START + 10_400);
});

test("playing tells each event once, in order, with the states before and after it", () => {
  const replay = openReplay({ events: long().events });
  const told: string[] = [];
  replay.onEvent(({ event, before, after }) => told.push(`${before.seq}>${event.seq}>${after.seq}`));
  replay.seekTime(START);
  replay.advance(1500);
  replay.advance(1500);
  expect(told).toEqual(["1>2>2", "2>3>3", "3>4>4"]);
});

test("a replay may begin at a snapshot", () => {
  const { events } = long();
  const replay = openReplay({ start: fold(events.slice(0, 100), EMPTY), events: events.slice(100) });
  replay.seekTime(replay.to);
  expect(toJson(replay.state.value)).toEqual(toJson(fold(events, EMPTY)));
});
