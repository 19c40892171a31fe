//! The services whose exports are known: by which columns their files are told, and what their columns hold.

use super::Named;
use super::deeds::is_viewing;
use crate::format::Head;
use crate::format::table::{Dialect, fields};
use crate::format::value::number;
use crate::format::words::{Words, words};
use crate::ratings::Noun;
use std::borrow::Cow;

/// A kind of file of a service. Names of columns are without case, spaces and punctuation; of several that hold the
/// same, the first that is filled in a row counts.
pub(super) struct Service {
    pub name: &'static str,
    /// What it lists.
    pub items: Noun,
    /// Columns that together only its files have.
    pub marks: Words,
    /// The item's id; without one, the title and the year name it.
    pub id: Words,
    /// The item's title.
    pub title: Words,
    /// The person's rating.
    pub rating: Words,
    /// The highest rating there is; 0 where the ratings themselves must tell.
    pub best: f32,
    /// What a row without a rating and a status says.
    pub unrated: Unrated,
}

/// What a row without a rating says.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Unrated {
    /// Seen, unless the file or the row says that it is wanted.
    Seen,
    /// Wanted, unless the file says that all of it was seen.
    Wanted,
    /// Seen, an episode of the series before “: Season”.
    Episode,
    /// Seen, a video before whose title stands what was done.
    Watched,
    /// Seen where it was borrowed; what a library was asked for, or was given back, is nothing.
    Borrowed,
    /// Had, or wanted, by columns that hold 1.
    Owned,
    /// Nothing: the file lists what others know, too.
    LeftOut,
}

/// What several services have in columns of the same names.
pub(super) const YEAR: Words = words!(
    "year yearreleased movieyear showyear originalpublicationyear yearpublished releaseyear mediaseasonyear launchingyear \
    vintage rokprodukcji annee ano jahr год"
);
pub(super) const RATING: Words = words!(
    "yourstars yourrating yourated myrating myscore yourscore personalrating personalscore notepersonnelle ownerrating mine \
    мояоценка 我的评分 个人评分 manote minota meinebewertung starrating fivestarrating rating score stars userrating ratingscore"
);
pub(super) const TIME: Words = words!(
    "watcheddate daterated ratedat watchedat lastwatchedat dateread lastdateread myfinishdate uts ts \
    scandate listedat rtimelastplayed updatedat utctime createdat datetime date dateadded addedat playedat statuslastmodified \
    created seenon time starttime watchedon readon datewatched timestamp dateecoute datelecture dateplayed \
    eventendtimestamp orderdate entrydate датаивремя 创建时间 打分日期 adddate listenedat propertiesdate datedajout"
);
pub(super) const IMDB: Words = words!("const imdbid movieidsimdb showidsimdb imdb imdburl");
pub(super) const ISBN: Words = words!("isbn isbn13 isbnuid");
pub(super) const STATUS: Words = words!("exclusiveshelf readstatus mystatus status shelf statut");
pub(super) const AMOUNT: Words = words!(
    "playtimeforever playtime hoursplayed playcount trackplaycount hours plays timesplayed timeswatched \
    timesread timesseen timeslistened counts 0"
);
/// What follows the maker's name in the title of what it made.
pub(super) const MAKER: Words = words!("winery breweryname brewery");
/// Columns of 1 and 0: had, and wanted.
pub(super) const HAD: Words = words!("own prevowned statusown statusprevowned");
pub(super) const WISHES: Words = words!(
    "wishlist want wanttobuy wanttoplay preordered statuswishlist statuswant statuswanttobuy statuswanttoplay statuspreordered"
);
/// Statuses of what is wanted.
pub(super) const WANTED: Words = words!(
    "toread towatch toplay plantowatch plantoread planning wanttoread wanttowatch wishlist watchlist backlog plan planned wanted todo alire tbr next upnext upcoming"
);
/// Statuses of what is wanted no more.
pub(super) const FINISHED: Words = words!("completed finished watched read played seen");

