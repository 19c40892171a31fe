//! Names of columns → what they hold.

use super::evidence::{Column, SCALE};
use super::layout::ALONE;
use super::names::*;
use super::refused::others;
use super::rows::{ItemRows, RatingRows, TagRows, UserRows, ValueColumn};
use super::sample::Sample;
use super::several::{ItemColumns, ListRows, SeveralRows, holds_ratings};
use super::split::RowParser;
use crate::format::time::Calendar;
use crate::format::words::words;
use crate::ratings::Noun;

/// Most columns of which it is asked what depends on what.
const MOST_COMPARED: usize = 12;

/// How many digits seconds have since 2001.
const TEN_DIGITS: usize = 10;

/// How many times more names there are of things than of their classes.
const MANY_TIMES: usize = 8;

/// Fewest items of so many rows.
const FEW_ITEMS: usize = 8;
const MANY: usize = 30;

/// Which column of a header is what.
#[derive(Debug, Default, Clone)]
pub struct Roles {
    /// Index of the user's column.
    pub user: Option<usize>,
    /// Index of the item's column.
    pub item: Option<usize>,
    /// Index of the rating's column.
    pub rating: Option<usize>,
    /// Index of a column of counts.
    pub count: Option<usize>,
    /// Index of the time's column.
    pub time: Option<usize>,
    pub(super) title: Option<usize>,
    /// Who made the item, where it takes both to tell which it is.
    pub(super) maker: Option<usize>,
    pub(in crate::format) genres: Option<usize>,
    pub(super) year: Option<usize>,
    pub(super) imdb: Option<usize>,
    pub(in crate::format) tag: Option<usize>,
    pub(super) attributes: Vec<(String, usize)>,
    /// A bare `id`, which is the item's or the user's by what stands beside it.
    pub(super) id: Option<usize>,
    /// True when a column names a second thing of the same kind (a friend, a tag's number), so
    /// that rows are not choices of items by users.
    pub(super) relation: bool,
    /// True when all rows are one person's.
    pub(super) mine: bool,
    /// True when people or items were told by the end of a name, or people by a name or an address, which others have,
    /// too: players of a team, authors of books.
    pub(super) by_part: bool,
    /// What parts the items where a cell of the item's column holds several.
    pub(super) list: Option<char>,
    /// The columns of items, each with that of its rating, where a row has several in columns of their own.
    pub(super) several: Vec<ItemColumns>,
    /// True when these columns are in the order in which somebody prefers what stands there.
    pub(super) ranked: bool,
    /// The rating that stands for none.
    pub(super) unrated: Option<f32>,
    /// A column whose cells say of some rows that they are no choices.
    pub(super) refused: Option<usize>,
}

/// What stands beside the noun in the name of a column: `movieid` is the id of a movie.
const BESIDE_NOUN: [&str; 7] = ["", "mbid", "id", "code", "name", "title", "nummer"];

impl Roles {
    /// True when both a user and an item are named.
    pub(in crate::format) fn is_both(&self) -> bool {
        self.user.is_some() && self.item.is_some()
    }

    /// What the header calls people and items.
    pub fn nouns<S: AsRef<str>>(&self, header: &[S]) -> (Option<Noun>, Option<Noun>) {
        let noun = |column: Option<usize>, of: fn(&str) -> Option<Noun>| {
            let name = column_name(header.get(column?)?.as_ref());
            BESIDE_NOUN.iter().find_map(|beside| of(name.strip_suffix(beside)?))
        };
        let item = noun(self.item, Noun::of_items).or_else(|| noun(self.title, Noun::of_items));
        (noun(self.user, Noun::of_people), item)
    }

    /// The roles of columns called so.
    pub fn of<S: AsRef<str>>(header: &[S]) -> Self {
        let names: Vec<String> = header.iter().map(|field| column_name(field.as_ref())).collect();
        Roles::of_names(&names)
    }

