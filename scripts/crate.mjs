// The crate as others get it: its documents, and the files that cargo packs.

import { Failure, run } from "./steps.mjs";

/** What is in the package beside what cargo adds. */
const WANTED = [
  ...["Cargo.toml", "Cargo.lock", "README.md", "CHANGELOG.md", "LICENSE-MIT", "LICENSE-APACHE"],
  ...[
    "src/lib.rs",
    "src/sample/films.csv",
    "examples/evaluate.rs",
    "examples/factors/mod.rs",
    "docs/models.md",
  ],
  ...["tests/conformance.rs", "tests/data/fingerprints.txt", "tests/public/mod.rs"],
];

/** What no file of it may be: the page's, the package's, or made by a build. */
const ALIEN =
  /^(www|bench|scripts|fuzz|dist|lib|node_modules|target)\/|\.(tsx?|mjs|html|wasm|png)$|^package/;

/**
 * Builds the documents without a warning and looks at the list of files.
 *
 * @param {NodeJS.ProcessEnv} rust from `ensureRust`
 */
export async function checkCrate(rust) {
  await run("cargo", ["doc", "--no-deps", "--quiet"], {
    env: { ...rust, RUSTDOCFLAGS: "--deny warnings" },
    show: true,
    what: "cargo doc",
  });
  const list = await run("cargo", ["package", "--list", "--allow-dirty"], { env: rust });
  const files = list.split("\n").filter(Boolean);
  const missing = WANTED.filter((name) => !files.includes(name));
  const alien = files.filter((name) => ALIEN.test(name) && name !== "tests/data/boundary.d.ts");
  if (missing.length + alien.length > 0)
    throw new Failure(
      `cargo package lists the wrong files. Missing: ${missing.join(", ") || "none"}; not of the crate: ${alien.join(", ") || "none"}.`,
    );
}
