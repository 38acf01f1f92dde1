/** The centre's telephone numbers: a tap calls. They come with signing in, so they are there without a line. */

import { Phone } from "lucide";
import { t } from "../../language/language";
import { Icon } from "../../parts/Icon";

export function Phones({ phones }: { readonly phones: Readonly<Record<string, string>> }) {
  const all = Object.entries(phones);
  return (
    <section class="phones" aria-labelledby="phones">
      <h2 id="phones">{t("crew.call")}</h2>
      {all.length === 0 && <p class="second">{t("crew.phones_none")}</p>}
      {all.map(([label, number]) => (
        <a key={label} class="button plain" href={`tel:${number.replace(/[^+\d]/g, "")}`}>
          <Icon of={Phone} />
          {label} {number}
        </a>
      ))}
    </section>
  );
}
