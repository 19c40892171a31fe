//! What one person exported from a service.

use super::tables::told;
use super::{Outcome::*, Sample, nothing, titles};
use kindred::format::personal::Opinion;
use kindred::load::{LoadOptions, Loaded, load_bytes};
use kindred::ratings::Feedback::Implicit;
use std::io::Write as _;

/// Counts of the single person, by title.
fn counts(loaded: &Loaded) -> Vec<(&str, f32)> {
    let r = &loaded.ratings;
    assert_eq!(r.catalog().users.ids.iter().collect::<Vec<_>>(), ["me"]);
    r.by_user().iter().map(|(_, item, count)| (r.catalog().items.title(item), count)).collect()
}

/// Values of the ratings of an export, and the highest that each could be.
fn rated(loaded: &Loaded) -> Vec<(f32, f32)> {
    let of = |opinion| match opinion {
        Opinion::Rated(value, best) => Some((value, best)),
        _ => None,
    };
    loaded.own.iter().filter_map(|own| of(own.opinion)).collect()
}

const MAL: &str = r#"<?xml version="1.0" encoding="UTF-8" ?>
<!-- Created by XML Export feature -->
<myanimelist>
  <myinfo>
    <user_id>77</user_id>
    <user_name>ada</user_name>
    <user_export_type>1</user_export_type>
    <user_total_anime>3</user_total_anime>
  </myinfo>
  <anime>
    <series_animedb_id>5114</series_animedb_id>
    <series_title><![CDATA[Fullmetal Alchemist: Brotherhood]]></series_title>
    <series_type>TV</series_type>
    <series_episodes>64</series_episodes>
    <my_id>0</my_id>
    <my_watched_episodes>64</my_watched_episodes>
    <my_start_date>2019-01-01</my_start_date>
    <my_finish_date>2019-03-01</my_finish_date>
    <my_rated></my_rated>
    <my_score>10</my_score>
    <my_status>Completed</my_status>
    <my_comments><![CDATA[a < b]]></my_comments>
    <my_times_watched>0</my_times_watched>
    <my_tags><![CDATA[]]></my_tags>
    <update_on_import>0</update_on_import>
  </anime>
  <anime>
    <series_animedb_id>1535</series_animedb_id>
    <series_title><![CDATA[Death Note]]></series_title>
    <series_type>TV</series_type>
    <my_score>0</my_score>
    <my_status>Dropped</my_status>
  </anime>
  <anime>
    <series_animedb_id>21</series_animedb_id>
    <series_title>One Piece &amp; Co</series_title>
    <series_type>TV</series_type>
    <my_score>0</my_score>
    <my_status>Plan to Watch</my_status>
  </anime>
</myanimelist>
"#;

const DIARY: &str = "Date,Name,Year,Letterboxd URI,Rating,Rewatch,Tags,Watched Date\n2024-01-02,Toy Story,1995,https://boxd.it/5aaaa,4.5,,,2024-01-01\n2024-02-02,Toy Story,1995,https://boxd.it/5bbbb,5,Yes,,2024-02-01\n2024-01-03,Heat,1995,https://boxd.it/5cccc,,,,2024-01-03\n";

