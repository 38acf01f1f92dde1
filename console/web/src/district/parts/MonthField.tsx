/** A month to look at. */

import { monthOf } from "../../language/format";
import { t } from "../../language/language";

interface Props {
  readonly value: string;
  readonly onPick: (month: string) => void;
}

export function MonthField({ value, onPick }: Props) {
  return (
    <div class="fields">
      <label>
        {t("month")}
        <input
          type="month"
          value={value}
          onChange={(event) => {
            if (event.currentTarget.value !== "") onPick(event.currentTarget.value);
          }}
        />
      </label>
    </div>
  );
}

/** The month that it is in the district now, as `2026-11`. */
export function thisMonth(): string {
  return monthOf(Date.now());
}

/** The months up to and with this one, the oldest first. */
export function monthsUntil(month: string, count: number): string[] {
  const [year = 0, number = 1] = month.split("-").map(Number);
  return Array.from({ length: count }, (_, place) => {
    const at = year * 12 + number - 1 - (count - 1 - place);
    return `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, "0")}`;
  });
}
