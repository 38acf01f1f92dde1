/** Invites a crew's phone: a dispatcher picks the station, and shows the QR code or reads the code out. */

import { signal } from "@preact/signals";
import { QrCode } from "lucide";
import { useEffect } from "preact/hooks";
import { t } from "../../language/language";
import { Band } from "../../parts/Band";
import { Button } from "../../parts/Button";
import { Invited, type Made } from "../../parts/Invited";
import { ask } from "../../wire/http";
import "./invitation.css";

interface StationName {
  readonly id: string;
  readonly name: string;
}

const MINUTES = 15;

const stations = signal<readonly StationName[]>([]);
const made = signal<Made | null>(null);
const trouble = signal<string | null>(null);

async function attempt(act: () => Promise<void>): Promise<void> {
  trouble.value = null;
  try {
    await act();
  } catch (error) {
    trouble.value = error instanceof Error ? error.message : String(error);
  }
}

async function listStations(token: string): Promise<void> {
  stations.value = (await ask<{ stations: readonly StationName[] }>("GET", "/api/v1/stations", { token })).stations;
}

async function invite(token: string, form: FormData): Promise<void> {
  const body = { station: form.get("station"), name: form.get("name"), minutes: Number(form.get("minutes")) };
  made.value = await ask<Made>("POST", "/api/v1/invitations", { token, body });
}

export function Invitation({ token }: { readonly token: string }) {
  useEffect(() => void attempt(() => listStations(token)), [token]);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    made.value = null;
    void attempt(() => invite(token, form));
  };
  return (
    <section class="invitation" aria-labelledby="invitation">
      <h2 id="invitation">{t("invite.title")}</h2>
      <form onSubmit={submit}>
        <label>
          {t("invite.station")}
          <select name="station" required>
            {stations.value.map(({ id, name }) => (
              <option key={id} value={id}>
                {id} {name}
              </option>
            ))}
          </select>
        </label>
        <label>
          {t("invite.name")}
          <input name="name" maxLength={64} autocomplete="off" />
        </label>
        <label>
          {t("invite.minutes")}
          <input name="minutes" type="number" min={1} max={1440} defaultValue={MINUTES} required />
        </label>
        <Button kind="filled" type="submit" icon={QrCode}>
          {t("invite.make")}
        </Button>
      </form>
      {trouble.value !== null && <Band kind="note">{t("invite.failed", { why: trouble.value })}</Band>}
      {made.value !== null && <Invited made={made.value} />}
    </section>
  );
}
