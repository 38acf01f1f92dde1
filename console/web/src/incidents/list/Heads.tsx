/** Heads of the list's stretches: a group of a flood, a shelved source, the drills. A press folds and unfolds. */

import { Pause } from "lucide";
import { clockText } from "../../derived/targets";
import { t } from "../../language/language";
import { Button } from "../../parts/Button";
import { Icon } from "../../parts/Icon";
import { useBoard } from "../board";
import { toggle } from "./list";
import type { Head } from "./sections";

export function SectionHead({ of }: { readonly of: Head }) {
  switch (of.kind) {
    case "group":
      return <GroupHead of={of} />;
    case "shelf":
      return <ShelfHead of={of} />;
    case "drills":
      return <DrillHead count={of.count} />;
  }
}

function GroupHead({ of: { group } }: { readonly of: Extract<Head, { kind: "group" }> }) {
  const { list, record } = useBoard();
  const { key, kind, of, ids } = group;
  const name =
    kind === "building" ? (record.state.peek().buildings.get(of)?.name ?? of) : t("flood.zone", { zone: of });
  return (
    <div class="section-head group" data-group={key}>
      <span class="told">
        <b>{name}</b>
        <span class="second">{t("flood.group", { count: ids.length })}</span>
      </span>
      <Fold open={list.unfolded.value.has(key)} onToggle={() => toggle(list, key)} />
    </div>
  );
}

/** A shelved source is a row of its own, also while it is silent: what is set aside is never out of sight. */
function ShelfHead({ of: { shelf: rows } }: { readonly of: Extract<Head, { kind: "shelf" }> }) {
  const { list, record, unshelve } = useBoard();
  record.clock.second.value;
  const { shelf, ids, key } = rows;
  const leftMs = Math.max(0, Date.parse(shelf.until) - (record.clock.now() ?? Date.parse(shelf.at)));
  return (
    <div class="section-head shelf" data-shelf={shelf.source}>
      <span class="told">
        <span class="one-line">
          <b>
            <Icon of={Pause} size={16} /> {t("shelf.title", { source: shelf.source })}
          </b>
          <span class="digits" data-count={ids.length}>
            {t("shelf.count", { count: ids.length })}
          </span>
          <span class="second digits">{t("shelf.left", { time: clockText(leftMs) })}</span>
        </span>
        <span class="second one-line">{t("shelf.by", { who: shelf.by.name, reason: shelf.reason })}</span>
      </span>
      {ids.length > 0 && <Fold open={list.unfolded.value.has(key)} onToggle={() => toggle(list, key)} />}
      {unshelve !== undefined && <Button onClick={() => unshelve(shelf.source)}>{t("shelf.lift")}</Button>}
    </div>
  );
}

function DrillHead({ count }: { readonly count: number }) {
  const { hideDrills } = useBoard();
  return (
    <div class="section-head drill-head drill">
      <b class="violet">{t("list.drills", { count })}</b>
      <Fold
        open={!hideDrills.value}
        onToggle={() => {
          hideDrills.value = !hideDrills.peek();
        }}
      />
    </div>
  );
}

function Fold({ open, onToggle }: { readonly open: boolean; readonly onToggle: () => void }) {
  return (
    <Button aria-expanded={open} onClick={onToggle}>
      {t(open ? "list.hide_drills" : "list.show_drills")}
    </Button>
  );
}
