/* tslint:disable */
/* eslint-disable */
/**
 * A file to be read.
 */
export interface Source {
    /**
     * Its name. `archive.zip#u1.base` picks one entry of an archive, by its path or file name.
     */
    name: string;
    /**
     * Its length in bytes.
     */
    size: number;
    /**
     * True when its rows are for testing, not for training.
     */
    test?: boolean;
}

/**
 * A line that could not be used, and why.
 */
export interface SkippedLine {
    /**
     * Where.
     */
    position: Position;
    /**
     * What should have stood there.
     */
    expected: string;
    /**
     * What stood there.
     */
    found: string;
}

/**
 * A model that was tried on a hidden part.
 */
export interface Tried {
    /**
     * The model's name.
     */
    model: string;
    /**
     * Its name for people.
     */
    title: string;
    /**
     * The parameters that are not at their default.
     */
    params: Record<string, boolean | number | string>;
    /**
     * What it reached.
     */
    figure: number;
}

/**
 * A model with the parameters that are not at their default.
 */
export interface Setting {
    /**
     * The model's name.
     */
    model: string;
    /**
     * Its parameters.
     */
    params?: Record<string, boolean | number | string>;
}

/**
 * A parameter's value as it comes from JavaScript, a command line or a model file.
 */
export type Value = boolean | number | string;

/**
 * A place in a file.
 */
export interface Position {
    /**
     * Name of the file, with the archive it came from in front (`ml-100k.zip/u.data`).
     */
    file: string;
    /**
     * Line, counted from 1; 0 when the trouble is with the file as a whole.
     */
    line: number;
    /**
     * Column (field), counted from 1; 0 when the trouble is with the line as a whole.
     */
    column: number;
}

/**
 * A rating of somebody who was not in the training data.
 */
export interface OwnRating {
    /**
     * The item's id.
     */
    id: string;
    /**
     * The rating, in rating units.
     */
    rating: number;
}

/**
 * A similar item or person.
 */
export interface Similar {
    /**
     * The id.
     */
    id: string;
    /**
     * The title, or the id where there is none.
     */
    title: string;
    /**
     * The similarity; mostly a cosine.
     */
    score: number;
}

/**
 * A user or an item found by a search.
 */
export interface Entity {
    /**
     * The id.
     */
    id: string;
    /**
     * The title, or the id where there is none.
     */
    title: string;
    /**
     * Number of ratings.
     */
    ratings: number;
}

/**
 * All that is known of a kind of split.
 */
export interface SplitInfo {
    /**
     * Its name in calls; its numbers follow, each after a colon.
     */
    name: string;
    /**
     * Its name for people.
     */
    title: string;
    /**
     * What it does, in one sentence; `{0}` and `{1}` stand for its numbers, and brackets around what is only said with
     * the last of them.
     */
    help: string;
    /**
     * What it needs.
     */
    needs: SplitNeed;
    /**
     * Its numbers.
     */
    numbers: SplitNumber[];
}

/**
 * All that is known of a metric.
 */
export interface MetricInfo {
    /**
     * Its name in calls; where it is of a list's head, `@` and the number of places follow.
     */
    name: string;
    /**
     * Its name for people.
     */
    title: string;
    /**
     * What it says, in one sentence.
     */
    help: string;
    /**
     * Which values are better.
     */
    better: Better;
    /**
     * What it is computed from.
     */
    of: Measures;
    /**
     * Whether it is of a list's first places, whose number is then said.
     */
    at: boolean;
}

/**
 * All that is known of a parameter.
 */
export type ParamSpec = { name: string; help: string; unit: string; default: Value; search?: SearchRange } & ParamKind;

/**
 * An [`Entry`] as data for the page.
 */
export interface ModelInfo {
    /**
     * Name in calls.
     */
    name: string;
    /**
     * Name for people.
     */
    title: string;
    /**
     * What it does and when to choose it.
     */
    summary: string;
    /**
     * What it is made for, most of all the first.
     */
    purpose: Purpose[];
    /**
     * What its scores say for explicit and for implicit feedback.
     */
    score: [ScoreMeaning, ScoreMeaning];
    /**
     * Whether it predicts ratings beside scores that are none, where the data have ratings.
     */
    ratesBeside: boolean;
    /**
     * What the training loss is, or an empty string.
     */
    lossName: string;
    /**
     * What it can answer.
     */
    abilities: Abilities;
    /**
     * Its parameters, in the order of the form.
     */
    params: ParamSpec[];
}

/**
 * By how much one figure is above another, and between which bounds 95 of 100 draws of people put that.
 */
export interface Difference {
    /**
     * The difference over all people.
     */
    value: number;
    /**
     * The lower bound.
     */
    low: number;
    /**
     * The upper bound; where 0 lies between the two, the difference may be chance.
     */
    high: number;
}

/**
 * Bytes that a `Loader` needs next.
 */
export interface Want {
    /**
     * Index of the source.
     */
    source: number;
    /**
     * Where the bytes begin in it.
     */
    offset: number;
    /**
     * How many; fewer only when the source ends before.
     */
    length: number;
    /**
     * How many bytes behind them are most likely wanted next, so that they can be fetched meanwhile.
     */
    ahead: number;
}

/**
 * Figures of one model on one split.
 */
