/** What if: changes are put together, the hub runs the same rules again, and its answer stands beside what was. */

import { type Signal, useSignal } from "@preact/signals";
import { X } from "lucide";
import { clockText } from "../derived/targets";
import { t } from "../language/language";
import type { Pointed } from "../map/ground";
import { Button } from "../parts/Button";
import { Icon } from "../parts/Icon";
import { ChangeForm } from "./ChangeForm";
import type { Change } from "./changes";
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
