/**
 * The slider: the whole episode from left to right, with its events, misses and bookmarks above it. It is a range input,
 * so that fingers, mouse and screen readers know it; arrows jump between milestones (`keys.ts`).
 */

import { useComputed } from "@preact/signals";
import { Flag } from "lucide";
import { clock } from "../language/format";
import { t } from "../language/language";
import { Icon } from "../parts/Icon";
import { eventWord } from "./event_words";
import type { Player } from "./player";
import "./slider.css";
import type { Stop, Weight } from "./stops";

const GLYPHS: Readonly<Record<Weight, string>> = { miss: "■", trouble: "▲", milestone: "●", other: "·" };

export function Slider({ player }: { readonly player: Player }) {
  const { record } = player;
  const { from, to } = record;
  const told = useComputed(() => t("replay.at", { time: clock(player.at.value), what: wordsAt(player) }));
  return (
    <div class="slider">
      <Marks player={player} />
      <input
        type="range"
        min={0}
        max={Math.max(1, to - from)}
        step={1}
        value={player.at.value - from}
        aria-label={t("replay.slider")}
        aria-valuetext={told.value}
        onInput={(event) => player.seek(from + event.currentTarget.valueAsNumber)}
      />
      <p class="ends second digits" aria-hidden="true">
        <span>{clock(from)}</span>
        <span>{clock(to)}</span>
      </p>
    </div>
  );
}

/** What happened last, in words: the weightiest of what happened in that moment. */
export function wordsAt(player: Player): string {
  const stop = player.stop.value;
  return stop === null ? t("replay.nothing_yet") : wordsOf(stop, player);
}

function wordsOf(stop: Stop, player: Player): string {
  const words = stop.events.map((event) => eventWord(event, player.record.state.peek()));
  return [...new Set(words)].slice(0, 4).join(" · ");
}

function Marks({ player }: { readonly player: Player }) {
  const { stops, record } = player;
  const share = (at: number) => (at - record.from) / Math.max(1, record.to - record.from);
  return (
    <div class="marks" aria-hidden="true">
      {stops.map((stop) => (
        <i
          key={stop.at}
          class={stop.weight}
          title={`${clock(stop.at)} ${wordsOf(stop, player)}`}
          ref={putAt(share(stop.at))}
        >
          {GLYPHS[stop.weight]}
        </i>
      ))}
      {player.bookmarks.value.map((at) => (
        <i key={`b${at}`} class="bookmark" title={`${t("replay.bookmark")} ${clock(at)}`} ref={putAt(share(at))}>
          <Icon of={Flag} size={16} />
        </i>
      ))}
    </div>
  );
}

/** The policy allows no style attribute; a style that is set by script is. */
function putAt(share: number): (element: HTMLElement | null) => void {
  return (element) => void element?.style.setProperty("left", `${share * 100}%`);
}
