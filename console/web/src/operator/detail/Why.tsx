/** Why it chose them, folded until somebody asks: every choice with who was considered, how far each was, and why one was passed over. */

import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { choicesOf, type DispatchChoice } from "../../derived/choices";
import { Chosen } from "../../incidents/detail/Chosen";
import { t } from "../../language/language";
import { Fold } from "../../parts/Fold";
import type { AnyEvent, Incident } from "../../wire/generated";
import { ask } from "../../wire/http";
import { useDesk } from "../desk/desk";

export function Why({ incident }: { readonly incident: Incident }) {
  const { why } = useDesk();
  const section = useRef<HTMLElement>(null);
  const asked = why.value !== null;
  useEffect(() => {
    if (asked) section.current?.scrollIntoView({ block: "nearest" });
  }, [asked]);
  useEffect(
    () => () => {
      why.value = null;
    },
    [why],
  );
  return (
    <section ref={section} class="why">
      <Fold title={t("detail.why")} asked={asked}>
        {() => <Choices incident={incident} />}
      </Fold>
    </section>
  );
}

function Choices({ incident }: { readonly incident: Incident }) {
  const { record, session, why } = useDesk();
  const choices = useSignal<readonly DispatchChoice[] | null>(null);
  const failed = useSignal<string | null>(null);
  useEffect(() => {
    const events: AnyEvent[] = [];
    const show = () => {
      const bySeq = new Map(events.map((event) => [event.seq, event]));
      choices.value = choicesOf(bySeq.values(), incident.id).reverse();
    };
    const stop = record.onEvent(({ event }) => {
      if (event.type !== "dispatch.chosen" || event.incident !== incident.id) return;
      events.push(event);
      show();
    });
    const path = `/api/v1/incidents/${encodeURIComponent(incident.id)}/timeline`;
    ask<{ events: readonly AnyEvent[] }>("GET", path, { token: session.token }).then(
      (answer) => {
        events.unshift(...answer.events);
        show();
      },
      (error: unknown) => {
        failed.value = error instanceof Error ? error.message : String(error);
      },
    );
    return stop;
  }, [incident.id, record, session, choices, failed]);
  return (
    <>
      {failed.value !== null && <p class="second">{t("detail.why_failed", { why: failed.value })}</p>}
      {choices.value === null && failed.value === null && <p class="second">{t("loading")}</p>}
      {choices.value?.length === 0 && <p class="second">{t("detail.why_none")}</p>}
      {choices.value?.map((choice, index) => (
        <Chosen key={choice.seq} choice={choice} open={index === 0} mark={why.value} />
      ))}
    </>
  );
}
