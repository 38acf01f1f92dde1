/** What a press on the scene says, and what asks further before anything is said. */

import type { SceneReport } from "../../wire/generated";

/** Whose word it is and of which incident is known. */
export type Saying = Omit<SceneReport, "type" | "incident" | "assignment" | "occurred_at">;

export type Topic = "trapped" | "got_out" | "hurt" | "want" | "lane" | "water" | "under_control" | "out" | "where";
