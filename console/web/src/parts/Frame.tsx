/** The frame around every page: header, the line's state, and the content below. */

import type { ReadonlySignal } from "@preact/signals";
import { LogOut } from "lucide";
import type { ComponentChildren } from "preact";
import { t } from "../language/language";
import { ADDRESSES, PAGES_OF, type PageName, part, type Session } from "../session/session";
import type { Line } from "../stream/line";
import { Button } from "./Button";
import "./frame.css";
import { LineBand, LineState } from "./LineState";
import { Renewal } from "./Renewal";
import { LanguageSwitch, LookSwitch } from "./switches";

interface Props {
  readonly name: PageName;
  readonly session: Session;
  readonly line: ReadonlySignal<Line>;
  /** A page that says much in its header; the switches then show their icons only. */
  readonly status?: ComponentChildren;
  /** Whether nothing would be lost or missed if the page were loaded anew now. */
  readonly quiet?: () => boolean;
  readonly children: ComponentChildren;
}

export function Frame({ name, session, line, status, quiet = () => true, children }: Props) {
  const { me } = session;
  document.title = `${t(`page.${name}`)} · ${t("product")}`;
  return (
    <>
      <a class="skip" href="#content">
        {t("skip")}
      </a>
      <header class={status === undefined ? "frame" : "frame compact"}>
        <strong>{me.station_name ?? me.district}</strong>
        <nav aria-label={t("pages")}>
          {PAGES_OF[me.role].map((each) => (
            <a key={each} href={ADDRESSES[each]} aria-current={each === name ? "page" : undefined}>
              {t(`page.${each}`)}
            </a>
          ))}
        </nav>
        <LineState line={line.value} />
        {status}
        <span class="second who">
          <span class="word">{t(`role.${me.role}`)} · </span>
          {me.name}
        </span>
        <LanguageSwitch />
        <LookSwitch />
        <Button icon={LogOut} onClick={() => part("signed_out")}>
          <span class="word">{t("sign_out")}</span>
        </Button>
      </header>
      <LineBand line={line.value} phones={me.phones} />
      <Renewal quiet={() => line.value.state === "ok" && quiet()} yields={name === "crew"} />
      <main id="content" tabIndex={-1}>
        {children}
      </main>
    </>
  );
}
