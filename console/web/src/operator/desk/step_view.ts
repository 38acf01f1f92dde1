/** What the bar shows of a second step, and what its keys do: one description for the bar, the keys and a finger. */

export interface StepOption {
  /** What it stands for; no two options of a step share it. */
  readonly id: string;
  /** The digit that chooses it; empty where none is left. */
  readonly digit: string;
  readonly label: string;
  readonly chosen: boolean;
  /** Whether the arrows are on it. */
  readonly at: boolean;
  readonly choose: () => void;
  /** What its digit does where that is more than choosing. */
  readonly byDigit?: () => void;
  /** A telephone number that it calls. */
  readonly href?: string;
}

export interface StepView {
  readonly title: string;
  readonly options: readonly StepOption[];
  /** What Enter does; null where it does nothing. */
  readonly enter: (() => void) | null;
  /** What Enter does, in words; the bar has its own where this is left out. */
  readonly enterWord?: string;
  /** How many more there are than are shown. */
  readonly more?: number;
}

const DIGITS = 9;

/** Number the options from 1 to 9. */
export function numbered(options: readonly Omit<StepOption, "digit" | "at">[], at: string | null = null): StepOption[] {
  return options.map((option, index) => ({
    ...option,
    digit: index < DIGITS ? String(index + 1) : "",
    at: option.id === at,
  }));
}
