/** A month's outings: the fewest that pay every debt whose turn it is, as the hub reckons them. */

import { isoMinute, number } from "../../language/format";
import { t } from "../../language/language";
import { useDistrict } from "../district";
import { useFetched } from "../fetched";
import { Answer } from "../parts/Answer";
import { type Column, DataTable } from "../parts/DataTable";
import { type Entry, MonthGrid } from "../parts/MonthGrid";
import { addressOf } from "../route";
import { inLanguage, named } from "../words";

type Party = readonly [who: string, id: string];

interface Outing {
  readonly day: string | null;
  readonly site: Party;
  readonly drill: string;
  readonly parties: readonly Party[];
  readonly pays: readonly (readonly [duty: string, party: Party])[];
}

interface Plan {
  readonly outings: readonly Outing[];
  readonly at_least: number;
  readonly due: number;
  readonly early: number;
  readonly proven: boolean;
}

/** A drill that was held, on its day. */
export interface HeldDrill {
  readonly drill: string;
  readonly name: string;
  readonly day: string;
}

interface Props {
  readonly month: string;
  readonly held: readonly HeldDrill[];
  readonly duties: readonly { readonly duty: string; readonly zh: string; readonly en: string }[];
}

export function MonthPlan({ month, held, duties }: Props) {
  const { record } = useDistrict();
  const plan = useFetched<Plan>(`/api/v1/training/months/${month}`);
  const dutyName = (id: string) => {
    const found = duties.find(({ duty }) => duty === id);
    return found === undefined ? id : inLanguage(found);
  };
  const nameOfParty = (who: string, id: string) =>
    (who === "building" ? record.state.value.buildings.get(id)?.name : record.state.value.stations.get(id)?.name) ?? "";
  const columns: Column<Outing>[] = [
    { head: t("training.day"), cell: (each) => each.day ?? t("training.no_day"), short: true },
    { head: t("drills.kind"), cell: (each) => named("drill_kind", each.drill), short: true },
    { head: t("training.site"), cell: ({ site: [who, id] }) => `${named("party", who)} ${id} ${nameOfParty(who, id)}` },
    { head: t("training.with"), cell: (each) => each.parties.map(([, id]) => id).join(" ") },
    {
      head: t("training.pays"),
      cell: (each) => [...new Set(each.pays.map(([duty]) => dutyName(duty)))].join(t("and")),
    },
  ];
  return (
    <Answer to={plan}>
      {(answer) => (
        <>
          <p class="second">
            {t("training.summary", {
              outings: answer.outings.length,
              due: number(answer.due),
              early: number(answer.early),
            })}{" "}
            {answer.proven ? t("training.proven") : t("training.at_least", { count: answer.at_least })}
          </p>
          <MonthGrid
            name={t("training.calendar")}
            month={month}
            today={isoMinute(Date.now()).slice(0, 10)}
            entries={[...held.map(heldEntry), ...answer.outings.flatMap((each) => plannedEntry(each, nameOfParty))]}
          />
          <DataTable
            caption={t("training.plan")}
            columns={columns}
            rows={[...answer.outings].sort((one, other) => ((one.day ?? "~") < (other.day ?? "~") ? -1 : 1))}
            keyOf={(each) => `${each.day} ${each.site.join(" ")} ${each.drill}`}
            empty={t("training.nothing")}
          />
        </>
      )}
    </Answer>
  );
}

function heldEntry({ drill, name, day }: HeldDrill): Entry {
  return { day, key: drill, words: name, href: addressOf("drills", drill), held: true };
}

function plannedEntry({ day, site: [who, id], drill }: Outing, nameOf: (who: string, id: string) => string): Entry[] {
  if (day === null) return [];
  return [{ day, key: `${day} ${id} ${drill}`, words: `${named("drill_kind", drill)} ${nameOf(who, id) || id}` }];
}
