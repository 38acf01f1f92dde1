import { startPage } from "../parts/page";
import { listenToKeys } from "./desk/keyboard";
import { openDesk } from "./desk/open_desk";
import { Operator } from "./Operator";
import { Status } from "./status/Status";

startPage({
  name: "operator",
  open: (session) => {
    const desk = openDesk(session);
    listenToKeys(desk);
    return desk;
  },
  status: (_, desk) => <Status desk={desk} />,
  show: (_, desk) => <Operator desk={desk} />,
});
