/** Devices out of order by street, keeper or station, what is owed for how long, and the gateways that are heard. */

import { useState } from "preact/hooks";
import { number } from "../../language/format";
import { t } from "../../language/language";
import { useDistrict } from "../district";
import { useFetched } from "../fetched";
import { Answer } from "../parts/Answer";
import { Choice } from "../parts/Choice";
import { type Column, DataTable } from "../parts/DataTable";
import { Tiles } from "../parts/Tiles";
import { named } from "../words";
import { Gateways } from "./Gateways";
import { BY, type By, CHANGES, type GatewayRow, type OwedAnswer, type OwedDevice, type OwedGroup, sumOf } from "./owed";
import { Times } from "./Times";
import { whyWord } from "./why";

const DAYS = ["0", "3", "7", "30"] as const;

export function DevicesSection() {
  const [days, choose] = useState<(typeof DAYS)[number]>("3");
  const owed = useFetched<OwedAnswer>(`/api/v1/reports/owed?days=${days}`, CHANGES);
  const gateways = useFetched<{ readonly gateways: readonly GatewayRow[] }>("/api/v1/gateways", CHANGES);
  return (
    <>
      <Choice
        name={t("owed.longer")}
        value={days}
        options={DAYS.map((each) => [each, each === "0" ? t("owed.any") : t("owed.days", { count: each })] as const)}
        onChoose={choose}
      />
      <Answer to={owed}>{(answer) => <Owed of={answer} />}</Answer>
      <h2>{t("times.title")}</h2>
      <Times />
      <h2>{t("owed.gateways")}</h2>
      <Answer to={gateways}>{(answer) => <Gateways of={answer.gateways} />}</Answer>
      <p class="second">{t("owed.import")}</p>
    </>
  );
}

function Owed({ of }: { readonly of: OwedAnswer }) {
  const [by, choose] = useState<By>("streets");
  return (
    <>
      <Tiles
        tiles={[
          { name: t("owed.owed"), value: number(of.total), tone: of.total > 0 ? "amber" : undefined },
          { name: t("owed.out_of_order"), value: number(sumOf(of.streets, "out_of_order")) },
          { name: t("owed.silent"), value: number(sumOf(of.streets, "silent")) },
          { name: t("owed.switched_off"), value: number(sumOf(of.streets, "switched_off")) },
        ]}
      />
      <Choice
        name={t("owed.by")}
        value={by}
        options={BY.map((each) => [each, t(`owed.${each}`)] as const)}
        onChoose={choose}
      />
      <Groups of={of[by]} by={by} />
      <h2>{t("owed.listed")}</h2>
      {of.total > of.listed.length && (
        <p class="second">{t("owed.oldest", { shown: number(of.listed.length), all: number(of.total) })}</p>
      )}
      <Listed of={of.listed} />
    </>
  );
}

function Groups({ of, by }: { readonly of: readonly OwedGroup[]; readonly by: By }) {
  const { nameOf } = useDistrict();
  const word = ({ key }: OwedGroup) => {
    if (key === "") return t("owed.none_known");
    return by === "stations" ? `${key} ${nameOf(key)}` : key;
  };
  const figure = (head: string, value: (each: OwedGroup) => number): Column<OwedGroup> => ({
    head,
    cell: (each) => number(value(each)),
    value,
    figures: true,
  });
  const columns: Column<OwedGroup>[] = [
    { head: t(`owed.${by}`), cell: word, value: word },
    figure(t("owed.owed"), ({ owed }) => owed),
    figure(t("owed.wrong"), ({ wrong }) => wrong),
    figure(t("owed.out_of_order"), (each) => each.out_of_order),
    figure(t("owed.silent"), ({ silent }) => silent),
    figure(t("owed.switched_off"), (each) => each.switched_off),
    figure(t("owed.devices"), ({ devices }) => devices),
    figure(t("owed.oldest_days"), (each) => each.oldest_days),
  ];
  return (
    <DataTable caption={t("owed.by")} columns={columns} rows={of} keyOf={({ key }) => key} empty={t("owed.nothing")} />
  );
}

function Listed({ of }: { readonly of: readonly OwedDevice[] }) {
  const { nameOf, record } = useDistrict();
  const buildings = record.state.peek().buildings;
  const place = ({ building }: OwedDevice) => buildings.get(building)?.name ?? building;
  const kind = (each: OwedDevice) => (each.kind === "" ? "—" : named("device_kind", each.kind));
  const why = (each: OwedDevice) => each.why.map(whyWord).join(t("and"));
  const columns: Column<OwedDevice>[] = [
    {
      head: t("owed.device"),
      cell: (each) => each.name || each.device,
      value: (each) => `${each.name} ${each.device}`,
    },
    { head: t("owed.why"), cell: why, value: why },
    {
      head: t("owed.for"),
      cell: ({ days }) => t("owed.days", { count: days }),
      value: ({ days }) => days,
      figures: true,
    },
    { head: t("owed.kind"), cell: kind, value: kind, picks: true, short: true },
    { head: t("owed.building"), cell: place, value: place },
    { head: t("owed.street"), cell: ({ street }) => street || "—", value: ({ street }) => street, picks: true },
    { head: t("owed.owner"), cell: ({ owner }) => owner || "—", value: ({ owner }) => owner, picks: true },
    {
      head: t("col.station"),
      cell: ({ station }) => (station === "" ? "—" : nameOf(station)),
      value: ({ station }) => nameOf(station),
    },
  ];
  return (
    <DataTable
      caption={t("owed.listed")}
      columns={columns}
      rows={of}
      keyOf={({ device }) => device}
      empty={t("owed.nothing")}
    />
  );
}
