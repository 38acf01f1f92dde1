/** The last messages about a device as they came, each with how it was read: asked for when somebody opens them. */

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { quantityWord } from "../../incidents/signals";
import { moment, number } from "../../language/format";
import { t } from "../../language/language";
import { wireWord } from "../../language/wire_words";
import { ask, Refusal, Unreachable } from "../../wire/http";
import { useDesk } from "../desk/desk";

interface Said {
  readonly address?: string | null;
  readonly raised?: readonly string[];
  readonly cleared?: readonly string[];
  readonly whole?: boolean;
  readonly test?: boolean;
  readonly measured?: readonly { readonly what: string; readonly value: number; readonly unit: string }[];
  readonly operation?: string | null;
}

interface Message {
  readonly n: number;
  readonly at: string;
  readonly remote: string;
  /** The message where it is a text; else its bytes are in `hex`. */
  readonly text: string | null;
  readonly hex: string;
  /** How it was read. */
  readonly signals: readonly Said[];
}

const SHOWN = 5;

export function RawMessages({ gateway, address }: { readonly gateway: string; readonly address: string | null }) {
  const { session } = useDesk();
  const found = useSignal<readonly Message[] | null>(null);
  useEffect(() => {
    let wanted = true;
    const query = new URLSearchParams({ gateway, limit: String(SHOWN), ...(address === null ? {} : { address }) });
    ask<{ readonly messages: readonly Message[] }>("GET", `/api/v1/signals/raw?${query}`, {
      token: session.token,
    }).then(
      ({ messages }) => {
        if (wanted) found.value = messages;
      },
      (error: unknown) => {
        if (!(error instanceof Refusal || error instanceof Unreachable)) throw error;
        if (wanted) found.value = [];
      },
    );
    return () => {
      wanted = false;
    };
  }, [gateway, address, session.token, found]);
  if (found.value === null) return <p class="second">{t("loading")}</p>;
  if (found.value.length === 0) return <p class="second">{t("wall.raw_none")}</p>;
  return (
    <ul class="wall-holds">
      {found.value.map((message) => (
        <li key={message.n}>
          <p class="digits second">
            {moment(Date.parse(message.at))} {message.remote}
          </p>
          <p>{readingOf(message.signals) || t("wall.raw_nothing")}</p>
          <p class="wall-raw">{message.text ?? message.hex}</p>
        </li>
      ))}
    </ul>
  );
}

/** How a message was read, in words. */
function readingOf(signals: readonly Said[]): string {
  return signals.map(saidWord).filter(Boolean).join(t("signals.between"));
}

function saidWord({ raised = [], cleared = [], whole, test, measured = [], operation }: Said): string {
  const conditions = (all: readonly string[]) => all.map((each) => wireWord("condition", each)).join(t("signals.and"));
  const values = measured.map(({ what, value, unit }) => `${quantityWord(what)} ${number(value, 3)}\u00a0${unit}`);
  return [
    test ? t("test") : "",
    raised.length > 0 ? t("wall.raw_raised", { what: conditions(raised) }) : "",
    cleared.length > 0 ? t("wall.raw_cleared", { what: conditions(cleared) }) : "",
    whole && raised.length === 0 ? t("wall.raw_normal") : "",
    ...values,
    operation == null ? "" : wireWord("operation", operation),
  ]
    .filter(Boolean)
    .join(" ");
}
