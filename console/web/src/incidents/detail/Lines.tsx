/** Lines of a building's file: what it is, what is known, and a number to call where there is one. */

import { Phone } from "../../parts/Phone";
import type { Line } from "./site";
import "./lines.css";

export function Lines({ of, urgent = false }: { readonly of: readonly Line[]; readonly urgent?: boolean }) {
  if (of.length === 0) return null;
  return (
    <dl class={urgent ? "lines urgent" : "lines"}>
      {of.map(({ name, text, href, phone = "" }) => (
        <div key={`${name} ${text}`}>
          <dt>{name}</dt>
          <dd>
            {href === undefined ? (
              text
            ) : (
              <a href={href} target="_blank" rel="noreferrer">
                {text}
              </a>
            )}{" "}
            <Phone number={phone} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
