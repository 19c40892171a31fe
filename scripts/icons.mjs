// node scripts/icons.mjs: the icons of the installed page, from www/icon.svg.

import { mkdirSync } from "node:fs";
import sharp from "sharp";
import { ICONS } from "./offline.mjs";
import { inRoot, main } from "./steps.mjs";

/** How much of a maskable icon every shape of mask shows. */
const SAFE = 0.6;

/** One colour, from nothing to all of it: as many shades as anybody sees, in a third of the bytes of all colours. */
const COLOURS = 16;

/** Pixels of the drawing as it says itself, and so many that it is sharp at any size. */
const DRAWN = 32;
const DENSITY = 72 * (512 / DRAWN);

await main(async () => {
  mkdirSync(inRoot("www", "icons"), { recursive: true });
  for (const { file, size, purpose } of ICONS) {
    const masked = purpose === "maskable";
    const width = masked ? Math.round(size * SAFE) : size;
    const left = (size - width) >> 1;
    const right = size - width - left;
    const background = masked ? "#fff" : "#fff0";
    await sharp(inRoot("www", "icon.svg"), { density: DENSITY })
      .resize(width)
      .flatten(masked && { background })
      .extend({ left, top: left, right, bottom: right, background })
      .png({ palette: true, colours: COLOURS, dither: 0, effort: 10, compressionLevel: 9 })
      .toFile(inRoot("www", "icons", file));
  }
});
