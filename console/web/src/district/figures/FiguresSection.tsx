/** A month in figures: promises kept, and how long each stretch took, from the samples themselves. */

import { useState } from "preact/hooks";
import { number } from "../../language/format";
import { t } from "../../language/language";
import { useFetched } from "../fetched";
import { Answer } from "../parts/Answer";
import { Choice } from "../parts/Choice";
import { MonthField, thisMonth } from "../parts/MonthField";
import { Tiles } from "../parts/Tiles";
import { ByStation } from "./ByStation";
import { KeptTable } from "./KeptTable";
import type { MonthReport, Section } from "./month";
import { SpreadBars } from "./SpreadBars";
import { SpreadTable } from "./SpreadTable";
import { Trends } from "./Trends";

type Which = "operations" | "exercises";

export function FiguresSection() {
  const [month, setMonth] = useState(thisMonth());
  const [which, choose] = useState<Which>("operations");
  const path = `/api/v1/reports/months/${month}?format=json`;
  const report = useFetched<MonthReport>(path, ["incident.closed", "incident.opened", "drill.ended"]);
  const options: (readonly [Which, string])[] = [
    ["operations", t("figures.operations")],
    ["exercises", t("figures.exercises")],
  ];
  return (
    <>
      <MonthField value={month} onPick={setMonth} />
      <Choice name={t("figures.which")} value={which} options={options} onChoose={choose} />
      <Answer to={report}>{(answer) => <Figures of={answer} which={which} />}</Answer>
      <Trends key={`${month} ${which}`} month={month} which={which} />
    </>
  );
}

function Figures({ of, which }: { readonly of: MonthReport; readonly which: Which }) {
  const section: Section = of[which];
  return (
    <div class={which === "exercises" ? "drill framed" : undefined}>
      <div class="figures-of">
        {!of.complete && <p class="second">{t("figures.running")}</p>}
        <Tiles
          tiles={[
            { name: t("figures.incidents"), value: number(section.incidents) },
            { name: t("figures.open"), value: number(section.open) },
            { name: t("figures.alarms"), value: number(section.alarms) },
            { name: t("figures.orders"), value: number(section.orders) },
          ]}
        />
        <h2>{t("figures.kept")}</h2>
        <KeptTable of={section.kept} />
        <h2>{t("figures.stretches")}</h2>
        <SpreadBars of={section.spreads} />
        <SpreadTable of={section.spreads} />
        <h2>{t("figures.by_station")}</h2>
        <ByStation of={section.stations} />
      </div>
    </div>
  );
}