export interface Evaluation {
    /**
     * The model's name.
     */
    model: string;
    /**
     * All its parameter values.
     */
    params: Record<string, boolean | number | string>;
    /**
     * The seed.
     */
    seed: number;
    /**
     * The size of the training data.
     */
    data: DataSize;
    /**
     * Number of test ratings.
     */
    tested: number;
    /**
     * Which of them are relevant to lists: `all`, `liked` or a least value.
     */
    relevant: string;
    /**
     * Figures by the metric's name.
     */
    metrics: Record<string, number>;
    /**
     * ROC and precision-recall curves, where `auc` is over all pairs.
     */
    curves?: Curves;
    /**
     * How many of the model's weights are not 0, if it says.
     */
    nonzero_weights?: number;
    /**
     * How good it was in the course of its training, where that was asked for; the last has the figures above.
     */
    learning?: Learned[];
    /**
     * Why this model was chosen, if none was named.
     */
    chosen?: Choice;
}

/**
 * How a model takes in a person who was not in the training data.
 */
export type FoldIn = "exact" | "approximate" | "ignored";

/**
 * How bytes stand for characters.
 */
export type Encoding = "utf8" | "utf16le" | "utf16be" | "windows1252";

/**
 * How far a load is.
 */
export interface LoadProgress {
    /**
     * Bytes read.
     */
    bytes: number;
    /**
     * Bytes to be read in all; may shrink when it turns out that a file does not matter.
     */
    total: number;
    /**
     * Rows so far.
     */
    rows: number;
}

/**
 * How far training is.
 */
export interface Progress {
    /**
     * Epochs (or sweeps, or blocks) that are finished.
     */
    epoch: number;
    /**
     * Epochs in all, if no early stop comes.
     */
    epochs: number;
    /**
     * From 0 to 1, slices of an epoch included.
     */
    fraction: number;
    /**
     * The training loss of the last finished epoch: what `loss_name` says.
     */
    loss: number | undefined;
    /**
     * The loss on held-out ratings, when the model holds some out.
     */
    validation: number | undefined;
    /**
     * True when there is nothing left to do.
     */
    done: boolean;
}

/**
 * How good a model was after so many epochs of its training.
 */
export interface Learned {
    /**
     * Epochs that were finished.
     */
    epoch: number;
    /**
     * Figures on the part that it learns from, by the metric's name. Of lists every item is a candidate, and relevant is what
     * the person has in training.
     */
    training: Record<string, number>;
    /**
     * Figures on the test.
     */
    test: Record<string, number>;
}

/**
 * How surely it is known what the columns of a file mean.
 */
export type Sureness = "named" | "told" | "asked";

/**
 * How to read the files.
 */
export interface LoadOptions {
    /**
     * What the columns mean, instead of what is recognized.
     */
    columns?: Columns | undefined;
    /**
     * Share of the users to keep, above 0 to 1. Which ones are kept depends on their ids alone.
     */
    keepUsers?: number | undefined;
    /**
     * True: every row is a plain yes. False: counts are ratings. Absent: as the files suggest.
     */
    implicit?: boolean | undefined;
    /**
     * A predefined split of the data (`u1`): its training rows and its test rows.
     */
    split?: string | undefined;
    /**
     * What was found of the files before their bytes came, for the report: how their text was written.
     */
    found?: string[];
}

/**
 * How well scores tell positives from negatives.
 */
export interface Curves {
    /**
     * Number of positives.
     */
    positives: number;
    /**
     * Number of negatives.
     */
    negatives: number;
    /**
     * Area under the ROC curve: the probability that a positive scores above a negative, ties
     * counting half.
     */
    auc: number;
    /**
     * Mean over the positives of the precision at each one's score.
     */
    averagePrecision: number;
    /**
     * At most [`POINTS`] points `(false positive rate, true positive rate, threshold)` from (0, 0) to (1, 1). The first
     * takes nothing, so its threshold is infinite.
     */
    roc: [number, number, number][];
    /**
     * At most [`POINTS`] points `(recall, precision, threshold)`, recall ascending to 1.
     */
    precisionRecall: [number, number, number][];
}

/**
 * Ids with their vectors, row after row.
 */
export interface Rows {
    ids: string[];
    rows: Float32Array;
}

/**
 * Items on a plane, as typed arrays.
 */
export interface ItemMap {
    ids: string[];
    titles: string[];
    x: Float32Array;
    y: Float32Array;
    mean: Float32Array;
    variance: [number, number];
}

/**
 * Lines that could not be used.
 */
export interface Skipped {
    /**
     * How many.
     */
    count: number;
    /**
     * The first few.
     */
    first: SkippedLine[];
}

/**
 * Lists of some people, one after the other.
 */
export interface Lists {
    /**
     * Ids of the people.
     */
    users: string[];
    /**
     * Length of each one's list.
     */
    lengths: Uint32Array;
    /**
     * All lists: positions among the item names.
     */
    items: Uint32Array;
    /**
     * The scores by which they are ordered.
     */
    scores: Float32Array;
    /**
     * Whether the model predicts ratings.
     */
    rates: boolean;
    /**
     * The predicted ratings; empty where the model predicts none.
     */
    ratings: Float32Array;
}

/**
 * One bar of a histogram: values `v` with `from ≤ v < to`, or `v = from` when both are equal. The last bar holds its upper
 * end as well.
 */
export interface Bar {
    /**
     * Lowest value of the bar, in rating units.
     */
    from: number;
    /**
     * Upper end of the bar, in rating units.
     */
    to: number;
    /**
     * Number of ratings.
     */
    count: number;
}

/**
 * One name of a choice.
 */
export interface ChoiceInfo {
    /**
     * The value to pass.
     */
    name: string;
    /**
     * What it means.
     */
    help: string;
}

/**
 * One of a person's own ratings.
 */
