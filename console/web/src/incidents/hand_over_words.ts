/** How far the hand-over of an incident is, in a line. */

import type { State } from "../fold/state";
import { clock } from "../language/format";
import { t } from "../language/language";
import { wireWord } from "../language/wire_words";
import type { Incident } from "../wire/generated";

/** Return who took it and when, else who offered it and when; null where nobody said anything yet. */
export function handOverLine(state: State, incident: Incident): string | null {
  const { handed_over_at, offered_at, offered_by, receiver_station, receiver, scene_state } = incident;
  const named = (id: string | null | undefined) => state.stations.get(id ?? "")?.name ?? id;
  const scene = scene_state === null ? "" : wireWord("scene_state", scene_state);
  if (handed_over_at !== null) {
    const who = receiver || named(receiver_station) || t("hand_over.brigade");
    return t("hand_over.taken", { who, scene, time: clock(Date.parse(handed_over_at)) });
  }
  if (offered_at === null) return null;
  const who = named(offered_by?.station) ?? offered_by?.name ?? "";
  return t("hand_over.offered", { who, scene, time: clock(Date.parse(offered_at)) });
}
