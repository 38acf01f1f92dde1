/**
 * What became of the last act, said aloud at the foot of the window. What was done goes away by itself and what failed
 * when it is put away. It stands below the sections, where nothing else is.
 */

import { X } from "lucide";
import { useEffect } from "preact/hooks";
import { t } from "../../language/language";
import { Icon } from "../../parts/Icon";
import { useDistrict } from "../district";
import { troubleWords } from "../words";

const DONE_FOR_MS = 6000;

export function DeedLine() {
  const { deed: told } = useDistrict();
  const deed = told.value;
  const failed = deed?.state === "failed";
  useEffect(() => {
    if (deed?.state !== "done") return;
    const timer = setTimeout(() => {
      if (told.peek() === deed) told.value = null;
    }, DONE_FOR_MS);
    return () => clearTimeout(timer);
  }, [deed, told]);
  return (
    <div class={`deed-line ${deed?.state ?? "quiet"}`}>
      <p role="status">{deed !== null && !failed && t(`deed.${deed.state}`, { about: deed.about })}</p>
      <p role="alert">
        {deed !== null && failed && `■ ${t("deed.failed", { about: deed.about, why: troubleWords(deed.trouble) })}`}
      </p>
      {deed !== null && deed.state !== "working" && (
        <button
          type="button"
          class="button plain"
          aria-label={t("deed.away")}
          onClick={() => {
            told.value = null;
          }}
        >
          <Icon of={X} size={16} />
        </button>
      )}
    </div>
  );
}