    /// The roles of columns of these names, which are as [`column_name`] gives them.
    pub fn of_names(names: &[String]) -> Self {
        let known = KNOWN.among(names.iter().map(String::as_str).enumerate());
        let find = |words: &Names| words.find(&known);
        let attributes = ATTRIBUTES.iter().filter_map(|a| {
            let &(at, _) = known.iter().find(|(_, name)| *name == a)?;
            Some(((*a).to_owned(), at))
        });
        let mut roles = Roles {
            user: find(USER),
            item: find(ITEM),
            rating: find(RATING),
            count: find(COUNT),
            time: find(TIME),
            title: find(TITLE),
            maker: None,
            genres: find(GENRES),
            year: find(YEAR),
            imdb: find(IMDB),
            tag: find(TAG),
            attributes: attributes.collect(),
            id: find(ID),
            relation: find(RELATION).is_some(),
            // Book-Crossing: "implicit, expressed by 0".
            mine: false,
            by_part: false,
            list: None,
            several: Vec::new(),
            ranked: false,
            unrated: find(BOOK_RATING).map(|_| 0.0),
            refused: None,
        };
        // Who wrote a book is no reader of it.
        let titled = roles.title.is_some() || names.len() == 2 && roles.item.is_some();
        let told = titled && roles.rating.is_none() && roles.time.is_none();
        let book = told || roles.year.is_some() || names.iter().any(|name| name.starts_with("isbn"));
        roles.user = roles.user.filter(|&at| !book || names[at] != "authorid");
        if roles.user.is_none() && !roles.relation {
            roles.user = with_noun(names, &IDS, USER).or_else(|| with_noun(names, &PLACES, USER));
            // A user's id elsewhere is that of the user: `user_steam_id`.
            let elsewhere = |name: &String| words!("user reviewer").begin(name) && name.ends_with("id");
            roles.user = roles.user.or_else(|| names.iter().position(elsewhere));
            if roles.user.is_none() {
                roles.user = with_noun(names, &NAMED, USER);
                roles.by_part = roles.user.is_some();
            }
        }
        // Who put which tag on what chose that.
        let tagged = roles.is_both();
        roles.relation &= !tagged || !names.iter().any(|name| name == "tagid");
        let mut ended = false;
        if roles.item.is_none() && roles.user.is_some() {
            roles.item = with_noun(names, &IDS, ITEM).or_else(|| find(TMDB));
            if roles.item.is_none() {
                // The name of what is known says more than the id of what is not.
                let by_end = roles.by_end(names);
                let known = by_end.filter(|&at| ITEM_NUMBERS.end(&names[at]) || ends_as_item(&names[at]));
                let named = || with_noun(names, &NAMED, ITEM).or_else(|| with_noun(names, &TITLED, ITEM));
                let places = || with_noun(names, &PLACES, ITEM);
                roles.item = known.or_else(named).or(by_end).or_else(places);
                ended = roles.item.is_some();
            }
        }
        if roles.rating.is_none() && roles.user.is_some() {
            roles.rating = names.iter().position(|name| names_overall(name));
        }
        roles.rating = roles.rating.or_else(|| find(WEAK_RATING));
        if roles.is_both() {
            if roles.rating.is_none() && roles.count.is_none() {
                roles.count = names.iter().position(|name| says_count(name));
            }
            roles.title = roles.title.or_else(|| find(DESCRIPTION));
            if roles.count.is_none() {
                roles.rating = roles.rating.or_else(|| find(LABEL));
            }
        }
        // Beside people alone, tags are what they chose.
        if roles.user.is_some() && roles.item.is_none() && roles.title.is_none() && !roles.relation {
            roles.item = roles.tag.take();
            roles.by_part |= roles.item.is_some();
        }
        // A title beside who made it, or what it is on, is what was chosen.
        if let Some(item) = roles.item
            && matches!(names[item].as_str(), "album" | "artist")
            && let Some(title) = roles.title.or_else(|| with_noun(names, &TITLED, ITEM))
            && !is_bare_name(&names[title])
        {
            (roles.item, roles.title) = (Some(title), Some(title));
        }
        // An edition of goodbooks-10k has its own id beside Goodreads' book_id; ratings use its own.
        if roles.id.is_some() && find(BEST_BOOK).is_some() {
            roles.item = roles.id;
        }
        if roles.item.is_none() && roles.title.is_some_and(|title| !roles.is_reached(title, names)) {
            // The title is the item's only name, or a bare id is its id.
            roles.item = if roles.user.is_some() { roles.title } else { roles.id };
        }
        let is_name = |at: usize| names[at].ends_with("name") || names[at].ends_with("title");
        // Beside people, a mere name is theirs where items have names of their own.
        let theirs = roles.user.is_some()
            && roles.item.is_some_and(is_name)
            && roles.title.is_some_and(|at| is_bare_name(&names[at]));
        if roles.item == roles.title || theirs {
            roles.title = None;
        }
        if roles.user.is_none() && roles.item.is_none() && !roles.attributes.is_empty() {
            roles.user = roles.id;
        }
        // One of several ids, none of which is known.
        let others = |at: usize| {
            let id = ID_ENDS.end(&names[at]);
            id && !roles.claims(at) && !OTHER_IDS.contain(&names[at]) && occasion(names) != Some(at)
        };
        // The end of a name that says that there are names says little.
        let vague = |at: usize| is_name(at) && !names_item(stem(&names[at])) && !TITLE.contain(&names[at]);
        roles.by_part |= ended && ((0..names.len()).any(others) || roles.item.is_some_and(vague));
        roles
    }

