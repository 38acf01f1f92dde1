/** One choice: who was considered, how far each was, and why one was passed over. */

import type { DispatchChoice } from "../../derived/choices";
import { clockText } from "../../derived/targets";
import { clock } from "../../language/format";
import { t } from "../../language/language";
import { wireWord } from "../../language/wire_words";
import type { Considered } from "../../wire/generated";
import { useBoard } from "../board";
import { unitName } from "../list/row";

interface Props {
  readonly choice: DispatchChoice;
  readonly open: boolean;
  /** The unit that is asked about. */
  readonly mark?: string | null;
}

export function Chosen({ choice, open, mark = null }: Props) {
  const { considered, rule, closures } = choice;
  return (
    <details open={open || considered.some((each) => each.unit === mark)} class="choice">
      <summary class="second">
        <span class="digits">{clock(Date.parse(choice.at))}</span>{" "}
        {t("detail.considered", { count: considered.length, rule })}
      </summary>
      {closures.length > 0 && <p class="second">{t("detail.closures", { count: closures.length })}</p>}
      <ol>
        {considered.map((each) => (
          <Candidate key={each.unit} each={each} marked={each.unit === mark} />
        ))}
      </ol>
    </details>
  );
}

function Candidate({ each, marked }: { readonly each: Considered; readonly marked: boolean }) {
  const state = useBoard().record.state.value;
  const time = (seconds: number) => clockText(seconds * 1000);
  const legs = Object.entries(each.legs).map(([leg, seconds]) => `${wireWord("leg", leg)} ${time(seconds)}`);
  return (
    <li class={each.verdict === "chosen" ? "chosen" : ""} data-marked={marked} title={legs.join(" · ")}>
      <span class="digits">{time(each.eta_s)}</span>
      <span>
        {each.verdict === "chosen" ? "✓ " : ""}
        {unitName(state, each.unit)}
      </span>
      <span class="second">
        {wireWord("verdict", each.verdict)}
        {each.at_station && <b class="amber"> {t("at_station")}</b>}
        {each.not_ready.length > 0 && <span class="amber"> {t("detail.not_ready")}</span>}
        {each.cautions.length > 0 && (
          <span class="amber"> {t("detail.passes", { signs: each.cautions.join(", ") })}</span>
        )}
      </span>
    </li>
  );
}
