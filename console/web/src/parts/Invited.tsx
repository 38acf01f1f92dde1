/** An invitation that was made: as a QR code for another device, as a link for another browser, as a code to be read out. */

import { useState } from "preact/hooks";
import { encode } from "uqr";
import { clock } from "../language/format";
import { t } from "../language/language";
import { Band } from "./Band";
import { CopyLink } from "./CopyLink";
import "./invited.css";

/** The answer of `POST /api/v1/invitations`. */
export interface Made {
  readonly code: string;
  readonly link: string;
  /** Where phones of the same network find the hub; none where it listens on its own machine alone. */
  readonly origins: readonly string[];
  readonly station: string;
  readonly expires_at: string;
}

/** A page on the hub's own screen goes by an address that means the phone itself on a phone. */
export function originsFor(
  { origins }: Pick<Made, "origins">,
  { hostname, origin }: Location | URL,
): readonly string[] {
  return /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/.test(hostname) ? origins : [origin];
}

export function Invited({ made }: { readonly made: Made }) {
  const origins = originsFor(made, location);
  const [origin, choose] = useState(origins[0]);
  const link = new URL(made.link, origin ?? location.origin).href;
  const grouped = made.code.match(/.{1,4}/g)?.join("-") ?? made.code;
  return (
    <div class="shown" role="status">
      {origin === undefined ? (
        <Band kind="silent">▲ {t("invite.no_address")}</Band>
      ) : (
        <>
          <Qr text={link} label={t("invite.qr", { station: made.station })} />
          <p>{t("invite.shown", { time: clock(Date.parse(made.expires_at)) })}</p>
        </>
      )}
      {origins.length > 1 && (
        <label>
          {t("invite.address")}
          <select value={origin} onChange={(event) => choose(event.currentTarget.value)}>
            {origins.map((each) => (
              <option key={each} value={each}>
                {each}
              </option>
            ))}
          </select>
        </label>
      )}
      <p>
        {t("invite.code")} <strong class="digits">{grouped}</strong>
      </p>
      <CopyLink link={link} />
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
