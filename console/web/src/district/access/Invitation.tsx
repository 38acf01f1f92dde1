/** Invites a crew's phone: a dispatcher picks the station, and shows the QR code or reads the code out. */

import { signal } from "@preact/signals";
import { QrCode } from "lucide";
import { useEffect } from "preact/hooks";
import { encode } from "uqr";
import { clock } from "../../language/format";
import { t } from "../../language/language";
import { Band } from "../../parts/Band";
import { Button } from "../../parts/Button";
import { ask } from "../../wire/http";
import "./invitation.css";

interface Made {
  readonly code: string;
  readonly link: string;
  readonly station: string;
  readonly expires_at: string;
}

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
      {made.value !== null && <Shown made={made.value} />}
    </section>
  );
}

function Shown({ made }: { readonly made: Made }) {
  const link = new URL(made.link, location.origin).href;
  const grouped = made.code.match(/.{1,4}/g)?.join("-") ?? made.code;
  return (
    <div class="shown" role="status">
      <Qr text={link} label={t("invite.qr", { station: made.station })} />
      <p>{t("invite.shown", { time: clock(Date.parse(made.expires_at)) })}</p>
      <p>
        {t("invite.code")} <strong class="digits">{grouped}</strong>
      </p>
      <p class="second">{link}</p>
    </div>
  );
}

/** A QR code as dark squares on light, in either look: phones read no other. */
function Qr({ text, label }: { readonly text: string; readonly label: string }) {
  const { data, size } = encode(text, { ecc: "M", border: 4 });
  const squares = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])));
  return (
    <svg class="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shape-rendering="crispEdges">
      <path d={squares.join("")} fill="#000000" />
    </svg>
  );
}
