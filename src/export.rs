//! What one person exported from a service, met with the items of a data set.
//!
//! Items are matched by a link (an IMDb id, an ISBN that is the item's id), else by title and
//! year. Titles are compared without case, accents, punctuation and leading articles, as one
//! catalogue has “Amélie (2001)” and the other “Amelie, The”.

use crate::format::personal::{Opinion, OwnItem};
use crate::format::value::{is_year, year_of_title};
use crate::model::OwnRating;
use crate::ratings::fold::{ARTICLES, Class, fold};
use crate::ratings::{Catalog, Scale};
use rustc_hash::FxHashMap;

/// An export met with a data set.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Matched {
    /// Ratings of items of the data set, on its scale.
    pub ratings: Vec<OwnRating>,
    /// Ids of items that were seen without a rating.
    pub seen: Vec<String>,
    /// Ids of items that are wanted.
    pub wanted: Vec<String>,
    /// Titles of the items that the data set does not have.
    pub unmatched: Vec<String>,
}

/// Finds the items of an export among the items of a data set whose ratings have this scale.
///
/// A rating keeps its share of the highest one: 8 of 10 becomes 4 of 5. On a scale that goes below
/// zero it keeps its place between the ends.
pub fn match_to(export: &[OwnItem], catalog: &Catalog, scale: Scale) -> Matched {
    let items = &catalog.items;
    let mut links: FxHashMap<&str, u32> = FxHashMap::default();
    if let Some(imdb) = items.feature("imdb") {
        for (row, column, _) in imdb.rows.iter() {
            links.entry(imdb.vocabulary.get(column)).or_insert(row);
        }
    }
    let mut titles: FxHashMap<String, Vec<(Option<u16>, u32)>> = FxHashMap::default();
    for index in 0..items.titles.len() as u32 {
        let title = items.title(index);
        let year = year_of(title).or_else(|| {
            let years = items.feature("year")?;
            years.vocabulary.get(*years.rows.row(index).0.first()?).parse().ok()
        });
        for key in title_keys(title) {
            titles.entry(key).or_default().push((year, index));
        }
    }
    let mut matched = Matched::default();
    let mut taken: FxHashMap<u32, usize> = FxHashMap::default();
    for own in export {
        let by_link = own.imdb.as_deref().and_then(|id| links.get(id).copied());
        let either = |isbn: &String| items.ids.find(isbn).or_else(|| items.ids.find(&other_isbn(isbn)?));
        let by_isbn = || own.isbn.iter().find_map(either);
        let Some(item) = by_link.or_else(by_isbn).or_else(|| by_title(own, &titles)) else {
            matched.unmatched.push(match own.year {
                Some(year) => format!("{} ({year})", own.title),
                None => own.title.clone(),
            });
            continue;
        };
        let id = items.ids.get(item).to_owned();
        match own.opinion {
            Opinion::Rated(value, best) => {
                let rating = if scale.min < 0.0 {
                    scale.min + value / best * (scale.max - scale.min)
                } else {
                    value / best * scale.max
                };
                let rating = scale.clip(rating);
                // Two of them may be one item; the later rating counts.
                match taken.get(&item) {
                    Some(&at) => matched.ratings[at].rating = rating,
                    None => {
                        taken.insert(item, matched.ratings.len());
                        matched.ratings.push(OwnRating { id, rating });
                    }
                }
            }
            Opinion::Seen => matched.seen.push(id),
            Opinion::Wanted => matched.wanted.push(id),
        }
    }
    // An export lists what was rated among what was seen.
    let rated = |id: &String| items.ids.find(id).is_some_and(|item| taken.contains_key(&item));
    matched.seen.retain(|id| !rated(id));
    crate::order::sort_by(&mut matched.unmatched, &|a, b| a.cmp(b));
    matched.unmatched.dedup();
    matched
}

/// The item of this title: of the same year, else of the year before or after (release dates differ
/// between countries), else the only one when a year is missing.
fn by_title(own: &OwnItem, titles: &FxHashMap<String, Vec<(Option<u16>, u32)>>) -> Option<u32> {
    let year = own.year.or_else(|| year_of(&own.title));
    for key in title_keys(&own.title) {
        let Some(found) = titles.get(&key) else { continue };
        let near = |most: u16| {
            let year = year?;
            found.iter().find(|(y, _)| y.is_some_and(|y| y.abs_diff(year) <= most)).map(|&(_, item)| item)
        };
        let only = || match found.as_slice() {
            [(y, item)] if y.is_none() || year.is_none() => Some(*item),
            _ => None,
        };
        if let Some(item) = near(0).or_else(|| near(1)).or_else(only) {
            return Some(item);
        }
    }
    None
}

/// The number of the same book with 13 digits for one of 10 characters, and the other way round. Both hold the same
/// nine digits, between a prefix and a digit that checks them (ISO 2108).
fn other_isbn(isbn: &str) -> Option<String> {
    let (nine, short) = match isbn.len() {
        10 => (isbn.get(..9)?, false),
        13 => (isbn.strip_prefix("978")?.get(..9)?, true),
        _ => return None,
    };
    let digit = |b: u8| b.is_ascii_digit().then(|| u32::from(b - b'0'));
    let mut sum = 0;
    for (i, b) in nine.bytes().enumerate() {
        // From the left: 10 to 2, or 3 and 1 by turns after 9, 7 and 8 at 1, 3 and 1.
        let weight = if short { 10 - i as u32 } else { [3, 1][i % 2] };
        sum += weight * digit(b)?;
    }
    Some(if short {
        match (11 - sum % 11) % 11 {
            10 => format!("{nine}X"),
            check => format!("{nine}{check}"),
        }
    } else {
        format!("978{nine}{}", (10 - (sum + 38) % 10) % 10)
    })
}

