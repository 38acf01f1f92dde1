/** Which incident or drill: searched by number, place, a drill's name and the day, over the whole record. */

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { moment, span } from "../language/format";
import { t } from "../language/language";
import { floorWord, wireWord } from "../language/wire_words";
import { zh } from "../language/words.zh";
import { Button } from "../parts/Button";
import "./chooser.css";
import type { Episode, PastHub } from "./hub";

const TYPED_MS = 200;

interface Props {
  readonly hub: PastHub;
  readonly open: (id: string) => void;
}

export function Chooser({ hub, open }: Props) {
  const text = useSignal("");
  const day = useSignal("");
  const found = useSignal<readonly Episode[] | null>(null);
  const next = useSignal<number | null>(null);
  const failed = useSignal<string | null>(null);
  const attempt = useSignal(0);
  const look = (before: number | null, kept: readonly Episode[], still: () => boolean): void => {
    hub.search({ text: text.peek(), day: day.peek(), before }).then(
      (answer) => {
        if (!still()) return;
        failed.value = null;
        found.value = [...kept, ...answer.episodes];
        next.value = answer.next;
      },
      (error: unknown) => {
        if (still()) failed.value = error instanceof Error ? error.message : String(error);
      },
    );
  };
  useEffect(() => {
    let left = false;
    const waiting = setTimeout(() => look(null, [], () => !left), found.peek() === null ? 0 : TYPED_MS);
    return () => {
      left = true;
      clearTimeout(waiting);
    };
  }, [text.value, day.value, attempt.value]);
  return (
    <div class="chooser">
      <h1>{t("replay.choose")}</h1>
      <search class="search">
        <label>
          {t("replay.search")}
          <input
            type="search"
            value={text.value}
            onInput={(event) => {
              text.value = event.currentTarget.value;
            }}
          />
        </label>
        <label>
          {t("replay.day")}
          <input
            type="date"
            value={day.value}
            onInput={(event) => {
              day.value = event.currentTarget.value;
            }}
          />
        </label>
      </search>
      <p role="status" class="second">
        {failed.value !== null ? t("replay.failed", { why: failed.value }) : counted(found.value, next.value)}
      </p>
      {failed.value !== null && (
        <Button
          onClick={() => {
            attempt.value += 1;
          }}
        >
          {t("replay.again")}
        </Button>
      )}
      {found.value !== null && found.value.length > 0 && <Found episodes={found.value} open={open} />}
      {next.value !== null && (
        <Button onClick={() => look(next.peek(), found.peek() ?? [], () => true)}>{t("replay.more")}</Button>
      )}
    </div>
  );
}

function counted(found: readonly Episode[] | null, next: number | null): string {
  if (found === null) return t("replay.searching");
  if (found.length === 0) return t("replay.none");
  return t(next === null ? "replay.found" : "replay.found_more", { count: found.length });
}

function Found({ episodes, open }: { readonly episodes: readonly Episode[]; readonly open: (id: string) => void }) {
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{t("replay.col.when")}</th>
          <th scope="col">{t("replay.col.number")}</th>
          <th scope="col">{t("replay.col.what")}</th>
          <th scope="col">{t("replay.col.where")}</th>
          <th scope="col">{t("replay.col.how")}</th>
          <th scope="col">{t("replay.col.end")}</th>
        </tr>
      </thead>
      <tbody>
        {episodes.map((episode) => (
          <tr key={episode.id} class={episode.exercise ? "exercise" : ""} onClick={() => open(episode.id)}>
            <td class="digits">{moment(Date.parse(episode.began_at))}</td>
            <th scope="row">
              <a
                href={`/replay?of=${encodeURIComponent(episode.id)}`}
                onClick={(event) => openHere(event, episode.id, open)}
              >
                {episode.numbers.join(" · ") || episode.id}
              </a>
            </th>
            <td>
              {episode.exercise && <b class="violet">{t("drill")} </b>}
              {episode.name} {kindOf(episode)} {t("grade", { grade: episode.grade })}
              {episode.test && ` ${t("test")}`}
            </td>
            <td>
              {episode.building_name ?? episode.place.text ?? t("row.no_place")}{" "}
              {episode.place.floor !== null && floorWord(episode.place.floor)}
            </td>
            <td>
              {t("replay.orders", { count: episode.orders })}{" "}
              {episode.misses > 0 && <b class="red">■ {t("replay.misses", { count: episode.misses })}</b>}
            </td>
            <td>{endOf(episode)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A plain press opens it in this page; with Ctrl the browser opens another tab, as with any link. */
function openHere(event: MouseEvent, id: string, open: (id: string) => void): void {
  event.stopPropagation();
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  open(id);
}

function kindOf({ drill, kind }: Episode): string {
  return drill ? "" : wireWord("kind", kind);
}

function endOf({ began_at, ended_at, ending }: Episode): string {
  if (ended_at === null) return t("replay.going_on");
  const took = span(Date.parse(ended_at) - Date.parse(began_at));
  const how = ending !== null && `close.${ending}` in zh ? wireWord("close", ending) : t("replay.ended");
  return `${how} ${took}`;
}