export interface Rated {
    /**
     * The item's id.
     */
    id: string;
    /**
     * Its title.
     */
    title: string;
    /**
     * The rating, in rating units.
     */
    rating: number;
}

/**
 * One of the person's own items behind a recommendation.
 */
export interface Because {
    /**
     * The item's id.
     */
    id: string;
    /**
     * Its title.
     */
    title: string;
    /**
     * Its share in the score.
     */
    weight: number;
}

/**
 * One of them, and many of them: “film” and “films”.
 */
export type Noun = [string, string];

/**
 * One recommended item.
 */
export interface Recommendation {
    /**
     * The item's id.
     */
    id: string;
    /**
     * Its title, or the id where no file gave one.
     */
    title: string;
    /**
     * The score; [`Entry::score`] says what it means. It is what the list is ordered by.
     */
    score: number;
    /**
     * The rating that the person would give, in rating units within the scale; absent where the model predicts none.
     */
    rating?: number;
    /**
     * The person's items that weigh most in it, heaviest first; empty where that has no meaning.
     */
    because: Because[];
}

/**
 * One row: what a model reached in its runs.
 */
export interface Compared {
    /**
     * The model's name.
     */
    model: string;
    /**
     * Its name for people.
     */
    title: string;
    /**
     * All its parameter values.
     */
    params: Record<string, boolean | number | string>;
    /**
     * Why this model was chosen, if none was named.
     */
    chosen?: string;
    /**
     * How many runs are finished.
     */
    runs: number;
    /**
     * Why one failed, if one did.
     */
    failed?: string;
    /**
     * The share of the training part that it was trained on.
     */
    train_share: number;
    /**
     * How many of the model's weights are not 0, of the last run, if it says.
     */
    nonzero_weights?: number;
    /**
     * The size of the training data, of the last run.
     */
    data: DataSize;
    /**
     * Number of test ratings, of the last run.
     */
    tested: number;
    /**
     * Means over the runs by the metric's name; those that do not suit the model are missing.
     */
    metrics: Record<string, number>;
    /**
     * Standard deviations over the runs; missing for a single one.
     */
    deviations: Record<string, number>;
    /**
     * By how much it is above the best row of each metric (below, where lower is better), which has none itself.
     */
    to_best: Record<string, Difference>;
    /**
     * By how much it is above `popularity`.
     */
    to_popularity: Record<string, Difference>;
    /**
     * Mean over the runs.
     */
    seconds: Seconds;
    /**
     * Bytes that the model takes beside the ratings, of the last run.
     */
    bytes: number;
}

/**
 * One setting that was tried.
 */
export interface Trial {
    /**
     * The values of the parameters that are searched.
     */
    params: Record<string, boolean | number | string>;
    /**
     * What it reached on the validation, with `share` of the people; missing where it failed or was not tried yet.
     */
    figure?: number;
    /**
     * The largest share of the people that it was tried with.
     */
    share: number;
    /**
     * Its mean on the parts that the best are confirmed on, if it came so far.
     */
    confirmed?: number;
    /**
     * Why it failed, if it did.
     */
    failed?: string;
}

/**
 * The account of one load.
 */
export interface Report {
    /**
     * Name of the data: the file's, or the first file's with the number of the others.
     */
    name: string;
    /**
     * Whether rows are people or items.
     */
    shape: Shape;
    /**
     * What the values say.
     */
    feedback: Feedback;
    /**
     * What the people are called, one and many; in pairs, what the items are.
     */
    person: [one: string, many: string];
    /**
     * What the items are called, one and many.
     */
    item: [one: string, many: string];
    /**
     * Number of ratings for training, without duplicates.
     */
    ratings: number;
    /**
     * Number of ratings in test files.
     */
    testRatings: number;
    /**
     * Number of users with ratings.
     */
    users: number;
    /**
     * Number of items with ratings.
     */
    items: number;
    /**
     * Share of the user × item cells that hold a rating, 0 to 1.
     */
    density: number;
    /**
     * Lowest and highest value.
     */
    scale: Scale;
    /**
     * Mean of the values, in rating units.
     */
    mean: number;
    /**
     * How many ratings have which value.
     */
    histogram: Bar[];
    /**
     * Rows that a later row for the same user and item replaced.
     */
    duplicates: number;
    /**
     * Rows whose counts were added to another row for the same user and item.
     */
    addedUp: number;
    /**
     * Items with a title.
     */
    titled: number;
    /**
     * Genres and other classes that lists can be filtered by, in alphabetical order.
     */
    categories: string[];
    /**
     * What each file or archive entry was taken for.
     */
    files: FileReport[];
    /**
     * Lines that could not be used.
     */
    skipped: Skipped;
    /**
     * Plain sentences about what is worth knowing.
     */
    notes: string[];
    /**
     * Predefined splits of the data that an evaluation can ask for (`u1`, `ua`, …).
     */
    splits: string[];
}

/**
 * The best trial beside the setting without a search, on parts that chose nothing.
 */
export interface Confirmed {
    /**
     * Which trial.
     */
    trial: number;
    /**
     * On how many parts.
     */
    parts: number;
    /**
     * By how much its figure is above that of the setting without a search; missing where the metric has no figures person by
     * person.
     */
    difference?: Difference;
    /**
     * Whether it is surely better. Otherwise the setting without a search is what was found.
     */
    sure: boolean;
}

/**
 * The first rows of a table and what its columns seem to mean, for a person to choose from.
 */
export interface Preview {
    /**
     * The file's name, with its archive's in front.
     */
    file: string;
    /**
     * The guess, or what the person chose before.
     */
    columns: Columns;
    /**
     * The first lines, split into fields; the header is the first of them if there is one.
     */
    rows: string[][];
}

