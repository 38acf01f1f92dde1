/** Plays patterns over Web Audio. A browser lets it sound only after a press: `start` belongs into a click's handler. */

import { harmonicsOf, type Pattern, type Pulse } from "./patterns";

const EDGE_S = 0.02;

export class Player {
  private context: AudioContext | null = null;
  private gain: GainNode | null = null;
  private playing: OscillatorNode[] = [];

  /** Begin; resolves when the browser plays. `onState` hears when the system stops or resumes the sound. */
  async start(onState: (running: boolean) => void): Promise<void> {
    const context = this.context ?? new AudioContext();
    if (this.context === null) {
      this.context = context;
      this.gain = context.createGain();
      this.gain.connect(context.destination);
      context.onstatechange = () => onState(context.state === "running");
    }
    await context.resume();
    onState(context.state === "running");
  }

  set volume(share: number) {
    if (this.gain !== null) this.gain.gain.value = share;
  }

  /** Play a pattern once from now, in place of what plays. */
  play(pattern: Pattern): void {
    this.stop();
    const { context, gain } = this;
    if (context === null || gain === null || context.state !== "running") return;
    this.playing = pattern.pulses.map((pulse) => sounded(context, gain, pulse));
  }

  stop(): void {
    for (const each of this.playing) each.stop();
    this.playing = [];
  }
}

function sounded(context: AudioContext, gain: GainNode, { at, length, hertz }: Pulse): OscillatorNode {
  const harmonics = harmonicsOf(hertz);
  const real = new Float32Array(harmonics.length + 1);
  const imaginary = Float32Array.from([0, ...harmonics]);
  const begin = context.currentTime + at;
  const shape = context.createGain();
  shape.gain.setValueAtTime(0, begin);
  shape.gain.linearRampToValueAtTime(1, begin + EDGE_S);
  shape.gain.setValueAtTime(1, begin + length - EDGE_S);
  shape.gain.linearRampToValueAtTime(0, begin + length);
  shape.connect(gain);
  const oscillator = context.createOscillator();
  oscillator.setPeriodicWave(context.createPeriodicWave(real, imaginary));
  oscillator.frequency.value = hertz;
  oscillator.connect(shape);
  oscillator.onended = () => shape.disconnect();
  oscillator.start(begin);
  oscillator.stop(begin + length);
  return oscillator;
}
