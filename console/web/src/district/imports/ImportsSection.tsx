/** Tables in: what is wrong and what would change is shown first; writing is the second step, all of it or nothing. */

import { useSignal } from "@preact/signals";
import { Upload } from "lucide";
import { number } from "../../language/format";
import { t } from "../../language/language";
import { Band } from "../../parts/Band";
import { Button } from "../../parts/Button";
import { ask } from "../../wire/http";
import { useDistrict } from "../district";
import { Changes } from "./Changes";
import { FILES_BYTES, fitTogether, type ImportAnswer, readTable, type TableFile } from "./tables";

interface Planned {
  readonly body: { readonly files: readonly TableFile[]; readonly datum: string; readonly partial: boolean };
  readonly answer: ImportAnswer;
}

const megabytes = (bytes: number) => number(Math.round(bytes / 104_857.6) / 10);

export function ImportsSection() {
  const { session, attempt } = useDistrict();
  const planned = useSignal<Planned | null>(null);
  const typed = useSignal("");
  const tooLarge = useSignal<number | null>(null);
  const send = async (body: Planned["body"], dry_run: boolean, about: string) => {
    const sent = { ...body, dry_run, removing: dry_run ? 0 : (planned.peek()?.answer.removed ?? 0) };
    typed.value = "";
    const answer = await attempt(about, () =>
      ask<ImportAnswer>("POST", "/api/v1/registry/imports", { token: session.token, body: sent }),
    );
    planned.value = answer === null ? null : { body, answer };
  };
  const look = async (form: FormData) => {
    const given = form.getAll("files").filter((each): each is File => each instanceof File && each.size > 0);
    planned.value = null;
    tooLarge.value = fitTogether(given) ? null : given.reduce((sum, { size }) => sum + size, 0);
    if (tooLarge.value !== null) return;
    const files = await Promise.all(given.map(readTable));
    await send(
      { files, datum: String(form.get("datum")), partial: form.get("replace") === null },
      true,
      t("imports.look"),
    );
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    void look(new FormData(event.currentTarget as HTMLFormElement));
  };
  const found = planned.value;
  const removed = found?.answer.removed ?? 0;
  return (
    <>
      <p class="second">{t("imports.hint")}</p>
      <form class="fields" onSubmit={submit} aria-label={t("imports.look")}>
        <label>
          {t("imports.files")}
          <input name="files" type="file" accept=".csv,.xlsx,.xlsm,.txt,.tsv,text/csv" multiple required />
        </label>
        <label>
          {t("imports.datum")}
          <select name="datum">
            <option value="wgs84">WGS-84</option>
            <option value="gcj02">GCJ-02</option>
            <option value="bd09">BD-09</option>
          </select>
        </label>
        <label class="tick">
          <input type="checkbox" name="replace" /> {t("imports.replace")}
        </label>
        <Button kind="filled" type="submit">
          {t("imports.look")}
        </Button>
      </form>
      {tooLarge.value !== null && (
        <Band kind="lost">
          {t("imports.too_large", { size: megabytes(tooLarge.value), most: megabytes(FILES_BYTES) })}
        </Band>
      )}
      {found !== null && <Changes of={found.answer} />}
      {found?.answer.written === true && <Band kind="note">{t("imports.written")}</Band>}
      {found?.answer.possible === true && !found.answer.written && removed > 0 && (
        <p class="fields">
          <label>
            {t("imports.confirm", { count: number(removed) })}
            <input
              inputMode="numeric"
              value={typed.value}
              onInput={(event) => {
                typed.value = event.currentTarget.value;
              }}
            />
          </label>
        </p>
      )}
      {found?.answer.possible === true && !found.answer.written && (
        <p class="acts">
          <Button
            icon={Upload}
            disabled={removed > 0 && typed.value.trim() !== String(removed)}
            onClick={() => void send(found.body, false, t("imports.write"))}
          >
            {t("imports.write_tables", { count: number(found.answer.tables.length) })}
          </Button>
        </p>
      )}
    </>
  );
}