const GAME: Noun = Noun("game", "games");
const ANIME: Noun = Noun("anime", "anime");
const MANGA: Noun = Noun("manga", "manga");
/// Anime and manga.
const TITLE: Noun = Noun("title", "titles");
const WINE: Noun = Noun("wine", "wines");
const VIDEO: Noun = Noun("video", "videos");
const PLACE: Noun = Noun("place", "places");
const BEER: Noun = Noun("beer", "beers");

/// What most services have.
pub(super) const PLAIN: Service = Service {
    name: "",
    items: Noun::FILM,
    marks: words!(""),
    id: words!(""),
    title: words!("title"),
    rating: RATING,
    best: 10.0,
    unrated: Unrated::Seen,
};

const IMDB_EXPORT: Service = Service { name: "IMDb", id: words!("const"), ..PLAIN };

const TRAKT: Service = Service {
    name: "Trakt",
    // Numbers of films and of series are apart, so that one may be both.
    id: words!("movieidsimdb showidsimdb movieidsslug showidsslug"),
    title: words!("movietitle showtitle"),
    ..PLAIN
};

const ANILIST: Service = Service { name: "AniList", items: TITLE, ..PLAIN };
const MYANIMELIST: Service = Service { name: "MyAnimeList", items: ANIME, ..PLAIN };
const LAST_FM: Service =
    Service { name: "Last.fm", items: Noun::ARTIST, id: words!("artist"), title: words!("artist"), ..PLAIN };
const LETTERBOXD: Service = Service { name: "Letterboxd", title: words!("name"), best: 5.0, ..PLAIN };
const SPOTIFY: Service = Service { name: "Spotify", items: Noun::ARTIST, ..PLAIN };
const APPLE_MUSIC: Service = Service { name: "Apple Music", items: Noun("track", "tracks"), ..PLAIN };
const AMAZON: Service = Service { name: "Amazon", items: Noun("product", "products"), ..PLAIN };
const YOUTUBE: Service = Service { name: "YouTube", items: VIDEO, ..PLAIN };
const UNTAPPD: Service = Service { name: "Untappd", items: BEER, best: 5.0, ..PLAIN };