    /// True for a mere name beside addresses, which is that of whom one reaches there.
    #[inline(never)]
    fn is_reached(&self, at: usize, names: &[String]) -> bool {
        let reached = |user: usize| matches!(&*names[user], "email" | "emailaddress" | "useremail");
        is_bare_name(&names[at]) && self.user.is_some_and(reached)
    }

    /// The one column that by the end of its name holds ids and of which nothing else is known.
    fn by_end(&self, names: &[String]) -> Option<usize> {
        // A person's id and name are one thing.
        let people = self.user.map(|user| stem(&names[user])).filter(|people| !people.is_empty());
        let occasion = occasion(names);
        let free = |&i: &usize| {
            !OTHER_IDS.contain(&names[i])
                && !NEITHER.end(&names[i])
                && !self.is_reached(i, names)
                && occasion != Some(i)
                && (!self.claims(i) || self.title == Some(i))
                && people != Some(stem(&names[i]))
                && !USER.contain(stem(&names[i]))
                && !names[i].starts_with("user")
        };
        ID_ENDS.iter().find_map(|end| (0..names.len()).filter(free).find(|&i| names[i].ends_with(end)))
    }

    /// This column of items; where it only numbers the rows, or is called as the file is, the one other column of ids that
    /// come again, if there is one.
    pub(super) fn again(
        &self,
        item: usize,
        names: &[String],
        columns: &[Column],
        stem: &str,
    ) -> Option<usize> {
        let of = super::names::stem(&names[item]);
        // Behind those of a few people, who have several each, are the ids of what these chose.
        let few = |user: usize| item > user && columns[user].distinct() * 2 <= columns[user].filled;
        let own = is_called_as(&names[item], stem)
            && columns.get(item).is_some_and(|item| !item.repeats())
            && !self.user.is_some_and(few);
        let of_items = |&i: &usize| {
            let id = names[i].ends_with("id") || ITEM.begin(&names[i]);
            i != item
                && id
                && super::names::stem(&names[i]) != of
                && !self.claims(i)
                && !OTHER_IDS.contain(&names[i])
                && (own || columns[i].repeats() || (columns[item].counts_up && !columns[i].counts_up))
                && columns[i].may_be_ids()
        };
        // The items of one person may grow as well; those of the next begin anew.
        let several =
            self.user.and_then(|user| columns.get(user)).is_some_and(|people| people.distinct() > 2);
        // Where many stand in one row each, nothing was chosen again.
        let once = |column: &Column| {
            !column.repeats() && (column.filled > 2 && column.grows || column.filled >= MANY)
        };
        let Some(column) = columns.get(item).filter(|column| own || (several && once(column))) else {
            return Some(item);
        };
        let mut others = (0..names.len().min(columns.len())).filter(of_items);
        let other = others.next().filter(|_| others.next().is_none());
        // A title says that there are items, of which each stands in one row.
        let titled = names.iter().any(|name| name.ends_with("title"));
        other.or((!own && (!column.counts_up || titled)).then_some(item))
    }

    /// True when a column has a role.
    pub(super) fn claims(&self, column: usize) -> bool {
        let roles = [
            self.user,
            self.item,
            self.rating,
            self.count,
            self.time,
            self.title,
            self.maker,
            self.genres,
            self.year,
            self.imdb,
            self.tag,
        ];
        roles.contains(&Some(column)) || self.attributes.iter().any(|&(_, at)| at == column)
    }

