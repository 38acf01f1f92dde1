/** The sign-in page: a token or an invitation's code, typed, pasted, or brought by a link. */

import { signal } from "@preact/signals";
import { render } from "preact";
import type { PlainKey } from "../language/dictionary";
import { startLanguage, t } from "../language/language";
import "../look/look.css";
import { startLook } from "../look/look";
import { Band } from "../parts/Band";
import { Button } from "../parts/Button";
import { CopyLink } from "../parts/CopyLink";
import { LanguageSwitch, LookSwitch } from "../parts/switches";
import { type InApp as App, thisInAppBrowser } from "../session/in_app";
import {
  ADDRESSES,
  acceptInvitation,
  PAGES_OF,
  readSession,
  type Session,
  signIn,
  unansweredInvitation,
} from "../session/session";
import { Refusal } from "../wire/http";
import "./signin.css";

/**
 * A link carries the code in its fragment, which no server sees; it leaves the address at once. Inside an app it stays
 * until it is accepted: there "open in the browser" takes the address along. A code whose answer was lost comes again.
 */
const app = thisInAppBrowser();
const linked = new URLSearchParams(location.hash.slice(1)).get("code");
const invited = linked ?? unansweredInvitation();
const parting = location.search.slice(1);

const PARTINGS: Readonly<Record<string, PlainKey>> = { withdrawn: "signin.withdrawn", signed_out: "signin.signed_out" };

const REFUSALS: Readonly<Record<string, PlainKey>> = {
  not_found: "signin.code_refused",
  unauthorized: "signin.refused",
  unusable: "signin.refused",
  too_many: "signin.too_many",
};

const working = signal(false);
const trouble = signal<PlainKey | null>(null);
const note = signal<PlainKey | null>(PARTINGS[parting] ?? null);

/** A code as the hub makes it, or as a hand writes it in groups. */
const CODE = /^(?:[0-9a-z][- ]*){12}$/i;

/** Tokens are `ID.SECRET`; a code has no full stop. */
async function enter(secret: string): Promise<void> {
  if (secret === "") {
    trouble.value = "signin.missing";
    return;
  }
  if (!secret.includes(".") && !CODE.test(secret)) {
    trouble.value = "signin.neither";
    return;
  }
  working.value = true;
  trouble.value = null;
  note.value = null;
  try {
    goHome(await (secret.includes(".") ? signIn(secret) : acceptInvitation(secret)));
  } catch (error) {
    trouble.value = error instanceof Refusal ? (REFUSALS[error.code] ?? "signin.refused") : "signin.unreachable";
  } finally {
    working.value = false;
  }
}

function goHome(session: Session): void {
  const [home] = PAGES_OF[session.me.role];
  if (home === undefined) trouble.value = "signin.device";
  else location.replace(ADDRESSES[home]);
}

function SignIn() {
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const typed = new FormData(event.currentTarget as HTMLFormElement).get("secret");
    void enter(String(typed ?? invited ?? "").trim());
  };
  return (
    <main class="signin" id="content">
      <h1>{t("product")}</h1>
      {app !== null && <InApp app={app} />}
      {note.value && <Band kind="note">{t(note.value)}</Band>}
      <form onSubmit={submit} aria-label={t("signin.title")} aria-busy={working.value}>
        {invited === null ? <Secret /> : <p>{t(linked === null ? "signin.unanswered" : "signin.invited")}</p>}
        <p role="alert" class="trouble" id="trouble">
          {trouble.value && t(trouble.value)}
        </p>
        <Button kind={app === null ? "filled" : "plain"} type="submit" disabled={working.value}>
          {t(working.value ? "signin.working" : invited === null ? "signin.enter" : acceptWord)}
        </Button>
      </form>
      <footer>
        <LanguageSwitch />
        <LookSwitch />
      </footer>
    </main>
  );
}

const acceptWord: PlainKey = app === null ? "signin.accept" : "signin.accept_here";

/** Said before anything is accepted: what is signed in here is signed in nowhere else, and does not ring for long. */
function InApp({ app }: { readonly app: App }) {
  const link = invited === null ? location.origin : `${location.origin}/sign-in#code=${invited}`;
  return (
    <section class="in-app">
      <Band kind="silent">▲ {t("signin.in_app", { app: t(`app.${app}`) })}</Band>
      <CopyLink link={link} kind="filled" />
    </section>
  );
}

function Secret() {
  return (
    <>
      <label for="secret">{t("signin.secret")}</label>
      <input
        id="secret"
        name="secret"
        class="digits"
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        aria-describedby="hint trouble"
        aria-invalid={trouble.value !== null}
      />
      <p class="second" id="hint">
        {t("signin.secret_hint")}
      </p>
    </>
  );
}

function start(): void {
  startLanguage();
  startLook();
  const carried = app !== null && linked !== null;
  if (!carried && (location.hash !== "" || location.search !== "")) history.replaceState(null, "", location.pathname);
  const standing = readSession();
  const page = document.getElementById("page");
  if (standing !== null && linked === null) goHome(standing);
  else if (page !== null) render(<SignIn />, page);
}

start();
