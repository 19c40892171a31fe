//! Every format and every kind of bad input: files as they come, and what must come of them.

mod public;

use kindred::error::{ErrorKind, Result};
use kindred::export::match_to;
use kindred::format::table::Columns;
use kindred::format::text::{Encoding, MAX_LINE};
use kindred::load::{LoadOptions, Loaded, Loader, Source, load_bytes, load_paths};
use kindred::ratings::{Feedback, Ratings, Shape};
use proptest::prelude::*;
use public::data;
use std::io::Write;
use std::path::PathBuf;

fn shape(r: &Ratings) -> (usize, usize, usize) {
    (r.n_users(), r.n_items(), r.len())
}

/// The mean rating of the item with this title.
fn mean_of(r: &Ratings, title: &str) -> f32 {
    let items = &r.catalog().items;
    let item = (0..items.len() as u32).find(|&i| items.title(i) == title).expect(title);
    let values = r.by_item().row(item).1;
    values.iter().sum::<f32>() / values.len() as f32
}

fn load(files: &[(&str, &str)]) -> Loaded {
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    load_bytes(&files, LoadOptions::default()).unwrap()
}

fn load_one(name: &str, text: &str) -> Loaded {
    load(&[(name, text)])
}

#[test]
fn movielens_100k_has_its_published_figures() {
    let Some(path) = data("ml-100k.zip") else { return };
    let loaded = load_paths(&[path], &[], LoadOptions::default()).unwrap();
    let r = &loaded.ratings;
    assert_eq!(shape(r), (943, 1682, 100_000));
    for (title, mean) in [
        ("Star Wars (1977)", 4.36),
        ("Empire Strikes Back, The (1980)", 4.20),
        ("Return of the Jedi (1983)", 4.01),
    ] {
        assert!((mean_of(r, title) - mean).abs() < 0.005, "{title}");
    }
    let items = &r.catalog().items;
    let toy_story = items.ids.find("1").unwrap();
    assert_eq!(items.categories(toy_story).collect::<Vec<_>>().len(), 3);
    let users = &r.catalog().users;
    let occupation = users.feature("occupation").unwrap();
    let first = users.ids.find("1").unwrap();
    assert_eq!(occupation.vocabulary.get(occupation.rows.row(first).0[0]), "technician");
    let report = &loaded.report;
    assert_eq!(report.splits, ["u1", "u2", "u3", "u4", "u5", "ua", "ub"]);
    assert_eq!(report.files.len(), 3, "{:?}", report.files);
    assert_eq!((report.duplicates, report.skipped.count, report.titled), (0, 0, 1682));
    assert_eq!(
        report.histogram.iter().map(|b| b.count).collect::<Vec<_>>(),
        [6110, 11370, 27145, 34174, 21201]
    );
    assert_eq!(report.categories.len(), 19);
    assert!(loaded.test.is_none());
}

#[test]
fn movielens_100k_comes_apart_into_its_official_splits() {
    let Some(path) = data("ml-100k.zip") else { return };
    let options = |split: &str| LoadOptions { split: Some(split.into()), ..LoadOptions::default() };
    let loaded = load_paths(&[&path], &[], options("u1")).unwrap();
    assert_eq!((loaded.ratings.len(), loaded.test.as_ref().unwrap().len()), (80_000, 20_000));
    assert_eq!(loaded.report.titled, loaded.ratings.n_items(), "titles come along");
    let loaded = load_paths(&[&path], &[], options("ua")).unwrap();
    assert_eq!((loaded.ratings.len(), loaded.test.as_ref().unwrap().len()), (90_570, 9_430));
    let error = load_paths(&[&path], &[], options("u9")).unwrap_err();
    assert_eq!(error.name(), "ParameterError");
    assert!(error.to_string().contains("u1, u2"), "{error}");
    // The same through entries picked by name.
    let pick = |entry: &str| PathBuf::from(format!("{}#{entry}", path.display()));
    let loaded = load_paths(&[pick("u1.base")], &[pick("ml-100k/u1.test")], LoadOptions::default()).unwrap();
    assert_eq!((loaded.ratings.len(), loaded.test.unwrap().len()), (80_000, 20_000));
}

#[test]
fn movielens_latest_small_has_its_published_figures() {
    let Some(path) = data("ml-latest-small.zip") else { return };
    let loaded = load_paths(&[path], &[], LoadOptions::default()).unwrap();
    let r = &loaded.ratings;
    // Copies of the set with a visitor's own ratings under user 672 are in circulation.
    let users = &r.catalog().users.ids;
    let published: Vec<u32> =
        (0..r.n_users() as u32).filter(|&u| users.get(u).parse::<u32>().unwrap() <= 671).collect();
    assert_eq!(published.len(), 671);
    assert_eq!(published.iter().map(|&u| r.by_user().row_len(u)).sum::<usize>(), 100_004);
    assert_eq!(r.n_items(), 9066);
    assert_eq!((r.scale().min, r.scale().max), (0.5, 5.0));
    let items = &r.catalog().items;
    let matrix = items.ids.find("2571").unwrap();
    assert_eq!(items.title(matrix), "Matrix, The (1999)");
    assert_eq!(items.categories(matrix).collect::<Vec<_>>(), ["Action", "Thriller", "Sci-Fi"]);
    let imdb = items.feature("imdb").unwrap();
    assert_eq!(imdb.vocabulary.get(imdb.rows.row(matrix).0[0]), "tt0133093");
    assert!(items.feature("tag").unwrap().rows.nnz() > 1000);
    assert!(!loaded.report.categories.iter().any(|c| c.contains("no genres")));
    assert_eq!(loaded.report.skipped.count, 0, "{:?}", loaded.report.skipped);
}

#[test]
fn movielens_1m_files_are_read_from_a_folder() {
    let loaded = load(&[
        ("ml-1m/ratings.dat", "1::1193::5::978300760\n1::661::3::978302109\n2::1193::4::978298413\n"),
        (
            "ml-1m/movies.dat",
            "661::James and the Giant Peach (1996)::Animation|Children's|Musical\n1193::One Flew Over the Cuckoo's Nest (1975)::Drama\n",
        ),
        ("ml-1m/users.dat", "1::F::1::10::48067\n2::M::56::16::70072\n"),
        ("ml-1m/README", "SUMMARY\n=======\n"),
    ]);
    let r = &loaded.ratings;
    assert_eq!(shape(r), (2, 2, 3));
    assert_eq!(r.times().len(), 3);
    assert_eq!(r.catalog().items.title(1), "James and the Giant Peach (1996)");
    let age = r.catalog().users.feature("age").unwrap();
    assert_eq!(age.vocabulary.iter().collect::<Vec<_>>(), ["under 18", "56 and older"]);
}

#[test]
fn lastfm_play_counts_are_implicit() {
    let Some(path) = data("hetrec2011-lastfm-2k.zip") else { return };
    let loaded = load_paths(&[path], &[], LoadOptions::default()).unwrap();
    let r = &loaded.ratings;
    assert_eq!(shape(r), (1892, 17_632, 92_834));
    assert_eq!(r.feedback(), Feedback::Implicit);
    let items = &r.catalog().items;
    assert_eq!(items.title(items.ids.find("51").unwrap()), "Duran Duran");
}

#[test]
fn jester_ratings_keep_their_scale() {
    let Some(path) = data("jester-5k.zip") else { return };
    let loaded = load_paths(&[path], &[], LoadOptions::default()).unwrap();
    let r = &loaded.ratings;
    assert_eq!(shape(r), (5000, 100, 363_209));
    assert!(r.scale().min >= -10.0 && r.scale().max <= 10.0);
    // Jokes are kept whole, and the ends of the bars are whole numbers.
    let items = &r.catalog().items;
    let longest = items.titles.iter().map(|title| title.chars().count()).max();
    assert!(longest > Some(500), "{longest:?}");
    assert!(items.titles.iter().all(|title| !title.ends_with('…')));
    assert!(
        loaded.report.histogram.iter().all(|bar| bar.from.fract() == 0.0),
        "{:?}",
        loaded.report.histogram
    );
}

#[test]
fn a_chunk_shorter_than_wanted_keeps_what_came() {
    let text = b"user,item,rating\na,x,1\nb,y,2\nc,z,3";
    let source = Source { name: "r.csv".into(), size: 1000, test: false };
    let mut loader = Loader::new(vec![source], LoadOptions::default()).unwrap();
    while let Some(want) = loader.want() {
        let start = text.len().min(want.offset as usize);
        loader.feed(&text[start..text.len().min(start + want.length)]).unwrap();
    }
    let loaded = loader.finish().unwrap();
    assert_eq!(loaded.ratings.len(), 2, "the last line may be incomplete");
    assert_eq!(loaded.report.skipped.count, 1);
    assert!(loaded.report.files[0].note.contains("966 bytes"), "{:?}", loaded.report.files);
}

#[test]
fn a_file_that_will_not_fit_is_refused_early_with_figures_and_a_share_of_users_that_fits() {
    let line = |row: u32| format!("{},{},4.5,1000000000\n", row / 100 + 1, row * 7 % 10_007);
    let text: String = (0..1_000_000).map(line).collect();
    let load = |keep_users| {
        let source = Source { name: "r.csv".into(), size: text.len() as u64, test: false };
        let mut loader =
            Loader::new(vec![source], LoadOptions { keep_users, ..LoadOptions::default() }).unwrap();
        loader.set_memory(14 << 20);
        let mut read = 0;
        while let Some(want) = loader.want() {
            let start = want.offset as usize;
            read = text.len().min(start + want.length);
            loader.feed(&text.as_bytes()[start..read]).map_err(|error| (read, error))?;
        }
        loader.finish().map_err(|error| (read, error))
    };
    // A million rows of 28 bytes are 26.7 MiB, and ids.
    let (read, error) = load(None).unwrap_err();
    assert_eq!(error.name(), "MemoryError");
    assert!(read < text.len() / 4, "after {read} of {} bytes", text.len());
    let ErrorKind::Memory { need, limit, what } = error.kind() else { panic!("{error}") };
    assert_eq!(*limit, 14 << 20);
    assert!((26 << 20..29 << 20).contains(need), "{need}");
    let share: f32 = what.split("sample of ").nth(1).unwrap().split(' ').next().unwrap().parse().unwrap();
    assert!((40.0..50.0).contains(&share), "{what}");
    let loaded = load(Some(share / 100.0)).unwrap();
    assert!((300_000..550_000).contains(&loaded.ratings.len()));
}

