/**
 * The stretches as bars on one scale with round ticks: full to the median, half to p90, a line to p99. Median and p90
 * stand beside each bar; the table below has the rest.
 */

import { t } from "../../language/language";
import { seconds } from "../words";
import "./figures.css";
import { longest, type Spread, ticksOf } from "./month";
import { stretchWords } from "./stretch";

const WIDTH = 1000;
const HEIGHT = 16;

export function SpreadBars({ of }: { readonly of: readonly Spread[] }) {
  if (of.length === 0) return null;
  const ticks = ticksOf(longest(of));
  const scale = WIDTH / (ticks.at(-1) ?? 1);
  const lines = ticks.map((tick) => <rect key={tick} class="tick" x={tick * scale - 1} width="2" height={HEIGHT} />);
  return (
    <figure class="bars">
      <figcaption class="second">{t("figures.legend")}</figcaption>
      {of.map((each) => (
        <div key={`${each.start} ${each.end}`} class="bar">
          <span class="second">{stretchWords(each)}</span>
          <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
            {lines}
            <rect class="p99" y="7" height="2" width={(each.p99_ms ?? 0) * scale} />
            <rect class="p90" y="3" height="10" width={(each.p90_ms ?? 0) * scale} />
            <rect class="p50" y="0" height={HEIGHT} width={(each.p50_ms ?? 0) * scale} />
          </svg>
          <span class="digits">
            {seconds(each.p50_ms)} <span class="second">/ {seconds(each.p90_ms)}</span>
          </span>
        </div>
      ))}
      <div class="bar" aria-hidden="true">
        <span class="second">{t("figures.axis")}</span>
        <span class="axis second digits">
          {ticks.map((tick) => (
            <span key={tick} style={{ left: `${(tick * scale * 100) / WIDTH}%` }}>
              {tick / 1000}
            </span>
          ))}
        </span>
      </div>
    </figure>
  );
}
