/** What was said, word for word, by whom, and one tap to call back; what others said stands behind the words. */

import { Phone } from "lucide";
import { useState } from "preact/hooks";
import { callsOf, isPersons, phoneIn } from "../../incidents/calls";
import { clock } from "../../language/format";
import { t } from "../../language/language";
import { wireWord } from "../../language/wire_words";
import { Icon } from "../../parts/Icon";
import type { Alarm, Incident } from "../../wire/generated";
import type { Crew } from "../crew";

export function Said({ crew, incident }: { readonly crew: Crew; readonly incident: Incident }) {
  const [open, setOpen] = useState(false);
  const calls = callsOf(crew.state.value, incident);
  const first = mostTelling(calls);
  if (first === undefined) return null;
  const back = calls.find((each) => phoneIn(each.reporter) !== null) ?? first;
  const number = phoneIn(back.reporter);
  const rest = calls.filter((each) => each !== first);
  return (
    <section class="said" aria-label={t("crew.said")}>
      <button type="button" class="words" aria-expanded={open} onClick={() => setOpen(!open)}>
        {first.note && <q>{first.note}</q>}
        <small class="digits">
          {whoOf(first)}
          {!open && rest.length > 0 && ` · ${t("crew.said_more", { count: rest.length })}`}
        </small>
      </button>
      {number !== null && (
        <a class="call" href={`tel:${number}`} aria-label={t("crew.call_back", { who: back.reporter ?? number })}>
          <Icon of={Phone} size={24} />
        </a>
      )}
      {open && rest.length > 0 && (
        <ul>
          {rest.map((each) => (
            <li key={each.id}>
              {each.note && <q>{each.note}</q>} <small class="digits second">{whoOf(each)}</small>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** A person's words before a panel's text, the newest of them first. */
function mostTelling(calls: readonly Alarm[]): Alarm | undefined {
  const people = calls.filter(isPersons);
  return people.find((each) => each.note) ?? people[0] ?? calls[0];
}

function whoOf({ at, reporter, source }: Alarm): string {
  return `${clock(Date.parse(at))} ${reporter || wireWord("source", source)}`;
}
