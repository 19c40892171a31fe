//! The invented people of the *films* sample, and how their ratings are drawn.
//!
//! [`film_ratings`] draws them from a fixed seed each time, in this way:
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

use super::{Film, SampleRow, films};
use crate::order;
use crate::random::Random;

/// How many people the *films* sample has.
pub(super) const PEOPLE: usize = 600;
/// How many tastes there are beside genres and eras.
const LATENT: usize = 12;
/// The seed of everything drawn; another one makes another population.
const SEED: u64 = 1;

/// The tie that marks art-house films. It is a taste of its own and has no place among the latent ones.
const ARTHOUSE: &str = "arthouse";

/// The genres that the films have.
pub(super) const GENRES: [&str; 18] = [
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
pub(super) struct Archetype {
    pub(super) genres: &'static [(&'static str, f64)],
    /// For films before 1960, of 1960–1979, of 1980–1999, and from 2000 on.
    pub(super) eras: [f64; ERAS.len() + 1],
    pub(super) arthouse: f64,
}

#[rustfmt::skip]
pub(super) const ARCHETYPES: &[Archetype] = &[
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
struct Draws(Random);

impl Draws {
    fn new(seed: u64) -> Self {
        Self(Random::new(seed))
    }

    /// Uniform in [0, 1).
    fn uniform(&mut self) -> f64 {
        self.0.uniform()
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
struct Taste {
    genres: [f64; GENRES.len()],
    eras: [f64; ERAS.len() + 1],
    arthouse: f64,
    latent: [f64; LATENT],
}

/// How many tastes there are in all.
const TASTES: usize = GENRES.len() + ERAS.len() + 1 + 1 + LATENT;

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

    /// All of it, one after the other.
    fn whole(&self) -> [f64; TASTES] {
        let mut whole = [0.0; TASTES];
        let parts = self.genres.iter().chain(&self.eras).chain([&self.arthouse]).chain(&self.latent);
        whole.iter_mut().zip(parts).for_each(|(to, from)| *to = *from);
        whole
    }

    /// What of it is not nothing, as [`affinity`] asks for it: a film has few genres, one era, and mostly no ties.
    fn sparse(&self) -> Vec<(usize, f64)> {
        self.whole().into_iter().enumerate().filter(|&(_, x)| x != 0.0).collect()
    }
}

/// What a person thinks of a film: the dot product of all that they like with what the film is.
fn affinity(person: &[f64; TASTES], film: &[(usize, f64)]) -> f64 {
    film.iter().map(|&(taste, x)| person[taste] * x).sum()
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
    /// The bits of a key that hold the number of a film.
    const FILM: u64 = 0x1ff;

    let mut draws = Draws::new(SEED);
    let films: Vec<Film> = films().collect();
    let ties = tie_places(&films, &mut draws);
    let tastes: Vec<_> = films.iter().map(|film| Taste::of_film(film, &ties).sparse()).collect();
    let fame: Vec<f64> = (0..films.len()).map(|line| 1.0 / libm::sqrt(line as f64 + 8.0)).collect();
    // Famous films are a little better liked on the whole.
    let quality: Vec<f64> = (0..films.len())
        .map(|line| 0.25 * draws.normal() + 0.25 * (1.0 - 2.0 * line as f64 / films.len() as f64))
        .collect();

    let mut seen: Vec<u64> = Vec::with_capacity(films.len());
    for person in 0..PEOPLE {
        let user = format!("{} {}", NAMES[person % NAMES.len()], person / NAMES.len() + 1);
        let taste = Taste::of_person(&mut draws).whole();
        let generosity = 2.85 + 0.35 * draws.normal();
        let whole_stars = draws.uniform() < 0.35;
        let count = libm::exp(3.6 + 0.5 * draws.normal()).clamp(15.0, 150.0) as usize;

        // The smallest of exponential draws over weights: a weighted sample without replacement
        // (Efraimidis and Spirakis 2006), already in a likely order of seeing. The bits of positive numbers stand in
        // the order of the numbers; the last of them, which decide nothing, make place for the film.
        seen.clear();
        seen.extend(tastes.iter().zip(&fame).zip(0..).map(|((what, fame), film)| {
            let weight = fame * libm::exp(CHOICE * affinity(&taste, what));
            (draws.exponential() / weight).to_bits() & !FILM | film
        }));
        order::keep_smallest(&mut seen, count);
        order::sort(&mut seen);

        let mut time = OPENING + (draws.uniform() * 3.0 * 365.0 * DAY) as i64;
        for film in seen.iter().map(|key| (key & FILM) as usize) {
            let liked = LIKING * affinity(&taste, &tastes[film]);
            let stars = generosity + quality[film] + liked + 0.4 * draws.normal();
            let steps = if whole_stars { 1.0 } else { 2.0 };
            let value = ((stars * steps + 0.5).floor() / steps).clamp(1.0, 5.0);
            each(SampleRow { user: &user, item: &films[film].id, value: value as f32, time });
            // Mostly the next film within minutes, now and then another evening.
            time += 15 + (45.0 * draws.exponential()) as i64;
            if draws.uniform() < 0.12 {
                time += (10.0 * DAY * draws.exponential()) as i64;
            }
        }
    }
}
