/** The stretches as bars on one scale: full to the median, half to p90, a line to p99. The table below has the figures. */

import { t } from "../../language/language";
import { seconds } from "../words";
import "./figures.css";
import { longest, type Spread } from "./month";
import { stretchWords } from "./stretch";

const WIDTH = 1000;
const HEIGHT = 16;

export function SpreadBars({ of }: { readonly of: readonly Spread[] }) {
  if (of.length === 0) return null;
  const scale = WIDTH / longest(of);
  return (
    <figure class="bars">
      <figcaption class="second">{t("figures.legend", { longest: seconds(longest(of)) })}</figcaption>
      {of.map((each) => (
        <div key={`${each.start} ${each.end}`} class="bar">
          <span class="second">{stretchWords(each)}</span>
          <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
            <rect class="p99" y="7" height="2" width={(each.p99_ms ?? 0) * scale} />
            <rect class="p90" y="3" height="10" width={(each.p90_ms ?? 0) * scale} />
            <rect class="p50" y="0" height={HEIGHT} width={(each.p50_ms ?? 0) * scale} />
          </svg>
        </div>
      ))}
    </figure>
  );
}