    /// Fills in what the names leave open, by what stands in the columns: who, where the values and the items
    /// are named, what, where the values and the people are, or both. False when that is not clear.
    pub(super) fn complete(&mut self, names: &[String], columns: &[Column], sample: &Sample<'_>) -> bool {
        let named = |at: usize| names.get(at).map_or("", String::as_str);
        // Who rated a title has a name beside it.
        if self.user.is_none() && self.item.is_none() && self.rating.is_some() && columns.len() > 2 {
            self.item = self.title.filter(|&at| columns[at].repeats() && !is_bare_name(named(at)));
        }
        // Of three columns, what several people gave a rating is an item, whatever it is called, but for what they wrote.
        if let (Some(user), None, Some(rating), 3) = (self.user, self.item, self.rating, columns.len())
            && let Some(at) = (0..3).find(|&at| at != user && at != rating)
            && (!NEITHER.end(named(at)) || words!("city country location").contain(named(at)))
            && !(self.time == Some(at) || self.count == Some(at) || names_no_rating(named(at)))
            && columns[at].may_be_ids()
            && !sample.says_yes_or_no(at)
            && !(sample.depends(at, user) || sample.depends(user, at))
            && sample.texts(at).0 > 2
            && again_at_all(sample, at)
        {
            (self.item, self.title, self.genres, self.tag) = (Some(at), None, None, None);
            return true;
        }
        // Names that come again beside what is called as items are, or beside the only other texts, are of those who rated
        // these; what has a score may be a subject.
        if self.user.is_none()
            && let Some(rating) = self.rating
            && let Some(user) = self.title.filter(|&at| is_bare_name(named(at)))
        {
            let all = 0..names.len().min(columns.len());
            let others = |&at: &usize| at != user && !words!("artist album author").contain(named(at));
            let called = |&at: &usize| names_item(named(at)) || Noun::of_items(named(at)).is_some();
            let text = |&at: &usize| !self.claims(at) && columns[at].numbers == 0 && !NEITHER.end(named(at));
            let texts = !may_be_result(named(rating)) && !all.clone().filter(others).any(|at| called(&at));
            let of_items = |at: &usize| others(at) && if texts { text(at) } else { called(at) };
            let mut items = all.filter(of_items);
            let (people, rows) = sample.texts(user);
            if let (Some(item), None) = (items.next(), items.next())
                && people * 4 <= rows * 3
                && sample.texts(item).0 > 2
                && again_at_all(sample, item)
                && !sample.depends(user, item)
            {
                (self.user, self.item, self.title) = (Some(user), Some(item), None);
                return columns[item].may_be_ids();
            }
        }
        // What is given leads from one to the other.
        let between =
            |word: &str| names.iter().position(|name| name == word).filter(|&at| columns[at].repeats());
        if self.user.is_none()
            && self.item.is_none()
            && self.rating.is_some()
            && let (Some(from), Some(to)) = (between("from"), between("to"))
        {
            (self.user, self.item) = (Some(from), Some(to));
            return columns[from].may_be_ids() && columns[to].may_be_ids() && self.rating != Some(to);
        }
        // Who wrote the text beside a rating of what has an id gave the rating.
        if self.user.is_none()
            && self.rating.is_some()
            && self.title.is_none()
            && self.item.is_none_or(|at| named(at).ends_with("id"))
            && names.iter().any(|name| words!("text content comment").contain(name))
        {
            self.user = names.iter().position(|name| name == "author");
        }
        // Ids of books are those of books, whoever borrowed them.
        if self.user.is_none() && self.item.is_none() {
            self.item = with_noun(names, &IDS, ITEM);
        }
        if self.rating.is_none() && self.count.is_none() {
            let rated = |&i: &usize| {
                let column = &columns[i];
                let on_scale = column.may_be_ratings() && (3..=SCALE).contains(&column.distinct());
                !self.claims(i) && on_scale && !column.counts_up && names_rating(named(i))
            };
            let found: Vec<usize> = (0..columns.len().min(names.len())).filter(rated).collect();
            self.rating = the_rating(&found, names);
        }
        // A person's id and name are one thing, and so are an item's.
        let known_stems = [self.user, self.item].map(|role| role.map(named).map(stem));
        let same = |i: usize| {
            let of = stem(named(i));
            !of.is_empty() && known_stems.contains(&Some(of))
        };
        let valued = self.rating.is_some() || self.count.is_some();
        // A bare id that comes again beside what has a rating is that of whoever gave it.
        let again = |i: usize| {
            let told = |item: usize| again_at_all(sample, item) && !sample.depends(item, i);
            let who = |item: usize| self.user.is_none() && valued && told(item);
            self.id == Some(i) && columns[i].repeats() && self.item.is_none_or(who)
        };
        // Of what happened, the only numbers of which nothing is known are somebody's or something's, where there are many.
        let open = |i: usize| {
            let free = !self.claims(i) && !named(i).is_empty() && !names_no_rating(named(i));
            free && columns[i].numbers > 0
                && columns[i].numbers == columns[i].filled
                && !numbers_rows(&columns[i], sample, i)
        };
        let lone = |i: usize| {
            // Sorted by people, a head has few of them.
            let sorted = || self.item.is_some() && columns[i].grows && sample.texts(i).0 > 2;
            (columns[i].are_ids() || sorted())
                && (0..columns.len().min(names.len())).all(|other| other == i || !open(other))
                && (self.count.is_some() || happened(sample, columns))
        };
        // Beside no rating, figures are no more people or items than they are anything.
        let figures = |i: usize| {
            let id = ID_ENDS.end(named(i))
                || Noun::of_items(named(i)).is_some()
                || columns[i].are_of_one_length()
                || lone(i);
            self.rating.is_none() && !id && columns.len() > 2 && columns[i].numbers == columns[i].filled
        };
        // Beside people, an order is what they did at one time.
        let occasion = occasion(names).filter(|_| self.user.is_some());
        let may_name = |i: usize| {
            let name = named(i);
            // A book's number beside its name is nobody's, and who wrote what no more is told of than that did not choose it.
            let other = OTHER_IDS.contain(name)
                || (columns.len() == 2 && name == "authorid")
                || NEITHER.end(name)
                || (self.item.is_some() && ITEM_NUMBERS.end(name));
            let few = columns[i].distinct() < 3 && columns[i].filled > 10 && sample.texts(i).0 < 3;
            let flags = few || sample.says_yes_or_no(i) || sample.holds_objects(i);
            let same = columns[i].distinct() < 2
                && columns[i].filled > 2
                && sample.head.whole
                && sample.texts(i).0 < 2;
            // Nothing is called by less than nothing.
            let negative = columns[i].numbers > 0 && columns[i].min < -1.0;
            let numbers = words!("id number index").end(name);
            let measure = names_no_rating(name) && (!numbers || name.ends_with("paid"));
            let free = !other && !flags && !same && !negative && !measure && !figures(i);
            // A person's number of ten digits may look like a time.
            let id = name.ends_with("id") && columns[i].longest <= TEN_DIGITS;
            columns[i].may_be_ids() && (id || !columns[i].are_times()) && (free || again(i))
        };
        let known = [self.user, self.item];
        let wanted = known.iter().filter(|role| role.is_none()).count();
        let free: Vec<usize> = (0..columns.len().min(names.len()))
            .filter(|&i| !self.claims(i) && !numbers_rows(&columns[i], sample, i) && occasion != Some(i))
            // A data frame's index has no name, and is somebody where it comes again.
            .filter(|&i| !named(i).is_empty() || (i == 0 && self.user.is_none() && columns[i].repeats()))
            .filter(|&i| !same(i) && may_name(i))
            .collect();
        // Ids that are mostly those of something else are of items where they come again and neither say something of a
        // person nor belong to one, as orders do.
        let late = |&i: &usize| {
            let id = named(i).ends_with("id") && !named(i).ends_with("paid");
            let again = id && columns[i].repeats() && columns[i].may_be_ids();
            again
                && !self.claims(i)
                && self.user.is_some_and(|user| !sample.depends(user, i) && !sample.depends(i, user))
        };
        // The same id throughout is that of the one person who rated.
        let sole = |&i: &usize| {
            let id = named(i).ends_with("id") && !OTHER_IDS.contain(named(i)) && columns[i].filled > 2;
            self.user.is_none() && self.item.is_some() && valued && id && sample.texts(i).0 == 1
        };
        let free = match free.is_empty() {
            true => (0..columns.len().min(names.len())).filter(|i| late(i) || sole(i)).collect(),
            false => free,
        };
        let is_code = |i: usize| columns[i].are_codes() && (valued || columns[i].repeats());
        let is_id = |i: usize| ID_ENDS.end(named(i)) || is_code(i);
        let ids: Vec<usize> = free.iter().copied().filter(|&i| is_id(i)).collect();
        let mut among = if free.len() > MOST_COMPARED { ids.clone() } else { free };
        if among.len() > MOST_COMPARED {
            return false;
        }
        // What is different in each row and grows is the row's own, where enough others come again.
        let own = |&i: &usize| {
            let first = i == 0 && named(i).ends_with("id");
            !columns[i].repeats() && (columns[i].grows || first || is_called_as(named(i), sample.head.stem()))
        };
        if among.len() > wanted && among.iter().filter(|i| !own(i)).count() >= wanted {
            among.retain(|i| !own(i));
        }
        // Beside a rating, further numbers on a scale are further marks where words can be what was rated or who did.
        if self.rating.is_some() && among.len() > wanted {
            let marks = |i: usize| columns[i].are_ratings() && !ids.contains(&i);
            if among.iter().filter(|&&i| !marks(i)).count() >= wanted {
                among.retain(|&i| !marks(i));
            }
        }
        // What is always the same of a person says something of the person, and so for items and for one another.
        if among.len() > wanted {
            among.retain(|&i| !known.iter().flatten().any(|&of| sample.depends(of, i)));
            let all = among.clone();
            let says = |of: usize, i: usize| {
                let more = columns[of].distinct() >= columns[i].distinct() && columns[i].distinct() > 1;
                of != i && more && sample.depends(of, i) && (of < i || !sample.depends(i, of))
            };
            among.retain(|&i| !all.iter().any(|&of| says(of, i)));
            // Beside what has many names, a few that come again and again are those of classes.
            let most = among.iter().map(|&i| sample.texts(i).0).max().unwrap_or_default();
            let class = |&i: &usize| sample.texts(i).0 <= SCALE.min(most / MANY_TIMES);
            if among.len() > wanted && among.iter().filter(|i| !class(i)).count() >= wanted {
                among.retain(|i| !class(i));
            }
            // Of several ids, that of which the name stands beside it.
            let named_twice: Vec<usize> = among.iter().copied().filter(|&i| has_name(names, i)).collect();
            if among.len() > wanted && named_twice.len() == wanted {
                among = named_twice;
            }
            // Of several ids, that beside a person's.
            let beside = self.user.map(|user| user + 1).filter(|at| among.contains(at) && ids.contains(at));
            if let (1, Some(at)) = (wanted, beside.filter(|_| among.len() > 1)) {
                among = vec![at];
            }
            // Of what remains, ids, and before the only one who chose it.
            if let (true, Some(&id)) = (among.len() != wanted, among.iter().find(|i| ids.contains(i))) {
                let only = wanted == 2 && among.iter().filter(|i| ids.contains(i)).count() == 1;
                among.retain(|&i| ids.contains(&i) || (only && i == 0 && id == 1));
            }
        }
        // Titles beside the numbers of one person, whose name stands above them, or which are called ratings.
        let rated = self.rating.filter(|&at| !names_weakly(named(at)));
        let texts = rated.map(|rating| 1 - rating.min(1)).filter(|&at| columns[at].numbers == 0);
        if let (None, None, Some(title), [left, right]) =
            (self.user, self.item, self.title.or(texts), columns)
        {
            let (titles, other, at) = if title == 0 { (left, right, 1) } else { (right, left, 0) };
            // Names with marks are those of who got them.
            let marked = self.title == Some(title) && is_bare_name(named(title)) && names_weakly(named(at));
            let id = named(at).ends_with("id");
            let rated =
                other.may_be_ratings() && other.distinct() <= SCALE && !other.counts_up && !marked && !id;
            if (self.rating != Some(at) && self.claims(at)) || !rated || titles.repeats() {
                return false;
            }
            (self.item, self.title, self.rating, self.mine) = (Some(title), None, Some(at), true);
            return true;
        }
        // Where nothing else tells who rated or chose, each session or order is somebody.
        if let (None, None, &[item]) = (self.user, self.item, &among[..])
            && (valued || names_deeds(sample.head.stem()))
        {
            self.user = super::names::occasion(names).filter(|&at| at != item && columns[at].repeats());
        }
        let neither = self.user.is_none() && self.item.is_none();
        // Ids beside those of items that are called so are people's, where they rated or did something.
        let sure = |user: usize, item: usize| {
            let id = ids.contains(&user) && named(user).ends_with("id");
            let called = (id || columns.len() == 2) && names_item(named(item));
            called && (valued || happened(sample, columns))
        };
        let (user, item) = match (self.user, self.item, &among[..]) {
            (Some(user), None, &[item]) if self.tag.is_none() => (user, item),
            (None, Some(item), &[user]) | (None, None, &[user, item]) if valued => (user, item),
            // Of what happened, ids of both come again in any order.
            (None, None, &[user, item])
                if [user, item].iter().all(|at| ids.contains(at) && again_at_all(sample, *at))
                    && !names_item(stem(named(user)))
                    && !sample.depends(user, item)
                    && !sample.depends(item, user)
                    && happened(sample, columns) =>
            {
                (user, item)
            }
            // Choices name both.
            (None, Some(item), &[user])
                if self.tag.is_none()
                    && (sure(user, item) || again_at_all(sample, user) && again_at_all(sample, item))
                    && !sample.depends(item, user) =>
            {
                (user, item)
            }
            _ => return false,
        };
        // Neither an album nor a year is anybody.
        let when = words!("year season month week day").begin(named(user));
        if self.user.is_none() && (when || names_item(named(user)) || names_item(stem(named(user)))) {
            return false;
        }
        // Of two columns with the same names, as of what won and what lost, neither is people's.
        if neither && !valued && (sample.holds_all(user, item) || sample.holds_all(item, user)) {
            return false;
        }
        // What is given is given by the one to the other.
        let gives = |at: usize| words!("from giver sender").begin(named(at));
        let shown = |at: usize| sample.shows_people(at);
        // What was seen at one visit is nobody, and the visit somebody's.
        let at_once = self.rating.is_none() && super::names::occasion(names) == Some(item);
        let turned =
            if gives(user) || gives(item) { !gives(user) } else { (shown(item) || at_once) && !shown(user) };
        let (user, item) = if neither && turned { (item, user) } else { (user, item) };
        let person = named(user);
        if !stem(person).is_empty() && stem(person) == stem(named(item)) {
            return false;
        }
        let ((people, rows), (items, filled)) = (sample.texts(user), sample.texts(item));
        // Of choices there are more than a few, and people are not told apart by yes and no.
        let few = !valued && items < FEW_ITEMS && filled >= MANY;
        let classes = neither && people.min(items) < 3 && rows > people * items;
        let sure = sure(user, item);
        // A reason is nobody, and what a shop sold is nobody's choice.
        let said = self.user.is_none() && columns[user].long_phrases > 0 && sample.holds_sentences(user);
        let sold = words!("store shop tienda").end(person) || words!("seller vendor").stand_in(person);
        if sold
            || said
            || few
            || classes
            || (people < 3 && rows >= MANY && self.user.is_none() && !(people == 1 && sure))
        {
            return false;
        }
        // Groups that come again and again are no people.
        let given = person.ends_with("id") && (!neither || gives(user) || gives(item));
        let groups = self.user.is_none() && !given && people * items * 4 < rows.min(filled);
        let (once, one) = (people == rows, items == filled);
        let named = self.user.is_some() || !once || !one || (valued && sure);
        // Choices come again on either side.
        let alone = !valued && once && one;
        // Of what nothing names, that which stands in one row each is described, and nobody.
        let classes = !valued && once && !one && items <= SCALE && !sure;
        let nearly = !ids.contains(&item) && people * 10 >= rows * 9;
        let described = (neither && rows >= ALONE && (once || nearly)) || classes;
        // Where nearly each item stands in one row, with its name, it is described, and others are those who made it.
        let listed = self.user.is_none() && rows >= ALONE && items * 10 >= filled * 9;
        let is_name = |at: usize| at != item && stem(&names[at]) == stem(&names[item]);
        let made = listed && (0..names.len()).any(is_name);
        if groups || alone || !named || described || made {
            return false;
        }
        (self.user, self.item) = (Some(user), Some(item));
        if self.title == self.item {
            self.title = None;
        }
        true
    }

