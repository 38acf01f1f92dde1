import { startPage } from "../parts/page";
import { openDesk } from "./desk/desk";
import { listenToKeys } from "./desk/keyboard";
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
