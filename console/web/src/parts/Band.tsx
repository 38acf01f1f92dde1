/** A band across the page: it pushes the content down and covers nothing. `lost` and `silent` are said aloud at once. */

import type { ComponentChildren } from "preact";
import "./band.css";

interface Props {
  readonly kind: "lost" | "silent" | "note" | "drill";
  readonly children: ComponentChildren;
}

export function Band({ kind, children }: Props) {
  return (
    <div class={`band ${kind}`} role={kind === "lost" ? "alert" : "status"}>
      {children}
    </div>
  );
}
