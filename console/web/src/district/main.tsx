/** The district's page: readiness, duty, checks, equipment, drills, figures, reports; a station sees its own part. */

import { startPage } from "../parts/page";
import { DistrictPage } from "./DistrictPage";
import { openDistrict } from "./district";

startPage({
  name: "district",
  open: openDistrict,
  show: (_session, district) => <DistrictPage district={district} />,
});
