/** What every key does; letters can be changed or switched off here, and each browser keeps its own. */

import { useSignal } from "@preact/signals";
import { t } from "../../language/language";
import { Button } from "../../parts/Button";
import { useDesk } from "../desk/desk";
import { ACTS, type ActId } from "../desk/key_map";
import "./key_help.css";

export function KeyHelp() {
  const desk = useDesk();
  const word = useSignal("");
  return (
    <div class="key-help">
      <h2 id="detail-title">{t("keys.title")}</h2>
      <p class="second">{t("keys.hint")}</p>
      <output class="amber">{word.value}</output>
      <table>
        <thead>
          <tr>
            <th>{t("keys.act")}</th>
            <th>{t("keys.letter")}</th>
            <th>{t("keys.fixed")}</th>
          </tr>
        </thead>
        <tbody>
          {ACTS.map((act) => (
            <KeyRow
              key={act}
              act={act}
              tell={(told) => {
                word.value = told;
              }}
            />
          ))}
        </tbody>
      </table>
      <p class="acts-row">
        <Button onClick={() => desk.keys.reset()}>{t("keys.reset")}</Button>
        <Button onClick={desk.leave}>{t("step.leave")}</Button>
      </p>
    </div>
  );
}

function KeyRow({ act, tell }: { readonly act: ActId; readonly tell: (told: string) => void }) {
  const { keys } = useDesk();
  const waits = useSignal(false);
  const what = t(`act.${act}`);
  const code = keys.codeOf(act);
  const take = (event: KeyboardEvent) => {
    if (!waits.value || event.isComposing) return;
    event.preventDefault();
    event.stopPropagation();
    waits.value = false;
    if (!/^(Key[A-Z]|Digit\d|Slash|Comma|Period|Semicolon|Quote|Home|End|Insert)$/.test(event.code)) return;
    const holder = keys.change(act, event.code);
    tell(holder === null ? "" : t("keys.taken", { key: keys.label(holder), what: t(`act.${holder}`) }));
  };
  return (
    <tr>
      <th scope="row">{what}</th>
      <td class="letter">
        <button
          type="button"
          class="act"
          aria-label={`${waits.value ? t("keys.press") : keys.label(act) || "—"} ${t("keys.change", { what })}`}
          onClick={() => {
            waits.value = !waits.value;
          }}
          onKeyDown={take}
          onBlur={() => {
            waits.value = false;
          }}
        >
          <kbd>{waits.value ? t("keys.press") : keys.label(act) || "—"}</kbd>
        </button>
        <input
          type="checkbox"
          aria-label={t("keys.off", { what })}
          title={t("keys.off", { what })}
          checked={code === ""}
          onChange={(event) => keys.switchOff(act, event.currentTarget.checked)}
        />
      </td>
      <td>{keys.fixed(act).join(" ")}</td>
    </tr>
  );
}
