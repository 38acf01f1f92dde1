/** Language and look, each switched by one press. */

import { Languages, Moon, Sun } from "lucide";
import { LOCALES, language, t } from "../language/language";
import { look } from "../look/look";
import { Button } from "./Button";

export function LanguageSwitch() {
  const other = language.value === "zh" ? "en" : "zh";
  return (
    <Button icon={Languages} lang={LOCALES[other]} onClick={() => (language.value = other)}>
      <span class="word">{t("language.switch")}</span>
    </Button>
  );
}

export function LookSwitch() {
  const other = look.value === "dark" ? "light" : "dark";
  return (
    <Button icon={other === "dark" ? Moon : Sun} onClick={() => (look.value = other)}>
      <span class="word">{t(`look.${other}`)}</span>
    </Button>
  );
}
