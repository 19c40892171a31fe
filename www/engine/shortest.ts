/** A number of 32 bits by the digits that tell it from all others, where it has no more: 0.1 and not 0.10000000149. */
export function shortest(number: number): number {
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(number.toPrecision(digits));
    if (Math.fround(short) === number) return short;
  }
  return Number(number.toPrecision(9));
}
