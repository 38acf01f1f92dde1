/**
 * Offers to load the page anew, where that would mend something. It comes up in a quiet moment only, and never acts by
 * itself. Once it is there it stays where it is, for nothing may move under a hand; in a busy moment it cannot be pressed.
 */

import { useSignal } from "@preact/signals";
import { RotateCw } from "lucide";
import { useEffect } from "preact/hooks";
import { t } from "../language/language";
import { reasonToReload } from "../renewal/renewal";
import { meanToLeave } from "../session/leaving";
import { everySteadily } from "../stream/steady";
import { Band } from "./Band";
import { Button } from "./Button";
import "./renewal.css";

interface Props {
  /** Whether nothing on this page would be lost or missed now. Without a line there is nothing to be loaded. */
  readonly quiet: () => boolean;
  /** Whether the offer goes away in a busy moment: where the whole screen is another one then. */
  readonly yields?: boolean;
}

const LOOK_EVERY_MS = 1000;
/** Whose hands moved so lately is in the middle of something. */
const REST_MS = 5000;

export function Renewal({ quiet, yields = false }: Props) {
  const reason = reasonToReload.value;
  const quietNow = useSignal(false);
  const shown = useSignal(false);
  const later = useSignal<typeof reason>(null);
  useEffect(() => {
    if (reason === null) return undefined;
    let usedAt = performance.now();
    const used = () => {
      usedAt = performance.now();
    };
    const stop = everySteadily(LOOK_EVERY_MS, () => {
      quietNow.value = quiet() && !isWriting();
      if (quietNow.value && performance.now() - usedAt >= REST_MS) shown.value = true;
    });
    for (const kind of ["keydown", "pointerdown"]) addEventListener(kind, used, { capture: true });
    return () => {
      stop();
      for (const kind of ["keydown", "pointerdown"]) removeEventListener(kind, used, { capture: true });
    };
  }, [reason]);
  if (reason === null || later.value === reason || !shown.value || (yields && !quietNow.value)) return null;
  return (
    <Band kind="note">
      <span class="renewal" data-reload={reason}>
        ↻ {t(`renewal.${reason}`)}
        <Button kind="filled" icon={RotateCw} disabled={!quietNow.value} onClick={reload}>
          {t("renewal.reload")}
        </Button>
        <Button
          onClick={() => {
            later.value = reason;
          }}
        >
          {t("renewal.later")}
        </Button>
      </span>
    </Band>
  );
}

const TYPED = "input:not([type=range], [type=checkbox], [type=radio], [readonly]), textarea";

/** Whether somebody writes, or has written something that was not sent. */
function isWriting(): boolean {
  const { activeElement } = document;
  if (activeElement?.matches(`${TYPED}, select, [contenteditable]`)) return true;
  return [...document.querySelectorAll<HTMLInputElement>(TYPED)].some((field) => field.value !== field.defaultValue);
}

function reload(): void {
  meanToLeave();
  location.reload();
}
