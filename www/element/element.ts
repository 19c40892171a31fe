// Defines <kindred-recommender>.

import { KindredRecommender } from "./element-class.ts";

export * from "./element-class.ts";

declare global {
  interface HTMLElementTagNameMap {
    "kindred-recommender": KindredRecommender;
  }
}

if (!customElements.get("kindred-recommender"))
  customElements.define("kindred-recommender", KindredRecommender);
