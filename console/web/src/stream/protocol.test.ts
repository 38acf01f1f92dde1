import { describe, expect, test } from "vitest";
import type { FromHub } from "../wire/generated";
import { lineOf } from "./line";
import type { Position } from "./position";
import { type Action, LOST_AFTER_MS, type News, PING_EVERY_MS, Protocol } from "./protocol";

const AT = "2026-11-22T02:00:00.000Z";

function protocol(position: Position | null = null): Protocol {
  return new Protocol({ token: "t", view: "console", random: () => 0.5, position });
}

function say(frame: object): string {
  return JSON.stringify(frame as FromHub);
}

function news(actions: readonly Action[]): News[] {
  return actions.flatMap((action) => (action.do === "deliver" ? [action.news] : []));
}

function sent(actions: readonly Action[]): string[] {
  return actions.flatMap((action) => (action.do === "send" ? [action.frame.type] : []));
}

function welcome(seq: number, head = seq, epoch = "e1"): string {
  const position = { epoch, seq };
  return say({
    type: "welcome",
    protocol: 1,
    position,
    head: { epoch, seq: head },
    role: "dispatcher",
    server_time: AT,
  });
}

/** A line that is open and has everything up to `seq`. */
function open(seq: number, now = 0): Protocol {
  const line = protocol({ epoch: "e1", seq });
  line.start(now);
  line.opened(now);
  line.received(welcome(seq), now);
  return line;
}

function event(seq: number, prev: number): string {
  return say({ type: "event", seq, prev, event: { type: "incident.taken", seq } });
}

test("the first frame is a hello with the position held", () => {
  const line = protocol({ epoch: "e1", seq: 41 });
  expect(line.start(0)).toEqual([{ do: "connect" }]);
  const [hello] = line.opened(5);
  expect(hello).toMatchObject({ frame: { type: "hello", token: "t", position: { epoch: "e1", seq: 41 } } });
});

test("a snapshot comes in parts and counts when it is whole", () => {
  const line = protocol();
  line.start(0);
  line.opened(0);
  line.received(welcome(7), 1);
  const part = (number: number) =>
    say({ type: "reset", reason: "new", position: { epoch: "e1", seq: 7 }, part: number, parts: 2, state: {} });
  expect(news(line.received(part(1), 2))).toEqual([]);
  const whole = news(line.received(part(2), 3));
  expect(whole.map((each) => each.kind)).toEqual(["reset", "caught_up"]);
  expect(line.position).toEqual({ epoch: "e1", seq: 7 });
});

describe("cut before its snapshot is whole, a page", () => {
  const part = (epoch: string) =>
    say({ type: "reset", reason: "new", position: { epoch, seq: 5 }, part: 1, parts: 2, state: {} });
  const returns = (line: Protocol) => {
    line.closed(1006, 2);
    line.start(3);
    const [hello] = line.opened(4);
    return hello?.do === "send" && hello.frame.type === "hello" ? hello.frame.position : undefined;
  };

  test.each([null, { epoch: "e1", seq: 900 }, { epoch: "other", seq: 3 }])("asks again as before: %o", (held) => {
    for (const came of [[welcome(5)], [welcome(5), part("e1")]]) {
      const line = protocol(held);
      line.start(0);
      line.opened(0);
      for (const frame of came)
        expect(news(line.received(frame, 1)).map((each) => each.kind)).not.toContain("caught_up");
      expect(returns(line)).toEqual(held);
    }
  });

  test("does not take the other history's hash for its own", () => {
    const line = open(5);
    line.received(say({ type: "pong", n: 1, server_time: AT, position: { epoch: "e1", seq: 5, hash: "ours" } }), 1);
    returns(line);
    const position = { epoch: "e1", seq: 5, hash: "theirs" };
    const told = { type: "welcome", protocol: 1, position, head: position, role: "dispatcher", server_time: AT };
    line.received(say({ ...told, reset: "epoch" }), 5);
    line.received(say({ type: "pong", n: 2, server_time: AT, position }), 6);
    expect(returns(line)).toEqual({ epoch: "e1", seq: 5, hash: "ours", hash_seq: 5 });
  });

  test("takes no event before the snapshot", () => {
    const line = protocol({ epoch: "e1", seq: 5 });
    line.start(0);
    line.opened(0);
    line.received(welcome(7), 1);
    expect(line.received(event(6, 5), 2)[0]?.do).toBe("disconnect");
  });
});

test("events and marks move the position; what was missed is told as late until the head is reached", () => {
  const line = protocol({ epoch: "e1", seq: 5 });
  line.start(0);
  line.opened(0);
  line.received(welcome(5, 8), 0);
  expect(news(line.received(event(6, 5), 1))).toMatchObject([{ kind: "event", late: true }]);
  expect(news(line.received(say({ type: "mark", seq: 8, prev: 6 }), 1)).map((each) => each.kind)).toEqual([
    "mark",
    "caught_up",
  ]);
  expect(news(line.received(event(9, 8), 2))).toMatchObject([{ kind: "event", late: false }]);
});

