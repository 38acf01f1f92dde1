/** A station's shares of kept promises, drill by drill, as a small line; the last value stands beside it in figures. */

import { t } from "../../language/language";

const WIDTH = 72;
const HEIGHT = 20;

export function Spark({ values }: { readonly values: readonly number[] }) {
  const last = values.at(-1);
  if (last === undefined) return <>—</>;
  const step = values.length > 1 ? WIDTH / (values.length - 1) : 0;
  const points = values.map((value, place) => `${place * step},${HEIGHT - 2 - (value / 100) * (HEIGHT - 4)}`);
  return (
    <span class="spark">
      {values.length > 1 && (
        <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} width={WIDTH} height={HEIGHT} aria-hidden="true">
          <polyline points={points.join(" ")} />
        </svg>
      )}
      <span class="digits">{Math.round(last)}%</span>
      <span class="unseen">
        {t("ledger.all_shares", { shares: values.map((each) => `${Math.round(each)}%`).join(" ") })}
      </span>
    </span>
  );
}
