/** The part of the map that is shown. */
export interface Sight {
  /** The point in the middle of the canvas; the whole map goes from 0 to 1 in both directions, y downwards. */
  x: number;
  y: number;
  /** How many times it is enlarged; 1 shows all of it. */
  scale: number;
}

/** The whole map. */
export const WHOLE: Sight = { x: 0.5, y: 0.5, scale: 1 };
