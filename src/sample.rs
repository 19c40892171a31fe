//! The data that Kindred carries with it, so that the page has something to show before any file is dropped.
//!
//! *Interests* is a known small table, 15 people and what they are interested in, with one row per pair.
//! *Films* pairs real films with invented people: the titles, years and genres are facts, every rating is made up.
//! The ratings are not stored. [`film_ratings`] draws them from a fixed seed each time, in this way:
//!
//! 1. A person has one to three of a dozen or so archetypes, mixed, which give a weight to every genre, era and to the
//!    art house; and, of their own, a leaning for each of twelve tastes that no genre names. Films by one
//!    director or of one series share a place among those tastes.
//! 2. *Affinity* of a person for a film is the sum of these weights over what the film is.
//! 3. People see what is famous and what they like: a film is drawn with a weight of its fame, which falls with
//!    the root of its line in the file, a flat kind of Zipf's law, times the exponential of the affinity.
//! 4. A rating is the person's generosity plus the film's quality plus a multiple of the affinity plus noise,
//!    rounded to whole or half stars, as the person is used to, and kept between 1 and 5.
//!
//! Arithmetic is `f64` with elementary functions from `libm` only, so that every platform draws the same bits.

use rand_core::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

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
    pub id: &'static str,
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

/// Reads one line of `films.csv`: `id,title,year,genres,ties`, the last two with `|` between the parts.
/// Only a title may hold commas, in which case it is quoted.
fn film(line: &'static str) -> Option<Film> {
    let (id, rest) = line.split_once(',')?;
    let mut fields = rest.rsplitn(4, ',');
    let (ties, genres, year, title) = (fields.next()?, fields.next()?, fields.next()?, fields.next()?);
    let parts = |field: &'static str| field.split('|').filter(|part| !part.is_empty()).collect();
    Some(Film {
        id,
        title: title.trim_matches('"'),
        year: year.parse().ok()?,
        genres: parts(genres),
        ties: parts(ties),
    })
}

/// Passes every row of the *interests* sample to `each`, person by person. All values are 1.
pub fn interests(mut each: impl FnMut(SampleRow<'_>)) {
    for (user, items) in INTERESTS.lines().filter_map(|line| line.split_once(' ')) {
        for item in items.split(", ") {
            each(SampleRow { user, item, value: 1.0, time: 0 });
        }
    }
}

/// How many people the *films* sample has.
const PEOPLE: usize = 600;
/// How many tastes there are beside genres and eras.
const LATENT: usize = 12;
/// The seed of everything drawn; another one makes another population.
const SEED: u64 = 1;

/// The tie that marks art-house films. It is a taste of its own and has no place among the latent ones.
const ARTHOUSE: &str = "arthouse";

/// The genres that the films have.
const GENRES: [&str; 18] = [
    "Action",
    "Adventure",
    "Animation",
    "Comedy",
    "Crime",
    "Documentary",
    "Drama",
    "Family",
    "Fantasy",
    "History",
    "Horror",
    "Musical",
    "Mystery",
    "Romance",
    "Sci-Fi",
    "Thriller",
    "War",
    "Western",
];

/// First years of all eras but the earliest.
const ERAS: [u16; 3] = [1960, 1980, 2000];

/// How strongly people choose what they like: the logarithm of the odds of seeing a film, per unit of affinity.
const CHOICE: f64 = 0.65;
/// How strongly people rate what they like: stars per unit of affinity.
const LIKING: f64 = 1.2;

/// A kind of filmgoer. Weights are units of affinity; a genre that is not named has none.
struct Archetype {
    genres: &'static [(&'static str, f64)],
    /// For films before 1960, of 1960–1979, of 1980–1999, and from 2000 on.
    eras: [f64; ERAS.len() + 1],
    arthouse: f64,
}

