/** Milliseconds after which a browser's storage that does not answer counts as none. */
const PATIENCE = 10_000;

/**
 * The answer of the browser's storage.
 *
 * @throws where none comes: a page must not wait for what it can do without.
 */
export function answered<T>(question: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const none = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("its storage does not answer")), PATIENCE);
  });
  return Promise.race([question, none]).finally(() => clearTimeout(timer));
}
