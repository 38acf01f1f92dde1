/** A crew's page put together: the record, what was pressed, what the phone shows of it, and when it rings. */

import { computed, effect, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { EMPTY, type State } from "../fold/state";
import { placeWord } from "../language/wire_words";
import { newId } from "../outbox/own";
import { isSettled } from "../outbox/queue";
import { TapGuard } from "../parts/guard";
import { ownStream } from "../parts/page";
import { type LiveRecord, openLive } from "../record/live";
import type { Session } from "../session/session";
import type { Line } from "../stream/line";
import type { AnyEvent, Assignment, Check, Unit } from "../wire/generated";
import { askingBeside, currentOf, isAsking } from "./alert/showing";
import { crewClock, type SureClock } from "./clock";
import { Condition } from "./condition";
import { keepPicture, readPicture } from "./kept_picture";
import { type Noted, newsOf } from "./news";
import { followAlerts } from "./notify";
import { type Alert, alertsOf, isDone, markOf, ordersFor, type Step } from "./orders";
import { Presses } from "./presses";
import { Ringer } from "./ring/ringer";
import type { Sound } from "./ring/tones";
import { StandingDown } from "./standing_down";
import { ChosenUnits } from "./units";
import { type Mute, muteOf } from "./watch/mute";
import { type Need, Where } from "./where";

export class Crew {
  readonly record: LiveRecord;
  readonly clock: SureClock;
  /** What is known: the record's state, and before the hub has spoken what this phone kept. */
  readonly state: ReadonlySignal<State>;
  /** The same without waiting for a picture: what rings and what the hub is told by it; see `LiveRecord.heard`. */
  private readonly heardState: ReadonlySignal<State>;
  /** The time of the kept picture while that is what is shown; null where the record is live. */
  readonly keptAsOf: ReadonlySignal<number | null>;
  readonly presses: Presses;
  readonly units: ReadonlySignal<readonly Unit[]>;
  readonly speaksFor: ChosenUnits;
  readonly alerts: ReadonlySignal<readonly Alert[]>;
  /** The alert on the screen: what somebody works on or looks at, else the most urgent. */
  readonly current: ReadonlySignal<Alert | null>;
  /** A further order that asks beside the one on the screen. */
  readonly beside: ReadonlySignal<Alert | null>;
  readonly check: ReadonlySignal<Check | null>;
  /** The alerts by what was heard, before they are on the screen. */
  private readonly due: ReadonlySignal<readonly Alert[]>;
  /** Why this phone would not ring now; null: it would. */
  readonly mute: ReadonlySignal<Mute | null>;
  /** Incidents whose floor or place changed since somebody last pressed anything. */
  readonly moved = signal<ReadonlySet<string>>(new Set());
  readonly standingDown: StandingDown;
  readonly ringer = new Ringer();
  readonly condition: Condition;
  readonly where: Where;
  readonly guard = new TapGuard();
  /** Whether somebody has begun the watch on this phone. */
  readonly begun: Signal<boolean> = signal(false);
  /** The check before a shift rings: to be heard, or with the screen of an alert. */
  readonly testing: Signal<boolean> = signal(false);
  readonly rehearsing: Signal<boolean> = signal(false);
  /** What somebody has said in the check before a shift: what a page cannot find out by itself. */
  readonly heard: Signal<boolean> = signal(false);
  readonly savingOff: Signal<boolean> = signal(false);
  readonly rehearsed: Signal<boolean> = signal(false);
  /** What was written for all since somebody last looked, the newest last. */
  readonly unreadNotes = signal<readonly Noted[]>([]);
  /** The alert that keeps the screen: somebody answered it there, or picked it. */
  private readonly held = signal<string | null>(null);
  /** Alerts that were put aside, and how often the centre had called by then. */
  private readonly aside = signal<ReadonlyMap<string, number>>(new Map());

  constructor(readonly session: Session) {
    const { me } = session;
    const kept = readPicture(me);
    this.record = openLive(ownStream(session));
    this.clock = crewClock(this.record.clock, kept?.aheadMs ?? 0);
    this.presses = new Presses({ ...bound(this.record), clock: this.clock }, me);
    this.state = computed(() => (hasCome(this.record) ? this.record.state.value : (kept?.state ?? EMPTY)));
    this.heardState = computed(() => (this.record.heard.value.seq > 0 ? this.record.heard.value : this.state.value));
    this.keptAsOf = computed(() => (hasCome(this.record) ? null : (kept?.asOf ?? null)));
    this.units = computed(() => unitsOf(this.state.value, me.station));
    this.speaksFor = new ChosenUnits(computed(() => unitsOf(this.heardState.value, me.station).map(({ id }) => id)));
    this.alerts = computed(() => alertsOf(this.state.value, this.speaksFor.of(), this.presses.entries.value));
    this.due = computed(() => alertsOf(this.heardState.value, this.speaksFor.of(), this.presses.entries.value));
    this.current = computed(() => currentOf(this.alerts.value, this.held.value));
    this.beside = computed(() => askingBeside(this.alerts.value, this.current.value, this.aside.value));
    this.check = computed(() => this.checkIn(this.state.value));
    this.mute = computed(() => muteOf(this.line.value.state === "ok", this.ringer.armed.value));
    this.standingDown = new StandingDown(me.station);
    this.condition = new Condition(this.record, this.ringer.armed);
    const positioned = computed(() =>
      positionedBy(this.alerts.value, this.speaksFor.of(), this.state.value, this.begun.value),
    );
    this.where = new Where({
      units: computed(() => positioned.value.units),
      need: computed(() => positioned.value.need),
      battery: this.condition.battery,
      open: () => this.line.peek().open,
      now: () => new Date(this.clock.now()).toISOString(),
      send: (command) => this.record.send({ type: "command", id: newId(), command }),
    });
    this.record.onEvent(({ event, late }) => this.hear(event, late));
    effect(() => this.keep());
    this.watchChanges();
    this.ringByItself();
    this.sayDelivered();
    this.armByAnyTap();
    followAlerts({ alerts: this.due, condition: this.condition, state: this.heardState });
  }

  get line(): ReadonlySignal<Line> {
    return this.record.line;
  }

  /** Whether nobody is called or told anything, and nothing that was pressed waits for its answer. */
  get quiet(): boolean {
    const called =
      this.due.value.length > 0 || this.current.value !== null || this.checkIn(this.heardState.value) !== null;
    const waiting = this.presses.entries.value.some((entry) => !isSettled(entry));
    return !called && !waiting && this.standingDown.unread.value.length === 0 && this.ringer.playing.value === null;
  }

  /** Say a step for each of these orders that it was not said of yet. */
  say(orders: readonly Assignment[], step: Step, reason?: string): void {
    for (const { id } of ordersFor(orders, step, this.presses.entries.peek())) {
      const said = { assignment: id };
      if (step === "decline") void this.presses.press({ type: "assignment.decline", ...said, reason: reason ?? null });
      else void this.presses.press({ type: `assignment.${step}`, ...said });
    }
    this.moved.value = new Set();
    if (orders.some((order) => !order.exercise)) this.standingDown.forgetDrills();
  }

  /** Begin the watch: let it sound, and keep the screen on. Belongs into a tap. */
  async beginWatch(): Promise<void> {
    await this.ringer.arm();
    this.begun.value = true;
    await this.condition.keepScreenOn();
  }

  /** What the station's people call a unit: its name without their own station's. */
  unitWord(id: string): string {
    const { units, assignments } = this.state.value;
    const told = () => [...assignments.values()].find((each) => each.unit === id)?.unit_name;
    const name = units.get(id)?.name || told() || id;
    const own = this.session.me.station_name ?? "";
    return name.startsWith(own) && name.length > own.length ? name.slice(own.length).trim() : name;
  }

  /** Somebody has read what was written of an incident. */
  readNotes(of: string): void {
    this.unreadNotes.value = this.unreadNotes.peek().filter(({ incident }) => incident.id !== of);
  }

  /** Look at one of several alerts. */
  pick(incident: string): void {
    this.held.value = incident;
    this.guard.hold();
  }

  /** Let a further order wait: it is quiet until the centre calls again, and stays among the others. */
  putAside({ incident, calls }: Alert): void {
    this.aside.value = new Map([...this.aside.peek(), [incident.id, calls]]);
  }

  private endedHere(order: Assignment): boolean {
    const pressed = this.presses.entries.peek();
    return (["release", "decline"] as const).some((step) => isDone(markOf(order, step, pressed)));
  }

  private checkIn({ checks }: State): Check | null {
    return [...checks.values()].find((each) => !this.isAnswered(each)) ?? null;
  }

  private isAnswered({ id }: Check): boolean {
    return this.presses.entries.value.some(
      ({ command, state }) => command.type === "check.answer" && command.check === id && state !== "refused",
    );
  }

  /** At half time and at a fifth the phone sounds, even where somebody is on the way: no console does. */
  private hear(event: AnyEvent, late: boolean): void {
    this.standingDown.hear(event);
    if (event.type === "target.warned" && !late && this.speaksFor.of().has(event.unit)) this.ringer.once("notice");
  }

  /** At the end of a tap and not before: the word that the phone is silent goes, and must not move what is under it. */
  private armByAnyTap(): void {
    for (const kind of ["click", "keyup"]) {
      addEventListener(kind, () => {
        if (!this.ringer.armed.peek()) void this.ringer.arm();
      });
    }
  }

  private keep(): void {
    if (!hasCome(this.record)) return;
    const state = this.record.state.value;
    const asOf = this.clock.now();
    keepPicture(this.session.me, { state, asOf, aheadMs: asOf - Date.now() });
  }

  private watchChanges(): void {
    let before = this.state.peek();
    let shown = this.current.peek()?.incident.id;
    effect(() => {
      const after = this.state.value;
      const { ended, moved, noted } = newsOf(before, after, this.speaksFor.of(), ({ place }, { buildings }) =>
        placeWord(place, buildings),
      );
      before = after;
      this.hearNotes(noted);
      this.standingDown.put(ended.filter(({ order }) => !this.endedHere(order)));
      if (moved.length > 0) {
        this.moved.value = new Set([...this.moved.peek(), ...moved]);
        this.ringer.once("notice");
      }
    });
    effect(() => {
      const now = this.current.value;
      if (now?.incident.id !== shown) this.guard.hold();
      shown = now?.incident.id;
      if (now?.answered === true) this.held.value = now.incident.id;
    });
    effect(() => {
      if (this.beside.value !== null) this.guard.hold();
    });
  }

  /** What others write for everybody, an inject of a drill too, is said aloud and stands on top until it was read. */
  private hearNotes(noted: readonly Noted[]): void {
    const fresh = noted.filter(({ note }) => note.by.name !== this.session.me.name);
    if (fresh.length === 0) return;
    this.unreadNotes.value = [...this.unreadNotes.peek(), ...fresh];
    this.ringer.once("notice");
  }

  private ringByItself(): void {
    effect(() => {
      const wanted = this.wantedSound();
      this.ringer.ring(wanted ?? (this.testing.value || this.rehearsing.value ? "alarm" : null));
    });
  }

  private wantedSound(): Sound | null {
    const unanswered = this.due.value.filter((alert) => isAsking(alert, this.aside.value));
    if (unanswered.some((alert) => !alert.incident.exercise)) return "alarm";
    if (unanswered.length > 0) return "drill";
    return this.standingDown.unread.value.length > 0 || this.checkIn(this.heardState.value) !== null ? "notice" : null;
  }

  /** The centre counts an order as delivered once a page that is looked at, or rings, has it: no picture is waited for. */
  private sayDelivered(): void {
    effect(() => {
      const reachable = this.ringer.armed.value || !this.condition.hidden.value;
      const fresh = this.due.value.some(({ orders }) =>
        orders.some((order) => !order.delivered_to.includes(this.session.me.name)),
      );
      if (reachable && fresh && this.line.value.open) this.record.seen();
    });
  }
}

function hasCome(record: LiveRecord): boolean {
  return record.state.value.seq > 0;
}

function bound(record: LiveRecord): Pick<LiveRecord, "send" | "attach"> {
  return { send: record.send, attach: record.attach };
}

function unitsOf(state: State, station: string | null): readonly Unit[] {
  const own = [...state.units.values()].filter((unit) => unit.station === station);
  return own.sort((one, other) => (one.id < other.id ? -1 : 1));
}

/** Which units' whereabouts this phone tells, and how closely: those under way; one that waits, where it is the only one. */
function positionedBy(
  alerts: readonly Alert[],
  units: ReadonlySet<string>,
  { off_duty }: State,
  begun: boolean,
): { readonly units: readonly string[]; readonly need: Need } {
  const under = alerts.flatMap(({ orders }) =>
    orders.filter((each) => each.en_route_at !== null && each.on_scene_at === null),
  );
  if (under.length > 0) return { units: [...new Set(under.map(({ unit }) => unit))], need: "close" };
  const waiting = [...units].filter((unit) => off_duty.get(unit) === undefined);
  return begun && waiting.length === 1 ? { units: waiting, need: "coarse" } : { units: [], need: "off" };
}
