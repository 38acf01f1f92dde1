/** The second step of what cannot be taken back: handled, back, cannot go and why. */

import { useEffect } from "preact/hooks";
import type { PlainKey } from "../../language/dictionary";
import { t } from "../../language/language";
import type { Assignment } from "../../wire/generated";
import type { Crew } from "../crew";

/** The steps that cannot be taken back. */
export type Asked = "control" | "release" | "decline";

interface Props {
  readonly crew: Crew;
  readonly orders: readonly Assignment[];
  readonly asked: Asked;
  readonly done: () => void;
}

/** What goes on the record with a refusal to go. */
const REASONS = ["off_post", "short_handed", "road_blocked", "busy", "other"] as const;

const QUESTIONS: { readonly [A in Asked]: PlainKey } = {
  control: "crew.sure.control",
  release: "crew.sure.release",
  decline: "crew.sure.decline",
};

export function SecondStep({ crew, orders, asked, done }: Props) {
  useEffect(() => crew.guard.hold(), [asked]);
  const say = (reason?: string) =>
    crew.guard.guarded(() => {
      crew.say(orders, asked, reason);
      done();
    });
  return (
    <fieldset class={`second-step ${asked}`} aria-live="polite">
      <legend>{t(QUESTIONS[asked])}</legend>
      <button type="button" class="button plain" onClick={() => crew.guard.guarded(done)}>
        {t("crew.back")}
      </button>
      {asked === "decline" ? (
        REASONS.map((reason) => (
          <button key={reason} type="button" class="button plain" onClick={() => say(reason)}>
            {t(`decline.${reason}`)}
          </button>
        ))
      ) : (
        <button type="button" class="button filled sure" onClick={() => say()}>
          {t(`crew.do.${asked}`)}
        </button>
      )}
    </fieldset>
  );
}
