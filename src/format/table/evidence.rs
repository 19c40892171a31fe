//! What the cells of a table's columns look like, from which it is told what they mean.

use super::sample::Sample;
use crate::format::time::Calendar;
use crate::format::value::{grade, number, year_of_title};
use rustc_hash::FxHasher;
use std::hash::{Hash, Hasher};

/// Longest id, in bytes.
const LONGEST_ID: usize = 96;

/// Seconds since 1970 from which on a number may be a time: 1990.
const FIRST_TIME: u32 = 631_152_000;

/// How many rows are enough to tell by how many different values there are.
const MANY: usize = 30;

/// Most different whole numbers of a scale: 0 to 20, or −10 to 10.
pub(super) const SCALE: usize = 21;

/// Fewest digits of a number that somebody or something was given.
const FEWEST_DIGITS: i32 = 5;

/// Most words for what happened, and fewest rows with each.
const MOST_EVENTS: usize = 4;

/// How many lines of the head are looked at.
const LINES: usize = 100;

/// How many different texts of a column are told apart.
const DISTINCT: usize = 128;

/// What the cells of one column look like.
#[derive(Debug, Clone, Default)]
pub(super) struct Column {
    /// Cells that are not empty.
    pub filled: usize,
    /// Cells with a number, with a whole one, with 0, with 1, with −1, with a time.
    pub numbers: usize,
    pub whole: usize,
    pub zeros: usize,
    pub ones: usize,
    pub minus_ones: usize,
    pub times: usize,
    /// Cells with a grade in letters, with letters and digits but no blank.
    grades: usize,
    codes: usize,
    /// Cells with several words, with more than two, with a year in brackets at their end.
    pub phrases: usize,
    pub long_phrases: usize,
    pub years: usize,
    /// The lowest number and the highest.
    pub min: f32,
    pub max: f32,
    /// The lowest number above 0.
    pub least: f32,
    /// All numbers together.
    sum: f64,
    /// The longest text, in bytes.
    pub longest: usize,
    /// True when each number is one more than the one before.
    pub counts_up: bool,
    /// True when no number, nor one at the end of a text, is lower than the one before.
    pub grows: bool,
    last: Option<f32>,
    /// Hashes of different texts, at most [`DISTINCT`].
    seen: Vec<u64>,
}

impl Column {
    /// The columns of a table that begins like this, at least as many as have names; rows of another width are left out.
    #[inline(never)]
    pub fn all(sample: &Sample<'_>, width: usize, names: usize) -> Vec<Column> {
        let start = Column { counts_up: true, grows: true, ..Column::default() };
        let mut columns = vec![start; width.max(names)];
        for row in sample.rows().take(LINES - sample.header) {
            if row.len() == width {
                for (i, column) in columns.iter_mut().enumerate() {
                    column.take(row.get(i));
                }
            }
        }
        columns
    }

    /// One column of a table that begins like this.
    #[inline(never)]
    pub fn one(sample: &Sample<'_>, at: usize) -> Column {
        let mut column = Column { counts_up: true, grows: true, ..Column::default() };
        for row in sample.rows().take(LINES - sample.header) {
            column.take(row.get(at));
        }
        column
    }

