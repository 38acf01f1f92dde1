import { describe, expect, test } from "vitest";
import { RankedIncidents } from "../derived/ranked_incidents";
import { evolve } from "../fold/evolve";
import { EMPTY, type State } from "../fold/state";
import { Story } from "../testing/events";
import type { AnyEvent } from "../wire/generated";
import { harmonicsOf, PATTERNS } from "./patterns";
import { Ringing, SILENCE_MS, TAKEN_QUIET_MS } from "./ringing";

/** A desk that hears a story event by event; its clock is the story's. */
class Ear {
  readonly ringing = new Ringing();
  private readonly list = new RankedIncidents();
  private state: State = EMPTY;
  private heard = 0;

  constructor(private readonly story: Story) {
    this.ringing.look([], this.story.now);
  }

  /** Hear what was told since. */
  hear(): this {
    for (const event of this.story.events.slice(this.heard) as AnyEvent[]) {
      const before = this.state;
      this.state = evolve(before, event);
      this.ringing.hear({ event, before, after: this.state, late: false }, this.story.now);
      this.ringing.look(this.list.update(this.state), this.story.now);
    }
    this.heard = this.story.events.length;
    return this;
  }

  sound(afterMs = 0, lost = false) {
    return this.ringing.at(this.story.now + afterMs, lost).sound;
  }
}

const taken = (story: Story, incident: string) => story.tell("incident.taken", { incident });

describe("which sound rings", () => {
  test("an incident that nobody goes to is urgent, one with a crew is new, until somebody takes it", () => {
    const story = new Story().opens("i1");
    const ear = new Ear(story).hear();
    expect(ear.sound()).toBe("urgent");
    story.sends("i1", "a1");
    expect(ear.hear().sound()).toBe("fresh");
    taken(story, "i1");
    expect(ear.hear().sound()).toBeNull();
  });

  test("what becomes urgent after it was taken rings again, and is ended by taking it again", () => {
    const story = new Story().opens("i1").sends("i1", "a1");
    taken(story, "i1");
    const ear = new Ear(story).hear();
    story.tell("assignment.recalled", { incident: "i1", assignment: "a1" });
    expect(ear.hear().sound()).toBe("urgent");
    taken(story, "i1");
    expect(ear.hear().sound()).toBeNull();
  });

  test("s01: taking an urgent one brings nobody: it rings again after a minute while nobody comes", () => {
    const story = new Story().opens("i1");
    const ear = new Ear(story).hear();
    taken(story, "i1");
    expect(ear.hear().sound()).toBeNull();
    expect(ear.sound(TAKEN_QUIET_MS - 1)).toBeNull();
    expect(ear.sound(TAKEN_QUIET_MS)).toBe("urgent");
    story.wait(70).sends("i1", "a1");
    expect(ear.hear().sound()).toBeNull();
    story.order("assignment.no_answer", "i1", "a1");
    expect(ear.hear().sound()).toBe("urgent");
  });

  test("what is taken and late rings at once when nobody comes any more", () => {
    const story = new Story().opens("i1").sends("i1", "a1").wait(61);
    const missed = { target: "arrive", milestone: "on_scene", limit_s: 60 };
    const ear = new Ear(story.order("target.missed", "i1", "a1", missed)).hear();
    expect(ear.sound()).toBe("urgent");
    taken(story, "i1");
    expect(ear.hear().sound()).toBeNull();
    ear.ringing.silence(story.now);
    story.order("assignment.declined", "i1", "a1");
    expect(ear.hear().sound()).toBe("urgent");
  });

  test("silence ends after thirty seconds, and when something new becomes urgent", () => {
    const story = new Story().opens("i1").sends("i1", "a1");
    const ear = new Ear(story).hear();
    ear.ringing.silence(story.now);
    expect(ear.sound()).toBeNull();
    expect(ear.sound(SILENCE_MS - 1)).toBeNull();
    expect(ear.sound(SILENCE_MS)).toBe("fresh");
    ear.ringing.silence(story.now);
    story.opens("i2");
    expect(ear.hear().sound()).toBe("urgent");
  });

  test("the eleventh new incident in ten minutes groups them; an urgent one is never grouped", () => {
    const story = new Story();
    for (let number = 1; number <= 10; number++) story.wait(30).opens(`i${number}`).sends(`i${number}`, `a${number}`);
    const ear = new Ear(story).hear();
    expect(ear.ringing.at(story.now, false)).toMatchObject({ sound: "fresh", grouped: false });
    story.opens("i11").sends("i11", "a11");
    expect(ear.hear().ringing.at(story.now, false)).toMatchObject({ sound: "fresh", count: 11, grouped: true });
    story.opens("i12");
    expect(ear.hear().ringing.at(story.now, false)).toMatchObject({ sound: "urgent", count: 1, grouped: false });
  });

  test("a drill never rings as an operation does, and a lost line rings over new ones", () => {
    const story = new Story().opens("i1", { exercise: true });
    const ear = new Ear(story).hear();
    expect(ear.sound()).toBe("drill");
    story.opens("i2").sends("i2", "a2");
    expect(ear.hear().sound(0, true)).toBe("system");
  });

  test("a page that is opened late leaves who has it in hand a minute", () => {
    const story = new Story().opens("i1");
    taken(story, "i1");
    const late = new Ringing();
    late.look(new RankedIncidents().update(story.state), story.now);
    expect(late.at(story.now, false).sound).toBeNull();
    expect(late.at(story.now + TAKEN_QUIET_MS, false).sound).toBe("urgent");
  });
});

test("fundamentals are 150 to 1,000 Hz and a fifth apart, harmonics end at 4 kHz", () => {
  const all = Object.values(PATTERNS).flatMap(({ pulses }) => pulses.map((pulse) => pulse.hertz));
  const fundamentals = [...new Set(all)].sort((one, other) => one - other);
  expect(fundamentals[0]).toBeGreaterThanOrEqual(150);
  expect(fundamentals.at(-1)).toBeLessThanOrEqual(1000);
  fundamentals.slice(1).forEach((hertz, index) => {
    expect(hertz / (fundamentals[index] ?? 1)).toBeGreaterThanOrEqual(1.2);
  });
  expect(harmonicsOf(960).length * 960).toBeLessThanOrEqual(4000);
});
