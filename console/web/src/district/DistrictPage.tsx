/** The page's sections beside each other's names; one is open at a time, by the address. */

import type { FunctionComponent } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { t } from "../language/language";
import { AccessSection } from "./access/AccessSection";
import { ChecksSection } from "./checks/ChecksSection";
import "./district.css";
import { DevicesSection } from "./devices/DevicesSection";
import { type District, DistrictContext } from "./district";
import { DrillsSection } from "./drills/DrillsSection";
import { DutySection } from "./duty/DutySection";
import { EquipmentSection } from "./equipment/EquipmentSection";
import { FiguresSection } from "./figures/FiguresSection";
import { ImportsSection } from "./imports/ImportsSection";
import { LedgerSection } from "./ledger/LedgerSection";
import { DeedLine } from "./parts/DeedLine";
import { ReadinessSection } from "./readiness/ReadinessSection";
import { ReportsSection } from "./reports/ReportsSection";
import { RoadsSection } from "./roads/RoadsSection";
import { addressOf, type SectionName, sectionsOf } from "./route";
import { TrainingSection } from "./training/TrainingSection";

const SECTIONS: Readonly<Record<SectionName, FunctionComponent>> = {
  readiness: ReadinessSection,
  duty: DutySection,
  checks: ChecksSection,
  equipment: EquipmentSection,
  drills: DrillsSection,
  devices: DevicesSection,
  training: TrainingSection,
  ledger: LedgerSection,
  figures: FiguresSection,
  reports: ReportsSection,
  access: AccessSection,
  roads: RoadsSection,
  imports: ImportsSection,
};

export function DistrictPage({ district }: { readonly district: District }) {
  const { section, item } = district.route.value;
  const Section = SECTIONS[section];
  return (
    <DistrictContext.Provider value={district}>
      <div class="district">
        <nav class="sections" aria-label={t("district.sections")}>
          {sectionsOf(district.session.me.role).map((name) => (
            <a key={name} href={addressOf(name)} aria-current={name === section ? "page" : undefined}>
              {t(`district.${name}`)}
            </a>
          ))}
        </nav>
        <div class="section" key={section}>
          <Heading name={section} item={item} />
          {district.record.loaded.value ? <Section /> : <p class="second">{t("loading")}</p>}
        </div>
      </div>
      <DeedLine />
    </DistrictContext.Provider>
  );
}

/** Whoever opens a section stands at its beginning; on the first picture the focus stays where it is. */
function Heading({ name, item }: { readonly name: SectionName; readonly item: string | null }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (arrived) heading.current?.focus();
    arrived = true;
  }, [name, item]);
  return (
    <h1 ref={heading} tabIndex={-1}>
      {t(`district.${name}`)}
    </h1>
  );
}

let arrived = false;
