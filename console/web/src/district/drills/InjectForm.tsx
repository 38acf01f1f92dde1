/** Injects: those of the script that have not come yet, by one press, and any that the script does not have. */

import { useState } from "preact/hooks";
import { t } from "../../language/language";
import { newId } from "../../outbox/own";
import { Button } from "../../parts/Button";
import { useDistrict } from "../district";
import { named } from "../words";
import { InjectFields } from "./InjectFields";
import { complete, injectOf, NEW } from "./inject";
import type { DrillRecord } from "./record";

export function InjectForm({ of }: { readonly of: DrillRecord }) {
  const { act } = useDistrict();
  const [draft, change] = useState(NEW);
  const [typed, type] = useState("");
  const { drill } = of;
  const come = new Set(of.injects.map(({ inject }) => inject.id));
  const waiting = of.plan.injects.filter(({ id }) => !come.has(id));
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const free = injectOf(draft, `free-${newId().slice(0, 8)}`);
    const what = `${named("effect", draft.effect)} ${draft.text}`.trim();
    void act(t("drills.injected", { what }), { type: "drill.inject", drill, free }).then((taken) => {
      if (!taken) return;
      change(NEW);
      type("");
    });
  };
  return (
    <form class="fields" onSubmit={submit} aria-label={t("drills.inject")}>
      {waiting.map(({ id, effect, text }) => (
        <Button
          key={id}
          onClick={() =>
            void act(t("drills.injected", { what: text || id }), { type: "drill.inject", drill, inject: id })
          }
        >
          {named("effect", effect)} {text}
        </Button>
      ))}
      <InjectFields draft={draft} change={change} typed={typed} type={type} planned={false} />
      <Button type="submit" disabled={!complete(draft)}>
        {t("drills.inject")}
      </Button>
    </form>
  );
}
