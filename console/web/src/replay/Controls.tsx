/** The bar above the slider: where it stands, playing, jumping, speed, bookmarks, and what can be done with the moment. */

import { useSignal } from "@preact/signals";
import {
  Bookmark,
  ChevronFirst,
  ChevronLast,
  ChevronLeft,
  ChevronRight,
  Ghost,
  Pause,
  Play,
  Printer,
  Save,
  ShieldCheck,
} from "lucide";
import { toJson } from "../fold/state";
import { clock } from "../language/format";
import { t } from "../language/language";
import { Icon, type Shape } from "../parts/Icon";
import { SPEEDS } from "../record/replay";
import { differencesAt } from "./check";
import type { PastHub } from "./hub";
import type { Player } from "./player";
import { printReport } from "./print";
import { wordsAt } from "./Slider";

interface Props {
  readonly player: Player;
  readonly hub: PastHub;
}

/** Words about one moment; they go when the slider does. */
interface Said {
  readonly at: number;
  readonly words: () => string;
}

export function Controls({ player, hub }: Props) {
  const said = useSignal<Said | null>(null);
  const failed = (why: unknown) => (why instanceof Error ? why.message : String(why));
  const say = (words: () => string): void => {
    said.value = { at: player.at.peek(), words };
  };
  const check = async (): Promise<void> => {
    const state = player.record.state.peek();
    try {
      const tables = await differencesAt(hub, state);
      const { seq } = state;
      say(() =>
        tables.length === 0 ? t("replay.same", { seq }) : t("replay.different", { seq, tables: tables.join(", ") }),
      );
    } catch (error) {
      say(() => t("replay.failed", { why: failed(error) }));
    }
  };
  const print = async (): Promise<void> => {
    try {
      await printReport(player, hub.token);
    } catch (error) {
      say(() => t("replay.report_failed", { why: failed(error) }));
    }
  };
  return (
    <div class="controls">
      <div role="toolbar" aria-label={t("replay.controls")} class="buttons">
        <Press icon={ChevronFirst} keys="⇧←" words={t("replay.miss_before")} act={() => player.jump(false, "miss")} />
        <Press icon={ChevronLeft} keys="←" words={t("replay.before")} act={() => player.jump(false, "milestone")} />
        <Press
          icon={player.playing.value ? Pause : Play}
          keys="␣"
          words={t(player.playing.value ? "replay.pause" : "replay.play")}
          act={player.toggle}
          filled
        />
        <Press icon={ChevronRight} keys="→" words={t("replay.next")} act={() => player.jump(true, "milestone")} />
        <Press icon={ChevronLast} keys="⇧→" words={t("replay.miss_next")} act={() => player.jump(true, "miss")} />
        <Speeds player={player} />
        <Press
          icon={Bookmark}
          keys="B"
          words={t(player.bookmarks.value.includes(player.at.value) ? "replay.bookmark_off" : "replay.bookmark")}
          act={player.bookmark}
        />
        <Press
          icon={Ghost}
          keys="P"
          words={t("replay.ghosts")}
          pressed={player.ghosts.value}
          act={() => {
            player.ghosts.value = !player.ghosts.peek();
          }}
        />
        <Press icon={ShieldCheck} words={t("replay.check")} act={() => void check()} />
        <Press icon={Save} words={t("replay.save")} act={() => save(player)} />
        <Press icon={Printer} keys="Ctrl P" words={t("replay.print")} act={() => void print()} />
      </div>
      <p class="moment">
        <b class="digits">{clock(player.at.value)}</b> <span class="now">{wordsAt(player)}</span>
      </p>
      <output class="said second">{said.value?.at === player.at.value && said.value.words()}</output>
    </div>
  );
}

function Speeds({ player }: { readonly player: Player }) {
  return (
    <fieldset class="speeds" aria-label={t("replay.speed", { speed: player.speed.value })}>
      {SPEEDS.map((speed, place) => (
        <button
          key={speed}
          type="button"
          aria-pressed={player.speed.value === speed}
          aria-label={t("replay.speed", { speed })}
          title={t("replay.key", { what: t("replay.speed", { speed }), key: String(place + 1) })}
          onClick={() => player.setSpeed(place)}
        >
          ×{speed}
        </button>
      ))}
    </fieldset>
  );
}

interface PressProps {
  readonly icon: Shape;
  readonly words: string;
  readonly act: () => void;
  readonly keys?: string;
  readonly pressed?: boolean;
  readonly filled?: boolean;
}

function Press({ icon, words, act, keys, pressed, filled = false }: PressProps) {
  const title = keys === undefined ? words : t("replay.key", { what: words, key: keys });
  return (
    <button
      type="button"
      class={filled ? "filled" : ""}
      aria-label={words}
      title={title}
      aria-pressed={pressed}
      onClick={act}
    >
      <Icon of={icon} />
    </button>
  );
}

/** Hand the state as it stands here to the browser as a file. */
function save(player: Player): void {
  const state = player.record.state.peek();
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([JSON.stringify(toJson(state))], { type: "application/json" }));
  link.download = `onethree-${player.part.episode.id}-${state.seq}.json`;
  link.click();
  // The browser has taken the address in by the next turn.
  setTimeout(() => URL.revokeObjectURL(link.href));
}
