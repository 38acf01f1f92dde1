/** One drill's sheet: how it stands, what can be done now, how it went. It prints as it is. */

import { Printer } from "lucide";
import { moment } from "../../language/format";
import { t } from "../../language/language";
import { Button } from "../../parts/Button";
import { useFetched } from "../fetched";
import { Answer } from "../parts/Answer";
import { Tiles } from "../parts/Tiles";
import { addressOf } from "../route";
import { named } from "../words";
import { Attendance } from "./Attendance";
import { DrillActs } from "./DrillActs";
import { stateWord } from "./DrillState";
import { Objectives, Orders, Story } from "./DrillTables";
import { Facts } from "./Facts";
import { RemarkForm } from "./RemarkForm";
import type { DrillRecord } from "./record";

export function DrillSheet({ id }: { readonly id: string }) {
  const path = `/api/v1/drills/${encodeURIComponent(id)}`;
  const record = useFetched<DrillRecord>(path, ["drill.", "assignment.", "target."]);
  return (
    <>
      <p>
        <a href={addressOf("drills")}>← {t("drills.all")}</a>
      </p>
      <Answer to={record}>{(answer) => <Sheet of={answer} />}</Answer>
    </>
  );
}

function Sheet({ of }: { readonly of: DrillRecord }) {
  const over = of.state === "signed_off" || of.state === "cancelled";
  return (
    <article class="drill framed" aria-labelledby="drill-name">
      <div class="sheet">
        <h2 id="drill-name">
          {t("drill")} · {of.plan.name}
        </h2>
        <Tiles
          tiles={[
            {
              name: t("col.state"),
              value: named("drill_state", stateWord(of)),
              tone: of.broken_off ? "amber" : undefined,
            },
            { name: t("drills.kind"), value: named("drill_kind", of.plan.kind) },
            { name: t("drills.when"), value: at(of.started_at ?? of.starts_at) },
            { name: t("drills.score"), value: of.score.percent === null ? "—" : `${of.score.percent}%` },
            { name: t("drills.trained"), value: String(of.trained.length) },
          ]}
        />
        {of.broken_off && <p class="state limited">▲ {t("drills.broken_note")}</p>}
        <Facts of={of} />
        <DrillActs of={of} />
        <Objectives of={of} />
        {!over && of.started_at !== null && <RemarkForm of={of} />}
        {of.started_at !== null && <Attendance of={of} editable={!over} />}
        <Orders of={of} />
        <Story of={of} />
        {of.signed !== null && (
          <p>
            {t("drills.signed_by", { who: of.signed.by, time: at(of.signed.at) })} {of.signed.note}
            {of.signed.differs && <strong class="late"> ■ {t("drills.differs")}</strong>}
          </p>
        )}
        <p class="second digits">{t("drills.head", { head: of.head })}</p>
        <p class="acts">
          <Button icon={Printer} onClick={() => print()}>
            {t("print")}
          </Button>
        </p>
      </div>
    </article>
  );
}

function at(instant: string | null): string {
  return instant === null ? "—" : moment(Date.parse(instant));
}
