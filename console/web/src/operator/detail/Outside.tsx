/** Who outside was told of this fire, and whether each has said so: the 119 centre, the city. */

import { clock } from "../../language/format";
import { t } from "../../language/language";
import { wireWord } from "../../language/wire_words";
import type { ForwardLine, Incident } from "../../wire/generated";

export function Outside({ incident }: { readonly incident: Incident }) {
  const told = Object.entries(incident.forwards);
  if (told.length === 0) return null;
  return (
    <section>
      <h3>{t("outside.title")}</h3>
      <ul class="outside">
        {told.map(([target, line]) => (
          <Told key={target} target={target} line={line} />
        ))}
      </ul>
    </section>
  );
}

function Told({ target, line }: { readonly target: string; readonly line: ForwardLine }) {
  const newest = line.messages.at(-1);
  if (newest === undefined) return null;
  const missing = line.unanswered_at !== null && line.state !== "acknowledged";
  return (
    <li title={newest.message}>
      <b class={missing ? "red" : ""}>
        {missing && "■ "}
        {target}
      </b>{" "}
      {wireWord("forward_what", newest.what)} {wireWord("forward_state", missing ? "unanswered" : line.state)}{" "}
      <span class="second digits">{clock(Date.parse(line.state_at))}</span>
      {missing && line.error !== null && <span class="second"> {line.error}</span>}
    </li>
  );
}
