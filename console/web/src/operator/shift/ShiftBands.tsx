/** A shift that is offered stands across every console until the next dispatcher accepts it. */

import { clock } from "../../language/format";
import { t } from "../../language/language";
import { Band } from "../../parts/Band";
import { Button } from "../../parts/Button";
import { useDesk } from "../desk/desk";

/** After so long it is said in red: who offered it believes to be relieved. */
const LATE_MS = 5 * 60_000;

export function ShiftBands() {
  const desk = useDesk();
  const { record, session, mayAct } = desk;
  record.clock.second.value;
  const now = record.clock.now() ?? 0;
  const offers = [...record.state.value.offers.values()].sort((one, other) => (one.at < other.at ? -1 : 1));
  return (
    <>
      {offers.map((offer) => {
        const own = offer.by.name === session.me.name && offer.by.role === session.me.role;
        const waits = now - Date.parse(offer.at) >= LATE_MS;
        const told = { who: offer.by.name, time: clock(Date.parse(offer.at)), count: offer.incidents.length };
        return (
          <Band key={offer.id} kind={own && waits ? "lost" : "silent"}>
            <span class="arming" data-offer={offer.id}>
              {t(own ? "shift.waits" : "shift.offered", told)}
              <Button
                onClick={() => {
                  desk.pane.value = "shift";
                }}
              >
                {t("shift.read")}
              </Button>
              {mayAct && !own && (
                <Button kind="filled" onClick={() => void desk.press({ type: "shift.accept", offer: offer.id })}>
                  {t("shift.accept")}
                </Button>
              )}
              {mayAct && own && (
                <Button onClick={() => void desk.press({ type: "shift.withdraw" })}>{t("shift.withdraw")}</Button>
              )}
            </span>
          </Band>
        );
      })}
    </>
  );
}
