/** Post checks: asking a station whether it is there, what runs now, and how each shift answered. */

import { BellRing } from "lucide";
import { useState } from "preact/hooks";
import { clock, number, span } from "../../language/format";
import { t } from "../../language/language";
import { Button } from "../../parts/Button";
import type { Check } from "../../wire/generated";
import { useDistrict } from "../district";
import { useFetched } from "../fetched";
import { Answer } from "../parts/Answer";
import { type Column, DataTable } from "../parts/DataTable";
import { pickedId, StationPicker } from "../parts/StationPicker";
import { named, percent, seconds } from "../words";

interface ShiftChecks {
  readonly station: string;
  readonly shift: string;
  readonly called: number;
  readonly answered: number;
  readonly missed: number;
  readonly answered_late: number;
  readonly excused: number;
  readonly open: number;
  readonly answer: { readonly p50_ms: number | null; readonly p90_ms: number | null; readonly p99_ms: number | null };
  readonly share: number | null;
}

export function ChecksSection() {
  const { dispatches } = useDistrict();
  const figures = useFetched<{ checks: readonly ShiftChecks[] }>("/api/v1/checks", ["check."]);
  return (
    <>
      {dispatches && <CallForm />}
      <section class="part" aria-labelledby="running">
        <h2 id="running">{t("checks.running")}</h2>
        <Running />
      </section>
      <section class="part" aria-labelledby="by-shift">
        <h2 id="by-shift">{t("checks.by_shift")}</h2>
        <Answer to={figures}>{({ checks }) => <Figures rows={checks} />}</Answer>
      </section>
    </>
  );
}

function CallForm() {
  const { act } = useDistrict();
  const [text, setText] = useState("");
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const reason = String(form.get("reason") ?? "").trim();
    const station = pickedId(text);
    void act(t("checks.called", { station }), {
      type: "check.call",
      station,
      ...(reason === "" ? {} : { reason }),
    });
  };
  return (
    <form class="fields" onSubmit={submit} aria-label={t("checks.call")}>
      <StationPicker label={t("col.station")} value={text} onPick={setText} required />
      <label>
        {t("checks.reason")}
        <input name="reason" maxLength={200} autocomplete="off" />
      </label>
      <Button kind="filled" type="submit" icon={BellRing}>
        {t("checks.call")}
      </Button>
    </form>
  );
}

function Running() {
  const { record, nameOf, act, dispatches, station } = useDistrict();
  const checks = [...record.state.value.checks.values()];
  const columns: Column<Check>[] = [
    { head: t("col.station"), cell: (each) => `${each.station} ${nameOf(each.station)}`, short: true },
    {
      head: t("checks.called_at"),
      cell: (each) => clock(Date.parse(each.called_at)),
      value: (each) => new Date(each.called_at),
      figures: true,
    },
    { head: t("col.state"), cell: (each) => <Left of={each} />, value: (each) => new Date(each.due_at) },
    { head: t("checks.reason"), cell: (each) => each.reason ?? t("checks.drawn") },
    {
      head: t("col.act"),
      cell: (each) => (
        <div class="acts">
          {(station === each.station || dispatches) && (
            <Button
              kind="filled"
              onClick={() =>
                void act(t("checks.answered", { station: each.station }), { type: "check.answer", check: each.id })
              }
            >
              {t(station === null ? "checks.answer_for" : "checks.answer")}
            </Button>
          )}
          {dispatches && (
            <Button
              onClick={() =>
                void act(t("checks.excused", { station: each.station }), {
                  type: "check.excuse",
                  check: each.id,
                  reason: t("checks.excuse_reason"),
                })
              }
            >
              {t("checks.excuse")}
            </Button>
          )}
        </div>
      ),
    },
  ];
  return (
    <DataTable
      caption={t("checks.running")}
      columns={columns}
      rows={checks.sort((one, other) => (one.called_at < other.called_at ? -1 : 1))}
      keyOf={(each) => each.id}
      empty={t("checks.none_running")}
    />
  );
}

function Left({ of }: { readonly of: Check }) {
  const now = useDistrict().record.clock.second.value;
  if (of.missed_at !== null) return <span class="late">■ {t("checks.missed")}</span>;
  const left = now === null ? null : Date.parse(of.due_at) - now * 1000;
  return (
    <span class="digits">{left === null || left < 0 ? t("checks.due") : t("bar.left", { time: span(left) })}</span>
  );
}

function Figures({ rows }: { readonly rows: readonly ShiftChecks[] }) {
  const { nameOf } = useDistrict();
  const count = (head: string, of: (row: ShiftChecks) => number): Column<ShiftChecks> => ({
    head,
    cell: (each) => number(of(each)),
    figures: true,
  });
  const columns: Column<ShiftChecks>[] = [
    { head: t("col.station"), cell: (each) => `${each.station} ${nameOf(each.station)}`, short: true },
    { head: t("duty.shift"), cell: (each) => (each.shift === "" ? "—" : named("shift_name", each.shift)), picks: true },
    count(t("checks.count"), (each) => each.called),
    count(t("checks.in_time"), (each) => each.answered),
    count(t("checks.missed"), (each) => each.missed),
    count(t("checks.not_counted"), (each) => each.excused),
    { head: t("checks.share"), cell: (each) => percent(each.share), figures: true },
    { head: "p50", cell: (each) => seconds(each.answer.p50_ms), figures: true },
    { head: "p90", cell: (each) => seconds(each.answer.p90_ms), figures: true },
  ];
  return (
    <DataTable
      caption={t("checks.by_shift")}
      columns={columns}
      rows={rows}
      keyOf={(each) => `${each.station} ${each.shift}`}
      empty={t("checks.none")}
    />
  );
}
