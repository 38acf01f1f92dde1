/** An order at one glance: where, floor, what, how far, how long left; then four buttons at fixed places. */

import { useState } from "preact/hooks";
import { t } from "../../language/language";
import { LanguageSwitch, LookSwitch } from "../../parts/switches";
import type { Crew } from "../crew";
import type { Alert } from "../orders";
import "./alert.css";
import { Doubt } from "../../parts/Doubt";
import { Dock } from "./Dock";
import { EndedBand } from "./EndedBand";
import { Glance } from "./Glance";
import { Going } from "./Going";
import { HandOver } from "./HandOver";
import { Headline } from "./Headline";
import { Helpers } from "./Helpers";
import { NewNote } from "./NewNote";
import { NewTask } from "./NewTask";
import { Notes } from "./Notes";
import { Others } from "./Others";
import { Phones } from "./Phones";
import { Said } from "./Said";
import { Scene } from "./Scene";
import { SiteCard } from "./SiteCard";
import { Speaking } from "./Speaking";
import { TimeLeft } from "./TimeLeft";
import { Way, WayMap, WIDE } from "./Way";

export function AlertScreen({ crew }: { readonly crew: Crew }) {
  const alert = crew.current.value;
  // A new alert begins with all its orders, and with no second step half done.
  return alert === null ? null : <OneAlert key={alert.incident.id} crew={crew} alert={alert} />;
}

function OneAlert({ crew, alert }: { readonly crew: Crew; readonly alert: Alert }) {
  const { incident } = alert;
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [map, showMap] = useState(() => matchMedia(WIDE).matches);
  const chosen = alert.orders.filter((order) => !left.has(order.id));
  const orders = chosen.length > 0 ? chosen : alert.orders;
  return (
    <article
      class={`alert ${incident.exercise ? "drill" : ""}`}
      aria-label={t("crew.alert", { number: incident.number })}
    >
      <div class="upper">
        <NewTask crew={crew} />
        <NewNote crew={crew} alert={alert} />
        <Glance>
          <EndedBand crew={crew} exercise={incident.exercise} />
          <Others crew={crew} shown={alert} />
          <Headline crew={crew} alert={alert} />
          <Said crew={crew} incident={incident} />
          <Way crew={crew} alert={alert} map={map} showMap={showMap} />
          <TimeLeft crew={crew} orders={orders} />
          <WayMap crew={crew} alert={alert} shown={map} show={showMap} />
          <Doubt unread={incident.unread} />
          <SiteCard crew={crew} alert={alert} orders={orders} />
          <Scene crew={crew} incident={incident} orders={orders} />
          <Going crew={crew} incident={incident} />
          <HandOver crew={crew} alert={alert} orders={orders} />
          <Helpers crew={crew} incident={incident} />
          <Notes crew={crew} incident={incident} />
          <Phones phones={crew.session.me.phones} />
          <div class="switches">
            <LanguageSwitch />
            <LookSwitch />
          </div>
        </Glance>
      </div>
      <Dock crew={crew} orders={orders}>
        {alert.orders.length > 1 && <Speaking crew={crew} all={alert.orders} chosen={orders} choose={setLeft} />}
      </Dock>
    </article>
  );
}
