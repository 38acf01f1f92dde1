/**
 * Where second steps are asked for: at the foot of the page, naming what they are about, covering nothing and taking
 * no focus. There are no confirm dialogs; people click through them.
 */

import type { ComponentChildren } from "preact";
import "./action_bar.css";

interface Props {
  /** What the acts are for, in words: an incident's number and place. */
  readonly about: string;
  readonly children: ComponentChildren;
}

export function ActionBar({ about, children }: Props) {
  return (
    <div class="action-bar" role="toolbar" aria-label={about}>
      <strong>{about}</strong>
      {children}
    </div>
  );
}
