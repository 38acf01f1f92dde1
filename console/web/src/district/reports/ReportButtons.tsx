/**
 * A report opens in a tab of its own, where it is printed: asked for by a form, so that the token stands in no address
 * and the report comes with its own policy. Tables are saved as files.
 */

import { Download, FileText } from "lucide";
import { language, t } from "../../language/language";
import { Button } from "../../parts/Button";
import { save } from "../../parts/save";
import { askText } from "../../wire/http";
import { useDistrict } from "../district";

interface OpenProps {
  readonly path: string;
  /** Which report, for those who hear the button without its row. */
  readonly about: string;
}

export function OpenReport({ path, about }: OpenProps) {
  const { session } = useDistrict();
  return (
    <form method="post" target="_blank" action={`${path}?lang=${language.value}`} rel="noopener">
      <input type="hidden" name="token" value={session.token} />
      <Button type="submit" icon={FileText}>
        {t("reports.open")}
        <span class="unseen"> {about}</span>
      </Button>
    </form>
  );
}

interface SaveProps extends OpenProps {
  readonly file: string;
  readonly words: string;
}

export function SaveReport({ path, file, words, about }: SaveProps) {
  const { session, attempt } = useDistrict();
  const fetchAndSave = () => attempt(file, async () => save(file, await askText(path, session.token)));
  return (
    <Button icon={Download} onClick={() => void fetchAndSave()}>
      {words}
      <span class="unseen"> {about}</span>
    </Button>
  );
}
