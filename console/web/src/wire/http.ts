/** Asks the hub over HTTP. Its refusals are RFC 9457 problems; a dead line is its own kind of failure. */

import type { Problem } from "./generated";

/** The hub said no. */
export class Refusal extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail);
  }

  /** The last part of the problem's type, such as `not_found`. */
  get code(): string {
    return this.problem.type.split(":").at(-1) ?? "";
  }
}

/** The hub did not answer. */
export class Unreachable extends Error {}

export interface Asking {
  readonly token?: string;
  readonly body?: unknown;
}

/** Send a request; return the JSON of the answer. Throws `Refusal` or `Unreachable`. */
export async function ask<Answer>(
  method: "GET" | "POST" | "DELETE",
  path: string,
  asking: Asking = {},
): Promise<Answer> {
  const headers = new Headers();
  if (asking.token !== undefined) headers.set("Authorization", `Bearer ${asking.token}`);
  if (asking.body !== undefined) headers.set("Content-Type", "application/json");
  const answer = await send(path, {
    method,
    headers,
    body: asking.body === undefined ? null : JSON.stringify(asking.body),
  });
  const content: unknown = await answer.json().catch(() => null);
  if (answer.ok && content !== null) return content as Answer;
  if (isProblem(content)) throw new Refusal(content);
  // Something between the page and the hub answered in its stead.
  throw new Unreachable(`${method} ${path} was answered with ${answer.status} and no JSON`);
}

/** Ask for a text, such as a table; return it as it came. Throws `Refusal` or `Unreachable`. */
export async function askText(path: string, token: string): Promise<string> {
  const answer = await send(path, { method: "GET", headers: { Authorization: `Bearer ${token}` } });
  if (answer.ok) return answer.text();
  const content: unknown = await answer.json().catch(() => null);
  if (isProblem(content)) throw new Refusal(content);
  throw new Unreachable(`GET ${path} was answered with ${answer.status} and no JSON`);
}

/** Ask for a picture; return its bytes. Throws `Refusal` or `Unreachable`. */
export async function askPicture(path: string, token: string): Promise<Blob> {
  const answer = await send(path, { method: "GET", headers: { Authorization: `Bearer ${token}` } });
  if (answer.ok) return answer.blob();
  const content: unknown = await answer.json().catch(() => null);
  if (isProblem(content)) throw new Refusal(content);
  throw new Unreachable(`GET ${path} was answered with ${answer.status} and no JSON`);
}

async function send(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, { ...init, cache: "no-store", credentials: "omit" });
  } catch (error) {
    throw new Unreachable(`${init.method} ${path} was not answered`, { cause: error });
  }
}

function isProblem(content: unknown): content is Problem {
  return typeof content === "object" && content !== null && "type" in content && "detail" in content;
}
