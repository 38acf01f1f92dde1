/** A crew's way to its arrival, planned above actual, leg by leg, and in one sentence what made it late. */

import { clockText } from "../../derived/targets";
import { type Leg, type Waterfall, waterfallOf } from "../../derived/waterfall";
import { t } from "../../language/language";
import type { Assignment } from "../../wire/generated";
import "./waterfall.css";

const WIDTH = 1000;

interface Props {
  readonly order: Assignment;
  readonly now: number;
}

export function WaterfallView({ order, now }: Props) {
  const found = waterfallOf(order, now);
  const { legs: planned } = order;
  if (planned === null && found.late_ms === null) return null;
  const plan = planned === null ? [] : partsOf(planned);
  const actual = found.legs.map(({ name, actual_ms }) => ({ name, ms: actual_ms ?? 0 }));
  const longest = Math.max(1, sum(plan), sum(actual));
  return (
    <div class="waterfall">
      {(["planned", "actual"] as const).map((which) => (
        <div key={which} class="waterfall-row">
          <span class="second">{t(`waterfall.${which}`)}</span>
          <svg viewBox={`0 0 ${WIDTH} 10`} preserveAspectRatio="none" aria-hidden="true">
            {placed(which === "planned" ? plan : actual, longest).map(({ name, x, width }) => (
              <rect key={name} class={`${which} ${name}`} x={x} y="0" width={Math.max(0, width - 3)} height="10" />
            ))}
          </svg>
          <span class="digits">{clockText(sum(which === "planned" ? plan : actual))}</span>
        </div>
      ))}
      <p class="second digits">{found.legs.map(legWord).join(" · ")}</p>
      {found.late_ms !== null && <p class="red why-late">{whyLate(found)}</p>}
    </div>
  );
}

/** In one sentence why a crew was, or is, late; empty where it is not. */
export function whyLate(found: Waterfall): string {
  if (found.late_ms === null) return "";
  const late = clockText(found.late_ms);
  if (found.causes.length === 0) return t("waterfall.late", { late });
  const causes = found.causes.map(({ name, lost_ms: lost, planned_ms: planned, actual_ms: actual }) =>
    t(`waterfall.lost.${name}`, {
      lost: clockText(lost),
      planned: planned === null ? "—" : clockText(planned),
      actual: actual === null ? "—" : clockText(actual),
    }),
  );
  return t("waterfall.late_because", { late, causes: causes.join(t("waterfall.and")) });
}

/** The leg that lost most, and how much, where there is one. */
export function causeInShort({ causes: [first] }: Waterfall): string {
  return first === undefined ? "" : `${t(`waterfall.leg.${first.name}`)} +${clockText(first.lost_ms)}`;
}

interface Part {
  readonly name: string;
  readonly ms: number;
}

function partsOf(legs: NonNullable<Assignment["legs"]>): Part[] {
  return [
    { name: "turnout", ms: legs.turnout_s * 1000 },
    { name: "road", ms: legs.road_s * 1000 },
    { name: "entrance", ms: legs.entrance_s * 1000 },
    { name: "stairs", ms: legs.storeys_s * 1000 },
  ];
}

function sum(parts: readonly Part[]): number {
  return parts.reduce((all, { ms }) => all + ms, 0);
}

function placed(parts: readonly Part[], longest: number): { name: string; x: number; width: number }[] {
  let x = 0;
  return parts.map(({ name, ms }) => {
    const width = (ms / longest) * WIDTH;
    const part = { name, x, width };
    x += width;
    return part;
  });
}

function legWord({ name, planned_ms: planned, actual_ms: actual }: Leg): string {
  const took = actual === null ? "—" : clockText(actual);
  const of = planned === null ? "" : ` / ${clockText(planned)}`;
  return `${t(`waterfall.leg.${name}`)} ${took}${of}`;
}
