/** Turns the pages of a long table, and says which rows are shown of how many. */

import { number } from "../../language/format";
import { t } from "../../language/language";
import { Button } from "../../parts/Button";

interface Props {
  readonly caption: string;
  readonly first: number;
  readonly last: number;
  readonly all: number;
  readonly turn: (by: number) => void;
}

export function Pager({ caption, first, last, all, turn }: Props) {
  return (
    <nav class="pager" aria-label={t("table.pages", { table: caption })}>
      <Button disabled={first === 1} onClick={() => turn(-1)}>
        {t("table.back")}
      </Button>
      <span class="digits" role="status">
        {t("table.range", { first: number(first), last: number(last), all: number(all) })}
      </span>
      <Button disabled={last === all} onClick={() => turn(1)}>
        {t("table.on")}
      </Button>
    </nav>
  );
}
