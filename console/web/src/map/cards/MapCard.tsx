/** The card beside a mark: while a pointer rests on it, or until it is closed where it was pressed. */

import type { ReadonlySignal } from "@preact/signals";
import { X } from "lucide";
import { t } from "../../language/language";
import { Icon } from "../../parts/Icon";
import type { Record as EventRecord } from "../../record/record";
import type { Ground, Selected } from "../ground";
import "./cards.css";
import { type Card, cardOf, type Line } from "./cards";

/** What can be done with what a card is about. */
export interface CardAct {
  readonly words: string;
  readonly press: () => void;
}

interface Props {
  readonly ground: ReadonlySignal<Ground | null>;
  readonly record: Pick<EventRecord, "state" | "clock">;
  readonly hovered: ReadonlySignal<Selected | null>;
  readonly opened: ReadonlySignal<Selected | null>;
  /** Changes whenever marks stand elsewhere in the picture. */
  readonly moved: ReadonlySignal<number>;
  readonly actsOf: (mark: Selected) => readonly CardAct[];
  readonly close: () => void;
}

export function MapCard({ ground, record, hovered, opened, moved, actsOf, close }: Props) {
  moved.value;
  record.clock.second.value; // once a second is as often as anybody reads it
  const mark = opened.value ?? hovered.value;
  const at = mark === null ? null : (ground.value?.whereIs(mark) ?? null);
  if (mark === null || at === null) return null;
  const card = cardOf(record.state.peek(), mark, record.clock.now() ?? 0);
  if (card === null) return null;
  const stays = opened.value !== null;
  const acts = stays ? actsOf(mark) : [];
  return (
    <section
      class={`map-card ${stays ? "opened" : ""}`}
      style={beside(at)}
      aria-label={card.title}
      data-card={`${mark.kind}/${mark.id}`}
    >
      <Words card={card} />
      {acts.length > 0 && (
        <p class="card-acts">
          {acts.map(({ words, press }) => (
            <button key={words} type="button" onClick={press}>
              {words}
            </button>
          ))}
        </p>
      )}
      {stays && (
        <button
          type="button"
          class="card-close"
          aria-label={t("map.card.close")}
          title={t("map.card.close")}
          onClick={close}
        >
          <Icon of={X} size={16} />
        </button>
      )}
    </section>
  );
}

function Words({ card }: { readonly card: Card }) {
  return (
    <>
      <b class="card-title">{card.title}</b>
      <dl>
        {card.lines.map((line, place) => (
          <LineView key={place} line={line} />
        ))}
      </dl>
    </>
  );
}

function LineView({ line: { name, text, phone, tone } }: { readonly line: Line }) {
  return (
    <>
      <dt>{name}</dt>
      <dd class={tone ?? ""}>
        {text}
        {phone !== undefined && phone !== "" && (
          <a class="digits" href={`tel:${phone}`}>
            {phone}
          </a>
        )}
      </dd>
    </>
  );
}

const AWAY_PX = 22;

/** To that side of the mark where there is more room. */
function beside({ x, y, width, height }: NonNullable<ReturnType<Ground["whereIs"]>>): Record<string, string> {
  const across = x > width / 2 ? { right: px(width - x + AWAY_PX) } : { left: px(x + AWAY_PX) };
  const down = y > height / 2 ? { bottom: px(height - y - AWAY_PX) } : { top: px(y - AWAY_PX) };
  return { ...across, ...down };
}

const px = (length: number): string => `${Math.max(8, Math.round(length))}px`;