/// The surer ones first.
const SERVICES: &[Service] = &[
    // In the diary and among reviews the address is that of the entry.
    Service { marks: words!("name letterboxduri"), ..LETTERBOXD },
    Service { marks: words!("position name year url"), ..LETTERBOXD },
    Service { marks: words!("const title created"), unrated: Unrated::Wanted, ..IMDB_EXPORT },
    Service { marks: words!("const title yourrating"), ..IMDB_EXPORT },
    Service {
        name: "Goodreads",
        items: Noun::BOOK,
        marks: words!("bookid title myrating"),
        id: words!("bookid"),
        best: 5.0,
        ..PLAIN
    },
    Service {
        name: "StoryGraph",
        items: Noun::BOOK,
        marks: words!("title isbnuid readstatus"),
        id: words!("isbnuid"),
        best: 5.0,
        ..PLAIN
    },
    Service {
        name: "LibraryThing",
        items: Noun::BOOK,
        marks: words!("title sortcharacter primaryauthor"),
        id: words!("booksid bookid"),
        best: 5.0,
        ..PLAIN
    },
    Service {
        marks: words!("seriesanimedbid seriestitle myscore"),
        id: words!("seriesanimedbid"),
        title: words!("seriestitle"),
        ..MYANIMELIST
    },
    Service {
        items: MANGA,
        marks: words!("mangamangadbid mangatitle myscore"),
        id: words!("mangamangadbid"),
        title: words!("mangatitle"),
        ..MYANIMELIST
    },
    // All data of an account have no titles, and scores of 100 whatever the scale on the page.
    Service {
        marks: words!("seriesid seriestype score status"),
        id: words!("seriesid"),
        title: words!("seriesid"),
        best: 100.0,
        ..ANILIST
    },
    Service {
        marks: words!("mediaid score status"),
        id: words!("mediaid"),
        title: words!("mediatitleenglish mediatitleuserpreferred mediatitleromaji mediaid"),
        best: 0.0,
        ..ANILIST
    },
    Service {
        name: "BoardGameGeek",
        items: GAME,
        marks: words!("objectname own numplays"),
        id: words!("objectid"),
        title: words!("objectname"),
        unrated: Unrated::Owned,
        ..PLAIN
    },
    // As its interface gives it.
    Service {
        name: "BoardGameGeek",
        items: GAME,
        marks: words!("objectid name statusown"),
        id: words!("objectid"),
        title: words!("name"),
        rating: words!("statsratingvalue"),
        unrated: Unrated::Owned,
        ..PLAIN
    },
    // Plays of a board game, each `x1`.
    Service {
        name: "BG Stats",
        items: GAME,
        marks: words!("gameid name date plays"),
        id: words!("gameid"),
        title: words!("name"),
        ..PLAIN
    },
    Service { marks: words!("uts artist track"), ..LAST_FM },
    Service { marks: words!("utctime artist track"), ..LAST_FM },
    Service { marks: words!("artist track date"), ..LAST_FM },
    Service {
        marks: words!("ts msplayed mastermetadataalbumartistname"),
        id: words!("mastermetadataalbumartistname"),
        title: words!("mastermetadataalbumartistname"),
        ..SPOTIFY
    },
    Service {
        marks: words!("endtime artistname trackname"),
        id: words!("artistname"),
        title: words!("artistname"),
        ..SPOTIFY
    },
    Service {
        items: Noun("podcast", "podcasts"),
        marks: words!("endtime podcastname msplayed"),
        id: words!("podcastname"),
        title: words!("podcastname"),
        ..SPOTIFY
    },
    // To whom somebody listens much, a little, or no more.
    Service {
        marks: words!("artistname segment"),
        id: words!("artistname"),
        title: words!("artistname"),
        ..SPOTIFY
    },
    Service {
        items: Noun::BOOK,
        marks: words!("endtime audiobookname msplayed"),
        id: words!("audiobookname"),
        title: words!("audiobookname"),
        ..SPOTIFY
    },
    Service {
        marks: words!("titleurl time"),
        id: words!("titleurl"),
        title: words!("title titleurl"),
        unrated: Unrated::Watched,
        ..YOUTUBE
    },
    Service {
        marks: words!("videoid playlistvideocreationtimestamp"),
        id: words!("videoid"),
        title: words!("videoid"),
        ..YOUTUBE
    },
    Service {
        items: Noun("channel", "channels"),
        marks: words!("channelid channelurl channeltitle"),
        id: words!("channelid"),
        title: words!("channeltitle"),
        ..YOUTUBE
    },
    Service {
        items: Noun("song", "songs"),
        marks: words!("songtitle albumtitle"),
        id: words!("songurl videoid"),
        title: words!("songtitle"),
        ..YOUTUBE
    },
    Service {
        name: "Steam",
        items: GAME,
        marks: words!("appid name playtimeforever"),
        id: words!("appid"),
        title: words!("name"),
        // Steam has no marks of one's own.
        rating: words!(""),
        ..PLAIN
    },
    Service {
        marks: words!("artist album track uri"),
        id: words!("artist"),
        title: words!("artist"),
        ..SPOTIFY
    },
    Service {
        marks: words!("tracktrackname trackartistname"),
        id: words!("trackartistname"),
        title: words!("trackartistname"),
        ..SPOTIFY
    },
    Service {
        marks: words!("beername ratingscore"),
        id: words!("bid beerurl"),
        title: words!("beername"),
        ..UNTAPPD
    },
    Service {
        marks: words!("beer brewery checkinurl"),
        id: words!("beerurl"),
        title: words!("beer"),
        ..UNTAPPD
    },
    Service { marks: words!("type listedat rank"), unrated: Unrated::Wanted, ..TRAKT },
    Service { marks: words!("type ratedat rating"), ..TRAKT },
    Service { marks: words!("type watchedat action"), ..TRAKT },
    Service { marks: words!("movietitle lastwatchedat plays"), ..TRAKT },
    Service { marks: words!("showtitle lastwatchedat plays"), ..TRAKT },
    // Whoever made a track stands before its title there.
    Service { marks: words!("trackdescription playcount"), title: words!("trackdescription"), ..APPLE_MUSIC },
    Service { marks: words!("songname playdurationmilliseconds"), title: words!("songname"), ..APPLE_MUSIC },
    Service { marks: words!("title trackplaycount"), ..APPLE_MUSIC },
    Service {
        marks: words!("contentname playdurationmilliseconds"),
        title: words!("contentname"),
        ..APPLE_MUSIC
    },
    Service {
        name: "Tidal",
        marks: words!("tracktitle streamdurationms"),
        title: words!("tracktitle"),
        ..APPLE_MUSIC
    },
    Service {
        name: "Exportify",
        marks: words!("trackuri trackname addedat"),
        id: words!("trackuri"),
        title: words!("trackname"),
        ..APPLE_MUSIC
    },
    Service {
        name: "TuneMyMusic",
        marks: words!("trackname playlistname isrc"),
        id: words!("isrc"),
        title: words!("trackname"),
        ..APPLE_MUSIC
    },
    Service {
        marks: words!("website asin productname"),
        id: words!("asin"),
        title: words!("productname"),
        ..AMAZON
    },
    Service { marks: words!("asinisbn title unspsccode"), id: words!("asinisbn"), ..AMAZON },
    Service {
        name: "ListenBrainz",
        items: Noun::ARTIST,
        marks: words!("listenedat trackmetadataartistname"),
        id: words!("trackmetadataartistname"),
        title: words!("trackmetadataartistname"),
        ..PLAIN
    },
    Service {
        name: "Discogs",
        items: Noun("record", "records"),
        marks: words!("catalog artist title releaseid"),
        id: words!("releaseid"),
        best: 5.0,
        ..PLAIN
    },
    Service {
        name: "Babelio",
        items: Noun::BOOK,
        marks: words!("titre auteur statut note"),
        id: words!("isbn"),
        title: words!("titre"),
        rating: words!("note"),
        best: 5.0,
        ..PLAIN
    },
    // Its ratings are those of all.
    Service {
        name: "Audible",
        items: Noun::BOOK,
        marks: words!("asin title narrators percentcomplete"),
        id: words!("asin"),
        rating: words!(""),
        ..PLAIN
    },
    // Albums of several are called the same.
    Service {
        name: "Rate Your Music",
        items: Noun("album", "albums"),
        marks: words!("rymalbum title ownership"),
        id: words!("rymalbum"),
        ..PLAIN
    },
    // Cards of a collection, by name: an edition is a print of one.
    Service {
        name: "Deckbox",
        items: Noun("card", "cards"),
        marks: words!("count tradelistcount name edition"),
        title: words!("name"),
        ..PLAIN
    },
    Service {
        name: "Google Maps",
        items: PLACE,
        marks: words!("propertiesfivestarratingpublished propertieslocationname"),
        title: words!("propertieslocationname"),
        rating: words!("propertiesfivestarratingpublished"),
        best: 5.0,
        ..PLAIN
    },
    Service {
        name: "Grouvee",
        items: GAME,
        marks: words!("name shelves giantbombid"),
        title: words!("name"),
        best: 5.0,
        ..PLAIN
    },
    Service {
        name: "Kinopoisk",
        marks: words!("nameeng namerus rating"),
        title: words!("nameeng namerus"),
        ..PLAIN
    },
    Service {
        name: "movielens.org",
        marks: words!("movieid title rating averagerating"),
        id: words!("movieid"),
        best: 5.0,
        ..PLAIN
    },
    Service {
        name: "Vivino",
        items: WINE,
        marks: words!("winery winename linktowine"),
        id: words!("linktowine"),
        title: words!("winename"),
        best: 5.0,
        ..PLAIN
    },
    // Feeds of news stand in such files as well.
    Service {
        name: "OPML",
        items: Noun("podcast", "podcasts"),
        marks: words!("text xmlurl"),
        id: words!("xmlurl"),
        title: words!("text title"),
        ..PLAIN
    },
    Service {
        name: "Bookmarks",
        items: Noun("page", "pages"),
        marks: words!("title href adddate"),
        id: words!("href"),
        ..PLAIN
    },
    Service {
        name: "Libby",
        items: Noun::BOOK,
        marks: words!("title activity details library"),
        unrated: Unrated::Borrowed,
        ..PLAIN
    },
    Service {
        name: "Foursquare",
        items: PLACE,
        marks: words!("createdat timezoneoffset venueid venuename"),
        id: words!("venueid"),
        title: words!("venuename"),
        ..PLAIN
    },
    // The viewing of an account is that of its profiles.
    Service { marks: words!("profilename supplementalvideotype title"), ..NETFLIX },
    // “Rating” is how hard a route is there, and −1 stars are none.
    Service {
        name: "Mountain Project",
        items: Noun("route", "routes"),
        marks: words!("route pitches location"),
        id: words!("url"),
        title: words!("route"),
        rating: words!("yourstars"),
        best: 4.0,
        ..PLAIN
    },
];

