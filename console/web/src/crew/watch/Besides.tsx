/** What goes on beside this station: a quiet line each, no order; one that it was ordered to is no line any more. */

import { clock } from "../../language/format";
import { t } from "../../language/language";
import { placeWord, wireWord } from "../../language/wire_words";
import type { Crew } from "../crew";

export function Besides({ crew }: { readonly crew: Crew }) {
  const state = crew.state.value;
  const told = [...state.beside.values()].filter(({ id }) => !state.incidents.has(id));
  return (
    <>
      {told.map(({ id, at, kind, place, number, exercise }) => (
        <p key={id} role="status">
          ○ {exercise && `▨ ${t("crew.drill")} `}
          {t("crew.beside", {
            time: clock(Date.parse(at)),
            kind: wireWord("kind", kind),
            where: placeWord(place, state.buildings),
            number,
          })}
        </p>
      ))}
    </>
  );
}
