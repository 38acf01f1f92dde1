/** What this phone pressed: kept before it goes, and shown with its state. */

import { computed, type ReadonlySignal, signal } from "@preact/signals";
import type { Outbox } from "../outbox/outbox";
import { newId, openOwnOutbox } from "../outbox/own";
import type { Entry } from "../outbox/queue";
import type { LiveRecord } from "../record/live";
import type { Me } from "../session/session";
import type { AnyCommand } from "../wire/generated";

export class Presses {
  /** Everything pressed of late, oldest first. */
  readonly entries: ReadonlySignal<readonly Entry[]>;
  /** False where this browser keeps nothing: what is pressed without a line is lost, and the page says so. */
  readonly keeps = signal(true);
  private readonly outbox = signal<Outbox | null>(null);
  private readonly opening: Promise<Outbox | null>;

  constructor(
    private readonly record: Pick<LiveRecord, "clock" | "send" | "attach">,
    me: Me,
  ) {
    this.entries = computed(() => this.outbox.value?.entries.value ?? []);
    this.opening = openOwnOutbox(record, me, "all").then(
      (outbox) => {
        this.outbox.value = outbox;
        return outbox;
      },
      () => {
        this.keeps.value = false;
        return null;
      },
    );
  }

  async press(command: AnyCommand): Promise<void> {
    const outbox = await this.opening;
    if (outbox === null) this.record.send({ type: "command", id: newId(), command });
    else await outbox.press(command);
  }

  /** Put a refused act away: it was read. */
  async putAway(id: string): Promise<void> {
    await (await this.opening)?.discard(id);
  }
}
