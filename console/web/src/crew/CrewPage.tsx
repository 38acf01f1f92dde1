/** One question per screen: people who were just woken decide badly. Which one it is follows from what is known. */

import { useEffect } from "preact/hooks";
import { AlertScreen } from "./alert/AlertScreen";
import { StandDownScreen } from "./alert/StandDownScreen";
import type { Crew } from "./crew";
import { NoLine } from "./NoLine";
import { CheckScreen } from "./watch/CheckScreen";
import { Rehearsal } from "./watch/Rehearsal";
import { WatchScreen } from "./watch/WatchScreen";

type Screen = "alert" | "stand_down" | "check" | "rehearsal" | "watch";

export function CrewPage({ crew }: { readonly crew: Crew }) {
  const screen = screenOf(crew);
  useEffect(() => {
    // The header keeps to one line while somebody is needed; see crew.css.
    document.documentElement.dataset.crew = screen;
    crew.guard.hold();
  }, [screen]);
  return (
    <div
      class="crew"
      data-screen={screen}
      data-ringing={crew.ringer.playing.value ?? "no"}
      data-held={crew.guard.held.value}
    >
      <NoLine crew={crew} />
      {screen === "watch" && <WatchScreen crew={crew} />}
      {screen === "rehearsal" && <Rehearsal crew={crew} />}
      {screen === "check" && <CheckScreen crew={crew} />}
      {screen === "stand_down" && <StandDownScreen crew={crew} />}
      {screen === "alert" && <AlertScreen crew={crew} />}
    </div>
  );
}

/** A call that nobody answered first; then what is over; then what goes on. */
function screenOf(crew: Crew): Screen {
  const alert = crew.current.value;
  const real = alert !== null && !alert.incident.exercise;
  const unread = crew.standingDown.unread.value;
  const [over] = unread;
  if (alert !== null && !alert.answered) return "alert";
  // A drill that ended for a real alarm is told of on the alarm's own screen.
  if (over !== undefined && !(real && unread.every((each) => each.incident.exercise))) return "stand_down";
  if (alert !== null) return "alert";
  if (crew.check.value !== null) return "check";
  return crew.rehearsing.value ? "rehearsal" : "watch";
}