pub const SAMPLES: &[Sample] = &[
    Sample {
        shape: "JSON, episodes of podcasts, and how far each was played",
        files: &[(
            "podcast-history.json",
            r#"[{"uuid": "a1", "url": "https://example.org/1.mp3", "published": "2020-10-19T11:00:00Z", "duration": 6947, "title": "The Quay", "playingStatus": 3, "playedUpTo": 6947, "starred": false, "podcastUuid": "p1", "podcastTitle": "Harbour Talk"}, {"uuid": "a2", "url": "https://example.org/2.mp3", "published": "2020-10-29T08:00:00Z", "duration": 2293, "title": "The Crane", "playingStatus": 3, "playedUpTo": 2100, "starred": false, "podcastUuid": "p1", "podcastTitle": "Harbour Talk"}, {"uuid": "a3", "url": "https://example.org/3.mp3", "published": "2020-11-02T08:00:00Z", "duration": 1800, "title": "Salt", "playingStatus": 2, "playedUpTo": 600, "starred": false, "podcastUuid": "p2", "podcastTitle": "On Food"}, {"uuid": "a4", "url": "https://example.org/4.mp3", "published": "2020-11-05T08:00:00Z", "duration": 1700, "title": "Bread", "playingStatus": 3, "playedUpTo": 1700, "starred": false, "podcastUuid": "p2", "podcastTitle": "On Food"}]"#,
        )],
        outcome: Own(0, 4, 0),
        also: told,
    },
    Sample {
        shape: "JSON, numbers of books and when each was read",
        files: &[(
            "books.json",
            r#"[{"date": "2015-10-28", "generated": true, "reference": "9782750000011"}, {"date": "2015-10-05", "generated": true, "reference": "9782750000028"}, {"date": "2015-09-12", "generated": true, "reference": "9782750000035"}, {"date": "2015-08-30", "generated": true, "reference": "9782750000042"}, {"date": "2015-08-01", "generated": true, "reference": "9782750000059"}]"#,
        )],
        outcome: Own(0, 5, 0),
        also: told,
    },
    Sample {
        shape: "JSON, somebody's own mean of beers beside that of all",
        files: &[(
            "beers.json",
            r#"[{"beer_id": 31, "beer_name": "Dark Tide", "brewery_name": "Quay", "avg_personal": 4.75, "global_rating": 3.61, "delta": 1.14, "checkins": 1}, {"beer_id": 32, "beer_name": "Pale Moon", "brewery_name": "Weir", "avg_personal": 4.5, "global_rating": 3.4, "delta": 1.1, "checkins": 2}, {"beer_id": 33, "beer_name": "Old Oak", "brewery_name": "Mill", "avg_personal": 3.63, "global_rating": 3.9, "delta": -0.27, "checkins": 4}, {"beer_id": 34, "beer_name": "Rye", "brewery_name": "Holm", "avg_personal": 2, "global_rating": 3.2, "delta": -1.2, "checkins": 1}, {"beer_id": 35, "beer_name": "Stout", "brewery_name": "Kiln", "avg_personal": 4, "global_rating": 3.7, "delta": 0.3, "checkins": 3}, {"beer_id": 36, "beer_name": "Bock", "brewery_name": "Dyke", "avg_personal": 3, "global_rating": 3.5, "delta": -0.5, "checkins": 2}]"#,
        )],
        outcome: Own(6, 0, 0),
        also: |loaded| {
            told(loaded);
            assert_eq!(rated(loaded)[2], (3.63, 5.0));
        },
    },
    Sample {
        shape: "JSON, games that somebody has or wants, of which some were played",
        files: &[(
            "gamesData.json",
            r#"{"items": [{"notes": "", "releaseYear": 1993, "playStatus": "Played", "acquiredOn": "", "status": "owned", "title": "Harbour"}, {"notes": "", "releaseYear": 1994, "playStatus": "", "acquiredOn": "", "status": "wanted", "title": "Salt"}, {"notes": "", "releaseYear": 1995, "playStatus": "", "acquiredOn": "", "status": "owned", "title": "Winter"}, {"notes": "", "releaseYear": 1996, "playStatus": "Played", "acquiredOn": "", "status": "owned", "title": "Road"}, {"notes": "", "releaseYear": 1997, "playStatus": "", "acquiredOn": "", "status": "wanted", "title": "Keys"}]}"#,
        )],
        outcome: Own(0, 3, 2),
        also: nothing,
    },
    Sample {
        shape: "a form of films in which 0 stands where nothing was said",
        files: &[(
            "ratings.csv",
            "title,rating\nFar Rain,0\nFar Ships,0\nFar Keys,0\nFar Salt,7\nFar Foam,0\nFar Dawn,0\nOld Rain,0\nOld Ships,0\nOld Keys,0\nOld Salt,0\nOld Foam,0\nOld Dawn,0\nNew Rain,0\nNew Ships,0\nNew Keys,0\nNew Salt,0\nNew Foam,0\nNew Dawn,9\nTall Rain,0\nTall Ships,0\nTall Keys,0\nTall Salt,0\nTall Foam,0\nTall Dawn,0\nCold Rain,0\nCold Ships,0\nCold Keys,0\nCold Salt,0\nCold Foam,0\nCold Dawn,0\nLast Rain,0\nLast Ships,0\nLast Keys,0\nLast Salt,0\nLast Foam,0\nLast Dawn,0\nLost Rain,0\nLost Ships,0\nLost Keys,0\nLost Salt,0\nLost Foam,4\nLost Dawn,0\nFirst Rain,0\nFirst Ships,0\nFirst Keys,0\nFirst Salt,0\nFirst Foam,0\nFirst Dawn,0\nBlue Rain,0\nBlue Ships,0\nBlue Keys,0\nBlue Salt,0\nBlue Foam,0\nBlue Dawn,0\n",
        )],
        outcome: Own(3, 0, 0),
        also: |loaded| assert!(loaded.report.files[0].note.contains("was left out")),
    },
    Sample {
        shape: "Org, an outline of what is to read and what was",
        files: &[(
            "books.org",
            "#+TITLE: Books\n\n* Books\n\n** To Read\n\n*** Winter Light\n\n*** Foam\n** Reviews\n\n*** 2011 [4/4]\n\n**** DONE Far Shore\n\n2011 sometime\nAnn Roe\n\nA long one.\n\n**** DONE Home\n\n**** DONE Orchard\n\n**** TODO Road\n",
        )],
        outcome: Own(0, 3, 3),
        also: |loaded| {
            told(loaded);
            assert_eq!(titles(loaded)[2], "Far Shore");
            assert_eq!(loaded.own[2].time, Some(1_293_840_000));
        },
    },
    Sample {
        shape: "Org, boxes beside links",
        files: &[(
            "movies.org",
            "#+title: Movies\n\n* General\n- [ ] [[https://example.org/1][Far Shore]]\n- [X] [[https://example.org/2][Home (again)]]\n- [X] Orchard\n\n* Other\n- [ ] [[https://example.org/4][Road]]\n",
        )],
        outcome: Own(0, 2, 2),
        also: |loaded| assert_eq!(titles(loaded)[0], "Far Shore"),
    },
    Sample {
        shape: "notes on books in Markdown, each with its stars",
        files: &[
            (
                "far-shore.md",
                "---\ntitle: Far Shore\nauthor: Ann Roe\nisbn: 9780000000019\npages: 585\nfinished: 2022-12-27\nstarted: 2022-04-12\nstars: 4\ntags:\n  - sea\n---\n\nLong, and: good.\n",
            ),
            (
                "home.md",
                "---\ntitle: \"Home\"\nauthor: Bob Hale\nisbn: 9780000000026\npages: 120\nfinished: 2023-01-09\nstarted: 2023-01-02\nstars: 2\n---\n\nShort.\n",
            ),
        ],
        outcome: Own(2, 0, 0),
        also: |loaded| assert_eq!(rated(loaded), [(4.0, 5.0), (2.0, 5.0)]),
    },
    Sample {
        shape: "a table in Markdown, with signs for marks that points above it tell",
        files: &[(
            "watchlist.md",
            "# Ida's Watchlist\n\n## Ratings\n\nIn signs:\n\n- :heart_eyes: means I **loved** it\n- :smile: means it was good\n- :neutral_face: means it was alright\n\n## Watchlist\n| Movie/Show Name | Rating | Notes |\n| --- | --- | --- |\n| [Far Shore](https://example.org/1) | :heart_eyes: |\n| [Home](https://example.org/2) | :smile: | twice |\n| [Orchard](https://example.org/3) | :neutral_face: |\n| [Road](https://example.org/4) | :smile: |\n| [Salt](https://example.org/5) | |\n",
        )],
        outcome: Own(4, 0, 1),
        also: |loaded| assert_eq!(rated(loaded), [(3.0, 3.0), (2.0, 3.0), (1.0, 3.0), (2.0, 3.0)]),
    },
    Sample {
        shape: "Podcasts that somebody subscribes to, by kinds",
        files: &[(
            "podcasts.opml",
            "<?xml version='1.0' encoding='utf-8'?>\n<opml version=\"1.1\"><head><title>Feeds</title></head><body>\n<outline text=\"talk\">\n<outline text=\"Far Shore &amp; Co\" type=\"rss\" xmlUrl=\"https://example.org/1\"/>\n<outline text=\"Home\" type=\"rss\" xmlUrl=\"https://example.org/2\"/>\n</outline>\n<outline text=\"music\"><outline text=\"Night Bus\" type=\"rss\" xmlUrl=\"https://example.org/3\"/></outline>\n</body></opml>\n",
        )],
        outcome: Own(0, 3, 0),
        also: |loaded| assert_eq!(titles(loaded), ["Far Shore & Co", "Home", "Night Bus"]),
    },
    Sample {
        shape: "Libby, what was lent and given back",
        files: &[(
            "libbytimeline-activities.csv",
            "cover,title,author,publisher,isbn,timestamp,activity,details,library\n,Far Shore,Ann Lee,P,9780000000001,\"February 28, 2024 00:47\",Borrowed,21 days,City Library\n,Far Shore,Ann Lee,P,9780000000001,\"February 20, 2024 10:00\",Placed on hold,,City Library\n,Home,Bob Ray,P,9780000000002,\"February 18, 2024 10:00\",Returned,,City Library\n,Home,Bob Ray,P,9780000000002,\"February 1, 2024 10:00\",Borrowed,21 days,City Library\n",
        )],
        outcome: Own(0, 2, 0),
        also: |loaded| assert_eq!(counts(loaded), [("Far Shore", 1.0), ("Home", 1.0)]),
    },
    Sample {
        shape: "Books bought, of which no day is known",
        files: &[(
            "kindle_books.csv",
            "ASIN,Title,Author,PurchaseDate\nB000000001,Far Shore,\"Lee, Ann:\",N/A\nB000000002,Home,\"Ray, Bob:\",N/A\nB000000003,Orchard,\"Fox, Cid:\",N/A\n",
        )],
        outcome: Own(0, 3, 0),
        also: told,
    },
    Sample {
        shape: "Foursquare, where somebody checked in",
        files: &[(
            "checkins.json",
            r#"{"items": [{"id": "c1", "createdAt": 1468765917, "type": "checkin", "timeZoneOffset": -300, "like": false, "venue": {"id": "v1", "name": "Far Cafe", "contact": {"facebookUsername": "farcafe"}}},
 {"id": "c2", "createdAt": 1468278473, "type": "checkin", "timeZoneOffset": -300, "like": true, "venue": {"id": "v2", "name": "Home Bar", "contact": {"facebookUsername": "homebar"}}},
 {"id": "c3", "createdAt": 1468178473, "type": "checkin", "timeZoneOffset": -300, "like": false, "venue": {"id": "v1", "name": "Far Cafe", "contact": {"facebookUsername": "farcafe"}}}]}"#,
        )],
        outcome: Own(0, 2, 0),
        also: |loaded| assert_eq!(counts(loaded), [("Far Cafe", 2.0), ("Home Bar", 1.0)]),
    },
    Sample {
        shape: "Concerts that somebody has been to",
        files: &[(
            "concerts.csv",
            "date,band,venue,note\n9/25/22,Far Shore,The Barn,0\n9/25/22,Night Bus,The Barn,0\n8/27/22,Orchard,Old Mill,0\n8/20/22,Far Shore,Old Mill,0\n7/13/22,Dawn,The Barn,0\n6/30/22,Dusk,Hall,0\n",
        )],
        outcome: Own(0, 5, 0),
        also: |loaded| {
            told(loaded);
            assert_eq!((counts(loaded)[0], loaded.own[2].time), (("Far Shore", 2.0), Some(1_661_558_400)));
        },
    },
    Sample {
        shape: "How often somebody heard each artist, counted by a data frame",
        files: &[(
            "artist_play_counts.csv",
            "artistName,0\nAnn Lee,593\nBob Ray,561\nCid Fox,40\nDan Poe,40\nEve May,3\n",
        )],
        outcome: Own(0, 5, 0),
        also: |loaded| assert_eq!(counts(loaded)[0], ("Ann Lee", 593.0)),
    },
    Sample {
        shape: "Films with the month in which each was first watched",
        files: &[(
            "movies_list.csv",
            "Film,Year released,First watched,Category,Location of screening\nFar Shore,2023,Oct-23,,In cinemas\nHome,1987,Oct 2023,,\nOrchard,1997,August 2023,,Friend's house\nNight Bus,2013,2017,Thriller,\n",
        )],
        outcome: Own(0, 4, 0),
        also: |loaded| {
            assert_eq!((loaded.own[0].time, loaded.own[0].year), (Some(1_696_118_400), Some(2023)));
            assert_eq!(loaded.own[2].time, Some(1_690_848_000));
        },
    },
    Sample {
        shape: "Books read, with stars below a name that says nothing",
        files: &[(
            "read.csv",
            "end date,author,title,how it was,days\n01/01/2026,Ann Lee,Far Shore,⭐⭐⭐⭐⭐,-\n13/02/2026,Bob Ray,Home,⭐⭐⭐,-\n19/08/2026,Cid Fox,Orchard,⭐⭐⭐⭐,9 days\n20/08/2026,Cid Fox,Dawn,,2 days\n",
        )],
        outcome: Own(3, 1, 0),
        also: |loaded| assert_eq!(rated(loaded), [(5.0, 5.0), (3.0, 5.0), (4.0, 5.0)]),
    },
    Sample {
        shape: "Markdown, albums in a table, some with a mark",
        files: &[(
            "albums.md",
            "---\ntitle: Albums\ntags:\n- lists\n---\n\n| Artist | Title | Rating |\n| ------ | ----- | ------ |\n| Ann Lee | Dawn |\n| Ann Lee | Dusk | 7/10 |\n| Bob Ray | Dawn | 9/10 |\n| Cid Fox | Noon | 7/10 |\n| Dan Poe | [Night](https://example.org/1) | 8/10 |\n",
        )],
        outcome: Own(4, 1, 0),
        also: |loaded| {
            assert_eq!((&*loaded.own[2].id, &*loaded.own[2].title), ("Bob Ray: Dawn", "Dawn"));
            assert_eq!(rated(loaded)[0], (7.0, 10.0));
        },
    },
    Sample {
        shape: "Markdown, films with stars behind each",
        files: &[(
            "movies-watched.md",
            "# Films\n\n- Far Shore ★★★★\n- Home - ★★½\n- Orchard (2011) ★★★★★\n- Night Bus, Dan Poe (⭐⭐⭐)\n- Fahrenheit 9/11\n",
        )],
        outcome: Own(4, 1, 0),
        also: |loaded| {
            assert_eq!(
                titles(loaded),
                ["Far Shore", "Home", "Orchard (2011)", "Night Bus, Dan Poe", "Fahrenheit 9/11"]
            );
            assert_eq!(rated(loaded)[1], (2.5, 5.0));
        },
    },
    Sample {
        shape: "Markdown, a title a line",
        files: &[(
            "albums.md",
            "# Required\n\n## Best\n\nAnn Lee - Dawn\n[Far Shore](https://example.org/album/1?si=x_y)\n\n## Good\n\nBob Ray - Night Bus\nThe Orchard\n",
        )],
        outcome: Own(0, 4, 0),
        also: |loaded| assert_eq!(titles(loaded)[..2], ["Ann Lee - Dawn", "Far Shore"]),
    },
    Sample {
        shape: "Markdown, foods with their makers behind a comma",
        files: &[(
            "foods.md",
            "# Foods\n## Sweet\n* Dawn bar, Lee Ltd\n* Dusk bar, Lee Ltd\n* Noon bar, Ray Inc\n## Salty\n* Night chips, Ray Inc, Kent\n* Far chips, Lee Ltd\n",
        )],
        outcome: Own(0, 5, 0),
        also: told,
    },
    Sample {
        shape: "IMDb, a watchlist of which one film has a mark",
        files: &[(
            "WATCHLIST.csv",
            "Position,Const,Created,Modified,Description,Title,URL,Title Type,IMDb Rating,Runtime (mins),Year,Genres,Num Votes,Release Date,Directors,Your Rating,Date Rated\n1,tt0000001,2024-01-01,2024-01-01,,Film 1,https://www.imdb.com/title/tt0000001/,Movie,7.1,100,2001,Drama,1000,2001-01-01,Ann Lee,,\n2,tt0000002,2024-01-02,2024-01-02,,Film 2,https://www.imdb.com/title/tt0000002/,Movie,7.1,100,2001,Drama,1000,2001-01-01,Ann Lee,,\n3,tt0000003,2024-01-03,2024-01-03,,Film 3,https://www.imdb.com/title/tt0000003/,Movie,7.1,100,2001,Drama,1000,2001-01-01,Ann Lee,8,2024-02-01\n4,tt0000004,2024-01-04,2024-01-04,,Film 4,https://www.imdb.com/title/tt0000004/,Movie,7.1,100,2001,Drama,1000,2001-01-01,Ann Lee,,\n5,tt0000005,2024-01-05,2024-01-05,,Film 5,https://www.imdb.com/title/tt0000005/,Movie,7.1,100,2001,Drama,1000,2001-01-01,Ann Lee,,\n6,tt0000006,2024-01-06,2024-01-06,,Film 6,https://www.imdb.com/title/tt0000006/,Movie,7.1,100,2001,Drama,1000,2001-01-01,Ann Lee,,\n7,tt0000007,2024-01-07,2024-01-07,,Film 7,https://www.imdb.com/title/tt0000007/,Movie,7.1,100,2001,Drama,1000,2001-01-01,Ann Lee,,\n8,tt0000008,2024-01-08,2024-01-08,,Film 8,https://www.imdb.com/title/tt0000008/,Movie,7.1,100,2001,Drama,1000,2001-01-01,Ann Lee,,\n9,tt0000009,2024-01-09,2024-01-09,,Film 9,https://www.imdb.com/title/tt0000009/,Movie,7.1,100,2001,Drama,1000,2001-01-01,Ann Lee,,\n10,tt0000010,2024-01-10,2024-01-10,,Film 10,https://www.imdb.com/title/tt0000010/,Movie,7.1,100,2001,Drama,1000,2001-01-01,Ann Lee,,\n11,tt0000011,2024-01-11,2024-01-11,,Film 11,https://www.imdb.com/title/tt0000011/,Movie,7.1,100,2001,Drama,1000,2001-01-01,Ann Lee,,\n12,tt0000012,2024-01-12,2024-01-12,,Film 12,https://www.imdb.com/title/tt0000012/,Movie,7.1,100,2001,Drama,1000,2001-01-01,Ann Lee,,\n",
        )],
        outcome: Own(1, 0, 11),
        also: |loaded| assert_eq!((loaded.ratings.len(), loaded.ratings.feedback()), (12, Implicit)),
    },
    Sample {
        shape: "songs of one name by several artists",
        files: &[(
            "my_plays.csv",
            "track,artist,plays\nHome,Ann Lee,12\nHome,Bob Ray,10\nDawn,Ann Lee,7\nDusk,Cid Fox,5\nNoon,Ann Lee,5\nNight,Ann Lee,4\nRain,Bob Ray,3\nSnow,Bob Ray,2\nWind,Cid Fox,2\nFog,Cid Fox,1\n",
        )],
        outcome: Own(0, 10, 0),
        also: told,
    },
    Sample {
        shape: "a personal mark beside the mean of all, in French",
        files: &[(
            "collection.csv",
            "Titre;Auteur;Note personnelle;Note moyenne\nFar Shore;Ann Lee;4;3.71\nHome;Bob Ray;0;4.12\nOrchard;Cid Fox;5;3.90\nNight Bus;Dan Poe;2;3.33\n",
        )],
        outcome: Own(3, 1, 0),
        also: told,
    },
    Sample {
        shape: "a list in Markdown, under the years",
        files: &[(
            "books-read.md",
            "# Books\n\nWhat I read, by year.\n\n## 2019\n\n- Ann Lee. _Far Shore_.\n- [Home](https://example.org/home), Bob Ray\n  - a note on it\n\n## 2020\n\n1. Orchard\n2. **Night Bus**\n\n* [ ] Dawn\n",
        )],
        outcome: Own(0, 4, 1),
        also: |loaded| {
            assert_eq!(
                titles(loaded),
                ["Ann Lee. Far Shore", "Home, Bob Ray", "Orchard", "Night Bus", "Dawn"]
            );
            assert_eq!((loaded.own[0].time, loaded.own[3].time), (Some(1_546_300_800), Some(1_577_836_800)));
        },
    },
    Sample {
        shape: "JSON, what somebody is through with, the same title again",
        files: &[(
            "media.json",
            r#"[{"title": "Far Shore", "media": "Podcast", "date": "2021-03-12", "status": "Complete", "episode": "One"}, {"title": "Far Shore", "media": "Podcast", "date": "2021-03-11", "status": "Complete", "episode": "Two"},
 {"title": "Home", "media": "Film", "date": "2021-03-10", "status": "Complete", "rating": "★★★★☆"}, {"title": "Orchard", "media": "Book", "date": "2021-03-09", "status": "Current", "rating": "★★☆☆☆"}]"#,
        )],
        outcome: Own(2, 1, 0),
        also: told,
    },
    Sample {
        shape: "Netflix, days first and seasons of any language",
        files: &[(
            "NetflixViewingHistory.csv",
            "Title,Date\n\"Hory: 1. řada: Ledovec\",\"27/03/2021\"\n\"Hory: 2. řada: Lavina\",\"28/03/2021\"\n\"El Faro: Episodio 3\",\"01/04/2021\"\n\"Far Shore: Volume 1\",\"02/04/2021\"\n",
        )],
        outcome: Own(0, 3, 0),
        also: |loaded| {
            assert_eq!(counts(loaded), [("Hory", 2.0), ("El Faro", 1.0), ("Far Shore: Volume 1", 1.0)]);
            assert_eq!(loaded.own[2].time, Some(1_617_321_600));
        },
    },
    Sample {
        shape: "Netflix, pasted without its header",
        files: &[(
            "viewed.txt",
            "\n\nHory: 1. řada: Ledovec\t3/27/21\nHory: 1. řada: Lavina\t3/26/21\nFar Shore\t3/25/21\nHory: 1. řada: Sníh\t3/24/21\nHome\t3/20/21\n",
        )],
        outcome: Own(0, 3, 0),
        also: |loaded| assert_eq!(counts(loaded), [("Hory", 3.0), ("Far Shore", 1.0), ("Home", 1.0)]),
    },
    Sample {
        shape: "Mountain Project, routes climbed, without stars",
        files: &[(
            "ticks.csv",
            "Date,Route,Rating,Notes,URL,Pitches,Location\n2018-11-20,North Rib,5.12-,Cold.,https://www.mountainproject.com/route/1/north-rib,10,Utah > Far Shore\n2018-12-27,Orchard,5.7,,https://www.mountainproject.com/route/2/orchard,1,Utah > Home\n",
        )],
        outcome: Own(0, 2, 0),
        also: |loaded| assert_eq!(loaded.own[0].time, Some(1_542_672_000)),
    },
    Sample {
        shape: "Mountain Project, routes climbed",
        files: &[(
            "ticks.csv",
            "Date,Route,Rating,Notes,URL,Pitches,Location,\"Avg Stars\",\"Your Stars\",Style,\"Lead Style\",\"Route Type\",\"Your Rating\",Length,\"Rating Code\"\n2022-12-02,\"North Rib\",5.7,\"Cold.\n\nTwo ropes\",https://www.mountainproject.com/route/1/north-rib,3,\"Utah > Canyon\",2.7,3,Lead,Flash,Trad,,300,1800\n2022-12-03,\"Old Crack\",5.10b,,https://www.mountainproject.com/route/2/old-crack,1,\"Utah > Canyon\",3.1,-1,Lead,,Trad,5.10a,90,2700\n",
        )],
        outcome: Own(1, 1, 0),
        also: |loaded| assert_eq!(rated(loaded), [(3.0, 4.0)]),
    },
    Sample {
        shape: "Douban, with its own names of columns",
        files: &[(
            "音乐.csv",
            "标题,简介,豆瓣评分,链接,创建时间,我的评分,标签,评论,可见性\nDawn,Ann Lee / 2019,9.1,https://music.douban.com/subject/1/,2023-01-05 17:33:38,5.0,,,public\nDusk,Bob Ray / 2020,8.2,https://music.douban.com/subject/2/,2023-01-02 13:17:39,4.0,,,public\nNoon,Cid Fox / 2018,7.4,https://music.douban.com/subject/3/,2023-01-01 13:17:39,,,,public\n",
        )],
        outcome: Own(2, 1, 0),
        also: |loaded| {
            assert_eq!(
                (rated(loaded), loaded.own[1].time),
                (vec![(5.0, 5.0), (4.0, 5.0)], Some(1_672_665_459))
            )
        },
    },
    Sample {
        shape: "Kinopoisk, with its own names of columns",
        files: &[(
            "kinopoisk.csv",
            "русскоязычное название;оригинальное название;год;страны;режиссёр;рейтинг КиноПоиска;моя оценка;дата и время\nДальний берег;Far Shore;2001;США;Ann Lee;7.823;8;27.03.2021, 10:00\nДом;Home;2011;Франция;Bob Ray;8.102;9;28.03.2021, 11:00\n",
        )],
        outcome: Own(2, 0, 0),
        also: |loaded| assert_eq!((rated(loaded)[1], loaded.own[1].year), ((9.0, 10.0), Some(2011))),
    },
    Sample {
        shape: "what somebody calls mine beside what all give",
        files: &[(
            "films.csv",
            "title,description,rating,link,date,mine,tags\nFar Shore,2001,9.2,https://example.org/1,2024-04-04 23:37:22,5.0,\nHome,2011,8.9,https://example.org/2,2024-04-03 20:00:00,4.0,\nOrchard,2014,7.1,https://example.org/3,2024-04-02 20:00:00,5.0,\nNight Bus,1999,6.5,https://example.org/4,2024-04-01 20:00:00,2.0,\nDawn,2005,8.0,https://example.org/5,2024-03-01 20:00:00,4.0,\nDusk,2006,8.1,https://example.org/6,2024-02-01 20:00:00,,\n",
        )],
        outcome: Own(5, 0, 0),
        also: told,
    },
    Sample {
        shape: "films with marks in words and the day of each",
        files: &[(
            "films.csv",
            "title,director,year,seen_on,rating\nFar Shore,Ann Lee,2001,2024-02-04,Good\nHome,Bob Ray,2011,2024-02-03,Great\nOrchard,Cid Fox,2014,2024-01-28,Bad\nNight Bus,Dan Poe,1999,2024-01-27,Good\n",
        )],
        outcome: Own(4, 0, 0),
        also: told,
    },
    Sample {
        shape: "films with the day under what was done",
        files: &[(
            "films2018.csv",
            "title,watched,notes,tmdb_id\nFar Shore,2018-01-01,Fine.,11\nHome,2018-01-02,Long and cold.,12\nOrchard,2018-01-05,,13\nNight Bus,2018-01-06,,14\n",
        )],
        outcome: Own(0, 4, 0),
        also: |loaded| assert_eq!(loaded.own[0].time, Some(1_514_764_800)),
    },
    Sample {
        shape: "games with a mark or a question mark",
        files: &[(
            "boardgames.csv",
            "title,rating,link\nFar Shore,10,https://example.org/1\nHome,9,https://example.org/2\nOrchard,?,https://example.org/3\nNight Bus,7,https://example.org/4\nDawn,2,https://example.org/5\n",
        )],
        outcome: Own(4, 1, 0),
        also: told,
    },
    Sample {
        shape: "books with the year in which each was finished",
        files: &[(
            "books.csv",
            "title,author,date finished,rating\nFar Shore,Ann Lee,2019,4\nHome,Bob Ray,2020,5\nOrchard,Cid Fox,2020,3\nNight Bus,Dan Poe,2021,4\n",
        )],
        outcome: Own(4, 0, 0),
        also: |loaded| assert_eq!(loaded.own[0].time, Some(1_546_300_800)),
    },
    Sample {
        shape: "JSON, how far somebody is with each book",
        files: &[(
            "books.json",
            r#"[{"title": "Far Shore", "author": "Ann Lee", "status": "read"}, {"title": "Home", "author": "Bob Ray", "status": "reading"},
 {"title": "Orchard", "author": "Cid Fox", "status": "to-read"}, {"title": "Night Bus", "author": "Dan Poe", "status": "read"}]"#,
        )],
        outcome: Own(0, 3, 1),
        also: told,
    },
    Sample {
        shape: "how far somebody is with each game",
        files: &[(
            "games.csv",
            "name,platform,status\nFar Shore,PC,Completed\nHome,PC,Backlog\nOrchard,Switch,Playing\nNight Bus,PC,Completed\nDawn,PS4,Dropped\n",
        )],
        outcome: Own(0, 4, 1),
        also: told,
    },
    Sample {
        shape: "Apple Music, tracks of each day",
        files: &[(
            "Apple Music - Play History Daily Tracks.csv",
            "Country,Track Identifier,Media type,Date Played,Hours,Play Duration Milliseconds,Play Count,Skip Count,Track Description\nUS,101,AUDIO,20210301,\"10, 11\",180000,2,0,Ann Lee - Dawn\nUS,102,AUDIO,20210301,12,170000,1,0,Bob Ray - Dusk\nUS,101,AUDIO,20210302,9,180000,3,0,Ann Lee - Dawn\n",
        )],
        outcome: Own(0, 2, 0),
        also: |loaded| assert_eq!(loaded.own[0].amount, 5.0),
    },
    Sample {
        shape: "Apple Music, tracks of the library",
        files: &[(
            "Apple Music Library Tracks.json",
            r#"[{"Track Identifier": 101, "Title": "Dawn", "Artist": "Ann Lee", "Genre": "Rock", "Track Play Count": 4}, {"Track Identifier": 102, "Title": "Dusk", "Artist": "Bob Ray", "Genre": "Folk", "Track Play Count": 7}]"#,
        )],
        outcome: Own(0, 2, 0),
        also: |loaded| assert_eq!(loaded.own[1].amount, 7.0),
    },
    Sample {
        shape: "Apple Music, what was played",
        files: &[(
            "Apple Music Play Activity.csv",
            "Album Name,Event End Timestamp,Event Type,Play Duration Milliseconds,Song Name\nA,2021-03-01T10:00:00Z,PLAY_END,180000,Dawn\nB,2021-03-01T10:04:00Z,PLAY_END,170000,Dusk\nA,2021-03-02T10:00:00Z,PLAY_END,180000,Dawn\n",
        )],
        outcome: Own(0, 2, 0),
        also: nothing,
    },
    Sample {
        shape: "Amazon, what somebody ordered",
        files: &[(
            "Retail.OrderHistory.1.csv",
            "Website,Order ID,Order Date,Currency,Unit Price,Quantity,Order Status,ASIN,Product Name\nAmazon.com,111-1,2021-03-01T10:00:00Z,USD,12.5,1,Closed,B000000001,Lamp\nAmazon.com,111-2,2021-03-02T10:00:00Z,USD,7.25,1,Closed,B000000002,Kettle\n",
        )],
        outcome: Own(0, 2, 0),
        also: |loaded| assert_eq!((&*loaded.own[0].id, &*loaded.own[0].title), ("B000000001", "Lamp")),
    },
    Sample {
        shape: "Amazon, what somebody ordered, as of old",
        files: &[(
            "orders.csv",
            "Order Date,Order ID,Title,Category,ASIN/ISBN,UNSPSC Code,Website,Condition\n03/01/21,111-1,Lamp,HOME,B000000001,39111500,Amazon.com,new\n03/02/21,111-2,Kettle,KITCHEN,B000000002,52141500,Amazon.com,new\n",
        )],
        outcome: Own(0, 2, 0),
        also: nothing,
    },
    Sample {
        shape: "Grouvee",
        files: &[(
            "games.csv",
            "id,name,shelves,platforms,rating,review,dates,statuses,genres,url,giantbomb_id\n1,Far Shore,\"{\"\"Played\"\": {}}\",{},4,,[],[],{},https://example.org/1,201\n2,Orchard,\"{\"\"Played\"\": {}}\",{},,,[],[],{},https://example.org/2,202\n",
        )],
        outcome: Own(1, 1, 0),
        also: nothing,
    },
    Sample {
        shape: "Tidal, what was heard",
        files: &[(
            "streaming.csv",
            "artist_name,track_title,entry_date,stream_duration_ms,product_type,country\nAnn Lee,Dawn,2021-03-01 10:00:00,180000,TRACK,US\nBob Ray,Dusk,2021-03-01 10:04:00,170000,TRACK,US\n",
        )],
        outcome: Own(0, 2, 0),
        also: nothing,
    },
    Sample {
        shape: "Exportify, a playlist of Spotify",
        files: &[(
            "evenings.csv",
            "Track URI,Track Name,Album Name,Artist Name(s),Release Date,Duration (ms),Popularity,Added By,Added At\nspotify:track:1,Dawn,A,Ann Lee,2001,180000,40,ann,2021-03-01T10:00:00Z\nspotify:track:2,Dusk,B,Bob Ray,2002,170000,42,ann,2021-03-02T10:00:00Z\n",
        )],
        outcome: Own(0, 2, 0),
        also: |loaded| assert_eq!(loaded.own[0].title, "Dawn"),
    },
    Sample {
        shape: "TuneMyMusic, playlists of any service",
        files: &[(
            "My Music.csv",
            "Track name,Artist name,Album,Playlist name,Type,ISRC\nDawn,Ann Lee,A,Evenings,Playlist,US1\nDusk,Bob Ray,B,Evenings,Playlist,US2\n",
        )],
        outcome: Own(0, 2, 0),
        also: nothing,
    },
    Sample {
        shape: "TV Time, episodes of a series",
        files: &[(
            "seen_episode.csv",
            "tv_show_name,episode_season_number,episode_number,created_at\nFar Shore,1,1,2021-03-01 10:00:00\nFar Shore,1,2,2021-03-02 10:00:00\nOrchard,1,1,2021-03-03 10:00:00\n",
        )],
        outcome: Own(0, 2, 0),
        also: told,
    },
    Sample {
        shape: "JSON, names of what somebody likes",
        files: &[("favorites.json", r#"["Heat", "The Far Shore", "Up", "Night Bus"]"#)],
        outcome: Own(0, 4, 0),
        also: told,
    },
    Sample {
        shape: "JSON, ids of what somebody wants to see",
        files: &[("toWatch.json", r#"["tt0000101", "tt0000102", "tt0000103", "tt0000104"]"#)],
        outcome: Own(0, 0, 4),
        also: told,
    },
    Sample {
        shape: "JSON, what somebody watched beside what all think of it",
        files: &[(
            "watchedFull.json",
            r#"[{"imdbId": "tt0000101", "title": "Far Shore", "year": 2004, "rating": 6.87, "runtime": 77, "tagline": "Go"},
 {"imdbId": "tt0000102", "title": "Home", "year": 2009, "rating": 7.13, "runtime": 91, "tagline": "Stay"},
 {"imdbId": "tt0000103", "title": "Orchard", "year": 1999, "rating": 5.92, "runtime": 102, "tagline": "Wait"}]"#,
        )],
        outcome: Own(0, 3, 0),
        also: |loaded| assert!(loaded.report.files[0].note.contains("“rating” was not used")),
    },
    Sample {
        shape: "JSON, a library of tracks by album",
        files: &[(
            "YourLibrary.json",
            r#"{"tracks": [{"artist": "Ann", "album": "Dawn", "track": "One"}, {"artist": "Ann", "album": "Dawn", "track": "Two"},
 {"artist": "Bob", "album": "Dusk", "track": "Three"}], "albums": [], "shows": []}"#,
        )],
        outcome: Own(0, 3, 0),
        also: told,
    },
    Sample {
        shape: "ids of liked films, below a name",
        files: &[("liked_movies.csv", "movie_id\n4711\n815\n42\n1701\n")],
        outcome: Own(0, 4, 0),
        also: told,
    },
    Sample {
        shape: "watched films by IMDb's ids, no header",
        files: &[(
            "watched.csv",
            "tt0000101,Far Shore,2004,77,Drama\ntt0000102,Home,2009,NaN,Comedy\ntt0000103,Orchard,1999,102,\"Drama,War\"\ntt0000104,Night Bus,2011,95,Crime\n",
        )],
        outcome: Own(0, 4, 0),
        also: |loaded| assert_eq!(loaded.own[0].title, "Far Shore"),
    },
    Sample {
        shape: "films of a diary, with what is known of each",
        files: &[(
            "diary_with_genres.csv",
            "name,year,genre,runtime\nFar Shore,2004,Drama,77\nHome,2009,Comedy,91\nOrchard,1999,Drama,102\n",
        )],
        outcome: Own(0, 3, 0),
        also: told,
    },
    Sample {
        shape: "somebody's own films, and what is known of each",
        files: &[(
            "my_movies.csv",
            "Title,Director,Genre,Country\nFar Shore,Ann,Drama,Peru\nHome,Bob,Comedy,Chad\nOrchard,Cid,Drama,Peru\n",
        )],
        outcome: Own(0, 3, 0),
        also: told,
    },
    Sample {
        shape: "Films to see, and much that is known of them",
        files: &[(
            "watchlist.csv",
            "Movie,Year,Runtime,Actor,Director,Genre1,IMDb,RT,Created\nFar Shore,2019,118,Ann Orr,Cid Fell,Drama,7.2,82,1/4/2024\nHome,2021,127,Dan Hale,Cid Fell,Comedy,6.4,70,6/9/2022\nKnots,2008,101,Ann Orr,Eve Lund,Drama,7.9,91,3/1/2023\n",
        )],
        outcome: Own(0, 0, 3),
        also: told,
    },
    Sample {
        shape: "My marks of series titles, with a blank behind the name",
        files: &[("my_ratings.csv", "Series_Title,My_rating \nFar Shore,9.0\nHome,9.1\nKnots,7.5\n")],
        outcome: Own(3, 0, 0),
        also: told,
    },
    Sample {
        shape: "What a list's owner gave, beside what all think",
        files: &[(
            "watched.csv",
            "Film_title,Release_year,Director,Genres,Owner_rating,Average_rating,Watches\nFar Shore,2019,Ann Orr,['Drama'],4,3.42,8279\nHome,2021,Cid Fell,['Comedy'],nan,4.1,860718\nNight Train,2008,Ann Orr,['Drama'],2.5,3.2,1610\n",
        )],
        outcome: Own(2, 0, 0),
        also: told,
    },
    Sample {
        shape: "What is called yours, beside ids of other things",
        files: &[(
            "beers.json",
            r#"{"total": 2, "beers": [{"id": 61, "bid": 61, "name": "Crisp", "rating": 4, "yourCount": 1, "brewery": {"id": 7, "name": "Old Mill"}}, {"id": 64, "bid": 64, "name": "Dark Star", "rating": 3.75, "yourCount": 2, "brewery": {"id": 9, "name": "North"}}]}"#,
        )],
        outcome: Own(2, 0, 0),
        also: nothing,
    },
    Sample {
        shape: "Games given up, and why",
        files: &[(
            "games_abandoned.csv",
            "title,year_played,score,reason\nFar Shore,2006,3,goes on and on without any story\nNight Train,2007,2,the same tunes over and over again\nHome,2009,3,goes on and on without any story\nKnots,2011,4,too much like the one before it\n",
        )],
        outcome: Own(4, 0, 0),
        also: told,
    },
    Sample {
        shape: "Games to play, and how likely",
        files: &[(
            "games_to_play.csv",
            "title,list_rank,year_added,priority,estimated_chance,reason\nFar Shore,103,2026,high,55,left of the best\nHome,110,2026,high,80,left of the best\nKnots,116,2026,low,50,left of the best\n",
        )],
        outcome: Own(0, 0, 3),
        also: told,
    },
    Sample {
        shape: "Books read, and the years of both",
        files: &[(
            "books_read.csv",
            "title,author,original_year,read_year\nFar Shore,Ann Orr,1968,2003\nHome,Cid Fell,2000,\nKnots,Ann Orr,1532,2007\n",
        )],
        outcome: Own(0, 3, 0),
        also: told,
    },
    Sample {
        shape: "What one person gave to numbers, no header",
        files: &[("user_ratings.csv", "14,6\n13,9\n12,6\n11,3\n10,8\n9,7\n8,7\n7,2\n")],
        outcome: Ratings(1, 8, 8),
        also: told,
    },
    Sample {
        shape: "titles below one word, with as many words as they have",
        files: &[(
            "watched.csv",
            "Title\nThe Far Shore\nThe Knot\nHome\nThe Old, the Odd and the Lost\n\"The Lamp, or Night\"\n",
        )],
        outcome: Own(0, 5, 0),
        also: |loaded| {
            told(loaded);
            assert_eq!(loaded.own[0].title, "The Far Shore");
            assert_eq!(loaded.own[4].title, "The Lamp, or Night");
        },
    },
    Sample {
        shape: "alone, marks of ten",
        files: &[(
            "movies.csv",
            "Title,Year,Genre,Rating\nFar Shore,1968,Drama,8/10\nHome,2000,War,9/10\nKnots,1985,War,6/10\nLamp,1992,Crime,7/10\n",
        )],
        outcome: Own(4, 0, 0),
        also: |loaded| {
            told(loaded);
            assert_eq!(rated(loaded)[0], (8.0, 10.0));
        },
    },
    Sample {
        shape: "alone, marks in words",
        files: &[(
            "feedback.csv",
            "Album Name,Artist,Feedback\nShore,Ann,like\nHome,Bob,mid\nKnots,Cid,like\nLamp,Dee,dislike\n",
        )],
        outcome: Own(4, 0, 0),
        also: told,
    },
    Sample {
        shape: "alone, what one gave beside what all gave",
        files: &[(
            "books.csv",
            "title,author,rating,mine\nFar Shore,Ann,8.1,4\nHome,Bob,9.1,5\nKnots,Cid,7.3,\nLamp,Dee,6.8,3\n",
        )],
        outcome: Own(3, 1, 0),
        also: told,
    },
    Sample {
        shape: "alone, days in order",
        files: &[(
            "trails.csv",
            "Place,Trail,Length,Date\nEly,North loop,4 km,2021-04-01\nEly,Mill path,,2021-05-02\nRye,Sea wall,9 km,2022-01-08\nRye,North loop,4 km,2022-02-01\n",
        )],
        outcome: Own(0, 3, 0),
        also: told,
    },
    Sample {
        shape: "alone, how long each was heard",
        files: &[("artist_minutes.csv", "artistName,msPlayed\nAnn,1503.25\nBob,912.5\nCid,41.75\nDee,3.5\n")],
        outcome: Own(0, 4, 0),
        also: told,
    },
    Sample {
        shape: "alone, the most heard in order",
        files: &[("tracks_short.csv", "place,track_id\n0,aq8\n1,bq7\n2,cq6\n3,dq5\n4,eq4\n")],
        outcome: Own(0, 5, 0),
        also: told,
    },
    Sample {
        shape: "alone, for and against",
        files: &[(
            "comment_votes.csv",
            "id,permalink,direction\nha8,https://r.example/ha8,up\nhb3,https://r.example/hb3,down\nhb4,https://r.example/hb4,up\nhc1,https://r.example/hc1,up\n",
        )],
        outcome: Own(4, 0, 0),
        also: told,
    },
    Sample {
        shape: "alone, one wish with a field more than names",
        files: &[("wishlist.csv", "Title,Collected\nFar Shore,Vinyl,No\n")],
        outcome: Own(0, 0, 1),
        also: told,
    },
    Sample {
        shape: "what one follows, one word each",
        files: &[("subscribed_channels.csv", "channel\nshores\nknots\nlamps\nhomes\n")],
        outcome: Own(0, 4, 0),
        also: told,
    },
    Sample {
        shape: "alone, a known export with marks below liked",
        files: &[(
            "songs.csv",
            "Track URI,Track Name,Added At,liked\nspotify:track:a,Shore,2020-01-01T00:00:00Z,60\nspotify:track:b,Home,2020-01-02T00:00:00Z,45.5\n",
        )],
        outcome: Own(2, 0, 0),
        also: nothing,
    },
    Sample {
        shape: "titles and nothing else",
        files: &[(
            "my_books.txt",
            "Solaris\nThe Old Man and the Sea\nKim\nA Room of One's Own\nWar and Peace\nThe Trial (new translation)\n",
        )],
        outcome: Own(0, 6, 0),
        also: told,
    },
    Sample {
        shape: "titles and who wrote them",
        files: &[(
            "read-2019.txt",
            "Solaris | Lem\nThe Old Man and the Sea | Hemingway\nKim | Kipling\nA Room of One's Own | Woolf\n",
        )],
        outcome: Own(0, 4, 0),
        also: |loaded| assert_eq!(loaded.own[0].title, "Solaris"),
    },
    Sample {
        shape: "songs to hear",
        files: &[("wishlist.txt", "Blur - Badhead\nLorde - Ribs\nBlur - Girls & Boys\nLorde - Team\n")],
        outcome: Own(0, 0, 4),
        also: told,
    },
    Sample {
        shape: "Letterboxd, titles and addresses",
        files: &[(
            "watched.csv",
            "Name,Letterboxd URI\nHeat (1995),https://letterboxd.com/film/heat-1995\nUp (2009),https://letterboxd.com/film/up\n",
        )],
        outcome: Own(0, 2, 0),
        also: nothing,
    },
    Sample {
        shape: "Letterboxd, a list of what to see",
        files: &[(
            "priority-watchlist.csv",
            "Letterboxd list export v7\nDate,Name,Tags,URL,Description\n2024-03-03,Priority,,https://boxd.it/a,\n\nPosition,Name,Year,URL,Description\n1,Heat,1995,https://boxd.it/b,\n2,Up,2009,https://boxd.it/c,\n",
        )],
        outcome: Own(0, 0, 2),
        also: nothing,
    },
    Sample {
        shape: "Spotify, playlists",
        files: &[(
            "Playlist1.json",
            r#"{"playlists": [{"name": "Road", "lastModifiedDate": "2024-01-02", "items": [{"track": {"trackName": "Ribs", "artistName": "Lorde", "albumName": "Pure", "trackUri": "spotify:track:1"}, "episode": null, "addedDate": "2024-01-02"}, {"track": {"trackName": "Badhead", "artistName": "Blur", "albumName": "Parklife", "trackUri": "spotify:track:2"}, "episode": null, "addedDate": "2024-01-02"}]}]}"#,
        )],
        outcome: Own(0, 2, 0),
        also: nothing,
    },
    Sample {
        shape: "Letterboxd, a list of earlier years",
        files: &[(
            "heists.csv",
            "\nDate,Name,Tags,URL,Description\n2019-03-21,Heists,\"top, heists\",https://boxd.example/2K,\n\nPosition,Name,Year,URL,Description\n1,Heat,1995,https://boxd.example/2b,\n2,Ronin,1998,https://boxd.example/2c,\n",
        )],
        outcome: Own(0, 2, 0),
        also: |loaded| assert_eq!(titles(loaded), ["Heat", "Ronin"]),
    },
    Sample {
        shape: "an unknown service, songs and how often each was played",
        files: &[(
            "top.csv",
            ",album,track,artist,plays\n0,Pool,Ribs,Lorde,22\n1,Green Light,Team,Lorde,19\n2,Parklife,Badhead,Blur,7\n",
        )],
        outcome: Own(0, 3, 0),
        also: |loaded| {
            told(loaded);
            // The choice of columns begins with what they were taken for.
            let columns = &loaded.previews[0].columns;
            assert_eq!(
                (columns.mine, columns.user, columns.item, columns.count),
                (Some(true), None, Some(2), Some(4))
            );
        },
    },
    Sample {
        shape: "Spotify, songs with what they sound like and how often each was played",
        files: &[(
            "my_top.csv",
            ",index,endTime,artistName,trackName,msPlayed,counts,danceability,energy\n0,0,2020-06-30 10:13,Lorde,Ribs,3349,20,0.79,0.77\n1,1,2020-06-30 11:00,Blur,Badhead,2100,4,0.5,0.31\n",
        )],
        outcome: Own(0, 2, 0),
        also: |loaded| {
            assert_eq!(counts(loaded).iter().map(|(_, count)| *count).collect::<Vec<_>>(), [20.0, 4.0])
        },
    },
    Sample {
        shape: "an unknown service, titles in one language",
        files: &[(
            "film_ratings.csv",
            "id,imdb_id,name_eng,rating,rating_date,release_year,link\n1,,Heat,10,2009-09-09,1995,https://films.example/1\n2,tt2,Up,7,2009-09-10,2009,https://films.example/2\n3,,Ran,8,2010-01-02,1985,https://films.example/3\n",
        )],
        outcome: Own(3, 0, 0),
        also: told,
    },
    Sample {
        shape: "ids of films and marks",
        files: &[("user_ratings.csv", "movieId,rating\n1,4.0\n2,5.0\n3,3.5\n34,2.5\n48,4.0\n")],
        outcome: Own(5, 0, 0),
        also: told,
    },
    Sample {
        shape: "LibraryThing: books of which some have marks",
        files: &[(
            "librarything.json",
            r#"{"1051": {"books_id": "1051", "title": "Kim", "sortcharacter": "1", "primaryauthor": "Kipling, Rudyard", "date": "1901"}, "1062": {"books_id": "1062", "title": "Solaris", "sortcharacter": "1", "primaryauthor": "Lem", "rating": 4, "date": "1961"}, "1077": {"books_id": "1077", "title": "Emma", "sortcharacter": "1", "primaryauthor": "Austen", "date": "1815"}}"#,
        )],
        outcome: Own(1, 2, 0),
        also: nothing,
    },
    Sample {
        shape: "an unknown service, films by the names in their addresses",
        files: &[(
            "eve_ratings.csv",
            "slug,title,year,rating\nheat-1995,Heat,1995,4.5\nup-2009,Up,2009,3\nran,Ran,1985,5\n",
        )],
        outcome: Own(3, 0, 0),
        also: told,
    },
    Sample {
        shape: "an unknown service, books by their numbers, titles and authors",
        files: &[(
            "my_ratings.csv",
            "ISBN,Book-Title,Book-Author,Rating\n0156027607,Solaris,Stanislaw Lem,9\n0451528018,Kim,Rudyard Kipling,6\n0140439072,Emma,Jane Austen,4\n",
        )],
        outcome: Own(3, 0, 0),
        also: told,
    },
    Sample {
        shape: "an unknown service, days of reading",
        files: &[(
            "leidos.csv",
            "isbn13,title,authors,categories,published_year,Date of reading\n9780156027601,Solaris,Stanislaw Lem,Fiction,2002.0,2025-11-18\n\
             9780451528018,Kim,Rudyard Kipling,Fiction,1987.0,2025-11-20\n",
        )],
        outcome: Own(0, 2, 0),
        also: told,
    },
    Sample {
        shape: "an unknown service, a file called by what was done",
        files: &[(
            "books_read.csv",
            "title,author,year.published,pages,order,genre\nSolaris,Stanislaw Lem,1961,204,1,Sci-Fi\nKim,Rudyard Kipling,1901,368,2,Fiction\n",
        )],
        outcome: Own(0, 2, 0),
        also: told,
    },
    Sample {
        shape: "an unknown service, hours of games",
        files: &[("steam_games.csv", "id,hours,name\n570,612.4,Dota\n400,11.5,Portal\n730,0.0,Strike\n")],
        outcome: Own(0, 3, 0),
        also: |loaded| {
            told(loaded);
            assert_eq!(loaded.own[0].amount, 612.4);
        },
    },
    Sample {
        shape: "JSON, an unknown service, what somebody wants, with pictures in several sizes",
        files: &[(
            "want.json",
            r#"{"data": [{"updated_at": "2024-10-12", "subject_id": 39, "type": 1, "rate": 0, "images": {"small": "a", "grid": "b"}, "name": "Solaris"},
                {"updated_at": "2024-10-14", "subject_id": 41, "type": 1, "rate": 0, "images": {"small": "c", "grid": "d"}, "name": "Stalker"}], "total": 2}"#,
        )],
        outcome: Own(0, 0, 2),
        also: told,
    },
    Sample {
        shape: "Trakt, episodes of series and a film",
        files: &[(
            "watch_history.csv",
            "trakt_id,watched_at,show,season,episode,title,imdb_id,trakt_user\n81,2021-12-29,Dark,1,5,Truths,tt5753856,eve\n\
             82,2021-12-30,Dark,1,6,Sic Mundus,tt5753856,eve\n83,2022-01-02,,,,Heat,tt0113277,eve\n",
        )],
        outcome: Own(0, 2, 0),
        also: |loaded| assert_eq!(super::titles(loaded), ["Dark", "Heat"]),
    },
    Sample {
        shape: "JSON, books in a file called by what was done",
        files: &[(
            "read.json",
            r#"[{"title": "Solaris", "author": "Lem", "image": "a.png", "date_updated": "2020-05-09"}, {"title": "Kim", "author": "Kipling", "image": "b.png", "date_updated": "2020-05-10"}]"#,
        )],
        outcome: Own(0, 2, 0),
        also: told,
    },
    Sample {
        shape: "an unknown service, marks that are personal",
        files: &[(
            "movies_watched.csv",
            r#"title, launching_year, personal_rating
Heat, 1995, 9
Up, 2009, 7.2
Ran, 1985, -1
"#,
        )],
        outcome: Own(2, 1, 0),
        also: nothing,
    },
    Sample {
        shape: "Steam, a wishlist",
        files: &[(
            "wishlist.json",
            r#"{"steamid": "7656", "items": [{"appid": 24, "name": "Oak Valley", "priority": 0, "type": "game"}, {"appid": 31, "name": "Tin Road", "priority": 1, "type": "game"}]}"#,
        )],
        outcome: Own(0, 0, 2),
        also: nothing,
    },
    Sample {
        shape: "an unknown service, favourites in wrappings",
        files: &[(
            "favorites.json",
            r#"[{"id": "1", "type": "track", "data": {"id": "3", "title": "Velvet Moon", "artist": "Ada Skies", "mood": "Dreamy"}},
 {"id": "2", "type": "track", "data": {"id": "1", "title": "Midnight Song", "artist": "Luna Ray", "mood": "Chill"}}]"#,
        )],
        outcome: Own(0, 2, 0),
        also: nothing,
    },
    Sample {
        shape: "an unknown service, songs in French",
        files: &[(
            "historique.csv",
            r#"titre,artiste,artiste_id,track_id,date_ecoute,heure
Ribs,Lorde,3Wa,6cn,2026-06-08T14:03:27.235Z,14
Team,Lorde,3Wa,7Hx,2026-06-08T13:59:04.106Z,13
"#,
        )],
        outcome: Own(0, 2, 0),
        also: nothing,
    },
    Sample {
        shape: "a title and a mark of tenths each",
        files: &[("avaliacoes.json", r#"{"Um dia":10.0,"Homem 2":9.0,"A espera":9.8,"Seven":9.5}"#)],
        outcome: Own(4, 0, 0),
        also: nothing,
    },
    Sample {
        shape: "an unknown service, favourites",
        files: &[(
            "favorites.json",
            r#"[{"id": "5I", "type": "artist", "name": "Air", "image_url": "https://a/1", "added_at": "2025-03-16T22:01:10"},
                {"id": "0V", "type": "artist", "name": "Blur", "image_url": "https://a/2", "added_at": "2025-03-17T22:01:10"}]"#,
        )],
        outcome: Own(0, 2, 0),
        also: nothing,
    },
    Sample {
        shape: "an unknown service, plays by id and name",
        files: &[(
            "plays.csv",
            "played_at,track_id,track_name,artist_name\n2026-05-29T23:22:56,73M,Run,Ann\n2026-05-29T23:20:59,5ZK,Stay,Bob\n",
        )],
        outcome: Own(0, 2, 0),
        also: nothing,
    },
    Sample {
        shape: "an unknown service, tracks beside their albums",
        files: &[(
            "plays.csv",
            "id,Track_Name,Artist,Album,Time_Played\n0,Run,Ann,First,2021-04-11\n1,Stay,Ann,First,2021-04-12\n",
        )],
        outcome: Own(0, 2, 0),
        also: nothing,
    },
    Sample {
        shape: "YouTube, what was watched",
        files: &[(
            "watch-history.json",
            r#"[{"header": "YouTube", "title": "Watched Knots", "titleUrl": "https://y/watch?v=1",
                 "subtitles": [{"name": "Ropes", "url": "https://y/c"}], "time": "2023-05-04T23:34:00.123Z", "products": ["YouTube"]},
                {"header": "YouTube", "title": "Watched Bread", "titleUrl": "https://y/watch?v=2", "time": "2023-05-03T21:00:00.000Z",
                 "products": ["YouTube"]}]"#,
        )],
        outcome: Own(0, 2, 0),
        also: |loaded| assert_eq!(titles(loaded), ["Knots", "Bread"]),
    },
    Sample {
        shape: "YouTube, what was watched, without titles",
        files: &[(
            "watch-history.json",
            r#"[{"time": "2023-05-04T23:34:00.123Z", "titleUrl": "https://y/watch?v=1", "subtitles": [{"name": "Ropes"}]},
                {"time": "2023-05-03T21:00:00.000Z", "titleUrl": "https://y/watch?v=2", "subtitles": [{"name": "Ropes"}]}]"#,
        )],
        outcome: Own(0, 2, 0),
        also: nothing,
    },
    Sample {
        shape: "an unknown service, when songs were played",
        files: &[(
            "listening_history.csv",
            "track_id,track_name,artist,played_at\n0qi,Ribs,Lorde,2025-05-03T23:41:11.315Z\n2Mv,Team,Lorde,2025-05-03T23:36:30.013Z\n0qi,Ribs,Lorde,2025-05-02T23:32:10.817Z\n",
        )],
        outcome: Own(0, 2, 0),
        also: nothing,
    },
    Sample {
        shape: "an unknown service, when songs were heard, without names",
        files: &[(
            "listening_history.csv",
            "2024-10-09 13:01:55,Ribs,Lorde,166213\n2024-10-09 13:03:33,Team,Lorde,218500\n2024-10-09 13:06:07,Ribs,Lorde,166213\n2024-10-09 13:11:28,Wait,M83,184251\n",
        )],
        outcome: Own(0, 3, 0),
        also: nothing,
    },
    Sample {
        shape: "an unknown service, hours of games beside what was done in each",
        files: &[(
            "steam_library.csv",
            "App ID,Game Name,Playtime (Hours),Achievement Name,Description,Achieved (1=Yes),Unlock Time (UTC)\n1,Go,4.5,MOVE,Move first.,1,2024-10-09 13:01:55\n1,Go,4.5,WIN,Win once.,1,2024-10-10 10:11:12\n1,Go,4.5,TEN,Win ten times.,0,\n2,Tag,2.5,RUN,Run.,0,\n3,Hex,0.5,,,,\n",
        )],
        outcome: Own(0, 3, 0),
        also: |loaded| assert_eq!(loaded.own[0].amount, 4.5),
    },
    Sample {
        shape: "YouTube, what is to be watched later",
        files: &[(
            "Watch later-videos.csv",
            "Video ID,Playlist Video Creation Timestamp\nn7Doo-NGKPo,2015-06-17T20:33:23+00:00\nEgMqqEMhVV8,2015-06-24T01:39:04+00:00\n",
        )],
        outcome: Own(0, 0, 2),
        also: nothing,
    },
    Sample {
        shape: "YouTube, channels",
        files: &[(
            "subscriptions.csv",
            "Channel Id,Channel Url,Channel Title\nUCa1,http://www.youtube.com/channel/UCa1,Small Kitchen\nUCb2,http://www.youtube.com/channel/UCb2,Old Maps\n",
        )],
        outcome: Own(0, 2, 0),
        also: nothing,
    },
    Sample {
        shape: "YouTube, songs",
        files: &[(
            "music-library-songs.csv",
            "Video ID,Song Title,Album Title,Artist Name 1\nr5Xi,Kites,Air,The Low\nYxZB,Rain,Water,Bo\n",
        )],
        outcome: Own(0, 2, 0),
        also: nothing,
    },
    Sample {
        shape: "songs by day, how often and how long",
        files: &[(
            "data.csv",
            "date,song,artist,count,listen_time_minutes\n2024-11-01,Kites,The Low,20,53.3\n2024-11-01,Rain,Bo,6,22.2\n2024-11-02,Kites,The Low,2,5.3\n",
        )],
        outcome: Own(0, 2, 0),
        also: |loaded| assert_eq!(counts(loaded), [("Kites", 22.0), ("Rain", 6.0)]),
    },
    Sample {
        shape: "songs and the time of day",
        files: &[(
            "listening_history.csv",
            "Song Name,Artist,Time of Day,Date\nKites,The Low,evening,08-07-2025\nRain,Bo,morning,09-07-2025\nKites,The Low,morning,09-07-2025\n",
        )],
        outcome: Own(0, 2, 0),
        also: told,
    },
    Sample {
        shape: "films by title, with somebody's marks",
        files: &[(
            "letterboxd_films.csv",
            "film_title,year,letterboxd_uri,film_rating,director\nRan,1985,https://boxd.it/1,5,Akira Kurosawa\nUp,2009,https://boxd.it/2,3.5,Pete Docter\n",
        )],
        outcome: Own(2, 0, 0),
        also: told,
    },
    Sample {
        shape: "ids of films that were watched, and marks, of which 0 is none",
        files: &[(
            "movies_watched.csv",
            ",id,rating,w_date\n0,293,5,2020-03-09\n1,2,7,2020-03-27\n2,6,0,2020-04-15\n",
        )],
        outcome: Own(2, 1, 0),
        also: told,
    },
    Sample {
        shape: "films to watch, by title",
        files: &[(
            "watchlist.csv",
            "Title,Year,Letterboxd URI\nHeat,1995,https://boxd.it/1\nUp,2009,https://boxd.it/2\n",
        )],
        outcome: Own(0, 0, 2),
        also: told,
    },
    Sample {
        shape: "addresses of films to watch",
        files: &[(
            "WATCHLIST.csv",
            "http://www.imdb.com/title/tt0113277/\nhttp://www.imdb.com/title/tt1049413/\nhttp://www.imdb.com/title/tt0089881/\nhttp://www.imdb.com/title/tt0245429/\n",
        )],
        outcome: Own(0, 0, 4),
        also: told,
    },
    Sample {
        shape: "a reading list",
        files: &[(
            "reading_list.csv",
            ",title,author,added_at\n0,Emma,Austen,2025-05-08\n1,Dune,Herbert,2025-05-08\n2,Kim,Kipling,2025-05-09\n",
        )],
        outcome: Own(0, 0, 3),
        also: told,
    },
    Sample {
        shape: "books that were read, and what others think",
        files: &[(
            "books_read.csv",
            "title,authors,categories,average_rating\nEmma,Jane Austen,Fiction,4.01\nDune,Frank Herbert,Fiction,4.22\n",
        )],
        outcome: Own(0, 2, 0),
        also: told,
    },
    Sample {
        shape: "series of which some were watched, by 1 and 0, with what others think",
        files: &[(
            "series.csv",
            "title,year,rating,description,votes,watched\nDark,2017,8.7,Four families,400,1\nLost,2004,8.3,A flight,500,0\nFargo,2014,8.9,Snow,300,1\n",
        )],
        outcome: Own(0, 2, 1),
        also: told,
    },
    Sample {
        shape: "books and how far somebody is with each, of which one cell is damaged",
        files: &[(
            "my_books.csv",
            "Title,Author,Genre,Status,Rating\nEmma,Ann,Love,Want to Read,\nKim,Bob,Boys,Read,4\nIt,Cid,Fear,Read,5\nShe,Dan,Past,Read,4.4\nWe,Eve,Later,Read,x\nPan,Fay,Love,Want to Read,\nNana,Gus,Past,Read,5\nUlysses,Hal,Past,xx,\nVathek,Ida,Fear,Read,3\nZadig,Jon,Past,Read,2\n",
        )],
        outcome: Own(6, 1, 2),
        also: nothing,
    },
    Sample {
        shape: "JSON, how far somebody is with each, all with 0",
        files: &[(
            "data.json",
            r#"[{"id": "1", "title": "Ran", "status": "Plan to Watch", "score": 0, "genres": ["Drama"]}, {"id": "2", "title": "Up", "status": "Dropped", "score": 0, "genres": ["Family"]}, {"id": "3", "title": "Kim", "status": "Completed", "score": 0, "genres": ["Drama"]}]"#,
        )],
        outcome: Own(0, 2, 1),
        also: told,
    },
    Sample {
        shape: "JSON, a list of wishes of which some were seen, with what others think",
        files: &[(
            "watchlist.json",
            r#"[{"title": "Dark", "year": 2017, "genres": ["Drama"], "status": "completed", "rating": 8.7}, {"title": "Lost", "year": 2004, "genres": ["Drama"], "status": "not completed", "rating": 8.3}, {"title": "Fargo", "year": 2014, "genres": ["Crime"], "status": "completed", "rating": 8.9}]"#,
        )],
        outcome: Own(0, 2, 1),
        also: told,
    },
    Sample {
        shape: "an unknown service, how often songs were played",
        files: &[(
            "listening_history.csv",
            "Date,Artist,Song,Times_Played\n2025-01-01,Lorde,Ribs,6\n2025-01-01,Lorde,Team,5\n",
        )],
        outcome: Own(0, 2, 0),
        also: nothing,
    },
    Sample {
        shape: "Last.fm, while a song is playing",
        files: &[(
            "ada.csv",
            "Blur,Parklife,Girls & Boys,\nBlur,Parklife,Badhead,01 Jan 2024 00:00\nRide,Nowhere,Vapour Trail,31 Dec 2023 23:50\n",
        )],
        outcome: Own(0, 2, 0),
        also: nothing,
    },
    Sample {
        shape: "an unknown service, songs",
        files: &[(
            "listening_history.csv",
            "date_time,song,artist,album,link,date_added\n2024-12-17T16:36:48Z,Kites,The Low,Air,https://example.com/1,2024-12-18\n2024-12-17T16:39:28Z,Rain,Bo,Water,https://example.com/2,2024-12-18\n2024-12-17T16:41:28Z,Kites,The Low,Air,https://example.com/1,2024-12-18\n",
        )],
        outcome: Own(0, 2, 0),
        also: nothing,
    },
    Sample {
        shape: "a title and a mark a line",
        files: &[("ratings.txt", "A million dreams: 8\nAdore you: 8.5\nAfter rain: 9.5\nZero: 3\n")],
        outcome: Own(4, 0, 0),
        also: nothing,
    },
    Sample {
        shape: "an unknown service, records that somebody has",
        files: &[(
            "vinyl-collection.csv",
            "Artist,Album,Pressing,Format,Speed,Original Year,Genre,Condition,Notes\nAir,Moon Safari,Black,LP,33,1998,Pop,VG+,\n\
             Blur,Parklife,White,2xLP,33,1994,Pop,NM,\nCan,Tago Mago,Black,2xLP,33,1971,Rock,VG,First\nNena,Nena,Black,LP,33,1983,Pop,G,\n",
        )],
        outcome: Own(0, 4, 0),
        also: nothing,
    },
    Sample {
        shape: "JSON, books of which some are read and rated",
        files: &[(
            "my_books.json",
            r#"[{"title": "Solaris", "author": "Lem", "pages": 340, "read": true, "rate": 4}, {"title": "Emma", "author": "Austen", "pages": 420, "read": false, "rate": null}, {"title": "Dune", "author": "Herbert", "pages": 612, "read": true, "rate": 5}]"#,
        )],
        outcome: Own(2, 0, 1),
        also: nothing,
    },
    Sample {
        shape: "films of which some were watched, with what others think",
        files: &[(
            "movies.csv",
            "Title,Genre,IMDB Rating,IMDB ID,Plot,Watched\nHeat,Crime,8.3,tt0113277,Long,Yes\nUp,Family,8.3,tt1049413,Short,No\nRan,Drama,8.2,tt0089881,Old,Yes\n",
        )],
        outcome: Own(0, 2, 1),
        also: nothing,
    },
    Sample {
        shape: "JSON, films that were watched, by their addresses",
        files: &[(
            "watched.json",
            r#"[{"name": "Ran", "year": 1985, "link": "https://a.org/ran/", "date_updated": "2020-05-12T00:00:00.000Z"}, {"name": "Up", "year": 2009, "link": "https://a.org/up/", "date_updated": "2020-05-11T00:00:00.000Z"}]"#,
        )],
        outcome: Own(0, 2, 0),
        also: nothing,
    },
    Sample {
        shape: "JSON, films to watch",
        files: &[(
            "towatch.json",
            r#"[{"name": "Ran", "year": 1985, "link": "https://a.org/ran/", "date_updated": "2020-05-12T00:00:00.000Z"}, {"name": "Up", "year": 2009, "link": "https://a.org/up/", "date_updated": "2020-05-11T00:00:00.000Z"}]"#,
        )],
        outcome: Own(0, 0, 2),
        also: nothing,
    },
    Sample {
        shape: "ids of songs and when they were played",
        files: &[(
            "listening_history.csv",
            "id,timestamp\n5cT3Zcnx3D,2024-07-09T14:30:45.920Z\n3l3JdIcEn1,2024-07-09T14:28:17.056Z\n",
        )],
        outcome: Own(0, 2, 0),
        also: nothing,
    },
    Sample {
        shape: "books that were read, their authors and what others think",
        files: &[(
            "books_read.csv",
            "book_id,work_id,isbn,title,publication_year,author_id,book_average_rating,read_at\n4,5,05,Emma,1815,7,4.01,2020-01-02\n\
             6,7,06,Dune,1965,8,4.22,2020-02-02\n8,9,07,It,1986,9,4.2,2020-03-02\n",
        )],
        outcome: Own(0, 3, 0),
        also: nothing,
    },
    Sample {
        shape: "a diary saved again by a data frame",
        files: &[(
            "diary.csv",
            ",Title,Rewatch,Watched Date\n0,Heat,,2018-06-16\n1,Up,Yes,2018-06-19\n2,Ran,,2018-06-21\n3,Jaws,,2018-07-02\n",
        )],
        outcome: Own(0, 4, 0),
        also: nothing,
    },
    Sample {
        shape: "a list of books, one of them twice",
        files: &[(
            "my_books.csv",
            "title,author,cover,status,rating,review,date\nEmma,Austen,e.jpg,Finished,0,,\nDune,Herbert,d.jpg,Finished,4,Long,2026-02-22\n\
             Ulysses,Joyce,u.jpg,Finished,3,Longer,2026-02-23\nIt,King,i.jpg,TBR,0,,\nDune,Herbert,d.jpg,Finished,4,Long,2026-02-22\n",
        )],
        outcome: Own(2, 1, 1),
        also: nothing,
    },
    Sample {
        shape: "JSON, marks by title",
        files: &[("user_ratings.json", r#"{"Heat": 5, "Up": 3.5, "1984": 4}"#)],
        outcome: Own(3, 0, 0),
        also: nothing,
    },
    Sample {
        shape: "an unknown service, videos",
        files: &[(
            "watch_history.csv",
            "videoTitle,channelName,videoUrl,watchedAt\nHow bread is made,Bakers,https://example.com/v1,2026-01-12T17:26:31Z\nBlack holes,Stars,https://example.com/v2,2026-01-12T17:57:32Z\n",
        )],
        outcome: Own(0, 2, 0),
        also: nothing,
    },
    Sample {
        shape: "an unknown service, how often each was seen",
        files: &[(
            "anime.csv",
            "anime_name,rating,watch_year,times_watched,release_year,url\nKites,9.95,2019,2,2006,https://example.com/a\nRain,9.85,2020,2,2011,https://example.com/b\n",
        )],
        outcome: Own(2, 0, 0),
        also: nothing,
    },
    Sample {
        shape: "Goodreads, saved by a spreadsheet without its header",
        files: &[(
            "goodreads_library_export.csv",
            "17378527,The Raven King,Maggie Stiefvater,\"Stiefvater, Maggie\",,545424984,9780545424981,4,4.26,Scholastic Press,Hardcover,439,2016,2016,,2021/04/21,,,read,,,,1,0\n17378508,Blue Lily,Maggie Stiefvater,\"Stiefvater, Maggie\",,545424968,9780545424967,0,4.27,Scholastic Press,Hardcover,391,2014,2014,,2021/04/21,,,to-read,,,,1,0\n",
        )],
        outcome: Own(1, 0, 1),
        also: nothing,
    },
    Sample {
        shape: "Netflix, thumbs of a household",
        files: &[(
            "Ratings.csv",
            "Profile Name,Title Name,Rating Type,Star Value,Thumbs Value,Device Model,Event Utc Ts\nAnn,Heat,thumb,,2,TV,2021-01-02 10:00:00\nAnn,Ran,thumb,,1,TV,2021-01-03 10:00:00\nBob,Heat,thumb,,1,TV,2021-01-04 10:00:00\n",
        )],
        outcome: Ratings(2, 2, 3),
        also: nothing,
    },
    Sample {
        shape: "Netflix, what a household viewed, with trailers",
        files: &[(
            "ViewingActivity.csv",
            "Profile Name,Start Time,Duration,Attributes,Title,Supplemental Video Type,Device Type,Bookmark,Latest Bookmark,Country\nAnn,2021-01-02 10:00:00,00:40:00,,Dark: Season 1: Secrets,,TV,00:40:00,00:40:00,DE (Germany)\nAnn,2021-01-01 10:00:00,00:40:00,,Dark: Season 1: Lies,,TV,00:40:00,Not latest view,DE (Germany)\nAnn,2021-01-01 09:00:00,00:00:10,Autoplayed: user action: None; ,Trailer: Ran,TRAILER,TV,00:00:10,00:00:10,DE (Germany)\nBob,2021-01-03 10:00:00,01:50:00,,Heat,,TV,01:50:00,01:50:00,DE (Germany)\nBob,2021-01-03 09:00:00,00:00:05,,Heat_hook_primary_16x9,HOOK,TV,00:00:05,00:00:05,DE (Germany)\n",
        )],
        outcome: Choices(2, 2, 2),
        also: |loaded| {
            let r = &loaded.ratings;
            assert_eq!(r.once().map(|(_, _, count)| count).collect::<Vec<_>>(), [2.0, 1.0]);
            assert!(r.times().iter().all(|&time| time > 0));
        },
    },
    Sample {
        shape: "Last.fm, with how often in a row",
        files: &[(
            "loops.csv",
            "track,artist,album,date,count\nFar Shore,Ann,Home,9/20/2018,6\nOrchard,Bob,Trees,9/19/2018,5\nRoad,Ann,Home,9/18/2018,7\n",
        )],
        outcome: Own(0, 2, 0),
        also: |loaded| assert_eq!(counts(loaded), [("Ann", 13.0), ("Bob", 5.0)]),
    },
    Sample {
        shape: "Films marked, in Polish, beside their original titles",
        files: &[(
            "oceny.csv",
            ",id,tytuł polski,originalTitle,rok produkcji,ocena,kraj produkcji,data\n0,11,Brzeg,Far Shore,2018,8,USA,2019-12-10\n1,12,Dom,,2019,5,Polska,2019-11-2\n2,13,Sad,Orchard,2008,9,USA,2019-10-1\n3,14,Droga,Road,2001,7,USA,2019-9-11\n4,15,Dom,Home,1999,6,USA,2019-08-01\n",
        )],
        outcome: Own(5, 0, 0),
        also: |loaded| {
            told(loaded);
            assert_eq!(titles(loaded), ["Brzeg", "Dom", "Sad", "Droga", "Dom"]);
            assert_eq!(loaded.own[1].time, Some(1_572_652_800), "days and months of one digit");
        },
    },
    Sample {
        shape: "Films watched, their names by languages, beside what all think",
        files: &[(
            "watched.csv",
            ",ru_name,en_name,year,rating,ratings_number,length\n0,Берег,Far Shore,2004,7.442,6165,25\n1,Дом,Home,1998,7.799,30946,81\n2,Сад,Orchard,2009,7.9,412,90\n3,Дорога,Road,2011,6.5,800,99\n4,Лес,Wood,2012,8.013,1200,70\n",
        )],
        outcome: Own(0, 5, 0),
        also: told,
    },
    Sample {
        shape: "JSON, what to read, a little of which was read",
        files: &[(
            "reading-list.json",
            r#"{"links": [{"title": "A", "url": "https://example.org/1", "createdAt": "2021-01-01", "read": true}, {"title": "B", "url": "https://example.org/2", "createdAt": "2021-01-02", "read": false}, {"title": "C", "url": "https://example.org/3", "createdAt": "2021-01-03", "read": false}, {"title": "D", "url": "https://example.org/4", "createdAt": "2021-01-04", "read": false}, {"title": "E", "url": "https://example.org/5", "createdAt": "2021-01-05", "read": false}, {"title": "F", "url": "https://example.org/6", "createdAt": "2021-01-06", "read": false}, {"title": "G", "url": "https://example.org/7", "createdAt": "2021-01-07", "read": false}, {"title": "H", "url": "https://example.org/8", "createdAt": "2021-01-08", "read": false}, {"title": "I", "url": "https://example.org/9", "createdAt": "2021-01-09", "read": false}, {"title": "J", "url": "https://example.org/10", "createdAt": "2021-01-10", "read": false}, {"title": "K", "url": "https://example.org/11", "createdAt": "2021-01-11", "read": false}]}"#,
        )],
        outcome: Own(0, 1, 10),
        also: |loaded| assert_eq!(loaded.ratings.len(), 11, "all of them are wished"),
    },
    Sample {
        shape: "Markdown, books read in tables",
        files: &[(
            "books-read.md",
            "---\ntitle: Read\n---\n\n## 2020\n\n| # | Name | Author | Status |\n| --- | :-- | --- | --- |\n| 1 | [Far Shore](https://example.org/1) | Ann | Done |\n| 2 | **Home** | Bob | Done |\n\n## 2021\n\n| # | Name | Author | Status |\n|---|---|---|---|\n| 1 | Orchard | Cid | Done |\n| 2 | Road | Dora | Done |\n",
        )],
        outcome: Own(0, 4, 0),
        also: |loaded| {
            told(loaded);
            assert_eq!(titles(loaded), ["Far Shore", "Home", "Orchard", "Road"]);
        },
    },
    Sample {
        shape: "Coffees brewed, with how many beans for each",
        files: &[(
            "coffee.csv",
            "date,count,over,coffee,notes\n8/27/2020,173,na,Far Shore Dark,good\n8/28/2020,173,na,Far Shore Dark,na\n8/29/2020,173,na,Home Blend,na\n8/30/2020,173,na,Far Shore Dark,sour\n8/31/2020,180,na,Home Blend,na\n9/1/2020,173,na,Orchard,na\n",
        )],
        outcome: Own(0, 3, 0),
        also: |loaded| {
            assert_eq!(counts(loaded), [("Far Shore Dark", 3.0), ("Home Blend", 2.0), ("Orchard", 1.0)])
        },
    },
    Sample {
        shape: "Books with when they were begun and ended",
        files: &[(
            "books.csv",
            "Title,Author,Days,Start,End\nFar Shore,Ann Reed,,Dec 3 2017,\nHome,Bob Hill,4,Nov 26 2017,Nov 30 2017\nOrchard,Cid Moor,6,Nov 20 2017,Nov 26 2017\nRoad,Dora Lake,10,Nov 1 2017,Nov 11 2017\nWood,Eve Marsh,8,Oct 2 2017,Oct 10 2017\n",
        )],
        outcome: Own(0, 5, 0),
        also: told,
    },
    Sample {
        shape: "Letterboxd, ratings",
        files: &[(
            "ratings.csv",
            "Date,Name,Year,Letterboxd URI,Rating\n2024-01-02,Toy Story,1995,https://boxd.it/29Tw,4.5\n2024-01-03,Heat,1995,https://boxd.it/2a2i,3\n",
        )],
        outcome: Own(2, 0, 0),
        also: |loaded| assert_eq!(titles(loaded), ["Toy Story", "Heat"]),
    },
    Sample {
        shape: "Letterboxd, watched",
        files: &[(
            "watched.csv",
            "Date,Name,Year,Letterboxd URI\n2024-01-02,Toy Story,1995,https://boxd.it/29Tw\n2024-01-03,Heat,1995,https://boxd.it/2a2i\n",
        )],
        outcome: Own(0, 2, 0),
        also: |loaded| assert_eq!(counts(loaded), [("Toy Story (1995)", 1.0), ("Heat (1995)", 1.0)]),
    },
    Sample {
        shape: "Letterboxd, diary",
        files: &[("diary.csv", DIARY)],
        outcome: Own(1, 1, 0),
        also: |loaded| assert_eq!(rated(loaded), [(5.0, 5.0)]),
    },
    Sample {
        shape: "Letterboxd, reviews",
        files: &[(
            "reviews.csv",
            "Date,Name,Year,Letterboxd URI,Rating,Rewatch,Review,Tags,Watched Date\n2024-01-02,Toy Story,1995,https://boxd.it/5aaaa,4.5,,\"Toys, alive.\n\nTwice.\",,2024-01-01\n",
        )],
        outcome: Own(1, 0, 0),
        also: nothing,
    },
    Sample {
        shape: "Letterboxd, watchlist",
        files: &[(
            "watchlist.csv",
            "Date,Name,Year,Letterboxd URI\n2024-01-02,Toy Story,1995,https://boxd.it/29Tw\n",
        )],
        outcome: Own(0, 0, 1),
        also: nothing,
    },
    Sample {
        shape: "Letterboxd, liked films",
        files: &[(
            "films.csv",
            "Date,Name,Year,Letterboxd URI\n2024-01-02,Toy Story,1995,https://boxd.it/29Tw\n",
        )],
        outcome: Own(0, 1, 0),
        also: nothing,
    },
    Sample {
        shape: "Letterboxd, a list",
        files: &[(
            "best-of-1995.csv",
            "Letterboxd list export v7\nDate,Name,Tags,URL,Description\n2024-01-02,Best of 1995,,https://boxd.it/abc,\n\nPosition,Name,Year,URL,Description\n1,Toy Story,1995,https://boxd.it/29Tw,\n2,Heat,1995,https://boxd.it/2a2i,\"Long, and good\"\n",
        )],
        outcome: Own(0, 2, 0),
        also: |loaded| assert_eq!(titles(loaded), ["Toy Story", "Heat"]),
    },
    Sample {
        shape: "Letterboxd, ratings and diary",
        files: &[
            (
                "ratings.csv",
                "Date,Name,Year,Letterboxd URI,Rating\n2024-01-02,Toy Story,1995,https://boxd.it/29Tw,5\n",
            ),
            ("diary.csv", DIARY),
        ],
        outcome: Own(1, 1, 0),
        also: nothing,
    },
    Sample {
        shape: "IMDb, ratings",
        files: &[(
            "f0e1d2c3-0000-4000-8000-000000000000.csv",
            "Const,Your Rating,Date Rated,Title,Original Title,URL,Title Type,IMDb Rating,Runtime (mins),Year,Genres,Num Votes,Release Date,Directors\ntt0114709,8,2024-01-02,Toy Story,Toy Story,https://www.imdb.com/title/tt0114709,Movie,8.3,81,1995,\"Animation, Adventure, Comedy\",1100000,1995-11-22,John Lasseter\n",
        )],
        outcome: Own(1, 0, 0),
        also: |loaded| assert_eq!(rated(loaded), [(8.0, 10.0)]),
    },
    Sample {
        shape: "IMDb, ratings as they were",
        files: &[(
            "ratings.csv",
            "\"position\",\"const\",\"created\",\"modified\",\"description\",\"Title\",\"Title type\",\"Directors\",\"You rated\",\"IMDb Rating\",\"Runtime (mins)\",\"Year\",\"Genres\",\"Num. Votes\",\"Release Date (month/day/year)\",\"URL\"\n\"1\",\"tt0114709\",\"Tue Jan  2 00:00:00 2014\",\"\",\"\",\"Toy Story\",\"Feature Film\",\"John Lasseter\",\"8\",\"8.3\",\"81\",\"1995\",\"animation, adventure\",\"500000\",\"1995-11-22\",\"http://www.imdb.com/title/tt0114709/\"\n",
        )],
        outcome: Own(1, 0, 0),
        also: |loaded| assert_eq!(loaded.own[0].imdb.as_deref(), Some("tt0114709")),
    },
    Sample {
        shape: "IMDb, watchlist",
        files: &[(
            "WATCHLIST.csv",
            "Position,Const,Created,Modified,Description,Title,Original Title,URL,Title Type,IMDb Rating,Runtime (mins),Year,Genres,Num Votes,Release Date,Directors,Your Rating,Date Rated\n1,tt0113277,2024-01-02,2024-01-02,,Heat,Heat,https://www.imdb.com/title/tt0113277,Movie,8.3,170,1995,\"Action, Crime\",700000,1995-12-15,Michael Mann,,\n2,tt0114709,2024-01-02,2024-01-02,,Toy Story,Toy Story,https://www.imdb.com/title/tt0114709,Movie,8.3,81,1995,Animation,1100000,1995-11-22,John Lasseter,8,2024-01-03\n",
        )],
        outcome: Own(1, 0, 1),
        also: nothing,
    },
    Sample {
        shape: "IMDb, a list without ratings",
        files: &[(
            "ls012345678.csv",
            "Position,Const,Created,Modified,Description,Title,URL,Title Type,IMDb Rating,Runtime (mins),Year,Genres,Num Votes,Release Date,Directors\n1,tt0113277,2024-01-02,2024-01-02,,Heat,https://www.imdb.com/title/tt0113277,Movie,8.3,170,1995,\"Action, Crime\",700000,1995-12-15,Michael Mann\n",
        )],
        outcome: Own(0, 0, 1),
        also: nothing,
    },
    Sample {
        shape: "IMDb, check-ins",
        files: &[(
            "checkins.csv",
            "Position,Const,Created,Modified,Description,Title,Original Title,URL,Title Type,IMDb Rating,Runtime (mins),Year,Genres,Num Votes,Release Date,Directors,Your Rating,Date Rated\n1,tt0113277,2024-01-02,2024-01-02,,Heat,Heat,https://www.imdb.com/title/tt0113277,Movie,8.3,170,1995,\"Action, Crime\",700000,1995-12-15,Michael Mann,,\n",
        )],
        outcome: Own(0, 1, 0),
        also: nothing,
    },
    Sample {
        shape: "Goodreads",
        files: &[(
            "goodreads_library_export.csv",
            "Book Id,Title,Author,Author l-f,Additional Authors,ISBN,ISBN13,My Rating,Average Rating,Publisher,Binding,Number of Pages,Year Published,Original Publication Year,Date Read,Date Added,Bookshelves,Bookshelves with positions,Exclusive Shelf,My Review,Spoiler,Private Notes,Read Count,Owned Copies\n2767052,\"The Hunger Games (The Hunger Games, #1)\",Suzanne Collins,\"Collins, Suzanne\",,\"=\"\"0439023483\"\"\",\"=\"\"9780439023481\"\"\",5,4.33,Scholastic,Hardcover,374,2008,2008,2012/05/01,2012/01/01,,,read,,,,1,0\n3,Dune,Frank Herbert,\"Herbert, Frank\",,\"=\"\"\"\"\",\"=\"\"\"\"\",0,4.2,Ace,Paperback,600,1990,1965,,2012/01/01,to-read,to-read (#1),to-read,,,,0,0\n4,Emma,Jane Austen,\"Austen, Jane\",,\"=\"\"\"\"\",\"=\"\"\"\"\",0,4.0,Penguin,Paperback,474,2003,1815,,2012/01/01,currently-reading,currently-reading (#1),currently-reading,,,,1,0\n5,Ulysses,James Joyce,\"Joyce, James\",,\"=\"\"\"\"\",\"=\"\"\"\"\",0,3.8,Vintage,Paperback,783,1990,1922,,2012/01/01,,,read,,,,1,0\n",
        )],
        outcome: Own(1, 2, 1),
        also: |loaded| assert_eq!(loaded.own[0].isbn, ["0439023483", "9780439023481"]),
    },
    Sample {
        shape: "Goodreads, without its header",
        files: &[(
            "books.csv",
            "2767052,\"The Hunger Games (The Hunger Games, #1)\",Suzanne Collins,\"Collins, Suzanne\",,\"=\"\"0439023483\"\"\",\"=\"\"9780439023481\"\"\",5,4.33,Scholastic,Hardcover,374,2008,2008,2012/05/01,2012/01/01,,,read,,,,1,0\n3,Dune,Frank Herbert,\"Herbert, Frank\",,\"=\"\"\"\"\",\"=\"\"\"\"\",0,4.2,Ace,Paperback,600,1990,1965,,2012/01/01,to-read,to-read (#1),to-read,,,,0,0\n",
        )],
        outcome: Own(1, 0, 1),
        also: nothing,
    },
    Sample {
        shape: "Goodreads, without its header, saved by a spreadsheet, first a book without a number",
        files: &[(
            "books.csv",
            "27,Village Days,Laurie Lee,\"Lee, Laurie\",,,,0,3.96,Penguin,Kindle Edition,144,2015,2015,,2021/11/30,owned-to-read,owned-to-read (#1),owned-to-read,,,,0,0\n\
             54,Autumn Days,Allie Orr,\"Orr, Allie\",,1529045223,9781529045222,2,3.7,Books,Paperback,270,2020,2020,2022/11/29,2022/09/16,poetry,poetry (#13),read,,,,1,0\n",
        )],
        outcome: Own(1, 1, 0),
        also: nothing,
    },
    Sample {
        shape: "StoryGraph",
        files: &[(
            "storygraph.csv",
            "Title,Authors,Contributors,ISBN/UID,Format,Read Status,Date Added,Last Date Read,Dates Read,Read Count,Moods,Pace,Character- or Plot-Driven?,Strong Character Development?,Loveable Characters?,Diverse Characters?,Flawed Characters?,Star Rating,Review,Content Warnings,Content Warning Description,Tags,Owned?\nThe Hunger Games,Suzanne Collins,,9780439023481,paperback,read,2023/01/02,2023/02/03,2023/01/05-2023/02/03,1,\"dark, tense\",fast,Plot,Yes,Yes,No,Yes,4.25,,,,,No\nDune,Frank Herbert,,9780441013593,paperback,to-read,2023/01/02,,,0,,,,,,,,,,,,,No\nEmma,Jane Austen,,,paperback,did-not-finish,2023/01/02,,,0,,,,,,,,,,,,,No\n",
        )],
        outcome: Own(1, 1, 1),
        also: |loaded| assert_eq!(rated(loaded), [(4.25, 5.0)]),
    },
    Sample {
        shape: "MyAnimeList",
        files: &[("animelist_1700000000_-_77.xml", MAL)],
        outcome: Own(1, 1, 1),
        also: |loaded| {
            assert_eq!(titles(loaded), ["Fullmetal Alchemist: Brotherhood", "Death Note", "One Piece & Co"]);
        },
    },
    Sample {
        shape: "AniList, all data",
        files: &[(
            "gdpr_data.json",
            r#"{"user":{"id":77,"display_name":"ada","about":"[x]"},"stats":{"anime_time":1},"lists":[{"id":1,"user_id":77,"series_id":5114,"series_type":0,"progress":64,"score":95,"status":2,"notes":null,"started_on":20190101,"created_at":"2019-01-01 00:00:00","updated_at":"2019-03-01 00:00:00","custom_lists":[]},{"id":2,"user_id":77,"series_id":1535,"series_type":0,"progress":3,"score":0,"status":0,"notes":null,"started_on":null,"created_at":"2019-01-01 00:00:00","updated_at":"2019-03-01 00:00:00","custom_lists":[]},{"id":3,"user_id":77,"series_id":21,"series_type":0,"progress":0,"score":0,"status":1,"notes":null,"started_on":null,"created_at":"2019-01-01 00:00:00","updated_at":"2019-03-01 00:00:00","custom_lists":[]}],"favourites":[]}"#,
        )],
        outcome: Own(1, 1, 1),
        also: |loaded| assert_eq!(rated(loaded), [(95.0, 100.0)]),
    },
    Sample {
        shape: "AniList, a list",
        files: &[(
            "anilist.json",
            r#"{
  "data": {
    "MediaListCollection": {
      "lists": [
        {"name": "Completed", "status": "COMPLETED", "entries": [
          {"id": 1, "mediaId": 5114, "status": "COMPLETED", "score": 9.5, "progress": 64, "completedAt": {"year": 2019, "month": 3, "day": 1},
           "media": {"id": 5114, "idMal": 5114, "title": {"romaji": "Hagane no Renkinjutsushi", "english": "Fullmetal Alchemist: Brotherhood", "native": "鋼の錬金術師"}, "genres": ["Action", "Drama"]}},
          {"id": 2, "mediaId": 1, "status": "COMPLETED", "score": 0, "progress": 26, "completedAt": {"year": null, "month": null, "day": null},
           "media": {"id": 1, "idMal": 1, "title": {"romaji": "Cowboy Bebop", "english": null, "native": "カウボーイビバップ"}, "genres": []}}
        ]},
        {"name": "Planning", "status": "PLANNING", "entries": [
          {"id": 3, "mediaId": 21, "status": "PLANNING", "score": 0, "progress": 0, "completedAt": {"year": null, "month": null, "day": null},
           "media": {"id": 21, "idMal": 21, "title": {"romaji": "One Piece", "english": "One Piece", "native": null}, "genres": ["Action"]}}
        ]}
      ]
    }
  }
}"#,
        )],
        outcome: Own(1, 1, 1),
        also: |loaded| {
            assert_eq!(titles(loaded), ["Fullmetal Alchemist: Brotherhood", "Cowboy Bebop", "One Piece"]);
            assert_eq!(rated(loaded), [(9.5, 10.0)]);
        },
    },
    Sample {
        shape: "BoardGameGeek, a collection",
        files: &[(
            "collection.csv",
            "objectname,objectid,rating,numplays,weight,own,fortrade,want,wanttobuy,wanttoplay,prevowned,preordered,wishlist,wishlistpriority,wishlistcomment,comment,conditiontext,haspartslist,wantpartslist,collid,baverage,average,avgweight,rank,numowned,objecttype,originalname,minplayers,maxplayers,playingtime,yearpublished\n\"Catan\",\"13\",\"8\",\"12\",\"0\",\"1\",\"0\",\"0\",\"0\",\"0\",\"0\",\"0\",\"0\",\"\",\"\",\"\",\"\",\"\",\"\",\"1\",\"6.9\",\"7.1\",\"2.3\",\"400\",\"150000\",\"thing\",\"Die Siedler von Catan\",\"3\",\"4\",\"120\",\"1995\"\n\"Azul\",\"230802\",\"0\",\"3\",\"0\",\"1\",\"0\",\"0\",\"0\",\"0\",\"0\",\"0\",\"0\",\"\",\"\",\"\",\"\",\"\",\"\",\"2\",\"7.6\",\"7.7\",\"1.8\",\"80\",\"120000\",\"thing\",\"Azul\",\"2\",\"4\",\"45\",\"2017\"\n\"Root\",\"237182\",\"0\",\"0\",\"0\",\"0\",\"0\",\"0\",\"1\",\"0\",\"0\",\"0\",\"1\",\"3\",\"\",\"\",\"\",\"\",\"\",\"3\",\"7.8\",\"8.1\",\"3.8\",\"30\",\"60000\",\"thing\",\"Root\",\"2\",\"4\",\"90\",\"2018\"\n",
        )],
        outcome: Own(1, 1, 1),
        also: |loaded| assert_eq!(rated(loaded), [(8.0, 10.0)]),
    },
    Sample {
        shape: "Netflix, viewing history",
        files: &[(
            "NetflixViewingHistory.csv",
            "Title,Date\n\"Stranger Things: Season 1: Chapter One: The Vanishing of Will Byers\",\"1/2/24\"\n\"Stranger Things: Season 1: Chapter Two: The Weirdo on Maple Street\",\"1/3/24\"\n\"Toy Story\",\"1/4/24\"\n\"The Queen's Gambit: Limited Series: Openings\",\"1/5/24\"\n",
        )],
        outcome: Own(0, 3, 0),
        also: |loaded| {
            let expected = [("Stranger Things", 2.0), ("Toy Story", 1.0), ("The Queen's Gambit", 1.0)];
            assert_eq!(counts(loaded), expected);
        },
    },
    Sample {
        shape: "Last.fm, plays with a header",
        files: &[(
            "recenttracks-ada-1700000000.csv",
            "uts,utc_time,artist,artist_mbid,album,album_mbid,track,track_mbid\n\"1704067200\",\"01 Jan 2024, 00:00\",\"Blur\",\"\",\"Parklife\",\"\",\"Girls & Boys\",\"\"\n\"1704067500\",\"01 Jan 2024, 00:05\",\"Blur\",\"\",\"Parklife\",\"\",\"Parklife\",\"\"\n\"1704067800\",\"01 Jan 2024, 00:10\",\"Air\",\"cb67438a-7f50-4f2b-a6f1-2bb2729fd538\",\"Moon Safari\",\"\",\"La femme d'argent\",\"\"\n",
        )],
        outcome: Own(0, 2, 0),
        also: |loaded| assert_eq!(counts(loaded), [("Blur", 2.0), ("Air", 1.0)]),
    },
    Sample {
        shape: "Last.fm, plays without a header",
        files: &[(
            "ada.csv",
            "Blur,Parklife,Girls & Boys,01 Jan 2024 00:00\nBlur,Parklife,Parklife,01 Jan 2024 00:05\nAir,Moon Safari,\"La femme d'argent\",01 Jan 2024 00:10\n",
        )],
        outcome: Own(0, 2, 0),
        also: |loaded| assert_eq!(counts(loaded), [("Blur", 2.0), ("Air", 1.0)]),
    },
    Sample {
        shape: "Last.fm, plays by names",
        files: &[(
            "scrobbles.csv",
            "Artist,Album,Track,Date\nBlur,Parklife,Girls & Boys,2024-01-01 00:00\nBlur,Parklife,Parklife,2024-01-01 00:05\nAir,Moon Safari,La femme d'argent,2024-01-01 00:10\n",
        )],
        outcome: Own(0, 2, 0),
        also: |loaded| assert_eq!(counts(loaded), [("Blur", 2.0), ("Air", 1.0)]),
    },
    Sample {
        shape: "Spotify, streaming history",
        files: &[(
            "StreamingHistory_music_0.json",
            r#"[
  {"endTime": "2024-01-01 10:00", "artistName": "Blur", "trackName": "Parklife", "msPlayed": 185000},
  {"endTime": "2024-01-01 10:04", "artistName": "Blur", "trackName": "Girls & Boys", "msPlayed": 250000},
  {"endTime": "2024-01-01 10:09", "artistName": "Air", "trackName": "La femme d'argent", "msPlayed": 430000}
]"#,
        )],
        outcome: Own(0, 2, 0),
        also: |loaded| assert_eq!(counts(loaded), [("Blur", 2.0), ("Air", 1.0)]),
    },
    Sample {
        shape: "Steam, games owned",
        files: &[(
            "games.json",
            r#"{"response":{"game_count":3,"games":[{"appid":620,"name":"Portal 2","playtime_forever":840,"img_icon_url":"x","rtime_last_played":1700000000},{"appid":400,"name":"Portal","playtime_forever":300},{"appid":70,"name":"Half-Life","playtime_forever":0}]}}"#,
        )],
        outcome: Own(0, 3, 0),
        also: |loaded| assert_eq!(counts(loaded), [("Portal 2", 840.0), ("Portal", 300.0)]),
    },
    Sample {
        shape: "Steam, times played",
        files: &[(
            "steam.csv",
            "appid,name,playtime_forever\n620,Portal 2,840\n400,Portal,300\n70,Half-Life,0\n",
        )],
        outcome: Own(0, 3, 0),
        also: |loaded| assert_eq!(counts(loaded), [("Portal 2", 840.0), ("Portal", 300.0)]),
    },
    Sample {
        shape: "Trakt, ratings",
        files: &[(
            "ratings-movies.json",
            r#"[{"rated_at":"2024-01-02T00:00:00.000Z","rating":9,"type":"movie","movie":{"title":"Toy Story","year":1995,"ids":{"trakt":740,"slug":"toy-story-1995","imdb":"tt0114709","tmdb":862}}},{"rated_at":"2024-01-02T00:00:00.000Z","rating":7,"type":"show","show":{"title":"Fargo","year":2014,"ids":{"trakt":60203,"slug":"fargo","tvdb":269613,"imdb":"tt2802850","tmdb":60622}}}]"#,
        )],
        outcome: Own(2, 0, 0),
        also: |loaded| {
            assert_eq!(titles(loaded), ["Toy Story", "Fargo"]);
            assert_eq!(loaded.own[0].imdb.as_deref(), Some("tt0114709"));
            assert_eq!(rated(loaded), [(9.0, 10.0), (7.0, 10.0)]);
        },
    },
    Sample {
        shape: "Trakt, history",
        files: &[(
            "watched-history-1.json",
            r#"[
  {"id": 1, "watched_at": "2024-01-02T00:00:00.000Z", "action": "watch", "type": "movie", "movie": {"title": "Toy Story", "year": 1995, "ids": {"trakt": 740, "imdb": "tt0114709"}}},
  {"id": 2, "watched_at": "2024-01-03T00:00:00.000Z", "action": "watch", "type": "episode", "episode": {"season": 1, "number": 1, "title": "The Crocodile's Dilemma", "ids": {"trakt": 999, "imdb": "tt3097534"}}, "show": {"title": "Fargo", "year": 2014, "ids": {"trakt": 60203, "imdb": "tt2802850"}}},
  {"id": 3, "watched_at": "2024-01-04T00:00:00.000Z", "action": "watch", "type": "episode", "episode": {"season": 1, "number": 2, "title": "The Rooster Prince", "ids": {"trakt": 1000, "imdb": "tt3514096"}}, "show": {"title": "Fargo", "year": 2014, "ids": {"trakt": 60203, "imdb": "tt2802850"}}}
]"#,
        )],
        outcome: Own(0, 2, 0),
        also: |loaded| assert_eq!(counts(loaded), [("Toy Story (1995)", 1.0), ("Fargo (2014)", 2.0)]),
    },
    Sample {
        shape: "Trakt, watchlist",
        files: &[(
            "lists-watchlist.json",
            r#"[{"rank":1,"id":5,"listed_at":"2024-01-02T00:00:00.000Z","notes":null,"type":"movie","movie":{"title":"Toy Story","year":1995,"ids":{"trakt":740,"slug":"toy-story-1995","imdb":"tt0114709","tmdb":862}}}]"#,
        )],
        outcome: Own(0, 0, 1),
        also: nothing,
    },
    Sample {
        shape: "movielens.org",
        files: &[(
            "movielens-ratings.csv",
            "movie_id,imdb_id,tmdb_id,rating,average_rating,title\n1,0114709,862,4.5,3.89146,Toy Story (1995)\n6,0113277,949,3.0,3.85405,Heat (1995)\n",
        )],
        outcome: Own(2, 0, 0),
        also: |loaded| {
            assert_eq!(titles(loaded), ["Toy Story (1995)", "Heat (1995)"]);
            assert_eq!(loaded.own[0].imdb.as_deref(), Some("tt0114709"));
        },
    },
    Sample {
        shape: "Vivino, wines",
        files: &[(
            "full_wine_list.csv",
            "Winery,Wine name,Vintage,Region,Country,Regional wine style,Average rating,Scan date,Scan/Review Location,Your rating,Your review,Personal Note,Wine type,Drinking Window,Link to wine,Label image\nChâteau Margaux,Pavillon Rouge,2015,Margaux,France,Bordeaux,4.3,2024-01-02 10:00:00,,4.5,\"Fine, long\",,Red Wine,,https://www.vivino.com/wines/1,https://images.vivino.com/1.jpg\nGiacosa Fratelli,Barbera,2019,Piemonte,Italy,,3.8,2024-01-05 10:00:00,,,,,Red Wine,,https://www.vivino.com/wines/2,\n",
        )],
        outcome: Own(1, 1, 0),
        also: |loaded| {
            assert_eq!(titles(loaded), ["Château Margaux Pavillon Rouge", "Giacosa Fratelli Barbera"]);
        },
    },
    Sample {
        shape: "Untappd, check-ins",
        files: &[(
            "checkins.csv",
            "beer_name,brewery_name,beer_type,beer_abv,comment,venue_name,rating_score,created_at,checkin_url,beer_url,brewery_url,checkin_id,bid,brewery_id,global_rating_score\nPale Moon,North Pier,Pale Ale,5.2,,The Anchor,4.25,2023-11-18 19:44:45,https://untappd.com/c/1,https://untappd.com/beer/77,https://untappd.com/brewery/5,1,77,5,3.6\nBlack Tide,North Pier,Stout,7,\"Fine, dark\",,3,2023-11-19 20:00:00,https://untappd.com/c/2,https://untappd.com/beer/78,https://untappd.com/brewery/5,2,78,5,3.9\nLamp,Salt Works,Lager,4.8,,,,2023-11-20 20:00:00,https://untappd.com/c/3,https://untappd.com/beer/79,https://untappd.com/brewery/6,3,79,6,3.1\n",
        )],
        outcome: Own(2, 1, 0),
        also: |loaded| {
            assert_eq!(titles(loaded), ["North Pier Pale Moon", "North Pier Black Tide", "Salt Works Lamp"]);
            assert_eq!(rated(loaded), [(4.25, 5.0), (3.0, 5.0)]);
            assert_eq!(loaded.own[0].time, Some(1_700_336_685));
        },
    },
    Sample {
        shape: "Untappd, check-ins as JSON",
        files: &[(
            "untappd.json",
            r#"[{"beer_name":"Pale Moon","brewery_name":"North Pier","beer_type":"Pale Ale","venue_name":null,"rating_score":4.25,"created_at":"2023-11-18 19:44:45","beer_url":"https:\/\/untappd.com\/beer\/77","bid":77,"brewery_id":5},{"beer_name":"Black Tide","brewery_name":"North Pier","beer_type":"Stout","venue_name":"The Anchor","rating_score":3,"created_at":"2023-11-19 20:00:00","beer_url":"https:\/\/untappd.com\/beer\/78","bid":78,"brewery_id":5}]"#,
        )],
        outcome: Own(2, 0, 0),
        also: |loaded| assert_eq!(rated(loaded), [(4.25, 5.0), (3.0, 5.0)]),
    },
    Sample {
        shape: "Untappd, names of before",
        files: &[(
            "checkins.csv",
            "Beer,Brewery,Style,ABV,Venue,Venue City,Score,Date,Checkin URL,Beer URL\nPale Moon,North Pier,Pale Ale,5.2,The Anchor,Ely,4,2013-03-11 20:08:16,https://untappd.com/c/1,https://untappd.com/beer/77\nBlack Tide,North Pier,Stout,7,The Anchor,Ely,3,2013-03-17 20:01:10,https://untappd.com/c/2,https://untappd.com/beer/78\n",
        )],
        outcome: Own(2, 0, 0),
        also: |loaded| assert_eq!(titles(loaded), ["North Pier Pale Moon", "North Pier Black Tide"]),
    },
    Sample {
        shape: "BG Stats, plays of board games",
        files: &[(
            "plays.csv",
            "Play ID,Game ID,Name,Expansion,Date,Plays,Location,Players,Winner\n31,410,Oak Valley,-,2026-04-21,x2,home,\"Ann (113), Bob (87)\",Ann\n30,434,Tin Soldiers,-,2026-04-20,x1,club,\"Ann, Bob\",Ann\n29,410,Oak Valley,-,2026-04-18,x1,club,Ann,Ann\n",
        )],
        outcome: Own(0, 2, 0),
        also: |loaded| {
            let plays: Vec<f32> = loaded.own.iter().map(|item| item.amount).collect();
            assert_eq!(plays, [3.0, 1.0]);
        },
    },
    Sample {
        shape: "Spotify, the library",
        files: &[(
            "YourLibrary.json",
            r#"{"tracks":[{"artist":"Blur","album":"Parklife","track":"Girls & Boys","uri":"spotify:track:a"},{"artist":"Blur","album":"Parklife","track":"Parklife","uri":"spotify:track:b"},{"artist":"Air","album":"Moon Safari","track":"All I Need","uri":"spotify:track:c"}],"albums":[],"shows":[]}"#,
        )],
        outcome: Own(0, 2, 0),
        also: |loaded| assert_eq!(titles(loaded), ["Blur", "Air"]),
    },
    Sample {
        shape: "Last.fm, times in words",
        files: &[(
            "scrobbles.csv",
            "utc_time,artist,album,track\n\"24 Jan 2023, 09:42\",Blur,Parklife,Parklife\n\"24 Jan 2023, 09:11\",Air,,All I Need\n\"23 Jan 2023, 08:57\",Blur,Parklife,Girls & Boys\n",
        )],
        outcome: Own(0, 2, 0),
        also: |loaded| assert_eq!(loaded.own[0].time, Some(1_674_553_320)),
    },
    Sample {
        shape: "Letterboxd, saved again by R",
        files: &[(
            "diary.csv",
            "\"date\",\"name\",\"year\",\"letterboxd_uri\",\"rating\",\"rewatch\",\"tags\",\"watched_date\"\n2020-04-13,\"Heat\",1995,\"https://boxd.it/1\",4,NA,NA,2020-04-11\n2020-04-13,\"Ran\",1985,\"https://boxd.it/2\",NA,NA,NA,2020-04-12\n",
        )],
        outcome: Own(1, 1, 0),
        also: nothing,
    },
    Sample {
        shape: "Kinopoisk",
        files: &[(
            "kinopoisk.csv",
            "nameRus,nameEng,rating,date,year,link\nСхватка,Heat,9,2024-01-02,1995,https://www.kinopoisk.ru/film/1/\nБрат,,8,2024-01-03,1997,https://www.kinopoisk.ru/film/2/\n",
        )],
        outcome: Own(2, 0, 0),
        also: |loaded| assert_eq!(titles(loaded), ["Heat", "Брат"]),
    },
    Sample {
        shape: "a backlog of games, some of them played",
        files: &[(
            "games.json",
            r#"[{"id": "s1", "appid": 1, "title": "Oak Valley", "platform": "Steam", "status": "Backlog", "playtime": 241.3, "lastPlayed": "2026-03-04"}, {"id": "s2", "appid": 2, "title": "Tin Soldiers", "platform": "Steam", "status": "Backlog", "playtime": 0, "lastPlayed": ""}, {"id": "s3", "appid": 3, "title": "Lamp Light", "platform": "Steam", "status": "Backlog", "playtime": 3, "lastPlayed": "2026-02-01"}]"#,
        )],
        outcome: Own(0, 2, 1),
        also: |loaded| {
            let note = &loaded.report.files[0].note;
            assert!(note.contains("taken for one person's list"), "{note}");
        },
    },
    Sample {
        shape: "an unknown service, ratings",
        files: &[(
            "my films.csv",
            "Title,Year,Director,My Score,Seen on\nToy Story,1995,John Lasseter,85,2024-01-02\nHeat,1995,Michael Mann,70,2024-01-03\n",
        )],
        outcome: Own(2, 0, 0),
        also: |loaded| {
            assert_eq!(rated(loaded), [(85.0, 100.0), (70.0, 100.0)]);
            assert!(loaded.report.files[0].format.contains("guessed"));
        },
    },
    Sample {
        shape: "an unknown service, dates",
        files: &[(
            "seen.csv",
            "Film;Watched date\nToy Story (1995);2024-01-02\nHeat (1995);2024-01-03\nToy Story (1995);2024-03-02\n",
        )],
        outcome: Own(0, 2, 0),
        also: |loaded| assert!(loaded.report.files[0].format.contains("guessed")),
    },
    Sample {
        shape: "YouTube, the history as a web page",
        files: &[(
            "Wiedergabeverlauf.html",
            "<html><head><title>My Activity History</title><style type=\"text/css\">/**\n * material-design-lite - CSS\n */ body{margin:0}</style></head><body><div class=\"mdl-grid\"><div class=\"outer-cell mdl-cell\"><div class=\"mdl-grid\"><div class=\"header-cell\"><p class=\"mdl-typography--title\">YouTube<br></p></div><div class=\"content-cell\">Watched <a href=\"https://www.youtube.com/watch?v=aaaaaaaaaa1\">Boats &amp; Harbours</a><br><a href=\"https://www.youtube.com/channel/UC1\">Quay</a><br>Jan 13, 2024, 4:16:16 PM CET<br></div><div class=\"content-cell\"><b>Products:</b><br>&emsp;YouTube</div></div></div><div class=\"outer-cell mdl-cell\"><div class=\"mdl-grid\"><div class=\"header-cell\"><p class=\"mdl-typography--title\">YouTube<br></p></div><div class=\"content-cell\">Searched for <a href=\"https://www.youtube.com/results?search_query=boats\">boats</a><br><a href=\"https://www.youtube.com/channel/UC1\">Quay</a><br>Jan 12, 2024, 4:16:16 PM CET<br></div><div class=\"content-cell\"><b>Products:</b><br>&emsp;YouTube</div></div></div><div class=\"outer-cell mdl-cell\"><div class=\"mdl-grid\"><div class=\"header-cell\"><p class=\"mdl-typography--title\">YouTube<br></p></div><div class=\"content-cell\">Watched <a href=\"https://www.youtube.com/watch?v=aaaaaaaaaa2\">Knots</a><br><a href=\"https://www.youtube.com/channel/UC1\">Quay</a><br>Jan 11, 2024, 4:16:16 PM CET<br></div><div class=\"content-cell\"><b>Products:</b><br>&emsp;YouTube</div></div></div><div class=\"outer-cell mdl-cell\"><div class=\"mdl-grid\"><div class=\"header-cell\"><p class=\"mdl-typography--title\">YouTube<br></p></div><div class=\"content-cell\">Watched <a href=\"https://www.youtube.com/watch?v=aaaaaaaaaa1\">Boats &amp; Harbours</a><br><a href=\"https://www.youtube.com/channel/UC1\">Quay</a><br>Jan 10, 2024, 4:16:16 PM CET<br></div><div class=\"content-cell\"><b>Products:</b><br>&emsp;YouTube</div></div></div></div></body></html>",
        )],
        outcome: Own(0, 2, 0),
        also: |loaded| {
            assert_eq!(counts(loaded), [("Boats & Harbours", 2.0), ("Knots", 1.0)]);
            assert_eq!(loaded.own[1].time, Some(1_704_989_776));
        },
    },
    Sample {
        shape: "YouTube, what was searched for",
        files: &[(
            "search-history.json",
            r#"[{"header":"YouTube","title":"Searched for boats","titleUrl":"https://www.youtube.com/results?search_query=boats","time":"2022-10-01T18:36:35.000Z"},{"header":"YouTube","title":"Watched Knots","titleUrl":"https://www.youtube.com/watch?v=aaaaaaaaaa2","time":"2022-10-01T18:37:35.000Z"}]"#,
        )],
        outcome: Own(0, 1, 0),
        also: |loaded| assert_eq!(loaded.report.skipped.count, 1),
    },
    Sample {
        shape: "ListenBrainz, what was listened to",
        files: &[(
            "1.jsonl",
            "{\"listened_at\": 1700000000, \"recording_msid\": \"a-1\", \"user_name\": \"rosa\", \"track_metadata\": {\"artist_name\": \"Blue Harbour\", \"track_name\": \"Tides\", \"release_name\": \"Coast\", \"additional_info\": {\"artist_names\": [\"Blue Harbour\"], \"duration_ms\": 200000}, \"mbid_mapping\": {\"artists\": [{\"artist_credit_name\": \"Blue Harbour\", \"artist_mbid\": \"m1\", \"join_phrase\": \"\"}], \"recording_mbid\": \"r1\"}}}\n{\"listened_at\": 1700000300, \"recording_msid\": \"a-2\", \"user_name\": \"rosa\", \"track_metadata\": {\"artist_name\": \"Nils Farr\", \"track_name\": \"Snow\", \"release_name\": \"North\", \"additional_info\": {\"artist_names\": [\"Nils Farr\"], \"duration_ms\": 200000}, \"mbid_mapping\": {\"artists\": [{\"artist_credit_name\": \"Nils Farr\", \"artist_mbid\": \"m2\", \"join_phrase\": \"\"}], \"recording_mbid\": \"r2\"}}}\n{\"listened_at\": 1700000600, \"recording_msid\": \"a-3\", \"user_name\": \"rosa\", \"track_metadata\": {\"artist_name\": \"Blue Harbour\", \"track_name\": \"Foam\", \"release_name\": \"Coast\", \"additional_info\": {\"artist_names\": [\"Blue Harbour\"], \"duration_ms\": 200000}, \"mbid_mapping\": {\"artists\": [{\"artist_credit_name\": \"Blue Harbour\", \"artist_mbid\": \"m1\", \"join_phrase\": \"\"}], \"recording_mbid\": \"r3\"}}}\n",
        )],
        outcome: Own(0, 2, 0),
        also: |loaded| assert_eq!(counts(loaded), [("Blue Harbour", 2.0), ("Nils Farr", 1.0)]),
    },
    Sample {
        shape: "Babelio",
        files: &[(
            "Biblio_export.csv",
            "ISBN;Titre;Auteur;Editeur;Date de publication;Date d'ajout;Statut;Note;Lecteurs;Note moyenne\n9782070000001;La maison du phare;Jeanne Morvan;Gallimard;01/02/2015;12/03/2021;Lu;4;1520;3.9\n9782070000002;Les sables;Luc Adam;Seuil;01/05/2018;13/03/2021;A lire;0;20;3.5\n9782070000003;Nuit blanche;Anna Roux;Actes Sud;01/09/2011;14/03/2021;Lu;0;333;4.1\n9782070000004;Retour au port;Luc Adam;Seuil;01/05/2019;15/03/2021;Lu;5;80;3.2\n",
        )],
        outcome: Own(2, 1, 1),
        also: |loaded| assert_eq!(rated(loaded), [(4.0, 5.0), (5.0, 5.0)]),
    },
    Sample {
        shape: "Kindle, passages that were marked",
        files: &[(
            "My Clippings.txt",
            "\u{feff}The Salt Road (Anna Roe)\n- Your Highlight on page 14 | location 122-123 | Added on Thursday, July 3, 2025 2:06:49 PM\n\nThe sea was calm that day.\n==========\n\u{feff}Winter Light (Tom Hale)\n- Your Bookmark on page 4 | Added on Friday, July 4, 2025 2:06:49 PM\n\n\n==========\n\u{feff}The Salt Road (Anna Roe)\n- Your Note on page 20 | location 160 | Added on Saturday, July 5, 2025 2:06:49 PM\n\nLovely.\n==========\n",
        )],
        outcome: Own(0, 2, 0),
        also: |loaded| {
            assert_eq!(counts(loaded), [("The Salt Road", 2.0), ("Winter Light", 1.0)]);
            assert_eq!(loaded.own[1].time, Some(1_751_638_009));
        },
    },
    Sample {
        shape: "Discogs, a collection",
        files: &[(
            "rosa-collection-20260101-1200.csv",
            "Catalog#,Artist,Title,Label,Format,Rating,Released,release_id,CollectionFolder,Date Added,Collection Media Condition,Collection Sleeve Condition,Collection Notes\nAB 1,Blue Harbour,Coast,Tide,\"LP, Album\",5,1995,1001,Uncategorized,2026-06-30 11:17:22,,,\nAB 2,Nils Farr,North,Tide,\"CD, Album\",,1992,1002,Uncategorized,2026-06-29 11:17:22,,,\nAB 3,Nils Farr,South,Tide,\"CD, Album\",3,1993,1003,Uncategorized,2026-06-28 11:17:22,,,\n",
        )],
        outcome: Own(2, 1, 0),
        also: nothing,
    },
    Sample {
        shape: "Deckbox, cards of a game",
        files: &[(
            "inventory.csv",
            "Count,Tradelist Count,Name,Edition,Condition,Language\n4,0,Grey Otter,abc,Near Mint,English\n1,0,Harbour Mage,abc,Near Mint,English\n2,0,Grey Otter,xyz,Near Mint,English\n",
        )],
        outcome: Own(0, 2, 0),
        also: |loaded| assert_eq!(counts(loaded), [("Grey Otter", 6.0), ("Harbour Mage", 1.0)]),
    },
    Sample {
        shape: "Google Maps, reviews",
        files: &[(
            "Reviews.json",
            r#"{"type":"FeatureCollection","features":[{"geometry":{"coordinates":[4.9,52.3],"type":"Point"},"properties":{"date":"2024-02-10T16:34:12.356293Z","five_star_rating_published":5,"google_maps_url":"https://www.google.com/maps/place//data=1","location":{"address":"Quay 5","country_code":"NL","name":"Harbour Inn"},"review_text_published":"Good"},"type":"Feature"},{"geometry":{"coordinates":[4.8,52.2],"type":"Point"},"properties":{"date":"2023-02-10T16:34:12.356293Z","five_star_rating_published":3,"questions":[{"question":"Food","rating":4},{"question":"Service","rating":2}],"google_maps_url":"https://www.google.com/maps/place//data=2","location":{"address":"Quay 9","country_code":"NL","name":"Ferry Bar"}},"type":"Feature"}]}"#,
        )],
        outcome: Own(2, 0, 0),
        also: |loaded| assert_eq!(rated(loaded), [(5.0, 5.0), (3.0, 5.0)]),
    },
    Sample {
        shape: "Steam, a library with what all think",
        files: &[(
            "steam_library.csv",
            "appid,name,genre,price,rating,playtime_forever,release_year\n7,Harbour Tycoon,Simulation,9.9,87,1200,2012\n9,Night Ferry,Indie,0.0,42,35,2019\n",
        )],
        outcome: Own(0, 2, 0),
        also: |loaded| {
            assert_eq!(counts(loaded), [("Harbour Tycoon (2012)", 1200.0), ("Night Ferry (2019)", 35.0)])
        },
    },
    Sample {
        shape: "films with a status and marks of their own",
        files: &[(
            "movies.json",
            r#"[{"id":"M1","external_id":11,"title":"Harbour Lights","release_date":"2019-07-19","status":"watched","rating":9,"review":"Still tense at the end.","created_at":"2026-07-01T20:15:00+07:00"},{"id":"M2","external_id":12,"title":"Night Ferry","release_date":"2004-07-19","status":"plan","rating":null,"review":null,"created_at":"2026-07-02T20:15:00+07:00"},{"id":"M3","external_id":13,"title":"Salt","release_date":"2011-07-19","status":"watchlist","rating":null,"review":null,"created_at":"2026-07-03T20:15:00+07:00"}]"#,
        )],
        outcome: Own(1, 0, 2),
        also: nothing,
    },
    Sample {
        shape: "marks in words",
        files: &[(
            "films.csv",
            "Title,Year,Rating\nThe Salt Road,2001,loved\nWinter Light,2004,good\nHarbour,2009,bad\nFoam and Sand,2011,great\n",
        )],
        outcome: Own(4, 0, 0),
        also: nothing,
    },
    Sample {
        shape: "books that were read, some with a star",
        files: &[(
            "books_read.csv",
            "title,author,star\nThe Salt Road,Anna Roe,yes\nWinter Light,Tom Hale,no\nHarbour,Ida Lind,no\nFoam,Ida Lind,yes\n",
        )],
        outcome: Own(0, 4, 0),
        also: nothing,
    },
    Sample {
        shape: "ids and marks alone",
        files: &[("my_ratings.csv", "id,rating\n1,4\n2,3.5\n8,5\n19,1\n")],
        outcome: Own(4, 0, 0),
        also: nothing,
    },
    Sample {
        shape: "words in place of a mark",
        files: &[(
            "films.csv",
            "Title,Year,Rating,Date Watched\nThe Salt Road,2001,8,2021-01-02\nWinter Light,2004,TBD,2021-02-02\nHarbour,2009,DNF,2021-03-02\nFoam and Sand,2011,6,2021-04-02\n",
        )],
        outcome: Own(2, 2, 0),
        also: nothing,
    },
    Sample {
        shape: "a table in a web page",
        files: &[(
            "watched.html",
            "<!DOCTYPE html><html><head><title>Films I have seen</title></head><body><ul><li>Home<li>News</ul>\n<table><tr><th>Title<th>Year<th>My rating</tr><tr><td>Harbour Lights</td><td>1999</td><td>8</td></tr><tr><td>Night Ferry</td><td>2004</td><td>6</td></tr><tr><td>Salt</td><td>2011</td><td>9</td></tr><tr><td>Winter</td><td>2013</td><td>7</td></tr></table></body></html>\n",
        )],
        outcome: Own(4, 0, 0),
        also: |loaded| assert!(loaded.report.files[0].note.contains("of the web page")),
    },
    Sample {
        shape: "a list in a web page",
        files: &[(
            "films_seen.html",
            "<html><head><title>Films seen</title></head><body><h1>Films seen</h1><ul><li><a href=\"x\">Harbour Lights</a> (1999)</li><li>Night Ferry</li><li>Salt and Wind</li><li>The Long Winter</li><li>Under Glass</li></ul></body></html>\n",
        )],
        outcome: Own(0, 5, 0),
        also: |loaded| assert_eq!(titles(loaded)[0], "Harbour Lights"),
    },
    Sample {
        shape: "bookmarks of a browser",
        files: &[(
            "bookmarks.html",
            "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<META HTTP-EQUIV=\"Content-Type\" CONTENT=\"text/html; charset=UTF-8\">\n<TITLE>Bookmarks</TITLE>\n<H1>Bookmarks</H1>\n<DL><p>\n    <DT><H3 ADD_DATE=\"1600000000\">Reading</H3>\n    <DL><p>\n        <DT><A HREF=\"https://example.org/a\" ADD_DATE=\"1600000100\">On harbours</A>\n        <DT><A HREF=\"https://example.org/b\" ADD_DATE=\"1600000200\">A &amp; B</A>\n    </DL><p>\n    <DT><A HREF=\"https://example.org/c\" ADD_DATE=\"1600000300\">Salt</A>\n</DL><p>\n",
        )],
        outcome: Own(0, 3, 0),
        also: |loaded| assert_eq!(titles(loaded), ["On harbours", "A & B", "Salt"]),
    },
    Sample {
        shape: "a short list of titles",
        files: &[(
            "movies.csv",
            "title,director,year\nHarbour Lights,Ida Lind,1999\nNight Ferry,Tom Hale,2004\nSalt,Anna Roe,2011\nWinter,Anna Roe,2013\n",
        )],
        outcome: Own(0, 4, 0),
        also: |loaded| assert!(loaded.report.files[0].note.contains("nothing says what anyone thinks")),
    },
    Sample {
        shape: "XML, board games of a collection",
        files: &[(
            "collection.xml",
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<items totalitems=\"3\">\n\t<item objecttype=\"thing\" objectid=\"11\" subtype=\"boardgame\" collid=\"1\">\n\t<name sortindex=\"1\">Harbour Trade</name>\n\t<yearpublished>2012</yearpublished>\n\t<stats minplayers=\"2\"><rating value=\"8\"><average value=\"7.1\"/></rating></stats>\n\t<status own=\"1\" prevowned=\"0\" want=\"0\" wishlist=\"0\" lastmodified=\"2024-05-17 15:37:54\"/>\n\t<numplays>3</numplays></item>\n\t<item objecttype=\"thing\" objectid=\"12\" subtype=\"boardgame\" collid=\"2\">\n\t<name sortindex=\"1\">Night Ferry</name>\n\t<yearpublished>2015</yearpublished>\n\t<stats minplayers=\"2\"><rating value=\"N/A\"><average value=\"6.9\"/></rating></stats>\n\t<status own=\"1\" prevowned=\"0\" want=\"0\" wishlist=\"0\" lastmodified=\"2024-06-01 10:00:00\"/>\n\t<numplays>0</numplays></item>\n\t<item objecttype=\"thing\" objectid=\"13\" subtype=\"boardgame\" collid=\"3\">\n\t<name sortindex=\"1\">Salt</name>\n\t<yearpublished>2020</yearpublished>\n\t<stats minplayers=\"1\"><rating value=\"N/A\"><average value=\"7.4\"/></rating></stats>\n\t<status own=\"0\" prevowned=\"0\" want=\"0\" wishlist=\"1\" lastmodified=\"2024-07-01 10:00:00\"/>\n\t<numplays>0</numplays></item>\n</items>\n",
        )],
        outcome: Own(1, 1, 1),
        also: |loaded| {
            assert_eq!(loaded.report.files[0].note, "", "nothing is said of what only parts elements")
        },
    },
    Sample {
        shape: "a diary of films, few of which have a mark",
        files: &[(
            "diary.csv",
            "Date,Name,Year,Letterboxd URI,Rating,Rewatch,Tags,Watched Date\n2024-01-01,A,2001,https://boxd.it/a,,,,2024-01-01\n2024-01-02,B,2002,https://boxd.it/b,,,,2024-01-02\n2024-01-03,C,2003,https://boxd.it/c,,,,2024-01-03\n2024-01-04,D,2004,https://boxd.it/d,,,,2024-01-04\n2024-01-05,E,2005,https://boxd.it/e,4,,,2024-01-05\n2024-01-06,F,2006,https://boxd.it/f,,,,2024-01-06\n2024-01-07,G,2007,https://boxd.it/g,,,,2024-01-07\n2024-01-08,H,2008,https://boxd.it/h,,,,2024-01-08\n2024-01-09,I,2009,https://boxd.it/i,,,,2024-01-09\n2024-01-10,J,2010,https://boxd.it/j,,,,2024-01-10\n2024-01-11,K,2011,https://boxd.it/k,,,,2024-01-11\n",
        )],
        outcome: Own(1, 10, 0),
        also: |loaded| {
            assert_eq!(loaded.ratings.len(), 11, "all of them were seen");
            assert!(loaded.report.notes.iter().any(|note| note.contains("rated")));
        },
    },
    Sample {
        shape: "podcasts that were played",
        files: &[(
            "StreamingHistory_podcast_0.json",
            r#"[{"endTime": "2024-01-01 10:00", "podcastName": "Far Shore", "episodeName": "One", "msPlayed": 1835}, {"endTime": "2024-01-02 10:00", "podcastName": "Far Shore", "episodeName": "Two", "msPlayed": 3676727}, {"endTime": "2024-01-03 10:00", "podcastName": "Night Ferry", "episodeName": "One", "msPlayed": 90000}]"#,
        )],
        outcome: Own(0, 2, 0),
        also: |loaded| assert_eq!(counts(loaded), [("Far Shore", 2.0), ("Night Ferry", 1.0)]),
    },
    Sample {
        shape: "JSON, books under the years, and what is being read",
        files: &[(
            "books.json",
            r#"{"currentlyReading": [{"title": "Emma", "author": "Ann", "startDate": "2024-05-01"}], "2024": [{"title": "Dune", "author": "Bob", "startDate": "2024-01-01", "finishDate": "2024-02-01", "pageCount": "308"}, {"title": "Ubik", "author": "Cid", "startDate": "2024-02-01", "finishDate": "2024-03-01"}], "2023": [{"title": "Salt", "author": "Dora", "startDate": "2023-01-01", "finishDate": "2023-02-01"}, {"title": "Foam", "author": "Eve", "startDate": "2023-03-01", "finishDate": "2023-04-01"}]}"#,
        )],
        outcome: Own(0, 5, 0),
        also: told,
    },
    Sample {
        shape: "JSON, books read by year beside the few that are under way",
        files: &[(
            "books.json",
            r#"{"inProgress": [{"title": "Emma", "author": "Ann", "rating": 0, "dateCompleted": null}], "completed": [{"year": 2024, "books": [{"title": "Dune", "author": "Bob", "rating": 4, "dateCompleted": "2024-02-01"}, {"title": "Ubik", "author": "Cid", "rating": 5, "dateCompleted": "2024-03-01"}]}, {"year": 2023, "books": [{"title": "Salt", "author": "Dora", "rating": 3, "dateCompleted": "2023-02-01"}, {"title": "Foam", "author": "Eve", "rating": 4, "dateCompleted": "2023-04-01"}]}]}"#,
        )],
        outcome: Own(4, 0, 0),
        also: |loaded| assert!(loaded.report.files[0].note.contains("“inProgress” was not")),
    },
    Sample {
        shape: "JSON, books that several wrote",
        files: &[(
            "books.json",
            r#"[{"title": "Far Shore", "author": ["Ann Roe", "Bob Hale"], "img": "https://example.org/1.png"}, {"title": "Home", "author": ["Cid Lind"], "img": "https://example.org/2.png"}, {"title": "Orchard", "author": ["Ann Roe"], "img": "https://example.org/3.png"}, {"title": "Road", "author": ["Dora Ost", "Eve Ulm"], "img": "https://example.org/4.png"}]"#,
        )],
        outcome: Own(0, 4, 0),
        also: told,
    },
    Sample {
        shape: "JSON, concerts of artists",
        files: &[(
            "concerts.json",
            r#"[{"artists": "Far Shore", "date": "2024-01-01", "venue": "Blue Hall", "city": "Ulm"}, {"artists": "Night Ferry", "date": "2024-02-01", "venue": "Red Hall", "city": "Ulm"}, {"artists": "Salt", "date": "2024-03-01", "venue": "Blue Hall", "city": "Ulm"}, {"artists": "Foam", "date": "2024-04-01", "venue": "Arena", "city": "Bern"}]"#,
        )],
        outcome: Own(0, 4, 0),
        also: told,
    },
    Sample {
        shape: "marks with a remark behind them",
        files: &[(
            "anime.csv",
            "title,my rating,year\nFar Shore,6/10 (again),2001\nHome,7/10,2002\nOrchard,8/10 (slow, but good),2003\nRoad,9/10,2004\nSalt,5/10,2005\n",
        )],
        outcome: Own(5, 0, 0),
        also: nothing,
    },
    Sample {
        shape: "Markdown, a table in which the name says how high marks go",
        files: &[(
            "anime.md",
            "| Title | Episode | Note (/5) |\n|---|---|---|\n| Far Shore | 12 | 4 |\n| Home | 13 | 5 |\n| Orchard | 12 | 2.5 |\n| Road | 24 | |\n",
        )],
        outcome: Own(3, 1, 0),
        also: told,
    },
    Sample {
        shape: "Markdown, boxes, and what is no entry",
        files: &[(
            "movies.md",
            "# Films\n\n- [x] Far Shore\n- [x] Home\n- [ ] Orchard\n- [x] <a href=\"https://example.org\">Road</a>\n<!--\n- [x] Salt\n-->\n\n- How to choose\n",
        )],
        outcome: Own(0, 3, 1),
        also: |loaded| assert_eq!(titles(loaded), ["Far Shore", "Home", "Orchard", "Road"]),
    },
    Sample {
        shape: "artists, and how much somebody listens to them",
        files: &[(
            "Marquee.json",
            r#"[{"artistName": "Far Shore", "segment": "Light listeners"}, {"artistName": "Night Ferry", "segment": "Moderate listeners"}, {"artistName": "Salt", "segment": "Previously Active Listeners"}]"#,
        )],
        outcome: Own(0, 3, 0),
        also: nothing,
    },
    Sample {
        shape: "series in Markdown, below a name in another language",
        files: &[(
            "serie.md",
            "|Title|Season|Episode|\n|---|---|---|\n|Far Shore|||\n|Home|2|4|\n|Orchard|||\n|Road|||\n",
        )],
        outcome: Own(0, 4, 0),
        also: told,
    },
    Sample {
        shape: "a web page of books on a shelf",
        files: &[(
            "index.html",
            "<!DOCTYPE html><html><head><title>Bookshelf</title></head><body><ul><li><a href=\"https://example.org/1\">Far Shore</a> by Ann Roe</li><li><b><a href=\"https://example.org/2\">Home</a></b> by Bob Hale</li><li><a href=\"https://example.org/3\">Orchard</a> by Cid Lind</li><li><a href=\"https://example.org/4\">Road</a> by Dora Ost</li></ul></body></html>",
        )],
        outcome: Own(0, 4, 0),
        also: told,
    },
    Sample {
        shape: "JSON, books by year, some with how far somebody is",
        files: &[(
            "books.json",
            r#"[{"year": 2024, "books": [{"title": "Far Shore", "author": "Ann", "rating": "Up Next"}, {"title": "Home", "author": "Bob", "rating": "In Progress"}]}, {"year": 2023, "books": [{"title": "Orchard", "author": "Cid"}, {"title": "Road", "author": "Dora"}, {"title": "Salt", "author": "Eve"}]}]"#,
        )],
        outcome: Own(0, 4, 1),
        also: told,
    },
    Sample {
        shape: "Markdown, with a heading of wishes",
        files: &[(
            "books.md",
            "# Read\n\n- The Salt Road\n- Harbour\n- Foam and Sand\n\n# Want to read\n\n- Winter Light\n",
        )],
        outcome: Own(0, 3, 1),
        also: nothing,
    },
    Sample {
        shape: "games with minutes of playtime",
        files: &[(
            "games.csv",
            "Name,Minutes of playtime,Platform\nHarbour Tycoon,420,PC\nNight Ferry,33,PC\nSalt,1200,PC\nWinter,5,PC\n",
        )],
        outcome: Own(0, 4, 0),
        also: |loaded| assert_eq!(counts(loaded)[0], ("Harbour Tycoon", 420.0)),
    },
    Sample {
        shape: "books with pages read, which are no count",
        files: &[(
            "books.csv",
            "title,author,pages_read,rating\nThe Salt Road,Anna Roe,310,4\nWinter Light,Tom Hale,200,3\nHarbour,Ida Lind,120,5\nFoam,Ida Lind,99,2\n",
        )],
        outcome: Own(4, 0, 0),
        also: nothing,
    },
    Sample {
        shape: "lists by how far somebody is",
        files: &[(
            "books.json",
            r#"{"reading":[{"title":"Hardwood","author":"Anna Roe","started":"2024-01-02"}],"finished":[{"title":"Harbour","author":"Ida Lind","started":"2023-01-02","finished":"2023-02-02"},{"title":"Winter Light","author":"Tom Hale","started":"2023-03-02","finished":"2023-04-02"}],"backlog":[{"title":"The Salt Road","author":"Anna Roe"}]}"#,
        )],
        outcome: Own(0, 3, 1),
        also: |loaded| assert!(loaded.report.files[0].note.contains("one person's list")),
    },
    Sample {
        shape: "titles by what was done with them",
        files: &[(
            "films.json",
            r#"{"watched":["Harbour Lights","Night Ferry","Salt and Wind"],"to-watch":["Winter Light","Foam at Sea"]}"#,
        )],
        outcome: Own(0, 3, 2),
        also: nothing,
    },
    Sample {
        shape: "films and books in lists of their own",
        files: &[(
            "favorites.json",
            r#"{"movies":[{"title":"Harbour Lights","year":1999,"rating":8},{"title":"Night Ferry","year":2004,"rating":6},{"title":"Salt","year":2011,"rating":9}],"books":[{"title":"Winter Light","year":2013,"rating":7},{"title":"Foam","year":2014,"rating":9}]}"#,
        )],
        outcome: Own(5, 0, 0),
        also: nothing,
    },
    Sample {
        shape: "Douban, films with marks of one's own",
        files: &[(
            "films.csv",
            "标题,个人评分,打分日期,我的短评,上映日期,条目链接\n海港,5,2024-01-05,好,1999-01-01,https://movie.douban.com/subject/1/\n夜船,3,2024-01-06,,2004-01-01,https://movie.douban.com/subject/2/\n冬,,2024-02-07,,2013-01-01,https://movie.douban.com/subject/4/\n",
        )],
        outcome: Own(2, 1, 0),
        also: nothing,
    },
    Sample {
        shape: "wishes with fewer names than fields",
        files: &[(
            "wishlist.csv",
            "Title,Collected\n\"Salt - Horror\",\"\",\"No\"\n\"Night Ferry 1960\",\"\",\"No\"\n\"Harbour, The\",\"\",\"No\"\n\"Winter Light 1961\",\"\",\"Yes\"\n\"Foam at Sea\",\"\",\"No\"\n",
        )],
        outcome: Own(0, 0, 5),
        also: nothing,
    },
    Sample {
        shape: "how far somebody is with each",
        files: &[(
            "manga.json",
            r#"[{"author":"Anna Roe","chapters":null,"color":"red","progress":1,"status":"RELEASING","title":"Tide","url":"https://example.org/1"},{"author":"Tom Hale","chapters":null,"color":"gold","progress":226,"status":"RELEASING","title":"Foam","url":"https://example.org/2"},{"author":"Ida Lind","chapters":20,"color":"gold","progress":20,"status":"FINISHED","title":"Salt","url":"https://example.org/3"},{"author":"Ida Lind","chapters":9,"color":"gold","progress":3,"status":"FINISHED","title":"Oak","url":"https://example.org/4"}]"#,
        )],
        outcome: Own(0, 4, 0),
        also: nothing,
    },
    Sample {
        shape: "Audible, a library",
        files: &[(
            "library.tsv",
            "asin\ttitle\tsubtitle\tauthors\tnarrators\tgenres\truntime_length_min\tis_finished\tpercent_complete\trating\tnum_ratings\tdate_added\nB001\tThe Salt Road\t\tAnna Roe\tTom Hale\tFiction\t600\tTrue\t100\t4.5\t1200\t2021-01-02T00:00:00Z\nB002\tWinter Light\t\tTom Hale\tIda Lind\tFiction\t500\tFalse\t10\t4.1\t300\t2021-02-02T00:00:00Z\n",
        )],
        outcome: Own(0, 2, 0),
        also: nothing,
    },
    Sample {
        shape: "Rate Your Music",
        files: &[(
            "user_albums_export.csv",
            "RYM Album, First Name,Last Name,First Name localized, Last Name localized,Title,Release_Date,Rating,Ownership,Purchase Date,Media Type,Review\n\"123\",\"Nils\",\"Farr\",\"\",\"\",\"North\",\"1997\",\"8\",\"n\",\"\",\"\",\"\"\n\"124\",\"\",\"Blue Harbour\",\"\",\"\",\"North\",\"1999\",\"0\",\"o\",\"\",\"CD\",\"\"\n\"125\",\"\",\"Lighthouse\",\"\",\"\",\"Salt\",\"2004\",\"7\",\"n\",\"\",\"\",\"\"\n",
        )],
        outcome: Own(2, 1, 0),
        also: nothing,
    },
];

