import type { Parts } from "../parts.ts";

/** Means an item on the map, and brings it into sight. */
export function pointAt({ state, screen, painter }: Parts, at: number): void {
  const { map } = state.explore;
  map.at = at;
  if (painter) map.view = painter.toward(map.view, at);
  void screen.draw();
}
