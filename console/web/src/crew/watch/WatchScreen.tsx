/** Nothing is wrong: the time, whether the phone will ring, and what there is to do before and during a shift. */

import { MoonStar, ShieldCheck } from "lucide";
import { useState } from "preact/hooks";
import { clock, moment } from "../../language/format";
import { t } from "../../language/language";
import { Button } from "../../parts/Button";
import { Icon } from "../../parts/Icon";
import { Phones } from "../alert/Phones";
import type { Crew } from "../crew";
import { Besides } from "./Besides";
import { CheckAnswers } from "./CheckAnswers";
import { Duty } from "./Duty";
import { NightWatch } from "./NightWatch";
import { OtherBrowser } from "./OtherBrowser";
import { Position } from "./Position";
import { Refusals } from "./Refusals";
import { SelfCheck } from "./SelfCheck";
import { Units } from "./Units";
import "./watch.css";

export function WatchScreen({ crew }: { readonly crew: Crew }) {
  const [night, setNight] = useState(false);
  // It stays as it is while somebody goes through it.
  const [checksFirst] = useState(!crew.begun.peek());
  const armed = crew.ringer.armed.value && crew.begun.value;
  const mute = crew.mute.value;
  if (night) return <NightWatch crew={crew} leave={() => setNight(false)} />;
  return (
    <div class="watch">
      <section class="standing" aria-labelledby="watch">
        <h1 id="watch">{t("crew.watch")}</h1>
        <p class="hour digits">{clock(crew.clock.shown())}</p>
        <p>✓ {t("crew.quiet")}</p>
        <p class={armed && mute === null ? "on-watch" : "off-watch"}>
          {mute === null && armed
            ? `● ${t("crew.on_watch")}`
            : `▲ ${t(mute !== null && crew.begun.value ? `crew.mute.${mute}` : "crew.begin_why")}`}
        </p>
        <Besides crew={crew} />
        <CheckAnswers crew={crew} />
        <Refusals crew={crew} />
        <Drills crew={crew} />
        {armed ? (
          <Button icon={MoonStar} onClick={() => setNight(true)}>
            {t("crew.night")}
          </Button>
        ) : (
          <button type="button" class="button filled huge" onClick={() => void crew.beginWatch()}>
            {t("crew.begin")}
          </button>
        )}
      </section>
      <details class="card" open={checksFirst}>
        <summary>
          <Icon of={ShieldCheck} /> {t("crew.self_check")}
        </summary>
        <SelfCheck crew={crew} />
      </details>
      <Duty crew={crew} />
      <Units crew={crew} />
      <Position crew={crew} />
      <OtherBrowser crew={crew} />
      <Phones phones={crew.session.me.phones} />
    </div>
  );
}

/** Drills that this station may know of: announced, or running. */
function Drills({ crew }: { readonly crew: Crew }) {
  return (
    <>
      {[...crew.state.value.drills.values()].map(({ id, state, plan, starts_at }) => {
        if (state === "running") {
          return (
            <p key={id} class="drill-line drill">
              {t("crew.drill_running", { name: plan.name })}
            </p>
          );
        }
        if (state !== "planned" || starts_at === null) return null;
        return (
          <p key={id} class="drill-line drill">
            {t("crew.drill_soon", { name: plan.name, time: moment(Date.parse(starts_at)) })}
          </p>
        );
      })}
    </>
  );
}
