/** A scene report in words: what was said, in the order of its fields, and nothing else. */

import { fill, t } from "../language/language";
import { type Family, wireWord } from "../language/wire_words";
import type { Said, WantedSent } from "../wire/generated";

export function sceneWords(said: Partial<Said>): string {
  const parts = Object.entries(said)
    .filter(([name, value]) => name !== "unread" && isSaid(value))
    .map(([name, value]) => fill(wireWord("scene", name), { [name]: told(name, value) }));
  return parts.join(t("list.comma")) || "–";
}

function isSaid(value: unknown): boolean {
  return value !== null && value !== undefined && value !== false && !(Array.isArray(value) && value.length === 0);
}

function told(name: string, value: Said[keyof Said]): string {
  if (isCoded(name)) return wireWord(name, String(value));
  if (name === "want") return (value as Said["want"]).map(wantedWord).join(t("list.comma"));
  if (name === "lane") return laneWord(value as Said["lane"]);
  return String(value);
}

function isCoded(name: string): name is Extract<Family, "saw" | "water"> {
  return name === "saw" || name === "water";
}

export function wantedWord({ kind, count }: WantedSent): string {
  const helper = wireWord("helper", kind);
  const word = helper === kind ? wireWord("wanted", kind) : helper;
  return count == null ? word : `${word} ×${count}`;
}

function laneWord(lane: Said["lane"]): string {
  return lane?.narrows_to_m == null ? "" : t("scene.narrow", { metres: lane.narrows_to_m });
}
