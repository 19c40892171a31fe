import { moved, nearest, neighbour, zoomed } from "../map.ts";
import type { WithPainter } from "../parts.ts";
import { type Sight, WHOLE } from "../sight.ts";
import type { State } from "../state.ts";
import { pointAt } from "./point.ts";
import { showSimilar } from "./similar.ts";

/** How near the pointer has to be to an item, and how far it may go for a click, in CSS pixels; a finger rolls a little. */
const REACH = 24;
const STILL = 5;
const STILL_FINGER = 12;
/** How far a step of a key goes: a factor, and CSS pixels. */
const ZOOM = 1.5;
const PAN = 60;

const ARROWS: Record<string, [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** Moving on the map. */
export function map(parts: WithPainter) {
  const { state, screen, painter } = parts;
  /** Where a finger or the pointer has just been lifted that had stayed in its place. */
  let lifted: { x: number; y: number; finger: boolean } | undefined;

  const show = (view: Sight) => {
    state.explore.map.view = view;
    void screen.draw();
  };

  /** Zooms around a point; around the item that is meant, or the middle, without one. */
  const zoom = (factor: number, px?: number, py?: number) => {
    const { map } = state.explore;
    const { width, height } = painter.size;
    const x = px ?? painter.placed?.x[map.at] ?? width / 2;
    const y = py ?? painter.placed?.y[map.at] ?? height / 2;
    show(zoomed(map.view, factor, x, y, { width, height }));
  };

  const at = (event: MouseEvent) => {
    const box = (event.currentTarget as Element).getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };

  const still = ({ pointerType }: PointerEvent) => (pointerType === "touch" ? STILL_FINGER : STILL);

  const under = ({ x, y }: { x: number; y: number }) =>
    painter.placed ? nearest(painter.placed, x, y, REACH) : -1;

  const open = async () => {
    const { map } = state.explore.map;
    const id = map?.ids[state.explore.map.at];
    if (!map || id === undefined) return;
    await showSimilar(parts, { id, title: map.titles[state.explore.map.at] ?? id });
  };

  const act = {
    /** Opens the item that is meant: shows what is similar to it. */
    openPoint: (): void => void open(),

    /** A finger comes down, or the pointer is pressed. */
    holdMap(event: PointerEvent): void {
      const { map } = state.explore;
      lifted = undefined;
      (event.currentTarget as Element).setPointerCapture(event.pointerId);
      const held = [...map.held, { id: event.pointerId, ...at(event), way: 0 }];
      // Two fingers stretch the map: however still one of them is, lifting it is no click.
      const stretched = held.map((h) => ({ ...h, way: Number.POSITIVE_INFINITY }));
      map.held = held.length > 1 ? stretched : held;
    },

    /** The pointer goes over the map, pushes it, or two fingers stretch it. */
    moveOnMap(event: PointerEvent): void {
      const { map } = state.explore;
      const now = at(event);
      const held = map.held.find((h) => h.id === event.pointerId);
      if (!held) {
        const item = under(now);
        if (item < 0 || item === map.at) return;
        map.at = item;
        return void screen.draw();
      }
      const [dx, dy] = [now.x - held.x, now.y - held.y];
      const way = held.way + Math.hypot(dx, dy);
      map.held = map.held.map((h) => (h === held ? { ...h, ...now, way } : h));
      const other = map.held.find((h) => h.id !== event.pointerId);
      if (way < still(event)) return;
      let view = moved(map.view, dx, dy, painter.size);
      if (other) {
        // Each finger pushes by half, and what is between them grows with their distance.
        const before = Math.hypot(held.x - other.x, held.y - other.y);
        const after = Math.hypot(now.x - other.x, now.y - other.y);
        view = moved(map.view, dx / 2, dy / 2, painter.size);
        const [mx, my] = [(now.x + other.x) / 2, (now.y + other.y) / 2];
        view = zoomed(view, after / Math.max(before, 1), mx, my, painter.size);
      }
      show(view);
    },

    /** The finger or the pointer is lifted. */
    releaseMap(event: PointerEvent): void {
      const { map } = state.explore;
      const held = map.held.find((h) => h.id === event.pointerId);
      const alone = map.held.length === 1;
      map.held = map.held.filter((h) => h !== held);
      if (event.type !== "pointerup" || !held || !alone || held.way >= still(event)) return;
      lifted = { ...at(event), finger: event.pointerType !== "mouse" };
    },

    /**
     * A click opens an item; a finger means it first. It is the last that comes of a tap: had the map gone when the finger was
     * lifted, the click would be one on what is shown instead.
     */
    clickMap(): void {
      const tap = lifted;
      lifted = undefined;
      const item = tap ? under(tap) : -1;
      if (!tap || item < 0) return;
      const known = item === state.explore.map.at || !tap.finger;
      pointAt(parts, item);
      if (known) void open();
    },

    /** The wheel zooms; where there is nothing left to zoom, the page scrolls. */
    wheelMap(event: WheelEvent): void {
      const { view } = state.explore.map;
      if (event.deltaY > 0 && view.scale === 1) return;
      event.preventDefault();
      const { x, y } = at(event);
      zoom(2 ** (-event.deltaY / (event.deltaMode === 0 ? 240 : 8)), x, y);
    },

    /** Presses a key on the map. */
    mapKey(event: KeyboardEvent): void {
      const { map } = state.explore;
      const arrow = ARROWS[event.key];
      const keys: Record<string, () => void> = {
        Enter: act.openPoint,
        "+": act.zoomIn,
        "=": act.zoomIn,
        "-": act.zoomOut,
        "0": act.wholeMap,
      };
      if (event.key === "Escape" && isMoved(state)) keys.Escape = act.wholeMap;
      if (arrow && event.shiftKey) {
        const [dx, dy] = arrow;
        show(moved(map.view, -dx * PAN, -dy * PAN, painter.size));
      } else if (arrow && painter.placed) {
        const first = map.map?.ids.indexOf(map.known[0] ?? "") ?? -1;
        const next = map.at < 0 ? Math.max(first, 0) : neighbour(painter.placed, map.at, ...arrow);
        pointAt(parts, next);
      } else if (keys[event.key] && !event.ctrlKey && !event.metaKey) keys[event.key]?.();
      else return;
      event.preventDefault();
    },

    zoomIn: (): void => zoom(ZOOM),
    zoomOut: (): void => zoom(1 / ZOOM),
    /** Shows all of the map. */
    wholeMap: (): void => show(WHOLE),
  };
  return act;
}

function isMoved({ explore }: State): boolean {
  return explore.map.view.scale > 1;
}

/** What a person can do on the map. */
export type Mapping = ReturnType<typeof map>;
