// What takes memory or room, as people read it.

/** Bytes in the unit that fits: 1536000 → “1.5 MB”. */
export function bytes(n: number): string {
  if (n < 1000) return `${Math.round(n)}\u00a0B`;
  if (n < 1e6) return `${Math.round(n / 1e3)}\u00a0kB`;
  return n < 1e9 ? `${(n / 1e6).toFixed(1)}\u00a0MB` : `${(n / 1e9).toFixed(2)}\u00a0GB`;
}

/** Who is at work, where it is more than one: “, 2 workers at it (80.5 MB)”. */
export function atWork({ team }: { team?: { workers: number; bytes: number } }): string {
  return team && team.workers > 1 ? `, ${team.workers} workers at it (${bytes(team.bytes)})` : "";
}
