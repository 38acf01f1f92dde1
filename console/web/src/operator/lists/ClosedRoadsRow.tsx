/** How many roads are closed now, in one row below the list: a press shows which, and opens them again. */

import { useComputed } from "@preact/signals";
import { Ban } from "lucide";
import { t } from "../../language/language";
import { Icon } from "../../parts/Icon";
import { useDesk } from "../desk/desk";
import "./lists.css";

export function ClosedRoadsRow() {
  const desk = useDesk();
  const count = useComputed(() => desk.record.state.value.closures.size).value;
  if (count === 0) return null;
  const show = () => {
    desk.step.value = null;
    desk.closing.take("way");
    desk.pane.value = "lane";
  };
  return (
    <ul class="side-rows">
      <li>
        <button type="button" class="side-row" aria-pressed={desk.pane.value === "lane"} onClick={show}>
          <span class="amber">
            <Icon of={Ban} />
          </span>
          <span class="side-what">{t("closures.count", { count })}</span>
          <kbd>{desk.keys.label("lane")}</kbd>
        </button>
      </li>
    </ul>
  );
}
