/** What can be done with a drill now. Beginning is one press; what ends it is two, the second beside the first. */

import { Play } from "lucide";
import { useState } from "preact/hooks";
import { t } from "../../language/language";
import { ActionBar } from "../../parts/ActionBar";
import { Button } from "../../parts/Button";
import type { AnyCommand } from "../../wire/generated";
import { useDistrict } from "../district";
import { named } from "../words";
import { InjectForm } from "./InjectForm";
import type { DrillRecord } from "./record";

interface Step {
  readonly words: string;
  readonly command: AnyCommand;
}

export function DrillActs({ of }: { readonly of: DrillRecord }) {
  const { act, commands, dispatches } = useDistrict();
  const [sure, ask] = useState<Step | null>(null);
  const { drill, state } = of;
  const press = (words: string, command: AnyCommand) => {
    ask(null);
    void act(`${words} ${of.plan.name}`, command);
  };
  const steps = endings(of).filter(({ command }) => commands || (dispatches && command.type === "drill.break_off"));
  if (steps.length === 0) return null;
  return (
    <>
      <div class="acts">
        {state === "planned" && commands && (
          <Button
            kind="filled"
            icon={Play}
            onClick={() => press(named("drill_act", "start"), { type: "drill.start", drill })}
          >
            {named("drill_act", "start")}
          </Button>
        )}
        {steps.map((step) => (
          <Button key={step.command.type} aria-expanded={sure?.words === step.words} onClick={() => ask(step)}>
            {step.words}
          </Button>
        ))}
      </div>
      {sure !== null && (
        <ActionBar about={t("drills.sure", { what: sure.words, name: of.plan.name })}>
          <Button kind="filled" onClick={() => press(sure.words, sure.command)}>
            {t("drills.do")}
          </Button>
          <Button onClick={() => ask(null)}>{t("drills.leave")}</Button>
        </ActionBar>
      )}
      {state === "running" && commands && <InjectForm of={of} />}
    </>
  );
}

function endings({ drill, state, score, head }: DrillRecord): Step[] {
  if (state === "planned") return [{ words: named("drill_act", "cancel"), command: { type: "drill.cancel", drill } }];
  if (state === "running") {
    return [
      { words: named("drill_act", "end"), command: { type: "drill.end", drill } },
      { words: named("drill_act", "break_off"), command: { type: "drill.break_off", drill } },
    ];
  }
  if (state !== "ended") return [];
  // What is signed is what the signer saw: the score and the record's head of this very sheet.
  return [
    { words: named("drill_act", "sign_off"), command: { type: "drill.sign_off", drill, score: score.percent, head } },
  ];
}
