/** A loudspeaker whose system takes it away and gives it back, and what was sounded over it. */

type Kind = AudioContextState | "interrupted";

/** Everything that began to sound: an oscillator's frequency in hertz, or a buffer's word. */
export class FakeContext {
  state: Kind = "suspended";
  currentTime = 0;
  readonly sampleRate = 8000;
  readonly destination = {};
  readonly sounded: (number | "buffer")[] = [];
  onstatechange: (() => void) | null = null;

  constructor(private readonly speaker: FakeSpeaker) {}

  async resume(): Promise<void> {
    this.speaker.asked += 1;
    await Promise.resolve();
    if (!this.speaker.gives || this.speaker.stuck === this) throw new DOMException("", "NotAllowedError");
    this.becomes("running");
  }

  suspend(): Promise<void> {
    this.becomes("suspended");
    return Promise.resolve();
  }

  close(): Promise<void> {
    this.becomes("closed");
    return Promise.resolve();
  }

  becomes(state: Kind): void {
    if (state === this.state) return;
    this.state = state;
    this.onstatechange?.();
  }

  createConstantSource = () => this.source(null);
  createOscillator = () => this.source(0);
  createBufferSource = () => this.source("buffer");
  createBuffer = () => ({ copyToChannel: () => undefined });
  createPeriodicWave = () => ({});
  createGain = () => ({ ...nothing(), context: this, gain: ramp() });

  private source(word: 0 | "buffer" | null) {
    const made = {
      ...nothing(),
      frequency: { value: 0 },
      offset: { value: 0 },
      start: () => {
        if (word !== null) this.sounded.push(word === 0 ? made.frequency.value : word);
      },
    };
    return made;
  }
}

/** What `sound/output.ts` needs of the browser. */
export class FakeSpeaker {
  readonly opened: FakeContext[] = [];
  /** Whether the system gives the sound to who asks. */
  gives = true;
  /** A context that no asking brings back. */
  stuck: FakeContext | null = null;
  asked = 0;
  private time = 0;
  private readonly timers: { ms: number; act: () => void; at: number }[] = [];
  private chance: (pressed: boolean) => void = () => undefined;

  readonly open = (): AudioContext => {
    const context = new FakeContext(this);
    this.opened.push(context);
    return context as unknown as AudioContext;
  };
  readonly now = () => this.time;
  readonly every = (ms: number, act: () => void) => void this.timers.push({ ms, act, at: this.time });
  readonly onChance = (act: (pressed: boolean) => void) => {
    this.chance = act;
  };

  get context(): FakeContext {
    const newest = this.opened.at(-1);
    if (newest === undefined) throw new Error("nothing was opened");
    return newest;
  }

  /** The system takes the sound: a telephone call. */
  take(how: Kind = "interrupted"): void {
    this.gives = false;
    this.context.becomes(how);
  }

  async press(): Promise<void> {
    this.chance(true);
    await settled();
  }

  async lookAgain(): Promise<void> {
    this.chance(false);
    await settled();
  }

  /** Time passes; a context that runs counts it unless it is `frozen`. */
  async pass(ms: number, frozen = false): Promise<void> {
    for (let passed = 0; passed < ms; passed += 100) {
      this.time += 100;
      if (!frozen && this.opened.length > 0 && this.context.state === "running") this.context.currentTime += 0.1;
      for (const timer of this.timers) {
        if (this.time - timer.at < timer.ms) continue;
        timer.at = this.time;
        timer.act();
      }
      await settled();
    }
  }
}

/** Let what was promised come. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await Promise.resolve();
}

function nothing() {
  const quiet = () => undefined;
  return { connect: quiet, disconnect: quiet, start: quiet, stop: quiet, setPeriodicWave: quiet, onended: null };
}

function ramp() {
  const quiet = () => undefined;
  return { value: 1, setValueAtTime: quiet, linearRampToValueAtTime: quiet };
}
