import { findWebKit } from "../../scripts/setup.mjs";
import { present } from "./driver.ts";
import { matrix } from "./matrix.ts";
import { webkit } from "./webkit.ts";

matrix("webkit", (look) => webkit(present(findWebKit(), "WebKit"), look));
