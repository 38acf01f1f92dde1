import { type Signal, signal } from "@preact/signals";
import { expect, test } from "vitest";
import { addressOf, windowOf } from "./kind";
import { type Channel, joinWindows, type Said } from "./shared";

/** Windows of one browser: what one says the others hear, as structured clones. */
class Browser {
  private readonly channels: Channel[] = [];

  open(language = "zh") {
    const others = () => this.channels.filter((each) => each !== channel);
    const channel: Channel = {
      onmessage: null,
      postMessage: (said: Said) => {
        for (const each of others()) each.onmessage?.({ data: structuredClone(said) });
      },
    };
    this.channels.push(channel);
    const selected = signal<string | null>(null);
    const busy: Signal<boolean> = signal(false);
    const [words, look] = [signal(language), signal("dark")];
    const show = (incident: string | null) => {
      selected.value = incident;
    };
    const tell = joinWindows(channel, { selected, show, busy, language: words, look });
    const select = (incident: string) => {
      show(incident);
      tell(incident);
    };
    return { selected, busy, language: words, look, select };
  }
}

test("s24: what is selected in one window is selected in all, and in one that is opened later", () => {
  const browser = new Browser();
  const [one, two] = [browser.open(), browser.open()];
  one.select("i1");
  expect(two.selected.value).toBe("i1");
  two.select("i2");
  expect(one.selected.value).toBe("i2");
  expect(browser.open().selected.value).toBe("i2");
});

test("s24: what a window selected by itself is told to one that is opened later, and to no other", () => {
  const browser = new Browser();
  const [one, two] = [browser.open(), browser.open()];
  one.selected.value = "i1";
  expect(two.selected.value).toBeNull();
  expect(browser.open().selected.value).toBe("i1");
});

test("s24: where somebody writes the selection waits until that is done, and an own one goes before it", () => {
  const browser = new Browser();
  const [one, two] = [browser.open(), browser.open()];
  one.select("i1");
  two.busy.value = true;
  one.select("i2");
  expect(two.selected.value).toBe("i1");
  two.busy.value = false;
  expect(two.selected.value).toBe("i2");
  two.busy.value = true;
  one.select("i3");
  two.select("i4");
  two.busy.value = false;
  expect([one.selected.value, two.selected.value]).toEqual(["i4", "i4"]);
});

test("s24: language and look are switched in all windows at once, and no window answers what it was told", () => {
  const browser = new Browser();
  const [one, two, three] = [browser.open(), browser.open(), browser.open()];
  one.language.value = "en";
  three.look.value = "light";
  for (const each of [one, two, three]) expect([each.language.value, each.look.value]).toEqual(["en", "light"]);
});

test("an address names the part that a window shows; what nobody knows is the whole desk", () => {
  expect(["", "?window=map", "?window=board", "?window=other"].map(windowOf)).toEqual(["desk", "map", "board", "desk"]);
  expect(windowOf(new URL(addressOf("board"), "http://localhost").search)).toBe("board");
});
