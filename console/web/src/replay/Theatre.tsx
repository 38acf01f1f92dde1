/** An episode being watched: list and map as they were, why beside them, lanes and the slider below; a double frame. */

import { type ReadonlySignal, type Signal, useComputed, useSignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { BoardContext } from "../incidents/board";
import { Alarms } from "../incidents/detail/Alarms";
import { Crews } from "../incidents/detail/Crews";
import { clock, moment } from "../language/format";
import { t } from "../language/language";
import { wireWord } from "../language/wire_words";
import type { Focus, Pointed, Selected } from "../map/ground";
import { MapView } from "../map/MapView";
import "../incidents/detail/detail.css";
import { Head } from "../incidents/detail/Head";
import { Notes } from "../incidents/detail/Notes";
import { Signals } from "../incidents/detail/Signals";
import { IncidentList } from "../incidents/list/IncidentList";
import { Button } from "../parts/Button";
import { boardOf, keepPlaying } from "./board";
import { Controls } from "./Controls";
import { focusOf } from "./focus";
import { ghostsOf } from "./ghosts";
import type { PastHub } from "./hub";
import { Lanes } from "./Lanes";
import type { Player } from "./player";
import { REPORT_FRAME } from "./print";
import { Slider } from "./Slider";
import { WhatIfPanel } from "./WhatIfPanel";
import { Why } from "./Why";

interface Props {
  readonly player: Player;
  readonly hub: PastHub;
  readonly leave: () => void;
}

export function Theatre({ player, hub, leave }: Props) {
  const board = useMemo(() => boardOf(player), [player]);
  const pointed = useSignal<Pointed | null>(null);
  useEffect(() => keepPlaying(player), [player]);
  return (
    <BoardContext.Provider value={board}>
      <div class={`replay ${player.part.episode.exercise ? "of-drill" : ""}`}>
        <Title player={player} leave={leave} />
        <IncidentList />
        <Picture
          player={player}
          hub={hub}
          point={(at) => {
            pointed.value = at;
          }}
        />
        <Side player={player} hub={hub} pointed={pointed} />
        <Lanes player={player} />
        <div class="foot">
          <Controls player={player} hub={hub} />
          <Slider player={player} />
          <p class="keys second">{t("replay.keys")}</p>
        </div>
      </div>
      <iframe id={REPORT_FRAME} class="unseen" title={t("replay.report_frame")} tabIndex={-1} aria-hidden="true" />
    </BoardContext.Provider>
  );
}

function Title({ player, leave }: { readonly player: Player; readonly leave: () => void }) {
  const { episode } = player.part;
  const what = episode.drill ? episode.name : wireWord("kind", episode.kind);
  return (
    <header class="title">
      <h1>
        <span class="not-live">{t("replay.not_live")}</span>{" "}
        <span class="digits">
          {clock(player.at.value)} ×{player.speed.value}
        </span>
      </h1>
      <p>
        {episode.exercise && <b class="violet">{t("drill")} </b>}
        <b>{episode.numbers.join(" · ")}</b> {what} {episode.building_name ?? episode.place.text}{" "}
        <span class="second digits">{moment(Date.parse(episode.began_at))}</span>
      </p>
      <span class="second digits">{t("replay.at_seq", { seq: player.record.state.value.seq })}</span>
      <Button onClick={leave}>{t("replay.back")}</Button>
    </header>
  );
}

interface PictureProps {
  readonly player: Player;
  readonly hub: PastHub;
  readonly point: (at: Pointed) => void;
}

function Picture({ player, hub, point }: PictureProps) {
  const selected: ReadonlySignal<Selected | null> = useComputed(() =>
    player.selected.value === null ? null : { kind: "incident", id: player.selected.value },
  );
  const focus = useComputed<Focus | null>(() => focusOf(player.record.endState, player.selected.value));
  const ghosts = useComputed(() =>
    player.ghosts.value ? ghostsOf(player.record.state.value, player.part.episode, player.at.value) : [],
  );
  return (
    <MapView
      token={hub.token}
      record={player.record}
      selected={selected}
      onSelect={({ kind, id }) => {
        if (kind === "incident") player.selected.value = id;
      }}
      onPlace={point}
      focus={focus}
      ghosts={ghosts}
    />
  );
}

interface SideProps {
  readonly player: Player;
  readonly hub: PastHub;
  readonly pointed: Signal<Pointed | null>;
}

function Side({ player, hub, pointed }: SideProps) {
  const asking = useSignal(false);
  const incident = useComputed(
    () => player.record.state.value.incidents.get(player.selected.value ?? "") ?? null,
  ).value;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be within reach of the keyboard
    <section class="detail" aria-label={t("region.detail")} tabIndex={0}>
      <fieldset class="tabs" aria-label={t("replay.tabs")}>
        <Button
          aria-pressed={!asking.value}
          onClick={() => {
            asking.value = false;
          }}
        >
          {t("replay.tab.why")}
        </Button>
        <Button
          aria-pressed={asking.value}
          onClick={() => {
            asking.value = true;
          }}
        >
          {t("replay.tab.whatif")}
        </Button>
      </fieldset>
      <Which player={player} />
      {incident !== null && <Head incident={incident} />}
      {asking.value ? (
        <WhatIfPanel player={player} hub={hub} pointed={pointed} />
      ) : (
        <>
          <Why player={player} />
          {incident !== null && (
            <>
              <Crews incident={incident} />
              <Signals incident={incident} />
              <Alarms incident={incident} />
              <Notes incident={incident} />
            </>
          )}
        </>
      )}
    </section>
  );
}

/** A drill may have several incidents, and closed ones stand in no list. */
function Which({ player }: { readonly player: Player }) {
  const { incidents, numbers } = player.part.episode;
  if (incidents.length < 2) return null;
  return (
    <fieldset class="tabs" aria-label={t("replay.incidents")}>
      {incidents.map((id, place) => (
        <Button
          key={id}
          aria-pressed={player.selected.value === id}
          onClick={() => {
            player.selected.value = id;
          }}
        >
          {numbers[place] ?? id}
        </Button>
      ))}
    </fieldset>
  );
}