    #[inline(never)]
    fn take(&mut self, cell: &str) {
        if cell.is_empty() {
            return;
        }
        self.filled += 1;
        self.longest = self.longest.max(cell.len());
        if let Some(blank) = cell.find(' ') {
            self.phrases += 1;
            self.long_phrases += usize::from(cell[blank + 1..].contains(' '));
        }
        self.years += usize::from(year_of_title(cell).is_some());
        let value = number(cell);
        // Numbers of so many seconds may be anything; dates are dates.
        let first = if value.is_some() { FIRST_TIME } else { 0 };
        self.times += usize::from(
            Calendar::DayFirst.time(cell).is_some_and(|time| time >= first)
                || Calendar::MonthFirst.time(cell).is_some_and(|time| time >= first),
        );
        self.grades += usize::from(grade(cell).is_some());
        let (mut digit, mut letter) = (false, false);
        let plain = value.is_none()
            && cell.bytes().all(|b| {
                digit |= b.is_ascii_digit();
                letter |= b.is_ascii_alphabetic() || b >= 0x80;
                b.is_ascii_alphanumeric() || b >= 0x80 || matches!(b, b'-' | b'_')
            });
        self.codes += usize::from(plain && digit && letter);
        if let Some(value) = value {
            (self.min, self.max) = match self.numbers {
                0 => (value, value),
                _ => (self.min.min(value), self.max.max(value)),
            };
            if value > 0.0 && (self.least == 0.0 || value < self.least) {
                self.least = value;
            }
            self.numbers += 1;
            self.whole += usize::from(value.fract() == 0.0);
            self.zeros += usize::from(value == 0.0);
            self.ones += usize::from(value == 1.0);
            self.sum += f64::from(value);
            self.minus_ones += usize::from(value == -1.0);
        }
        self.counts_up &= value.is_some_and(|value| self.last.is_none_or(|last| value == last + 1.0));
        // “R00017” is behind “R00016” as 17 is behind 16.
        let digits = cell.len() - cell.bytes().rev().take_while(u8::is_ascii_digit).count();
        let place = value.or_else(|| number(&cell[digits..]));
        self.grows &= place.is_some_and(|place| self.last.is_none_or(|last| place >= last));
        self.last = place;
        let mut hasher = FxHasher::default();
        cell.hash(&mut hasher);
        let hash = hasher.finish();
        if self.seen.len() < DISTINCT && !self.seen.contains(&hash) {
            self.seen.push(hash);
        }
    }

    /// How many different texts there are, at most [`DISTINCT`].
    pub fn distinct(&self) -> usize {
        self.seen.len()
    }

    /// True when some text stands in several rows.
    pub fn repeats(&self) -> bool {
        self.distinct() < self.filled.min(DISTINCT)
    }

    /// True when the column says nothing: it is empty, or 0 throughout.
    pub fn is_void(&self) -> bool {
        self.filled == 0 || (self.zeros == self.filled && self.filled > 1)
    }

    /// True when these may be ids or names.
    pub fn may_be_ids(&self) -> bool {
        self.filled > 0 && self.longest <= LONGEST_ID && (self.whole == self.numbers)
    }

    /// True for times from 1990 on; one of many may be damaged.
    pub fn are_times(&self) -> bool {
        let damaged = self.filled - self.times;
        self.filled > 0 && (damaged == 0 || damaged == 1 && self.filled >= MANY)
    }

    /// True when these are rather counts than ratings or ids: most are 1, or a few are far above the mean.
    pub fn are_counts(&self) -> bool {
        let whole = self.filled > 0 && self.whole == self.filled && self.least == self.min && self.min >= 1.0;
        let mean = self.sum / self.numbers.max(1) as f64;
        let skewed = self.filled >= MANY && f64::from(self.max) >= 6.0 * mean;
        let once = self.ones * 2 > self.filled && mean <= 2.0;
        whole && !self.counts_up && !self.grows_on() && (once || skewed)
    }

    /// True when the numbers grow, as those of rows and times do; the same number throughout does not.
    fn grows_on(&self) -> bool {
        self.grows && self.min < self.max
    }

    /// True for whole or half marks of at most ten, of which some come again.
    pub fn are_on_ten(&self) -> bool {
        self.numbers == self.filled && self.min >= 0.0 && self.max <= 10.0 && self.repeats() && !self.grows
    }

    /// True when one of a few words stands in each row.
    pub fn says_what_happened(&self) -> bool {
        let few = self.distinct() <= MOST_EVENTS && self.distinct() * MOST_EVENTS <= self.filled;
        few && self.numbers == 0 && self.phrases == 0 && self.times == 0
    }

