/** A link to be carried into another browser: shown whole, copied with one press. */

import { useSignal } from "@preact/signals";
import { Copy } from "lucide";
import { useRef } from "preact/hooks";
import { t } from "../language/language";
import { Button } from "./Button";
import "./copy_link.css";

export function CopyLink({ link, kind = "plain" }: { readonly link: string; readonly kind?: "filled" | "plain" }) {
  const field = useRef<HTMLInputElement>(null);
  const copied = useSignal<boolean | null>(null);
  const copy = async () => {
    copied.value = field.current !== null && (await copyFrom(field.current));
  };
  return (
    <div class="copy-link">
      <input ref={field} readOnly value={link} aria-label={t("link.label")} onFocus={() => field.current?.select()} />
      <Button kind={kind} icon={Copy} onClick={() => void copy()}>
        {t("link.copy")}
      </Button>
      <output>{copied.value !== null && t(copied.value ? "link.copied" : "link.copy_yourself")}</output>
    </div>
  );
}

/** Some browsers know the clipboard under https only, some inside apps not at all: the text is selected in any case. */
async function copyFrom(field: HTMLInputElement): Promise<boolean> {
  field.focus();
  field.setSelectionRange(0, field.value.length);
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    // There is none, or it is not for this page: the old way, which asks nobody.
    return document.execCommand("copy");
  }
}
