/**
 * Where this phone is, told to the centre: closely while on the way, coarsely while waiting, not at all off duty or where
 * somebody switched it off. A battery that runs low is asked less. It goes while there is a line and is never kept: where
 * a crew was a minute ago helps nobody.
 */

import { effect, type ReadonlySignal, signal } from "@preact/signals";
import { kept } from "../storage/kept";
import type { AnyCommand } from "../wire/generated";
import type { Charge } from "./condition";

/** `close`: on an order · `coarse`: waiting on duty · `off`: nothing is sent. */
export type Need = "close" | "coarse" | "off";

/** `refused`: the phone may not tell; `unknown`: it cannot find out; `silent`: nothing was asked of it yet. */
export type Sent = "silent" | "sent" | "refused" | "unknown";

interface Told {
  readonly lon: number;
  readonly lat: number;
  readonly at: number;
}

export interface Asked {
  /** The units that this phone speaks for and that need it now. */
  readonly units: ReadonlySignal<readonly string[]>;
  readonly need: ReadonlySignal<Need>;
  readonly battery: ReadonlySignal<Charge | null>;
  readonly open: () => boolean;
  readonly now: () => string;
  readonly send: (command: AnyCommand) => void;
}

export const CLOSE_MS = 10_000;
export const SPARING_MS = 60_000;
export const COARSE_MS = 300_000;
export const MOVED_M = 25;
/** Waiting, a phone tells in which hundred metres it is, and not in which house. */
export const COARSE_M = 100;

const LOW = 0.2;
const METRES_PER_DEGREE = 111_320;

export class Where {
  /** Whether somebody lets this phone tell; kept by the browser. */
  readonly allowed = signal(true);
  readonly sent = signal<Sent>("silent");
  /** When the last position went, in milliseconds since 1970; null: none yet. */
  readonly lastAt = signal<number | null>(null);
  private readonly keeping = kept("position", ["on", "off"] as const, "on");
  private told: Told | null = null;
  private watching: number | null = null;
  private timer: ReturnType<typeof setInterval> | undefined;

  constructor(private readonly asked: Asked) {
    this.allowed.value = this.keeping.read() === "on";
    effect(() => this.follow(this.allowed.value ? asked.need.value : "off"));
  }

  allow(yes: boolean): void {
    this.allowed.value = yes;
    this.keeping.write(yes ? "on" : "off");
  }

  private follow(need: Need): void {
    this.stop();
    if (need === "off" || !("geolocation" in navigator)) {
      this.sent.value = need === "off" ? "silent" : "unknown";
      return;
    }
    this.told = null;
    if (need === "close") {
      const options = { enableHighAccuracy: true, maximumAge: 5000 };
      this.watching = navigator.geolocation.watchPosition(this.close, this.failed, options);
      return;
    }
    const ask = () =>
      navigator.geolocation.getCurrentPosition(this.coarse, this.failed, {
        maximumAge: COARSE_MS,
        timeout: SPARING_MS,
      });
    ask();
    this.timer = setInterval(ask, COARSE_MS);
  }

  private stop(): void {
    if (this.watching !== null) navigator.geolocation.clearWatch(this.watching);
    this.watching = null;
    clearInterval(this.timer);
  }

  private readonly close = ({ coords }: GeolocationPosition): void => {
    const { longitude: lon, latitude: lat, accuracy } = coords;
    const now = Date.now();
    if (this.told !== null) {
      const every = sparing(this.asked.battery.peek()) ? SPARING_MS : CLOSE_MS;
      if (now - this.told.at < every && metres(this.told, lon, lat) < MOVED_M) return;
      if (now - this.told.at < every / 2) return;
    }
    this.say(lon, lat, accuracy, now);
  };

  private readonly coarse = ({ coords }: GeolocationPosition): void => {
    const around = (degrees: number) => Math.round(degrees * 1000) / 1000;
    this.say(around(coords.longitude), around(coords.latitude), Math.max(COARSE_M, coords.accuracy), Date.now());
  };

  private readonly failed = (error: GeolocationPositionError): void => {
    this.sent.value = error.code === error.PERMISSION_DENIED ? "refused" : "unknown";
  };

  private say(lon: number, lat: number, accuracy: number, now: number): void {
    if (!this.asked.open()) return;
    this.told = { lon, lat, at: now };
    this.sent.value = "sent";
    this.lastAt.value = now;
    const where = { lon, lat, accuracy_m: Math.round(accuracy), occurred_at: this.asked.now() };
    for (const unit of this.asked.units.peek()) this.asked.send({ type: "unit.position", unit, ...where });
  }
}

function sparing(battery: Charge | null): boolean {
  return battery !== null && !battery.charging && battery.level < LOW;
}

function metres(from: Told, lon: number, lat: number): number {
  const east = (lon - from.lon) * METRES_PER_DEGREE * Math.cos((lat * Math.PI) / 180);
  return Math.hypot(east, (lat - from.lat) * METRES_PER_DEGREE);
}
