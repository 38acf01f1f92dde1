/** What is to happen in a drill that is being planned: any number of injects, each at its minute. */

import { X } from "lucide";
import { useState } from "preact/hooks";
import { t } from "../../language/language";
import { Button } from "../../parts/Button";
import { Icon } from "../../parts/Icon";
import { named } from "../words";
import { InjectFields } from "./InjectFields";
import { complete, type Draft, NEW } from "./inject";

interface Props {
  readonly script: readonly Draft[];
  readonly write: (script: readonly Draft[]) => void;
}

export function Script({ script, write }: Props) {
  const [draft, change] = useState(NEW);
  const [typed, type] = useState("");
  const add = () => {
    write([...script, draft].sort((one, other) => one.minutes - other.minutes));
    change({ ...NEW, effect: draft.effect, minutes: draft.minutes });
    type("");
  };
  return (
    <fieldset class="script">
      <legend class="second">{t("inject.script")}</legend>
      {script.length > 0 && (
        <ol>
          {script.map((each, place) => (
            <li key={`${each.minutes} ${each.effect} ${each.text} ${each.place?.id}`}>
              <span class="digits">{t("inject.at", { minutes: each.minutes })}</span> {draftWords(each)}{" "}
              <Button onClick={() => write(script.filter((_, other) => other !== place))}>
                <Icon of={X} size={16} />
                <span class="unseen"> {t("remove")}</span>
              </Button>
            </li>
          ))}
        </ol>
      )}
      <div class="fields">
        <InjectFields draft={draft} change={change} typed={typed} type={type} planned />
        <Button onClick={add} disabled={!complete(draft)}>
          {t("inject.add")}
        </Button>
      </div>
    </fieldset>
  );
}

function draftWords({ effect, place, station, trapped, text }: Draft): string {
  return [named("effect", effect), place?.name, station, trapped, text].filter((part) => part).join(" ");
}
