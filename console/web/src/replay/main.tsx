import { t } from "../language/language";
import { startPage, watchOnly } from "../parts/page";

startPage({ name: "replay", open: watchOnly, show: () => <h1>{t("page.replay")}</h1> });
