/** Text as it is compared: one width, one form of each character (NFKC), nothing that is not seen, lower case. */

const UNSEEN = /\p{Cf}|\p{Cc}|\p{Variation_Selector}|\u115f|\u1160|\u3164|\uffa0/gu;

export function plain(text: string): string {
  return text.normalize("NFKC").replace(UNSEEN, "").toLowerCase();
}
