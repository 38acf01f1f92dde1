/** Sound and vibration of a phone. A browser lets a page sound only after a tap; from then on it rings by itself. */

import { signal } from "@preact/signals";
import { type Sound, samplesOf, TONES, vibrationOf } from "./tones";

export class Ringer {
  /** Whether the phone would sound now: a tap armed it and the system has not stopped it. */
  readonly armed = signal(false);
  readonly playing = signal<Sound | null>(null);
  private context: AudioContext | null = null;
  private source: AudioBufferSourceNode | null = null;
  private shaking: ReturnType<typeof setInterval> | null = null;

  /** Let it sound from now on; to be called in a tap. Rejects where the phone refuses. */
  async arm(): Promise<void> {
    const context = this.context ?? new AudioContext();
    this.context = context;
    context.onstatechange = () => {
      this.armed.value = context.state === "running";
    };
    await context.resume();
    this.armed.value = context.state === "running";
    this.sound();
    this.shake();
  }

  /** Ring with this sound until another is set; null: be quiet. */
  ring(sound: Sound | null): void {
    if (sound === this.playing.peek()) return;
    this.playing.value = sound;
    this.sound();
    this.shake();
  }

  /** Sound one group over nothing else. */
  once(sound: Sound): void {
    if (this.playing.peek() !== null) return;
    this.start(sound, false);
    if (mayShake()) navigator.vibrate(vibrationOf(sound));
  }

  private sound(): void {
    this.source?.stop();
    this.source = null;
    const sound = this.playing.peek();
    if (sound !== null) this.start(sound, true);
  }

  private start(sound: Sound, loop: boolean): void {
    const context = this.context;
    if (context === null || context.state !== "running") return;
    const samples = samplesOf(sound, context.sampleRate);
    const buffer = context.createBuffer(1, samples.length, context.sampleRate);
    buffer.copyToChannel(samples, 0);
    const source = context.createBufferSource();
    source.buffer = buffer;
    source.loop = loop;
    source.connect(context.destination);
    source.start();
    if (loop) this.source = source;
  }

  private shake(): void {
    if (this.shaking !== null) clearInterval(this.shaking);
    this.shaking = null;
    if (!mayShake()) return;
    const sound = this.playing.peek();
    if (sound === null) {
      navigator.vibrate(0);
      return;
    }
    navigator.vibrate(vibrationOf(sound));
    this.shaking = setInterval(() => navigator.vibrate(vibrationOf(sound)), TONES[sound].every * 1000);
  }
}

/** Chromium complains where a page shakes before anybody touched it. */
function mayShake(): boolean {
  return "vibrate" in navigator && (navigator.userActivation?.hasBeenActive ?? true);
}