#[test]
fn amazon_digital_music_of_2014_has_its_known_figures() {
    let Some(path) = data("meta_Digital_Music.json.gz") else { return };
    let loaded = load_paths(&[path], &[], LoadOptions::default()).unwrap();
    let r = &loaded.ratings;
    assert_eq!((r.shape(), r.n_items(), r.len()), (kindred::ratings::Shape::Pairs, 63_746, 314_777));
    assert_eq!(loaded.report.skipped.count, 0, "{:?}", loaded.report.skipped);
    let items = &r.catalog().items;
    let memory = items.ids.find("5555991584").unwrap();
    assert_eq!(items.title(memory), "Memory of Trees");
    assert!(items.categories(memory).any(|c| c == "Celtic New Age"));
}

#[test]
fn amazon_gift_cards_of_2018_have_titles_and_pairs() {
    let Some(path) = data("meta_Gift_Cards.json.gz") else { return };
    let loaded = load_paths(&[path], &[], LoadOptions::default()).unwrap();
    assert_eq!(loaded.report.skipped.count, 0, "{:?}", loaded.report.skipped);
    // 1_547 products and 55_779 related ones.
    assert_eq!(loaded.report.files[0].rows, 1_547 + 55_779);
    assert_eq!((loaded.ratings.len(), loaded.ratings.n_items()), (45_074, 3_908));
}

#[test]
fn products_of_2014_become_pairs_with_titles_and_categories() {
    let loaded = load_one(
        "meta_Music.json",
        concat!(
            "{'asin': 'A1', 'title': u'Caf\\xe9 &amp; more', 'related': {'also_bought': ['B1', 'C1'], 'also_viewed': ['B1']}, ",
            "'categories': [['CDs & Vinyl', 'Pop'], ['Digital Music', 'Pop']]}\n",
            "{'related': {'bought_together': ['A1'], 'buy_after_viewing': ['D1']}, 'asin': 'B1'}\n",
            "{'asin': 'E1', 'title': 'Alone'}\n",
            "{'asin': 'F1', 'title': 'cut}\n",
            "{'title': 'no asin'}\n",
        ),
    );
    let r = &loaded.ratings;
    assert_eq!((r.shape(), r.feedback(), r.len(), r.n_items()), (Shape::Pairs, Feedback::Implicit, 2, 3));
    let items = &r.catalog().items;
    let index = |id: &str| items.ids.find(id).unwrap();
    assert_eq!(items.title(index("A1")), "Café & more");
    assert_eq!(items.categories(index("A1")).collect::<Vec<_>>(), ["CDs & Vinyl", "Pop", "Digital Music"]);
    let weight = |a: &str, b: &str| {
        let (a, b) = (index(a).min(index(b)), index(a).max(index(b)));
        let (columns, values) = r.by_user().row(a);
        columns.iter().position(|&c| c == b).map(|at| values[at])
    };
    assert_eq!(weight("A1", "B1"), Some(0.5 + 1.0 + 1.2));
    assert_eq!(weight("A1", "C1"), Some(1.0));
    assert_eq!(loaded.report.skipped.count, 2);
    assert_eq!(loaded.report.files[0].format, "Amazon products");
}

#[test]
fn products_of_2018_and_2023_are_json() {
    let loaded = load_one(
        "meta.json",
        concat!(
            r#"{"category": ["Gift Cards", "Gift Cards"], "title": "Card", "also_buy": ["B1"], "also_view": ["B1", "C1"], "asin": "A1"}"#,
            "\n",
            r#"{"main_category": "Toys", "parent_asin": "C1", "title": "Toy", "bought_together": null, "categories": []}"#,
            "\n",
        ),
    );
    let r = &loaded.ratings;
    let items = &r.catalog().items;
    assert_eq!(r.once().map(|(.., weight)| weight).collect::<Vec<_>>(), [1.5, 0.5]);
    assert_eq!(items.categories(items.ids.find("C1").unwrap()).collect::<Vec<_>>(), ["Toys"]);
    assert_eq!(items.title(items.ids.find("C1").unwrap()), "Toy");
}

#[test]
fn reviews_of_every_year_become_ratings() {
    for text in [
        "{\"reviewerID\": \"U1\", \"asin\": \"P1\", \"overall\": 4.0, \"unixReviewTime\": 1400457600}\n",
        "{'reviewerID': 'U1', 'asin': 'P1', 'helpful': [2, 3], 'overall': 4.0, 'unixReviewTime': 1400457600}\n",
        "{\"rating\": 4.0, \"title\": \"Good\", \"asin\": \"X\", \"parent_asin\": \"P1\", \"user_id\": \"U1\", \"timestamp\": 1400457600123}\n",
    ] {
        let loaded = load_one("reviews.jsonl", text);
        let r = &loaded.ratings;
        assert_eq!((r.shape(), r.feedback()), (Shape::Ratings, Feedback::Explicit), "{text}");
        let (user, item) = (r.catalog().users.ids.find("U1"), r.catalog().items.ids.find("P1"));
        assert_eq!(
            (user, item, r.by_user().values(), r.times()),
            (Some(0), Some(0), &[4.0][..], &[1_400_457_600][..])
        );
    }
    let loaded = load_one(
        "reviews.json",
        "{\"reviewerID\": \"U1\", \"asin\": \"P1\", \"overall\": 4.0}\n{\"reviewerID\": \"U2\", \"asin\": \"P1\"}\n",
    );
    assert_eq!((loaded.ratings.len(), loaded.report.skipped.count), (1, 1));
}

#[test]
fn the_ids_tell_which_column_of_headerless_ratings_is_the_user() {
    for text in [
        "A2SUAM1J3GNN3B,0000013714,5.0,1400457600\nA10000012B7CGYKOMPQ4L,B00004WJXY,3.0,1400457601\n",
        "0000013714,A2SUAM1J3GNN3B,5.0,1400457600\nB00004WJXY,A10000012B7CGYKOMPQ4L,3.0,1400457601\n",
    ] {
        let r = load_one("ratings_Music.csv", text).ratings;
        assert!(r.catalog().users.ids.find("A2SUAM1J3GNN3B").is_some(), "{text}");
        assert!(r.catalog().items.ids.find("B00004WJXY").is_some(), "{text}");
        assert_eq!(r.times(), [1_400_457_600, 1_400_457_601]);
    }
}

/// A file's name, its bytes, and the (users, items, ratings) that must come of it.
type Sample = (&'static str, &'static [u8], (usize, usize, usize));

/// A small, faithful file of each format.
const SAMPLES: &[Sample] = &[
    ("u.data", include_bytes!("data/formats/u.data"), (3, 2, 3)),
    ("ratings.dat", include_bytes!("data/formats/ratings.dat"), (1, 2, 2)),
    ("ratings.csv", include_bytes!("data/formats/ratings.csv"), (2, 1, 2)),
    ("quoted.csv", include_bytes!("data/formats/quoted.csv"), (2, 2, 2)),
    ("jester_ratings.dat", include_bytes!("data/formats/jester_ratings.dat"), (2, 2, 3)),
    ("jester-data-1.csv", include_bytes!("data/formats/jester-data-1.csv"), (2, 4, 5)),
    ("user_artists.dat", include_bytes!("data/formats/user_artists.dat"), (2, 2, 3)),
    (
        "usersha1-artmbid-artname-plays.tsv",
        include_bytes!("data/formats/usersha1-artmbid-artname-plays.tsv"),
        (1, 2, 2),
    ),
    ("goodbooks/ratings.csv", include_bytes!("data/formats/goodbooks-ratings.csv"), (2, 3, 3)),
    ("BX-Book-Ratings.csv", include_bytes!("data/formats/BX-Book-Ratings.csv"), (2, 2, 2)),
    ("combined_data_1.txt", include_bytes!("data/formats/combined_data_1.txt"), (2, 2, 3)),
    ("pairs.csv", include_bytes!("data/formats/pairs.csv"), (3, 3, 2)),
    ("related.csv", include_bytes!("data/formats/related.csv"), (3, 3, 2)),
    ("interests.txt", include_bytes!("data/formats/interests.txt"), (4, 5, 12)),
    ("lists.json", include_bytes!("data/formats/lists.json"), (2, 4, 5)),
    ("letterboxd/ratings.csv", include_bytes!("data/formats/letterboxd-ratings.csv"), (1, 2, 2)),
    ("imdb.csv", include_bytes!("data/formats/imdb.csv"), (1, 1, 1)),
    ("goodreads_library_export.csv", include_bytes!("data/formats/goodreads_library_export.csv"), (1, 1, 1)),
    ("other.tsv", include_bytes!("data/formats/other.tsv"), (2, 2, 2)),
    ("swedish.csv", include_bytes!("data/formats/swedish.csv"), (2, 2, 2)),
];

/// Everything that came of a load, as text, to compare.
fn digest(loaded: &Result<Loaded>) -> String {
    match loaded {
        Ok(Loaded { ratings, test, report, previews, own }) => {
            let catalog = ratings.catalog();
            format!(
                "{report:?}{previews:?}{own:?}{catalog:?}{:?}{:?}{test:?}",
                ratings.by_user(),
                ratings.times()
            )
        }
        Err(error) => error.to_string(),
    }
}

/// Loads with chunks of these sizes, over and over.
fn load_in_chunks(files: &[(&str, &[u8])], sizes: &[usize], options: LoadOptions) -> Result<Loaded> {
    let sources = files.iter().map(|(name, bytes)| {
        let (name, size) = ((*name).to_owned(), bytes.len() as u64);
        Source { name, size, test: false }
    });
    let mut loader = Loader::new(sources.collect(), options)?;
    let mut sizes = sizes.iter().cycle();
    loop {
        loader.set_chunk(*sizes.next().unwrap());
        let Some(want) = loader.want() else { break };
        let bytes = files[want.source].1;
        let start = usize::try_from(want.offset).map_or(bytes.len(), |at| at.min(bytes.len()));
        loader.feed(&bytes[start..bytes.len().min(start + want.length)])?;
    }
    loader.finish()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gz.write_all(bytes).unwrap();
    gz.finish().unwrap()
}

fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut stream = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::default());
    stream.write_all(bytes).unwrap();
    stream.finish().unwrap()
}

/// How an entry of a test archive is written.
#[derive(Clone, Copy, PartialEq)]
enum Pack {
    Stored,
    Deflated,
    Encrypted,
    Method(u16),
    Zip64,
}

/// A zip archive of these files.
fn zip(files: &[(&str, &[u8], Pack)]) -> Vec<u8> {
    let (mut archive, mut directory) = (Vec::new(), Vec::new());
    for (name, bytes, pack) in files {
        let mut crc = flate2::Crc::new();
        crc.update(bytes);
        let (method, data) = match pack {
            Pack::Stored => (0, bytes.to_vec()),
            Pack::Method(method) => (*method, bytes.to_vec()),
            _ => (8, deflate(bytes)),
        };
        let header = archive.len() as u64;
        let flags = u16::from(*pack == Pack::Encrypted);
        let mut sizes = Vec::new();
        let mut extra = Vec::new();
        let mut offset = header as u32;
        if *pack == Pack::Zip64 {
            sizes.extend([0xFF; 8]);
            offset = u32::MAX;
            extra.extend([1, 0, 24, 0]);
            for value in [bytes.len() as u64, data.len() as u64, header] {
                extra.extend(value.to_le_bytes());
            }
        } else {
            sizes.extend((data.len() as u32).to_le_bytes());
            sizes.extend((bytes.len() as u32).to_le_bytes());
        }
        let common = |out: &mut Vec<u8>, extra: &[u8]| {
            out.extend([45, 0]);
            out.extend(flags.to_le_bytes());
            out.extend(u16::to_le_bytes(method));
            out.extend([0; 4]);
            out.extend(crc.sum().to_le_bytes());
            out.extend(&sizes);
            out.extend((name.len() as u16).to_le_bytes());
            out.extend((extra.len() as u16).to_le_bytes());
        };
        archive.extend(b"PK\x03\x04");
        common(&mut archive, &[]);
        archive.extend(name.as_bytes());
        archive.extend(data);
        directory.extend(b"PK\x01\x02\x2D\x00");
        common(&mut directory, &extra);
        directory.extend([0; 10]);
        directory.extend(offset.to_le_bytes());
        directory.extend(name.as_bytes());
        directory.extend(extra);
    }
    let (at, length, n) = (archive.len() as u64, directory.len() as u64, files.len() as u64);
    archive.extend(directory);
    if files.iter().any(|f| f.2 == Pack::Zip64) {
        let end = archive.len() as u64;
        archive.extend(b"PK\x06\x06");
        archive.extend(44u64.to_le_bytes());
        archive.extend([45, 0, 45, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        for value in [n, n, length, at] {
            archive.extend(value.to_le_bytes());
        }
        archive.extend(b"PK\x06\x07\0\0\0\0");
        archive.extend(end.to_le_bytes());
        archive.extend([1, 0, 0, 0]);
        archive.extend(b"PK\x05\x06\0\0\0\0");
        archive.extend([0xFF; 12]);
        archive.extend([0, 0]);
        return archive;
    }
    archive.extend(b"PK\x05\x06\0\0\0\0");
    archive.extend((n as u16).to_le_bytes());
    archive.extend((n as u16).to_le_bytes());
    archive.extend((length as u32).to_le_bytes());
    archive.extend((at as u32).to_le_bytes());
    archive.extend([0, 0]);
    archive
}

#[test]
fn every_format_is_told_by_its_contents() {
    for (name, bytes, expected) in SAMPLES {
        let loaded = load_bytes(&[(name, bytes)], LoadOptions::default());
        let loaded = loaded.unwrap_or_else(|e| panic!("{name}: {e}"));
        assert_eq!(shape(&loaded.ratings), *expected, "{name}: {:?}", loaded.report);
        assert_eq!(loaded.report.skipped.count, 0, "{name}: {:?}", loaded.report.skipped);
    }
}

#[test]
fn every_format_comes_the_same_from_archives() {
    for (name, bytes, _) in SAMPLES {
        let plain = load_bytes(&[(name, bytes)], LoadOptions::default()).unwrap();
        let archive = |pack| zip(&[(name, bytes, pack)]);
        for packed in [gzip(bytes), archive(Pack::Stored), archive(Pack::Deflated), archive(Pack::Zip64)] {
            let loaded = load_bytes(&[(name, &packed)], LoadOptions::default()).unwrap();
            assert_eq!(loaded.ratings.by_user(), plain.ratings.by_user(), "{name}");
            let ids =
                |l: &Loaded| l.ratings.catalog().items.ids.iter().map(str::to_owned).collect::<Vec<_>>();
            assert_eq!(ids(&loaded), ids(&plain), "{name}");
            assert!(loaded.report.notes.len() <= plain.report.notes.len(), "{:?}", loaded.report.notes);
        }
    }
}

#[test]
fn line_ends_and_encodings_make_no_difference() {
    let text = "user,film,rating\nada,Amélie,5\nbob,“Œuvre”,3\nbob,Amélie,4\n";
    let plain = load(&[("r.csv", text)]);
    let utf16 = |swap: bool| -> Vec<u8> {
        let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
        units.flat_map(|u| if swap { u.to_be_bytes() } else { u.to_le_bytes() }).collect()
    };
    let western = b"user,film,rating\nada,Am\xE9lie,5\nbob,\x93\x8Cuvre\x94,3\nbob,Am\xE9lie,4\n".to_vec();
    for (what, bytes) in [
        ("CR LF", text.replace('\n', "\r\n").into_bytes()),
        ("lone CR", text.replace('\n', "\r").into_bytes()),
        ("lone CR, and CR LF at the end", format!("{}\n", text.replace('\n', "\r")).into_bytes()),
        ("no final line end", text.trim_end().as_bytes().to_vec()),
        ("empty lines", text.replace('\n', "\n\n").into_bytes()),
        ("UTF-8 with a mark", format!("\u{FEFF}{text}").into_bytes()),
        ("UTF-16 LE", utf16(false)),
        ("UTF-16 BE", utf16(true)),
        ("Windows-1252", western),
    ] {
        let loaded = load_bytes(&[("r.csv", &bytes)], LoadOptions::default()).unwrap();
        assert_eq!(loaded.ratings.by_user(), plain.ratings.by_user(), "{what}");
        let ids: Vec<&str> = loaded.ratings.catalog().items.ids.iter().collect();
        assert_eq!(ids, ["Amélie", "“Œuvre”"], "{what}");
    }
}

/// The three files of Book-Crossing as they were published: every field but a missing age in quotes, semicolons, CR LF,
/// Windows-1252, entities, backslashes before quotes, and most ratings 0.
fn book_crossing() -> [(&'static str, Vec<u8>); 3] {
    let mut books = b"\"ISBN\";\"Book-Title\";\"Book-Author\";\"Year-Of-Publication\";\"Publisher\";\"Image-URL-S\";\"Image-URL-M\";\"Image-URL-L\"\r\n".to_vec();
    let mut users = "\"User-ID\";\"Location\";\"Age\"\r\n".to_owned();
    let mut ratings = "\"User-ID\";\"ISBN\";\"Book-Rating\"\r\n".to_owned();
    let titles: [&[u8]; 5] = [
        b"Classical Mythology",
        b"Der Fluch der M\xFCcke &amp; andere",
        b"Goodbye to the \\\"Buttermilk\\\" Sky; a Novel",
        b"Where You'll Find Me: And Other Stories",
        b"The Kitchen God's Wife",
    ];
    for book in 0..60 {
        let isbn = format!("{:09}X", 195_153 + book * 7919);
        let image = format!("http://images.amazon.com/images/P/{isbn}.01.THUMBZZZ.jpg");
        books.extend_from_slice(format!("\"{isbn}\";\"").as_bytes());
        books.extend_from_slice(titles[book % titles.len()]);
        books.extend_from_slice(format!("\";\"Mark P. O. Morford\";\"{}\";\"Oxford University Press\";\"{image}\";\"{image}\";\"{image}\"\r\n", 1950 + book).as_bytes());
    }
    for user in 1..=40 {
        let place =
            ["nyc, new york, usa", "porto, v.n.gaia, portugal", "st. john's, newfoundland, canada"][user % 3];
        let age = if user % 3 == 0 { format!("\"{}\"", 15 + user) } else { "NULL".to_owned() };
        users.push_str(&format!("\"{user}\";\"{place}\";{age}\r\n"));
        for book in (user % 7..60).step_by(7) {
            let isbn = format!("{:09}X", 195_153 + book * 7919);
            let rating = if (user + book) % 3 == 0 { 5 + (user * book) % 6 } else { 0 };
            ratings.push_str(&format!("\"{user}\";\"{isbn}\";\"{rating}\"\r\n"));
        }
    }
    [
        ("BX-Books.csv", books),
        ("BX-Users.csv", users.into_bytes()),
        ("BX-Book-Ratings.csv", ratings.into_bytes()),
    ]
}

#[test]
fn the_columns_of_known_sets_are_not_guessed() {
    let files = book_crossing();
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes)| (*name, bytes.as_slice())).collect();
    let books = load_bytes(&files, LoadOptions::default()).unwrap();
    assert_eq!((books.report.person.1, books.report.item.1), ("readers", "books"));
    assert_eq!((books.report.skipped.count, books.report.titled), (0, books.ratings.n_items()));
    assert!(books.ratings.catalog().items.titles.iter().any(|title| title.contains("Mücke & andere")));
    let mut known = vec![books];
    for name in ["ml-100k.zip", "ml-latest-small.zip", "jester-5k.zip", "hetrec2011-lastfm-2k.zip"] {
        known.extend(data(name).map(|path| load_paths(&[path], &[], LoadOptions::default()).unwrap()));
    }
    for (name, text) in [
        ("u.data", "196\t242\t3\t881250949\n186\t302\t3\t891717742\n"),
        ("ratings.dat", "1::122::5::838985046\n1::185::4.5::838983525\n"),
        ("jester_ratings.dat", "1\t\t5\t\t0.219\n1\t\t7\t\t-9.281\n"),
    ] {
        known.push(load_one(name, text));
    }
    for loaded in known {
        let guessed: Vec<_> = loaded.previews.iter().filter(|p| p.columns.header == Some(false)).collect();
        assert!(guessed.is_empty(), "{}: {guessed:?}", loaded.report.name);
    }
    assert_eq!(load_one("r.csv", "196,242,3\n186,302,4\n").previews[0].columns.header, Some(false));
    // A header may leave a column without a name, as pandas does with the number of the row.
    let numbered = load_one("r.csv", ",user_id,isbn,rating\n0,2,0195153448,5\n1,8,0002005018,7\n");
    assert_eq!(numbered.previews[0].columns.header, Some(true));
    assert_eq!((numbered.ratings.len(), numbered.report.item.1), (2, "books"));
}

#[test]
fn people_and_items_are_called_what_the_files_call_them() {
    let called = |files: &[(&str, &str)]| {
        let report = load(files).report;
        (report.person.1, report.item.1)
    };
    let ratings = "u1,i1,4\nu1,i2,2\n";
    for (header, expected) in [
        ("user,item,rating", ("people", "items")),
        ("customer_id,sku,rating", ("customers", "products")),
        ("userId,movieId,rating", ("people", "films")),
        ("User,Game,Score", ("players", "games")),
        ("reader,item,rating", ("readers", "items")),
        ("Kunde,Artikel,Bewertung", ("customers", "articles")),
        ("user_id,book_id,rating", ("readers", "books")),
    ] {
        assert_eq!(called(&[("r.csv", &format!("{header}\n{ratings}"))]), expected, "{header}");
    }
    for (files, expected) in [
        (&[("u.data", "1\t2\t3\t881250949\n")][..], ("people", "films")),
        (&[("ratings.dat", "1::2::5::838985046\n")], ("people", "films")),
        (&[("jester_ratings.dat", "1\t\t5\t\t0.2\n1\t\t7\t\t-9.3\n")], ("people", "jokes")),
        (&[("user_artists.dat", "userID\tartistID\tweight\n2\t51\t13883\n")], ("listeners", "artists")),
        (&[("pairs.csv", "product1,product2\na,b\n")], ("products", "products")),
        (&[("p.csv", "item1,item2\na,b\n")], ("products", "products")),
        (&[("p.csv", "book1,book2\na,b\n")], ("books", "books")),
        (&[("s.json", "{\"asin\": \"a\", \"also_buy\": [\"b\"]}\n")], ("products", "products")),
        (&[("combined_data_1.txt", "1:\n1488844,3,2005-09-06\n")], ("people", "films")),
        // A description says it where the ratings do not.
        (
            &[("r.csv", "user,item,rating\na,1,5\n"), ("m.csv", "movieId,title\n1,Alien (1979)\n")],
            ("people", "films"),
        ),
    ] {
        assert_eq!(called(files), expected, "{}", files[0].0);
    }
    // So do the remarks on what was read.
    let titles = ("m.csv", "movieId,title\n1,Alien (1979)\n2,Heat (1995)\n3,Fargo (1996)\n");
    let noted = |header: &str| load(&[("r.csv", &format!("{header}\na,1,5\nb,1,3\n")), titles]).report.notes;
    let remarks =
        ["2 described films have no rating.", "There is one film only; there is nothing to recommend."];
    assert_eq!(noted("user,movieId,rating"), remarks);
    // Who has one thing only is like nobody: most likely the column is that of a row.
    let rows: String = (0..12).map(|row| format!("{row},{},{}\n", row % 3, row % 4)).collect();
    let notes = |header: &str| load(&[("r.csv", &format!("{header}\n{rows}"))]).report.notes;
    assert!(notes("user,movieId,rating")[0].starts_with("No person has more than one film, "));
    assert_eq!(noted("user,movieId,plays")[0], "2 described films were never chosen.");
    let pairs = [("p.csv", "product1,product2\na,b\n"), ("t.csv", "product_id,title\na,A\nb,B\nc,C\n")];
    assert_eq!(load(&pairs).report.notes, ["1 described product is in no pair."]);
    // What was said of the columns counts, too; and a saved model keeps it.
    let columns = Columns { user: Some(2), item: Some(1), rating: Some(0), ..Columns::default() };
    let options = LoadOptions { columns: Some(columns), ..LoadOptions::default() };
    let text: &[u8] = b"much;Song;Listener\n5;s1;ada\n4;s2;ada\n";
    let chosen = load_bytes(&[("x.csv", text)], options).unwrap();
    assert_eq!((chosen.report.person.1, chosen.report.item.1), ("listeners", "songs"));
    let mut tensors = kindred::tensors::Tensors::default();
    chosen.ratings.describe(&mut tensors.metadata);
    chosen.ratings.put(&mut tensors);
    let saved = Ratings::get(&tensors).unwrap();
    assert_eq!((saved.catalog().person().1, saved.catalog().item().1), ("listeners", "songs"));
}

#[test]
fn descriptions_join_ratings() {
    // Book-Crossing: backslashes before quotes, entities, separators in quotes, Windows-1252.
    let books = b"\"ISBN\";\"Book-Title\";\"Book-Author\";\"Year-Of-Publication\";\"Publisher\"\r\n\"0155061224\";\"Rites \\\"of\\\" Passage; or M\xFCller &amp; Sons\";\"Judith Rae\";\"2001\";\"Heinle\"\r\n";
    let users = b"\"User-ID\";\"Location\";\"Age\"\r\n\"276726\";\"seattle, washington, usa\";NULL\r\n\"276729\";\"rijeka\";\"16\"\r\n";
    let ratings = SAMPLES.iter().find(|s| s.0 == "BX-Book-Ratings.csv").unwrap().1;
    let files: [(&str, &[u8]); 3] =
        [("BX-Books.csv", books), ("BX-Users.csv", users), ("BX-Book-Ratings.csv", ratings)];
    let loaded = load_bytes(&files, LoadOptions::default()).unwrap();
    let items = &loaded.ratings.catalog().items;
    let book = items.ids.find("0155061224").unwrap();
    assert_eq!(items.title(book), "Rites \"of\" Passage; or Müller & Sons");
    let year = items.feature("year").unwrap();
    assert_eq!(year.vocabulary.get(year.rows.row(book).0[0]), "2001");
    assert_eq!(loaded.ratings.catalog().users.feature("age").unwrap().vocabulary.get(0), "16");
    assert!(
        loaded.report.files.iter().any(|f| f.note.contains("1 rows with value 0")),
        "{:?}",
        loaded.report
    );
    // Every row a plain yes: the rows of 0 count as well.
    let options = LoadOptions { implicit: Some(true), ..LoadOptions::default() };
    let loaded = load_bytes(&files, options).unwrap();
    assert_eq!((loaded.ratings.len(), loaded.ratings.scale().min), (3, 1.0));

    let jester = load(&[
        ("jester_ratings.dat", "1\t\t1\t\t-1.600\n1\t\t2\t\t-3.540\n"),
        ("jester_items.dat", "1:\n<p>\nA man &amp; a <br />doctor.\n</p>\n\n2:\n<p>Two.</p>\n"),
    ]);
    let titles: Vec<&str> = (0..2).map(|i| jester.ratings.catalog().items.title(i)).collect();
    assert_eq!(titles, ["A man & a doctor.", "Two."]);

    let netflix = load(&[
        ("combined_data_1.txt", "1:\n1488844,3,2005-09-06\n3:\n822109,5,2005-05-13\n"),
        ("movie_titles.csv", "1,2003,Dinosaur Planet\n3,NULL,Character, with commas, and more\n"),
    ]);
    assert_eq!(netflix.ratings.catalog().items.title(1), "Character, with commas, and more");
    assert_eq!(netflix.ratings.times().len(), 2);

    let goodbooks = load(&[
        ("ratings.csv", "user_id,book_id,rating\n1,1,5\n2,2,4\n"),
        ("to_read.csv", "user_id,book_id\n9,1\n"),
        ("book_tags.csv", "goodreads_book_id,tag_id,count\n2767052,30574,11314\n"),
        (
            "books.csv",
            "book_id,goodreads_book_id,best_book_id,work_id,books_count,isbn,isbn13,authors,original_publication_year,original_title,title,language_code,average_rating,ratings_count\n1,2767052,2767052,2792775,272,439023483,9.78043902348e+12,Suzanne Collins,2008.0,The Hunger Games,\"The Hunger Games (The Hunger Games, #1)\",eng,4.34,4780653\n",
        ),
    ]);
    let items = &goodbooks.ratings.catalog().items;
    assert_eq!(items.title(0), "The Hunger Games (The Hunger Games, #1)");
    assert_eq!(shape(&goodbooks.ratings), (2, 2, 2), "wishes are not ratings");
    assert_eq!(goodbooks.ratings.feedback(), Feedback::Explicit);
    let year = items.feature("year").unwrap();
    assert_eq!(year.vocabulary.get(year.rows.row(0).0[0]), "2008");
}

#[test]
fn pairs_and_lists_are_told_from_ratings() {
    let pairs = load(&[(
        "related.csv",
        "product1,product2,relationship\np,q,also_bought\np,q,bought_together\nq,r,also_viewed\n",
    )]);
    assert_eq!(pairs.ratings.shape(), Shape::Pairs);
    assert_eq!(pairs.ratings.by_user().row(0), (&[1][..], &[2.2][..]));
    let lists = load(&[("lists.json", "[[\"a\",\"b\"],[\"a\"]]")]);
    assert_eq!(lists.ratings.feedback(), Feedback::Implicit);
}

#[test]
fn a_personal_export_meets_a_data_set() {
    let Some(path) = data("ml-latest-small.zip") else { return };
    let films = load_paths(&[path], &[], LoadOptions::default()).unwrap().ratings;
    let ratings = "Date,Name,Year,Letterboxd URI,Rating\n2020-01-02,\"The Good, the Bad and the Ugly\",1966,https://boxd.it/2,4.5\n2020-01-03,Amélie,2001,https://boxd.it/3,5\n2020-01-03,Alien,1979,https://boxd.it/4,3\n2020-01-03,A Film Nobody Knows,2031,https://boxd.it/5,3\n";
    let watched = "Date,Name,Year,Letterboxd URI\n2020-01-02,Alien,1979,https://boxd.it/4\n2020-01-02,Heat,1995,https://boxd.it/6\n";
    let watchlist = "Date,Name,Year,Letterboxd URI\n2020-01-02,City of God,2002,https://boxd.it/7\n";
    let diary = "Date,Name,Year,Letterboxd URI,Rating,Rewatch,Tags,Watched Date\n2020-01-02,Se7en,1995,https://boxd.it/8,5,,,2020-01-01\n";
    let archive = zip(&[
        ("ratings.csv", ratings.as_bytes(), Pack::Deflated),
        ("watched.csv", watched.as_bytes(), Pack::Deflated),
        ("watchlist.csv", watchlist.as_bytes(), Pack::Deflated),
        ("diary.csv", diary.as_bytes(), Pack::Deflated),
        ("profile.csv", b"Date Joined,Username\n2019-01-01,ada\n", Pack::Deflated),
    ]);
    let export = load_bytes(&[("letterboxd-ada.zip", &archive)], LoadOptions::default()).unwrap();
    assert_eq!(shape(&export.ratings), (1, 4, 4), "a data set of its own");
    let matched = match_to(&export.own, films.catalog(), films.scale());
    let title =
        |id: &String| films.catalog().items.title(films.catalog().items.ids.find(id).unwrap()).to_owned();
    let rated: Vec<_> = matched.ratings.iter().map(|r| (title(&r.id), r.rating)).collect();
    assert_eq!(
        rated,
        [
            ("Good, the Bad and the Ugly, The (Buono, il brutto, il cattivo, Il) (1966)".to_owned(), 4.5),
            ("Amelie (Fabuleux destin d'Amélie Poulain, Le) (2001)".to_owned(), 5.0),
            ("Alien (1979)".to_owned(), 3.0)
        ]
    );
    assert_eq!(matched.seen.iter().map(title).collect::<Vec<_>>(), ["Heat (1995)"]);
    assert_eq!(matched.wanted.iter().map(title).collect::<Vec<_>>(), ["City of God (Cidade de Deus) (2002)"]);
    assert_eq!(matched.unmatched, ["A Film Nobody Knows (2031)"]);
    let imdb = SAMPLES.iter().find(|s| s.0 == "imdb.csv").unwrap();
    let export = load_bytes(&[(imdb.0, imdb.1)], LoadOptions::default()).unwrap();
    let matched = match_to(&export.own, films.catalog(), films.scale());
    assert_eq!(
        (matched.ratings[0].id.as_str(), matched.ratings[0].rating),
        ("2571", 4.5),
        "9 of 10 by its link"
    );
}

#[test]
fn a_person_can_say_what_the_columns_mean() {
    // Swapped columns, an odd separator, no header.
    let text = "B001E4KFG0^A3SGXH7AUHU8GW^5^1303862400\nB00813GRG4^A1D87F6ZCVE5NK^1^1346976000\n";
    let error = load_bytes(&[("odd.txt", text.as_bytes())], LoadOptions::default()).unwrap_err();
    assert!(error.to_string().contains("no columns of user, item and rating recognized"), "{error}");
    let columns = Columns {
        separator: Some("^".into()),
        header: Some(false),
        user: Some(1),
        item: Some(0),
        rating: Some(2),
        time: Some(3),
        ..Columns::default()
    };
    let options = LoadOptions { columns: Some(columns), ..LoadOptions::default() };
    let loaded = load_bytes(&[("odd.txt", text.as_bytes())], options).unwrap();
    assert_eq!(loaded.ratings.catalog().users.ids.get(0), "A3SGXH7AUHU8GW");
    assert_eq!(loaded.previews[0].rows[0].len(), 4);
    // A header without known names: the preview offers what was guessed.
    let text = "who;what;how much\nada;x;1\nbob;y;2\n";
    let source = Source { name: "t.csv".into(), size: text.len() as u64, test: false };
    let mut loader = Loader::new(vec![source], LoadOptions::default()).unwrap();
    while let Some(want) = loader.want() {
        loader
            .feed(&text.as_bytes()[want.offset as usize..text.len().min(want.offset as usize + want.length)])
            .unwrap();
    }
    let preview = loader.previews()[0].clone();
    assert_eq!(loader.finish().unwrap_err().name(), "FileError");
    assert_eq!(preview.rows[0], ["who", "what", "how much"]);
    assert_eq!((preview.columns.separator.as_deref(), preview.columns.header), (Some(";"), Some(true)));
    let columns = Columns { user: Some(0), item: Some(1), rating: Some(2), ..preview.columns };
    let options = LoadOptions { columns: Some(columns), ..LoadOptions::default() };
    let loaded = load_bytes(&[("t.csv", text.as_bytes())], options).unwrap();
    assert_eq!(shape(&loaded.ratings), (2, 2, 2));
}

#[test]
fn a_share_of_the_users_is_kept_whole() {
    let text: String = std::iter::once("user,item,rating\n".to_owned())
        .chain((0..2000).map(|row| format!("u{},i{},3\n", row / 10, row % 10)))
        .collect();
    let options = LoadOptions { keep_users: Some(0.25), ..LoadOptions::default() };
    let loaded = load_bytes(&[("r.csv", text.as_bytes())], options).unwrap();
    let r = &loaded.ratings;
    assert!((30..=70).contains(&r.n_users()), "{}", r.n_users());
    assert_eq!(r.len(), r.n_users() * 10, "no user loses rows");
    for share in [0.0, -1.0, 1.5, f32::NAN] {
        let options = LoadOptions { keep_users: Some(share), ..LoadOptions::default() };
        assert_eq!(load_bytes(&[("r.csv", b"")], options).unwrap_err().name(), "ParameterError");
    }
}

/// Files of which nothing can be made: a part of the message that says so.
#[test]
fn hopeless_files_are_refused_with_the_reason() {
    let long = format!("user,item,rating\n{}", "x".repeat(MAX_LINE + 1));
    let cases: &[(&str, &[u8], &str)] = &[
        ("empty", b"", "the file is empty"),
        ("white space", b" \n\n \n", "no line of text"),
        ("header only", b"user,item,rating\n", "found no row"),
        ("binary", b"\x7FELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0\x3E\0\x01\0\0\0", "binary data"),
        ("a page", b"<!DOCTYPE html>\n<html><body>404, not, found</body></html>\n", "a web page"),
        ("a wrong separator", b"user^item^rating\n1^2^3\n", "no columns of user, item and rating"),
        ("a missing column", b"movieId,rating\n1,5\n", "no columns of user, item and rating"),
        ("ratings that are text", b"user,item,rating\na,x,soon\nb,y,late\n", "expected a number, found soon"),
        ("NaN", b"user,item,rating\na,x,NaN\n", "line 2, column 3: expected a number, found NaN"),
        ("infinity", b"user,item,rating\na,x,inf\n", "expected a number"),
        ("too large", b"user,item,rating\na,x,1e39\n", "expected a number"),
        ("negative plays", b"user,artist,plays\na,x,-3\n", "a count, zero or more"),
        ("titles alone", b"movieId,title,genres\n1,A,B\n", "only descriptions"),
        ("a million characters", long.as_bytes(), "expected at most 1048576 bytes in a line"),
        ("a broken gzip", b"\x1F\x8B\x08\0\0\0\0\0\0\0garbage that is no deflate", "cut off after 0 bytes"),
        (
            "an archive cut off",
            b"PK\x03\x04\x14\0\0\0\x08\0 and no directory",
            "the directory of a zip archive",
        ),
        ("pairs of nothing", b"product1,product2\n,\n", "the id of a product"),
    ];
    for (what, bytes, reason) in cases {
        let error = load_bytes(&[("file", bytes)], LoadOptions::default()).expect_err(what);
        assert!(error.to_string().contains(reason), "{what}: {error}");
    }
}

/// Files with some bad lines: what is kept, and what is said of the first bad one.
#[test]
fn bad_lines_are_skipped_and_told() {
    let long = format!("u,i,rating\na,x,1\n{},y,2\nb,y,3\n", "x".repeat(1_000_000));
    let longer = format!("u,i,rating\na,x,1\n{},y,2\nb,y,3\n", "x".repeat(1_100_000));
    let unclosed = "user,item,rating\na,x,1\na,\"y,2\nb,x,3\nb,y,4\n";
    let cases: &[(&str, &str, usize, &str)] = &[
        ("text among numbers", "user,item,rating\na,x,1\nb,x,n/a\nb,y,2\n", 2, "3,3,a number,n/a"),
        (
            "a short line",
            "user,item,rating\na,x,1\nb\nb,y,2\n",
            2,
            "3,2,the id of an item,the end of the line",
        ),
        ("no user", "user,item,rating\na,x,1\n,x,2\n", 1, "3,1,the id of a user,nothing"),
        ("an open quote", unclosed, 3, "3,0,a quote that closes,\"y,2"),
        (
            "a long line",
            &longer.replace("u,i,", "user,item,"),
            2,
            "3,0,at most 1048576 bytes in a line,a longer line",
        ),
        ("an id of a million characters", &long.replace("u,i,", "user,item,"), 3, ""),
        ("strange ids", "user,item,rating\na b,🦀,1\nn\0ul, x ,2\n", 2, ""),
        ("negative counts", "user,artist,plays\na,x,-3\na,y,2\n", 1, "2,3,a count, zero or more,-3"),
        ("a stray quote", "user,item,rating\na,5\" disk,1\nb,x,2\n", 2, ""),
    ];
    for (what, text, rows, skipped) in cases {
        let loaded = load(&[("r.csv", text)]);
        assert_eq!(loaded.ratings.len(), *rows, "{what}: {:?}", loaded.report.skipped);
        let told = loaded.report.skipped.first.first().map_or(String::new(), |s| {
            format!("{},{},{},{}", s.position.line, s.position.column, s.expected, s.found)
        });
        assert_eq!(told, *skipped, "{what}");
    }
    let loaded = load(&[("r.csv", "user,item,rating\na b,🦀,1\nn\0ul, x ,2\n")]);
    assert_eq!(loaded.ratings.catalog().users.ids.iter().collect::<Vec<_>>(), ["a b", "n\0ul"]);
    let id = "é".repeat(5000);
    let loaded = load(&[("r.csv", &format!("user,item,rating\n{id},x,1\n"))]);
    assert_eq!(loaded.ratings.catalog().users.ids.get(0), id, "10 kB");
}

#[test]
fn poor_data_is_loaded_and_remarked() {
    for (text, remark) in [
        ("user,item,rating\na,x,1\na,y,2\n", "one person only"),
        ("user,item,rating\na,x,1\nb,x,2\n", "one item only"),
        ("user,item,rating\na,x,3\nb,y,3\n", "All ratings are equal"),
    ] {
        let notes = load(&[("r.csv", text)]).report.notes;
        assert!(notes.iter().any(|n| n.contains(remark)), "{notes:?}");
    }
    let strangers = load(&[
        ("ratings.csv", "user,item,rating\na,x,1\nb,y,2\n"),
        ("movies.csv", "movieId,title\n1,A\n2,B\n"),
    ]);
    assert!(strangers.report.notes.iter().any(|n| n.contains("do not belong together")));
    let twice = load(&[("r.csv", "user,item,rating\na,x,1\na,x,5\nb,y,2\n")]);
    assert_eq!((twice.report.duplicates, twice.ratings.by_user().row(0).1), (1, &[5.0][..]));
}

#[test]
fn people_without_an_id_belong_to_their_file() {
    let matrix = SAMPLES.iter().find(|s| s.0 == "jester-data-1.csv").unwrap().1;
    let lists = br#"[["a","b"],["a"]]"#;
    for bytes in [matrix, lists, SAMPLES.iter().find(|s| s.0 == "interests.txt").unwrap().1] {
        let alone = load_bytes(&[("one", bytes)], LoadOptions::default()).unwrap();
        assert_eq!(alone.ratings.catalog().users.ids.get(0), "1");
        for names in [["one", "two"], ["same", "same"]] {
            let files = [(names[0], bytes), (names[1], bytes)];
            let both = load_bytes(&files, LoadOptions::default()).unwrap();
            let (users, items, rows) = shape(&alone.ratings);
            assert_eq!(shape(&both.ratings), (2 * users, items, 2 * rows), "{names:?}");
            assert_eq!((both.report.duplicates, both.report.added_up), (0, 0));
            let archive = zip(&[("a", bytes, Pack::Stored), ("b", bytes, Pack::Stored)]);
            let packed = load_bytes(&[("x.zip", &archive)], LoadOptions::default()).unwrap();
            assert_eq!(shape(&packed.ratings), (2 * users, items, 2 * rows));
        }
    }
    // Nor are they people of another file who have a number for their id.
    let mixed = load(&[("r.csv", "user,item\n1,a\n2,b\n"), ("lists.json", r#"[["a","b"],["a"]]"#)]);
    assert_eq!(shape(&mixed.ratings), (4, 2, 5));
    let ids: Vec<&str> = mixed.ratings.catalog().users.ids.iter().collect();
    assert_eq!(ids, ["1", "2", "lists.json:1", "lists.json:2"]);
}

/// Values that are numbers and of no use: every place where one can stand, and what is said of it.
#[test]
fn values_beyond_all_bounds_are_skipped_with_their_place() {
    let jester = |value: &str| {
        let row = |value: &str| format!("3,1,2,{value}{}\n", ",99".repeat(8));
        (0..200).map(|_| row("4")).collect::<String>() + &row(value)
    };
    let netflix = |value: &str| format!("1:\n7,3,2005-09-06\n8,{value},2005-09-06\n");
    let plays = |value: &str| {
        let row = |user: char, value: &str| format!("{}\t\tBlur\t{value}\n", user.to_string().repeat(40));
        (0..30).map(|_| row('a', "5")).collect::<String>() + &row('b', value)
    };
    let review = |value: &str| {
        format!(
            "{{\"reviewerID\": \"U\", \"asin\": \"P\", \"overall\": 4}}\n{{\"reviewerID\": \"V\", \"asin\": \"P\", \"overall\": {value}}}\n"
        )
    };
    let meta = |value: &str| format!("product1,product2,weight\np,q,1\nq,r,{value}\n");
    let imdb = |value: &str| {
        format!(
            "Const,Your Rating,Date Rated,Title,Year\ntt1,9,2020-01-01,A,1999\ntt2,{value},2020-01-01,B,1999\n"
        )
    };
    let table = |value: &str| format!("user,item,rating\na,x,1\nb,y,{value}\n");
    let bare =
        |value: &str| (0..120).map(|i| format!("a{i},x,4\n")).collect::<String>() + &format!("b,y,{value}\n");
    let counts = |value: &str| format!("user,artist,plays\na,x,1\nb,y,{value}\n");
    // A file's name, its text around a value, and where the value stands.
    type Place<'a> = (&'a str, &'a dyn Fn(&str) -> String, u64, u32);
    let cases: [Place<'_>; 9] = [
        ("table.csv", &table, 3, 3),
        ("bare.csv", &bare, 121, 3),
        ("counts.csv", &counts, 3, 3),
        ("jester.csv", &jester, 201, 4),
        ("netflix.txt", &netflix, 3, 0),
        ("plays.tsv", &plays, 31, 4),
        ("reviews.json", &review, 2, 0),
        ("pairs.csv", &meta, 3, 3),
        ("imdb.csv", &imdb, 3, 2),
    ];
    for (name, text, line, column) in cases {
        let sound = load_one(name, &text("2"));
        assert_eq!(sound.report.skipped.count, 0, "{name}: {:?}", sound.report.skipped);
        for value in ["3e38", "-3e38", "1000000100", "1e39", "inf", "NaN", "-Infinity"] {
            let loaded = load_one(name, &text(value));
            // In a person's list it stands where nothing was rated.
            if name == "imdb.csv" && value == "NaN" {
                assert_eq!((loaded.own.len(), loaded.report.skipped.count), (2, 0));
                continue;
            }
            let values = loaded.ratings.by_user().values();
            assert!(values.iter().all(|v| v.abs() < 1000.0), "{name} {value}");
            let skipped = &loaded.report.skipped;
            assert_eq!(skipped.count, 1, "{name} {value}: {skipped:?}");
            let first = &skipped.first[0];
            // What is no JSON at all is told by its column.
            let anywhere = name == "reviews.json" && !value.ends_with('0') && !value.ends_with('8');
            assert_eq!(first.position.line, line, "{name} {value}: {first:?}");
            assert!(anywhere || first.position.column == column, "{name} {value}: {first:?}");
            assert!(!first.expected.is_empty() && !first.found.is_empty(), "{name} {value}");
        }
    }
    let skipped = load_one("table.csv", &table("3e38")).report.skipped;
    assert_eq!(
        (skipped.first[0].expected.as_str(), skipped.first[0].found.as_str()),
        ("a number from -1000000000 to 1000000000", "3e38")
    );
}

#[test]
fn counts_and_choices_add_up_and_ratings_are_replaced() {
    let plays = "user,artist,plays,time\na,x,3,100\nb,y,1,100\na,x,4,50\n";
    let loaded = load_one("plays.csv", plays);
    assert_eq!(loaded.ratings.by_user().row(0).1, [7.0]);
    assert_eq!(loaded.ratings.times(), [100, 100]);
    assert_eq!((loaded.report.duplicates, loaded.report.added_up), (0, 1));
    assert!(loaded.report.added_up == 1);
    // Across files, and without a value.
    let files = [("a.csv", "user,item\na,x\na,x\nb,y\n"), ("b.csv", "user,item\na,x\n")];
    let loaded = load(&files);
    assert_eq!(loaded.ratings.by_user().row(0).1, [3.0]);
    assert_eq!(loaded.ratings.feedback(), Feedback::Implicit);
    assert_eq!(loaded.report.added_up, 2);
    // As plain choices.
    let options = LoadOptions { implicit: Some(true), ..LoadOptions::default() };
    for text in [plays, "user,item\na,x\na,x\nb,y\n", "user,item,rating\na,x,4\na,x,5\nb,y,1\n"] {
        let loaded = load_bytes(&[("r.csv", text.as_bytes())], options.clone()).unwrap();
        assert_eq!(loaded.ratings.by_user().values(), [1.0, 1.0], "{text}");
        assert_eq!(loaded.report.added_up, 0);
    }
    // As ratings.
    let options = LoadOptions { implicit: Some(false), ..LoadOptions::default() };
    let loaded = load_bytes(&[("r.csv", plays.as_bytes())], options).unwrap();
    assert_eq!(loaded.ratings.by_user().row(0).1, [4.0]);
    assert_eq!((loaded.ratings.feedback(), loaded.report.duplicates), (Feedback::Explicit, 1));
}

#[test]
fn choices_beside_ratings_are_left_out_with_a_word() {
    let ratings = ("ratings.csv", "user,item,rating\na,x,4\nb,y,2\n");
    let choices = ("seen.csv", "user,item\na,x\na,z\nc,x\n");
    let plays = ("plays.csv", "user,item,plays\na,x,17\n");
    for files in [vec![ratings, choices, plays], vec![choices, plays, ratings]] {
        let loaded = load(&files);
        let r = &loaded.ratings;
        assert_eq!((shape(r), r.feedback()), ((2, 2, 2), Feedback::Explicit));
        assert_eq!(r.by_user().values(), [4.0, 2.0]);
        assert_eq!((loaded.report.duplicates, loaded.report.added_up), (0, 0));
        let note = loaded.report.notes.iter().find(|n| n.contains("left out")).expect("a note");
        assert!(note.starts_with("4 choices") && note.contains("implicit"), "{note}");
        for file in &loaded.report.files {
            let rows = if file.name == "ratings.csv" { 2 } else { 0 };
            assert_eq!(file.rows, rows, "{file:?}");
        }
        let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
        let options = LoadOptions { implicit: Some(true), ..LoadOptions::default() };
        let all = load_bytes(&files, options).unwrap();
        assert_eq!((shape(&all.ratings), all.report.files[0].rows > 0), ((3, 3, 4), true));
        assert!(!all.report.notes.iter().any(|n| n.contains("left out")));
    }
    // Ratings are no test of choices.
    let sources = [("seen.csv", choices.1, false), ("test.csv", ratings.1, true)];
    let mut loader = Loader::new(
        sources.map(|(name, text, test)| Source { name: name.into(), size: text.len() as u64, test }).into(),
        LoadOptions::default(),
    )
    .unwrap();
    while let Some(want) = loader.want() {
        let bytes = sources[want.source].1.as_bytes();
        let start = bytes.len().min(want.offset as usize);
        loader.feed(&bytes[start..bytes.len().min(start + want.length)]).unwrap();
    }
    let loaded = loader.finish().unwrap();
    assert_eq!((loaded.ratings.len(), loaded.test.is_none()), (3, true));
    assert!(loaded.report.notes.iter().any(|n| n.starts_with("2 ratings for testing were left out")));
}

#[test]
fn thousands_and_decimals_are_told_by_the_whole_column() {
    let values = |text: &str| load_one("r.csv", text).ratings.by_user().values().to_vec();
    for (text, expected) in [
        // Counts with thousands, in quotes and between other separators.
        ("user,artist,plays\na,x,\"1,234\"\nb,y,950\n", [1234.0, 950.0]),
        ("user\tartist\tplays\na\tx\t1,234\nb\ty\t12,345,678\n", [1234.0, 12_345_678.0]),
        ("user;artist;plays\na;x;1.234.567\nb;y;1.234\n", [1_234_567.0, 1234.0]),
        ("user;artist;hours\na;x;1,234\nb;y;2,5\n", [1.234, 2.5]),
        ("user;artist;hours\na;x;1.234,5\nb;y;2,5\n", [1234.5, 2.5]),
        ("user;item;rating\na;x;4,125\nb;y;3,5\n", [4.125, 3.5]),
        ("user;item;rating\na;x;4,125\nb;y;3\n", [4.125, 3.0]),
        ("user;item;rating\na;x;1,234.5\nb;y;1,000\n", [1234.5, 1000.0]),
    ] {
        assert_eq!(values(text), expected, "{text}");
    }
    // What contradicts its column is no number.
    let mixed = load_one("r.csv", "user\tartist\tplays\na\tx\t1,234,567\nb\ty\t2,5\n");
    assert_eq!((mixed.ratings.len(), mixed.report.skipped.count), (1, 1));
}

#[test]
fn the_preview_tells_the_encoding_in_use_and_to_accept_it_changes_nothing() {
    let utf8 = "who;what;ünits\nada;Amélie;1\n".as_bytes();
    let western = b"bob;Caf\xE9;2\n";
    let far: Vec<u8> = (0..9000).flat_map(|i| format!("u{i};item;1\n").into_bytes()).collect();
    let cases: [(&str, Vec<u8>, Encoding); 4] = [
        ("one line is not UTF-8", [utf8, western].concat(), Encoding::Utf8),
        ("no line is", [b"user;film;rating\n".as_slice(), western].concat(), Encoding::Windows1252),
        (
            "lines are, far behind",
            [b"user;film;rating\n".as_slice(), western, &far, "eve;Amélie;1\n".as_bytes()].concat(),
            Encoding::Utf8,
        ),
        ("all are", utf8.to_vec(), Encoding::Utf8),
    ];
    for (what, bytes, encoding) in cases {
        let columns = Columns {
            user: Some(0),
            item: Some(1),
            rating: Some(2),
            header: Some(true),
            ..Columns::default()
        };
        let options = LoadOptions { columns: Some(columns), ..LoadOptions::default() };
        let first = load_bytes(&[("t.csv", &bytes)], options).unwrap();
        let preview = &first.previews[0];
        assert_eq!(preview.columns.encoding, Some(encoding), "{what}");
        let options = LoadOptions { columns: Some(preview.columns.clone()), ..LoadOptions::default() };
        let again = load_bytes(&[("t.csv", &bytes)], options).unwrap();
        let ids = |l: &Loaded| l.ratings.catalog().items.ids.iter().map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(ids(&first), ids(&again), "{what}");
        assert_eq!(preview.rows, again.previews[0].rows, "{what}");
        assert!(ids(&first).iter().all(|id| !id.contains('Ã')), "{what}");
    }
    let preview = &load_bytes(
        &[("t.csv", &[b"user;film;rating\nada;Am\xC3\xA9lie;1\n".as_slice(), western].concat())],
        LoadOptions::default(),
    )
    .unwrap()
    .previews[0];
    assert_eq!((preview.rows[1][1].as_str(), preview.rows[2][1].as_str()), ("Amélie", "Café"));
}

#[test]
fn amazon_reviews_take_titles_from_their_products() {
    let reviews = concat!(
        r#"{"reviewerID": "U1", "asin": "A1", "overall": 4.0}"#,
        "\n",
        r#"{"reviewerID": "U2", "asin": "B1", "overall": 2.0}"#,
        "\n"
    );
    let products = concat!(
        r#"{"asin": "A1", "title": "Card", "categories": [["Gifts"]], "also_buy": ["B1", "C1"]}"#,
        "\n",
        r#"{"asin": "C1", "title": "Toy"}"#,
        "\n"
    );
    for files in [
        [("reviews.json", reviews), ("meta.json", products)],
        [("meta.json", products), ("reviews.json", reviews)],
    ] {
        let loaded = load(&files);
        let r = &loaded.ratings;
        assert_eq!((r.shape(), r.feedback(), shape(r)), (Shape::Ratings, Feedback::Explicit, (2, 2, 2)));
        let items = &r.catalog().items;
        let card = items.ids.find("A1").unwrap();
        assert_eq!((items.title(card), items.categories(card).next()), ("Card", Some("Gifts")));
        assert!(
            loaded.report.notes.iter().any(|n| n.starts_with("2 pairs of items were left out")),
            "{:?}",
            loaded.report.notes
        );
        assert!(items.ids.find("C1").is_none());
    }
    assert_eq!(load_one("meta.json", products).ratings.shape(), Shape::Pairs);
}

#[test]
fn a_relationship_weighs_the_same_in_every_format() {
    let names = ["also_viewed", "also_bought", "bought_together", "buy_after_viewing"];
    let json: String = names
        .iter()
        .enumerate()
        .map(|(i, name)| format!("{{\"asin\": \"A{i}\", \"{name}\": [\"B{i}\"]}}\n"))
        .collect();
    let rows: String = names.iter().enumerate().map(|(i, name)| format!("A{i},B{i},{name}\n")).collect();
    let table = load_one("related.csv", &format!("product1,product2,relationship\n{rows}"));
    let pairs = |l: &Loaded| {
        let ids = &l.ratings.catalog().items.ids;
        l.ratings
            .by_user()
            .iter()
            .map(|(a, b, w)| (ids.get(a).to_owned(), ids.get(b).to_owned(), w))
            .collect::<Vec<_>>()
    };
    assert_eq!(pairs(&load_one("meta.json", &json)), pairs(&table));
    assert_eq!(table.report.skipped.count, 0);
    assert!(table.report.files[0].note.contains("1 rows of “buy_after_viewing” left out"));
}

#[test]
fn archives_of_very_many_splits_are_planned_at_once() {
    let names: Vec<String> = (0..16_000).flat_map(|i| [format!("{i}.base"), format!("{i}.test")]).collect();
    let files: Vec<(&str, &[u8], Pack)> =
        names.iter().map(|name| (name.as_str(), b"1,2,3\n2,3,4\n".as_slice(), Pack::Stored)).collect();
    let archive = zip(&files);
    let begun = std::time::Instant::now();
    let loaded = load_bytes(&[("splits.zip", &archive)], LoadOptions::default()).unwrap();
    // Comparing each with each took half a minute.
    assert!(begun.elapsed().as_secs_f64() < 1.0, "{:?}", begun.elapsed());
    assert_eq!((loaded.report.splits.len(), loaded.ratings.len()), (16_000, 2));
    assert_eq!(loaded.test.unwrap().len(), 2);
}

#[test]
fn archives_name_what_they_cannot_give() {
    let csv = b"user,item,rating\na,x,1\nb,y,2\n";
    let archive = zip(&[
        ("ratings.csv", csv, Pack::Deflated),
        ("secret.csv", csv, Pack::Encrypted),
        ("new.csv", csv, Pack::Method(93)),
        ("README.txt", b"words", Pack::Stored),
        ("__MACOSX/._ratings.csv", b"\0\x05\x16\x07", Pack::Stored),
        ("xl/styles.xml", b"<a><b x=\"1\"/></a>", Pack::Stored),
    ]);
    let loaded = load_bytes(&[("a.zip", &archive)], LoadOptions::default()).unwrap();
    assert_eq!(loaded.ratings.len(), 2);
    let notes = loaded.report.notes.join("\n");
    for part in ["secret.csv needs a password", "new.csv is packed by method 93", "Left unread: README.txt"] {
        assert!(notes.contains(part), "{notes}");
    }
    assert!(!notes.contains("MACOSX"));
    // A byte of the data changed: the checksum tells.
    let mut broken = zip(&[("ratings.csv", csv, Pack::Stored)]);
    let at = broken.windows(3).position(|w| w == b"b,y").unwrap();
    broken[at] = b'c';
    let loaded = load_bytes(&[("a.zip", &broken)], LoadOptions::default()).unwrap();
    assert!(loaded.report.notes.iter().any(|n| n.contains("checksum")), "{:?}", loaded.report.notes);
    // Bytes before the archive, as in self-extracting ones.
    let shifted = [b"PK\x03\x04 padding".as_slice(), &zip(&[("ratings.csv", csv, Pack::Deflated)])].concat();
    assert_eq!(load_bytes(&[("a.zip", &shifted)], LoadOptions::default()).unwrap().ratings.len(), 2);
    let pick = load_bytes(&[("a.zip#nothing.csv", &archive)], LoadOptions::default()).unwrap_err();
    assert!(pick.to_string().contains("nothing.csv"), "{pick}");
}

#[test]
fn bombs_are_stopped() {
    // 80 MB of one line pack into about 80 kB.
    let bytes = [b"user,item,rating\n".as_slice(), &b"a,x,1\n".repeat(13_000_000)].concat();
    for packed in [gzip(&bytes), zip(&[("r.csv", &bytes, Pack::Deflated)])] {
        let error = load_bytes(&[("r.gz", &packed)], LoadOptions::default()).unwrap_err();
        assert!(error.to_string().contains("at most 200 times its size"), "{error}");
    }
}

#[test]
fn a_truncated_gzip_keeps_its_whole_lines() {
    let Some(path) = data("bad/meta_Digital_Music.truncated.json.gz") else { return };
    let loaded = load_paths(&[path], &[], LoadOptions::default()).unwrap();
    // All 7419 products of the whole file, then a line that is cut off.
    assert_eq!((loaded.ratings.n_items(), loaded.ratings.len()), (63_746, 314_777));
    assert_eq!(loaded.report.skipped.count, 1);
    assert_eq!(loaded.report.skipped.first[0].position.line, 7420);
    assert!(loaded.report.files[0].note.contains("cut off"), "{:?}", loaded.report.files);
    let rows: String = (0..5000).map(|i| format!("u{},i{},{}\n", i % 71, i, i % 5 + 1)).collect();
    let text = format!("user,item,rating\n{rows}");
    let packed = gzip(text.as_bytes());
    let loaded = load_bytes(&[("r.csv.gz", &packed[..packed.len() / 2])], LoadOptions::default()).unwrap();
    let kept = loaded.ratings.len();
    assert!((1000..4500).contains(&kept), "{kept}");
    let whole =
        load(&[("r.csv", &text.lines().take(kept + 1).map(|l| format!("{l}\n")).collect::<String>())]);
    assert_eq!(loaded.ratings.by_user(), whole.ratings.by_user(), "whole lines and nothing else");
    assert!(loaded.report.notes.iter().any(|n| n.contains("cut off after")), "{:?}", loaded.report.notes);
    // Several members, as parallel compressors write them.
    let (a, b) = text.split_at(5000);
    let members = [gzip(a.as_bytes()), gzip(b.as_bytes())].concat();
    assert_eq!(load_bytes(&[("r.csv.gz", &members)], LoadOptions::default()).unwrap().ratings.len(), 5000);
}

/// One change to a file.
#[derive(Debug, Clone)]
enum Change {
    Flip(usize, u8),
    Insert(usize, Vec<u8>),
    Remove(usize, usize),
    Repeat(usize, usize),
    Cut(usize),
}

fn change() -> impl Strategy<Value = Change> {
    let at = || any::<usize>();
    let text = prop::sample::select(vec![
        "\"",
        ",",
        "\n",
        "\r",
        "\r\n",
        "\t",
        "::",
        "|",
        ";",
        "\\\"",
        "\0",
        "NaN",
        "-1",
        "1e400",
        "\u{FEFF}",
        "[",
        "]",
        "{",
        "u'",
        "'",
        "\\u12",
        "1:\n",
        "PK\x05\x06",
        "99999999999999999999",
        "🦀",
    ]);
    prop_oneof![
        (at(), any::<u8>()).prop_map(|(a, b)| Change::Flip(a, b)),
        (at(), text).prop_map(|(a, t)| Change::Insert(a, t.as_bytes().to_vec())),
        (at(), prop::collection::vec(any::<u8>(), 1..8)).prop_map(|(a, b)| Change::Insert(a, b)),
        (at(), 1usize..40).prop_map(|(a, n)| Change::Remove(a, n)),
        (at(), 1usize..60).prop_map(|(a, n)| Change::Repeat(a, n)),
        at().prop_map(Change::Cut),
    ]
}

fn changed(bytes: &[u8], changes: &[Change]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for change in changes {
        let place = |at: usize, bytes: &[u8]| at % (bytes.len() + 1);
        match change {
            Change::Flip(at, b) => {
                let at = place(*at, &bytes);
                if let Some(byte) = bytes.get_mut(at) {
                    *byte = *b;
                }
            }
            Change::Insert(at, new) => {
                let at = place(*at, &bytes);
                bytes.splice(at..at, new.iter().copied());
            }
            Change::Remove(at, n) => {
                let at = place(*at, &bytes);
                bytes.drain(at..bytes.len().min(at + n));
            }
            Change::Repeat(at, n) => {
                let at = place(*at, &bytes);
                let part = bytes[at..bytes.len().min(at + n)].to_vec();
                bytes.splice(at..at, part);
            }
            Change::Cut(at) => {
                let at = place(*at, &bytes);
                bytes.truncate(at);
            }
        }
    }
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, ..ProptestConfig::default() })]

    /// No way of cutting any file, sound or damaged, plain or packed, changes what comes of it; and
    /// nothing panics.
    #[test]
    fn chunks_make_no_difference(
        sample in prop::sample::select(SAMPLES),
        changes in prop::collection::vec(change(), 0..4),
        packing in 0..4,
        damage in prop::collection::vec(change(), 0..2),
        sizes in prop::collection::vec(1usize..50, 1..5),
    ) {
        let (name, bytes, _) = sample;
        let bytes = changed(bytes, &changes);
        let bytes = match packing {
            0 => bytes,
            1 => changed(&gzip(&bytes), &damage),
            2 => changed(&zip(&[(name, &bytes, Pack::Deflated), ("b.csv", b"user,item\n1,2", Pack::Stored)]), &damage),
            _ => changed(&zip(&[(name, &bytes, Pack::Zip64)]), &damage),
        };
        let files: [(&str, &[u8]); 1] = [(name, &bytes)];
        let whole = load_bytes(&files, LoadOptions::default());
        let cut = load_in_chunks(&files, &sizes, LoadOptions::default());
        prop_assert_eq!(digest(&whole), digest(&cut));
    }

    #[test]
    fn any_bytes_under_any_name_are_read_or_refused(
        name in prop::sample::select(SAMPLES),
        bytes in prop::collection::vec(any::<u8>(), 0..300),
        header in prop::sample::select(vec!["", "user,item,rating\n", "1:\n", "[[", "a\t\tb\t\t1\n", "PK\x03\x04", "\x1F\u{8B}"]),
        size in 1usize..20,
    ) {
        let bytes = [header.as_bytes(), &bytes].concat();
        let files: [(&str, &[u8]); 1] = [(name.0, &bytes)];
        let whole = load_bytes(&files, LoadOptions::default());
        prop_assert_eq!(digest(&whole), digest(&load_in_chunks(&files, &[size], LoadOptions::default())));
    }
}

/// What was computed for people is left unread beside what they gave, and is read where there is nothing else.
#[test]
fn what_was_computed_is_no_rating() {
    let given =
        ("shop/interactions.csv", &b"user_id,place_id,rating\n1,7,5\n1,8,4\n2,7,3\n"[..], Pack::Stored);
    let computed =
        ("shop/recommendations.csv", &b"user_id,place_id,score\n1,9,16.8\n2,8,8.5\n"[..], Pack::Stored);
    let read = |files: &[_]| load_bytes(&[("shop.zip", &zip(files))], LoadOptions::default()).unwrap();
    let both = read(&[given, computed]);
    assert_eq!(both.ratings.len(), 3);
    assert!(
        both.report.notes.iter().any(|note| note.contains("recommendations.csv")),
        "{:?}",
        both.report.notes
    );
    assert_eq!(read(&[computed]).ratings.len(), 2);
}

/// How a table of ratings may be written, with the same meaning.
#[derive(Debug, Clone)]
struct Writing {
    /// What stands in which order: person, item, rating, time.
    order: Vec<usize>,
    names: [&'static str; 4],
    separator: &'static str,
    /// Whether each row begins with its number, below no name.
    numbered: bool,
    /// How people and items are named.
    ids: [&'static str; 2],
    file: &'static str,
}

fn writing() -> impl Strategy<Value = Writing> {
    let names = vec![
        ["userId", "movieId", "rating", "timestamp"],
        ["user_id", "item_id", "score", "created_at"],
        ["Customer", "ProductID", "Stars", "Date"],
        ["usuario", "pelicula", "nota", "fecha"],
        ["NUTZER", "ARTIKEL", "BEWERTUNG", "ZEIT"],
        ["reader", "xq", "rating", "when"],
        ["member", "Game Name", "zz", "unix"],
    ];
    let of = prop::sample::select::<&str>;
    (
        Just(vec![0, 1, 2, 3]).prop_shuffle(),
        prop::sample::select(names),
        of(vec![",", ";", "\t", "|"]),
        any::<bool>(),
        [of(vec!["", "u", "Person "]), of(vec!["", "i", "The Thing "])],
        of(vec!["ratings.csv", "data.txt", "export (1).csv", "reviews.tsv"]),
    )
        .prop_map(|(order, names, separator, numbered, ids, file)| Writing {
            order,
            names,
            separator,
            numbered,
            ids,
            file,
        })
}

impl Writing {
    /// Thirty people who rate some of fifty items once each, whole numbers from 1 to 5, at any second of a month.
    fn text(&self) -> String {
        let mut text = String::new();
        let mut row = |number: &str, cells: [&str; 4]| {
            let index = self.numbered.then_some(number);
            let cells = index.into_iter().chain(self.order.iter().map(|&at| cells[at]));
            text.push_str(&cells.collect::<Vec<_>>().join(self.separator));
            text.push('\n');
        };
        row("", self.names);
        let mut number = 0;
        let mut state = 7u64;
        for person in 0..30 {
            for item in 0..50 {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                let drawn = state >> 33;
                if !drawn.is_multiple_of(4) {
                    continue;
                }
                let [user, thing] = [(0, person), (1, item)]
                    .map(|(kind, at): (usize, u32)| format!("{}{}", self.ids[kind], at + 1));
                let (rating, time) =
                    ((1 + drawn / 4 % 5).to_string(), (1_500_000_000 + drawn % 2_592_000).to_string());
                row(&number.to_string(), [&user, &thing, &rating, &time]);
                number += 1;
            }
        }
        text
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    /// In whatever order the columns of ratings stand, whatever parts them, under names of several languages of which one may be
    /// unknown, with numbers of the rows or without: the same people rate the same items.
    #[test]
    fn how_a_table_is_written_makes_no_difference(writing in writing()) {
        let plain = Writing {
            order: vec![0, 1, 2, 3],
            names: ["userId", "movieId", "rating", "timestamp"],
            separator: ",",
            numbered: false,
            ids: writing.ids,
            file: "ratings.csv",
        };
        let [expected, found] = [&plain, &writing].map(|writing| {
            let loaded = load_bytes(&[(writing.file, writing.text().as_bytes())], LoadOptions::default());
            let ratings = loaded.map(|loaded| loaded.ratings).map_err(|error| error.to_string());
            ratings.map(|ratings| {
                let catalog = ratings.catalog();
                let (users, items) = (&catalog.users.ids, &catalog.items.ids);
                let mut rows: Vec<(String, String, u32)> = ratings
                    .once()
                    .map(|(user, item, value)| (users.get(user).into(), items.get(item).into(), value.to_bits()))
                    .collect();
                rows.sort();
                (rows, ratings.times().len())
            })
        });
        prop_assert_eq!(expected, found);
    }
}
