import { findChromium } from "../../scripts/setup.mjs";
import { present } from "./driver.ts";
import { matrix } from "./matrix.ts";
import { chromium } from "./puppet.ts";

matrix("chromium", (look) => chromium(present(findChromium(), "Chromium"), look));
