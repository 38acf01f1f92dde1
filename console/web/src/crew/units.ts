/** Which units of the station this phone speaks for: all of them unless somebody chose. Kept by the browser. */

import { type ReadonlySignal, signal } from "@preact/signals";

const KEY = "onethree.crew.units";

export class ChosenUnits {
  private readonly chosen = signal<readonly string[]>(readChosen());

  constructor(private readonly all: ReadonlySignal<readonly string[]>) {}

  /** The units that it speaks for; never none. */
  of(): ReadonlySet<string> {
    const known = this.all.value;
    const kept = known.filter((unit) => this.chosen.value.includes(unit));
    return new Set(kept.length > 0 ? kept : known);
  }

  /** Speak for a unit, or leave it to another phone; the last one stays. */
  toggle(unit: string): void {
    const before = this.of();
    const after = before.has(unit) ? [...before].filter((each) => each !== unit) : [...before, unit];
    if (after.length === 0) return;
    this.chosen.value = after;
    localStorage.setItem(KEY, after.join(" "));
  }
}

function readChosen(): readonly string[] {
  return (localStorage.getItem(KEY) ?? "").split(" ").filter((each) => each !== "");
}