/**
 * The lowest and highest value, to which predictions are clipped.
 */
export interface Scale {
    /**
     * Lowest value, in rating units.
     */
    min: number;
    /**
     * Highest value, in rating units.
     */
    max: number;
}

/**
 * The size of a data set.
 */
export interface DataSize {
    /**
     * Number of ratings.
     */
    ratings: number;
    /**
     * Number of users.
     */
    users: number;
    /**
     * Number of items.
     */
    items: number;
}

/**
 * Type and range of a parameter.
 */
export type ParamKind = { kind: "integer"; min: number; max: number } | { kind: "number"; min: number; max: number } | { kind: "switch" } | { kind: "choice"; choices: ChoiceInfo[] };

/**
 * What a metric is computed from.
 */
export type Measures = "ratings" | "lists" | "catalog" | "pairs" | "probabilities";

/**
 * What a model can answer.
 */
export interface Abilities {
    /**
     * Takes in somebody new.
     */
    fold_in: FoldIn;
    /**
     * Knows similar items.
     */
    similar_items: boolean;
    /**
     * Knows similar users.
     */
    similar_users: boolean;
    /**
     * Names the person's items behind a recommendation.
     */
    explain: boolean;
    /**
     * Has item factors to draw a map of.
     */
    item_map: boolean;
    /**
     * Has vectors of people and items whose products give its order, for other programs.
     */
    factors: boolean;
}

/**
 * What a person's own export from Letterboxd, IMDb or Goodreads has in common with the data.
 */
export interface Export {
    /**
     * Items that the person rated, with the rating on the scale of the data.
     */
    rated: Rated[];
    /**
     * Ids of items that the person saw or read without rating them.
     */
    seen: string[];
    /**
     * Ids of items that the person wants to see or read.
     */
    wanted: string[];
    /**
     * Titles of what the data do not have, in alphabetical order.
     */
    unmatched: string[];
}

/**
 * What a run took.
 */
export interface Seconds {
    /**
     * From data to model.
     */
    fit: number;
    /**
     * For measuring it.
     */
    evaluate: number;
}

/**
 * What a score says, so that the page can.
 */
export type ScoreMeaning = "predicted-rating" | "probability" | "similarity-sum" | "preference" | "count";

/**
 * What a search has found so far.
 */
export interface Found {
    /**
     * The model's name.
     */
    model: string;
    /**
     * Its name for people.
     */
    title: string;
    /**
     * All parameter values of the best trial.
     */
    params: Record<string, boolean | number | string>;
    /**
     * Which trial is the best so far, counted from 0; 0 is the setting without a search.
     */
    best: number;
    /**
     * By which metric.
     */
    metric: string;
    /**
     * All settings.
     */
    trials: Trial[];
    /**
     * Once the best trials have been confirmed; missing where none of them was above the setting without a search.
     */
    confirmed?: Confirmed;
    /**
     * The work of the trials done so far, in the units of a budget.
     */
    work: number;
    /**
     * Whether all rounds are done, and the test has been looked at.
     */
    complete: boolean;
    /**
     * The size of the data that the found setting was trained on for the test, or for the validation before.
     */
    data: DataSize;
    /**
     * What the found setting reaches on the test; empty before all rounds are done.
     */
    metrics: Record<string, number>;
    /**
     * What the setting without a search reaches there.
     */
    without: Record<string, number>;
    /**
     * What the last training and measuring of the found setting took.
     */
    seconds: Seconds;
}

/**
 * What a split has to be told.
 */
export interface SplitNumber {
    /**
     * What it is: `share`, `parts`.
     */
    name: string;
    /**
     * True for a share, above 0 and below 1; otherwise it is a whole number.
     */
    share: boolean;
    /**
     * Smallest whole number.
     */
    least: number;
    /**
     * What is usual; what is taken where it is left out, if it may be.
     */
    usual: number;
    /**
     * Whether it may be left out.
     */
    optional: boolean;
}

/**
 * What a training would be.
 */
export interface FitPlan {
    /**
     * The model's name.
     */
    model: string;
    /**
     * Its name for people.
     */
    title: string;
    /**
     * All parameter values, defaults included.
     */
    params: Record<string, boolean | number | string>;
    /**
     * Why this model, if none was named.
     */
    why?: string;
    /**
     * Whether several are tried before one is chosen, which may then be another.
     */
    measures: boolean;
    /**
     * Bytes that the training will hold at most, beside the ratings.
     */
    bytes: number;
    /**
     * What is unwise about it for these data, in sentences.
     */
    unwise: string[];
}

/**
 * What a value says.
 */
export type Feedback = "explicit" | "implicit";

/**
 * What came of a [`Run`].
 */
export interface Outcome {
    /**
     * The run.
     */
    run: Run;
    /**
     * Why there is none; the rest is empty then.
     */
    failed?: string;
    /**
     * The model's name.
     */
    model: string;
    /**
     * All its parameter values.
     */
    params: Record<string, boolean | number | string>;
    /**
     * Why this model was chosen, if none was named.
     */
    chosen?: string;
    /**
     * The size of the training data.
     */
    data: DataSize;
    /**
     * Number of test ratings.
     */
    tested: number;
    /**
     * Figures by the metric's name.
     */
    metrics: Record<string, number>;
    /**
     * Names of the metrics in the order of `people`; an empty one where a figure is over all pairs at once.
     */
    columns: string[];
    /**
     * What each person adds, where the run is one of several.
     */
    people: Uint8Array;
    /**
     * Bytes that the model takes beside the ratings.
     */
    bytes: number;
    /**
     * How many of the model's weights are not 0, if it says.
     */
    nonzero_weights?: number;
    /**
     * What it took, as whoever did it noted: the core knows no clock.
     */
    seconds: Seconds;
}

