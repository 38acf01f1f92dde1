/**
 * The five sounds (screens, §3): pulses with a fundamental of 150 to 1,000 Hz and harmonics up to 4 kHz, so that they
 * are heard through noise and placed in the room; fundamentals at least a fifth apart. Times are seconds.
 */

export type Sound = "urgent" | "system" | "fresh" | "drill" | "warning";

export interface Pulse {
  readonly at: number;
  readonly length: number;
  readonly hertz: number;
}

export interface Pattern {
  readonly pulses: readonly Pulse[];
  /** Again after so many seconds; null: once. */
  readonly every: number | null;
}

const HIGHEST_HARMONIC_HZ = 4000;

function pulses(hertz: number, length: number, ...starts: readonly number[]): Pulse[] {
  return starts.map((at) => ({ at, length, hertz }));
}

export const PATTERNS: Readonly<Record<Sound, Pattern>> = {
  urgent: { pulses: pulses(960, 0.15, 0, 0.25, 0.5, 1.0, 1.25), every: 3 },
  system: { pulses: [...pulses(520, 0.3, 0), ...pulses(300, 0.4, 0.35)], every: 10 },
  fresh: { pulses: pulses(660, 0.18, 0, 0.3, 0.6), every: 5 },
  drill: { pulses: [...pulses(170, 0.08, 0, 0.15), ...pulses(660, 0.18, 0.45, 0.75, 1.05)], every: 5 },
  warning: { pulses: pulses(430, 0.2, 0, 0.3), every: null },
};

/** Over ten new incidents in ten minutes: one burst in ten seconds, with the count on the screen. */
export const GROUPED_EVERY_S = 10;

/** The strengths of a pulse's harmonics, the fundamental first: 1/n up to 4 kHz. */
export function harmonicsOf(hertz: number): number[] {
  const count = Math.max(1, Math.floor(HIGHEST_HARMONIC_HZ / hertz));
  return Array.from({ length: count }, (_, index) => 1 / (index + 1));
}