    /// What reads rows of these roles in a table that begins like this, and what they are; `None` when they make no sense together.
    pub fn rows(&self, sample: &Sample<'_>) -> Option<(Box<dyn RowParser>, &'static str)> {
        match (self.user, self.item) {
            (Some(user), _) if !self.several.is_empty() => {
                let (items, ranked) = (self.several.clone(), self.ranked);
                let rated = ranked || items[0].1.is_some();
                let what = if rated { "ratings, several a row" } else { "choices, several a row" };
                Some((Box::new(SeveralRows { user, items, ranked }), what))
            }
            (Some(user), Some(item))
                if self.tag.is_some() && self.rating.is_none() && self.count.is_none() =>
            {
                let time = self.time.map(|column| (column, calendar(sample, column)));
                Some((Box::new(TagRows { user, item, tag: self.tag?, time }), "tags"))
            }
            (Some(user), Some(item)) if self.list.is_some() => {
                let (parts, ratings, time) = (self.list?, self.rating, self.time);
                let calendar = time.map(|column| sample.calendar(column)).unwrap_or_default();
                let rated = ratings.is_none() && holds_ratings(sample, item, parts);
                let rows = ListRows { user, item, parts, ratings, rated, time, calendar };
                Some((
                    Box::new(rows),
                    if rated || ratings.is_some() { "lists of ratings" } else { "lists of choices" },
                ))
            }
            (user, Some(item)) if (user.is_some() || self.mine) && !self.relation => {
                let (value, what) = match (self.rating, self.count) {
                    (Some(column), _) => (Some(ValueColumn::rating(column, sample)), "ratings"),
                    (None, Some(column)) => (Some(ValueColumn::count(column, sample)), "counts"),
                    (None, None) => (None, "choices"),
                };
                let mut rows = RatingRows::new(user, item, value, self.time);
                (rows.title, rows.maker) = (self.title, self.maker);
                rows.calendar = self.time.map(|column| calendar(sample, column)).unwrap_or_default();
                if let Some(value) = rows.value.as_mut().filter(|value| !value.counts) {
                    value.unrated = self.unrated;
                }
                let rows: Box<dyn RowParser> = Box::new(rows);
                Some((if let Some(at) = self.refused { others(rows, at) } else { rows }, what))
            }
            (None, Some(item)) if self.title.is_some() || self.genres.is_some() || self.imdb.is_some() => {
                let (title, genres, year, imdb) = (self.title, self.genres, self.year, self.imdb);
                let what = if title.is_none() && genres.is_none() { "links" } else { "items" };
                Some((Box::new(ItemRows { item, title, genres, year, imdb }), what))
            }
            (Some(user), None) if !self.attributes.is_empty() => {
                Some((Box::new(UserRows { user, attributes: self.attributes.clone() }), "users"))
            }
            _ => None,
        }
    }
}