#[rustfmt::skip]
const ARCHETYPES: &[Archetype] = &[
    // Science fiction
    Archetype {
        genres: &[("Sci-Fi", 1.4), ("Adventure", 0.4), ("Action", 0.3), ("Romance", -0.6), ("Musical", -0.8)],
        eras: [-0.3, 0.1, 0.2, 0.1],
        arthouse: 0.0,
    },
    // Classic cinema
    Archetype {
        genres: &[("Romance", 0.3), ("Crime", 0.2), ("Western", 0.3), ("Horror", -0.5), ("Action", -0.5), ("Sci-Fi", -0.4)],
        eras: [1.0, 0.6, -0.3, -0.7],
        arthouse: 0.3,
    },
    // Family and animation
    Archetype {
        genres: &[("Animation", 0.9), ("Family", 0.9), ("Fantasy", 0.3), ("Horror", -1.1), ("Crime", -0.6), ("War", -0.5), ("Thriller", -0.3)],
        eras: [-0.1, -0.1, 0.1, 0.2],
        arthouse: -0.5,
    },
    // Horror
    Archetype {
        genres: &[("Horror", 1.5), ("Thriller", 0.5), ("Mystery", 0.4), ("Family", -0.7), ("Romance", -0.6), ("Musical", -0.6)],
        eras: [0.0, 0.2, 0.1, 0.0],
        arthouse: 0.0,
    },
    // Romantic comedy
    Archetype {
        genres: &[("Romance", 1.1), ("Comedy", 0.7), ("Horror", -0.9), ("War", -0.5), ("Sci-Fi", -0.5), ("Action", -0.4)],
        eras: [0.0, -0.1, 0.2, 0.1],
        arthouse: -0.2,
    },
    // Action
    Archetype {
        genres: &[("Action", 1.2), ("Adventure", 0.5), ("Thriller", 0.5), ("Romance", -0.6), ("Drama", -0.5), ("Documentary", -0.5)],
        eras: [-0.6, -0.1, 0.3, 0.3],
        arthouse: -0.7,
    },
    // Art house
    Archetype {
        genres: &[("Drama", 0.5), ("Documentary", 0.3), ("Action", -0.7), ("Family", -0.4), ("Adventure", -0.4)],
        eras: [0.3, 0.3, -0.1, -0.1],
        arthouse: 1.3,
    },
    // Musicals
    Archetype {
        genres: &[("Musical", 1.5), ("Romance", 0.4), ("Family", 0.3), ("Horror", -0.8), ("Thriller", -0.5), ("Crime", -0.3)],
        eras: [0.3, 0.2, 0.0, 0.0],
        arthouse: -0.2,
    },
    // Crime and suspense
    Archetype {
        genres: &[("Crime", 1.0), ("Thriller", 0.8), ("Mystery", 0.7), ("Family", -0.6), ("Musical", -0.6), ("Fantasy", -0.5)],
        eras: [0.1, 0.1, 0.1, 0.1],
        arthouse: 0.0,
    },
    // Westerns, wars and history
    Archetype {
        genres: &[("Western", 1.3), ("War", 1.1), ("History", 0.7), ("Animation", -0.5), ("Fantasy", -0.4), ("Horror", -0.4)],
        eras: [0.2, 0.4, 0.0, -0.2],
        arthouse: 0.0,
    },
    // Fantasy and adventure
    Archetype {
        genres: &[("Fantasy", 1.1), ("Adventure", 0.8), ("Animation", 0.3), ("Drama", -0.4), ("Crime", -0.4), ("Documentary", -0.3)],
        eras: [-0.3, -0.1, 0.1, 0.3],
        arthouse: -0.3,
    },
    // Documentaries and true stories
    Archetype {
        genres: &[("Documentary", 1.6), ("History", 0.8), ("Drama", 0.4), ("Fantasy", -0.6), ("Action", -0.5), ("Horror", -0.4)],
        eras: [-0.2, 0.0, 0.1, 0.2],
        arthouse: 0.4,
    },
    // Comedy
    Archetype {
        genres: &[("Comedy", 1.2), ("Family", 0.2), ("War", -0.5), ("Horror", -0.3), ("Drama", -0.4), ("Thriller", -0.3)],
        eras: [0.0, 0.1, 0.2, 0.0],
        arthouse: -0.3,
    },
];