describe("a gap", () => {
  test("brings the page back with its own position", () => {
    const line = open(5);
    const actions = line.received(event(9, 7), 10);
    expect(actions[0]?.do).toBe("disconnect");
    expect(line.position).toEqual({ epoch: "e1", seq: 5 });
    expect(line.tick(10_000)).toEqual([{ do: "connect" }]);
  });

  test("that comes again and again is answered by asking for a snapshot", () => {
    const line = open(5);
    const asked: unknown[] = [];
    for (let now = 10_000; now <= 30_000; now += 10_000) {
      line.received(event(9, 7), now);
      line.tick(now + 9000);
      const [hello] = line.opened(now + 9000);
      if (hello?.do === "send" && hello.frame.type === "hello") asked.push(hello.frame.position);
      line.received(welcome(5), now + 9000);
    }
    expect(asked).toEqual([{ epoch: "e1", seq: 5 }, { epoch: "e1", seq: 5 }, null]);
  });
});

describe("the hash of a position", () => {
  const hello = (line: Protocol, now: number) => {
    const [action] = line.opened(now);
    return action?.do === "send" && action.frame.type === "hello" ? action.frame.position : undefined;
  };

  test("is kept from where the hub told it and sent with the position held", () => {
    const line = open(5);
    const position = { epoch: "e1", seq: 5, hash: "ab" };
    line.received(say({ type: "pong", n: 1, server_time: AT, position }), 100);
    line.received(event(6, 5), 200);
    line.closed(1006, 300);
    line.start(400);
    expect(hello(line, 500)).toEqual({ epoch: "e1", seq: 6, hash: "ab", hash_seq: 5 });
  });

  test("of another place than the page's own is not believed", () => {
    const line = open(5);
    line.received(say({ type: "pong", n: 1, server_time: AT, position: { epoch: "e1", seq: 4, hash: "ab" } }), 100);
    line.closed(1006, 300);
    line.start(400);
    expect(hello(line, 500)).toEqual({ epoch: "e1", seq: 5 });
  });
});

describe("a half-open socket", () => {
  test("is found within 6.5 s of its last word: amber at 3 s, lost at 6 s", () => {
    const line = open(5);
    const seen: [number, string][] = [];
    for (let now = 250; now <= 7000; now += 250) {
      if (line.open) line.tick(now);
      const { state } = lineOf(line, now);
      if (seen.at(-1)?.[1] !== state) seen.push([now, state]);
    }
    expect(seen).toEqual([
      [250, "ok"],
      [3000, "silent"],
      [6000, "lost"],
    ]);
    expect(line.phase).toBe("waiting");
  });

  test("is none where the hub answers", () => {
    const line = open(5);
    for (let now = 250; now <= 60_000; now += 250) {
      const pings = line.tick(now).filter((action) => action.do === "send");
      for (const ping of pings) {
        const { n } = ping.frame as { n: number };
        line.received(say({ type: "pong", n, server_time: AT }), now + 20);
      }
      expect(lineOf(line, now + 20).state).toBe("ok");
    }
  });

  test("is not suspected because a hidden page's timers slept: it gets time to prove itself", () => {
    const line = open(5);
    line.tick(250);
    const woken = line.tick(60_000);
    expect(sent(woken)).toEqual(["ping"]);
    expect(line.phase).toBe("open");
    for (let now = 60_250; now < 60_000 + LOST_AFTER_MS; now += 250)
      expect(sent(line.tick(now)).length).toBeLessThan(2);
    expect(line.tick(60_000 + LOST_AFTER_MS)[0]?.do).toBe("disconnect");
  });
});

test("coming back waits longer each time, spread by chance, and never longer than eight seconds", () => {
  const line = protocol();
  line.start(0);
  const waits: number[] = [];
  let now = 0;
  for (let attempt = 0; attempt < 7; attempt++) {
    line.closed(1006, now);
    const from = now;
    while (line.tick(now).length === 0) now += 50;
    waits.push(now - from);
  }
  expect(waits).toEqual([250, 500, 1000, 2000, 4000, 4000, 4000]);
});

test("a withdrawn token ends the stream for good", () => {
  const line = open(5);
  expect(line.closed(4401, 10)).toEqual([]);
  expect(line.ending).toBe("signed_out");
  expect(line.tick(60_000)).toEqual([]);
  expect(line.start(60_000)).toEqual([]);
});

test("a lost line is told once, so that the outbox keeps what is pressed", () => {
  const line = open(5);
  expect(news(line.closed(1006, 10)).map((each) => each.kind)).toEqual(["cut"]);
  line.tick(1000);
  expect(news(line.closed(1006, 1100))).toEqual([]);
});

test("a frame type of a newer hub is passed over", () => {
  expect(open(5).received(say({ type: "weather" }), 1)).toEqual([]);
});

test("the condition of a crew's phone is said again on every new line", () => {
  const line = open(5);
  expect(sent(line.setHealth({ hidden: true, sound: true, battery: 0.8 }))).toEqual(["health"]);
  line.closed(1006, 10);
  line.start(11);
  line.opened(12);
  expect(sent(line.received(welcome(5), 13))).toEqual(["health", "ping"]);
});

test("the hub's time is taken from the quickest answer of late", () => {
  const line = open(5);
  const hub = Date.parse(AT);
  line.tick(PING_EVERY_MS);
  line.received(say({ type: "pong", n: 2, server_time: new Date(hub + 2100).toISOString() }), PING_EVERY_MS + 900);
  expect(line.time.at(10_000)).toBe(hub + 10_000); // the welcome came in no time at all
  line.time.doubt();
  line.time.sample(new Date(hub + 20_000).toISOString(), 10_000, 10_040);
  expect(line.time.at(10_040)).toBe(hub + 20_020);
  expect(line.time.uncertainMs).toBe(20);
});
