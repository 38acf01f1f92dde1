import { startPage, watchOnly } from "../parts/page";
import { Replay } from "./Replay";

startPage({ name: "replay", open: watchOnly, show: (session) => <Replay token={session.token} /> });