fn year_of(title: &str) -> Option<u16> {
    year_of_title(title)?.1.parse().ok()
}

/// The forms under which a title is known: without what stands in parentheses, and each alternative
/// title in parentheses by itself.
pub fn title_keys(title: &str) -> Vec<String> {
    let title = match year_of_title(title) {
        Some((name, _)) => name,
        None => title,
    };
    let mut main = String::new();
    let mut others = Vec::new();
    let mut rest = title;
    while let Some((before, after)) = rest.split_once('(') {
        main.push_str(before);
        let (inside, after) = after.split_once(')').unwrap_or((after, ""));
        others.push(inside.trim_start_matches("a.k.a.").trim_start_matches("aka "));
        rest = after;
    }
    main.push_str(rest);
    let mut keys = vec![title_key(&main)];
    // A series and its volume (“The Hunger Games, #1”) are not a title.
    keys.extend(others.into_iter().filter(|other| !other.contains('#') && !is_year(other)).map(title_key));
    keys.retain(|key| !key.is_empty());
    keys
}

/// A title without case, accents, punctuation and articles at its ends.
fn title_key(title: &str) -> String {
    let mut plain = String::with_capacity(title.len());
    for c in title.chars() {
        match c {
            '&' => plain.push_str(" and "),
            // “Ocean's” and “Oceans” are one word.
            '\'' | '’' | '.' => {}
            _ => {
                if fold(c, &mut plain) == Class::Other {
                    plain.push(' ');
                }
            }
        }
    }
    // “l'avventura” has its article without a space.
    let mut words: Vec<&str> = plain.split_whitespace().collect();
    let after_comma = title.rsplit_once(',').is_some_and(|(_, last)| !last.trim().contains(' '));
    if words.len() > 1 && ARTICLES.contains(&words[0]) {
        words.remove(0);
    } else if words.len() > 1 && after_comma && ARTICLES.contains(&words[words.len() - 1]) {
        words.pop();
    }
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ratings::{Builder, FeatureKind};

    #[test]
    fn one_title_has_one_key_in_every_catalogue() {
        for (a, b) in [
            ("Matrix, The (1999)", "The Matrix"),
            ("Amélie (2001)", "amelie"),
            ("Ocean's Eleven (2001)", "Oceans Eleven"),
            ("Star Wars: Episode IV - A New Hope (1977)", "Star Wars Episode IV: A New Hope"),
            ("Fast & Furious", "Fast and Furious"),
            ("WALL·E (2008)", "Wall-E"),
            ("Das Leben der Anderen", "Leben der Anderen, Das"),
            ("Dr. Strangelove", "Dr Strangelove"),
            ("Ame\u{301}lie", "Amelie"),
        ] {
            assert_eq!(title_keys(a)[0], title_keys(b)[0], "{a} / {b}");
        }
        let keys = title_keys("City of Lost Children, The (Cité des enfants perdus, La) (1995)");
        assert_eq!(keys, ["city of lost children", "cite des enfants perdus"]);
        assert_eq!(title_keys("The Hunger Games (The Hunger Games, #1)"), ["hunger games"]);
        assert_ne!(title_keys("A"), title_keys("B"));
        assert_eq!(title_keys("The"), ["the"], "an article by itself is a title");
    }

    #[test]
    fn exports_meet_items_by_link_then_by_title_and_year() {
        let mut b = Builder::default();
        for (id, title) in [
            ("1", "Matrix, The (1999)"),
            ("2", "Solaris (Solyaris) (1972)"),
            ("3", "Solaris (2002)"),
            ("4", "Seven (a.k.a. Se7en) (1995)"),
            ("5", "Alien (1979)"),
        ] {
            b.rating("u", id, 4.0, None);
            b.item_title(id, title);
        }
        b.rating("v", "1", 0.5, None);
        b.rating("v", "2", 5.0, None);
        b.item_feature("5", "imdb", FeatureKind::Link, "tt0078748", 1.0);
        let built = b.build().unwrap();
        let entry = |title: &str, year: u16, imdb: Option<&str>, opinion| OwnItem {
            id: title.into(),
            title: title.into(),
            year: Some(year),
            imdb: imdb.map(Into::into),
            isbn: Vec::new(),
            opinion,
            amount: 1.0,
            time: None,
        };
        let entries = [
            entry("The Matrix", 1999, None, Opinion::Rated(8.0, 10.0)),
            entry("Solaris", 1972, None, Opinion::Rated(10.0, 10.0)),
            entry("Solaris", 2003, None, Opinion::Rated(2.0, 10.0)),
            entry("Se7en", 1995, None, Opinion::Wanted),
            entry("Alien: der Film", 1979, Some("tt0078748"), Opinion::Seen),
            entry("Aliens", 1986, None, Opinion::Rated(9.0, 10.0)),
            entry("The Matrix", 2021, None, Opinion::Rated(1.0, 10.0)),
        ];
        let ratings = &built.ratings;
        let matched = match_to(&entries, ratings.catalog(), ratings.scale());
        let own: Vec<_> = matched.ratings.iter().map(|r| (r.id.as_str(), r.rating)).collect();
        assert_eq!(own, [("1", 4.0), ("2", 5.0), ("3", 1.0)]);
        assert_eq!((matched.wanted, matched.seen), (vec!["4".to_owned()], vec!["5".to_owned()]));
        assert_eq!(matched.unmatched, ["Aliens (1986)", "The Matrix (2021)"]);
    }
}
