import { describe, expect, it } from "vitest";
import { samplesOf, TONES, vibrationOf } from "./tones";

const RATE = 48_000;

/** How strong a frequency is in a piece of sound (Goertzel). */
function strength(samples: Float32Array, hertz: number): number {
  const turn = (2 * Math.PI * hertz) / RATE;
  let [real, imaginary] = [0, 0];
  samples.forEach((sample, index) => {
    real += sample * Math.cos(turn * index);
    imaginary += sample * Math.sin(turn * index);
  });
  return Math.hypot(real, imaginary) / samples.length;
}

describe("the alarm", () => {
  const samples = samplesOf("alarm", RATE);

  it("is a square wave of 520 Hz: odd harmonics only", () => {
    const pulse = samples.subarray(RATE * 0.1, RATE * 0.4);
    const base = strength(pulse, 520);
    expect(base).toBeGreaterThan(0.3);
    expect(strength(pulse, 1560) / base).toBeCloseTo(1 / 3, 1);
    expect(strength(pulse, 1040) / base).toBeLessThan(0.02);
  });

  it("comes in groups of three pulses with a pause", () => {
    const sounds = [0.25, 0.75, 1.25, 1.75, 2.25, 2.75, 3.5].map((at) => strength(around(samples, at), 520) > 0.1);
    expect(sounds).toEqual([true, false, true, false, true, false, false]);
    expect(samples).toHaveLength(TONES.alarm.every * RATE);
  });

  it("shakes in the same rhythm and never clips", () => {
    expect(vibrationOf("alarm")).toEqual([500, 500, 500, 500, 500]);
    expect(samples.every((sample) => Math.abs(sample) <= 1)).toBe(true);
  });
});

it("a drill knocks before it rings", () => {
  expect(TONES.drill.pulses.map((pulse) => pulse.hertz)).toEqual([170, 170, 520, 520, 520]);
});

function around(samples: Float32Array, at: number): Float32Array {
  return samples.subarray((at - 0.05) * RATE, (at + 0.05) * RATE);
}