/**
 * What data a model is made for.
 */
export type Purpose = "ratings" | "choices" | "features" | "pairs";

/**
 * What data a split needs beside people's ratings.
 */
export type SplitNeed = "nothing" | "people" | "times" | "numbers" | "test-file";

/**
 * What has to be done before the next step: part `i` goes from `bounds[i]` to `bounds[i + 1]`.
 */
export interface Round {
    /**
     * Where parts begin, and where the last one ends.
     */
    bounds: number[];
    /**
     * About how many multiply-adds this round and those that follow take.
     */
    work: number;
    /**
     * Whether helpers [learn](Rounds::learn) the answers.
     */
    isLearned: boolean;
    /**
     * Whether a step has begun with the first part, so that nobody else can do it.
     */
    isBegun: boolean;
}

/**
 * What one file or archive entry was taken for.
 */
export interface FileReport {
    /**
     * Its name, with its archive's in front.
     */
    name: string;
    /**
     * The format's name; empty when it was left unread.
     */
    format: string;
    /**
     * Rows used.
     */
    rows: number;
    /**
     * Lines that could not be used.
     */
    skipped: number;
    /**
     * How surely it is known what its columns mean.
     */
    sureness: Sureness;
    /**
     * Why it was left unread, or what else is worth knowing; often empty.
     */
    note: string;
}

/**
 * What the columns of a table mean. Columns are counted from 0; what is absent is guessed.
 */
export interface Columns {
    /**
     * The file or archive entry this is about; absent: every file.
     */
    file?: string | undefined;
    /**
     * What stands between fields.
     */
    separator?: string | undefined;
    /**
     * Whether `"` encloses fields.
     */
    quote?: boolean | undefined;
    /**
     * Whether the first line names the columns.
     */
    header?: boolean | undefined;
    /**
     * How bytes stand for characters.
     */
    encoding?: Encoding | undefined;
    /**
     * The column with the user's id.
     */
    user?: number | undefined;
    /**
     * The column with the item's id.
     */
    item?: number | undefined;
    /**
     * The column with the rating or count; absent: every row counts 1.
     */
    rating?: number | undefined;
    /**
     * The column with a count of how often, instead of a rating.
     */
    count?: number | undefined;
    /**
     * Whether all rows are one person's, so that no column has the user.
     */
    mine?: boolean | undefined;
    /**
     * Whether each column but the user's is an item; or, with an item's column, a user.
     */
    wide?: boolean | undefined;
    /**
     * Whether 0 says that someone had the item without rating it.
     */
    zeroIsUnrated?: boolean | undefined;
    /**
     * Whether -1 says so.
     */
    minusOneIsUnrated?: boolean | undefined;
    /**
     * The column with the time.
     */
    time?: number | undefined;
    /**
     * The column with the item's title.
     */
    title?: number | undefined;
}

/**
 * What the page says of one embedded data set.
 */
export interface SampleInfo {
    /**
     * The short name by which the sample is asked for.
     */
    name: string;
    /**
     * A heading.
     */
    title: string;
    /**
     * What the data is and where it is from, in a sentence or two.
     */
    summary: string;
}

/**
 * What the runs say together.
 */
export interface Comparison {
    /**
     * What the split does, in one sentence.
     */
    split: string;
    /**
     * The metrics, in the order in which they were asked for.
     */
    metrics: string[];
    /**
     * Which test items are relevant to lists.
     */
    relevant: string;
    /**
     * Number of runs that there are to be, and that are finished.
     */
    planned: number;
    /**
     * See `planned`.
     */
    finished: number;
    /**
     * One row a model, in the order in which they were named; those of which nothing is finished are missing.
     */
    runs: Compared[];
}

/**
 * What to compare. `popularity` always is.
 */
export interface CompareSpec {
    /**
     * The models, each setting once; `all`, or nothing, stands for all that suit the data.
     */
    models?: Setting[];
    /**
     * How to hold ratings out (see [`Split`]), or `given`; `random:0.2` when empty. `kfold:K` stands for all K folds.
     */
    split?: string;
    /**
     * Number of folds, instead of a split.
     */
    folds?: number;
    /**
     * Seeds of splits and trainings; every model is run with each.
     */
    seeds?: number[];
    /**
     * Names of metrics; those usual for the data when empty.
     */
    metrics?: string[];
    /**
     * What is relevant to lists: `all`, `liked` or a least value.
     */
    relevant?: string;
    /**
     * Take every row as a plain “yes”, whatever its value.
     */
    implicit?: boolean;
    /**
     * Shares of the training part to train on, above 0; all of it, 1, when empty. Every model is run with each, on the same
     * test.
     */
    shares?: number[];
    /**
     * How adventurous the measured lists are.
     */
    adventure?: number;
    /**
     * How diverse the measured lists are.
     */
    diversity?: number;
}

/**
 * What to measure.
 */
export interface EvaluateSpec extends FitSpec {
    /**
     * How to hold ratings out (see [`Split`](crate::measure::Split)); `given` takes the test files that were loaded.
     */
    split: string;
    /**
     * Names of metrics; the usual ones for the data when empty.
     */
    metrics?: string[];
    /**
     * Which test items are relevant to lists: `all` (when none is given), `liked` (at or above the person's own mean in
     * training) or a least value.
     */
    relevant?: string;
    /**
     * How adventurous the measured lists are; see `ListOptions`.
     */
    adventure?: number;
    /**
     * How diverse the measured lists are; see `ListOptions`.
     */
    diversity?: number;
    /**
     * Also measure after some epochs of the training, on the training part and on the test.
     */
    learning?: boolean;
}

