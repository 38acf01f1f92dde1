/** Orders that ended while this crew has another: said beside it, for "return" would be wrong for who is on the way. */

import type { PlainKey } from "../../language/dictionary";
import { t } from "../../language/language";
import { Band } from "../../parts/Band";
import { Button } from "../../parts/Button";
import type { Crew } from "../crew";
import type { StandDown } from "../standing_down";

const WORDS: { readonly [W in StandDown["why"]]: PlainKey } = {
  recalled: "crew.cancelled",
  over: "crew.closed",
  unknown: "crew.closed",
};

interface Props {
  readonly crew: Crew;
  /** Whether the alert on view is a drill itself. */
  readonly exercise: boolean;
}

export function EndedBand({ crew, exercise }: Props) {
  const unread = crew.standingDown.unread.value;
  const drills = [...unread.map((each) => each.incident), ...crew.alerts.value.map((each) => each.incident)];
  const ended = unread.filter((each) => exercise || !each.incident.exercise);
  return (
    <>
      {!exercise && drills.some((incident) => incident.exercise) && (
        <Band kind="lost">{t("crew.real_ends_drill")}</Band>
      )}
      {ended.length > 0 && (
        <Band kind="silent">
          {ended.map(({ order, incident, place, why }) => (
            <p key={order.id}>
              × {t(WORDS[why])} {incident.number} {place}
            </p>
          ))}
          <Button onClick={() => crew.standingDown.read()}>{t("crew.understood")}</Button>
        </Band>
      )}
    </>
  );
}
