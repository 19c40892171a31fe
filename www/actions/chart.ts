import { download, fileName } from "../download.ts";
import type { Parts } from "../parts.ts";
import type { At } from "../view/chart/picture.ts";

/** Charts: pointing at a value, and saving. */
export function chart({ state, screen }: Parts) {
  return {
    /** Points at a value of a chart, or at none. */
    pointAt(id: string, at: At | undefined): void {
      const before = state.pointed[id];
      if (before?.series === at?.series && before?.point === at?.point) return;
      state.pointed = { ...state.pointed, [id]: at };
      void screen.draw();
    },

    /** Saves a chart as it is seen now. */
    async savePicture(id: string, title: string, kind: "svg" | "png"): Promise<void> {
      const picture = screen.find<SVGSVGElement>(`#chart-${id} svg`);
      if (!picture) return;
      const { asPng, asSvg } = await import("../view/chart/save.ts");
      const name = `${fileName(title)}.${kind}`;
      if (kind === "svg") download(name, asSvg(picture, title), "image/svg+xml");
      else download(name, await asPng(picture, title), "image/png");
    },
  };
}

/** What a person can do with charts. */
export type Charting = ReturnType<typeof chart>;
