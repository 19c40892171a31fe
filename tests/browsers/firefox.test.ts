import { findFirefox } from "../../scripts/setup.mjs";
import { present } from "./driver.ts";
import { matrix } from "./matrix.ts";
import { firefox } from "./puppet.ts";

matrix("firefox", (look) => firefox(present(findFirefox(), "Firefox"), look));
