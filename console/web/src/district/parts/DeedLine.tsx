/** What became of the last act, at the foot of the page: it covers nothing, and is said aloud. */

import { t } from "../../language/language";
import { useDistrict } from "../district";
import { troubleWords } from "../words";

export function DeedLine() {
  const deed = useDistrict().deed.value;
  const failed = deed?.state === "failed";
  return (
    <div class="deed-line">
      <p role="status">{deed !== null && !failed && t(`deed.${deed.state}`, { about: deed.about })}</p>
      <p role="alert">
        {deed !== null && failed && `■ ${t("deed.failed", { about: deed.about, why: troubleWords(deed.trouble) })}`}
      </p>
    </div>
  );
}
