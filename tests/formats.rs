//! Every format and every kind of bad input: files as they come, and what must come of them.

use kindred::load::{LoadOptions, Loaded, Loader, Source, load_bytes, load_paths};
use kindred::ratings::{Feedback, Ratings};
use std::path::PathBuf;

/// A file of the data folder, or a note that the test is skipped.
fn data(name: &str) -> Option<PathBuf> {
    let folder = std::env::var_os("KINDRED_DATA")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data"), PathBuf::from);
    let path = folder.join(name.split('#').next().unwrap());
    if path.exists() {
        return Some(folder.join(name));
    }
    eprintln!("skipped: {name} is not in {}", folder.display());
    None
}

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
