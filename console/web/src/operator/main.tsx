import { isSettled } from "../outbox/queue";
import { startPage } from "../parts/page";
import { guardLeaving } from "../session/leaving";
import type { Desk } from "./desk/desk";
import { listenToKeys } from "./desk/keyboard";
import { openDesk } from "./desk/open_desk";
import { isWriting } from "./desk/writing";
import { Operator } from "./Operator";
import { Status } from "./status/Status";

/** Nobody writes, nothing rings or waits for its answer, and every open incident is in somebody's hand. */
function isQuiet({ step, pane, bell, counts, pressed }: Desk): boolean {
  const writes = step.value !== null || isWriting({ step, pane });
  const waits = pressed.entries.value.some((entry) => !isSettled(entry));
  return !writes && !waits && bell.ring.value.sound === null && counts.value.not_taken.count === 0;
}

startPage({
  name: "operator",
  open: (session) => {
    const desk = openDesk(session);
    listenToKeys(desk);
    // On watch nobody leaves by a slip: whoever watches is told by this window.
    guardLeaving(() => ["on", "suspended"].includes(desk.bell.armed.peek()));
    return desk;
  },
  status: (_, desk) => <Status desk={desk} />,
  quiet: isQuiet,
  show: (_, desk) => <Operator desk={desk} />,
});
