/** An order at one glance: where, floor, what, how far, how long left; then four buttons at fixed places. */

import { useState } from "preact/hooks";
import { t } from "../../language/language";
import { LanguageSwitch, LookSwitch } from "../../parts/switches";
import type { Assignment } from "../../wire/generated";
import type { Crew } from "../crew";
import type { Alert } from "../orders";
import "./alert.css";
import { Dock } from "./Dock";
import { EndedBand } from "./EndedBand";
import { Going } from "./Going";
import { HandOver } from "./HandOver";
import { Headline } from "./Headline";
import { Helpers } from "./Helpers";
import { Notes } from "./Notes";
import { Others } from "./Others";
import { Phones } from "./Phones";
import { Scene } from "./Scene";
import { SiteCard } from "./SiteCard";
import { TimeLeft } from "./TimeLeft";
import { Way, WayMap } from "./Way";

export function AlertScreen({ crew }: { readonly crew: Crew }) {
  const alert = crew.current.value;
  // A new alert begins with all its orders, and with no second step half done.
  return alert === null ? null : <OneAlert key={alert.incident.id} crew={crew} alert={alert} />;
}

function OneAlert({ crew, alert }: { readonly crew: Crew; readonly alert: Alert }) {
  const { incident } = alert;
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const chosen = alert.orders.filter((order) => !left.has(order.id));
  const orders = chosen.length > 0 ? chosen : alert.orders;
  return (
    <article
      class={`alert ${incident.exercise ? "drill" : ""}`}
      aria-label={t("crew.alert", { number: incident.number })}
    >
      <div class="glance">
        <EndedBand crew={crew} exercise={incident.exercise} />
        <Others crew={crew} shown={alert} />
        <Headline crew={crew} alert={alert} />
        <Way crew={crew} alert={alert} />
        <TimeLeft crew={crew} orders={orders} />
        <SiteCard crew={crew} alert={alert} orders={orders} />
        {alert.orders.length > 1 && <Speaking crew={crew} all={alert.orders} chosen={orders} choose={setLeft} />}
        <Scene crew={crew} incident={incident} orders={orders} />
        <Going crew={crew} incident={incident} />
        <HandOver crew={crew} alert={alert} orders={orders} />
        <Helpers crew={crew} incident={incident} />
        <Notes crew={crew} incident={incident} />
        <WayMap crew={crew} alert={alert} />
        <Phones phones={crew.session.me.phones} />
        <div class="switches">
          <LanguageSwitch />
          <LookSwitch />
        </div>
      </div>
      <Dock crew={crew} orders={orders} />
    </article>
  );
}

interface SpeakingProps {
  readonly crew: Crew;
  readonly all: readonly Assignment[];
  readonly chosen: readonly Assignment[];
  readonly choose: (left: ReadonlySet<string>) => void;
}

/** Several units of this phone have the order: a press is for all of them, or for those that are chosen. */
function Speaking({ crew, all, chosen, choose }: SpeakingProps) {
  const toggle = (order: Assignment) => {
    const kept = chosen.includes(order) ? chosen.filter((each) => each !== order) : [...chosen, order];
    if (kept.length > 0) choose(new Set(all.filter((each) => !kept.includes(each)).map((each) => each.id)));
  };
  return (
    <fieldset class="speaking">
      <legend class="second">{t("crew.for")}</legend>
      {all.map((order) => (
        <button
          key={order.id}
          type="button"
          class="chip"
          aria-pressed={chosen.includes(order)}
          onClick={() => toggle(order)}
        >
          {crew.unitWord(order.unit)}
        </button>
      ))}
    </fieldset>
  );
}
