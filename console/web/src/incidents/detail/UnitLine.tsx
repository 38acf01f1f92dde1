/** One crew on one line: how it stands, who, actual and planned arrival, or whom to call; opened, all that is known. */

import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { callSignWord } from "../../derived/call_signs";
import { clock } from "../../language/format";
import { t } from "../../language/language";
import { wireWord } from "../../language/wire_words";
import { Phone } from "../../parts/Phone";
import type { Assignment } from "../../wire/generated";
import { useBoard } from "../board";
import { stateOf, unitName } from "../list/row";
import { useOwnState } from "../own_state";
import { UnitMore } from "./UnitMore";
import { arrivalOf, STANDING_GLYPHS, type Standing, standingOf } from "./unit_line";

interface Props {
  readonly order: Assignment;
  /** What may be done with this crew: over the end of its line, or below it. */
  readonly acts?: ((order: Assignment) => ComponentChildren) | undefined;
}

const COLOURS: { readonly [S in Standing]: string } = {
  unanswered: "red",
  late: "red",
  pressing: "amber",
  ordered: "",
  coming: "",
  overtime: "amber",
  there: "",
  handled: "second",
};

export function UnitLine({ order, acts }: Props) {
  const { record } = useBoard();
  const state = useOwnState(record.state, order.incident);
  const open = useSignal(false);
  const over = order.ending !== null;
  const standing = standingOf(order);
  const colour = over ? "second" : COLOURS[standing];
  const phone = state.stations.get(order.station)?.phone ?? "";
  return (
    <li
      class={over ? "unit over" : "unit"}
      data-unit={order.unit}
      data-order={order.id}
      data-standing={over ? "ended" : standing}
    >
      <div class="unit-line">
        <span class={`unit-glyph ${colour}`} aria-hidden="true">
          {over ? "–" : STANDING_GLYPHS[standing]}
        </span>
        <button
          type="button"
          class="unit-name"
          aria-expanded={open.value}
          title={`${unitName(state, order.unit)} · ${wireWord("mode", order.mode)}`}
          onClick={() => {
            open.value = !open.value;
          }}
        >
          {callSignWord(state, order.unit)}
        </button>
        <span class="unit-state">
          <span class={colour}>{stateOf(order)}</span>{" "}
          {standing === "unanswered" && !over ? (
            <Phone number={phone} none={t("unit.no_phone")} />
          ) : (
            <ArrivalWord order={order} />
          )}
        </span>
      </div>
      {acts?.(order)}
      {open.value && <UnitMore order={order} phone={phone} />}
    </li>
  );
}

/** The only part of a line that changes by the second. */
function ArrivalWord({ order }: { readonly order: Assignment }) {
  const { clock: now } = useBoard().record;
  if (order.on_scene_at === null && order.ending === null) now.second.value;
  const { actual, planned, late, heardAt } = arrivalOf(order, now.now() ?? Date.parse(order.assigned_at));
  return (
    <span class="digits">
      <span class={late ? "amber" : ""}>{actual}</span>
      {heardAt !== null && (
        <small class="second" title={t("reported_late.heard", { time: clock(heardAt) })}>
          {" "}
          {t("reported_late")}
        </small>
      )}
      {planned !== "" && <span class="second"> / {planned}</span>}
    </span>
  );
}
