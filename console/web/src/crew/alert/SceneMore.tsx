/** What a report asks further: how many, what, where the lane is blocked, whether it is really under control. */

import type { ComponentChildren } from "preact";
import { wantedWord } from "../../incidents/scene_words";
import type { PlainKey } from "../../language/dictionary";
import { t } from "../../language/language";
import { wireWord } from "../../language/wire_words";
import { Button } from "../../parts/Button";
import type { Crew } from "../crew";
import type { Saying, Topic } from "./saying";
import { spotNow } from "./spot";

interface Props {
  readonly crew: Crew;
  readonly topic: Topic;
  readonly say: (saying: Saying) => void;
  readonly back: () => void;
}

const COUNTS = [0, 1, 2, 3, 4, 5, 6, 8, 10, 20] as const;
/** Crews and vehicles of the district, then helpers who are asked. */
const WANTS = ["crew", "engine", "aerial", "medical", "gas", "power", "police"] as const;
/** What is left of a lane, in metres; null: nobody gets through. Less than a pumper, an aerial, and than the norm. */
const WIDTHS = [null, 1, 2, 2.5, 3] as const;

export function More(props: Props) {
  const { crew, topic, back } = props;
  return (
    <fieldset class="second-step scene-more" aria-live="polite">
      <legend>{t(`scene.ask.${topic}`)}</legend>
      <button type="button" class="button plain" onClick={() => crew.guard.guarded(back)}>
        {t("crew.back")}
      </button>
      <Choices {...props} />
    </fieldset>
  );
}

function Choices({ crew, topic, say }: Props) {
  const pick = (key: string | number, words: ComponentChildren, act: () => void) => (
    <button key={key} type="button" class="button plain" onClick={() => crew.guard.guarded(act)}>
      {words}
    </button>
  );
  switch (topic) {
    case "trapped":
    case "got_out":
    case "hurt":
      return <>{COUNTS.map((count) => pick(count, count, () => say({ [topic]: count })))}</>;
    case "want":
      return <>{WANTS.map((kind) => pick(kind, wantedWord({ kind }), () => say({ want: [{ kind }] })))}</>;
    case "lane":
      return <>{WIDTHS.map((width) => pick(width ?? 0, laneWord(width), () => void sayLane(width, say)))}</>;
    case "under_control":
    case "out":
      return pick(topic, t(`scene.do.${topic}`), () => say({ [topic]: true }));
    case "water":
      return <Water say={say} />;
    case "where":
      return <Where say={say} />;
  }
}

function laneWord(width: number | null): string {
  return width === null ? t("scene.lane_shut") : t("scene.lane_left", { metres: width });
}

/** Where this phone is, if it can tell; a lane without a place is told all the same. */
async function sayLane(width: number | null, say: Props["say"]): Promise<void> {
  const spot = await spotNow();
  say({ lane: { lon: spot?.lon ?? null, lat: spot?.lat ?? null, narrows_to_m: width } });
}

function Water({ say }: Pick<Props, "say">) {
  return (
    <Words
      fields={["hydrant"]}
      say={({ hydrant }) => say(hydrant ? { water: "hydrant_dry", hydrant } : { water: "hydrant_dry" })}
    >
      <Button onClick={() => say({ water: "no_water" })}>{wireWord("water", "no_water")}</Button>
    </Words>
  );
}

function Where({ say }: Pick<Props, "say">) {
  return (
    <Words
      fields={["floor", "room", "burning"]}
      say={({ floor, room, burning }) =>
        say({
          ...(floor && { floor: floor as unknown as number }), // read by the hub in every spelling: 12F, B2, 负一层
          ...(room && { room }),
          ...(burning && { burning }),
        })
      }
    />
  );
}

const FIELDS = {
  hydrant: "scene.field.hydrant",
  floor: "scene.field.floor",
  room: "scene.field.room",
  burning: "scene.field.burning",
} as const satisfies Record<string, PlainKey>;

type Field = keyof typeof FIELDS;

const fieldWord = (name: Field): string => t(FIELDS[name] as PlainKey);

interface WordsProps<F extends Field> {
  readonly fields: readonly F[];
  readonly say: (said: { readonly [K in F]?: string }) => void;
  readonly children?: ComponentChildren;
}

function Words<F extends Field>({ fields, say, children }: WordsProps<F>) {
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget as HTMLFormElement);
    const said = fields.map((name) => [name, String(data.get(name) ?? "").trim()]);
    say(Object.fromEntries(said));
  };
  return (
    <form onSubmit={submit}>
      {children}
      {fields.map((name) => (
        <label key={name}>
          {fieldWord(name)}
          <input name={name} maxLength={200} autocomplete="off" />
        </label>
      ))}
      <Button type="submit" kind="filled">
        {t(fields.length === 1 ? "scene.hydrant_dry" : "scene.send")}
      </Button>
    </form>
  );
}
