/** What a question to the hub has brought: the answer, that it is on its way, or what went wrong. */

import type { ComponentChildren } from "preact";
import { t } from "../../language/language";
import { Band } from "../../parts/Band";
import type { Fetched } from "../fetched";
import { troubleWords } from "../words";

interface Props<T> {
  readonly to: Fetched<T>;
  readonly children: (answer: T) => ComponentChildren;
}

export function Answer<T>({ to, children }: Props<T>) {
  const trouble = to.trouble.value;
  const answer = to.value.value;
  return (
    <>
      {trouble !== null && <Band kind="note">{troubleWords(trouble)}</Band>}
      {answer !== null ? children(answer) : trouble === null && <p class="second">{t("loading")}</p>}
    </>
  );
}