/// How dates are written in this column; years alone are no seconds.
#[inline(never)]
fn calendar(sample: &Sample<'_>, column: usize) -> Calendar {
    let times = Column::one(sample, column);
    let years = times.are_years() && times.longest == 4 && times.repeats();
    if years { Calendar::Years } else { sample.calendar(column) }
}

/// The one of these columns that holds ratings: the only one, or that of the item as a whole beside those of its sides.
pub(super) fn the_rating(rated: &[usize], names: &[String]) -> Option<usize> {
    let mut overall = rated.iter().copied().filter(|&at| names_overall(&names[at]));
    match rated {
        &[one] => Some(one),
        _ => overall.next().filter(|_| overall.next().is_none()),
    }
}

/// True when rows tell what happened: a column holds times or one of a few words, or the file is called so.
#[inline(never)]
fn happened(sample: &Sample<'_>, columns: &[Column]) -> bool {
    let rows = columns.iter().map(|column| column.filled).max().unwrap_or_default();
    let tells = |column: &Column| column.are_times() || column.says_what_happened();
    names_deeds(sample.head.stem())
        || columns.iter().any(|column| column.filled * 10 >= rows * 9 && tells(column))
}

/// True when this column numbers the rows: each number is one more than that before, and none comes again.
fn numbers_rows(column: &Column, sample: &Sample<'_>, at: usize) -> bool {
    column.counts_up && !again_at_all(sample, at)
}

