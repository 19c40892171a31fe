import type { Input } from "./engine/client.ts";

/** The files of a drop, those inside of folders included, under their paths. */
export async function droppedFiles(transfer: DataTransfer): Promise<Input[]> {
  // All must be asked before the first pause: afterwards the drop's data is gone.
  const items = [...transfer.items].map((item) => ({
    entry: item.webkitGetAsEntry?.() ?? null,
    file: item.getAsFile(),
  }));
  const plain = [...transfer.files];
  const inputs: Input[] = [];
  for (const { entry, file } of items) {
    // WebKit's entry of a file that another page made leads nowhere; the file itself is there.
    if (entry?.isFile && file) inputs.push(file);
    else if (entry) inputs.push(...(await filesOf(entry)));
  }
  return inputs.length > 0 ? inputs : plain;
}

async function filesOf(entry: FileSystemEntry): Promise<Input[]> {
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) =>
      (entry as FileSystemFileEntry).file(resolve, reject),
    );
    const name = entry.fullPath.replace(/^\//, "");
    return name === file.name ? [file] : [{ name, bytes: file }];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const inputs: Input[] = [];
  for (;;) {
    // A folder is handed out in parts; an empty one ends it.
    const part = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (part.length === 0) return inputs;
    for (const inner of part)
      if (!inner.name.startsWith(".")) inputs.push(...(await filesOf(inner)));
  }
}
