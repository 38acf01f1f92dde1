/** A telephone number that is called by pressing it; what is said instead where there is none. */

interface Props {
  readonly number: string;
  /** What stands on it instead of the number, where that can be read beside it. */
  readonly label?: string;
  readonly none?: string;
}

export function Phone({ number, label = number, none = "" }: Props) {
  const dialled = number.replace(/[^+\d]/g, "");
  if (dialled === "") return none === "" ? null : <span class="second">{none}</span>;
  return (
    <a class="digits phone" href={`tel:${dialled}`} title={number}>
      {label}
    </a>
  );
}
