import { createEngine } from "./engine/client.ts";

const engine = await createEngine();
const line = document.createElement("p");
line.textContent = `Kindred ${await engine.version()}`;
document.querySelector("#app")?.append(line);