/// The viewing history of a profile has two columns and no other.
const NETFLIX: Service = Service { name: "Netflix", unrated: Unrated::Episode, ..PLAIN };

/// The service whose files have these columns, of which this one names people.
pub(super) fn find(names: &[String], user: Option<usize>) -> Option<&'static Service> {
    if names == ["title", "date"] {
        return Some(&NETFLIX);
    }
    let named = Named::of(names);
    let has = |word: &str| named.find(word).is_some();
    let service =
        SERVICES.iter().find(|service| service.marks.iter().all(has) && service.title.iter().any(has))?;
    // What all think of a film stands in no one's list there.
    if service.name == LETTERBOXD.name && has("averagerating") && !has("rating") {
        return None;
    }
    // Rows that name people are those of many; only AniList and Apple put the account's number into each, and Spotify its name.
    // Netflix's name whoever it was at home.
    (user.is_none()
        || matches!(
            service.name,
            "AniList" | "Spotify" | "Apple Music" | "Netflix" | "Foursquare" | "ListenBrainz"
        ))
    .then_some(service)
}

/// True for the number of a book, in the form of 13 digits.
pub(super) fn is_isbn(text: &str) -> bool {
    text.len() == 13 && text.starts_with("97") && text.bytes().all(|b| b.is_ascii_digit())
}

