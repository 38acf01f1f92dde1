/** The gateways that pass on what devices say: whether they are heard, and what a centre may ask them. */

import { t } from "../../language/language";
import { Button } from "../../parts/Button";
import { ask } from "../../wire/http";
import { useDistrict } from "../district";
import { type Column, DataTable } from "../parts/DataTable";
import type { GatewayRow } from "./owed";
import { whyWord } from "./why";

export function Gateways({ of }: { readonly of: readonly GatewayRow[] }) {
  const { nameOf, dispatches } = useDistrict();
  const columns: Column<GatewayRow>[] = [
    { head: t("owed.gateway"), cell: ({ id, name }) => `${id} ${name ?? ""}`, value: ({ id }) => id },
    {
      head: t("col.state"),
      cell: ({ out_of_order: wrong }) =>
        wrong.length === 0 ? t("owed.heard") : <span class="state limited">▲ {wrong.map(whyWord).join(t("and"))}</span>,
      value: ({ out_of_order: wrong }) => wrong.map(whyWord).join(t("and")),
      short: true,
    },
    { head: t("owed.protocol"), cell: ({ protocol, profile }) => [protocol, profile].filter(Boolean).join(" · ") },
    ...(dispatches
      ? [
          {
            head: t("owed.ask"),
            cell: ({ id, protocol }: GatewayRow) => (protocol === "gb26875" ? <Asks gateway={id} /> : "—"),
          },
        ]
      : []),
    { head: t("col.station"), cell: ({ station }) => (station === null ? "—" : nameOf(station)) },
  ];
  return (
    <DataTable
      caption={t("owed.gateways")}
      columns={columns}
      rows={of}
      keyOf={({ id }) => id}
      empty={t("owed.no_gateways")}
    />
  );
}

/** Ask for the whole state behind it (巡检), or whether somebody is at its post (查岗). */
function Asks({ gateway }: { readonly gateway: string }) {
  const { attempt, session } = useDistrict();
  const send = (what: "inspection" | "post-check", words: string) => {
    const path = `/api/v1/gateways/${encodeURIComponent(gateway)}/${what}`;
    void attempt(`${words} ${gateway}`, () => ask("POST", path, { token: session.token }));
  };
  return (
    <span class="acts">
      <Button onClick={() => send("inspection", t("owed.inspection"))}>{t("owed.inspection")}</Button>
      <Button onClick={() => send("post-check", t("owed.post_check"))}>{t("owed.post_check")}</Button>
    </span>
  );
}
