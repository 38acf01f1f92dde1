/**
 * What a crew's phone plays. The alarm is a 520 Hz square wave in groups of three pulses, which wakes sleepers better
 * than any other tone (Thomas and Bruck, 2010), in the rhythm of ISO 8201: half a second on, half off, three times, then
 * a pause. A drill knocks first. `notice` has two pulses: something changed, look.
 */

export type Sound = "alarm" | "drill" | "notice";

interface Pulse {
  readonly at: number;
  readonly length: number;
  readonly hertz: number;
}

interface Tone {
  readonly pulses: readonly Pulse[];
  /** Seconds from one group to the next. */
  readonly every: number;
}

const ALARM_HZ = 520;
const KNOCK_HZ = 170;
/** Above that a phone's speaker adds nothing but rattling. */
const HIGHEST_HZ = 6000;
const EDGE_S = 0.01;

const pulses = (hertz: number, length: number, ...starts: readonly number[]): Pulse[] =>
  starts.map((at) => ({ at, length, hertz }));

export const TONES: { readonly [S in Sound]: Tone } = {
  alarm: { pulses: pulses(ALARM_HZ, 0.5, 0, 1, 2), every: 4 },
  drill: { pulses: [...pulses(KNOCK_HZ, 0.08, 0, 0.16), ...pulses(ALARM_HZ, 0.3, 0.6, 1.2, 1.8)], every: 5 },
  notice: { pulses: pulses(ALARM_HZ, 0.3, 0, 0.5), every: 5 },
};

/** Return one group as samples between -1 and 1: to be looped, so that no timer of a hidden page is needed. */
export function samplesOf(sound: Sound, rate: number): Float32Array<ArrayBuffer> {
  const { pulses: all, every } = TONES[sound];
  const samples = new Float32Array(Math.round(every * rate));
  for (const { at, length, hertz } of all) {
    const begin = Math.round(at * rate);
    const count = Math.round(length * rate);
    for (let index = 0; index < count; index++) {
      const second = index / rate;
      samples[begin + index] = square(hertz, second) * Math.min(1, second / EDGE_S, (length - second) / EDGE_S);
    }
  }
  return samples;
}

/** A square wave of the odd harmonics up to `HIGHEST_HZ`, its overshoot kept below 1. */
function square(hertz: number, second: number): number {
  let sum = 0;
  for (let odd = 1; odd * hertz <= HIGHEST_HZ; odd += 2) sum += Math.sin(2 * Math.PI * hertz * odd * second) / odd;
  return Math.max(-1, Math.min(1, sum * (4 / Math.PI) * 0.84));
}

/** The same rhythm for `navigator.vibrate`: milliseconds on and off by turns. */
export function vibrationOf(sound: Sound): number[] {
  const { pulses: all } = TONES[sound];
  return all.flatMap(({ at, length }, index) => {
    const next = all[index + 1];
    const on = Math.round(length * 1000);
    return next === undefined ? [on] : [on, Math.round((next.at - at - length) * 1000)];
  });
}
