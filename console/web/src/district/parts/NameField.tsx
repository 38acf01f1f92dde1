/** One of many names, typed in characters, pinyin or by id, and picked from what it may mean: nobody types a raw id. */

import { useComputed, useSignal } from "@preact/signals";
import { useId, useMemo } from "preact/hooks";
import { t } from "../../language/language";
import { Matches, walked } from "../../places/Matches";
import type { Match, Named } from "../../places/place_index";
import "./name_field.css";
import { Names } from "./names";
import { fetchPinyin, pinyin } from "./pinyin";

interface Props {
  readonly label: string;
  /** The field's name in its form. */
  readonly name?: string;
  readonly options: readonly Named[];
  readonly value: string;
  /** What is typed, and whom it means; null while it means nobody yet. */
  readonly onType: (text: string, meant: Named | null) => void;
  readonly required?: boolean;
  /** Whether only a name of the list will do. */
  readonly strict?: boolean;
}

export function NameField({ label, name, options, value, onType, required = false, strict = false }: Props) {
  const id = useId();
  const at = useSignal(0);
  const open = useSignal(false);
  const readings = pinyin.value;
  const names = useMemo(() => new Names(options, readings), [options, readings]);
  const meant = names.meant(value);
  const matches = open.value && meant === null ? names.find(value) : [];
  const active = Math.min(at.value, matches.length - 1);
  const expanded = useComputed(() => open.value).value && matches.length > 0;
  const pick = ({ place }: Match) => {
    open.value = false;
    onType(`${place.id} ${place.name}`, place);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const wanted = walked(event, active, matches.length);
    const chosen = matches[active];
    if (wanted === "pick" && chosen !== undefined) pick(chosen);
    else if (typeof wanted === "number") at.value = wanted;
    else if (event.key === "Escape" && !event.isComposing && matches.length > 0) open.value = false;
    else return;
    event.preventDefault();
  };
  return (
    <div class="name-field">
      <label for={id}>{label}</label>
      <input
        id={id}
        name={name}
        role="combobox"
        aria-expanded={expanded}
        aria-controls={`${id}-found`}
        aria-autocomplete="list"
        aria-activedescendant={expanded ? `${id}-${active}` : undefined}
        autocomplete="off"
        spellcheck={false}
        maxLength={200}
        required={required}
        placeholder={t("picker.hint")}
        value={value}
        ref={(input) => {
          input?.setCustomValidity(strict && value.trim() !== "" && meant === null ? t("picker.choose") : "");
        }}
        onFocus={fetchPinyin}
        onBlur={() => {
          open.value = false;
        }}
        onInput={(event) => {
          at.value = 0;
          open.value = true;
          onType(event.currentTarget.value, names.meant(event.currentTarget.value));
        }}
        onKeyDown={onKeyDown}
      />
      <div id={`${id}-found`} class="found" role="listbox" aria-label={t("picker.found")} hidden={!expanded}>
        <Matches
          id={id}
          matches={matches}
          active={active}
          pick={pick}
          aside={({ place }) => <span class="second digits">{place.id}</span>}
        />
      </div>
    </div>
  );
}
