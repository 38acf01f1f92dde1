/** A still picture of what looks at a device, fetched by the hub: when somebody looks, and again when they ask. */

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { clock } from "../../language/format";
import { t } from "../../language/language";
import { Button } from "../../parts/Button";
import { askPicture, Refusal, Unreachable } from "../../wire/http";
import { useDesk } from "../desk/desk";
import "./snapshot.css";

interface Props {
  readonly device: string;
  /** What the device is called. */
  readonly name: string;
}

export function Snapshot({ device, name }: Props) {
  const { session, record } = useDesk();
  const picture = useSignal<{ readonly address: string; readonly at: number | null } | null>(null);
  const trouble = useSignal<string | null>(null);
  const asked = useSignal(0);
  useEffect(() => {
    let wanted = true;
    let address: string | null = null;
    askPicture(`/api/v1/devices/${encodeURIComponent(device)}/snapshot`, session.token).then(
      (found) => {
        if (!wanted) return;
        address = URL.createObjectURL(found);
        picture.value = { address, at: record.clock.now() };
        trouble.value = null;
      },
      (error: unknown) => {
        if (!(error instanceof Refusal || error instanceof Unreachable)) throw error;
        if (wanted) trouble.value = error instanceof Refusal ? error.message : t("snapshot.unreachable");
      },
    );
    return () => {
      wanted = false;
      if (address !== null) URL.revokeObjectURL(address);
    };
  }, [device, session.token, record, picture, trouble, asked.value]);
  const found = picture.value;
  return (
    <figure class="snapshot">
      {found !== null && <img src={found.address} alt={t("snapshot.title", { device: name })} />}
      <figcaption>
        <span class="second digits">
          {trouble.value !== null
            ? t("snapshot.failed", { why: trouble.value })
            : found === null
              ? t("snapshot.loading")
              : `${name} · ${t("snapshot.at", { time: clock(found.at) })}`}
        </span>
        <Button
          onClick={() => {
            asked.value += 1;
          }}
        >
          {t("snapshot.again")}
        </Button>
      </figcaption>
    </figure>
  );
}
