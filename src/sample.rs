//! The data that Kindred carries with it, so that the page has something to show before any file is dropped.
//!
//! *Interests* is a known small table, 15 people and what they are interested in, with one row per pair.
//! *Films* pairs real films with invented people: the titles, years and genres are facts, every rating is made up.
//! The ratings are not stored; [`film_ratings`] draws them from a fixed seed each time.

mod people;

pub use people::film_ratings;

const FILMS: &str = include_str!("sample/films.csv");
const INTERESTS: &str = include_str!("sample/interests.txt");

/// What the page says of one embedded data set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct SampleInfo {
    /// The short name by which the sample is asked for.
    pub name: &'static str,
    /// A heading.
    pub title: &'static str,
    /// What the data is and where it is from, in a sentence or two.
    pub summary: &'static str,
}

/// The embedded data sets, in the order in which the page offers them.
pub const SAMPLES: &[SampleInfo] = &[
    SampleInfo {
        name: "interests",
        title: "People and interests",
        summary: "15 people and the subjects that interest them, small enough to check by hand. \
                  A row says that somebody has an interest; there are no ratings.",
    },
    SampleInfo {
        name: "films",
        title: "Films",
        summary: "About 300 real films. The 600 people and all of their ratings are invented: \
                  they are generated from made-up tastes and say nothing about any real person's opinion.",
    },
];

/// One film of the sample.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Film {
    /// Stable identifier, such as `star-wars-1977`.
    pub id: String,
    /// Title with the year, such as `Star Wars (1977)`.
    pub title: &'static str,
    /// Year of the first showing.
    pub year: u16,
    /// Genres, the most telling first; never empty.
    pub genres: Vec<&'static str>,
    /// Directors, series and movements that the film shares with others of the sample.
    ties: Vec<&'static str>,
}

/// One row of a sample.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SampleRow<'a> {
    /// Identifier of the person.
    pub user: &'a str,
    /// Identifier of the item.
    pub item: &'a str,
    /// Stars from 1 to 5 in halves for films; 1 for an interest.
    pub value: f32,
    /// Seconds since 1970, invented, increasing within a person's rows; 0 where the sample has no times.
    pub time: i64,
}

/// The films of the sample, the most famous first.
pub fn films() -> impl Iterator<Item = Film> {
    FILMS.lines().skip(1).filter_map(film)
}

/// Reads one line of `films.csv`: `title,genres,ties,id`. Genres and ties have `|` between the parts; only a title may hold
/// commas, in which case it is quoted. An id is given only where the title's letters and digits do not make it up.
fn film(line: &'static str) -> Option<Film> {
    let mut fields = line.rsplitn(4, ',');
    let (id, ties, genres, title) = (fields.next()?, fields.next()?, fields.next()?, fields.next()?);
    let parts = |field: &'static str| field.split('|').filter(|part| !part.is_empty()).collect();
    let title = title.trim_matches('"');
    let (_, year) = title.strip_suffix(')')?.rsplit_once('(')?;
    Some(Film {
        id: if id.is_empty() { id_of(title) } else { id.to_owned() },
        title,
        year: year.parse().ok()?,
        genres: parts(genres),
        ties: parts(ties),
    })
}

/// The title's letters and digits, in small letters, with a hyphen for whatever else stands between them.
fn id_of(title: &str) -> String {
    let mut id = String::with_capacity(title.len());
    for c in title.chars().filter(|&c| c != '\'') {
        if c.is_ascii_alphanumeric() {
            id.push(c.to_ascii_lowercase());
        } else if !id.ends_with('-') {
            id.push('-');
        }
    }
    id.trim_matches('-').to_owned()
}

