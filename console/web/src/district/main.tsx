import { t } from "../language/language";
import { startPage, watchOnly } from "../parts/page";

startPage({ name: "district", open: watchOnly, show: () => <h1>{t("page.district")}</h1> });