    /// True for grades in letters, of which there are several.
    pub fn are_grades(&self) -> bool {
        self.filled > 0 && self.grades == self.filled && self.distinct() > 2
    }

    /// True for what people and things are given to tell them apart: `U17`, `track_4`.
    pub fn are_codes(&self) -> bool {
        self.filled > 0 && self.codes * 10 >= self.filled * 9
    }

    /// True for whole numbers of as many digits each, and many of them: those that people and things are given.
    pub fn are_of_one_length(&self) -> bool {
        let digits = self.longest as i32;
        let long = (FEWEST_DIGITS..=9).contains(&digits) && self.min >= 10f32.powi(digits - 1);
        long && self.whole == self.filled && !self.are_times()
    }

    /// True when nearly all of these are numbers.
    pub fn may_be_figures(&self) -> bool {
        self.filled > 0 && self.numbers * 20 >= self.filled * 19
    }

    /// True when these may be ratings.
    pub fn may_be_ratings(&self) -> bool {
        self.may_be_figures() && self.min >= -100.0 && self.max <= 100.0
    }

    /// True for sums of money and the like: fractions far above the marks that people give, or such numbers among many 0s.
    pub fn are_amounts(&self) -> bool {
        let rare = self.zeros * 2 > self.filled && self.max > 10.0;
        rare || self.whole < self.numbers
            && self.max > SCALE as f32
            && self.min >= 0.0
            && self.distinct() > SCALE
    }

    /// True when there are too many different whole numbers for ratings.
    pub fn are_ids(&self) -> bool {
        self.whole == self.numbers && self.filled >= MANY && self.distinct() > SCALE
    }

    /// True when these can be nothing but ratings: with decimals, or in many rows few whole numbers.
    pub fn must_be_ratings(&self) -> bool {
        self.are_ratings() && (self.whole < self.numbers || (self.filled >= MANY && self.max <= 10.0))
    }

    /// True when these are ratings rather than ids: with decimals, or few values that come again in no order.
    pub fn are_ratings(&self) -> bool {
        let again = self.distinct() <= SCALE && self.distinct() * 2 <= self.filled && self.distinct() > 1;
        self.may_be_ratings() && (self.whole < self.numbers || (again && !self.grows))
    }

    /// True for years since there are films.
    pub fn are_years(&self) -> bool {
        self.whole * 10 >= self.filled * 9 && self.min >= 1880.0 && self.max <= 2100.0
    }

    /// True for whole numbers such as marks are: at least three from 0 to 10 in no order, or 1 and −1.
    pub fn look_like_marks(&self) -> bool {
        let whole = self.filled > 0 && self.whole == self.filled && !self.grows;
        let scale = self.distinct() > 2 && self.min >= 0.0 && self.max <= 10.0;
        whole && (scale || (self.minus_ones + self.ones + self.zeros == self.filled && self.min < 0.0))
    }

    /// The value that stands for no rating: −1 below a scale that has nothing else below 0, or 0 below a
    /// scale from 1 on, where it is frequent.
    pub fn unrated(&self) -> Option<f32> {
        let below = self.minus_ones > 0 && self.min == -1.0 && self.whole == self.numbers;
        if below && self.max >= 4.0 {
            return Some(-1.0);
        }
        // A scale that goes down to 0 has it rarely.
        let often = self.zeros * 4 >= self.numbers && self.zeros < self.numbers && self.numbers >= 4;
        let scale = self.min == 0.0 && self.whole == self.numbers && self.max >= 4.0 && self.least >= 1.0;
        (often && scale && self.max <= 100.0).then_some(0.0)
    }
}

/// True when the second column is a class of what stands in the first, each once: a description.
pub(super) fn describes(first: &Column, second: &Column) -> bool {
    !first.repeats() && second.repeats() && second.distinct() <= SCALE
}
