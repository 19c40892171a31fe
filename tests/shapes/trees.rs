//! Files of nested values: JSON, XML, ARFF.

use super::tables::told;
use super::{Outcome::*, Sample, nothing};
use kindred::format::table::Columns;
use kindred::load::{LoadOptions, Loaded, Loader, Source, load_bytes};

/// The ratings of a person in the order of the items, and what the items are called.
fn row(loaded: &Loaded, user: &str) -> Vec<(String, f32)> {
    let r = &loaded.ratings;
    let user = r.catalog().users.ids.find(user).expect("somebody of this name");
    let (items, values) = r.by_user().row(user);
    items
        .iter()
        .zip(values)
        .map(|(&item, &value)| (r.catalog().items.ids.get(item).to_owned(), value))
        .collect()
}

pub const SAMPLES: &[Sample] = &[
    Sample {
        shape: "JSON, films by year, some with the parts of which they consist",
        files: &[(
            "movies.json",
            r#"{"2016": [{"name": "Rain", "released": 2015}, {"name": "Ships", "released": 2016, "parts": ["One", "Two"]}], "2017": [{"name": "Keys", "released": 1999, "rating": 8}, {"name": "Salt", "released": 2017, "rating": 6.5}], "2018": [{"name": "Foam", "released": 2018, "rating": 9}, {"name": "Dawn", "released": 2004, "rating": 7}]}"#,
        )],
        outcome: Own(4, 2, 0),
        also: told,
    },
    Sample {
        shape: "JSON, ids of people of which some could be years",
        files: &[("likes.json", r#"{"1999": [3, 4, 6], "2107": [4, 5], "88": [3]}"#)],
        outcome: Choices(3, 4, 6),
        also: nothing,
    },
    Sample {
        shape: "JSON, titles by year and before, under what they are",
        files: &[(
            "books.json",
            r#"{"books": {"2020": ["Far Shore", "Home; Ann Roe"], "2019": ["Orchard", "Road"], "2018-and-before": ["Salt", "The Tall Ship"]}}"#,
        )],
        outcome: Own(0, 6, 0),
        also: told,
    },
    Sample {
        shape: "JSON, what each of several people read, under what it is",
        files: &[("books.json", r#"{"books": {"ida": ["Far Shore", "Home"], "tom": ["Home", "Orchard"]}}"#)],
        outcome: Asked,
        also: nothing,
    },
    Sample {
        shape: "JSON, days and the days until which somebody stayed, under places",
        files: &[(
            "places.json",
            r#"{"Lund": ["2019-01-04 - 2019-01-09", "2020-02-01"], "Turku": ["2020-03-01 - 2020-03-04"], "Bergen": ["2021-05-06", "2021-07-01 - 2021-07-03", "2022-01-02"]}"#,
        )],
        outcome: Own(0, 3, 0),
        also: |loaded| {
            told(loaded);
            assert_eq!(loaded.own[2].amount, 3.0);
        },
    },
    Sample {
        shape: "JSON, who saw what on which days",
        files: &[(
            "seen.json",
            r#"[{"user": "ida", "film": "Rain", "days": ["2020-01-01", "2020-02-01"]}, {"user": "tom", "film": "Rain", "days": ["2020-01-01"]}, {"user": "tom", "film": "Ships", "days": ["2020-01-03", "2020-02-07"]}]"#,
        )],
        outcome: Choices(2, 2, 3),
        also: nothing,
    },
    Sample {
        shape: "JSON, games and their numbers in pairs, by how far somebody is",
        files: &[(
            "games.json",
            r#"{"party": [["Harbour"]], "own": [{"Night Ferry": {"id": 71, "players": [2, 4]}}, {"Salt": {"id": 72, "players": [1, 4]}}], "todo": [["Winter", 81], ["Road", 82], ["Foam", 83], ["Keys", 84]], "completed": [["Dawn", 91], ["Orchard", 92]]}"#,
        )],
        outcome: Asked,
        also: nothing,
    },
    Sample {
        shape: "JSON, lists that say of themselves how far somebody is with what they hold",
        files: &[(
            "games.json",
            r#"[{"list": "Playing", "games": [{"id": 11, "title": "Harbour Tycoon", "link": "https://example.org/11"}]}, {"list": "Backlog", "games": [{"id": 12, "title": "Night Ferry", "link": "https://example.org/12"}, {"id": 13, "title": "Salt", "link": "https://example.org/13"}]}, {"list": "Shelved", "games": [{"id": 14, "title": "Winter", "link": "https://example.org/14"}]}]"#,
        )],
        outcome: Own(0, 2, 2),
        also: told,
    },
    Sample {
        shape: "JSON, lists of what somebody thinks of albums, of which the longer one is read",
        files: &[(
            "albums.json",
            r#"{"perfect": [{"title": "Rain", "author": "Ann", "cover": "r.jpg"}, {"title": "Ships", "author": "Bob", "cover": "s.jpg"}, {"title": "Keys", "author": "Cid", "cover": "k.jpg"}, {"title": "Salt", "author": "Eve", "cover": "a.jpg"}], "nearly": [{"title": "Foam", "author": "Dan", "but": "Tide", "cover": "f.jpg"}, {"title": "Dawn", "author": "Eve", "but": "Noon", "cover": "d.jpg"}]}"#,
        )],
        outcome: Own(0, 4, 0),
        also: |loaded| assert!(loaded.report.files[0].note.contains("“nearly” was not")),
    },
    Sample {
        shape: "JSON, what each likes, beside what each dislikes",
        files: &[(
            "people.json",
            r#"[{"id": "ann", "likes": ["a1", "a2", "a4"], "dislikes": ["a7"]}, {"id": "bob", "likes": ["a2", "a7"], "dislikes": ["a1", "a4"]}, {"id": "cid", "likes": ["a1", "a4"], "dislikes": ["a2"]}]"#,
        )],
        outcome: Choices(3, 4, 7),
        also: |loaded| assert!(loaded.report.files[0].note.contains("“dislikes” was not")),
    },
    Sample {
        shape: "JSON, how many songs an order has is told of none of them",
        files: &[(
            "orders.json",
            r#"[{"id": 17, "songIds": [41, 52], "requester": "180", "songCount": 2, "createdAt": "2026-07-14T08:20:47Z"}, {"id": 18, "songIds": [52, 63, 70], "requester": "181", "songCount": 3, "createdAt": "2026-07-15T08:20:47Z"}]"#,
        )],
        outcome: Choices(2, 4, 5),
        also: |loaded| assert!(loaded.ratings.by_user().values().iter().all(|&count| count == 1.0)),
    },
    Sample {
        shape: "Lists of who says what, each under an item",
        files: &[(
            "reviews.json",
            r#"{"Rain": [{"user": "ida", "text": "so wet", "rating": 4}, {"user": "tom", "text": "too wet", "rating": 2}], "Ships": [{"user": "lea", "text": "tall", "rating": 5}], "Keys": [{"user": "ida", "text": "lost", "rating": 1}, {"user": "lea", "text": "found", "rating": 3}]}"#,
        )],
        outcome: Ratings(3, 3, 5),
        also: |loaded| {
            assert!(loaded.ratings.catalog().users.ids.find("lea").is_some());
            assert!(loaded.ratings.catalog().items.ids.find("Ships").is_some());
        },
    },
    Sample {
        shape: "JSON, one person's lists of several kinds, deep in a document",
        files: &[(
            "mine.json",
            r#"{"site": {"owner": "somebody", "films": {"seen": [{"title": "Rain", "rating": 4, "date": "2024-02-01"}, {"title": "Ships", "rating": 2, "date": "2024-03-01"}, {"title": "Keys", "rating": 5, "date": "2024-03-09"}]}, "novels": {"read": [{"title": "Sand", "rating": 3, "date": "2024-04-01"}, {"title": "Salt", "rating": 4, "date": "2024-05-01"}, {"title": "Snow", "rating": 1, "date": "2024-06-01"}]}}}"#,
        )],
        outcome: Own(3, 0, 0),
        also: |loaded| {
            let note = &loaded.report.files[0].note;
            assert!(note.contains("alone was read, “site.novels.read” was not"), "{note}");
        },
    },
    Sample {
        shape: "A key that is an address is a person, if it is the only one",
        files: &[("favorites.json", r#"{"ida@example.org": ["The tall ships", "Rain again"]}"#)],
        outcome: Choices(1, 2, 2),
        also: |loaded| assert_eq!(loaded.ratings.catalog().users.ids.get(0), "ida@example.org"),
    },
    Sample {
        shape: "Marks in a film's record, by whom",
        files: &[(
            "movies.json",
            r#"[{"id": 7, "title": "Rain", "ratings": {"ida": 4, "tom": 2}}, {"id": 8, "title": "Ships", "ratings": {"ida": 3, "lea": 5}}, {"id": 9, "title": "Keys", "ratings": {"tom": 1, "lea": 4}}]"#,
        )],
        outcome: Ratings(3, 3, 6),
        also: |loaded| assert!(loaded.ratings.catalog().users.ids.find("lea").is_some()),
    },
    Sample {
        shape: "Posts with those by whom they are liked",
        files: &[(
            "posts.json",
            r#"[{"title": "Rain", "likedBy": ["ida", "tom"]}, {"title": "Ships", "likedBy": ["lea", "ida"]}, {"title": "Keys", "likedBy": ["tom"]}]"#,
        )],
        outcome: Choices(3, 3, 5),
        also: |loaded| assert!(loaded.ratings.catalog().users.ids.find("lea").is_some()),
    },
    Sample {
        shape: "JSON, marks of beers that have names, with pictures and numbers of their own",
        files: &[(
            "checkins.json",
            r#"[{"checkin_id": 501, "rating_score": 4, "media": {"count": 1, "items": [{"photo_id": 71}]}, "beer": {"bid": 31, "beer_name": "Dark Tide"}, "user": {"uid": 7, "user_name": "ann"}},
{"checkin_id": 502, "rating_score": 3, "media": {"count": 1, "items": [{"photo_id": 72}]}, "beer": {"bid": 32, "beer_name": "Pale Moon"}, "user": {"uid": 7, "user_name": "ann"}},
{"checkin_id": 503, "rating_score": 5, "media": {"count": 1, "items": [{"photo_id": 73}]}, "beer": {"bid": 31, "beer_name": "Dark Tide"}, "user": {"uid": 8, "user_name": "bob"}},
{"checkin_id": 504, "rating_score": 2, "media": {"count": 1, "items": [{"photo_id": 74}]}, "beer": {"bid": 33, "beer_name": "Old Oak"}, "user": {"uid": 8, "user_name": "bob"}},
{"checkin_id": 505, "rating_score": 4, "media": {"count": 1, "items": [{"photo_id": 75}]}, "beer": {"bid": 33, "beer_name": "Old Oak"}, "user": {"uid": 7, "user_name": "ann"}}]"#,
        )],
        outcome: Ratings(2, 3, 5),
        also: told,
    },
    Sample {
        shape: "JSON, records that a web framework wrote, with their fields under a key",
        files: &[(
            "ratings.json",
            r#"[{"model": "app.rating", "pk": 1, "fields": {"rating": 5, "hut": 1, "user": 2}},
{"model": "app.rating", "pk": 2, "fields": {"rating": 3, "hut": 1, "user": 3}},
{"model": "app.rating", "pk": 3, "fields": {"rating": 4, "hut": 2, "user": 2}},
{"model": "app.rating", "pk": 4, "fields": {"rating": 1, "hut": 3, "user": 3}}]"#,
        )],
        outcome: Ratings(2, 3, 4),
        also: told,
    },
    Sample {
        shape: "JSON, shares to watch",
        files: &[("watchlist.json", r#"["FSH", "HOM", "ORC", "NBS"]"#)],
        outcome: Asked,
        also: nothing,
    },
    Sample {
        shape: "JSON, marks below kinds of items are one person's",
        files: &[(
            "ratings.json",
            r#"{"films": {"Heat": 3, "Up": 5, "Ran": 2}, "books": {"Emma": 4, "Kim": 5, "Momo": 1}}"#,
        )],
        outcome: Own(6, 0, 0),
        also: told,
    },
    Sample {
        shape: "JSON, favourites below kinds of items",
        files: &[("favorites.json", r#"{"films": ["Heat", "Up", "Ran"], "books": ["Emma", "Kim"]}"#)],
        outcome: Own(0, 5, 0),
        also: told,
    },
    Sample {
        shape: "JSON, numbers with fractions are no lists of items",
        files: &[("matrix.json", "[[0, 0.5, 0.25], [0.5, 0, 0.75], [0.25, 0.75, 0]]")],
        outcome: Asked,
        also: nothing,
    },
    Sample {
        shape: "JSON, a person's ratings by item, under a key",
        files: &[(
            "data.json",
            r#"{"ratings": {"ann": {"Heat": 4, "Up": 3}, "bob": {"Heat": 5, "Ran": 2}}}"#,
        )],
        outcome: Ratings(2, 3, 4),
        also: told,
    },
    Sample {
        shape: "JSON, ratings by item beside what else is said of a person",
        files: &[(
            "users.json",
            r#"{"metadata": {"total": {"people": 2}}, "users": {"ann": {"age": 33, "ratings": {"Heat": 4, "Up": 3}}, "bob": {"age": 21, "ratings": {"Heat": 5, "Ran": 2}}}}"#,
        )],
        outcome: Ratings(2, 3, 4),
        also: |loaded| {
            told(loaded);
            assert_eq!(row(loaded, "bob"), [("Heat".into(), 5.0), ("Ran".into(), 2.0)]);
        },
    },
    Sample {
        shape: "JSON, items beside what else is said of a person",
        files: &[(
            "users.json",
            r#"{"ann": {"history": ["Heat", "Up"], "age": 33}, "bob": {"history": ["Heat", "Ran"], "age": 21}}"#,
        )],
        outcome: Choices(2, 3, 4),
        also: told,
    },
    Sample {
        shape: "JSON, bare ids under a key",
        files: &[("data.json", r#"{"likes": {"1": [3, 4, 6], "2": [4, 5], "3": [3]}}"#)],
        outcome: Choices(3, 4, 6),
        also: told,
    },
    Sample {
        shape: "JSON, a rating and its time by person and item",
        files: &[(
            "ratings.json",
            r#"{"ann": {"Heat": {"rating": 4, "date": "2020-01-01"}, "Up": {"rating": 3, "date": "2020-01-02"}}, "bob": {"Heat": {"rating": 5, "date": "2020-01-03"}}}"#,
        )],
        outcome: Ratings(2, 2, 3),
        also: told,
    },
    Sample {
        shape: "JSON, lists whose keys may be of people or of kinds",
        files: &[("likes.json", r#"{"myLikes": ["a", "b", "c"], "herLikes": ["b", "d"]}"#)],
        outcome: Choices(2, 4, 5),
        also: told,
    },
    Sample {
        shape: "JSON, a data frame column by column, of which one has marks",
        files: &[(
            "ratings.json",
            r#"{"title": {"14": "Ran", "18": "Up", "19": "Kim"}, "ratings": {"14": 7.3, "18": 6.5, "19": 8}}"#,
        )],
        outcome: Asked,
        also: nothing,
    },
    Sample {
        shape: "JSON, how people rated one another",
        files: &[(
            "user_rates.json",
            r#"[{"from": "ann", "to": "bob", "rate": true, "at": "2022-12-01"}, {"from": "bob", "to": "ann", "rate": true, "at": "2022-12-01"}]"#,
        )],
        outcome: Asked,
        also: nothing,
    },
    Sample {
        shape: "JSON, what each person prefers and ordered",
        files: &[(
            "user_preferences.json",
            r#"{"aps3": {"favorite_cuisines": ["Thai", "Greek"], "past_orders": [1811, 2532, 2305]}, "aps4": {"favorite_cuisines": ["Thai"], "past_orders": [1811, 1141]}}"#,
        )],
        outcome: Choices(2, 4, 5),
        also: |loaded| assert_eq!(row(loaded, "aps4").len(), 2),
    },
    Sample {
        shape: "JSON, orders with who ordered",
        files: &[(
            "orders.json",
            r#"[{"numeroPedido": 1, "nomeCliente": "Ann", "itens": [{"sabor": "Carne", "quantidade": 2, "preco": 5}, {"sabor": "Queijo", "quantidade": 1, "preco": 4}]}, {"numeroPedido": 2, "nomeCliente": "Bob", "itens": [{"sabor": "Carne", "quantidade": 1, "preco": 5}, {"sabor": "Frango", "quantidade": 3, "preco": 6}]}]"#,
        )],
        outcome: Choices(2, 3, 4),
        also: |loaded| assert_eq!(row(loaded, "Ann").len(), 2),
    },
    Sample {
        shape: "JSON, how good models are",
        files: &[(
            "results.json",
            r#"{"MF": {"Precision@5": 0.1012, "Recall@5": 0.0431, "NDCG@5": 0.2213, "RMSE": 1.1234}, "NCF": {"Precision@5": 0.0812, "Recall@5": 0.0331, "NDCG@5": 0.1913, "RMSE": 1.2234}}"#,
        )],
        outcome: Asked,
        also: nothing,
    },
    Sample {
        shape: "JSON, a vector of tastes is no list of items",
        files: &[(
            "ratings.json",
            r#"[{"user": "ann", "dish": "Ramen", "taste_vector": [1, 4, 2]}, {"user": "bob", "dish": "Curry", "taste_vector": [5, 4, 1]}, {"user": "ann", "dish": "Curry", "taste_vector": [2, 2, 1]}, {"user": "bob", "dish": "Pho", "taste_vector": [3, 1, 1]}]"#,
        )],
        outcome: Asked,
        also: nothing,
    },
    Sample {
        shape: "JSON, ids as MongoDB writes them",
        files: &[(
            "reviews.json",
            r#"[{"_id": {"$oid": "64c1"}, "movie_id": {"$oid": "64a1"}, "user": "ann", "rating": 9, "date": {"$date": "2023-08-01T00:00:00Z"}},
                {"_id": {"$oid": "64c2"}, "movie_id": {"$oid": "64a1"}, "user": "bob", "rating": 7, "date": {"$date": "2023-08-02T00:00:00Z"}}]"#,
        )],
        outcome: Ratings(2, 1, 2),
        also: nothing,
    },
    Sample {
        shape: "JSON, what each person bought beside a list of sizes",
        files: &[(
            "purchases.json",
            r#"[{"customer_id": 1, "name": "Ann Orr", "sizes": ["S", "M"], "purchases": [{"id": "001", "name": "Shirt"}, {"id": "002", "name": "Coat"}]},
                {"customer_id": 2, "name": "Bob Lee", "sizes": ["M"], "purchases": [{"id": "002", "name": "Coat"}, {"id": "003", "name": "Skirt"}]}]"#,
        )],
        outcome: Choices(2, 3, 4),
        also: nothing,
    },
    Sample {
        shape: "JSON, who lent what to whom",
        files: &[(
            "borrows.json",
            r#"[{"_id": {"$oid": "6357"}, "from": {"$oid": "11"}, "to": {"$oid": "12"}, "type": "borrow"},
                {"_id": {"$oid": "6358"}, "from": {"$oid": "12"}, "to": {"$oid": "13"}, "type": "borrow"}]"#,
        )],
        outcome: Asked,
        also: nothing,
    },
    Sample {
        shape: "JSON, items by the rating they got",
        files: &[("ratings.json", "{\"5.0\": [1, 6, 47], \"4.5\": [2, 9, 12], \"3.0\": [4, 5, 7]}")],
        outcome: Asked,
        also: nothing,
    },
    Sample {
        shape: "JSON, a person's pairs of item and rating",
        files: &[(
            "user_ratings.json",
            r#"{"ann": [["16", 5], ["34", 4]], "bob": [["16", 2], ["25", 4], ["34", 3]]}"#,
        )],
        outcome: Ratings(2, 3, 5),
        also: told,
    },
    Sample {
        shape: "JSON, a person with ratings by item",
        files: &[(
            "user_ratings.json",
            r#"[{"user_id": 1, "ratings": {"15": 9.5, "5": 7.5, "7": 3}}, {"user_id": 2, "ratings": {"15": 9.5, "6": 7}}]"#,
        )],
        outcome: Ratings(2, 4, 5),
        also: told,
    },
    Sample {
        shape: "JSON, a data frame row by row under its columns",
        files: &[(
            "frame.json",
            r#"{"columns": ["userId", "movieId", "rating"], "index": [0, 1, 2], "data": [[1, 31, 2.5], [2, 31, 4], [2, 32, 4]]}"#,
        )],
        outcome: Ratings(2, 2, 3),
        also: nothing,
    },
    Sample {
        shape: "JSON, a list a rating",
        files: &[(
            "ratings.json",
            r#"[["ann", "Heat", 4], ["bob", "Up", 3], ["bob", "Heat", 5], ["cid", "Up", 5], ["ann", "Up", 2]]"#,
        )],
        outcome: Ratings(3, 2, 5),
        also: told,
    },
    Sample {
        shape: "JSON, a list a person",
        files: &[("lists.json", r#"[["Rust", "Go"], ["Go"]]"#)],
        outcome: Choices(2, 2, 3),
        also: nothing,
    },
    Sample {
        shape: "JSON, a data frame column by column",
        files: &[(
            "bank.json",
            r#"{"CustomerID":{"0":15,"1":16,"2":18},"Balance":{"0":0,"1":83807,"2":159660},"Age":{"0":42,"1":41,"2":39}}"#,
        )],
        outcome: Asked,
        also: nothing,
    },
    Sample {
        shape: "JSON, a report of two figures",
        files: &[(
            "r.json",
            r#"{"recipes": {"valid": 17, "invalid": 0}, "steps": {"valid": 4, "invalid": 1}, "tags": {"valid": 9, "invalid": 0}}"#,
        )],
        outcome: Asked,
        also: nothing,
    },
    Sample {
        shape: "GeoJSON",
        files: &[(
            "map.geojson",
            r#"{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"name": "A", "rank": 1}, "geometry": {"type": "Point", "coordinates": [1.5, 2.5]}}, {"type": "Feature", "properties": {"name": "B", "rank": 2}, "geometry": {"type": "Polygon", "coordinates": [[[1, 2], [3, 4], [5, 6], [1, 2]]]}}]}"#,
        )],
        outcome: Asked,
        also: nothing,
    },
    Sample {
        shape: "JSON, a catalogue",
        files: &[(
            "teachers.json",
            r#"{"school": {"id": 7, "name": "State"}, "count": 3, "teachers": [{"key": "t1", "first": "Ann", "field": "Art", "level": "full"}, {"key": "t2", "first": "Bob", "field": "Art"}, {"key": "t3", "first": "Ann", "field": "Law", "level": "full"}]}"#,
        )],
        outcome: Asked,
        also: nothing,
    },
    Sample {
        shape: "JSON, a list of ratings",
        files: &[(
            "ratings.json",
            r#"[{"user": "ann", "item": "Heat", "rating": 4}, {"user": "bob", "item": "Heat", "rating": 2.5}, {"user": "bob", "item": "Up", "rating": 5}]"#,
        )],
        outcome: Ratings(2, 2, 3),
        also: |loaded| assert_eq!(row(loaded, "bob"), [("Heat".into(), 2.5), ("Up".into(), 5.0)]),
    },
    Sample {
        shape: "JSON, a list of ratings, indented",
        files: &[(
            "ratings.json",
            "[\n  {\n    \"userId\": 1,\n    \"movieId\": 31,\n    \"rating\": 2.5,\n    \"timestamp\": 1260759144\n  },\n  {\n    \"rating\": 4,\n    \"movieId\": 31,\n    \"userId\": 2\n  }\n]\n",
        )],
        outcome: Ratings(2, 1, 2),
        also: |loaded| assert_eq!(loaded.ratings.times(), [1_260_759_144, 0]),
    },
    Sample {
        shape: "JSON, one object a line",
        files: &[(
            "review.json",
            "{\"review_id\":\"KU_O5udG6zpxOg\",\"user_id\":\"mh_-eMZ6K5RLWh\",\"business_id\":\"XQfwVwDr-v0ZS3\",\"stars\":3.0,\"useful\":0,\"funny\":0,\"cool\":0,\"text\":\"If you decide to eat here, \\\"wait\\\".\\n\\nTwice.\",\"date\":\"2018-07-07 22:09:11\"}\n{\"review_id\":\"BiTunyQ73aT9WB\",\"user_id\":\"OyoGAe7OKpv6Sy\",\"business_id\":\"7ATYjTIgM3jUlt\",\"stars\":5.0,\"useful\":1,\"funny\":0,\"cool\":1,\"text\":\"I've taken {a lot} of [spin] classes\",\"date\":\"2012-01-03 15:28:18\"}\n",
        )],
        outcome: Ratings(2, 2, 2),
        also: |loaded| assert_eq!(loaded.ratings.times()[0], 1_531_001_351),
    },
    Sample {
        shape: "JSON, a person's ratings by item",
        files: &[("ratings.json", r#"{"ann": {"Heat": 4, "Up": 2}, "bob": {"Heat": 1.5}}"#)],
        outcome: Ratings(2, 2, 3),
        also: |loaded| assert_eq!(row(loaded, "ann"), [("Heat".into(), 4.0), ("Up".into(), 2.0)]),
    },
    Sample {
        shape: "JSON, a person's items",
        files: &[("likes.json", r#"{"ann": ["Heat", "Up"], "bob": ["Up"]}"#)],
        outcome: Choices(2, 2, 3),
        also: nothing,
    },
    Sample {
        shape: "JSON, a person's ratings in a list",
        files: &[(
            "ratings.json",
            r#"{"ann": [{"movie": "Heat", "rating": 4}, {"movie": "Up", "rating": 2}], "bob": [{"movie": "Up", "rating": 5}]}"#,
        )],
        outcome: Ratings(2, 2, 3),
        also: nothing,
    },
    Sample {
        shape: "JSON, people with their ratings inside",
        files: &[(
            "people.json",
            r#"[{"ratings": [{"movieId": 1, "rating": 4}, {"movieId": 2, "rating": 2}], "userId": "ann", "age": 30}, {"userId": "bob", "age": 31, "ratings": [{"movieId": 2, "rating": 5}]}]"#,
        )],
        outcome: Ratings(2, 2, 3),
        also: |loaded| assert_eq!(row(loaded, "ann"), [("1".into(), 4.0), ("2".into(), 2.0)]),
    },
    Sample {
        shape: "JSON, baskets with names",
        files: &[(
            "baskets.jsonl",
            "{\"user\": \"ann\", \"items\": [\"milk\", \"bread\"]}\n{\"user\": \"bob\", \"items\": [\"milk\"]}\n",
        )],
        outcome: Choices(2, 2, 3),
        also: nothing,
    },
    Sample {
        shape: "JSON, objects within",
        files: &[(
            "reviews.json",
            r#"{"data": [{"user": {"id": 7, "name": "Ann"}, "movie": {"id": 31, "title": "Heat"}, "rating": 4}, {"user": {"id": 8, "name": "Bob"}, "movie": {"id": 31, "title": "Heat"}, "rating": 2}], "next": null, "count": 2}"#,
        )],
        outcome: Ratings(2, 1, 2),
        also: |loaded| {
            assert_eq!(row(loaded, "7"), [("31".into(), 4.0)]);
            assert_eq!(loaded.ratings.catalog().items.title(0), "Heat");
        },
    },
    Sample {
        shape: "JSON, what is to be done, and done",
        files: &[(
            "tasks.json",
            r#"[{"title": "Sweep", "status": "completed"}, {"title": "Mow", "status": "pending"}]"#,
        )],
        outcome: Asked,
        also: nothing,
    },
    Sample {
        shape: "JSON, ratings and films",
        files: &[
            (
                "ratings.json",
                r#"[{"userId": 1, "movieId": 31, "rating": 4}, {"userId": 2, "movieId": 31, "rating": 3}]"#,
            ),
            (
                "movies.json",
                r#"{"31": {"title": "Heat (1995)", "genres": ["Crime", "Drama"]}, "32": {"title": "Up (2009)", "genres": ["Comedy", "Drama"]}}"#,
            ),
        ],
        outcome: Ratings(2, 1, 2),
        also: |loaded| {
            let items = &loaded.ratings.catalog().items;
            assert_eq!(items.title(0), "Heat (1995)");
            assert_eq!(items.categories(0).collect::<Vec<_>>(), ["Crime", "Drama"]);
        },
    },
    Sample {
        shape: "JSON, keys without a meaning",
        files: &[("x.json", r#"[{"aa": "p q", "bb": "r", "cc": "s"}, {"aa": "p r", "bb": "t", "cc": "u"}]"#)],
        outcome: Asked,
        also: nothing,
    },
    Sample {
        shape: "XML, an element a rating",
        files: &[(
            "ratings.xml",
            "<?xml version=\"1.0\"?>\n<ratings>\n  <rating><user>ann</user><item>Heat &amp; Dust</item><value>4</value></rating>\n  <rating><user>bob</user><item>Heat &amp; Dust</item><value>2</value></rating>\n</ratings>\n",
        )],
        outcome: Ratings(2, 1, 2),
        also: |loaded| assert_eq!(row(loaded, "ann"), [("Heat & Dust".into(), 4.0)]),
    },
    Sample {
        shape: "XML, attributes",
        files: &[(
            "ratings.xml",
            "<data><r userId=\"1\" movieId='31' rating=\"4\"/><r userId=\"2\" movieId='31' rating=\"3.5\"/></data>",
        )],
        outcome: Ratings(2, 1, 2),
        also: nothing,
    },
    Sample {
        shape: "XML, people with their ratings inside",
        files: &[(
            "people.xml",
            "<people><user id=\"ann\"><rating item=\"Heat\">4</rating><rating item=\"Up\">3</rating></user><user id=\"bob\"><rating item=\"Up\">5</rating></user></people>",
        )],
        outcome: Ratings(2, 2, 3),
        also: |loaded| assert_eq!(row(loaded, "ann"), [("Heat".into(), 4.0), ("Up".into(), 3.0)]),
    },
    Sample {
        shape: "ARFF",
        files: &[(
            "ratings.arff",
            "% Weka\n@RELATION ratings\n\n@ATTRIBUTE user {ann, bob}\n@attribute 'movie' string\n@attribute rating numeric\n@attribute when date \"yyyy-MM-dd\"\n\n@DATA\nann,'Heat, the film',4,\"2020-01-02\"\n% half\nbob,'It\\'s a Gift',2.5,?\nbob,'Heat, the film',?,?\n",
        )],
        outcome: Ratings(2, 2, 2),
        also: |loaded| assert_eq!(row(loaded, "bob"), [("It's a Gift".into(), 2.5)]),
    },
    Sample {
        shape: "ARFF, only what is not zero",
        files: &[(
            "ratings.arff",
            "@relation r\n@attribute userId numeric\n@attribute movieId numeric\n@attribute rating numeric\n@data\n{0 1, 1 31, 2 4}\n{1 31, 2 3.5}\n{0 2,1 32,2 5}\n",
        )],
        outcome: Ratings(3, 2, 3),
        also: |loaded| assert_eq!(row(loaded, "0"), [("31".into(), 3.5)]),
    },
    Sample {
        shape: "JSON, what each person likes and dislikes",
        files: &[(
            "interactions.json",
            r#"{"1006": {"like": [1207, 5413], "dislike": []}, "5413": {"like": [1006, 1206], "dislike": [1207]}, "1207": {"like": [5413], "dislike": []}}"#,
        )],
        outcome: Choices(3, 4, 5),
        also: nothing,
    },
    Sample {
        shape: "JSON lists within lists",
        files: &[(
            "met.json",
            r#"[[11, "Ann", [[12, "Bob", {"rating": "8", "reason": "fun"}], [13, "Cy", {"rating": "4"}]]], [12, "Bob", [[11, "Ann", {"rating": "6"}]]]]"#,
        )],
        outcome: Asked,
        also: nothing,
    },
    Sample {
        shape: "JSON, the rows that ids have",
        files: &[("user_mapping.json", r#"{"1": 0, "2": 1, "3": 2, "4": 3, "5": 4}"#)],
        outcome: Asked,
        also: nothing,
    },
    Sample {
        shape: "JSON, reviews of one shop",
        files: &[(
            "reviews.json",
            r#"[{"name": "Ann Orr", "review": "Quick and easy to use.", "rating": 4}, {"name": "Bob Lee", "review": "Well worth it.", "rating": 5}, {"name": "Cy Day", "review": "Cold.", "rating": 2}]"#,
        )],
        outcome: Asked,
        also: nothing,
    },
    Sample {
        shape: "JSON, marks of several sides of films, and nobody's",
        files: &[(
            "sides.json",
            r#"[{"name": "Rain", "categories": {"plot": 7.0, "music": 8.5, "pace": 6.0}}, {"name": "Ships", "categories": {"plot": 4.0, "music": 9.5, "pace": 5.0}}, {"name": "Keys", "categories": {"plot": 8.0, "music": 3.5, "pace": 7.0}}]"#,
        )],
        outcome: Asked,
        also: nothing,
    },
    Sample {
        shape: "JSON, whoever has a ticket for an event",
        files: &[(
            "tickets.json",
            r#"[{"model": "hall.ticket", "pk": 1, "fields": {"user": 1, "event": 1, "ticket_code": "a4b2", "quantity": 2}}, {"model": "hall.ticket", "pk": 2, "fields": {"user": 2, "event": 1, "ticket_code": "c45e", "quantity": 1}}, {"model": "hall.ticket", "pk": 3, "fields": {"user": 2, "event": 2, "ticket_code": "4b92", "quantity": 3}}]"#,
        )],
        outcome: Choices(2, 2, 3),
        also: nothing,
    },
];

/// Where the bytes are cut makes no difference.
#[test]
fn nested_values_come_in_pieces_of_any_size() {
    for sample in SAMPLES.iter().filter(|sample| sample.outcome != Asked) {
        let of = |chunk: usize| {
            let source = |(name, text): &(&str, &str)| Source {
                name: (*name).into(),
                size: text.len() as u64,
                test: false,
            };
            let sources = sample.files.iter().map(source).collect();
            let mut loader = Loader::new(sources, LoadOptions::default()).unwrap();
            loader.set_chunk(chunk);
            while let Some(want) = loader.want() {
                let bytes = &sample.files[want.source].1.as_bytes()[want.offset as usize..][..want.length];
                loader.feed(bytes).unwrap();
            }
            let loaded = loader.finish().unwrap();
            format!("{:?}{:?}", loaded.ratings.by_user(), loaded.report)
        };
        let whole = of(1 << 20);
        for chunk in [1, 2, 7] {
            assert_eq!(of(chunk), whole, "{}", sample.shape);
        }
    }
}

/// Files longer than the head, from which keys are learnt: 64 KiB.
#[test]
fn rows_after_the_head_are_read_as_those_in_it() {
    let objects: Vec<String> = (0..6000)
        .map(|i| {
            format!(
                "{{\"user\": {}, \"item\": \"i{}\", \"rating\": {}, \"x\": null}}",
                i / 10,
                i % 10,
                1 + i % 5
            )
        })
        .collect();
    let persons: Vec<String> = (0..600)
        .map(|user| {
            let ratings: Vec<String> =
                (0..10).map(|i| format!("\"i{i}\": {}", 1 + (user * 10 + i) % 5)).collect();
            format!("\"{user}\": {{{}}}", ratings.join(", "))
        })
        .collect();
    let elements: Vec<String> = (0..6000)
        .map(|i| {
            format!("<r><user>{}</user><item>i{}</item><rating>{}</rating></r>", i / 10, i % 10, 1 + i % 5)
        })
        .collect();
    let nested: Vec<String> = (0..600)
        .map(|user| {
            let ratings: Vec<String> = (0..10)
                .map(|i| format!("{{\"item\": \"i{i}\", \"rating\": {}}}", 1 + (user * 10 + i) % 5))
                .collect();
            format!("{{\"list\": [{}], \"user\": {user}}}", ratings.join(","))
        })
        .collect();
    for text in [
        format!("[{}]", objects.join(",")),
        objects.join("\n"),
        objects.concat(),
        format!("{{\"page\": 1, \"results\": [{}]}}", objects.join(", ")),
        format!("{{{}}}", persons.join(", ")),
        format!("<all>{}</all>", elements.concat()),
        nested.join("\n"),
        format!("[{}]", nested.join(",")),
    ] {
        let begins = &text[..60];
        let loaded = load_bytes(&[("ratings.json", text.as_bytes())], LoadOptions::default());
        let loaded = loaded.unwrap_or_else(|error| panic!("{begins}: {error}"));
        let r = &loaded.ratings;
        assert_eq!((r.n_users(), r.n_items(), r.len()), (600, 10, 6000), "{begins}");
        assert_eq!(row(&loaded, "599")[3], ("i3".into(), 4.0), "{begins}");
        assert_eq!(loaded.report.skipped.count, 0, "{begins}");
    }
}

/// The chooser shows keys as the header, and what is chosen by key is what is read.
#[test]
fn columns_are_chosen_by_key() {
    let text =
        r#"[{"aa": "ann", "bb": {"cc": "Heat"}, "dd": 4}, {"aa": "bob", "bb": {"cc": "Up"}, "dd": 3}]"#;
    let load = |options| {
        let source = Source { name: "x.json".into(), size: text.len() as u64, test: false };
        let mut loader = Loader::new(vec![source], options).unwrap();
        while let Some(want) = loader.want() {
            loader.feed(&text.as_bytes()[want.offset as usize..][..want.length]).unwrap();
        }
        loader
    };
    let preview = load(LoadOptions::default()).previews()[0].clone();
    assert_eq!(preview.rows, [["aa", "bb.cc", "dd"], ["ann", "Heat", "4"], ["bob", "Up", "3"]]);
    let columns =
        Columns { user: Some(0), item: Some(1), rating: Some(2), title: None, time: None, ..preview.columns };
    let loaded = load(LoadOptions { columns: Some(columns), ..LoadOptions::default() }).finish().unwrap();
    assert_eq!(row(&loaded, "bob"), [("Up".into(), 3.0)]);
}

/// A line that is no object costs that line, and says where it stands; what is cut off costs what is cut.
#[test]
fn what_is_broken_costs_itself() {
    let text = "{\"user\": 1, \"item\": 5, \"rating\": 3}\n{\"user\": 1, \"item\": \"7\n{\"user\": 2, \"item\": 5, \"rating\": \"good\"}\n{\"user\": 2, \"item\": 6, \"rating\": 4}\n";
    let loaded = load_bytes(&[("r.jsonl", text.as_bytes())], LoadOptions::default()).unwrap();
    assert_eq!(loaded.ratings.len(), 2);
    let lines: Vec<u64> = loaded.report.skipped.first.iter().map(|line| line.position.line).collect();
    assert_eq!(lines, [2, 3]);
    let cut = r#"[{"user": 1, "item": 5, "rating": 3}, {"user": 2, "item": 6, "rat"#;
    let loaded = load_bytes(&[("r.json", cut.as_bytes())], LoadOptions::default()).unwrap();
    assert_eq!((loaded.ratings.len(), loaded.report.skipped.count), (1, 1));
}

/// Deep nesting, long values and many keys end in words or in rows, soon and in little memory.
#[test]
fn odd_trees_end_soon() {
    let deep = |open: &str, close: &str| [open.repeat(300_000), close.repeat(300_000)].concat();
    let long =
        format!("[{{\"user\": 1, \"item\": 2, \"rating\": 3, \"text\": \"{}\"}}]", "x".repeat(3 << 20));
    let keys: String = (0..200_000).map(|i| format!("\"k{i}\": {{\"a{i}\": \"b\"}},")).collect();
    for text in [
        deep("[", "]"),
        deep("{\"a\":", "}"),
        deep("<a>", "</a>"),
        "[".repeat(1 << 20),
        "]".repeat(1 << 20),
        format!("{{{keys}\"z\": 1}}"),
        "<".repeat(1 << 20),
        format!("<a {}", "b='c' ".repeat(200_000)),
        format!("{{\"{}", "k".repeat(3 << 20)),
    ] {
        assert!(load_bytes(&[("odd.json", text.as_bytes())], LoadOptions::default()).is_err());
    }
    let loaded = load_bytes(&[("long.json", long.as_bytes())], LoadOptions::default()).unwrap();
    assert_eq!(loaded.ratings.len(), 1, "a value that is not asked for may be long");
}

/// A key that first has a value behind the head cannot become a column, and is named.
#[test]
fn a_key_that_comes_too_late_is_told() {
    let mut text = String::new();
    for n in 0..2000 {
        let rating = if n < 1900 { "" } else { r#", "rating": 4"# };
        text.push_str(&format!(
            r#"{{"user": "somebody{}", "item": "thing{}", "seen": true{rating}}}"#,
            n % 50,
            n % 40
        ));
        text.push('\n');
    }
    let loaded = load_bytes(&[("seen.jsonl", text.as_bytes())], LoadOptions::default()).unwrap();
    let note = &loaded.report.files[0].note;
    assert!(note.contains("“rating” was not read"), "{note}");
    let early = text.replace(r#""seen": true"#, r#""seen": true, "rating": 3"#);
    let loaded = load_bytes(&[("seen.jsonl", early.as_bytes())], LoadOptions::default()).unwrap();
    assert_eq!(loaded.report.files[0].note, "");
}

/// Attributes may be more than the lines that other files are told by.
#[test]
fn arff_of_many_attributes_is_read() {
    let attributes: String = (0..240).map(|i| format!("@attribute 'shelf {i}' {{0, 1}}\n")).collect();
    let mut rows = String::new();
    for person in 0..40 {
        let flags: Vec<&str> =
            (0..240).map(|i| if (person * 7 + i * 3) % 11 == 0 { "1" } else { "0" }).collect();
        rows += &format!("p{person},{}\n", flags.join(","));
    }
    let text = format!("@relation market\n@attribute customer_id string\n{attributes}@data\n{rows}");
    let loaded = load_bytes(&[("market.arff", text.as_bytes())], LoadOptions::default()).unwrap();
    assert_eq!((loaded.ratings.n_users(), loaded.ratings.n_items()), (40, 240));
}
