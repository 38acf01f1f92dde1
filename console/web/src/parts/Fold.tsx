/** A part that stands folded behind its heading; what is in it is made once somebody opens it. */

import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";

interface Props {
  readonly title: ComponentChildren;
  readonly class?: string;
  /** Something in it is asked for: it opens by itself. */
  readonly asked?: boolean;
  readonly children: () => ComponentChildren;
}

export function Fold({ title, asked = false, children, ...rest }: Props) {
  const open = useSignal(false);
  const details = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    if (asked && details.current !== null) details.current.open = true;
  }, [asked]);
  return (
    <details
      {...rest}
      ref={details}
      onToggle={(event) => {
        open.value = event.currentTarget.open;
      }}
    >
      <summary>{title}</summary>
      {open.value && children()}
    </details>
  );
}
