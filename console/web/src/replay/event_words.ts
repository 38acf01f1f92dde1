/** One event of the record in words, as a commander would say it. */

import { clockText } from "../derived/targets";
import type { State } from "../fold/state";
import { unitName } from "../incidents/list/row";
import { sceneWords } from "../incidents/scene_words";
import { clock } from "../language/format";
import { language, t } from "../language/language";
import { triggerWord, wireWord } from "../language/wire_words";
import type { AnyEvent, IncidentHandedOver, IncidentHandOverOffered } from "../wire/generated";
import { EVENT_TITLES } from "../wire/words.generated";

/** Return what happened, in a few words. A type without a sentence of its own has its title. */
export function eventWord(event: AnyEvent, state: State): string {
  return ofIncident(event, state) ?? ofOrder(event, state) ?? ofDrill(event) ?? ofHelp(event) ?? plain(event);
}

function ofIncident(event: AnyEvent, state: State): string | null {
  switch (event.type) {
    case "incident.opened":
      return t("event.incident.opened", { number: event.number });
    case "incident.taken":
      return t("event.incident.taken", { who: event.by.name });
    case "incident.graded":
      return t("event.incident.graded", { before: event.before, grade: event.grade });
    case "incident.grade_proposed":
      return t("event.incident.grade_proposed", { before: event.before, grade: event.grade });
    case "incident.noted":
      return t("event.incident.noted", { text: event.text || wireWord("personal", event.personal ?? "erased") });
    case "incident.hand_over_offered":
    case "incident.handed_over":
      return handOver(event, state);
    case "scene.reported":
      return t("event.scene.reported", {
        who: event.unit === null ? event.by.name : unitName(state, event.unit),
        scene: sceneWords(event.said),
      });
    case "incident.closed":
      return t("event.incident.closed", { reason: wireWord("close", event.reason) });
    case "incident.hub_away":
      return t("event.incident.hub_away", {
        from: clock(Date.parse(event.away_from)),
        until: clock(Date.parse(event.at)),
        why: wireWord("away", event.reason),
      });
    case "incident.erased":
      return t("event.incident.erased", { who: event.by.name, reason: event.reason });
    case "dispatch.shortfall":
      return t("event.dispatch.shortfall", { count: event.missing, why: wireWord("shortfall", event.why) });
    case "dispatch.forewarned":
      return t("event.dispatch.forewarned", { station: state.stations.get(event.station)?.name ?? event.station });
    default:
      return null;
  }
}

/** Who gives it or takes it, and what the scene was like. */
function handOver(event: IncidentHandOverOffered | IncidentHandedOver, state: State): string {
  const station = state.stations.get(event.station ?? "")?.name ?? event.by.name;
  const words = event.state === null ? "" : wireWord("scene_state", event.state);
  if (event.type === "incident.hand_over_offered")
    return t("event.incident.hand_over_offered", { who: station, words });
  const gone = event.personal === undefined ? null : wireWord("personal", event.personal);
  return t("event.incident.handed_over", { receiver: event.receiver || gone || station, words });
}

function ofOrder(event: AnyEvent, state: State): string | null {
  if (!("assignment" in event) || !("unit" in event) || event.type === "scene.reported") return null;
  const unit = unitName(state, event.unit);
  switch (event.type) {
    case "assignment.assigned":
      return t("event.assignment.assigned", { unit });
    case "target.warned":
      return event.percent === 0
        ? t("event.target.warned_late", { unit, time: clockText(1000 * (event.predicted_late_s ?? 0)) })
        : t("event.target.warned", { unit, target: wireWord("target", event.target) });
    case "target.missed":
      return t("event.target.missed", { unit, target: wireWord("target", event.target) });
    case "target.met":
      return (
        (event.late_ms === 0
          ? t("event.target.met", { unit, target: wireWord("target", event.target) })
          : t("event.target.met_late", {
              unit,
              target: wireWord("target", event.target),
              time: clockText(event.late_ms),
            })) + (event.heard_late_ms ? ` · ${t("reported_late")} +${clockText(event.heard_late_ms)}` : "")
      );
    case "ladder.climbed":
      return t("event.ladder", { action: wireWord("action", event.action), unit, why: triggerWord(event.trigger) });
    case "ladder.held":
    case "ladder.resumed":
      return t(`event.${event.type}`, { unit });
    default:
      return (
        t("event.assignment", { unit, what: wireWord("milestone", event.type.replace("assignment.", "")) }) +
        ("counts_from" in event && event.counts_from
          ? ` · ${t("reported_late")} ${clock(Date.parse(event.counts_from))}`
          : "")
      );
  }
}

function ofDrill(event: AnyEvent): string | null {
  switch (event.type) {
    case "drill.injected":
      return t("event.drill.injected", { text: event.inject.text || event.inject.id });
    case "drill.remarked":
      return t("event.drill.remarked", { text: event.text });
    default:
      return null;
  }
}

function ofHelp(event: AnyEvent): string | null {
  if (!("request" in event) || !("kind" in event)) return null;
  const name = "name" in event ? event.name : "";
  return [plain(event), wireWord("helper", event.kind), name].filter((each) => each !== "").join(" ");
}

function plain({ type }: AnyEvent): string {
  return EVENT_TITLES[type]?.[language.value] ?? type;
}
