/** Injects: those of the script that have not come yet, by one press, and words that the script does not have. */

import { t } from "../../language/language";
import { newId } from "../../outbox/own";
import { Button } from "../../parts/Button";
import { useDistrict } from "../district";
import { named } from "../words";
import type { DrillRecord } from "./record";

export function InjectForm({ of }: { readonly of: DrillRecord }) {
  const { act } = useDistrict();
  const { drill } = of;
  const come = new Set(of.injects.map(({ inject }) => inject.id));
  const waiting = of.plan.injects.filter(({ id }) => !come.has(id));
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const text = String(new FormData(form).get("text") ?? "").trim();
    const free = { id: `free-${newId().slice(0, 8)}`, effect: "told", text } as const;
    void act(t("drills.injected", { what: text }), { type: "drill.inject", drill, free }).then((taken) => {
      if (taken) form.reset();
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
      <label>
        {t("drills.inject_text")}
        <input name="text" required maxLength={200} autocomplete="off" />
      </label>
      <Button type="submit">{t("drills.inject")}</Button>
    </form>
  );
}
