/** What a crew or a console must read for itself: words that the hub could not, as they came. */

import { unreadWords } from "../language/doubt_words";
import type { Incident } from "../wire/generated";
import "./doubt.css";

export function Doubt({ unread }: { readonly unread: Incident["unread"] }) {
  const lines = unreadWords(unread);
  if (lines.length === 0) return null;
  return (
    <ul class="unread">
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}
