import type { Report } from "../engine/client.ts";
import { ticks } from "../scales.ts";
import { count, decimal } from "../words.ts";
import type { Picture } from "./chart/picture.ts";

/** When the highest bar is this many times as high as the lowest, the heights go by powers of ten. */
const STEEP = 500;

/** How many heights are told beside the ground, about; whole ones, as counts are. */
const FEW = 4;

/** How often each rating was given, or each count occurs, as bars; undefined where there is nothing to count. */
export function histogram(
  bars: Report["histogram"],
  kind: "ratings" | "counts" = "ratings",
): Picture | undefined {
  const counts = bars.map((b) => b.count);
  const most = Math.max(0, ...counts);
  if (most === 0) return undefined;
  const least = Math.min(...counts.filter((n) => n > 0));
  const steep = most / least >= STEEP;
  const edge = edges(bars);
  const name = (b: { from: number; to: number }, i: number) =>
    b.from === b.to
      ? edge(b.from)
      : `${edge(b.from)} to ${i < bars.length - 1 ? "under " : ""}${edge(b.to)}`;
  const points = bars.map((b, i) => ({ x: i, y: b.count, name: name(b, i) }));
  const top = points.find(({ y }) => y === most);
  const title =
    kind === "ratings" ? "How often each rating was given" : "How often each count occurs";
  const scaled = steep ? ". Heights are logarithmic" : "";
  return {
    id: "histogram",
    title,
    x: {
      title: kind === "ratings" ? "Rating" : "Count",
      names: bars.map((b) => edge(b.from)),
    },
    y: steep
      ? { title: "How often, logarithmic", log: true, text: count }
      : { title: "How often", text: count, from: 0, ticks: ticks(0, most, Math.min(most, FEW)) },
    series: [{ name: title, mark: "bars", points }],
    summary: `Most often ${top?.name ?? ""}: ${count(most)}${scaled}.`,
  };
}

/** Writes the ends of bars: exact where a bar is one value, else with no more places than their width needs. */
function edges(bars: Report["histogram"]): (x: number) => string {
  const width = Math.min(...bars.map((b) => b.to - b.from).filter((w) => w > 0));
  if (!Number.isFinite(width)) return decimal;
  const places = Math.min(Math.max(0, Math.ceil(-Math.log10(width * 0.6))), 6);
  return (x) => {
    const rounded = Number(x.toFixed(places));
    // −0 is written without its sign.
    return Math.abs(rounded) >= 1000 ? count(rounded) : decimal(rounded || 0);
  };
}
