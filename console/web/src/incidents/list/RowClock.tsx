/** What a row says of time: that nobody comes, and since when, or else which promise runs and how much of it is left. */

import { shownTarget } from "../../derived/shown_clock";
import { clockText } from "../../derived/targets";
import type { Rank } from "../../derived/urgency";
import type { State } from "../../fold/state";
import { t } from "../../language/language";
import { wireWord } from "../../language/wire_words";
import type { Incident } from "../../wire/generated";
import { useBoard } from "../board";
import { NotLive, TargetBar } from "./TargetBar";

interface Props {
  readonly state: State;
  readonly incident: Incident;
  readonly rank: Rank;
}

export function RowClock({ state, incident, rank }: Props) {
  const { record, line } = useBoard();
  record.clock.second.value; // painted once a second
  const now = record.clock.now() ?? 0;
  if (rank.nobodySince !== null) {
    if (line.value.state === "lost") return <NotLive />;
    const time = clockText(Math.floor(Math.max(0, now - rank.nobodySince) / 1000) * 1000);
    return (
      <span class="bar loud nobody" data-state="nobody">
        <span class="words digits">
          ■ {t(`bar.${rank.coming === "unanswered" ? "unanswered" : "nobody"}`, { time })}
        </span>
      </span>
    );
  }
  const target = shownTarget(state, incident, rank.clock, now);
  const mode = state.assignments.get(rank.clock?.order ?? "")?.mode;
  return (
    <TargetBar
      target={target}
      loud={rank.glyph === "late"}
      whose={mode === undefined ? undefined : wireWord("mode", mode)}
      named
    />
  );
}
