import { chart } from "../../actions/chart.ts";
import { listing } from "../../actions/listing.ts";
import { train } from "../../actions/train.ts";
import { write } from "../../actions/write.ts";
import style from "../../style/train.css?text";
import { train as view } from "../../view/train.ts";
import type { Begin } from "./begin.ts";

/** Training, and what comes of it. */
export const begin: Begin = (parts) => {
  parts.form = true;
  const act = { ...listing(parts), ...train(parts), ...write(parts), ...chart(parts) };
  return { guests: { train: () => view(parts.state, act) }, questions: {}, styles: [style] };
};
