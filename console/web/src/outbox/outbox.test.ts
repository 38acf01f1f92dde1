import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { beforeEach, describe, expect, test } from "vitest";
import type { AnyCommand, ToHub } from "../wire/generated";
import { Outbox, type OutboxOptions } from "./outbox";
import { openStore } from "./store";

const NOW = Date.parse("2026-11-22T02:00:00.000Z");

/** A wire that is up or down, and everything that went over it. */
class Wire {
  up = false;
  readonly sent: { id: string; command: AnyCommand }[] = [];

  readonly send = (frame: ToHub): boolean => {
    if (this.up && frame.type === "command") this.sent.push(frame);
    return this.up;
  };

  get ids(): string[] {
    return this.sent.map((each) => each.id);
  }
}

let database: IDBFactory;
let names: number;

beforeEach(() => {
  database = new IDBFactory();
  names = 0;
});

async function open(wire: Wire, options: Partial<OutboxOptions> = {}): Promise<Outbox> {
  return Outbox.open({
    store: await openStore(database),
    owner: "station m1",
    resend: "all",
    send: wire.send,
    now: () => NOW,
    newId: () => `c${++names}`,
    ...options,
  });
}

function states(outbox: Outbox): string[] {
  return outbox.entries.value.map((entry) => `${entry.id} ${entry.state}`);
}

const acknowledge: AnyCommand = { type: "assignment.acknowledge", assignment: "asg-1" };
const arrive: AnyCommand = { type: "assignment.arrive", assignment: "asg-1" };
const elsewhere: AnyCommand = { type: "assignment.arrive", assignment: "asg-2" };

test("what is pressed offline survives a reload and goes once, with the time of pressing", async () => {
  const wire = new Wire();
  await (await open(wire)).press(acknowledge);
  const reloaded = await open(wire);
  expect(states(reloaded)).toEqual(["c1 waiting"]);
  wire.up = true;
  await reloaded.lineReady();
  await reloaded.lineReady();
  expect(wire.sent).toEqual([
    { type: "command", id: "c1", command: { ...acknowledge, occurred_at: "2026-11-22T02:00:00.000Z" } },
  ]);
  await reloaded.answered({ type: "done", id: "c1", seq: 9 });
  expect(states(reloaded)).toEqual(["c1 received"]);
  expect(states(await open(wire))).toEqual(["c1 received"]);
});

test("acts on one order keep their sequence; another order's act does not wait for them", async () => {
  const wire = new Wire();
  const outbox = await open(wire);
  await outbox.press(acknowledge);
  await outbox.press(arrive);
  await outbox.press(elsewhere);
  wire.up = true;
  await outbox.lineReady();
  expect(wire.ids).toEqual(["c1", "c3"]);
  await outbox.answered({ type: "done", id: "c1", seq: 9 });
  expect(wire.ids).toEqual(["c1", "c3", "c2"]);
});

test("what was on the wire when the line broke goes again under the same id, with the same words", async () => {
  const wire = new Wire();
  wire.up = true;
  const outbox = await open(wire);
  await outbox.lineReady();
  await outbox.press(acknowledge);
  await outbox.lineLost();
  expect(states(outbox)).toEqual(["c1 waiting"]);
  await outbox.lineReady();
  expect(wire.ids).toEqual(["c1", "c1"]);
  expect(wire.sent[0]).toEqual(wire.sent[1]);
});

test("an event that names the act as its cause settles it, though its answer was lost", async () => {
  const wire = new Wire();
  wire.up = true;
  const outbox = await open(wire);
  await outbox.lineReady();
  await outbox.press(acknowledge);
  await outbox.lineLost();
  outbox.caused("c1");
  await outbox.lineReady();
  expect(states(outbox)).toEqual(["c1 received"]);
  expect(wire.ids).toEqual(["c1"]);
});

test("a refusal says why and lets the next act on the same thing go", async () => {
  const wire = new Wire();
  wire.up = true;
  const outbox = await open(wire);
  await outbox.lineReady();
  await outbox.press(acknowledge);
  await outbox.press(arrive);
  const problem = { type: "urn:onethree:problem:wrong_state", title: "示例", status: 409, detail: "it is recalled" };
  await outbox.answered({ type: "refused", id: "c1", problem });
  expect(states(outbox)).toEqual(["c1 refused", "c2 sent"]);
  expect(outbox.entries.value[0]?.problem?.detail).toBe("it is recalled");
});

test("a passing trouble of the hub's leaves the act waiting, and it is not sent again at once", async () => {
  const wire = new Wire();
  wire.up = true;
  const outbox = await open(wire);
  await outbox.lineReady();
  await outbox.press(acknowledge);
  const problem = { type: "urn:onethree:problem:log_unavailable", title: "示例", status: 503, detail: "later" };
  await outbox.answered({ type: "refused", id: "c1", problem });
  expect(states(outbox)).toEqual(["c1 waiting"]);
  expect(wire.ids).toEqual(["c1"]);
  outbox.retry();
  await outbox.lineReady();
  expect(wire.ids).toEqual(["c1", "c1"]);
});

describe("on a console", () => {
  const note: AnyCommand = { type: "incident.note", incident: "inc-1", text: "示例" };
  const recall: AnyCommand = { type: "assignment.recall", assignment: "asg-1" };

  test("notes go by themselves when the line is back; what moves people asks first", async () => {
    const wire = new Wire();
    const outbox = await open(wire, { resend: "harmless" });
    await outbox.press(note);
    await outbox.press(recall);
    wire.up = true;
    await outbox.lineReady();
    expect(wire.ids).toEqual(["c1"]);
    expect(states(outbox)).toEqual(["c1 sent", "c2 asking"]);
    await outbox.confirm("c2");
    expect(wire.ids).toEqual(["c1", "c2"]);
  });

  test("what asks can be taken back, and then never goes", async () => {
    const wire = new Wire();
    const outbox = await open(wire, { resend: "harmless" });
    await outbox.press(recall);
    wire.up = true;
    await outbox.lineReady();
    await outbox.discard("c1");
    await outbox.lineReady();
    expect(wire.ids).toEqual([]);
    expect(states(await open(wire))).toEqual([]);
  });

  test("on an open line everything goes at once", async () => {
    const wire = new Wire();
    wire.up = true;
    const outbox = await open(wire, { resend: "harmless" });
    await outbox.lineReady();
    await outbox.press(recall);
    expect(wire.ids).toEqual(["c1"]);
  });
});

test("of two tabs one sends, and the other takes over when that one is gone", async () => {
  const wire = new Wire();
  wire.up = true;
  const waiting: (() => void)[] = [];
  const told: (() => void)[] = [];
  const tabs = () => ({
    whenSender: (act: () => void) => {
      waiting.push(act);
    },
    tell: () => {
      for (const act of told) act();
    },
    onTold: (act: () => void) => {
      told.push(act);
    },
  });
  const first = await open(wire, { tabs: tabs() });
  const second = await open(wire, { tabs: tabs() });
  await Promise.all([first.lineReady(), second.lineReady()]);
  await second.press(acknowledge);
  expect(wire.ids).toEqual([]);
  waiting[0]?.();
  await first.lineReady();
  expect(wire.ids).toEqual(["c1"]);
  expect(states(first)).toEqual(["c1 sent"]);
});

test("another person who signs in here neither sees nor sends it", async () => {
  const wire = new Wire();
  await (await open(wire)).press(acknowledge);
  wire.up = true;
  const other = await open(wire, { owner: "station m2" });
  await other.lineReady();
  expect(states(other)).toEqual([]);
  expect(wire.ids).toEqual([]);
});
