/** What if: changes are put together, the hub runs the same rules again, and its answer stands beside what was. */

import { type Signal, useSignal } from "@preact/signals";
import { X } from "lucide";
import { clockText } from "../derived/targets";
import { t } from "../language/language";
import type { Pointed } from "../map/ground";
import { Button } from "../parts/Button";
import { Icon } from "../parts/Icon";
import { type Change, type ChangeKind, KINDS, optionsOf, PLACED } from "./changes";
import type { PastHub, WhatIf } from "./hub";
import type { Player } from "./player";

interface Props {
  readonly player: Player;
  readonly hub: PastHub;
  /** Where the map was clicked last. */
  readonly pointed: Signal<Pointed | null>;
}

export function WhatIfPanel({ player, hub, pointed }: Props) {
  const changes = useSignal<readonly Change[]>([]);
  const running = useSignal(false);
  const failed = useSignal<string | null>(null);
  const run = async (): Promise<void> => {
    const incident = player.selected.peek();
    if (incident === null) return;
    running.value = true;
    failed.value = null;
    try {
      player.whatIf.value = await hub.whatIf(
        incident,
        changes.peek().map((each) => each.text),
      );
    } catch (error) {
      failed.value = error instanceof Error ? error.message : String(error);
    }
    running.value = false;
  };
  return (
    <section class="whatif" aria-label={t("whatif.title")}>
      <p class="second">{t("whatif.hint")}</p>
      <ChangeForm
        player={player}
        pointed={pointed}
        add={(change) => {
          changes.value = [...changes.peek(), change];
        }}
      />
      <ul>
        {changes.value.map((change) => (
          <li key={change.text}>
            {change.words}{" "}
            <Button
              aria-label={t("whatif.drop", { what: change.words })}
              onClick={() => {
                changes.value = changes.peek().filter((each) => each !== change);
              }}
            >
              <Icon of={X} />
            </Button>
          </li>
        ))}
      </ul>
      <p class="buttons">
        <Button kind="filled" disabled={running.value || player.selected.value === null} onClick={() => void run()}>
          {t(running.value ? "whatif.running" : "whatif.run")}
        </Button>
        {player.whatIf.value !== null && (
          <Button
            onClick={() => {
              player.whatIf.value = null;
            }}
          >
            {t("whatif.clear")}
          </Button>
        )}
      </p>
      <div role="status">
        {failed.value !== null && <p class="red">{t("whatif.failed", { why: failed.value })}</p>}
        {player.whatIf.value !== null && <Answer answer={player.whatIf.value} />}
      </div>
    </section>
  );
}

function Answer({ answer }: { readonly answer: WhatIf }) {
  const time = (seconds: number | null) => (seconds === null ? "—" : clockText(seconds * 1000));
  const { first_recorded_s: recorded, first_really_s: really, first_rerun_s: now, notes, network, networks } = answer;
  return (
    <div class="answer">
      <p>
        <b>{t(answer.same_units ? "whatif.same" : "whatif.other")}</b>
      </p>
      <p class="digits">{t("whatif.first", { recorded: time(recorded), really: time(really), now: time(now) })}</p>
      <p class="second">{t("whatif.shown")}</p>
      {networks.some((each) => each !== network) && <p class="amber">▲ {t("whatif.network")}</p>}
      {notes.length > 0 && (
        <details>
          <summary>{t("whatif.notes")}</summary>
          <ul>
            {notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

interface FormProps {
  readonly player: Player;
  readonly pointed: Signal<Pointed | null>;
  readonly add: (change: Change) => void;
}

function ChangeForm({ player, pointed, add }: FormProps) {
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
            {options.map((each) => (
              <option key={each.value} value={each.value}>
                {each.words}
              </option>
            ))}
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
