import { expect, test, vi } from "vitest";
import { Slices } from "./slices.ts";

const MIB = 1 << 20;

/** A file whose bytes tell their place, and how often it was read. */
function numbered(name: string, size: number) {
  const bytes = Uint8Array.from({ length: size }, (_, i) => (i * 7 + (i >> 8)) & 255);
  const blob = new Blob([bytes]);
  return { source: { name, blob }, bytes, reads: vi.spyOn(blob, "slice") };
}

test("wants in a row are served from few large reads, each before it is needed", async () => {
  const { source, bytes, reads } = numbered("a", 10 * MIB + 123);
  const slices = new Slices();
  for (let offset = 0; offset < bytes.length; ) {
    const length = Math.min(MIB, bytes.length - offset);
    const ahead = bytes.length - offset - length;
    const got = await slices.read(source, { source: 0, offset, length, ahead });
    expect(Buffer.compare(got, bytes.subarray(offset, offset + length))).toBe(0);
    if (offset === 0) expect(reads).toHaveBeenCalledTimes(2);
    offset += length;
  }
  expect(reads).toHaveBeenCalledTimes(3);
});

test("a want elsewhere, of another file or beyond the end is read anew", async () => {
  const [a, b] = [numbered("a", 3000), numbered("b", 2000)];
  const slices = new Slices();
  const want = { source: 0, offset: 0, length: 1000, ahead: 2000 };
  await slices.read(a.source, want);
  const other = await slices.read(b.source, { ...want, source: 1, ahead: 1000 });
  expect(Buffer.compare(other, b.bytes.subarray(0, 1000))).toBe(0);
  const back = await slices.read(a.source, { ...want, offset: 500, length: 100, ahead: 0 });
  expect(Buffer.compare(back, a.bytes.subarray(500, 600))).toBe(0);
  const end = await slices.read(a.source, { ...want, offset: 2500, length: 1000, ahead: 0 });
  expect(end).toHaveLength(500);
});

test("a file that can no longer be read says so when its bytes are wanted", async () => {
  const { source, reads } = numbered("gone", 6 * MIB);
  const slices = new Slices();
  await slices.read(source, { source: 0, offset: 0, length: MIB, ahead: 5 * MIB });
  reads.mockImplementation(() => {
    throw new Error("moved");
  });
  const far = { source: 0, offset: 5 * MIB, length: MIB, ahead: 0 };
  // What was read ahead before is still there.
  await slices.read(source, { ...far, offset: 4 * MIB });
  reads.mockRestore();
  vi.spyOn(source.blob, "slice").mockImplementation(() => {
    throw new Error("moved");
  });
  await expect(new Slices().read(source, far)).rejects.toThrow(/gone could not be read.*moved/);
});
