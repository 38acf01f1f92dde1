/** The district's page: readiness, duty, drills and figures; and who is invited to sign in. */

import { t } from "../language/language";
import { startPage, watchOnly } from "../parts/page";
import { Invitation } from "../signin/Invitation";

startPage({
  name: "district",
  open: watchOnly,
  show: ({ me, token }) => (
    <>
      <h1>{t("page.district")}</h1>
      {(me.role === "dispatcher" || me.role === "admin") && <Invitation token={token} />}
    </>
  ),
});
