// What a person can say about the columns of a table.

import type { Columns, Encoding } from "./engine/client.ts";

/** What a column can mean; "" is ignored. */
export type Role = "" | "user" | "item" | "rating" | "count" | "time" | "title";

/** The meanings as they are offered. */
export const ROLES: { role: Role; title: string }[] = [
  { role: "", title: "ignore" },
  { role: "user", title: "person" },
  { role: "item", title: "item" },
  { role: "rating", title: "rating" },
  { role: "count", title: "count" },
  { role: "time", title: "time" },
  { role: "title", title: "title" },
];

/** The separators on offer. */
export const SEPARATORS: { separator: string; title: string }[] = [
  { separator: ",", title: "comma" },
  { separator: ";", title: "semicolon" },
  { separator: "\t", title: "tab" },
  { separator: "|", title: "bar |" },
  { separator: "::", title: "two colons ::" },
  { separator: "\t\t", title: "two tabs" },
  { separator: " ", title: "blanks" },
  { separator: "  ", title: "two blanks or more" },
  { separator: "$", title: "dollar $" },
  { separator: "~", title: "tilde ~" },
  { separator: "#", title: "number sign #" },
];

/** The encodings on offer. */
export const ENCODINGS: { encoding: Encoding; title: string }[] = [
  { encoding: "utf8", title: "UTF-8" },
  { encoding: "windows1252", title: "Windows-1252 (Western)" },
  { encoding: "utf16le", title: "UTF-16, low byte first" },
  { encoding: "utf16be", title: "UTF-16, high byte first" },
];

const NAMES = ["user", "item", "rating", "count", "time", "title"] as const;

/** What a row's value is: one of these. */
const VALUES: readonly Role[] = ["rating", "count"];

/** What this column means. */
export function roleOf(columns: Columns, index: number): Role {
  return NAMES.find((name) => columns[name] === index) ?? "";
}

/** The columns with another meaning for one of them. A meaning belongs to one column only. */
export function withRole(columns: Columns, index: number, role: Role): Columns {
  const changed = { ...columns };
  for (const name of NAMES) {
    const other = VALUES.includes(role) && VALUES.includes(name);
    if (changed[name] === index || other) changed[name] = undefined;
  }
  if (role) changed[role] = index;
  if (role === "user") changed.mine = undefined;
  return changed;
}

/** True when it is said which columns have the people and which the items. */
export function isComplete({ user, item, mine, wide }: Columns): boolean {
  return !!wide || (item !== undefined && (user !== undefined || !!mine));
}
