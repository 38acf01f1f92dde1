import { expect, test } from "vitest";
import { toJson } from "../fold/state";
import type { Socket, Surroundings } from "../stream/connection";
import { Story } from "../testing/events";
import { openLive } from "./live";

const AT = "2026-11-22T02:00:00.000Z";

/** A browser whose time stands still until told, with the sockets that the page opened. */
class FakeBrowser implements Surroundings {
  readonly sockets: FakeSocket[] = [];
  private time = 0;
  private readonly timers: (() => void)[] = [];

  readonly open = (): Socket => {
    const socket = new FakeSocket();
    this.sockets.push(socket);
    return socket;
  };
  readonly now = () => this.time;
  readonly random = () => 0;
  readonly every = (_ms: number, act: () => void) => {
    this.timers.push(act);
    return () => undefined;
  };
  readonly onWake = () => () => undefined;

  pass(ms: number): void {
    for (let passed = 0; passed < ms; passed += 250) {
      this.time += 250;
      for (const act of this.timers) act();
    }
  }
}

class FakeSocket implements Socket {
  onopen: ((event: Event) => void) | null = null;
  onmessage: ((event: MessageEvent) => void) | null = null;
  onclose: ((event: CloseEvent) => void) | null = null;
  readonly sent: { type: string; position?: unknown }[] = [];

  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }

  close(): void {
    this.onclose?.({ code: 1006 } as CloseEvent);
  }

  says(frame: object): void {
    this.onmessage?.({ data: JSON.stringify(frame) } as MessageEvent);
  }

  welcomes(seq: number): void {
    this.onopen?.({} as Event);
    const position = { epoch: "e1", seq };
    this.says({ type: "welcome", protocol: 1, position, head: position, role: "dispatcher", server_time: AT });
  }
}

function openWith(story: Story, page: { hidden: boolean; hide?: () => void } = { hidden: false }) {
  const browser = new FakeBrowser();
  const shown: (() => void)[] = [];
  const live = openLive(
    {
      url: "ws://hub",
      token: "t",
      view: "console",
      defer: (act) => shown.push(act),
      hidden: () => page.hidden,
      onHidden: (act) => {
        page.hide = act;
      },
    },
    browser,
  );
  const [socket] = browser.sockets;
  const seq = story.events.length;
  socket?.welcomes(seq);
  const position = { epoch: "e1", seq };
  socket?.says({ type: "reset", reason: "new", position, part: 1, parts: 1, state: toJson(story.state) });
  const paint = () => {
    for (const act of shown.splice(0)) act();
  };
  return { browser, live, socket, paint };
}

test("events are told at once, and put on view together", () => {
  const story = new Story().opens("inc-1");
  const { live, socket, paint } = openWith(story);
  const told: number[] = [];
  live.onEvent(({ event, late }) => told.push(late ? -event.seq : event.seq));
  paint();
  story.opens("inc-2").sends("inc-2", "asg-1");
  for (const event of story.events.slice(1))
    socket?.says({ type: "event", seq: event.seq, prev: event.seq - 1, event });
  expect(told).toEqual([2, 3]);
  expect(live.state.value.seq).toBe(1);
  paint();
  expect(toJson(live.state.value)).toEqual(toJson(story.state));
});

function say(socket: FakeSocket | undefined, events: readonly { readonly seq: number }[]): void {
  for (const event of events) socket?.says({ type: "event", seq: event.seq, prev: event.seq - 1, event });
}

test("E3: what sounds and what is received follows the frame, and no picture", () => {
  const story = new Story().opens("inc-1");
  const { live, socket, paint } = openWith(story);
  paint();
  story.opens("inc-2").sends("inc-2", "asg-1");
  say(socket, story.events.slice(1));
  expect(live.heard.value.assignments.has("asg-1")).toBe(true);
  expect(live.state.value.assignments.has("asg-1"), "the picture waits").toBe(false);
  live.seen();
  expect(socket?.sent.at(-1)).toEqual({ type: "seen", seq: 3 });
});

test("E3: while nobody sees the page its state is put on view in the frame, without a timer", () => {
  const story = new Story().opens("inc-1");
  const { live, socket } = openWith(story, { hidden: true });
  expect(live.state.value.incidents.size).toBe(1);
  say(socket, story.opens("inc-2").events.slice(1));
  expect(live.state.value.incidents.size).toBe(2);
});

test("E3: what was put off while the page was seen is put on view as it is hidden", () => {
  const story = new Story().opens("inc-1");
  const page: { hidden: boolean; hide?: () => void } = { hidden: false };
  const { live, socket } = openWith(story, page);
  say(socket, story.opens("inc-2").events.slice(1));
  expect(live.state.value.incidents.size).toBe(0);
  page.hidden = true;
  page.hide?.();
  expect(live.state.value.incidents.size).toBe(2);
});

test("E3: while the page catches up nothing rings for what ended meanwhile", () => {
  const story = new Story().opens("inc-1");
  const { browser, live, socket, paint } = openWith(story, { hidden: true });
  paint();
  const rang: boolean[] = [];
  live.heard.subscribe(({ assignments }) => rang.push(assignments.get("asg-1")?.ending === null));
  socket?.onclose?.({ code: 1006 } as CloseEvent);
  browser.pass(1000);
  story.sends("inc-1", "asg-1");
  story.tell("assignment.recalled", { incident: "inc-1", assignment: "asg-1" });
  const again = browser.sockets[1];
  again?.onopen?.({} as Event);
  const head = { epoch: "e1", seq: story.events.length };
  const position = { epoch: "e1", seq: 1 };
  again?.says({ type: "welcome", protocol: 1, position, head, role: "dispatcher", server_time: AT });
  say(again, story.events.slice(1));
  expect(live.heard.value.seq).toBe(story.events.length);
  expect(rang).not.toContain(true);
});

test("a line that goes silent is seen, given up and taken up again at the position held", () => {
  const { browser, live, paint } = openWith(new Story().opens("inc-1"));
  paint();
  browser.pass(3000);
  expect(live.line.value).toMatchObject({ state: "silent", silentS: 3 });
  browser.pass(3250);
  expect(live.line.value.state).toBe("lost");
  const again = browser.sockets[1];
  again?.onopen?.({} as Event);
  expect(again?.sent[0]).toMatchObject({ type: "hello", position: { epoch: "e1", seq: 1 } });
  again?.welcomes(1);
  expect(live.line.value.state).toBe("ok");
  expect(live.state.value.incidents.size).toBe(1);
});

test("a withdrawn token ends the line, and the page is told which way", () => {
  const { live, socket } = openWith(new Story());
  socket?.onclose?.({ code: 4401 } as CloseEvent);
  expect(live.line.value).toMatchObject({ state: "ended", ending: "signed_out" });
});

test("the clock is the hub's", () => {
  const { browser, live } = openWith(new Story());
  browser.pass(1000);
  expect(live.clock.now()).toBe(Date.parse(AT) + 1000);
  expect(live.clock.second.value).toBe(Date.parse(AT) / 1000 + 1);
});
