/** Who is on post: the team, its hand-over, and each unit on or off duty. */

import { useState } from "preact/hooks";
import { postOf } from "../../fold/duty";
import { clock, span } from "../../language/format";
import { t } from "../../language/language";
import { wireWord } from "../../language/wire_words";
import { isSettled } from "../../outbox/queue";
import { Button } from "../../parts/Button";
import type { AnyCommand } from "../../wire/generated";
import type { Crew } from "../crew";

export function Duty({ crew }: { readonly crew: Crew }) {
  const { station } = crew.session.me;
  if (station === null) return null;
  const { teams } = postOf(crew.state.value, station);
  return (
    <section class="card duty" aria-labelledby="duty">
      <h2 id="duty">{t("crew.duty")}</h2>
      {teams.length === 0 && <p class="second">{t("crew.team_none")}</p>}
      {teams.map((team) => (
        <p key={`${team.shift}/${team.since}`}>
          {t("crew.team", {
            shift: wireWord("shift_name", team.shift),
            count: team.strength,
            time: clock(Date.parse(team.since)),
          })}
        </p>
      ))}
      <TakeOver crew={crew} station={station} />
      <HandOver crew={crew} station={station} />
      <ul>
        {crew.units.value.map(({ id }) => {
          const off = crew.state.value.off_duty.has(id);
          const waiting = waits(crew, (command) => "unit" in command && command.unit === id);
          return (
            <li key={id}>
              <span>{crew.unitWord(id)}</span>
              <span class="second">
                {off ? `○ ${t("crew.unit_off")}` : `● ${t("crew.unit_on")}`}
                {waiting && ` ◐ ${t("crew.note_waiting")}`}
              </span>
              <Button
                disabled={waiting}
                onClick={() => void crew.presses.press({ type: off ? "duty.on" : "duty.off", unit: id })}
              >
                {t(off ? "crew.go_on" : "crew.go_off")}
              </Button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

interface PostProps {
  readonly crew: Crew;
  readonly station: string;
}

/** A shift waits to be taken over: one button. */
function TakeOver({ crew, station }: PostProps) {
  const waiting = postOf(crew.state.value, station).hand_over;
  if (waiting === null) return null;
  const left = Date.parse(waiting.due_at) - crew.clock.shown();
  const shift = wireWord("shift_name", waiting.shift);
  const pressed = waits(crew, ({ type }) => type === "duty.take_over");
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const strength = Number(new FormData(event.currentTarget as HTMLFormElement).get("strength"));
    void crew.presses.press({ type: "duty.take_over", station, strength });
  };
  return (
    <form class="take-over" onSubmit={submit}>
      {left > 0
        ? `▲ ${t("crew.take_over_due", { shift, time: clock(Date.parse(waiting.due_at)) })}`
        : `■ ${t("crew.take_over_late", { shift, time: span(left) })}`}
      <label for="strength">{t("crew.strength")}</label>
      <input
        id="strength"
        name="strength"
        type="number"
        inputMode="numeric"
        min={1}
        max={1000}
        required
        defaultValue={Math.max(1, waiting.members.length)}
      />
      <Button kind="filled" type="submit" disabled={pressed}>
        {t("crew.take_over")}
      </Button>
    </form>
  );
}

function HandOver({ crew, station }: PostProps) {
  const { shifts } = crew.state.value.settings.duty;
  const [shift, choose] = useState("");
  const chosen = shift === "" ? (shifts[0]?.name ?? "") : shift;
  if (chosen === "") return null;
  const pressed = waits(crew, ({ type }) => type === "duty.hand_over");
  return (
    <p class="hand-over">
      <label for="shift">{t("crew.hand_over_to")}</label>
      <select id="shift" value={chosen} onChange={({ currentTarget: { value } }) => choose(value)}>
        {shifts.map(({ name }) => (
          <option key={name} value={name}>
            {wireWord("shift_name", name)}
          </option>
        ))}
      </select>
      <Button
        disabled={pressed}
        onClick={() => void crew.presses.press({ type: "duty.hand_over", station, shift: chosen })}
      >
        {t("crew.hand_over")}
      </Button>
    </p>
  );
}

function waits(crew: Crew, of: (command: AnyCommand) => boolean): boolean {
  return crew.presses.entries.value.some((entry) => !isSettled(entry) && of(entry.command));
}
