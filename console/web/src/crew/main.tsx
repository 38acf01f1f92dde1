import { startPage } from "../parts/page";
import { Crew } from "./crew";
import "./crew.css";
import { CrewPage } from "./CrewPage";
import { openOffline } from "./offline";

startPage({
  name: "crew",
  open: (session) => new Crew(session),
  show: (_, crew) => <CrewPage crew={crew} />,
  quiet: (crew) => crew.quiet,
});
void openOffline();
