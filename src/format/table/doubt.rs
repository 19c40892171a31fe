//! What speaks against a table's being what it was taken for.

use super::evidence::Column;
use super::layout::{ALONE, Layout};
use super::names::{column_name, names_deeds, names_item, names_user};
use super::sample::{FEW, Sample};
use crate::format::Head;
use crate::report::Sureness;

/// How many lines tell whether a column is mostly empty.
const LINES: usize = 50;

impl Layout {
    /// True when people or items often have no name, when they are two names of the same, or when they were found by what
    /// stands there and nobody and nothing comes again in the whole file.
    pub(super) fn is_doubtful(&self, head: &Head<'_>) -> bool {
        let (Some(user), Some(item), None) = (self.roles.user, self.roles.item, self.roles.list) else {
            return false;
        };
        let sample = Sample::of(head, &self.guess.dialect, self.header_lines());
        let (mut rows, mut people, mut things) = (0, 0, 0);
        for row in sample.rows().take(LINES) {
            let (person, thing) = (!row.get(user).is_empty(), !row.get(item).is_empty());
            // A spreadsheet writes rows without anything.
            rows += usize::from(person || thing);
            people += usize::from(person);
            things += usize::from(thing);
        }
        // Rows of nobody are left out, and told of; only what is surely people's can be so.
        let people_named = self.header.get(user).is_some_and(|name| names_user(&column_name(name)));
        let filled = if people_named && people > 0 { things } else { people.min(things) };
        if rows >= ALONE && filled * 3 < rows * 2 {
            return true;
        }
        // Each person has one of these, and each of these one person: a name of theirs.
        let several = sample.texts(user).0 > 2 && sample.again(user, item).0 >= ALONE;
        if several && sample.depends(user, item) && sample.depends(item, user) {
            return true;
        }
        // What is always the same of each, beside kinds that are not, is what each is interested in.
        let kinds = |at: usize| sample.again(user, at).1 > 0;
        let (again, other) = sample.again(user, item);
        if people_named && again > FEW && other == 0 && self.roles.genres.is_some_and(kinds) {
            return true;
        }
        if self.sureness != Sureness::Told || !head.whole || rows < ALONE || self.is_called(&sample) {
            return false;
        }
        let ((people, all), (things, _)) = (sample.texts(user), sample.texts(item));
        people.min(things) * 10 >= all * 9
    }

    /// True when people are called so, and so are items, or these have ids and the file is of what people did, or a column
    /// numbers that.
    fn is_called(&self, sample: &Sample<'_>) -> bool {
        let names: Vec<String> = self.header.iter().map(|name| column_name(name)).collect();
        let called = |at: Option<usize>, so: fn(&str) -> bool| {
            at.and_then(|at| names.get(at)).is_some_and(|name| so(name))
        };
        let numbers = |at: usize| {
            names[at].ends_with("id") && !self.roles.claims(at) && Column::one(sample, at).counts_up
        };
        let logged = names_deeds(sample.head.stem()) || (0..names.len()).any(numbers);
        let numbered = called(self.roles.item, |name| name.ends_with("id")) && logged;
        // Whoever rates what is called an item is known by an id.
        let rated = self.roles.rating.is_some() && called(self.roles.user, |name| name.ends_with("id"));
        let items = called(self.roles.item, names_item);
        called(self.roles.user, names_user) && (items || numbered) || rated && items
    }
}
