/** Reports: the month's, and each incident's and drill's, as a page that prints to A4 or as a table. */

import { useState } from "preact/hooks";
import { moment } from "../../language/format";
import { t } from "../../language/language";
import { Button } from "../../parts/Button";
import { useFetched } from "../fetched";
import { Answer } from "../parts/Answer";
import { type Column, DataTable } from "../parts/DataTable";
import { MonthField, thisMonth } from "../parts/MonthField";
import { addressOf } from "../route";
import { OpenReport, SaveReport } from "./ReportButtons";

interface Episode {
  readonly id: string;
  readonly drill: boolean;
  readonly incidents: readonly string[];
  readonly numbers: readonly string[];
  readonly name: string;
  readonly building_name: string | null;
  readonly place: { readonly text: string | null };
  readonly exercise: boolean;
  readonly began_at: string;
  readonly misses: number;
}

interface Page {
  readonly episodes: readonly Episode[];
  readonly next: number | null;
}

export function ReportsSection() {
  const [month, setMonth] = useState(thisMonth());
  const path = `/api/v1/reports/months/${month}`;
  return (
    <>
      <section class="part" aria-labelledby="month-report">
        <h2 id="month-report">{t("reports.month")}</h2>
        <MonthField value={month} onPick={setMonth} />
        <div class="acts">
          <OpenReport path={path} about={month} />
          <SaveReport
            path={`${path}?format=csv`}
            file={`onethree-${month}.csv`}
            words={t("reports.csv")}
            about={month}
          />
          <SaveReport
            path={`${path}/samples`}
            file={`onethree-samples-${month}.csv`}
            words={t("reports.samples")}
            about={month}
          />
        </div>
      </section>
      <Episodes />
    </>
  );
}

function Episodes() {
  const [text, search] = useState("");
  const query = new URLSearchParams({ text, limit: "50" });
  const page = useFetched<Page>(`/api/v1/episodes?${query}`, ["incident.opened", "incident.closed", "drill.ended"]);
  return (
    <section class="part" aria-labelledby="episodes">
      <h2 id="episodes">{t("reports.episodes")}</h2>
      <form
        class="fields"
        aria-label={t("reports.find")}
        onSubmit={(event) => {
          event.preventDefault();
          search(String(new FormData(event.currentTarget as HTMLFormElement).get("text") ?? "").trim());
        }}
      >
        <label>
          {t("reports.search")}
          <input name="text" type="search" autocomplete="off" />
        </label>
        <Button type="submit">{t("reports.find")}</Button>
      </form>
      <Answer to={page}>{({ episodes }) => <EpisodeTable of={episodes} />}</Answer>
    </section>
  );
}

function EpisodeTable({ of }: { readonly of: readonly Episode[] }) {
  const columns: Column<Episode>[] = [
    { head: t("reports.what"), cell: (each) => <What of={each} />, value: wordsOf },
    {
      head: t("reports.began"),
      cell: (each) => moment(Date.parse(each.began_at)),
      value: ({ began_at }) => new Date(began_at),
      figures: true,
    },
    { head: t("figures.missed"), cell: (each) => String(each.misses), figures: true },
    {
      head: t("reports.report"),
      cell: (each) => (
        <div class="acts">
          {each.incidents.map((incident, place) => (
            <Of key={incident} incident={incident} number={each.numbers[place] ?? incident} />
          ))}
        </div>
      ),
    },
  ];
  return (
    <DataTable
      caption={t("reports.episodes")}
      columns={columns}
      rows={of}
      keyOf={(each) => each.id}
      empty={t("reports.none")}
    />
  );
}

function What({ of }: { readonly of: Episode }) {
  if (of.drill) {
    return (
      <>
        <span class="drill-word">{t("drill")}</span> <a href={addressOf("drills", of.id)}>{of.name}</a>
      </>
    );
  }
  return (
    <>
      {of.exercise && <span class="drill-word">{t("drill")} </span>}
      {wordsOf(of)}
    </>
  );
}

function wordsOf(of: Episode): string {
  return of.drill ? of.name : `${of.numbers.join(" ")} ${of.building_name ?? of.place.text ?? ""}`;
}

function Of({ incident, number }: { readonly incident: string; readonly number: string }) {
  const path = `/api/v1/reports/incidents/${encodeURIComponent(incident)}`;
  return (
    <>
      <OpenReport path={path} about={number} />
      <SaveReport path={`${path}?format=csv`} file={`onethree-${number}.csv`} words={t("reports.csv")} about={number} />
    </>
  );
}
