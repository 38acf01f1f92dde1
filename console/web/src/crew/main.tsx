import { t } from "../language/language";
import { startPage, watchOnly } from "../parts/page";
import { openOffline } from "./offline";

startPage({ name: "crew", open: watchOnly, show: () => <h1>{t("page.crew")}</h1> });
void openOffline();