/// The names of the columns of a known table that has lost its header.
pub(super) fn headerless(head: &Head<'_>, dialect: &Dialect, first: &[Cow<'_, str>]) -> Option<&'static str> {
    // Goodreads writes ="0439023483" to keep spreadsheets from dropping the zero, which is lost where one saved the file.
    let isbn = |text: &str| text.starts_with("=\"") || is_isbn(text);
    let stars = |text: &str| number(text).is_some_and(|stars| (0.0..=5.0).contains(&stars));
    // Not every book has a number.
    let book = |row: &[Cow<'_, str>]| {
        row.len() >= 19 && (isbn(&row[6]) || row[6].is_empty()) && stars(&row[7]) && stars(&row[8])
    };
    let numbered = || {
        head.lines().iter().take(20).any(|line| fields(line, dialect).get(6).is_some_and(|text| isbn(text)))
    };
    if book(first) && numbered() {
        return Some(
            "bookid,title,author,authorlf,additionalauthors,isbn,isbn13,myrating,averagerating,publisher,binding,\
             numberofpages,yearpublished,originalpublicationyear,dateread,dateadded,bookshelves,\
             bookshelveswithpositions,exclusiveshelf",
        );
    }
    let played = |text: &str| {
        let mut words = text.split(' ');
        let (day, month) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let months = "JanFebMarAprMayJunJulAugSepOctNovDec";
        day.len() == 2 && month.len() == 3 && months.contains(month) && words.count() == 2
    };
    let play = |row: &[Cow<'_, str>]| row.len() == 4 && !row[0].is_empty() && played(&row[3]);
    // Titles may be films alone at first.
    let day = |text: &str| text.starts_with(|c: char| c.is_ascii_digit()) && text.contains(['/', '-']);
    if matches!(first, [title, date] if !title.is_empty() && day(date)) && is_viewing(head, dialect) {
        return Some("title,date");
    }
    let mut others = head.lines().iter().take(20).skip(1);
    // What is playing at that moment has no date yet.
    let playing = first.len() == 4 && !first[0].is_empty() && first[3].is_empty() && others.len() > 0;
    ((playing || play(first)) && others.all(|line| play(&fields(line, dialect))))
        .then_some("artist,album,track,date")
}
