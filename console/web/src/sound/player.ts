/** Plays patterns over Web Audio, once each, where the way to the loudspeaker is open. */

import type { Output } from "./output";
import { harmonicsOf, type Pattern, type Pulse } from "./patterns";

const EDGE_S = 0.02;

export class Player {
  private gain: GainNode | null = null;
  private share = 1;
  private playing: OscillatorNode[] = [];

  constructor(private readonly output: Output) {}

  set volume(share: number) {
    this.share = share;
    if (this.gain !== null) this.gain.gain.value = share;
  }

  /** Play a pattern once from now, in place of what plays; false where nothing can be heard. */
  play(pattern: Pattern): boolean {
    this.stop();
    const { context } = this.output;
    if (context === null) return false;
    const gain = this.gainIn(context);
    this.playing = pattern.pulses.map((pulse) => sounded(context, gain, pulse));
    return true;
  }

  stop(): void {
    for (const each of this.playing) each.stop();
    this.playing = [];
  }

  private gainIn(context: AudioContext): GainNode {
    if (this.gain?.context === context) return this.gain;
    this.gain = context.createGain();
    this.gain.gain.value = this.share;
    this.gain.connect(context.destination);
    return this.gain;
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