/// First names; a person is called one of these and a number.
const NAMES: [&str; 60] = [
    "Ada", "Ben", "Chloe", "Dara", "Emil", "Fatima", "Gus", "Hana", "Ivo", "Jaya", "Kofi", "Lena", "Milo",
    "Nadia", "Otto", "Priya", "Quinn", "Rosa", "Sami", "Tess", "Uma", "Victor", "Wanda", "Ximena", "Yusuf",
    "Zoe", "Amir", "Bella", "Cyrus", "Dina", "Elsa", "Felix", "Greta", "Hugo", "Iris", "Jonas", "Kaya",
    "Leo", "Mina", "Noor", "Oscar", "Paula", "Rafa", "Sofia", "Theo", "Una", "Vera", "Wim", "Xavi", "Yara",
    "Zeno", "Anouk", "Bruno", "Clara", "Diego", "Esme", "Farah", "Goran", "Hilde", "Ines",
];

/// Random draws with the same bits on every platform.
struct Draws(Xoshiro256PlusPlus);

impl Draws {
    fn new(seed: u64) -> Self {
        Self(Xoshiro256PlusPlus::seed_from_u64(seed))
    }

    /// Uniform in [0, 1), from the upper 53 bits of a word.
    fn uniform(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// Standard exponential. `1 - u` is never zero.
    fn exponential(&mut self) -> f64 {
        -libm::log(1.0 - self.uniform())
    }

    /// Standard normal by the polar form of the Box–Muller transform (Marsaglia), of whose pair one is used.
    fn normal(&mut self) -> f64 {
        loop {
            let (x, y) = (2.0 * self.uniform() - 1.0, 2.0 * self.uniform() - 1.0);
            let square = x * x + y * y;
            if square > 0.0 && square < 1.0 {
                return x * libm::sqrt(-2.0 * libm::log(square) / square);
            }
        }
    }

    /// Uniform among `0..n`, for a positive `n`.
    fn below(&mut self, n: usize) -> usize {
        (self.uniform() * n as f64) as usize
    }
}

/// A place in the space of tastes: of a film what it is, of a person what they like. The dot product is the affinity.
#[derive(Clone)]
struct Taste {
    genres: [f64; GENRES.len()],
    eras: [f64; ERAS.len() + 1],
    arthouse: f64,
    latent: [f64; LATENT],
}

impl Taste {
    const ZERO: Self = Self {
        genres: [0.0; GENRES.len()],
        eras: [0.0; ERAS.len() + 1],
        arthouse: 0.0,
        latent: [0.0; LATENT],
    };

    /// What a film is. Several genres or ties share one unit of length, so that a list of many is no advantage.
    fn of_film(film: &Film, ties: &[(&str, [f64; LATENT])]) -> Self {
        let mut taste = Self::ZERO;
        let share = 1.0 / libm::sqrt(film.genres.len() as f64);
        for (weight, genre) in taste.genres.iter_mut().zip(GENRES) {
            if film.genres.contains(&genre) {
                *weight = share;
            }
        }
        let era = ERAS.iter().filter(|&&first| film.year >= first).count();
        taste.eras[era] = 1.0;
        if film.ties.contains(&ARTHOUSE) {
            taste.arthouse = 1.0;
        }
        let own = || ties.iter().filter(|(tie, _)| film.ties.contains(tie));
        let share = 1.0 / libm::sqrt(own().count().max(1) as f64);
        for (_, place) in own() {
            for (sum, x) in taste.latent.iter_mut().zip(place) {
                *sum += share * x;
            }
        }
        taste
    }

    /// What a new person likes: archetypes in falling shares, and something of their own in everything.
    fn of_person(draws: &mut Draws) -> Self {
        let mut taste = Self::ZERO;
        let mut share = 1.0;
        for _ in 0..1 + draws.below(3) {
            let archetype = &ARCHETYPES[draws.below(ARCHETYPES.len())];
            for (weight, genre) in taste.genres.iter_mut().zip(GENRES) {
                *weight +=
                    share * archetype.genres.iter().find(|(name, _)| *name == genre).map_or(0.0, |(_, w)| *w);
            }
            for (weight, era) in taste.eras.iter_mut().zip(archetype.eras) {
                *weight += share * era;
            }
            taste.arthouse += share * archetype.arthouse;
            share *= 0.6;
        }
        for weight in taste.genres.iter_mut() {
            *weight += 0.2 * draws.normal();
        }
        for weight in taste.eras.iter_mut() {
            *weight += 0.2 * draws.normal();
        }
        taste.arthouse += 0.25 * draws.normal();
        for weight in taste.latent.iter_mut() {
            *weight = 0.7 * draws.normal();
        }
        taste
    }