/// A zip archive of these files, as they are.
fn zip(files: &[(&str, &str)]) -> Vec<u8> {
    let (mut archive, mut directory) = (Vec::new(), Vec::new());
    for (name, text) in files {
        let mut crc = flate2::Crc::new();
        crc.update(text.as_bytes());
        let offset = archive.len() as u32;
        let mut common = vec![20, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        for size in [crc.sum(), text.len() as u32, text.len() as u32] {
            common.extend(size.to_le_bytes());
        }
        common.extend((name.len() as u16).to_le_bytes());
        common.extend([0, 0]);
        archive.extend(b"PK\x03\x04");
        archive.extend(&common);
        archive.extend(name.as_bytes());
        archive.extend(text.as_bytes());
        directory.extend(b"PK\x01\x02\x14\0");
        directory.extend(&common);
        directory.extend([0; 10]);
        directory.extend(offset.to_le_bytes());
        directory.extend(name.as_bytes());
    }
    let (at, length) = (archive.len() as u32, directory.len() as u32);
    archive.extend(directory);
    archive.extend(b"PK\x05\x06\0\0\0\0");
    for n in [files.len() as u16; 2] {
        archive.extend(n.to_le_bytes());
    }
    archive.extend(length.to_le_bytes());
    archive.extend(at.to_le_bytes());
    archive.extend([0, 0]);
    archive
}

fn opinions(loaded: &Loaded) -> Vec<(&str, Opinion)> {
    loaded.own.iter().map(|own| (own.title.as_str(), own.opinion)).collect()
}

/// All of a Letterboxd account: diary and reviews repeat the ratings, what was deleted does not count, lists say
/// nothing of what was seen, and what was rated was watched.
#[test]
fn an_archive_of_letterboxd_says_each_thing_once() {
    let film = "Date,Name,Year,Letterboxd URI\n";
    let line = |name: &str, year: u32| format!("2024-01-02,{name},{year},https://boxd.it/{name}\n");
    let watched = [film, &line("Toy Story", 1995), &line("Heat", 1995), &line("Up", 2009)].concat();
    let archive = zip(&[
        ("profile.csv", "Date Joined,Username,Given Name,Family Name\n2019-01-01,ada,,\n"),
        ("comments.csv", "Date,Content,Comment\n2024-01-01,https://boxd.it/x,Good\n"),
        (
            "ratings.csv",
            "Date,Name,Year,Letterboxd URI,Rating\n2024-01-02,Toy Story,1995,https://boxd.it/29Tw,4.5\n2024-01-03,Heat,1995,https://boxd.it/2a2i,3\n",
        ),
        ("diary.csv", DIARY),
        (
            "reviews.csv",
            "Date,Name,Year,Letterboxd URI,Rating,Rewatch,Review,Tags,Watched Date\n2024-01-02,Toy Story,1995,https://boxd.it/5aaaa,1,,Toys,,\n",
        ),
        ("watched.csv", &watched),
        ("watchlist.csv", &[film, &line("Alien", 1979)].concat()),
        ("likes/films.csv", &[film, &line("Heat", 1995)].concat()),
        ("deleted/diary.csv", &[film, &line("Cats", 2019)].concat()),
        ("orphaned/diary.csv", &[film, &line("Cats", 2019)].concat()),
        (
            "lists/wanted.csv",
            "Letterboxd list export v7\nDate,Name,Tags,URL,Description\n2024-01-02,Wanted,,https://boxd.it/abc,\n\nPosition,Name,Year,URL,Description\n1,Jaws,1975,https://boxd.it/j,\n",
        ),
    ]);
    let loaded =
        load_bytes(&[("letterboxd-ada-2024-01-05-10-00-utc.zip", &archive)], LoadOptions::default()).unwrap();
    assert_eq!(
        opinions(&loaded),
        [
            ("Toy Story", Opinion::Rated(4.5, 5.0)),
            ("Heat", Opinion::Rated(3.0, 5.0)),
            ("Up", Opinion::Seen),
            ("Alien", Opinion::Wanted),
        ]
    );
    let notes = loaded.report.notes.join(" ");
    assert!(notes.contains("diary.csv") && notes.contains("wanted.csv"), "{notes}");
    assert_eq!(loaded.ratings.len(), 2);
}

/// Where nothing else has them, the diary's ratings are read.
#[test]
fn a_diary_alone_in_an_archive_is_read() {
    let archive = zip(&[("diary.csv", DIARY)]);
    let loaded = load_bytes(&[("letterboxd-ada.zip", &archive)], LoadOptions::default()).unwrap();
    assert_eq!(opinions(&loaded), [("Toy Story", Opinion::Rated(5.0, 5.0)), ("Heat", Opinion::Seen)]);
}

#[test]
fn a_list_of_myanimelist_comes_compressed() {
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gz.write_all(MAL.as_bytes()).unwrap();
    let packed = gz.finish().unwrap();
    let load = |name, bytes: &[u8]| load_bytes(&[(name, bytes)], LoadOptions::default()).unwrap();
    let packed = load("animelist_1700000000_-_77.xml.gz", &packed);
    assert_eq!(packed.own, load("animelist.xml", MAL.as_bytes()).own);
    assert_eq!(rated(&packed), [(10.0, 10.0)]);
    assert_eq!(packed.own[0].time, Some(1_551_398_400));
}

/// An ISBN of 10 characters and one of 13 name the same book.
#[test]
fn books_meet_by_either_isbn() {
    let books = |id: &str| {
        let text = format!("User-ID;ISBN;Book-Rating\n1;{id};8\n2;{id};6\n2;0441013597;9\n");
        load_bytes(&[("BX-Book-Ratings.csv", text.as_bytes())], LoadOptions::default()).unwrap()
    };
    let own = "Title,Authors,ISBN/UID,Format,Read Status,Date Added,Last Date Read,Star Rating\nUnlike any title,A,ISBN,paperback,read,2023/01/02,,4\n";
    for (catalogue, export) in [
        ("0439023483", "9780439023481"),
        ("9780439023481", "0439023483"),
        ("080442957X", "9780804429573"),
        ("9780804429573", "080442957X"),
    ] {
        let books = books(catalogue);
        let own = own.replacen("ISBN,paperback", &format!("{export},paperback"), 1);
        let own = load_bytes(&[("books.csv", own.as_bytes())], LoadOptions::default()).unwrap();
        let met = kindred::export::match_to(&own.own, books.ratings.catalog(), books.ratings.scale());
        let ids: Vec<&str> = met.ratings.iter().map(|own| own.id.as_str()).collect();
        assert_eq!(ids, [catalogue], "{export}");
    }
}

/// What a table of items says of itself is no person's opinion.
#[test]
fn a_catalogue_is_no_list_of_a_person() {
    let ratings = "userId,movieId,rating\n1,1,4\n1,2,2\n2,1,5\n";
    for items in [
        "movieId,title,genres\n1,Toy Story (1995),Animation\n2,Heat (1995),Crime\n",
        "movieId,title,rating,votes\n1,Toy Story (1995),7.83,1200\n2,Heat (1995),8.31,1500\n",
        "movieId,title,date\n1,Toy Story (1995),1995-11-22\n2,Heat (1995),1995-12-15\n",
    ] {
        let files: [(&str, &[u8]); 2] =
            [("ratings.csv", ratings.as_bytes()), ("movies.csv", items.as_bytes())];
        let loaded = load_bytes(&files, LoadOptions::default()).unwrap();
        assert!(loaded.own.is_empty(), "{items}");
        assert_eq!(loaded.ratings.catalog().items.title(0), "Toy Story (1995)", "{items}");
    }
}

/// Films of Trakt are read where the first pages of a history have series alone.
#[test]
fn films_come_late_in_a_history() {
    let entry = |at: usize, kind: &str, title: &str| {
        format!(
            r#"{{"id":{at},"watched_at":"2024-01-02T20:00:00.000Z","action":"watch","type":"{kind}","{kind}":{{"title":"{title}","year":2004,"ids":{{"trakt":{at},"slug":"s{at}","imdb":"tt{at:07}"}}}}}}"#
        )
    };
    for (many, one) in [("show", "movie"), ("movie", "show")] {
        let mut entries: Vec<String> = (1..500).map(|at| entry(at, many, "Harbour")).collect();
        entries.push(entry(900, one, "Night Ferry"));
        let text = format!("[{}]", entries.join(","));
        let loaded = load_bytes(&[("history.json", text.as_bytes())], LoadOptions::default()).unwrap();
        let film = loaded.own.iter().find(|own| own.title == "Night Ferry").unwrap();
        assert_eq!((film.year, film.imdb.as_deref(), loaded.own.len()), (Some(2004), Some("tt0000900"), 500));
        assert_eq!(loaded.report.skipped.count, 0);
    }
}

/// The histories of an account at Google come as pages, where other pages of an archive are descriptions.
#[test]
fn pages_of_a_history_are_read_in_an_archive() {
    let cell = |what: &str, title: &str| {
        format!(
            r#"<div class="outer-cell">{what} <a href="https://www.youtube.com/watch?v={title}">{title}</a><br>Jan 13, 2024, 4:16:16 PM CET<br></div>"#
        )
    };
    let style = "<html><head><title>My Activity</title><style>/* material-design-lite */</style>";
    let long = " ".repeat(1 << 17);
    let page = format!("{style}{long}{}{}</html>", cell("Watched", "Knots"), cell("Watched", "Tides"));
    let files = [
        ("Takeout/archive_browser.html", "<html><body>Your archive</body></html>"),
        ("Takeout/YouTube and YouTube Music/history/watch-history.html", page.as_str()),
    ];
    let loaded = load_bytes(&[("takeout.zip", &zip(&files))], LoadOptions::default()).unwrap();
    assert_eq!(counts(&loaded), [("Knots", 1.0), ("Tides", 1.0)]);
    assert_eq!(loaded.report.notes.iter().filter(|note| note.contains("archive_browser")).count(), 1);
}
