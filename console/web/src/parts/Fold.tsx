/** A part that stands folded behind its heading; what is in it is made once somebody opens it. */

import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";

interface Props {
  readonly title: ComponentChildren;
  readonly class?: string;
  readonly children: () => ComponentChildren;
}

export function Fold({ title, children, ...rest }: Props) {
  const open = useSignal(false);
  return (
    <details
      {...rest}
      onToggle={(event) => {
        open.value = event.currentTarget.open;
      }}
    >
      <summary>{title}</summary>
      {open.value && children()}
    </details>
  );
}
