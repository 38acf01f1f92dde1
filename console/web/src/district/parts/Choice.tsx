/** One of a few, as buttons beside each other: what is pressed says which. */

import "./choice.css";

interface Props<T extends string> {
  readonly name: string;
  readonly value: T;
  readonly options: readonly (readonly [T, string])[];
  readonly onChoose: (value: T) => void;
}

export function Choice<T extends string>({ name, value, options, onChoose }: Props<T>) {
  return (
    <fieldset class="choice" aria-label={name}>
      {options.map(([each, words]) => (
        <button key={each} type="button" aria-pressed={each === value} onClick={() => onChoose(each)}>
          {words}
        </button>
      ))}
    </fieldset>
  );
}
