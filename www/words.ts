// Numbers and names as people read them. Everything here is English and the same in every browser.

const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });

/** 1234567 → “1,234,567”. */
export function count(n: number): string {
  return whole.format(n);
}

/** “1 person”, “2 people”. */
export function counted(n: number, one: string, many = `${one}s`): string {
  return `${count(n)} ${n === 1 ? one : many}`;
}

/** A number with about three significant digits and no exponent unless it is very small. */
export function figure(x: number): string {
  if (!Number.isFinite(x)) return "–";
  const size = Math.abs(x);
  if (size === 0) return "0";
  if (size >= 1000) return whole.format(x);
  if (size < 0.0005) return x.toExponential(1);
  return x.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3);
}

/** A number with so many places; one that rounds to nothing has no sign. */
export function fixed(x: number, places: number): string {
  const text = x.toFixed(places);
  return Number(text) === 0 ? (0).toFixed(places) : text;
}

/** A stored single-precision number in its shortest decimal form: 0.10000000149 → “0.1”. */
export function decimal(x: number): string {
  const short = Number(x.toPrecision(7));
  return Math.abs(short) >= 1e-6 || short === 0 ? String(short) : short.toExponential();
}

/** A share from 0 to 1 as a percentage. */
export function percent(share: number): string {
  const p = share * 100;
  return `${p === 0 || p >= 10 ? Math.round(p) : p >= 1 ? p.toFixed(1) : Number(p.toPrecision(2))}%`;
}

/** A span of time: “0.3 s”, “12 s”, “2 min 5 s”, “4 h 21 min”, “3 d 2 h”. */
export function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return "–";
  if (seconds < 0.01) return "under\u00a00.01\u00a0s";
  if (seconds < 10) return `${seconds.toFixed(seconds < 0.1 ? 2 : 1)}\u00a0s`;
  const s = Math.round(seconds);
  if (s < 60) return `${s}\u00a0s`;
  const two = (n: number, of: number, large: string, small: string) =>
    `${Math.floor(n / of)}\u00a0${large}\u00a0${n % of}\u00a0${small}`;
  if (s < 3600) return two(s, 60, "min", "s");
  const hours = Math.round(s / 3600);
  return hours < 24 ? two(Math.round(s / 60), 60, "h", "min") : two(hours, 24, "d", "h");
}

/** A text of at most about so many characters, cut between two words. */
export function shortened(text: string, most: number): string {
  if (text.length <= most) return text;
  const cut = text.lastIndexOf(" ", most - 1);
  return `${text.slice(0, cut > most / 2 ? cut : most - 1).trimEnd()} …`;
}

/** “learning_rate” → “Learning rate”. */
export function label(name: string): string {
  const words = name.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** An error in plain words. */
export function plain(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  // A name of a file or of a parameter stays as it is.
  const word = /^[a-z]+(?=[\s,:])/.test(text);
  const sentence = word ? text.charAt(0).toUpperCase() + text.slice(1) : text;
  return /[.!?)]$/.test(sentence) ? sentence : `${sentence}.`;
}
