/** Who took part: ticked from the station's own people, shift by shift; a later list replaces an earlier one. */

import { useState } from "preact/hooks";
import { t } from "../../language/language";
import { Button } from "../../parts/Button";
import { useDistrict } from "../district";
import { named } from "../words";
import { groupsOf } from "./people";
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
          key={`${each} ${of.attended[each]?.join(" ") ?? ""}`}
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
  const { posts, rosters } = record.state.value;
  const members = of.attended[station] ?? [];
  // Who took the shift over is likely to have been there; it is a proposal until somebody presses.
  const onPost = posts.get(station)?.teams.flatMap((team) => team.members) ?? [];
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set(members.length > 0 ? members : onPost));
  const groups = groupsOf(rosters.get(station), ticked);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const text = String(new FormData(event.currentTarget as HTMLFormElement).get("members") ?? "");
    const given = [...new Set([...ticked, ...text.split(/[\s,，、;；]+/).filter((each) => each !== "")])];
    void act(t("drills.attended", { station, count: given.length }), {
      type: "drill.attend",
      drill: of.drill,
      station,
      members: given,
    });
  };
  const tick = (id: string, there: boolean) => {
    const next = new Set(ticked);
    if (there) next.add(id);
    else next.delete(id);
    setTicked(next);
  };
  if (!editable) {
    return (
      <p>
        {station} {name}: {members.length === 0 ? "—" : members.join(" ")}
      </p>
    );
  }
  return (
    <form class="plan" onSubmit={submit} aria-label={t("drills.attendance_of", { station })}>
      <strong>
        {station} {name}
      </strong>
      {groups.map(({ shift, people }) => (
        <fieldset key={shift} class="people">
          <legend class="second">{shift === "" ? t("drills.off_roster") : named("shift_name", shift)}</legend>
          {people.map((id) => (
            <label key={id} class="tick digits">
              <input
                type="checkbox"
                checked={ticked.has(id)}
                onChange={(event) => tick(id, event.currentTarget.checked)}
              />
              {id}
            </label>
          ))}
        </fieldset>
      ))}
      <div class="fields">
        <label>
          {t("drills.others")}
          <input name="members" autocomplete="off" placeholder={t("drills.members_hint")} />
        </label>
        <Button type="submit">
          {t("drills.attend")}
          <span class="unseen"> {station}</span>
        </Button>
        <span class="second">{t("drills.count_there", { count: members.length })}</span>
      </div>
    </form>
  );
}
