/** Who took part, by the pseudonymous ids of the roster; a later list replaces an earlier one. */

import { t } from "../../language/language";
import { Button } from "../../parts/Button";
import { useDistrict } from "../district";
import type { DrillRecord } from "./record";

interface Props {
  readonly of: DrillRecord;
  readonly editable: boolean;
}

export function Attendance({ of, editable }: Props) {
  const { station, nameOf, dispatches, commands } = useDistrict();
  const all = [...new Set([...of.trained, ...Object.keys(of.attended), ...(station === null ? [] : [station])])].sort();
  const shown = station === null ? all : all.filter((each) => each === station);
  return (
    <section class="part" aria-labelledby="attendance">
      <h3 id="attendance">{t("drills.attendance")}</h3>
      {shown.length === 0 && <p class="second">{t("drills.nobody_trained")}</p>}
      {shown.map((each) => (
        <OneStation
          key={each}
          of={of}
          station={each}
          name={nameOf(each)}
          editable={editable && (dispatches || commands || each === station)}
        />
      ))}
    </section>
  );
}

interface OneProps extends Props {
  readonly station: string;
  readonly name: string;
}

function OneStation({ of, station, name, editable }: OneProps) {
  const { act, record } = useDistrict();
  const members = of.attended[station] ?? [];
  // Who took the shift over is likely to have been there; it is a proposal until somebody presses.
  const onPost = record.state.value.posts.get(station)?.teams.flatMap((team) => team.members) ?? [];
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const text = String(new FormData(event.currentTarget as HTMLFormElement).get("members") ?? "");
    const given = [...new Set(text.split(/[\s,，、;；]+/).filter((each) => each !== ""))];
    void act(t("drills.attended", { station, count: given.length }), {
      type: "drill.attend",
      drill: of.drill,
      station,
      members: given,
    });
  };
  if (!editable) {
    return (
      <p>
        {station} {name}: {members.length === 0 ? "—" : members.join(" ")}
      </p>
    );
  }
  return (
    <form class="fields" onSubmit={submit} aria-label={t("drills.attendance_of", { station })}>
      <label>
        {station} {name}
        <input
          key={members.join(" ")}
          name="members"
          defaultValue={(members.length > 0 ? members : [...new Set(onPost)]).join(" ")}
          autocomplete="off"
          placeholder={t("drills.members_hint")}
        />
      </label>
      <Button type="submit">
        {t("drills.attend")}
        <span class="unseen"> {station}</span>
      </Button>
      <span class="second">{t("drills.count_there", { count: members.length })}</span>
    </form>
  );
}
