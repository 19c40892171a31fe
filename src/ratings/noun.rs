//! What data call their people and items.

/// One of them, and many of them: “film” and “films”.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct Noun(pub &'static str, pub &'static str);

impl Noun {
    /// Somebody of whom no file says more.
    pub const PERSON: Noun = Noun("person", "people");
    /// Something of which no file says more.
    pub const ITEM: Noun = Noun("item", "items");
    /// What is sold.
    pub const PRODUCT: Noun = Noun("product", "products");
    /// What Letterboxd, IMDb, MovieLens and Netflix have.
    pub const FILM: Noun = Noun("film", "films");
    /// What Goodreads and Book-Crossing have.
    pub const BOOK: Noun = Noun("book", "books");
    /// Who plays or sings; Last.fm has them.
    pub const ARTIST: Noun = Noun("artist", "artists");
    /// What Jester has.
    pub const JOKE: Noun = Noun("joke", "jokes");

    /// The noun of people whom a word of a file's header names: of `customer` customers.
    pub fn of_people(word: &str) -> Option<Self> {
        find(PEOPLE, word)
    }

    /// The noun of items that a word of a file's header names: of `movie` films.
    pub fn of_items(word: &str) -> Option<Self> {
        find(ITEMS, word)
    }

    /// What people are called by what they choose: those of books readers.
    pub fn audience(self) -> Self {
        match self.0 {
            "book" => READER,
            "artist" | "album" | "song" | "track" | "podcast" => LISTENER,
            "game" => PLAYER,
            _ => Noun::PERSON,
        }
    }
}

const READER: Noun = Noun("reader", "readers");
const LISTENER: Noun = Noun("listener", "listeners");
const PLAYER: Noun = Noun("player", "players");

/// Words of headers, in the singular, and the noun that stands for each of them.
type Nouns = &'static [(&'static [&'static str], Noun)];

const PEOPLE: Nouns = &[
    (&["customer", "client", "buyer", "shopper", "kunde"], Noun("customer", "customers")),
    (&["reader", "leser"], READER),
    (&["listener"], LISTENER),
    (&["player", "gamer"], PLAYER),
    (&["viewer"], Noun("viewer", "viewers")),
    (&["visitor"], Noun("visitor", "visitors")),
    (&["member"], Noun("member", "members")),
    (&["reviewer"], Noun("reviewer", "reviewers")),
    (&["student"], Noun("student", "students")),
];

const ITEMS: Nouns = &[
    (&["movie", "film"], Noun::FILM),
    (&["book", "isbn", "buch"], Noun::BOOK),
    (&["artist"], Noun::ARTIST),
    (&["album"], Noun("album", "albums")),
    (&["song"], Noun("song", "songs")),
    (&["track"], Noun("track", "tracks")),
    (&["joke"], Noun::JOKE),
    (&["game"], Noun("game", "games")),
    (&["anime"], Noun("anime", "anime")),
    (&["recipe"], Noun("recipe", "recipes")),
    (&["beer"], Noun("beer", "beers")),
    (&["business"], Noun("business", "businesses")),
    (&["restaurant"], Noun("restaurant", "restaurants")),
    (&["hotel"], Noun("hotel", "hotels")),
    (&["course"], Noun("course", "courses")),
    (&["show"], Noun("show", "shows")),
    (&["podcast"], Noun("podcast", "podcasts")),
    (&["article", "artikel"], Noun("article", "articles")),
    (&["product", "asin", "parentasin", "sku", "produkt"], Noun::PRODUCT),
    (&["app"], Noun("app", "apps")),
    (&["interest"], Noun("interest", "interests")),
];

fn find(nouns: Nouns, word: &str) -> Option<Noun> {
    let has = |&(words, noun): &(&[&str], Noun)| (words.contains(&word) || word == noun.1).then_some(noun);
    nouns.iter().find_map(has)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_headers_name_people_and_items() {
        assert_eq!(Noun::of_people("customer"), Some(Noun("customer", "customers")));
        assert_eq!(Noun::of_people("user"), None);
        assert_eq!(Noun::of_items("movie"), Some(Noun::FILM));
        assert_eq!(Noun::of_items("games"), Some(Noun("game", "games")));
        assert_eq!(Noun::of_items("item"), None);
        assert_eq!(Noun::BOOK.audience(), Noun("reader", "readers"));
        assert_eq!(Noun::FILM.audience(), Noun::PERSON);
    }

    #[test]
    fn every_noun_is_found_by_its_own_words() {
        for (nouns, of) in [(PEOPLE, Noun::of_people as fn(&str) -> _), (ITEMS, Noun::of_items)] {
            for &(_, noun) in nouns {
                assert_eq!((of(noun.0), of(noun.1)), (Some(noun), Some(noun)));
            }
        }
    }
}
