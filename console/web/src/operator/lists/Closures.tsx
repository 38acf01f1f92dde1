/** The roads that are closed now: where, why, to whom, until when, by whom; each can be opened again. */

import { Ban } from "lucide";
import { useEffect } from "preact/hooks";
import { clock } from "../../language/format";
import { t } from "../../language/language";
import { wireWord } from "../../language/wire_words";
import { Icon } from "../../parts/Icon";
import type { Closure } from "../../wire/generated";
import { useDesk } from "../desk/desk";
import { closeAgain } from "../desk/opposites";
import "./lists.css";

const MINUTE_MS = 60_000;

export function Closures() {
  const desk = useDesk();
  const closures = [...desk.record.state.value.closures.values()].sort((one, other) => (one.at < other.at ? 1 : -1));
  useEffect(() => desk.wayNames.want(closures.flatMap(({ area }) => area.way ?? [])));
  return (
    <section class="closures" aria-label={t("closures.title")}>
      <h3>
        {t("closures.title")} <span class="digits">{closures.length}</span>
      </h3>
      {closures.length === 0 ? (
        <p class="second">{t("closures.none")}</p>
      ) : (
        <ul class="side-rows">
          {closures.map((closure) => (
            <ClosureRow key={closure.id} closure={closure} />
          ))}
        </ul>
      )}
    </section>
  );
}

function ClosureRow({ closure }: { readonly closure: Closure }) {
  const desk = useDesk();
  desk.record.clock.second.value;
  const what = whatOf(closure, desk.wayNames.all.value);
  const { reason, modes, until, by, at } = closure;
  const minutes = Math.max(0, Math.floor(((desk.record.clock.now() ?? 0) - Date.parse(at)) / MINUTE_MS));
  const told = [
    reason,
    modes.length > 0 ? modes.map((mode) => wireWord("mode", mode)).join(" ") : null,
    until === null ? t("map.close.until_opened") : t("closures.until", { time: clock(Date.parse(until)).slice(0, 5) }),
    by.name,
    minutes < 1 ? t("row.now") : t("row.age", { minutes }),
  ];
  const chosen = desk.closure.value === closure.id;
  return (
    <li data-closure={closure.id} class={chosen ? "chosen" : ""}>
      <button
        type="button"
        class="side-row two-lines"
        aria-current={chosen}
        onClick={() => desk.showClosure(closure.id)}
      >
        <b class="side-what amber">
          <Icon of={Ban} /> {what}
        </b>
        <span class="second">{told.filter(Boolean).join(" · ")}</span>
      </button>
      {desk.mayAct && (
        <button
          type="button"
          class="side-act worded"
          aria-label={t("closures.open_what", { what })}
          onClick={() => void desk.press({ type: "road.open", closure: closure.id }, closeAgain(closure))}
        >
          {t("closures.open")}
        </button>
      )}
    </li>
  );
}

/** Return what is closed, in words. */
function whatOf({ area }: Closure, names: ReadonlyMap<string, string>): string {
  if (area.way !== null) {
    const name = names.get(area.way) || t("map.close.unnamed");
    return area.lon === null ? name : t("closures.piece", { name });
  }
  if (area.radius_m !== null) return t("map.close.metres", { metres: Math.round(area.radius_m) });
  return t("map.close.corners", { count: area.polygon?.length ?? 0 });
}
