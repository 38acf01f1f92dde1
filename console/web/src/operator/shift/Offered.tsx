/** A shift as it is handed over: what the one who leaves wrote, what stands open, what is shelved, what is closed. */

import { clock } from "../../language/format";
import { t } from "../../language/language";
import { placeWord, wireWord } from "../../language/wire_words";
import type { LeftOpen, ShiftOffer } from "../../wire/generated";
import { useDesk } from "../desk/desk";

export function Offered({ offer }: { readonly offer: ShiftOffer }) {
  const { record } = useDesk();
  const { shelved, closures } = record.state.peek();
  return (
    <section class="offered" data-offer={offer.id} aria-label={t("shift.note")}>
      <h3>{t("shift.from", { who: offer.by.name, time: clock(Date.parse(offer.at)) })}</h3>
      <p class="said">{offer.note}</p>
      <ul>
        {offer.incidents.map((each) => (
          <Left key={each.incident} of={each} />
        ))}
        {offer.shelves.map((source) => (
          <li key={source}>
            {t("shelf.title", { source })} <span class="second">{shelved.get(source)?.reason}</span>
          </li>
        ))}
        {offer.closures.length > 0 && (
          <li>
            {t("shift.closures", { count: offer.closures.length })}{" "}
            <span class="second">
              {offer.closures.flatMap((id) => closures.get(id)?.reason ?? []).join(t("shift.and"))}
            </span>
          </li>
        )}
      </ul>
    </section>
  );
}

function Left({ of }: { readonly of: LeftOpen }) {
  const { record, select } = useDesk();
  const { incidents, buildings } = record.state.peek();
  const incident = incidents.get(of.incident);
  const place = incident === undefined ? "" : placeWord(incident.place, buildings);
  const alone = of.coming - of.unanswered + of.on_scene === 0;
  return (
    <li>
      <button type="button" class="link" onClick={() => select(of.incident)}>
        {of.number} {wireWord("kind", of.kind)} {place}
      </button>{" "}
      <span class={alone ? "red" : "second"}>
        {alone ? t("row.nobody") : t("shift.crews", { coming: of.coming, there: of.on_scene })}
      </span>{" "}
      <span class="second">
        {of.taken_by === null ? t("row.not_taken") : t("row.handling", { who: of.taken_by.name })}
      </span>
    </li>
  );
}
