/** One change of a what-if being put together: what is otherwise, and about whom or where. */

import { type Signal, useSignal } from "@preact/signals";
import { t } from "../language/language";
import type { Pointed } from "../map/ground";
import { Button } from "../parts/Button";
import { type Change, type ChangeKind, type ChangeOption, KINDS, optionsOf, PLACED } from "./changes";
import type { Player } from "./player";

interface FormProps {
  readonly player: Player;
  readonly pointed: Signal<Pointed | null>;
  readonly add: (change: Change) => void;
}

export function ChangeForm({ player, pointed, add }: FormProps) {
  const kind = useSignal<ChangeKind>("off");
  const value = useSignal("");
  const radius = useSignal(60);
  const options = optionsOf(kind.value, player.part);
  const chosen = options.find((each) => each.value === value.value) ?? options[0];
  const placed = PLACED.has(kind.value);
  const ready = (chosen !== undefined || kind.value === "close") && (!placed || pointed.value !== null);
  const put = (): void => {
    const words = [
      kind.value === "close" ? "" : chosen?.words,
      t(`whatif.kind.${kind.value}`),
      placed ? placeOf(pointed) : "",
    ];
    const text = `${kind.value}:${hubsValue(kind.value, chosen?.value ?? "", pointed, radius.value)}`;
    add({ text, kind: kind.value, words: words.filter((each) => each !== "").join(" ") });
  };
  return (
    <div class="change">
      <label>
        {t("whatif.change")}
        <select
          value={kind.value}
          onChange={(event) => {
            kind.value = KINDS.find((each) => each === event.currentTarget.value) ?? "off";
          }}
        >
          {KINDS.map((each) => (
            <option key={each} value={each}>
              {t(`whatif.kind.${each}`)}
            </option>
          ))}
        </select>
      </label>
      {kind.value !== "close" && (
        <label>
          {t("whatif.value")}
          <select
            value={chosen?.value ?? ""}
            disabled={options.length === 0}
            onChange={(event) => {
              value.value = event.currentTarget.value;
            }}
          >
            {options.length === 0 && <option value="">{t("whatif.nothing_to_choose")}</option>}
            <Options title={t("whatif.own")} of={options.filter(({ own }) => own)} />
            <Options title={t("whatif.others")} of={options.filter(({ own }) => !own)} />
          </select>
        </label>
      )}
      {kind.value === "close" && (
        <label>
          {t("whatif.radius")}
          <input
            type="number"
            min={5}
            max={2000}
            value={radius.value}
            onInput={(event) => {
              radius.value = event.currentTarget.valueAsNumber || 60;
            }}
          />
        </label>
      )}
      {placed && <p class={pointed.value === null ? "amber" : "digits"}>{placeOf(pointed)}</p>}
      <Button disabled={!ready} onClick={put}>
        {t("whatif.add")}
      </Button>
    </div>
  );
}

function Options({ title, of }: { readonly title: string; readonly of: readonly ChangeOption[] }) {
  if (of.length === 0) return null;
  return (
    <optgroup label={title}>
      {of.map((each) => (
        <option key={each.value} value={each.value}>
          {each.words}
        </option>
      ))}
    </optgroup>
  );
}

function placeOf(pointed: Signal<Pointed | null>): string {
  const at = pointed.value;
  return at === null ? t("whatif.point") : t("whatif.point_at", { lat: at.lat.toFixed(5), lon: at.lon.toFixed(5) });
}

function hubsValue(kind: ChangeKind, chosen: string, pointed: Signal<Pointed | null>, radius: number): string {
  const at = pointed.peek();
  const where = at === null ? "" : `${at.lon.toFixed(6)},${at.lat.toFixed(6)}`;
  if (kind === "close") return `${where},${radius}`;
  return kind === "move" ? `${chosen}=${where}` : chosen;
}