/// Passes every row of the *interests* sample to `each`, person by person. All values are 1.
pub fn interests(mut each: impl FnMut(SampleRow<'_>)) {
    for (user, items) in INTERESTS.lines().filter_map(|line| line.split_once(' ')) {
        for item in items.split(", ") {
            each(SampleRow { user, item, value: 1.0, time: 0 });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::people::{ARCHETYPES, GENRES, PEOPLE};
    use super::*;
    use std::collections::{BTreeMap, BTreeSet};

    /// (person, film, stars, seconds), with people and films numbered as they first come.
    fn rows() -> Vec<(usize, usize, f64, i64)> {
        let lines: BTreeMap<String, usize> =
            films().enumerate().map(|(line, film)| (film.id, line)).collect();
        let mut people: BTreeMap<String, usize> = BTreeMap::new();
        let mut rows = Vec::new();
        film_ratings(|row| {
            let next = people.len();
            let person = *people.entry(row.user.to_string()).or_insert(next);
            rows.push((person, lines[row.item], f64::from(row.value), row.time));
        });
        rows
    }

    /// Mean rating, and damped deviations from it of people and films, fitted in turns.
    struct Biases {
        mean: f64,
        people: Vec<f64>,
        films: Vec<f64>,
    }

    impl Biases {
        fn fit(rows: &[(usize, usize, f64, i64)], films: usize) -> Self {
            let mean = rows.iter().map(|row| row.2).sum::<f64>() / rows.len() as f64;
            let mut biases = Self { mean, people: vec![0.0; PEOPLE], films: vec![0.0; films] };
            for _ in 0..10 {
                let (mut sums, mut counts) = (vec![0.0; films], vec![5.0; films]);
                for row in rows {
                    sums[row.1] += row.2 - mean - biases.people[row.0];
                    counts[row.1] += 1.0;
                }
                biases.films = sums.iter().zip(counts).map(|(sum, count)| sum / count).collect();
                let (mut sums, mut counts) = (vec![0.0; PEOPLE], vec![5.0; PEOPLE]);
                for row in rows {
                    sums[row.0] += row.2 - mean - biases.films[row.1];
                    counts[row.0] += 1.0;
                }
                biases.people = sums.iter().zip(counts).map(|(sum, count)| sum / count).collect();
            }
            biases
        }

        fn of(&self, person: usize, film: usize) -> f64 {
            self.mean + self.people[person] + self.films[film]
        }
    }

    /// What is left of the ratings beside the biases, by film, then person.
    fn residuals(rows: &[(usize, usize, f64, i64)], biases: &Biases) -> Vec<Vec<Option<f64>>> {
        let mut left = vec![vec![None; PEOPLE]; biases.films.len()];
        for row in rows {
            left[row.1][row.0] = Some(row.2 - biases.of(row.0, row.1));
        }
        left
    }

    /// Cosine over the people who rated both films, shrunk towards zero when they are few.
    fn likeness(a: &[Option<f64>], b: &[Option<f64>]) -> f64 {
        let (mut ab, mut aa, mut bb, mut count) = (0.0, 0.0, 0.0, 0.0);
        for (x, y) in a.iter().zip(b).filter_map(|(x, y)| x.zip(*y)) {
            ab += x * y;
            aa += x * x;
            bb += y * y;
            count += 1.0;
        }
        if aa * bb > 0.0 { ab / (aa * bb).sqrt() * count / (count + 15.0) } else { 0.0 }
    }

    fn neighbours(film: usize, left: &[Vec<Option<f64>>], n: usize) -> Vec<usize> {
        let mut others: Vec<(f64, usize)> = (0..left.len())
            .filter(|&other| other != film)
            .map(|other| (likeness(&left[film], &left[other]), other))
            .collect();
        others.sort_by(|a, b| b.0.total_cmp(&a.0));
        others.into_iter().take(n).map(|(_, other)| other).collect()
    }

    /// FNV-1a over every field of every row.
    fn checksum() -> u64 {
        let mut hash = 0xcbf2_9ce4_8422_2325u64;
        film_ratings(|row| {
            let (value, time) = (row.value.to_bits().to_le_bytes(), row.time.to_le_bytes());
            for byte in row.user.bytes().chain(row.item.bytes()).chain(value).chain(time) {
                hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
            }
        });
        hash
    }

    #[test]
    fn every_line_is_a_film_with_its_own_id_and_title() {
        let films: Vec<Film> = films().collect();
        assert_eq!(films.len(), FILMS.lines().count() - 1, "each line but the heading can be read");
        assert!((280..=320).contains(&films.len()), "{} films", films.len());
        let ids: BTreeSet<_> = films.iter().map(|film| &film.id).collect();
        let titles: BTreeSet<_> = films.iter().map(|film| film.title).collect();
        assert_eq!((ids.len(), titles.len()), (films.len(), films.len()));
        for film in &films {
            assert!(film.title.ends_with(&format!(" ({})", film.year)), "{film:?}");
            assert!(film.id.ends_with(&format!("-{}", film.year)), "{film:?}");
            assert!(
                film.id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'),
                "{film:?}"
            );
            assert!((1930..=2030).contains(&film.year), "{film:?}");
            assert!(
                !film.genres.is_empty() && film.genres.iter().all(|genre| GENRES.contains(genre)),
                "{film:?}"
            );
            assert!(!film.title.contains('"'), "{film:?}");
        }
        for genre in GENRES {
            let count = films.iter().filter(|film| film.genres.contains(&genre)).count();
            assert!(count >= 5, "{count} films of {genre}");
        }
        for decade in (1930..2030).step_by(10) {
            let count = films.iter().filter(|film| (decade..decade + 10).contains(&film.year)).count();
            assert!(count >= 5, "{count} films of the {decade}s");
        }
    }

    #[test]
    fn a_quoted_title_keeps_its_commas() {
        let leone = films().find(|film| film.id == "the-good-the-bad-and-the-ugly-1966");
        assert_eq!(leone.map(|film| film.title), Some("The Good, the Bad and the Ugly (1966)"));
    }

    #[test]
    fn archetypes_name_only_genres_that_films_have() {
        for (genre, _) in ARCHETYPES.iter().flat_map(|archetype| archetype.genres) {
            assert!(GENRES.contains(genre), "{genre}");
        }
    }

    #[test]
    fn a_tie_joins_at_least_two_films() {
        let films: Vec<Film> = films().collect();
        for tie in films.iter().flat_map(|film| &film.ties) {
            assert!(films.iter().filter(|film| film.ties.contains(tie)).count() >= 2, "{tie}");
        }
    }

    #[test]
    fn ratings_have_the_promised_size_and_scale() {
        let rows = rows();
        let films = films().count();
        assert!((18_000..=28_000).contains(&rows.len()), "{} ratings", rows.len());
        let people: BTreeSet<_> = rows.iter().map(|row| row.0).collect();
        assert_eq!(people.len(), PEOPLE, "names are unique, and everybody rates");
        let pairs: BTreeSet<_> = rows.iter().map(|row| (row.0, row.1)).collect();
        assert_eq!(pairs.len(), rows.len(), "nobody rates a film twice");
        let mut counts = vec![0; films];
        rows.iter().for_each(|row| counts[row.1] += 1);
        assert!(counts.iter().all(|&count| count >= 8), "{counts:?}");
        assert!(counts.iter().max() >= counts.iter().min().map(|least| 4 * least).as_ref(), "fame is uneven");
        let mean = rows.iter().map(|row| row.2).sum::<f64>() / rows.len() as f64;
        assert!((3.2..=3.9).contains(&mean), "mean {mean}");
        for half_stars in 2..=10 {
            let share =
                rows.iter().filter(|row| row.2 * 2.0 == f64::from(half_stars)).count() * 100 / rows.len();
            assert!((1..=30).contains(&share), "{share} % of the ratings are {half_stars} half stars");
        }
        assert!(rows.iter().all(|row| (1.0..=5.0).contains(&row.2) && (row.2 * 2.0).fract() == 0.0));
        assert!(
            rows.windows(2).all(|pair| pair[0].0 != pair[1].0 || pair[0].3 < pair[1].3),
            "time moves forward"
        );
    }

    /// The figure is the one that the WebAssembly build gives too.
    #[test]
    fn ratings_are_the_same_bits_every_time() {
        assert_eq!(checksum(), checksum());
        assert_eq!(checksum(), 5_118_741_387_771_592_488);
    }

    #[test]
    fn films_that_are_rated_alike_share_genres() {
        let films: Vec<Film> = films().collect();
        let rows = rows();
        let left = residuals(&rows, &Biases::fit(&rows, films.len()));
        let shared = |a: usize, b: usize| films[a].genres.iter().any(|genre| films[b].genres.contains(genre));

        let (mut alike, mut by_chance, mut pairs) = (0, 0, 0);
        for film in 0..films.len() {
            alike += neighbours(film, &left, 5).into_iter().filter(|&other| shared(film, other)).count();
            by_chance += (0..films.len()).filter(|&other| other != film && shared(film, other)).count();
            pairs += films.len() - 1;
        }
        let alike = alike as f64 / (5 * films.len()) as f64;
        let by_chance = by_chance as f64 / pairs as f64;
        assert!(alike > 0.7 && by_chance < 0.4, "{alike} of the neighbours, {by_chance} by chance");

        for id in [
            "star-wars-1977",
            "toy-story-1995",
            "spirited-away-2001",
            "when-harry-met-sally-1989",
            "psycho-1960",
        ] {
            let film = films.iter().position(|film| film.id == id).unwrap();
            let near = neighbours(film, &left, 5);
            let count = near.iter().filter(|&&other| shared(film, other)).count();
            let titles: Vec<_> = near.iter().map(|&other| films[other].title).collect();
            assert!(count >= 4, "{id}: {titles:?}");
        }
    }

    #[test]
    fn films_of_one_series_are_close() {
        let films: Vec<Film> = films().collect();
        let rows = rows();
        let left = residuals(&rows, &Biases::fit(&rows, films.len()));
        for (id, sequel) in [
            ("star-wars-1977", "the-empire-strikes-back-1980"),
            ("the-godfather-1972", "the-godfather-part-ii-1974"),
            ("the-dark-knight-2008", "batman-begins-2005"),
        ] {
            let film = films.iter().position(|film| film.id == id).unwrap();
            let near = neighbours(film, &left, 5);
            assert!(near.iter().any(|&other| films[other].id == sequel), "{id}");
        }
    }

    /// Withheld ratings are better predicted by what the same person thought of similar films than by the means alone.
    #[test]
    fn taste_tells_more_than_means() {
        let (test, train): (Vec<_>, Vec<_>) =
            rows().into_iter().enumerate().partition(|(row, _)| row % 5 == 0);
        let train: Vec<_> = train.into_iter().map(|(_, row)| row).collect();
        let biases = Biases::fit(&train, films().count());
        let left = residuals(&train, &biases);
        let near: Vec<Vec<f64>> =
            left.iter().map(|a| left.iter().map(|b| likeness(a, b).max(0.0)).collect()).collect();

        let (mut by_means, mut by_taste) = (0.0, 0.0);
        for (_, (person, film, stars, _)) in &test {
            let mut seen: Vec<(f64, f64)> = (0..left.len())
                .filter_map(|other| left[other][*person].map(|residual| (near[*film][other], residual)))
                .collect();
            seen.sort_by(|a, b| b.0.total_cmp(&a.0));
            seen.truncate(20);
            let weight: f64 = seen.iter().map(|(weight, _)| weight).sum();
            let pull: f64 = seen.iter().map(|(weight, residual)| weight * residual).sum();
            let means = biases.of(*person, *film);
            by_means += (means.clamp(1.0, 5.0) - stars).powi(2);
            by_taste += ((means + pull / (weight + 0.2)).clamp(1.0, 5.0) - stars).powi(2);
        }
        let gain = 1.0 - (by_taste / by_means).sqrt();
        assert!(gain > 0.08, "the error falls by {gain}");
    }

    #[test]
    fn interests_are_the_known_table() {
        let mut people: BTreeMap<String, Vec<String>> = BTreeMap::new();
        interests(|row| {
            assert_eq!((row.value, row.time), (1.0, 0));
            people.entry(row.user.to_string()).or_default().push(row.item.to_string());
        });
        assert_eq!(people.len(), 15);
        assert_eq!(people["0"], ["Hadoop", "Big Data", "HBase", "Java", "Spark", "Storm", "Cassandra"]);
        assert_eq!(people["14"], ["libsvm", "regression", "support vector machines"]);
        assert_eq!(people.values().map(Vec::len).sum::<usize>(), 67);
        assert_eq!(people.values().flatten().collect::<BTreeSet<_>>().len(), 36);
    }
}
