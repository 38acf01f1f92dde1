/** This shift, from the record: what is offered, what sounded, how much it was (EEMUA 191), and how to hand it over. */

import { useEffect, useMemo } from "preact/hooks";
import { moment, number } from "../../language/format";
import { t } from "../../language/language";
import { Button } from "../../parts/Button";
import { useDesk } from "../desk/desk";
import { type AlarmLoad, followLoad } from "./alarm_load";
import { Offered } from "./Offered";
import { OfferForm } from "./OfferForm";
import "./shift.css";

const PARTS = ["urgent", "fresh", "warning"] as const;

export function ShiftPane() {
  const desk = useDesk();
  const followed = useMemo(() => followLoad(desk.session.token), [desk]);
  useEffect(() => followed.stop, [followed]);
  const load = followed.load.value;
  const offers = [...desk.record.state.value.offers.values()];
  return (
    <div class="shift">
      <h2 id="detail-title">{t("shift.title")}</h2>
      {offers.map((offer) => (
        <Offered key={offer.id} offer={offer} />
      ))}
      {load === null ? <p class="second">{t("loading")}</p> : <Load of={load} />}
      {desk.mayAct && <OfferForm />}
      <p class="acts-row">
        <Button onClick={desk.leave}>{t("step.leave")}</Button>
      </p>
    </div>
  );
}

function Load({ of }: { readonly of: AlarmLoad }) {
  const { alarms, deeds, sounds, flood_share, floods, standing, top } = of;
  const all = sounds.urgent + sounds.fresh + sounds.warning;
  return (
    <>
      <p class="second">
        {t(of.handed_over.length > 0 ? "shift.since" : "shift.hours", { time: moment(Date.parse(of.from_at)) })}
      </p>
      <dl class="figures">
        <Figure name="opened" value={number(deeds.opened)} />
        <Figure name="closed" value={number(deeds.closed)} />
        <Figure name="false_alarms" value={number(deeds.false_alarms)} />
        <Figure name="missed" value={number(deeds.missed)} bad={deeds.missed > 0} />
        <Figure name="alarms" value={number(alarms.count)} />
        <Figure name="per_hour" value={alarms.per_hour.toFixed(1)} />
        <Figure name="peak" value={number(alarms.peak_10min)} bad={alarms.peak_10min > 10} />
        <Figure name="flood" value={`${number(100 * flood_share)} %`} bad={floods.length > 0} />
        <Figure name="standing" value={number(standing.length)} />
      </dl>
      <h3>{t("shift.shares")}</h3>
      {all === 0 ? (
        <p class="second">{t("shift.none")}</p>
      ) : (
        <table>
          <tbody>
            {PARTS.map((part) => (
              <tr key={part} data-part={part}>
                <th scope="row">{t(`shift.${part}`)}</th>
                <td class="digits">{sounds[part]}</td>
                <td class="digits">{number((100 * sounds[part]) / all)} %</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {top.length > 0 && (
        <>
          <h3>{t("shift.top")}</h3>
          <table>
            <tbody>
              {top.slice(0, 5).map((line) => (
                <tr key={line.tag}>
                  <th scope="row">
                    {line.tag} {line.chatters && <b class="amber">{t("shift.chatters")}</b>}
                  </th>
                  <td class="digits">{line.count}</td>
                  <td class="digits">{number(100 * line.share)} %</td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
    </>
  );
}

type FigureName =
  | "opened"
  | "closed"
  | "false_alarms"
  | "missed"
  | "alarms"
  | "per_hour"
  | "peak"
  | "flood"
  | "standing";

function Figure({ name, value, bad }: { readonly name: FigureName; readonly value: string; readonly bad?: boolean }) {
  return (
    <div data-figure={name}>
      <dt class="second">{t(`shift.figure.${name}`)}</dt>
      <dd class={`digits ${bad ? "amber" : ""}`}>{value}</dd>
    </div>
  );
}