/**
 * What to search.
 */
export interface SearchSpec {
    /**
     * The model's name.
     */
    model?: string;
    /**
     * Parameters with a value of their own, which is kept.
     */
    params?: Record<string, boolean | number | string>;
    /**
     * What is searched: `NAME` for the registry's range of that parameter, `NAME=8..256`, `NAME=0.01..1:log` (or
     * `:linear`), `NAME=a|b|c`.
     */
    ranges?: string[];
    /**
     * How many settings are tried at most; when 0, 20 or, within a budget, as many as it allows.
     */
    trials?: number;
    /**
     * How much work the trials may take, in trainings of the setting without a search on all people of a validation part; no
     * bound when 0. Others count in proportion to people × epochs × factors.
     */
    budget?: number;
    /**
     * The seed of splits, settings and trainings; 42 when none is given.
     */
    seed?: number;
    /**
     * How to hold the test out; `random:0.2` when empty. Of `kfold:K` the first part is the test.
     */
    split?: string;
    /**
     * By which metric settings are chosen; when empty `rmse` where the scores are ratings, else `ndcg@10`.
     */
    metric?: string;
    /**
     * Further metrics of what was found, on the test.
     */
    metrics?: string[];
    /**
     * What is relevant to lists: `all`, `liked` or a least value.
     */
    relevant?: string;
    /**
     * Take every row as a plain “yes”, whatever its value.
     */
    implicit?: boolean;
}

/**
 * What to train and how to measure it.
 */
export interface Run {
    /**
     * Which row of the comparison, or which trial of the search, this belongs to.
     */
    row: number;
    /**
     * The model's name; `auto`, or nothing, chooses what suits the data.
     */
    model: string;
    /**
     * Parameter values by name; what is not named keeps its default.
     */
    params: Record<string, boolean | number | string>;
    /**
     * The seed of the split and of the training.
     */
    seed: number;
    /**
     * Take every row as a plain “yes”, whatever its value.
     */
    implicit: boolean;
    /**
     * How to hold ratings out, or `given`.
     */
    split: string;
    /**
     * Names of metrics; the usual ones for the model when empty.
     */
    metrics: string[];
    /**
     * What is relevant to lists; see [`Relevant`].
     */
    relevant: string;
    /**
     * How adventurous the measured lists are.
     */
    adventure: number;
    /**
     * How diverse the measured lists are.
     */
    diversity: number;
    /**
     * One of several: metrics that do not suit the model are left out, and figures are kept person by person.
     */
    compared: boolean;
    /**
     * Also measured after some epochs of the training, on the training part and on the test.
     */
    learning?: boolean;
    /**
     * Measured on a part of the training data, which are divided once more, and not on the test.
     */
    validation: boolean;
    /**
     * Which such part it is, from 0: each is another draw, and where nothing is drawn, as by time, each ends where the one
     * before begins.
     */
    part: number;
    /**
     * The share of the people (of the pairs) that it is done with, above 0; 1 is all.
     */
    share: number;
    /**
     * The share of the training part's ratings that is trained on, above 0; 1 is all. The test stays whole.
     */
    train_share: number;
}

/**
 * What to train.
 */
export interface FitSpec {
    /**
     * The model's name; `auto`, or nothing, chooses what suits the data.
     */
    model?: string;
    /**
     * Parameter values by name; what is not named keeps its default.
     */
    params?: Record<string, boolean | number | string>;
    /**
     * The seed of every random draw; 42 when none is given.
     */
    seed?: number;
    /**
     * Take every row as a plain “yes”, whatever its value.
     */
    implicit?: boolean;
}

/**
 * What was trained.
 */
export interface FitReport {
    /**
     * The model's name.
     */
    model: string;
    /**
     * Its name for people.
     */
    title: string;
    /**
     * All parameter values, defaults included.
     */
    params: Record<string, boolean | number | string>;
    /**
     * The seed.
     */
    seed: number;
    /**
     * What the scores mean.
     */
    score: ScoreMeaning;
    /**
     * What the training loss is, or an empty string.
     */
    lossName: string;
    /**
     * What the model can answer.
     */
    abilities: Abilities;
    /**
     * Bytes that the model takes beside the ratings.
     */
    bytes: number;
    /**
     * Number of ratings trained on.
     */
    ratings: number;
    /**
     * Number of users.
     */
    users: number;
    /**
     * Number of items.
     */
    items: number;
    /**
     * Why this model was chosen, if none was named.
     */
    chosen?: Choice;
    /**
     * What a model trained elsewhere was not opened over or with, and why, in sentences.
     */
    note?: string;
    /**
     * Of a model that was opened: whether the data from before are still the present ones.
     */
    keepsData?: boolean;
}

/**
 * Where good values of a parameter are usually found, ends included.
 */
export interface SearchRange {
    /**
     * The smallest.
     */
    low: number;
    /**
     * The largest.
     */
    high: number;
    /**
     * Whether what counts is by how many times one value is another, and not by how much.
     */
    log: boolean;
}

/**
 * Whether rows are people or items.
 */
export type Shape = "ratings" | "pairs";

/**
 * Which items may be recommended, and how their list is mixed.
 */