    fn dot(&self, other: &Self) -> f64 {
        fn sum(a: &[f64], b: &[f64]) -> f64 {
            a.iter().zip(b).map(|(x, y)| x * y).sum()
        }
        sum(&self.genres, &other.genres)
            + sum(&self.eras, &other.eras)
            + self.arthouse * other.arthouse
            + sum(&self.latent, &other.latent)
    }
}

/// Gives every tie that links films a direction of length one among the latent tastes.
fn tie_places(films: &[Film], draws: &mut Draws) -> Vec<(&'static str, [f64; LATENT])> {
    let mut places: Vec<(&str, [f64; LATENT])> = Vec::new();
    for &tie in films.iter().flat_map(|film| &film.ties) {
        if tie == ARTHOUSE || places.iter().any(|(known, _)| *known == tie) {
            continue;
        }
        let mut place = [0.0; LATENT];
        place.fill_with(|| draws.normal());
        let length = libm::sqrt(place.iter().map(|x| x * x).sum());
        places.push((tie, place.map(|x| x / length)));
    }
    places
}

/// Generates the ratings of the *films* sample and passes them to `each`, person by person and in order of time.
/// The same rows come in every call and on every platform.
pub fn film_ratings(mut each: impl FnMut(SampleRow<'_>)) {
    /// 1 January 2019, from which people join for three years.
    const OPENING: i64 = 1_546_300_800;
    const DAY: f64 = 86_400.0;

    let mut draws = Draws::new(SEED);
    let films: Vec<Film> = films().collect();
    let ties = tie_places(&films, &mut draws);
    let tastes: Vec<Taste> = films.iter().map(|film| Taste::of_film(film, &ties)).collect();
    let fame: Vec<f64> = (0..films.len()).map(|line| 1.0 / libm::sqrt(line as f64 + 8.0)).collect();
    // Famous films are a little better liked on the whole.
    let quality: Vec<f64> = (0..films.len())
        .map(|line| 0.25 * draws.normal() + 0.25 * (1.0 - 2.0 * line as f64 / films.len() as f64))
        .collect();

    let mut seen: Vec<(f64, usize)> = Vec::with_capacity(films.len());
    for person in 0..PEOPLE {
        let user = format!("{} {}", NAMES[person % NAMES.len()], person / NAMES.len() + 1);
        let taste = Taste::of_person(&mut draws);
        let generosity = 2.85 + 0.35 * draws.normal();
        let whole_stars = draws.uniform() < 0.35;
        let count = libm::exp(3.6 + 0.5 * draws.normal()).clamp(15.0, 150.0) as usize;

        // The smallest of exponential draws over weights: a weighted sample without replacement
        // (Efraimidis and Spirakis 2006), already in a likely order of seeing.
        seen.clear();
        seen.extend(tastes.iter().zip(&fame).enumerate().map(|(film, (what, fame))| {
            let weight = fame * libm::exp(CHOICE * taste.dot(what));
            (draws.exponential() / weight, film)
        }));
        seen.sort_by(|a, b| a.0.total_cmp(&b.0));

        let mut time = OPENING + (draws.uniform() * 3.0 * 365.0 * DAY) as i64;
        for &(_, film) in seen.iter().take(count) {
            let stars = generosity + quality[film] + LIKING * taste.dot(&tastes[film]) + 0.4 * draws.normal();
            let steps = if whole_stars { 1.0 } else { 2.0 };
            let value = ((stars * steps + 0.5).floor() / steps).clamp(1.0, 5.0);
            each(SampleRow { user: &user, item: films[film].id, value: value as f32, time });
            // Mostly the next film within minutes, now and then another evening.
            time += 15 + (45.0 * draws.exponential()) as i64;
            if draws.uniform() < 0.12 {
                time += (10.0 * DAY * draws.exponential()) as i64;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::{BTreeMap, BTreeSet};

    /// (person, film, stars, seconds), with people and films numbered as they first come.
    fn rows() -> Vec<(usize, usize, f64, i64)> {
        let lines: BTreeMap<&str, usize> = films().enumerate().map(|(line, film)| (film.id, line)).collect();
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
        let ids: BTreeSet<_> = films.iter().map(|film| film.id).collect();
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
