//! Columns that nothing names: the roles that they have by what stands in them.

use super::evidence::{Column, SCALE, describes};
use super::layout::{ALONE, MOST_WORDS};
use super::names::{begins_as_mean, names_deeds, names_marks};
use super::roles::{Roles, again_at_all};
use super::sample::Sample;
use super::separators::Guess;
use crate::format::Head;

/// The roles of columns that nothing names, by what stands in them.
///
/// `header` lines name them without saying more, and columns before `first` number the rows.
pub(super) fn unnamed(head: &Head<'_>, guess: &Guess, header: usize, first: usize) -> Option<Roles> {
    let sample = Sample::of(head, &guess.dialect, header);
    let columns = Column::all(&sample, guess.width, 0);
    let mut live: Vec<usize> = (first..columns.len()).filter(|&i| !columns[i].is_void()).collect();
    let mut roles = Roles::default();
    // An item's id, its title with a year, and perhaps its genres.
    let title = live.iter().copied().find(|&i| i > 0 && columns[i].years * 2 > columns[i].filled);
    let rated = matches!(live[..], [_, _, mark] if columns[mark].are_on_ten());
    if let Some(title) = title.filter(|_| live[0] == 0 && !columns[0].repeats() && !rated) {
        (roles.item, roles.title) = (Some(0), Some(title));
        roles.genres = live.iter().copied().find(|&i| i > title && columns[i].numbers == 0);
        return Some(roles);
    }
    // Dates stand first where what happened was written down.
    let dated = |i: usize| {
        i > 0 || (columns[i].numbers == 0 && live.get(1).is_some_and(|&next| columns[next].repeats()))
    };
    roles.time = live.iter().copied().rfind(|&i| columns[i].are_times() && live.len() > 2 && dated(i));
    // Of several dates behind the first columns the first says when, as that of a loan does.
    let date = |&i: &usize| i > 1 && columns[i].numbers == 0 && columns[i].are_times();
    roles.time = live.iter().copied().find(date).filter(|_| live.len() > 2).or(roles.time);
    live.retain(|i| Some(*i) != roles.time && (roles.time.is_none() || !date(i)));
    // What somebody wrote is neither who nor what, where people or items come again.
    let written = |&i: &usize| {
        let column = &columns[i];
        i > 1 && column.numbers == 0 && column.long_phrases * 2 > column.filled && !column.repeats()
    };
    if live.len() > 3 && live.iter().take(2).any(|&i| columns[i].repeats()) {
        live.retain(|i| !written(i));
    }
    // Behind three columns, one of a few words says how it was.
    if live.len() > 3 {
        let all = live.clone();
        live.retain(|i| !all[3..].contains(i) || !columns[*i].says_what_happened());
    }
    // A class of people or of items is always the same for one of them.
    let width = live.len();
    let mut told: Vec<usize> = Vec::new();
    if (4..=MOST_WORDS).contains(&live.len()) {
        let all = live.clone();
        // The first rows may all be one person's.
        let one = |i: usize| i == all[0] && columns[i].distinct() == 1;
        let says = |of: usize, i: usize| {
            let more = columns[of].distinct() >= columns[i].distinct();
            of != i && more && sample.depends(of, i) && (of < i || !sample.depends(i, of))
        };
        live.retain(|&i| one(i) || !all.iter().any(|&of| says(of, i)));
        // What several words tell of the first is a title.
        let phrases = |i: usize| columns[i].numbers == 0 && columns[i].phrases * 3 > columns[i].filled;
        told.extend(all.iter().copied().filter(|&i| phrases(i) && says(all[0], i) && !live.contains(&i)));
    }
    let dropped = width - live.len();
    let described = dropped > 0;
    // What a model predicts nobody has said.
    if head.stem().contains("predict") {
        return None;
    }
    if let &[item, rating] = &live[..]
        && names_marks(head.stem())
        && !begins_as_mean(head.stem())
        && columns[rating].are_on_ten()
        && columns[item].may_be_ids()
    {
        // What is rated once each is what one person rated; who gave titles several marks is not told.
        if !columns[item].repeats() {
            return Some(Roles { item: Some(item), rating: Some(rating), mine: true, ..Roles::default() });
        } else if columns[item].numbers == 0 {
            return None;
        }
    }
    if let &[user, item] = &live[..]
        && !described
        && columns[user].may_be_ids()
        && let Some(parts) = sample.list(item, false)
    {
        return Some(Roles { user: Some(user), item: Some(item), list: Some(parts), ..roles });
    }
    // A date is nobody and nothing.
    let ids = |i: &usize| columns[*i].may_be_ids() && (columns[*i].numbers > 0 || !columns[*i].are_times());
    let repeats = |among: &[usize]| among.iter().any(|&i| columns[i].repeats());
    // What one of a few words says in each row is what happened, where people did several things.
    let did_several = |people: usize| {
        let (texts, rows) = sample.texts(people);
        texts * 2 <= rows
    };
    if let &[.., word] = &live[..]
        && live.len() == 3
        && columns[word].says_what_happened()
        && did_several(live[0])
        && columns[live[1]].repeats()
    {
        live.pop();
    }
    // The third is the usual place; only where it cannot be one, a column that can be nothing else is.
    let mut third = live.get(2).copied();
    // Behind titles, numbers beyond a scale are people's where the others are on one, and so are whole ones beside fractions;
    // years between titles and marks say that these are one person's.
    if let &[title, second, last] = &live[..]
        && columns[title].numbers == 0
    {
        let (marks, other) = (&columns[second], &columns[last]);
        let fractions = marks.may_be_ratings() && marks.whole < marks.numbers && other.whole == other.filled;
        if fractions || marks.are_on_ten() && !other.are_on_ten() {
            third = Some(second);
        }
        let once = columns[title].distinct() * 10 >= columns[title].filled * 9;
        if marks.are_years() && other.may_be_ratings() && once {
            return Some(Roles { item: Some(title), rating: Some(last), mine: true, ..roles });
        }
    }
    // Before times, marks with fractions stand behind a class of items, or the rows have numbers of their own.
    if let &[first, second, class, last] = &live[..]
        && roles.time.is_some()
        && columns[last].must_be_ratings()
        && columns[last].whole < columns[last].numbers
    {
        let (people, row) =
            (columns[first].repeats(), columns[first].filled >= ALONE && columns[second].repeats());
        let classes = columns[class].whole == columns[class].filled && columns[class].distinct() <= SCALE;
        if people && classes || !people && row {
            third = Some(last);
            live.remove(if people { 2 } else { 0 });
        }
    }
    // What was paid for what somebody bought says no more than that it was bought.
    let paid = live.len() == 3
        && third.is_some_and(|at| columns[at].may_be_figures() && columns[at].are_amounts())
        && names_deeds(head.stem());
    if paid {
        live.pop();
        third = None;
    }
    // Counts may begin as marks do, and go beyond any scale in later rows.
    let beyond = |at: usize| {
        let column = &columns[at];
        let whole = column.whole == column.filled && column.min >= 1.0;
        whole && !head.whole && !column.are_ids() && sample.texts(at).0 > SCALE
    };
    roles.count = third.filter(|&third| columns[third].are_counts() || beyond(third));
    if roles.count.is_none() {
        let fits = |&third: &usize| {
            let column = &columns[third];
            column.are_grades() || (column.may_be_ratings() && !column.are_ids())
        };
        roles.rating = third.filter(fits).or_else(|| {
            let mut others = live.iter().copied().filter(|&i| live.len() > 2 && columns[i].must_be_ratings());
            others.next().filter(|_| others.next().is_none())
        });
    }
    // MovieLens has the time behind its “::”; where that was changed, the rest is still in its place.
    let movielens = guess.dialect.separator == "::" && live.len() == 4 && roles.time.is_none();
    if movielens && roles.rating.is_some_and(|rating| live[2] == rating) {
        live.truncate(3);
    }
    live.retain(|&i| Some(i) != roles.rating && Some(i) != roles.count);
    let &[first, second] = &live[..] else { return None };
    let titles = !told.is_empty() || are_titles(&columns[first], &columns[second]);
    // Several texts behind a title, as who made it and what it is on, tell of nobody.
    let theirs = columns[second].numbers == 0 && dropped < 2;
    // Addresses are those of people, wherever they stand.
    let turned = titles && !theirs || sample.shows_people(second) && !sample.shows_people(first);
    let (user, item) = if turned { (second, first) } else { (first, second) };
    // Where all of the one stand in the other, as in orders of the same names, they are not people and items.
    let same = |at: usize| columns[at].numbers == 0 && columns[at].distinct() == 1 && columns[at].filled > 1;
    if roles.rating.is_none()
        && guess.width > 2
        && (sample.holds_all(user, item) || sample.holds_all(item, user) || same(user) && same(item))
    {
        return None;
    }
    // Columns that say nothing new are left out beside ratings only.
    if described && roles.rating.is_none() {
        return None;
    }
    if let Some(rating) = roles.rating.map(|rating| &columns[rating])
        && (alone(&columns[user], &columns[item], &|| again_at_all(&sample, user)) || rating.are_amounts())
    {
        return None;
    }
    if roles.count.is_some() && describes(&columns[user], &columns[item]) {
        return None;
    }
    // What each is told once is a description.
    let part = matches!(head.stem(), "train" | "test" | "valid") && columns[item].repeats();
    if roles.rating.is_none() && columns[user].filled >= ALONE && columns[user].counts_up && !part {
        return None;
    }
    // Choices have no value to tell a table from other text by.
    // What people did may come again only further below.
    let again = || names_deeds(head.stem()) && again_at_all(&sample, user);
    let sure = roles.rating.is_some() || repeats(&live) || again();
    let one_scale = roles.rating.is_none()
        && roles.time.is_none()
        && columns[item].are_ratings()
        && !columns[user].repeats();
    (live.iter().all(ids) && sure && !one_scale).then_some(Roles {
        user: Some(user),
        item: Some(item),
        ..roles
    })
}

/// True when the first are rather titles than people's names, beside numbers: most have more than two words or a year behind
/// them, or rows are sorted by the numbers. A few titles may be numbers.
fn are_titles(first: &Column, second: &Column) -> bool {
    let words = first.numbers * 10 <= first.filled && second.numbers == second.filled;
    let sorted =
        first.filled >= ALONE && second.grows && second.repeats() && first.phrases * 3 > first.filled;
    words && (sorted || first.long_phrases * 2 > first.filled || first.years * 2 > first.filled)
}

/// True when many rows each have a name or number of their own, and they are numbered, or items look like marks.
fn alone(people: &Column, items: &Column, again: &dyn Fn() -> bool) -> bool {
    let listed = people.counts_up && (!items.repeats() || !again());
    people.filled >= ALONE && !people.repeats() && (listed || items.are_ratings())
}
