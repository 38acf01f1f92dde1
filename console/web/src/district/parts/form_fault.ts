/** Shows a refusal at the form's field that it is about, and takes it away once somebody changes that field. */

import { Refusal } from "../../wire/http";
import { fieldPath, saidOfField } from "../words";

/** A field is found by its `name`: the last part of the hub's path that the form has, `plan.place.floor` at `floor`. */
export function showAt(form: HTMLFormElement, trouble: unknown): void {
  if (!(trouble instanceof Refusal) || trouble.problem.at === undefined) return;
  const names = fieldPath(trouble.problem.at).reverse();
  const field = names.map((name) => form.elements.namedItem(name)).find((each) => each instanceof HTMLInputElement);
  const said = saidOfField(trouble);
  if (!(field instanceof HTMLInputElement) || said === null) return;
  field.setCustomValidity(said);
  field.setAttribute("aria-invalid", "true");
  field.focus();
  field.reportValidity();
  const forget = () => {
    field.setCustomValidity("");
    field.removeAttribute("aria-invalid");
  };
  field.addEventListener("input", forget, { once: true });
}
