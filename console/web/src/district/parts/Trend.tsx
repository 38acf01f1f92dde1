/**
 * Lines over time. The same figures stand in a table on the page, so the picture is one to the eye only: its name says
 * what it shows. Colours are read from the look, and again when it is switched.
 */

import { useEffect, useRef } from "preact/hooks";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { axisTime } from "../../language/format";
import { look } from "../../look/look";
import "./trend.css";

interface Props {
  readonly name: string;
  /** Moments in seconds since 1970, ascending. */
  readonly labels: readonly number[];
  readonly series: readonly { readonly name: string; readonly values: readonly (number | null)[] }[];
  readonly unit: string;
  readonly lowest?: number;
  readonly highest?: number;
}

const HEIGHT = 180;
const STROKES = ["--blue", "--amber", "--red"] as const;
const DASHES: readonly (readonly number[])[] = [[], [6, 4], [2, 3]];

export function Trend(props: Props) {
  const place = useRef<HTMLDivElement>(null);
  const shade = look.value;
  useEffect(() => {
    const box = place.current;
    if (box === null) return;
    const chart = new uPlot(optionsOf(props, box.clientWidth), dataOf(props), box);
    const follow = new ResizeObserver(() => chart.setSize({ width: box.clientWidth, height: HEIGHT }));
    follow.observe(box);
    return () => {
      follow.disconnect();
      chart.destroy();
    };
  }, [props, shade]);
  return <div ref={place} class="trend" role="img" aria-label={props.name} />;
}

function dataOf({ labels, series }: Props): uPlot.AlignedData {
  return [[...labels], ...series.map(({ values }) => [...values])];
}

function optionsOf({ labels, series, unit, lowest, highest }: Props, width: number): uPlot.Options {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  const span = ((labels.at(-1) ?? 0) - (labels[0] ?? 0)) * 1000;
  const axis: uPlot.Axis = {
    stroke: colour("--second"),
    grid: { stroke: colour("--raised"), width: 1 },
    ticks: { stroke: colour("--line"), width: 1 },
    font: `14px ${style.fontFamily}`,
  };
  return {
    width,
    height: HEIGHT,
    cursor: { show: false },
    legend: { show: false },
    scales: { y: { range: (_chart, least, most) => [lowest ?? Math.min(0, least), highest ?? most * 1.1] } },
    axes: [
      { ...axis, values: (_chart, at) => at.map((each) => axisTime(each * 1000, span)), space: 90 },
      { ...axis, values: (_chart, at) => at.map((each) => `${each}${unit}`), size: 60 },
    ],
    series: [
      {},
      ...series.map(({ name }, place) => ({
        label: name,
        stroke: colour(STROKES[place % STROKES.length] ?? "--blue"),
        dash: [...(DASHES[place % DASHES.length] ?? [])],
        width: 2,
        points: { show: true, size: 6 },
      })),
    ],
  };
}
