// YAML → the same as JSON, which the core's loader reads. Only ever imported when such a file has come.

import { parseAllDocuments } from "yaml";

/** Most bytes: a person's own list is shorter, and all of it is held at once. */
const MOST = 32 << 20;

/**
 * The one document of a YAML file as JSON; several as a list of them. What stands there stays as it is written: `yes` is no
 * truth value, and a number keeps its zeros.
 */
export async function textOfYaml(blob: Blob): Promise<Blob> {
  if (blob.size > MOST)
    throw new Error(`it has more than ${MOST >> 20} MiB, which is too long for YAML`);
  const documents = parseAllDocuments(await blob.text(), { schema: "failsafe" });
  const [error] = documents.flatMap(({ errors }) => errors);
  if (error) throw error;
  // Refuses aliases that would make much out of little.
  const contents = documents.map((document) => document.toJS());
  return new Blob([JSON.stringify(contents.length === 1 ? contents[0] : contents)]);
}
