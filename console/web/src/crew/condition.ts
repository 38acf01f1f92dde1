/**
 * The phone's own condition: on view, sounding, charged, its screen kept on. The hub hears it and counts a station whose
 * phones are hidden or silent as less ready. What a browser does not tell is unknown, never well.
 */

import { effect, type ReadonlySignal, signal } from "@preact/signals";
import type { LiveRecord } from "../record/live";
import { everySteadily } from "../stream/steady";

interface Battery extends EventTarget {
  readonly level: number;
  readonly charging: boolean;
}

export interface Charge {
  readonly level: number;
  readonly charging: boolean;
}

const ASK_AGAIN_MS = 5000;

type Permission = NotificationPermission | "unknown";

export class Condition {
  readonly hidden = signal(document.visibilityState === "hidden");
  /** Null: this browser does not say. */
  readonly battery = signal<Charge | null>(null);
  /** Whether the screen is kept on; null: not asked for yet. */
  readonly screenKept = signal<boolean | null>(null);
  readonly notifications = signal<Permission>("Notification" in window ? Notification.permission : "unknown");
  private wanted = false;

  constructor(record: Pick<LiveRecord, "setHealth">, armed: ReadonlySignal<boolean>) {
    document.addEventListener("visibilitychange", () => {
      this.hidden.value = document.visibilityState === "hidden";
      // The browser lets go of the screen whenever the page is hidden.
      if (!this.hidden.value && this.wanted) void this.keepScreenOn();
    });
    // A phone that saves power lets go of the screen while somebody looks at it, and says nothing when it would keep it.
    everySteadily(ASK_AGAIN_MS, () => {
      if (this.wanted && this.screenKept.peek() === false && !this.hidden.peek()) void this.keepScreenOn();
    });
    void this.followBattery();
    effect(() => {
      const level = this.battery.value?.level ?? null;
      record.setHealth({ hidden: this.hidden.value, sound: armed.value, battery: level });
    });
  }

  /** Keep the screen on for as long as the page is on view. */
  async keepScreenOn(): Promise<void> {
    this.wanted = true;
    if (!("wakeLock" in navigator)) {
      this.screenKept.value = false;
      return;
    }
    try {
      const lock = await navigator.wakeLock.request("screen");
      this.screenKept.value = true;
      lock.addEventListener("release", () => {
        this.screenKept.value = false;
      });
    } catch (error) {
      if (!(error instanceof DOMException)) throw error;
      // The phone refuses, to save power: the page says that its screen will go dark.
      this.screenKept.value = false;
    }
  }

  /** Ask for leave to notify; to be called in a tap. */
  async askToNotify(): Promise<void> {
    if (this.notifications.peek() !== "unknown") this.notifications.value = await Notification.requestPermission();
  }

  private async followBattery(): Promise<void> {
    const ask = (navigator as Navigator & { getBattery?: () => Promise<Battery> }).getBattery;
    if (ask === undefined) return;
    const battery = await ask.call(navigator);
    const read = () => {
      this.battery.value = { level: battery.level, charging: battery.charging };
    };
    read();
    battery.addEventListener("levelchange", read);
    battery.addEventListener("chargingchange", read);
  }
}
