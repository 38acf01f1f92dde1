/** The replay's page: an episode is chosen, its part of the record is read, and then it is played. */

import { type Signal, signal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { t } from "../language/language";
import { Button } from "../parts/Button";
import { Chooser } from "./Chooser";
import { PastHub } from "./hub";
import { listenToPlayerKeys } from "./keys";
import { Player } from "./player";
import "./replay.css";
import { Theatre } from "./Theatre";

/** What is being watched; the keys ask for it. */
const playing: Signal<Player | null> = signal(null);

export function Replay({ token }: { readonly token: string }) {
  const hub = useSignal(new PastHub(token)).value;
  const wanted = useSignal(wantedNow());
  useEffect(() => {
    const follow = () => {
      wanted.value = wantedNow();
    };
    addEventListener("popstate", follow);
    const deaf = listenToPlayerKeys(() => playing.peek(), token);
    return () => {
      removeEventListener("popstate", follow);
      deaf();
    };
  }, [token, wanted]);
  const go = (id: string | null): void => {
    history.pushState(null, "", id === null ? "/replay" : `/replay?of=${encodeURIComponent(id)}`);
    wanted.value = id;
  };
  if (wanted.value === null) return <Chooser hub={hub} open={go} />;
  return <Watched key={wanted.value} id={wanted.value} hub={hub} leave={() => go(null)} />;
}

function wantedNow(): string | null {
  return new URLSearchParams(location.search).get("of");
}

interface Props {
  readonly id: string;
  readonly hub: PastHub;
  readonly leave: () => void;
}

function Watched({ id, hub, leave }: Props) {
  const progress = useSignal<{ seq: number; last: number } | null>(null);
  const failed = useSignal<string | null>(null);
  const attempt = useSignal(0);
  useEffect(() => {
    let left = false;
    const tell = (seq: number, last: number) => {
      progress.value = { seq, last };
    };
    hub.read(id, tell).then(
      (part) => {
        if (!left) playing.value = new Player(part);
      },
      (error: unknown) => {
        failed.value = error instanceof Error ? error.message : String(error);
      },
    );
    return () => {
      left = true;
      playing.value = null;
    };
  }, [id, hub, attempt.value, progress, failed]);
  if (playing.value !== null) return <Theatre player={playing.value} hub={hub} leave={leave} />;
  return (
    <div class="chooser">
      <h1>{t("page.replay")}</h1>
      <p role="status">
        {failed.value === null
          ? progress.value === null
            ? t("loading")
            : t("replay.loading", progress.value)
          : t("replay.failed", { why: failed.value })}
      </p>
      {progress.value !== null && failed.value === null && (
        <progress aria-label={t("loading")} value={progress.value.seq} max={progress.value.last} />
      )}
      {failed.value !== null && (
        <p>
          <Button
            onClick={() => {
              failed.value = null;
              attempt.value += 1;
            }}
          >
            {t("replay.again")}
          </Button>{" "}
          <Button onClick={leave}>{t("replay.back")}</Button>
        </p>
      )}
    </div>
  );
}