export interface ListOptions {
    /**
     * Also what the person has already rated.
     */
    includeSeen?: boolean;
    /**
     * Only these item ids; no restriction when empty.
     */
    onlyItems?: string[];
    /**
     * None of these item ids.
     */
    withoutItems?: string[];
    /**
     * Only items of one of these categories (genres); no restriction when empty.
     */
    onlyCategories?: string[];
    /**
     * No item of one of these categories.
     */
    withoutCategories?: string[];
    /**
     * From 0, the model's own order, to 1, what few know; see [`Mix`]. The lines then no longer fall by their scores.
     */
    adventure?: number;
    /**
     * From 0, the best whatever they are, to 1, as different from one another as can be among the best; see [`Mix`].
     */
    diversity?: number;
}

/**
 * Which values of a metric are the better ones.
 */
export type Better = "higher" | "lower";

/**
 * Why a model was chosen, and what was measured for it.
 */
export interface Choice {
    /**
     * In one sentence.
     */
    why: string;
    /**
     * What was measured, such as `ndcg@10`; absent where a rule decided.
     */
    metric?: string;
    /**
     * What was tried, in the order in which it was; empty where a rule decided.
     */
    measured: Tried[];
}


/**
 * All the state of one engine; lives in the worker.
 */
export class Session {
    free(): void;
    [Symbol.dispose](): void;
    /**
     * Drops the evaluation under way.
     */
    abandonEvaluate(): void;
    /**
     * Drops the training under way; an earlier model stays.
     */
    abandonFit(): void;
    /**
     * Stops reading; earlier data stay.
     */
    abandonLoad(): void;
    /**
     * Drops what is under way.
     */
    abandon(): void;
    /**
     * A slice of work on a part: its answer, in the memory of `spare` where that is enough, or undefined where it takes further
     * slices.
     */
    answer(from: number, to: number, spare?: Uint8Array | null): Uint8Array | undefined;
    /**
     * Begins an evaluation on a split of the present data.
     */
    beginEvaluate(spec: EvaluateSpec): void;
    /**
     * Begins training; an earlier model stays until `finishFit`.
     */
    beginFit(spec: FitSpec): void;
    /**
     * Begins reading files; earlier data stay until `finishLoad`.
     */
    beginLoad(sources: Source[], options: LoadOptions): void;
    /**
     * Begins to put the items' factors on a plane.
     */
    beginMap(): void;
    /**
     * Begins to open a model that was trained elsewhere: factors of users and items, row after row, or without users
     * vectors of items. Files that are loaded from here to `finishModel` are its ratings, or say what its items are.
     * `spark` says by whose least squares somebody new is solved for, `ratings` whether scores are ratings, where known.
     */
    beginModel(user_ids: string[], users: Float32Array | number[], item_ids: string[], items: Float32Array | number[], ratings: boolean | null | undefined, regularization: number, alpha: number, spark: boolean): void;
    /**
     * Begins a run; `stepEvaluate` goes on with it, and `abandonEvaluate` drops it.
     */
    beginRun(run: Run): void;
    /**
     * Begins to open similarities of items in sparse rows: which columns and values each begins with, one more than there
     * are rows, and all columns and values.
     *
     * # Errors
     * When the rows are not square.
     */
    beginSimilarities(item_ids: string[], starts: Uint32Array | number[], columns: Uint32Array | number[], values: Float32Array | number[]): void;
    /**
     * The training under way as it stands, between two of its epochs; undefined elsewhere.
     */
    checkpointFit(): Uint8Array | undefined;
    /**
     * Why the model of the training under way was chosen, if it was.
     */
    chosen(): Choice | undefined;
    /**
     * The runs of a comparison on the present data.
     */
    compareRuns(spec: CompareSpec): Run[];
    /**
     * What runs say together; `sure` also computes how sure the differences are.
     */
    static comparison(runs: Run[], outcomes: Outcome[], sure: boolean): Comparison;
    /**
     * A piece of the data, for another session, with times or without; an empty one past the last.
     */
    dataPiece(number: number, timed: boolean): Uint8Array;
    /**
     * What helpers have to begin.
     */
    errand(): Run;
    /**
     * What a split such as `random:0.2` does, in one sentence.
     */
    static explainSplit(text: string): string;
    /**
     * What came of a run that broke off.
     */
    static failedRun(run: Run, why: string): Outcome;
    /**
     * Takes the bytes of the last want.
     */
    feed(bytes: Uint8Array | number[]): LoadProgress;
    /**
     * Items that a query finds by its words, best first; with an empty query those with most ratings.
     */
    findItems(query: string, n: number): Entity[];
    /**
     * Users that a query finds by its words, best first; with an empty query those with most ratings.
     */
    findUsers(query: string, n: number): Entity[];
    /**
     * The figures.
     */
    finishEvaluate(): Evaluation;
    /**
     * The model as trained so far becomes the present one.
     */
    finishFit(): FitReport;
    /**
     * Ends reading; the new data replace the old.
     */
    finishLoad(): Report;
    /**
     * The items' factors on a plane, when all steps are done.
     */
    finishMap(): ItemMap;
    /**
     * Ends reading files that are one person's export, met with the present data, which stay.
     */
    finishMatch(): Export;
    /**
     * The model trained elsewhere becomes the present one.
     */
    finishModel(): FitReport;
    /**
     * What came of the run that was begun last, which is `run`.
     */
    finishRun(run: Run): Outcome;
    /**
     * What a search has found so far.
     */
    found(spec: SearchSpec, outcomes: Outcome[]): Found;
    /**
     * Takes what another session said.
     */
    hear(said: Uint8Array | number[]): void;
    /**
     * Begins to help with another session's errand.
     */
    help(errand: Run): void;
    /**
     * How many helpers the work under way is to have, at most `most`; `anyway` also where they hardly pay.
     */
    helpers(most: number, anyway: boolean): number;
    /**
     * True as long as the model of a training or an evaluation under way is being chosen.
     */
    isChoosing(): boolean;
    /**
     * True once the evaluation under way has trained and is testing.
     */
    isTesting(): boolean;
    /**
     * Ids, then titles, of all items of the model.
     */
    itemNames(): [string[], string[]];
    /**
     * Vectors of all items, row after row: those whose products with people's give the order, or the bare factors.
     */
    itemVectors(bare: boolean): Float32Array;
    /**
     * Takes the answer of the next part.
     */
    join(answer: Uint8Array | number[]): Progress;
    /**
     * The present model as bytes that are kept beside its data, without the ratings.
     */
    keepModel(): Uint8Array;
    /**
     * How many of these runs are to be done at once, at most `most`.
     */
    lanes(runs: Run[], most: number, anyway: boolean): number;
    /**
     * Takes an answer that another session has joined.
     */
    learn(from: number, to: number, answer: Uint8Array | number[]): void;
    /**
     * The learning curve of the evaluation under way, so far.
     */
    learned(): Learned[];
    /**
     * Lists for a slice of the people, from a position on; none past the last.
     */
    lists(from: number, n: number, options: ListOptions): Lists;
    /**
     * Takes a saved model as the present one; its own ratings become the data.
     */
    loadModel(bytes: Uint8Array | number[]): FitReport;
    /**
     * Takes an embedded sample as the data.
     */
    loadSample(name: string): Report;
    /**
     * Bytes of WebAssembly memory. It only grows, so this is also its peak.
     */
    memory(): number;
    /**
     * Every metric.
     */
    static metrics(): MetricInfo[];
    /**
     * Every model, its parameters and abilities.
     */
    static models(): ModelInfo[];
    /**
     * Nothing loaded yet.
     */
    constructor();
    /**
     * The export that was read together with the present data; undefined when there was none.
     */
    ownExport(): Export | undefined;
    /**
     * What a training would be; nothing is trained.
     */
    plan(spec: FitSpec): FitPlan;
    /**
     * The first rows of the tables that are being read, or were read last, also when that failed.
     */
    previews(): Preview[];
    /**
     * In which order these runs are to be begun when several are done at once.
     */
    static queue(runs: Run[]): Uint32Array;
    /**
     * What this user rated, highest first, at most `n`.
     */
    ratingsOf(user: string, n: number): Rated[];
    /**
     * Opens a model of the present data, which stay, in a session of its own: a saved one, or one that was kept.
     */
    recallModel(bytes: Uint8Array | number[]): Session;
    /**
     * The `n` best items for somebody who was not in the training data.
     */
    recommendFor(own: OwnRating[], n: number, options: ListOptions): Recommendation[];
    /**
     * The `n` best items for a user.
     */
    recommend(user: string, n: number, options: ListOptions): Recommendation[];
    /**
     * The report on the present data.
     */
    report(): Report | undefined;
    /**
     * Begins a training where an earlier one stood.
     */
    resumeFit(spec: FitSpec, state: Uint8Array | number[]): void;
    /**
     * What is left of the round under way; undefined where the next step is done alone.
     */
    round(): Round | undefined;
    /**
     * The embedded samples.
     */
    static samples(): SampleInfo[];
    /**
     * The present model as the bytes of a safetensors file.
     */
    saveModel(): Uint8Array;
    /**
     * What helpers have to hear before a round: of those who heard what was said before each so far, or the `whole`.
     */
    say(whole: boolean): Uint8Array;
    /**
     * The runs of a search that come next; none when all is done.
     */
    searchRuns(spec: SearchSpec, outcomes: Outcome[]): Run[];
    /**
     * The `n` items most similar to this one.
     */
    similarItems(item: string, n: number): Similar[];
    /**
     * The `n` users most similar to this one.
     */
    similarUsers(user: string, n: number): Similar[];
    /**
     * Somebody to show first; undefined where there is nobody.
     */
    somebody(): Entity | undefined;
    /**
     * Every kind of split.
     */
    static splits(): SplitInfo[];
    /**
     * Well-known and varied items for somebody new to begin with.
     */
    starters(n: number): Entity[];
    /**
     * One slice of the evaluation.
     */
    stepEvaluate(): Progress;
    /**
     * One slice of training.
     */
    stepFit(): Progress;
    /**
     * One slice of the map; true when all is done.
     */
    stepMap(): boolean;
    /**
     * Takes the present model away into a session of its own, which answers for it.
     */
    takeModel(): Session;
    /**
     * Takes the next piece of another session's data; true with the last one.
     */
    takePiece(piece: Uint8Array | number[]): boolean;
    /**
     * Vectors of a slice of the people, from a position on; none past the last.
     */
    userVectors(from: number): Rows;
    /**
     * The bytes that are needed next; undefined when everything is read.
     */
    want(): Want | undefined;
}

/**
 * Has the whole core ready, so that no later call has to wait for a part of it.
 *
 * The build divides the module in two (`scripts/parts.mjs`): what a first list needs, and the rest. What lacks asks for
 * the second part when it is called; this asks at once.
 */
export function complete(): void;

/**
 * A fresh seed from the platform's source of randomness, to be shown and kept: nothing in the
 * core draws from anything but a seed.
 */
export function freshSeed(): number;

/**
 * Runs once when the module is loaded: a panic's message goes to the console before the trap.
 */
export function start(): void;
