import { t } from "../language/language";
import { startPage, watchOnly } from "../parts/page";

startPage({ name: "operator", open: watchOnly, show: () => <h1>{t("page.operator")}</h1> });