/// True when some text of this column stands in several rows of all that is at hand.
pub(super) fn again_at_all(sample: &Sample<'_>, column: usize) -> bool {
    let (texts, rows) = sample.texts(column);
    texts < rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_known_name_is_found() {
        type Role = fn(&Roles) -> bool;
        let lists: [(&Names, Role); 12] = [
            (USER, |roles| roles.user.is_some()),
            (ITEM, |roles| roles.item.is_some()),
            (RATING, |roles| roles.rating.is_some()),
            (COUNT, |roles| roles.count.is_some()),
            (TIME, |roles| roles.time.is_some()),
            (TITLE, |roles| roles.title.is_some()),
            (GENRES, |roles| roles.genres.is_some()),
            (YEAR, |roles| roles.year.is_some()),
            (IMDB, |roles| roles.imdb.is_some()),
            (TAG, |roles| roles.tag.is_some()),
            (ID, |roles| roles.id.is_some()),
            (RELATION, |roles| roles.relation),
        ];
        for (names, found) in lists {
            for name in names.iter() {
                assert!(found(&Roles::of(&["?", name])), "{name}");
            }
        }
        assert_eq!(Roles::of(&["user", "bookrating"]).unrated, Some(0.0));
        assert_eq!(Roles::of(&["user", "itemid", "description"]).title, Some(2));
        assert_eq!(Roles::of(&["id", "bestbookid", "bookid"]).item, Some(0));
        let attributes: Vec<&str> = ATTRIBUTES.iter().collect();
        assert_eq!(Roles::of(&attributes).attributes.len(), attributes.len());
    }

    #[test]
    fn headers_say_what_people_and_items_are_called() {
        for (header, people, items) in [
            ("customer_id,product_id,quantity", Some("customers"), Some("products")),
            ("reader,book_id,rating", Some("readers"), Some("books")),
            ("userId,movieId,rating,timestamp", None, Some("films")),
            ("userID,artistID,weight", None, Some("artists")),
            ("listener;track;plays", Some("listeners"), Some("tracks")),
            ("Kunde,Artikel,Bewertung", Some("customers"), Some("articles")),
            ("user,film,score", None, Some("films")),
            ("User-ID,ISBN,Book-Rating", None, Some("books")),
            ("user_id,item_id,rating", None, None),
            ("user,item,movie_title,rating", None, Some("films")),
            ("user,title,rating", None, None),
            ("username,anime_id,score", None, Some("anime")),
        ] {
            let header: Vec<&str> = header.split([',', ';']).collect();
            let roles = Roles::of(&header);
            assert!(roles.is_both(), "{header:?}");
            let (found_people, found_items) = roles.nouns(&header);
            assert_eq!((found_people.map(|n| n.1), found_items.map(|n| n.1)), (people, items), "{header:?}");
        }
    }
}
