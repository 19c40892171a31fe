// Text in other encodings than UTF-8, UTF-16 and Windows-1252, which the core reads itself → UTF-8. The browser knows them
// all; what has to be found out is which one it is. Only ever imported when bytes have come that are not UTF-8.

/** Fewest bytes above ASCII that tell. */
const FEWEST = 12;

/** The bytes above ASCII of a head, by what tells encodings apart. */
interface Counts {
  /** Bytes above ASCII, and those of them that stand between ASCII ones. */
  high: number;
  lonely: number;
  /** Of pairs of bytes, which begin at the first one above ASCII behind ASCII or a pair: how many there are; */
  pairs: number;
  /** by their first byte, those whose second one is above 0xA0, and all. */
  both: Uint32Array;
  first: Uint32Array;
  /** How many bytes there are of each value. */
  bytes: Uint32Array;
}

function count(head: Uint8Array): Counts {
  const [both, first, bytes] = [256, 256, 256].map((n) => new Uint32Array(n)) as [
    Uint32Array,
    Uint32Array,
    Uint32Array,
  ];
  const counts = { high: 0, lonely: 0, pairs: 0, both, first, bytes };
  const at = (i: number) => head[i] ?? 0;
  const add = (where: Uint32Array, i: number) => {
    where[i] = (where[i] ?? 0) + 1;
  };
  for (let i = 0; i < head.length; i++) {
    add(bytes, at(i));
    if (at(i) < 0x80) continue;
    counts.high += 1;
    if (at(i - 1) < 0x80 && at(i + 1) < 0x80) counts.lonely += 1;
  }
  for (let i = 0; i + 1 < head.length; i++) {
    if (at(i) < 0x80) continue;
    counts.pairs += 1;
    add(first, at(i));
    if (at(i + 1) > 0xa0) add(both, at(i));
    i += 1;
  }
  return counts;
}

const sum = (of: Uint32Array, from: number, to: number) =>
  of.subarray(from, to + 1).reduce((all, n) => all + n, 0);

/** Whether most lines with more than ASCII are UTF-8: others are then of the west, each by itself. */
function isMostlyUtf8(head: Uint8Array): boolean {
  let [utf8, all] = [0, 0];
  for (let from = 0; from < head.length; ) {
    const found = head.indexOf(0x0a, from);
    const end = found < 0 ? head.length : found;
    const line = head.subarray(from, end);
    from = end + 1;
    if (line.every((byte) => byte < 0x80)) continue;
    all += 1;
    if (reads(line, "utf-8")) utf8 += 1;
  }
  return utf8 * 2 >= all;
}

/** Whether this is text in an encoding. The last character may be cut off. */
function reads(bytes: Uint8Array, encoding: string): boolean {
  try {
    new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

/**
 * The encoding in which this is text, by the name that `TextDecoder` knows; undefined where the core reads it, and where nothing
 * tells. Of an alphabet it is told by where its small letters stand, and of Chinese, Japanese and Korean by which characters
 * are frequent: the first plane of GB 2312 and of Big5, kana, hangul.
 */
export function encodingOf(head: Uint8Array): string | undefined {
  if (isMostlyUtf8(head)) return undefined;
  const { high, lonely, pairs, both, first, bytes } = count(head);
  if (high < FEWEST) return undefined;
  const share = (of: Uint32Array, from: number, to: number) => sum(of, from, to) / pairs;
  // Kana and most kanji begin with what western text has for dashes and quotes.
  const kanji = share(first, 0x81, 0x9f);
  if (share(first, 0x82, 0x83) > 0.1 && kanji > 0.7 && reads(head, "shift_jis")) return "shift_jis";
  // Between letters of ASCII stand those of European words.
  if (lonely * 2 > high) {
    const among = (...values: number[]) => values.reduce((n, at) => n + (bytes[at] ?? 0), 0) / high;
    // What are superscripts and ligatures in the west are ł, ą, ś and ź in Polish.
    const [windows, iso] = [among(0xb9, 0x9c, 0x9f), among(0xb1, 0xb6, 0xbc)];
    if (among(0xb3) + windows + iso > 0.3) return windows < iso ? "iso-8859-2" : "windows-1250";
    // What Icelandic has beside á, æ and í are ğ, ı and ş in Turkish.
    if (among(0xf0, 0xfd, 0xfe, 0xdd, 0xde) > 0.3 && among(0xe1, 0xe6, 0xed) < 0.05)
      return "windows-1254";
    return undefined;
  }
  const kana = share(both, 0xa4, 0xa5);
  if (kana > 0.25 && reads(head, "euc-jp")) return "euc-jp";
  const [hangul, frequent] = [share(both, 0xb0, 0xc8), share(both, 0xb0, 0xd7)];
  if (hangul > 0.8 && hangul > frequent * 0.95 && reads(head, "euc-kr")) return "euc-kr";
  if (frequent > 0.7 && reads(head, "gb18030")) return "gb18030";
  if (share(first, 0xa4, 0xc6) > 0.7 && reads(head, "big5")) return "big5";
  const [small, large] = [sum(bytes, 0xe0, 0xff) / high, sum(bytes, 0xc0, 0xdf) / high];
  if (small > 0.6 && small + large > 0.9) return "windows-1251";
  if (large > 0.6 && small + large > 0.9) return "koi8-r";
  return undefined;
}

/** The same text in UTF-8. */
export async function textOfEncoded(blob: Blob, encoding: string): Promise<Blob> {
  const text = blob.stream().pipeThrough(new TextDecoderStream(encoding));
  return new Response(text.pipeThrough(new TextEncoderStream())).blob();
}
