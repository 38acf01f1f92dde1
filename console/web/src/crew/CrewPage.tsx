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

/** Who has an order looks at it, and is told there of others that ended; else what is over, then a check of the post. */
function screenOf(crew: Crew): Screen {
  if (crew.current.value !== null) return "alert";
  if (crew.standingDown.unread.value.length > 0) return "stand_down";
  if (crew.check.value !== null) return "check";
  return crew.rehearsing.value ? "rehearsal" : "watch";
}
