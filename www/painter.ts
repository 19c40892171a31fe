import type { ItemMap } from "./engine/client.ts";
import { extent, type Placed, place, type Size, showing } from "./map.ts";
import { linear } from "./scales.ts";
import type { Sight } from "./sight.ts";

/** What is on the map. */
export interface Scene {
  map: ItemMap;
  view: Sight;
  /** Items that carry their title where there is room, best known first. */
  known: string[];
  /** Index of the item that is meant; −1 for none. */
  at: number;
}

/** Characters of a title on the map. */
const LONGEST = 32;
/** From this many items on, dots are small squares that are written as pixels, which takes a small part of the time. */
const MANY = 3000;
/** Steps of strength. */
const LEVELS = 8;

/** Draws the map. It draws only what has changed: the dots when they move, and what is above them. */
export class Painter {
  #canvas: HTMLCanvasElement | undefined;
  #scene: Scene | undefined;
  #size: Size & { ratio: number } = { width: 0, height: 0, ratio: 1 };
  readonly #dots = document.createElement("canvas");
  #placed: Placed | undefined;

  /** Where the items lie now. */
  get placed(): Placed | undefined {
    return this.#placed;
  }

  /** The canvas as it was drawn last. */
  get size(): Size {
    return this.#size;
  }

  /** The part of the map to show so that this item is in sight. */
  toward(sight: Sight, at: number): Sight {
    const [x, y] = [this.#placed?.x[at], this.#placed?.y[at]];
    return x === undefined || y === undefined ? sight : showing(sight, x, y, this.#size);
  }

  /** Draws everything anew next time: the colours have changed. */
  forget(): void {
    this.#canvas = undefined;
  }

  /** Draws the scene unless it is there already. */
  paint(canvas: HTMLCanvasElement, scene: Scene): void {
    const before = this.#scene;
    const [width, height] = [canvas.clientWidth, canvas.clientHeight];
    const ratio = devicePixelRatio || 1;
    const { width: w, height: h, ratio: r } = this.#size;
    const same = canvas === this.#canvas && width === w && height === h && ratio === r;
    const still = same && before?.map === scene.map && before.view === scene.view;
    if (still && before.at === scene.at && before.known === scene.known) return;
    this.#canvas = canvas;
    this.#scene = scene;
    this.#size = { width, height, ratio };
    const look = new Look(canvas);
    if (!still) {
      this.#placed = place(scene.map, this.#size, scene.view);
      for (const layer of [canvas, this.#dots]) {
        layer.width = Math.round(width * ratio);
        layer.height = Math.round(height * ratio);
      }
      const context = this.#dots.getContext("2d");
      if (context && this.#dots.width > 0 && this.#dots.height > 0) {
        const draw = scene.map.ids.length > MANY ? drawSquares : drawDots;
        draw(context, scene, this.#placed, this.#size, look);
      }
    }
    const context = canvas.getContext("2d");
    if (!context || !this.#placed) return;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, canvas.width, canvas.height);
    if (canvas.width > 0 && canvas.height > 0) context.drawImage(this.#dots, 0, 0);
    context.scale(ratio, ratio);
    drawTitles(context, scene, this.#placed, this.#size, look);
  }
}

/** Colours and type, from the style sheet. */
class Look {
  readonly accent: string;
  readonly strong: string;
  readonly muted: string;
  readonly card: string;
  readonly font: string;

  constructor(canvas: HTMLCanvasElement) {
    const style = getComputedStyle(canvas);
    const colour = (name: string) => style.getPropertyValue(name).trim();
    this.accent = colour("--accent");
    this.strong = colour("--strong");
    this.muted = colour("--muted");
    this.card = colour("--card");
    this.font = style.fontFamily;
  }
}

function radius({ map, view }: Scene): number {
  return (map.ids.length > MANY ? 1.6 : 3) * Math.min(Math.sqrt(view.scale), 2.5);
}

/** How opaque each dot is: the higher the item's mean, the more. */
function strengths({ map }: Scene): (i: number) => number {
  const [low, high] = extent(map.mean);
  const level = linear(low, high, 0, LEVELS - 1);
  return (i) => {
    const mean = map.mean[i] ?? low;
    const l = high > low && Number.isFinite(mean) ? Math.round(level(mean)) : LEVELS >> 1;
    return 0.2 + (0.7 * l) / (LEVELS - 1);
  };
}

function drawDots(
  context: CanvasRenderingContext2D,
  scene: Scene,
  { x, y }: Placed,
  { width, height, ratio }: Size & { ratio: number },
  look: Look,
): void {
  const strength = strengths(scene);
  const size = radius(scene);
  context.scale(ratio, ratio);
  context.fillStyle = look.accent;
  for (let i = 0; i < x.length; i++) {
    const [px, py] = [x[i] ?? 0, y[i] ?? 0];
    if (px < -size || py < -size || px > width + size || py > height + size) continue;
    context.globalAlpha = strength(i);
    context.beginPath();
    context.arc(px, py, size, 0, 2 * Math.PI);
    context.fill();
  }
}

/** Squares of whole pixels. All have one colour, so that what lies upon what makes no difference. */
function drawSquares(
  context: CanvasRenderingContext2D,
  scene: Scene,
  { x, y }: Placed,
  { ratio }: { ratio: number },
  look: Look,
): void {
  const { width, height } = context.canvas;
  const image = context.createImageData(width, height);
  const strength = strengths(scene);
  const side = Math.max(1, Math.round(2 * radius(scene) * ratio));
  for (let i = 0; i < x.length; i++) {
    const left = Math.round((x[i] ?? 0) * ratio - side / 2);
    const top = Math.round((y[i] ?? 0) * ratio - side / 2);
    if (left + side <= 0 || top + side <= 0 || left >= width || top >= height) continue;
    const through = 1 - strength(i);
    for (let v = Math.max(top, 0); v < Math.min(top + side, height); v++) {
      for (let u = Math.max(left, 0); u < Math.min(left + side, width); u++) {
        const opacity = 4 * (v * width + u) + 3;
        image.data[opacity] = 255 - (255 - (image.data[opacity] ?? 0)) * through;
      }
    }
  }
  context.putImageData(image, 0, 0);
  context.globalCompositeOperation = "source-in";
  context.fillStyle = look.accent;
  context.fillRect(0, 0, width, height);
}

/** The titles of known items where they have room, and the item that is meant. */
function drawTitles(
  context: CanvasRenderingContext2D,
  scene: Scene,
  { x, y }: Placed,
  { width, height }: Size,
  look: Look,
): void {
  const { map, known, at } = scene;
  context.textBaseline = "middle";
  context.lineWidth = 3;
  context.strokeStyle = look.card;
  const taken: { left: number; right: number; top: number; bottom: number }[] = [];
  const title = (i: number, always: boolean) => {
    const full = map.titles[i] ?? "";
    const text = full.length > LONGEST ? `${full.slice(0, LONGEST - 1)}…` : full;
    const [px, py] = [x[i] ?? 0, y[i] ?? 0];
    if (px < 0 || py < 0 || px > width || py > height) return;
    const long = context.measureText(text).width;
    const left = px + 7 + long < width ? px + 7 : Math.max(px - 7 - long, 2);
    const box = { left: left - 2, right: left + long + 2, top: py - 8, bottom: py + 8 };
    const free = taken.every(
      (t) => box.right < t.left || box.left > t.right || box.bottom < t.top || box.top > t.bottom,
    );
    if (!free && !always) return;
    taken.push(box);
    context.strokeText(text, left, py);
    context.fillText(text, left, py);
  };
  if (at >= 0 && at < x.length) {
    context.fillStyle = look.strong;
    context.beginPath();
    context.arc(x[at] ?? 0, y[at] ?? 0, radius(scene) + 3, 0, 2 * Math.PI);
    context.fill();
    context.font = `600 13px ${look.font}`;
    title(at, true);
  }
  context.font = `12px ${look.font}`;
  context.fillStyle = look.muted;
  const index = new Map(map.ids.map((id, i) => [id, i]));
  for (const id of known) {
    const i = index.get(id);
    if (i !== undefined && i !== at) title(i, false);
  }
}
