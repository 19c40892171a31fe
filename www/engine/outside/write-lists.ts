// Writes lists for everybody. Only ever imported when they are asked for.

import { csvLine, MARK } from "../csv.ts";
import { shortest } from "../shortest.ts";
import type { Lists } from "../worker.ts";
import { Table } from "./write-parquet.ts";

/** The kinds of tables that lists are written as. */
export type ListFormat = "csv" | "parquet";

/** Where lists come from. */
export interface ListSource {
  /** Ids, then titles, of all items. */
  items(): Promise<[string[], string[]]>;
  /** Lists for some people from a position on; none past the last. */
  lists(from: number): Promise<Lists>;
}

/** Takes rows of lists, and gives the table when all are there. */
interface Sink {
  add(columns: ListColumns): void;
  finish(): Blob;
}

/** Rows of the table, by columns. */
interface ListColumns {
  user: string[];
  rank: Int32Array;
  item: string[];
  title: string[];
  score: Float32Array;
  /** Only of a model that predicts ratings. */
  rating?: Float32Array;
}

/** One row for each line of everybody's list. `onUsers` hears how many people have theirs. */
export async function writeLists(
  format: ListFormat,
  source: ListSource,
  onUsers: (done: number) => void = () => {},
): Promise<Blob> {
  const [ids, titles] = await source.items();
  let sink: Sink | undefined;
  let users = 0;
  for (;;) {
    const lists = await source.lists(users);
    sink ??= format === "csv" ? new CommaSeparated(lists.rates) : new Parquet(lists.rates);
    if (lists.users.length === 0) return sink.finish();
    sink.add(columnsOf(lists, ids, titles));
    users += lists.users.length;
    onUsers(users);
  }
}

function columnsOf(
  { users, lengths, items, scores, rates, ratings }: Lists,
  ids: string[],
  titles: string[],
): ListColumns {
  const named = (names: string[]) => Array.from(items, (item) => names[item] ?? "");
  const user: string[] = [];
  const rank = new Int32Array(items.length);
  for (const [i, id] of users.entries()) {
    for (let line = 1; line <= (lengths[i] ?? 0); line++) {
      rank[user.length] = line;
      user.push(id);
    }
  }
  const columns = { user, rank, item: named(ids), title: named(titles), score: scores };
  return rates ? { ...columns, rating: ratings } : columns;
}

class CommaSeparated implements Sink {
  readonly #parts: Blob[];

  constructor(rates: boolean) {
    const names = ["user", "rank", "item", "title", "score", ...(rates ? ["rating"] : [])];
    this.#parts = [new Blob([MARK + csvLine(names)])];
  }

  add({ user, rank, item, title, score, rating }: ListColumns): void {
    let text = "";
    for (const [i, id] of user.entries()) {
      const line = [
        plain(id),
        rank[i] ?? 0,
        plain(item[i] ?? ""),
        title[i] ?? "",
        shortest(score[i] ?? 0),
      ];
      if (rating) line.push(shortest(rating[i] ?? 0));
      text += csvLine(line);
    }
    this.#parts.push(new Blob([text]));
  }

  finish(): Blob {
    return new Blob(this.#parts, { type: "text/csv" });
  }
}

/** An id that is a number stays one. */
function plain(id: string): string | number {
  return `${Number(id)}` === id ? Number(id) : id;
}

/** Rows of a group of the table, so that a reader can skip groups and each is worth it. */
const GROUP = 50_000;

class Parquet implements Sink {
  readonly #table: Table;
  #waiting: ListColumns[] = [];
  #rows = 0;

  constructor(rates: boolean) {
    this.#table = new Table({
      ...{ user: "text", rank: "int", item: "text", title: "text", score: "float" },
      ...(rates ? { rating: "float" } : {}),
    });
  }

  add(columns: ListColumns): void {
    this.#waiting.push(columns);
    this.#rows += columns.user.length;
    if (this.#rows >= GROUP) this.#write();
  }

  finish(): Blob {
    this.#write();
    return this.#table.finish();
  }

  #write(): void {
    const all = this.#waiting;
    if (this.#rows > 0) {
      const numbers = (of: (part: ListColumns) => Iterable<number>) =>
        Float32Array.from(all.flatMap((part) => [...of(part)]));
      this.#table.add({
        user: all.flatMap(({ user }) => user),
        rank: Int32Array.from(all.flatMap(({ rank }) => [...rank])),
        item: all.flatMap(({ item }) => item),
        title: all.flatMap(({ title }) => title),
        score: numbers(({ score }) => score),
        ...(all[0]?.rating ? { rating: numbers(({ rating }) => rating ?? []) } : {}),
      });
    }
    this.#waiting = [];
    this.#rows = 0;
  }
}
