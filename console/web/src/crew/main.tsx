import { t } from "../language/language";
import { startPage, watchOnly } from "../parts/page";

startPage({ name: "crew", open: watchOnly, show: () => <h1>{t("page.crew")}</h1> });
