/** What acts next by itself, and the person's hand on it: ladders held and resumed, proposals accepted or refused. */

import { nextRungs } from "../../derived/ladder";
import { lookEndsAt } from "../../derived/look";
import { clockText, ordersOf } from "../../derived/targets";
import { unitName } from "../../incidents/list/row";
import { useOwnState } from "../../incidents/own_state";
import { reasonWord } from "../../incidents/reason_words";
import { t } from "../../language/language";
import { triggerWord, wireWord } from "../../language/wire_words";
import { Button } from "../../parts/Button";
import type { Incident, Proposal } from "../../wire/generated";
import { useDesk } from "../desk/desk";
import { gradeBefore } from "../desk/opposites";

const SHOWN = 3;

export function Next({ incident }: { readonly incident: Incident }) {
  const desk = useDesk();
  const { record } = desk;
  record.clock.second.value; // counts down once a second
  const state = useOwnState(record.state, incident.id);
  const now = record.clock.now() ?? 0;
  const rungs = nextRungs(state, incident).slice(0, SHOWN);
  const held = ordersOf(state, incident).filter((each) => each.held && each.ending === null);
  const lookEnds = lookEndsAt(state, incident);
  const proposals = [...state.proposals.values()].filter((each) => each.incident === incident.id);
  return (
    <section>
      <h3>{t("detail.next")}</h3>
      {rungs.length + held.length + proposals.length === 0 &&
        incident.grade_proposed_because === null &&
        lookEnds === null && <p class="second">{t("detail.next_none")}</p>}
      <ul class="next">
        {lookEnds !== null && (
          <li>
            <span class="digits">{t("detail.next_look", { time: clockText(Math.max(0, lookEnds - now)) })}</span>
          </li>
        )}
        {incident.grade_proposed_because !== null && <GradeProposed incident={incident} />}
        {rungs.map(({ assignment, rung, number, dueAt }) => {
          const action = wireWord("action", rung.action);
          const unit = unitName(state, assignment.unit);
          const why = triggerWord(rung.trigger);
          const soon = dueAt > now;
          return (
            <li key={`${assignment.id}/${number}`}>
              <span class="digits">
                {soon
                  ? t("detail.next_rung", { time: clockText(dueAt - now), action, unit, why })
                  : t("detail.next_now", { action, unit, why })}
              </span>
              {desk.mayAct && (
                <Button onClick={() => void desk.press({ type: "ladder.hold", assignment: assignment.id })}>
                  {t("detail.hold")}
                </Button>
              )}
            </li>
          );
        })}
        {held.map((order) => (
          <li key={order.id}>
            <span>{t("detail.held", { unit: unitName(state, order.unit) })}</span>
            {desk.mayAct && (
              <Button onClick={() => void desk.press({ type: "ladder.resume", assignment: order.id })}>
                {t("detail.resume")}
              </Button>
            )}
          </li>
        ))}
        {proposals.map((proposal) => (
          <Proposed key={proposal.id} proposal={proposal} now={now} />
        ))}
      </ul>
    </section>
  );
}

/** A rule finds a higher grade; it holds once a person gives it. */
function GradeProposed({ incident }: { readonly incident: Incident }) {
  const desk = useDesk();
  const grade = incident.grade_proposed;
  const why = reasonWord(incident.grade_proposed_because, "", desk.record.state.peek());
  return (
    <li>
      <span>{t("detail.grade_proposed", { grade, why })}</span>
      {desk.mayAct && (
        <>
          <Button
            onClick={() => void desk.press({ type: "incident.grade", incident: incident.id, grade }, gradeBefore)}
          >
            {t("detail.accept")}
          </Button>
          <Button
            onClick={() => void desk.press({ type: "incident.grade", incident: incident.id, grade: incident.grade })}
          >
            {t("detail.refuse")}
          </Button>
        </>
      )}
    </li>
  );
}

function Proposed({ proposal, now }: { readonly proposal: Proposal; readonly now: number }) {
  const desk = useDesk();
  const time = clockText(Math.max(0, Date.parse(proposal.due_at) - now));
  return (
    <li>
      <span class="digits">{t("detail.proposal", { time, gain: clockText(proposal.gain_s * 1000) })}</span>
      {desk.mayAct && (
        <>
          <Button onClick={() => void desk.press({ type: "dispatch.accept", proposal: proposal.id })}>
            {t("detail.accept")}
          </Button>
          <Button onClick={() => void desk.press({ type: "dispatch.refuse", proposal: proposal.id })}>
            {t("detail.refuse")}
          </Button>
        </>
      )}
    </li>
  );
}
