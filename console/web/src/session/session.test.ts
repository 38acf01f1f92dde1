import { beforeEach, expect, test, vi } from "vitest";
import { acceptInvitation, readSession, unansweredInvitation } from "./session";

const ME = {
  role: "station",
  name: "示例甲组",
  station: "S1",
  station_name: "示例站",
  district: "示例",
  timezone: "UTC",
  phones: {},
};

/** What the hub does with each request, in order; null: the answer is lost on its way. */
let answers: ((path: string) => [number, unknown] | null)[];
let sent: { path: string; body: { code?: string; key?: string } | null }[];

beforeEach(() => {
  const kept = new Map<string, string>();
  sent = [];
  vi.stubGlobal("localStorage", {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
    removeItem: (key: string) => kept.delete(key),
  });
  vi.stubGlobal("fetch", async (path: string, init: RequestInit) => {
    sent.push({ path, body: typeof init.body === "string" ? JSON.parse(init.body) : null });
    const answer = answers.shift()?.(path) ?? null;
    if (answer === null) throw new TypeError("the line broke");
    return new Response(JSON.stringify(answer[1]), { status: answer[0] });
  });
});

const gives = (): [number, unknown] => [201, { token: "id.secret" }];
const knows = (): [number, unknown] => [200, ME];
const refuses = (): [number, unknown] => [404, { type: "urn:onethree:problem:not_found", detail: "used" }];
const lost = () => null;

test("E4: what got lost is asked for again with the same key, after a reload too", async () => {
  answers = [lost, gives, lost, gives, knows];
  await expect(acceptInvitation("CODE")).rejects.toThrow();
  expect(unansweredInvitation(), "the link's code left the address, and is not lost").toBe("CODE");
  await expect(acceptInvitation("CODE"), "the token came, and whose it is did not").rejects.toThrow();
  await acceptInvitation("CODE");
  const keys = new Set(sent.flatMap(({ body }) => body?.key ?? []));
  expect(keys.size).toBe(1);
  expect([...keys][0]).toMatch(/^[A-Za-z0-9_-]{22,64}$/);
  expect(readSession()?.token).toBe("id.secret");
  expect(unansweredInvitation()).toBeNull();
});

test("E4: the key is kept before anything is sent", async () => {
  answers = [
    () => {
      expect(unansweredInvitation()).toBe("CODE");
      return gives();
    },
    knows,
  ];
  await acceptInvitation("CODE");
});

test("E4: what the hub refused is not offered again, and another code gets another key", async () => {
  answers = [refuses, gives, knows];
  await expect(acceptInvitation("CODE")).rejects.toThrow("used");
  expect(unansweredInvitation()).toBeNull();
  await acceptInvitation("OTHER");
  expect(sent[0]?.body?.key).not.toBe(sent[1]?.body?.key);
});

test("E4: after ten minutes it is not offered any more", async () => {
  vi.useFakeTimers();
  answers = [lost];
  await expect(acceptInvitation("CODE")).rejects.toThrow();
  vi.advanceTimersByTime(10 * 60_000);
  expect(unansweredInvitation()).toBeNull();
  vi.useRealTimers();
});
