/** Who would go to a new call, or the open incident that it joins; said while it is being written down. */

import { clockText } from "../../derived/targets";
import { shortUnitName } from "../../incidents/list/row";
import { t } from "../../language/language";
import { wireWord } from "../../language/wire_words";
import { useDesk } from "../desk/desk";
import type { Call } from "./call";

export function Recommended({ call }: { readonly call: Call }) {
  const desk = useDesk();
  const state = desk.record.state.value;
  const reach = call.reach.value;
  const useful = desk.pane.value === "call";
  const here = call.openHere.value;
  const words = call.text.value.trim() !== "" && call.picked.value === null;
  return (
    <section class="recommended" aria-live="polite" data-reach={reach?.state ?? "none"}>
      <h3>{t("call.recommended")}</h3>
      {words && <p class="amber">▲ {t("call.text_only")}</p>}
      {here !== null && useful && <p class="amber">▲ {t("call.open_here", { number: here.number })}</p>}
      {reach?.state === "working" && <p class="second">{t("call.working")}</p>}
      {reach?.state === "failed" && <p class="second">{t("call.reach_failed", { why: reach.why })}</p>}
      <ol>
        {call.recommended.value.map(({ unit, eta_s }) => (
          <li key={unit}>
            <span>{shortUnitName(state, unit)}</span>
            <span class="second">{wireWord("mode", state.units.get(unit)?.mode ?? "")}</span>
            <span class="digits">{clockText(eta_s * 1000)}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
