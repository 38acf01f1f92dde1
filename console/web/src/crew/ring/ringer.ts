/** Sound and vibration of a phone. A browser lets a page sound only after a tap; from then on it rings by itself. */

import { effect, type ReadonlySignal, signal } from "@preact/signals";
import { Output } from "../../sound/output";
import { everySteadily } from "../../stream/steady";
import { type Sound, samplesOf, TONES, vibrationOf } from "./tones";

export class Ringer {
  /** Whether the phone would sound now: a tap armed it and the system has not stopped it. */
  readonly armed: ReadonlySignal<boolean>;
  readonly playing = signal<Sound | null>(null);
  private source: AudioBufferSourceNode | null = null;
  /** One group that is due as soon as the phone sounds again. */
  private owed: Sound | null = null;
  private stopShaking: (() => void) | null = null;

  constructor(private readonly output: Output = new Output()) {
    this.armed = output.running;
    effect(() => {
      if (this.armed.value) this.comeBack();
    });
  }

  /** Let it sound from now on; to be called in a tap. */
  async arm(): Promise<void> {
    await this.output.start();
    this.shake();
  }

  /** Ring with this sound until another is set; null: be quiet. */
  ring(sound: Sound | null): void {
    if (sound === this.playing.peek()) return;
    this.playing.value = sound;
    if (sound !== null) this.output.wake();
    this.sound();
    this.shake();
  }

  /** Sound one group over nothing else. */
  once(sound: Sound): void {
    if (this.playing.peek() !== null) return;
    this.output.wake();
    if (this.armed.peek()) this.start(sound, false);
    else this.owed = sound;
    if (mayShake()) navigator.vibrate(vibrationOf(sound));
  }

  /** What began in silence sounds now. */
  private comeBack(): void {
    const { owed } = this;
    this.owed = null;
    this.sound();
    if (owed !== null && this.playing.peek() === null) this.start(owed, false);
  }

  private sound(): void {
    this.source?.stop();
    this.source = null;
    const sound = this.playing.peek();
    if (sound !== null) this.start(sound, true);
  }

  private start(sound: Sound, loop: boolean): void {
    const { context } = this.output;
    if (context === null) return;
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
    this.stopShaking?.();
    this.stopShaking = null;
    if (!mayShake()) return;
    const sound = this.playing.peek();
    if (sound === null) {
      navigator.vibrate(0);
      return;
    }
    navigator.vibrate(vibrationOf(sound));
    this.stopShaking = everySteadily(TONES[sound].every * 1000, () => navigator.vibrate(vibrationOf(sound)));
  }
}

/** Chromium complains where a page shakes before anybody touched it. */
function mayShake(): boolean {
  return "vibrate" in navigator && (navigator.userActivation?.hasBeenActive ?? true);
}
