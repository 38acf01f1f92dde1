/** The stations that take part, one after another by name; with none the choice picks. */

import { X } from "lucide";
import { useState } from "preact/hooks";
import { t } from "../../language/language";
import { Button } from "../../parts/Button";
import { Icon } from "../../parts/Icon";
import { useDistrict } from "../district";
import { NameField } from "../parts/NameField";
import { useStations } from "../parts/StationPicker";

interface Props {
  readonly picked: readonly string[];
  readonly pick: (stations: readonly string[]) => void;
}

export function NamedStations({ picked, pick }: Props) {
  const { nameOf } = useDistrict();
  const stations = useStations();
  const [typing, setTyping] = useState("");
  const [meant, setMeant] = useState<string | null>(null);
  const add = () => {
    if (meant !== null && !picked.includes(meant)) pick([...picked, meant]);
    setTyping("");
    setMeant(null);
  };
  return (
    <>
      <div class="fields">
        <NameField
          label={t("drills.stations")}
          options={stations}
          value={typing}
          onType={(text, found) => {
            setTyping(text);
            setMeant(found?.id ?? null);
          }}
        />
        <Button onClick={add} disabled={meant === null}>
          {t("drills.add_station")}
        </Button>
        <p class="second">{picked.length === 0 ? t("drills.nobody_named") : t("drills.named")}</p>
      </div>
      {picked.length > 0 && (
        <ul class="acts">
          {picked.map((id) => (
            <li key={id}>
              <Button onClick={() => pick(picked.filter((each) => each !== id))}>
                {id} {nameOf(id)} <Icon of={X} size={16} />
                <span class="unseen"> {t("remove")}</span>
              </Button>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
