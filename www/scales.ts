// Scales of charts.

/** About `n` round values from `min` to `max`, both inside. */
export function ticks(min: number, max: number, n: number): number[] {
  if (!(max > min)) return [min];
  const rough = (max - min) / n;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((m) => m * power).find((s) => s >= rough) ?? rough;
  const first = Math.ceil(min / step);
  const last = Math.floor(max / step + 1e-9);
  // Multiples of a whole number of steps, so that 0.3 does not become 0.30000000000000004.
  return Array.from({ length: last - first + 1 }, (_, i) =>
    Number(((first + i) * step).toPrecision(12)),
  );
}

/** The powers of ten from `min` to `max`, both above 0 and inside; with their halves and fifths where they are few. */
export function logTicks(min: number, max: number): number[] {
  if (!(min > 0 && max > min)) return [min];
  const [first, last] = [Math.floor(Math.log10(min)), Math.ceil(Math.log10(max))];
  const powers = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  const inside = (steps: number[]) =>
    powers
      .flatMap((power) => steps.map((m) => Number(`${m}e${power}`)))
      .filter((t) => t >= min && t <= max);
  const whole = inside([1]);
  return whole.length > 2 ? whole : inside([1, 2, 5]);
}

/** A linear map of [from, to] onto [a, b]. */
export function linear(from: number, to: number, a: number, b: number): (x: number) => number {
  const factor = to > from ? (b - a) / (to - from) : 0;
  return (x) => a + (x - from) * factor;
}

/** A logarithmic map of [from, to], both above 0, onto [a, b]; what is not above 0 lies at `a`. */
export function logarithmic(from: number, to: number, a: number, b: number): (x: number) => number {
  const map = linear(Math.log(from), Math.log(to), a, b);
  return (x) => (x > 0 ? map(Math.log(x)) : a);
}
