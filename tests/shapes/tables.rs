//! Delimited tables: names of columns, separators, matrices, lists, values and times.

use super::{Outcome::*, Sample, nothing};
use kindred::format::table::Columns;
use kindred::load::{LoadOptions, Loaded, load_bytes};
use kindred::report::Sureness;

/// How surely the first file was understood.
fn sureness(loaded: &Loaded) -> Sureness {
    loaded.report.files[0].sureness
}

fn named(loaded: &Loaded) {
    assert_eq!(sureness(loaded), Sureness::Named, "{:?}", loaded.report.files);
}

pub fn told(loaded: &Loaded) {
    assert_eq!(sureness(loaded), Sureness::Told, "{:?}", loaded.report.files);
    assert!(!loaded.report.files[0].note.is_empty(), "says what was guessed");
}

/// The value that this person gave this item.
fn value(loaded: &Loaded, user: &str, item: &str) -> f32 {
    let catalog = loaded.ratings.catalog();
    let find = |ids: Option<u32>, id: &str| ids.unwrap_or_else(|| panic!("no {id}"));
    let (user, item) = (find(catalog.users.ids.find(user), user), find(catalog.items.ids.find(item), item));
    let (items, values) = loaded.ratings.by_user().row(user);
    values[items.iter().position(|&i| i == item).expect("a rating")]
}

/// When the first item of the first person was chosen.
fn first_time(loaded: &Loaded) -> u32 {
    *loaded.ratings.times().first().expect("a time")
}

fn title<'a>(loaded: &'a Loaded, item: &str) -> &'a str {
    let items = &loaded.ratings.catalog().items;
    items.title(items.ids.find(item).expect("the item"))
}

pub const SAMPLES: &[Sample] = &[
    Sample {
        shape: "Org, notes on films that are no list",
        files: &[(
            "movies.org",
            "#+title: Movies\n\n* Why\nI see many of them, as does everybody here.\n\n* How\nIn the evening, when it rains and nothing else is on.\n",
        )],
        outcome: Refused("no columns"),
        also: nothing,
    },
    Sample {
        shape: "a page in Markdown of which only its title and its day are known",
        files: &[(
            "far-shore.md",
            "---\ntitle: Far Shore\ndate: 2022-12-27\n---\n\nWe went there by train.\n",
        )],
        outcome: Refused("no columns"),
        also: nothing,
    },
    Sample {
        shape: "The number of an order is no time, whatever it looks like",
        files: &[(
            "orders.csv",
            "order_number,customer_id,product_id,created_at\n1734567891,1,7,2024-03-03\n1698765432,1,9,2024-03-04\n1745678912,2,7,2024-03-05\n1712345678,2,4,2024-03-06\n1709876543,3,9,2024-03-07\n1723456789,3,4,2024-03-08\n1756789123,4,7,2024-03-09\n1687654321,4,2,2024-03-10\n1767891234,2,2,2024-03-11\n1678912345,3,7,2024-03-12\n",
        )],
        outcome: Choices(4, 4, 10),
        also: |loaded| assert_eq!(first_time(loaded), 1_709_424_000),
    },
    Sample {
        shape: "Which answer somebody gave is no mark",
        files: &[(
            "answers.csv",
            "timestamp,user_id,problem_id,selected,correct\n1762954960,1,7,1,true\n1762955037,1,9,2,false\n1762955114,2,7,4,true\n1762955191,2,4,3,true\n1762955268,3,9,1,false\n1762955345,3,4,2,true\n1762955422,4,7,4,true\n1762955499,4,2,4,false\n1762955576,2,2,3,true\n1762955653,3,7,1,true\n",
        )],
        outcome: Choices(4, 4, 10),
        also: told,
    },
    Sample {
        shape: "Who reviewed whom, by names of a network",
        files: &[(
            "reviews.csv",
            "reviewer_netid,reviewed_netid,text,overall_rating\nAA1,BB7,nice to live with 0,4.00\nAA1,BB9,nice to live with 1,3.67\nAA2,BB7,nice to live with 2,2.00\nAA2,BB4,nice to live with 3,5.00\nAA3,BB9,nice to live with 4,1.33\nAA3,BB4,nice to live with 5,4.00\nAA4,BB7,nice to live with 6,3.67\nAA4,BB2,nice to live with 7,2.00\nAA2,BB2,nice to live with 8,5.00\nAA3,BB7,nice to live with 9,1.33\n",
        )],
        outcome: Ratings(4, 4, 10),
        also: nothing,
    },
    Sample {
        shape: "Which part of a course was done is no count",
        files: &[(
            "activity.csv",
            "log_id,student_id,course_id,date,module_completed\nL900,S1,C7,2024-03-03,1\nL893,S1,C9,2024-03-04,1\nL886,S2,C7,2024-03-05,2\nL879,S2,C4,2024-03-06,1\nL872,S3,C9,2024-03-07,1\nL865,S3,C4,2024-03-08,3\nL858,S4,C7,2024-03-09,1\nL851,S4,C2,2024-03-10,2\nL844,S2,C2,2024-03-11,1\nL837,S3,C7,2024-03-12,1\n",
        )],
        outcome: Choices(4, 4, 10),
        also: nothing,
    },
    Sample {
        shape: "What a model predicts nobody has rated",
        files: &[(
            "predictions.dat",
            "1\tFilm 7 (1987)\t4.399270\n1\tFilm 9 (1989)\t3.828560\n2\tFilm 7 (1987)\t3.004130\n2\tFilm 4 (1984)\t4.972390\n3\tFilm 9 (1989)\t2.100320\n3\tFilm 4 (1984)\t4.399270\n4\tFilm 7 (1987)\t3.828560\n4\tFilm 2 (1982)\t3.004130\n2\tFilm 2 (1982)\t4.972390\n3\tFilm 7 (1987)\t2.100320\n",
        )],
        outcome: Asked,
        also: nothing,
    },
    Sample {
        shape: "Of two dates a loan began at the first",
        files: &[(
            "loans.csv",
            "loan_no,member_id,book_id,loan_date,return_date,state\nL50,1,7,2024-03-03,2024-04-03,back\nL47,1,9,2024-03-04,2024-04-04,back\nL44,2,7,2024-03-05,2024-04-05,back\nL41,2,4,2024-03-06,2024-04-06,back\nL38,3,9,2024-03-07,2024-04-07,back\nL35,3,4,2024-03-08,2024-04-08,back\nL32,4,7,2024-03-09,2024-04-09,back\nL29,4,2,2024-03-10,2024-04-10,back\nL26,2,2,2024-03-11,2024-04-11,back\nL23,3,7,2024-03-12,2024-04-12,back\n",
        )],
        outcome: Choices(4, 4, 10),
        also: |loaded| assert_eq!(first_time(loaded), 1_709_424_000),
    },
    Sample {
        shape: "In Spanish, too, where names have several words",
        files: &[(
            "prestamos.csv",
            "Codigo del estudiante,Titulo del libro,Fecha de inicio,Fecha de devolucion\nE1,Libro 7,13/03/2024,13/04/2024\nE1,Libro 9,14/03/2024,14/04/2024\nE2,Libro 7,15/03/2024,15/04/2024\nE2,Libro 4,16/03/2024,16/04/2024\nE3,Libro 9,17/03/2024,17/04/2024\nE3,Libro 4,18/03/2024,18/04/2024\nE4,Libro 7,19/03/2024,19/04/2024\nE4,Libro 2,20/03/2024,20/04/2024\nE2,Libro 2,21/03/2024,21/04/2024\nE3,Libro 7,22/03/2024,22/04/2024\n",
        )],
        outcome: Choices(4, 4, 10),
        also: |loaded| assert!(first_time(loaded) / 86_400 == 19_795),
    },
    Sample {
        shape: "In Indonesian students have a number of theirs",
        files: &[(
            "peminjaman.csv",
            "nama,nim,judul buku,tgl pinjam,tgl kembali\nadi,901,Buku 7,2024-03-03,2024-04-03\nadi,901,Buku 9,2024-03-04,2024-04-04\nbudi,902,Buku 7,2024-03-05,2024-04-05\nbudi,902,Buku 4,2024-03-06,2024-04-06\ncitra,903,Buku 9,2024-03-07,2024-04-07\ncitra,903,Buku 4,2024-03-08,2024-04-08\ndewi,904,Buku 7,2024-03-09,2024-04-09\ndewi,904,Buku 2,2024-03-10,2024-04-10\nbudi,902,Buku 2,2024-03-11,2024-04-11\ncitra,903,Buku 7,2024-03-12,2024-04-12\n",
        )],
        outcome: Choices(4, 4, 10),
        also: |loaded| assert_eq!(first_time(loaded), 1_709_424_000),
    },
    Sample {
        shape: "A day of bringing back is the time where there is no other",
        files: &[(
            "loans.csv",
            "member_id,book_id,return_date\n1,7,2024-04-03\n1,9,2024-04-04\n2,7,2024-04-05\n2,4,2024-04-06\n3,9,2024-04-07\n3,4,2024-04-08\n4,7,2024-04-09\n4,2,2024-04-10\n2,2,2024-04-11\n3,7,2024-04-12\n",
        )],
        outcome: Choices(4, 4, 10),
        also: |loaded| assert_eq!(first_time(loaded), 1_712_102_400),
    },
    Sample {
        shape: "When somebody enrolled says more than when that was written down",
        files: &[(
            "enrollments.csv",
            "student_id,course_id,created_at,enrollment_date\n1,C7,2025-12-05T23:12:44,2024-03-03\n1,C9,2025-12-05T23:12:44,2024-03-04\n2,C7,2025-12-05T23:12:44,2024-03-05\n2,C4,2025-12-05T23:12:44,2024-03-06\n3,C9,2025-12-05T23:12:44,2024-03-07\n3,C4,2025-12-05T23:12:44,2024-03-08\n4,C7,2025-12-05T23:12:44,2024-03-09\n4,C2,2025-12-05T23:12:44,2024-03-10\n2,C2,2025-12-05T23:12:44,2024-03-11\n3,C7,2025-12-05T23:12:44,2024-03-12\n",
        )],
        outcome: Choices(4, 4, 10),
        also: |loaded| assert_eq!(first_time(loaded), 1_709_424_000),
    },
    Sample {
        shape: "When a course starts says nothing of whoever takes it",
        files: &[(
            "enrollments.csv",
            "student_id,course_id,created_at,start_date\n1,C7,2024-03-03,2025-07-01\n1,C9,2024-03-04,2025-09-01\n2,C7,2024-03-05,2025-07-01\n2,C4,2024-03-06,2025-04-01\n3,C9,2024-03-07,2025-09-01\n3,C4,2024-03-08,2025-04-01\n4,C7,2024-03-09,2025-07-01\n4,C2,2024-03-10,2025-02-01\n2,C2,2024-03-11,2025-02-01\n3,C7,2024-03-12,2025-07-01\n",
        )],
        outcome: Choices(4, 4, 10),
        also: |loaded| assert_eq!(first_time(loaded), 1_709_424_000),
    },
    Sample {
        shape: "Tags have times as well",
        files: &[(
            "tags.csv",
            "userId,movieId,tag,timestamp\n1,7,dark,1193435061\n1,9,slow,1193436061\n2,7,war,1193437061\n2,4,dark,1193438061\n3,9,slow,1193439061\n3,4,war,1193440061\n4,7,dark,1193441061\n4,2,slow,1193442061\n2,2,war,1193443061\n3,7,dark,1193444061\n",
        )],
        outcome: Choices(4, 4, 10),
        also: |loaded| assert_eq!(first_time(loaded), 1_193_435_061),
    },
    Sample {
        shape: "The year of what happens each year is the time, and points are counted from 0",
        files: &[(
            "votes.csv",
            "from,year,to,points\nA,1990,C,0\nA,1990,D,5\nB,1990,D,1\nC,1990,A,3\nC,1990,D,4\nD,1990,A,6\nD,1990,B,4\nD,1990,C,2\nA,1991,B,3\nA,1991,C,1\nA,1991,D,6\nB,1991,A,1\nB,1991,C,4\nB,1991,D,2\nC,1991,A,4\nC,1991,B,2\nC,1991,D,5\nD,1991,A,0\nD,1991,B,5\nD,1991,C,3\nA,1992,B,4\nA,1992,C,2\nB,1992,A,2\nB,1992,C,5\nC,1992,A,5\nC,1992,B,3\nA,1993,B,5\nA,1993,D,1\nB,1993,A,3\nB,1993,C,6\nB,1993,D,4\nC,1993,B,4\nC,1993,D,0\nD,1993,A,2\nD,1993,B,0\nD,1993,C,5\nA,1994,C,4\nA,1994,D,2\nB,1994,D,5\nC,1994,A,0\nC,1994,D,1\nD,1994,A,3\nD,1994,B,1\nD,1994,C,6\nA,1995,B,0\nA,1995,C,5\nA,1995,D,3\nB,1995,A,5\nB,1995,C,1\nB,1995,D,6\nC,1995,A,1\nC,1995,B,6\nC,1995,D,2\nD,1995,A,4\nD,1995,B,2\nD,1995,C,0\n",
        )],
        outcome: Ratings(4, 4, 12),
        also: |loaded| {
            assert_eq!(first_time(loaded), 788_918_400);
            assert!(loaded.report.notes.iter().any(|note| note.starts_with("Most rows")));
            assert_eq!(loaded.ratings.scale().min, 0.0);
        },
    },
    Sample {
        shape: "The year of a film is not when somebody rated it",
        files: &[(
            "ratings.csv",
            "user,film,year,rating\n1,F7,1999,1\n1,F9,2004,2\n2,F7,1999,3\n2,F4,1987,4\n3,F9,2004,5\n3,F4,1987,1\n4,F7,1999,2\n4,F2,2011,3\n2,F2,2011,4\n3,F7,1999,5\n5,F7,1999,1\n5,F9,2004,2\n6,F7,1999,3\n6,F4,1987,4\n5,F2,2011,5\n",
        )],
        outcome: Ratings(6, 4, 15),
        also: |loaded| assert!(loaded.ratings.times().is_empty()),
    },
    Sample {
        shape: "Votes in Norwegian",
        files: &[(
            "votes.csv",
            "member_id,topic_id,vote\n1,7,ja\n1,9,nei\n2,7,ja\n2,4,ja\n3,9,nei\n3,4,ja\n4,7,ja\n4,2,nei\n2,2,ja\n3,7,ja\n",
        )],
        outcome: Ratings(4, 4, 10),
        also: |loaded| assert_eq!(value(loaded, "1", "9"), 0.0),
    },
    Sample {
        shape: "Votes in words that nobody knows say no more than that there was one",
        files: &[(
            "votes.csv",
            "member_id,topic_id,vote\n1,7,blo\n1,9,brum\n2,7,blo\n2,4,blo\n3,9,brum\n3,4,blo\n4,7,blo\n4,2,brum\n2,2,blo\n3,7,blo\n",
        )],
        outcome: Choices(4, 4, 10),
        also: told,
    },
    Sample {
        shape: "Lists with their brackets in one column with a name",
        files: &[(
            "playlists.csv",
            "playlists\n\"[27, 60, 55, 58]\"\n\"[64, 58, 27]\"\n\"[60, 69, 55, 64, 71]\"\n\"[58, 60]\"\n\"[69, 71, 27, 60]\"\n\"[55, 64, 69]\"\n",
        )],
        outcome: Choices(6, 7, 21),
        also: nothing,
    },
    Sample {
        shape: "A film whose name has brackets keeps them",
        files: &[(
            "lists.csv",
            "Heat,Up\n[Rec],Heat,Up\n[Rec],Brazil,Up,Alien\nAlien,[Rec]\nBrazil,Heat,Alien\nUp,[Rec]\n",
        )],
        outcome: Choices(6, 5, 16),
        also: |loaded| assert!(loaded.ratings.catalog().items.ids.find("[Rec]").is_some()),
    },
    Sample {
        shape: "A code among marks is told of",
        files: &[(
            "ratings.csv",
            "user_id,movie_id,rating\n1,7,1\n1,9,2\n2,7,1\n2,4,2\n3,9,2\n3,4,1\n4,7,2\n4,2,1\n2,2,100\n3,7,1\n",
        )],
        outcome: Ratings(4, 4, 10),
        also: |loaded| assert!(loaded.report.notes.iter().any(|note| note.starts_with("The rating 100"))),
    },
    Sample {
        shape: "Marks up to 100 have no code among them",
        files: &[(
            "ratings.csv",
            "user_id,movie_id,rating\n1,7,10\n1,9,90\n2,7,100\n2,4,20\n3,9,55\n3,4,60\n4,7,100\n4,2,35\n2,2,40\n3,7,80\n",
        )],
        outcome: Ratings(4, 4, 10),
        also: |loaded| assert!(loaded.report.notes.is_empty()),
    },
    Sample {
        shape: "What has been ordered stands before the order",
        files: &[(
            "details.csv",
            "id;cantidad;precio;menu_id;pedido_id\n1;5;78.60;7;207\n2;9;22.29;9;207\n3;8;81.30;7;214\n4;4;71.27;4;214\n5;3;28.94;9;221\n6;8;88.61;4;221\n7;7;62.96;7;228\n8;4;21.04;2;228\n9;4;52.24;2;214\n10;3;92.39;7;221\n",
        )],
        outcome: Choices(4, 4, 10),
        also: |loaded| assert!(loaded.ratings.catalog().users.ids.find("207").is_some()),
    },
    Sample {
        shape: "How many guests came is no mark",
        files: &[(
            "reservas.csv",
            "id,usuario_id,restaurante_id,fecha,invitados\n1,1,7,2024-03-03,7\n2,1,9,2024-03-04,2\n3,2,7,2024-03-05,4\n4,2,4,2024-03-06,6\n5,3,9,2024-03-07,3\n6,3,4,2024-03-08,5\n7,4,7,2024-03-09,7\n8,4,2,2024-03-10,2\n9,2,2,2024-03-11,6\n10,3,7,2024-03-12,4\n",
        )],
        outcome: Choices(4, 4, 10),
        also: nothing,
    },
    Sample {
        shape: "A time and a sum are nobody and nothing",
        files: &[(
            "transaksi.csv",
            "2025-12-19T08:51:42.7808037,15000.0\n2025-12-19T08:51:42.7808037,15000.0\n2025-12-19T09:51:42.7808037,11000.0\n2025-12-19T09:51:42.7808037,11000.0\n2025-12-19T10:51:42.7808037,15000.0\n2025-12-19T10:51:42.7808037,15000.0\n2025-12-19T11:51:42.7808037,20000.0\n2025-12-19T11:51:42.7808037,22000.0\n2025-12-19T12:51:42.7808037,11000.0\n2025-12-19T12:51:42.7808037,15000.0\n",
        )],
        outcome: Asked,
        also: nothing,
    },
    Sample {
        shape: "Of three columns people rate the third, if it is a kind",
        files: &[(
            "ratings.csv",
            "user_id,genre,rating\n1,Drama,4\n1,Horror,5\n1,Comedy,2\n2,Drama,3\n2,Noir,4\n3,Horror,1\n3,Noir,4\n3,Comedy,2\n4,Drama,5\n4,Comedy,3\n",
        )],
        outcome: Ratings(4, 4, 10),
        also: told,
    },
    Sample {
        shape: "Of three columns people rate the third, if it is a place",
        files: &[(
            "ratings.csv",
            "userName,location,rating\n1,Oslo,4\n1,Riga,5\n1,Lima,2\n2,Oslo,3\n2,Bern,4\n3,Riga,1\n3,Bern,4\n3,Lima,2\n4,Oslo,5\n4,Lima,3\n",
        )],
        outcome: Ratings(4, 4, 10),
        also: told,
    },
    Sample {
        shape: "Of three columns the third is no item if it is what they wrote",
        files: &[(
            "ratings.csv",
            "userName,comment,rating\n1,good,4\n1,bad,5\n1,never,2\n2,good,3\n2,so so,4\n3,bad,1\n3,so so,4\n3,never,2\n4,good,5\n4,never,3\n",
        )],
        outcome: Asked,
        also: nothing,
    },
    Sample {
        shape: "Books that are held for people who come once, with dates",
        files: &[(
            "holds.csv",
            "hold_id,user_id,book_id,total_copies,hold_date\n900,3000,18000,1,2023-01-10 14:24:40\n937,3071,18013,2,2023-01-11 14:24:41\n974,3142,18052,3,2023-01-12 14:24:42\n911,3213,18117,1,2023-01-13 14:24:43\n948,3284,18208,2,2023-01-14 14:24:44\n985,3355,18325,3,2023-01-15 14:24:45\n922,3426,18468,1,2023-01-16 14:24:46\n959,3497,18137,2,2023-01-17 14:24:47\n996,3568,18332,3,2023-01-18 14:24:48\n933,3639,18053,1,2023-01-19 14:24:49\n970,3710,18300,2,2023-01-20 14:24:40\n907,3781,18073,3,2023-01-21 14:24:41\n944,3852,18372,1,2023-01-22 14:24:42\n981,3923,18197,2,2023-01-23 14:24:43\n",
        )],
        outcome: Choices(14, 14, 14),
        also: |loaded| told(loaded),
    },
    Sample {
        shape: "What sellers have is not what they chose",
        files: &[(
            "listing.csv",
            "Listing_ID,Seller_Email,Product_Name,Quantity\n31,ida@example.org,Lamp,3\n32,ida@example.org,Chair,5\n33,tom@example.org,Lamp,1\n34,tom@example.org,Table,2\n35,lea@example.org,Chair,4\n36,lea@example.org,Stool,8\n37,max@example.org,Table,6\n38,max@example.org,Lamp,3\n",
        )],
        outcome: Asked,
        also: nothing,
    },
    Sample {
        shape: "A bare id that comes again is whose marks stand beside it",
        files: &[(
            "ratings.csv",
            "Id,MovieId,Rating\n1,10,4\n1,11,5\n1,13,2.5\n2,10,3\n2,12,4\n3,11,1\n3,12,4.5\n3,13,2\n4,10,5\n4,13,3\n",
        )],
        outcome: Ratings(4, 4, 10),
        also: |loaded| {
            told(loaded);
            assert_eq!(value(loaded, "3", "11"), 1.0);
        },
    },
    Sample {
        shape: "A catalogue has an id of its own beside what all think",
        files: &[(
            "films.csv",
            "movie,rating,id\nRain (1990),3.91,31\nShips (1991),4.02,7\nKeys (1992),2.5,31\nSand (1993),3.3,12\n",
        )],
        outcome: Asked,
        also: nothing,
    },
    Sample {
        shape: "What has the id stands behind it, with a capital",
        files: &[(
            "ratings.csv",
            "idCliente,idCupon,Rating\n1,10,4\n1,11,5\n1,13,2.5\n2,10,3\n2,12,4\n3,11,1\n3,12,4.5\n3,13,2\n4,10,5\n4,13,3\n",
        )],
        outcome: Ratings(4, 4, 10),
        also: |loaded| assert_eq!(value(loaded, "3", "11"), 1.0),
    },
    Sample {
        shape: "Of three columns the one that people rate is an item",
        files: &[(
            "ratings.csv",
            "userName,cityName,rating\n1,10,4\n1,11,5\n1,13,2.5\n2,10,3\n2,12,4\n3,11,1\n3,12,4.5\n3,13,2\n4,10,5\n4,13,3\n",
        )],
        outcome: Ratings(4, 4, 10),
        also: |loaded| told(loaded),
    },
    Sample {
        shape: "Behind a table with commas a spreadsheet writes the semicolons of empty cells",
        files: &[(
            "ratings.csv",
            "userId,movieId,rating;;;\n1,10,4;;;\n1,11,5;;;\n1,13,2.5;;;\n2,10,3;;;\n2,12,4;;;\n3,11,1;;;\n3,12,4.5;;;\n3,13,2;;;\n4,10,5;;;\n4,13,3;;;\n",
        )],
        outcome: Ratings(4, 4, 10),
        also: |loaded| assert_eq!(value(loaded, "1", "13"), 2.5),
    },
    Sample {
        shape: "Lines in quotes as a whole, with the semicolons of empty cells behind them",
        files: &[(
            "ratings.csv",
            "userId,title,rating;;;\n\"1,\"\"Heat, the Film\"\",4\";;;\n\"1,\"\"Up; or Down;;\"\",5\";;;\n\"2,\"\"Heat, the Film\"\",3\";;;\n\"2,\"\"Brazil\"\",2.5\";;;\n\"3,\"\"Up; or Down;;\"\",1\";;;\n\"3,\"\"Brazil\"\",4\";;;\n",
        )],
        outcome: Ratings(3, 3, 6),
        also: |loaded| assert_eq!(value(loaded, "1", "Up; or Down;;"), 5.0),
    },
    Sample {
        shape: "Of an order it says in Croatian how many",
        files: &[(
            "narudzba_proizvod.csv",
            "narudzba_id,proizvod_id,kolicina\n1,84,3\n1,12,1\n2,12,1\n2,55,4\n3,84,2\n3,12,1\n4,55,5\n4,84,1\n",
        )],
        outcome: Choices(4, 3, 8),
        also: |loaded| assert_eq!(value(loaded, "2", "55"), 4.0),
    },
    Sample {
        shape: "Several marks of each title are of nobody",
        files: &[(
            "ratings.csv",
            "Rain again,4\nRain again,5\nShips,7\nRain again,9\nShips,7\nKeys,6\nKeys,5\n",
        )],
        outcome: Asked,
        also: nothing,
    },
    Sample {
        shape: "A film is rented on one day, and brought back on another",
        files: &[(
            "rentals.csv",
            "002,099,2016-08-15,2016-08-27\n008,058,2016-11-01,2016-11-30\n013,137,2016-10-25,2016-11-22\n002,058,2016-10-29,2016-11-15\n008,099,2016-10-15,2016-11-12\n013,099,2016-10-16,2016-11-12\n",
        )],
        outcome: Choices(3, 3, 6),
        also: |loaded| {
            told(loaded);
            assert_eq!(loaded.ratings.times().iter().min(), Some(&1_471_219_200));
        },
    },
    Sample {
        shape: "Of many, one names a wish twice",
        files: &[(
            "preferences.csv",
            "Student Name,First Choice,Second Choice,Third Choice\nIda,Dolls,Driving,Camping\nTom,Swimming,Camping,Driving\nLea,Swimming,Camping,Taxidermy\nMax,Swimming,Dolls,Taxidermy\nEva,Camping,Swimming,Dolls\nJan,Taxidermy,Driving,Dolls\nKim,Swimming,Taxidermy,Camping\nOle,Camping,Swimming,Dolls\nPia,Camping,Swimming,Camping\nRex,Driving,Camping,Dolls\nSue,Dolls,Swimming,Camping\n",
        )],
        outcome: Ratings(11, 5, 32),
        also: |loaded| told(loaded),
    },
    Sample {
        shape: "Reviews with numbers of their own, some of long ago",
        files: &[(
            "reviews.csv",
            "0,318,980,1,Not what they said it was,2018-01-19 05:46:02\n1,544,38,4,Good and warm,1981-07-19 15:15:51\n2,163,980,5,Best of all of them,1972-03-11 17:48:17\n3,318,917,5,Came in time,2022-05-28 16:30:59\n4,917,38,1,Not for me at all,1985-03-05 19:46:59\n5,544,980,2,So so at best,2019-08-03 02:55:17\n",
        )],
        outcome: Ratings(4, 3, 6),
        also: |loaded| told(loaded),
    },
    Sample {
        shape: "What a table is called stands above it",
        files: &[(
            "survey.csv",
            "Film evening: what we thought,,\nMay 2021,,\n,,\nPerson,Film,Rating\nIda,Vertigo,4\nIda,Ran,5\nTom,Ran,3\nTom,Vertigo,2\n",
        )],
        outcome: Ratings(2, 2, 4),
        also: |loaded| assert_eq!(value(loaded, "Ida", "Ran"), 5.0),
    },
    Sample {
        shape: "A list that begins with one item has nothing above it",
        files: &[("baskets.csv", "milk\nbread,milk,eggs\ntea,milk,bread\neggs,tea,milk\n")],
        outcome: Choices(4, 4, 10),
        also: nothing,
    },
    Sample {
        shape: "A sparse matrix as Matrix Market has it",
        files: &[(
            "ratings.mtx",
            "%%MatrixMarket matrix coordinate real general\n% by hand\n4 3 8\n1 1 4\n1 2 3\n2 1 5\n2 3 1\n3 2 2\n3 3 4\n4 1 4\n4 3 5\n",
        )],
        outcome: Ratings(4, 3, 8),
        also: |loaded| assert_eq!(value(loaded, "2", "3"), 1.0),
    },
    Sample {
        shape: "Sums of a matrix are neither items nor people",
        files: &[(
            "marks.csv",
            "Name,Vertigo,Ran,Solaris,Average,Total\nIda,4,5,,4.5,9\nTom,3,,2,2.5,5\nLea,,1,4,2.5,5\nAverage,3.5,3,3,,\n",
        )],
        outcome: Ratings(3, 3, 6),
        also: nothing,
    },
    Sample {
        shape: "Who rated stands below a bare name, beside the only other texts",
        files: &[(
            "tasting.csv",
            "Name,Wine,Rating\nIda,Barolo,4\nIda,Rioja,3\nIda,Malbec,5\nTom,Rioja,2\nTom,Malbec,4\nTom,Barolo,1\nLea,Malbec,3\nLea,Barolo,5\n",
        )],
        outcome: Ratings(3, 3, 8),
        also: |loaded| {
            told(loaded);
            assert_eq!(value(loaded, "Lea", "Barolo"), 5.0);
        },
    },
    Sample {
        shape: "What each scored in a subject is nobody's opinion",
        files: &[(
            "results.csv",
            "Name,Subject,Score\nIda,History,4\nIda,Music,3\nIda,Sports,5\nTom,Music,2\nTom,Sports,4\nTom,History,1\nLea,Sports,3\nLea,History,5\n",
        )],
        outcome: Asked,
        also: nothing,
    },
    Sample {
        shape: "A customer's name and address are one customer",
        files: &[(
            "orders.csv",
            "order_no,customer_name,customer_email,product_id,quantity\n1,Ida,ida@example.org,p1,2\n2,Tom,tom@example.org,p2,1\n3,Ida,ida@example.org,p2,3\n4,Tom,tom@example.org,p3,1\n5,Lea,lea@example.org,p1,5\n",
        )],
        outcome: Choices(3, 3, 5),
        also: nothing,
    },
    Sample {
        shape: "Addresses in the last column are those of people",
        files: &[(
            "opinions.csv",
            "Onion soup;4;nice one that was;ida@example.org\nRatatouille;2;I did not like it;ida@example.org\nOnion soup;5;so very good;tom@example.org\nApple pie;3;a bit too sweet;tom@example.org\nApple pie;5;more of that please;lea@example.org\n",
        )],
        outcome: Ratings(3, 3, 5),
        also: |loaded| assert_eq!(value(loaded, "tom@example.org", "Onion soup"), 5.0),
    },
    Sample {
        shape: "Fractions in a matrix are worth what stands above the line",
        files: &[(
            "scores.csv",
            "Movie,Ida,Tom,Lea\nThe tall ships,4/5,3/5,-\nA cat and a hat,5/5,-,2/5\nRain again,1/5,2/5,4/5\nTen lost keys,-,5/5,3/5\n",
        )],
        outcome: Ratings(3, 4, 9),
        also: |loaded| assert_eq!(value(loaded, "Lea", "Rain again"), 4.0),
    },
    Sample {
        shape: "Crosses in a matrix say yes",
        files: &[(
            "seen.csv",
            "user,The tall ships,A cat and a hat,Rain again\nIda,x,,x\nTom,,x,\nLea,X,x,x\n",
        )],
        outcome: Choices(3, 3, 6),
        also: nothing,
    },
    Sample {
        shape: "Votes up and down in words",
        files: &[(
            "data.csv",
            "user_id,post_id,vote_type\n1,10,upvote\n1,11,downvote\n2,10,upvote\n2,12,upvote\n3,11,downvote\n3,12,upvote\n",
        )],
        outcome: Ratings(3, 3, 6),
        also: |loaded| assert_eq!(value(loaded, "1", "11"), 0.0),
    },
    Sample {
        shape: "Several favorites in a cell beside a name",
        files: &[(
            "people.csv",
            "name,favorites\nIda,Rain; Ships; Keys\nTom,Ships; Hats\nLea,Keys; Rain; Hats; Ships\nMax,Rain; Keys; Hats\nEva,Hats\n",
        )],
        outcome: Choices(5, 4, 13),
        also: told,
    },
    Sample {
        shape: "A form that asks for the name and for several items",
        files: &[(
            "form.csv",
            "Timestamp,What is your name?,Which of these have you seen?\n2024/01/01 10:00:00,Ida,\"Rain, Ships, Keys\"\n2024/01/02 10:00:00,Tom,\"Ships, Hats\"\n2024/01/03 10:00:00,Lea,\"Keys, Rain, Hats, Ships\"\n2024/01/04 10:00:00,Max,\"Rain, Keys, Hats\"\n2024/01/05 10:00:00,Eva,Hats\n",
        )],
        outcome: Choices(5, 4, 13),
        also: told,
    },
    Sample {
        shape: "Days written as eight digits",
        files: &[(
            "ratings.csv",
            "user,item,rating,date\na,x,4,20171028\na,y,3,20171029\nb,x,5,20180101\nb,z,2,20180102\n",
        )],
        outcome: Ratings(2, 3, 4),
        also: |loaded| assert!(loaded.ratings.times().contains(&1_509_148_800)),
    },
    Sample {
        shape: "Marks of a whole and of its sides, by whom",
        files: &[(
            "feedback.csv",
            "guest,overall_rating,food_rating,service_rating\nann,5,4,5\nbob,3,3,4\ncy,4,5,2\ndee,2,2,3\n",
        )],
        outcome: Asked,
        also: nothing,
    },
    Sample {
        shape: "Marks of numbered judges, a column each",
        files: &[(
            "responses.csv",
            "title,r1,r2,r3\nThe tall ships,1,2,4\nA cat and a hat,5,5,3\nRain again,2,1,1\nTen lost keys,3,4,4\n",
        )],
        outcome: Ratings(3, 4, 12),
        also: told,
    },
    Sample {
        shape: "Marks of three by their names, a column each",
        files: &[(
            "ratings.csv",
            "Title,Benson,Whitlow,Aldred\nThe tall ships,7,10,6\nA cat and a hat,10,9,7\nRain again,5,9,8\nTen lost keys,8,4,9\n",
        )],
        outcome: Ratings(3, 4, 12),
        also: told,
    },
    Sample {
        shape: "Baskets behind their numbers, under two names",
        files: &[(
            "store.csv",
            "TransactionID,Items\n1,tea,milk,bread\n2,tea,milk\n3,bread,jam,milk,tea\n4,milk,jam\n5,tea,bread\n",
        )],
        outcome: Choices(5, 4, 13),
        also: told,
    },
    Sample {
        shape: "A table in quotes, but for what is not known",
        files: &[(
            "authors_df.csv",
            "\"author\",\"born\",\"land\",\"given\",\"family\",\"given2\",\"family2\"\n\"Ann Low\",\"unknown\",\"\",\"Ann\",\"Low\",\"Ann\",\"Low\"\n\"Bo Ek\",\"unknown\",\"\",\"Bo\",\"Ek\",NA,NA\n\"Cy Orr\",\"York\",\"UK\",\"Cy\",\"Orr\",\"Cy\",\"Orr\"\n\"Di Ash\",\"unknown\",\"\",\"Di\",\"Ash\",\"Di\",\"Ash\"\n\"Ed Fox\",\"unknown\",\"\",\"Ed\",\"Fox\",NA,NA\n\"Flo Gray\",\"York\",\"UK\",\"Flo\",\"Gray\",\"Flo\",\"Gray\"\n\"Gil Hay\",\"unknown\",\"\",\"Gil\",\"Hay\",\"Gil\",\"Hay\"\n\"Hal Ivy\",\"unknown\",\"\",\"Hal\",\"Ivy\",NA,NA\n",
        )],
        outcome: Asked,
        also: nothing,
    },
    Sample {
        shape: "Points for songs, whose artist stands beside the title",
        files: &[(
            "votes.csv",
            "Voter ID,Points Assigned,Song Title,Artist\na1,3,Up,The Kites\na1,1,Low Tide,The Kites\nb2,2,Low Tide,The Kites\nb2,4,Ferns,Mossy\nc3,1,Up,The Kites\nc3,3,Ferns,Mossy\n",
        )],
        outcome: Ratings(3, 3, 6),
        also: told,
    },
    Sample {
        shape: "0 for what has no mark, below a name of the person's own",
        files: &[(
            "list.csv",
            "user_id,series_animedb_id,my_episodes,my_score\n7,101,1,0\n7,102,12,8\n7,103,24,0\n7,104,3,9\n7,105,12,7\n",
        )],
        outcome: Ratings(1, 3, 3),
        also: told,
    },
    Sample {
        shape: "A cellar in which hardly anything has a mark",
        files: &[(
            "cellar.csv",
            "user_id,wine,rating\n4,Alba,\n4,Bolgo,\n4,Cor,5\n4,Dorn,\n4,Elva,\n4,Fara,\n4,Gavo,\n4,Hart,\n4,Ilm,\n4,Jura,\n4,Kamp,\n",
        )],
        outcome: Choices(1, 11, 11),
        also: told,
    },
    Sample {
        shape: "Means of episodes, by season",
        files: &[(
            "episodes.csv",
            "season,episode_number,rating,rating_count\n1,1,8.7,120\n1,2,8.1,98\n1,3,7.9,90\n2,1,8.8,77\n2,2,8.2,75\n2,3,9.0,71\n3,1,7.2,60\n3,2,7.7,64\n",
        )],
        outcome: Asked,
        also: nothing,
    },
    Sample {
        shape: "What won against what, two of the same names",
        files: &[("votes.csv", "v1,v2\nA2,C1\nA2,D1\nC1,A2\nD1,C1\nA2,C1\nD1,A2\nC1,D1\n")],
        outcome: Asked,
        also: nothing,
    },
    Sample {
        shape: "Numbered rows of two numbers, of which nothing tells whose they are",
        files: &[(
            "likes.csv",
            "1,1,1\n2,2,2\n3,3,3\n4,4,4\n5,5,5\n6,1,2\n7,2,3\n8,3,1\n9,8,4\n10,7,2\n11,6,5\n",
        )],
        outcome: Asked,
        also: nothing,
    },
    Sample {
        shape: "Students, each with a department",
        files: &[(
            "students.csv",
            "student_id,university_id,department_id,created_at\n1,u81,1,2024-01-02\n2,u82,1,2024-01-02\n3,u83,2,2024-01-03\n4,u84,1,2024-01-03\n5,u85,2,2024-01-04\n6,u86,1,2024-01-04\n7,u87,1,2024-01-05\n8,u88,2,2024-01-05\n9,u89,1,2024-01-06\n10,u90,2,2024-01-06\n",
        )],
        outcome: Asked,
        also: nothing,
    },
    Sample {
        shape: "Writers of letters, and whether these have a film",
        files: &[(
            "favorites.csv",
            "user_id,likes_count,video\n11,5,0\n12,7,1\n13,2,0\n11,9,0\n14,1,1\n15,3,0\n12,8,0\n16,4,0\n17,6,1\n18,5,0\n",
        )],
        outcome: Asked,
        also: nothing,
    },
    Sample {
        shape: "Stars for plays, in Korean",
        files: &[(
            "reviews.csv",
            "공연 제목,닉네임,별점,한줄평\n킹키,하늘,4,좋다\n킹키,바다,5,최고\n빨래,하늘,3,무난\n빨래,나무,2,글쎄\n",
        )],
        outcome: Ratings(3, 2, 4),
        also: nothing,
    },
    Sample {
        shape: "Books and who wrote them, by their numbers",
        files: &[("book_author.csv", "book_id,author_id\n1,1\n2,2\n2,3\n3,1\n4,2\n4,5\n5,1\n6,3\n")],
        outcome: Asked,
        also: nothing,
    },
    Sample {
        shape: "Ranks, which are not used",
        files: &[("preferences.csv", "user_id,item_id,rank\n1,13,2\n1,5,1\n2,5,3\n2,13,1\n2,7,2\n3,7,1\n")],
        outcome: Choices(3, 3, 6),
        also: told,
    },
    Sample {
        shape: "Marks of shops, by address",
        files: &[(
            "shop_reviews.csv",
            "mail,shop_id,score,text\nann@a.org,4,10,good\nbob@b.org,4,3,bad\ncy@c.org,7,8,good\nann@a.org,7,6,fair\nbob@b.org,7,9,good\ncy@c.org,4,2,bad\n",
        )],
        outcome: Ratings(3, 2, 6),
        also: told,
    },
    Sample {
        shape: "Marks of what has an id, by who wrote the text beside them",
        files: &[(
            "review.csv",
            "id,title_id,text,author,score\n1,1,good,11,9\n2,1,bad,12,3\n3,2,good,11,8\n4,2,fair,13,6\n5,3,good,12,10\n6,3,bad,13,2\n",
        )],
        outcome: Ratings(3, 3, 6),
        also: told,
    },
    Sample {
        shape: "Titles of films in Portuguese, with marks",
        files: &[(
            "avaliacoes.csv",
            "user_id,titulo_filme,classificacao\n1,Heat,6.0\n1,Ran,7.7\n2,Heat,9.1\n2,Up,4.0\n3,Up,8.5\n",
        )],
        outcome: Ratings(3, 3, 5),
        also: named,
    },
    Sample {
        shape: "Orders with a state, of which some were cancelled",
        files: &[(
            "orders.csv",
            "customer_id,product_id,order_status\n1,10,completed\n1,11,cancelled\n2,10,completed\n2,12,completed\n3,11,refunded\n3,12,completed\n",
        )],
        outcome: Choices(3, 2, 4),
        also: told,
    },
    Sample {
        shape: "Loans with a state: what was returned was had",
        files: &[(
            "loans.csv",
            "member_id,book_id,status\n1,10,returned\n1,11,borrowed\n2,10,returned\n2,12,borrowed\n3,11,returned\n",
        )],
        outcome: Choices(3, 3, 5),
        also: nothing,
    },
    Sample {
        shape: "Clicks with what a model expects of them",
        files: &[(
            "clicks.csv",
            "user_id,post_id,click_prob\n1,10,0.71\n1,11,0.4\n2,10,0.55\n2,12,0.32\n3,11,0.9\n3,12,0.18\n",
        )],
        outcome: Choices(3, 3, 6),
        also: told,
    },
    Sample {
        shape: "Shares of words called as items are, beside the ids of videos",
        files: &[(
            "videos.csv",
            "user_id,video_id,article,like\n1,a1,0.038,TRUE\n1,b2,0.065,FALSE\n2,a1,0.038,FALSE\n2,c3,0.012,TRUE\n3,b2,0.065,TRUE\n3,c3,0.012,FALSE\n",
        )],
        outcome: Ratings(3, 3, 6),
        also: told,
    },
    Sample {
        shape: "No header, titles of which one is a number, before people and marks",
        files: &[(
            "film_marks.csv",
            "Rocky III,1,2\nThe Way We Were,1,4\n300,2,3\nThe House of Fog,2,4\nA Man and a Dog,2,3\nHeat,2,5\nLost in the Rain,3,4\nBack to the Sea,3,3\nThe House of Fog,3,1\nThe Way We Were,3,5\nRocky III,3,4\nLost in the Rain,4,4\n",
        )],
        outcome: Ratings(4, 8, 12),
        also: |loaded| assert_eq!(value(loaded, "2", "300"), 3.0),
    },
    Sample {
        shape: "No header, songs with who made them and the album, before people and marks",
        files: &[(
            "songratings.csv",
            "Night Bus,The Lamps,Long Way,Ann,4\nNight Bus,The Lamps,Long Way,Bob,2\nNight Bus,The Lamps,Long Way,Cy,5\nNight Bus,The Lamps,Long Way,Dee,3\nNight Bus,The Lamps,Long Way,Eve,1\nOld Road,Ada Moon,Tin Sky,Ann,3\nOld Road,Ada Moon,Tin Sky,Bob,4\nOld Road,Ada Moon,Tin Sky,Cy,1\nOld Road,Ada Moon,Tin Sky,Dee,5\nOld Road,Ada Moon,Tin Sky,Eve,2\nTwo Hats,Big Pond,First One,Ann,5\nTwo Hats,Big Pond,First One,Bob,3\nTwo Hats,Big Pond,First One,Cy,2\nTwo Hats,Big Pond,First One,Dee,4\nTwo Hats,Big Pond,First One,Eve,1\n",
        )],
        outcome: Ratings(5, 3, 15),
        also: |loaded| assert_eq!(value(loaded, "Bob", "Two Hats"), 3.0),
    },
    Sample {
        shape: "A matrix with ids in no order above the marks, and nothing above people's",
        files: &[(
            "rates.txt",
            "\t4886\t1101\t1\t5502\t2\t1641\t1097\t6\t1092\t10\t2194\t1089\t1090\t21\t5952\t1653\t4370\t34\t1608\t2716\t6539\n19545\t3.5\t3.5\tnull\t2.0\t4.0\t4.0\t2.0\tnull\t3.5\t3.5\t2.0\t2.0\t2.0\t3.5\t3.5\t3.5\t2.0\t4.0\t4.0\t3.5\t4.0\n32046\tnull\t4.0\tnull\t2.0\t2.0\t2.0\t2.0\t2.0\t3.5\tnull\t4.0\t4.0\t3.5\t2.0\t3.5\tnull\t2.0\tnull\t2.0\t2.0\tnull\n71\t2.0\t3.5\tnull\t4.0\tnull\t3.5\tnull\t4.0\t3.5\tnull\tnull\t4.0\t4.0\t2.0\t2.0\t4.0\tnull\t4.0\t2.0\t3.5\t4.0\n",
        )],
        outcome: Ratings(3, 20, 49),
        also: told,
    },
    Sample {
        shape: "Orders of the same names are no pairs",
        files: &[("preferences.csv", "A,B,C,D\nB,A,D,C\nA,B,D,C\nA,B,C,D\nB,A,C,D\nA,C,B,D\nA,B,C,D\n")],
        outcome: Asked,
        also: nothing,
    },
    Sample {
        shape: "Posts and who wrote them",
        files: &[("posts.csv", "post_id,user_id,content\n1,1,one\n2,2,two\n3,3,three\n4,1,four\n")],
        outcome: Asked,
        also: nothing,
    },
    Sample {
        shape: "Who came in as which is no list of one person",
        files: &[(
            "race.csv",
            "Bib,Name,Age,City,Overall\n7,Ann Reed,31,Oslo,1\n3,Bob Hill,28,Bergen,2\n9,Cid Moor,35,Oslo,3\n4,Dora Lake,40,Molde,4\n1,Eve Marsh,22,Oslo,5\n",
        )],
        outcome: Asked,
        also: nothing,
    },
    Sample {
        shape: "Lessons that one after the other took, of a file called so",
        files: &[(
            "progress_lessons.csv",
            "student_id,lesson_id,done_on\n7,11,2024-01-02\n7,12,2024-01-03\n7,13,2024-01-04\n8,14,2024-01-02\n8,15,2024-01-05\n8,16,2024-01-06\n",
        )],
        outcome: Choices(2, 6, 6),
        also: nothing,
    },
    Sample {
        shape: "Plays of songs, two of which have one title",
        files: &[(
            "plays.csv",
            "user_id,artist,song,plays\n1,Ada,Home,3\n1,Ben,Home,2\n2,Ada,Rain,5\n2,Ben,Home,1\n3,Ada,Home,4\n3,Ada,Rain,2\n",
        )],
        outcome: Choices(3, 3, 6),
        also: |loaded| {
            told(loaded);
            assert_eq!(value(loaded, "1", "Ben: Home"), 2.0);
        },
    },
    Sample {
        shape: "Plays of songs, each of another title",
        files: &[(
            "plays.csv",
            "user_id,artist,song,plays\n1,Ada,Home,3\n1,Ben,Fog,2\n2,Ada,Rain,5\n2,Ben,Fog,1\n3,Ada,Home,4\n3,Ada,Rain,2\n",
        )],
        outcome: Choices(3, 3, 6),
        also: |loaded| assert_eq!(value(loaded, "1", "Fog"), 2.0),
    },
    Sample {
        shape: "Loans, with people and books named in another language",
        files: &[(
            "emprestimos.csv",
            "nome_pessoa,data_emprestimo,livro_emprestado\nAna,2024-02-01,Dom Casmurro\nRui,2024-02-03,Iracema\nAna,2024-03-01,Iracema\nEva,2024-03-04,Dom Casmurro\n",
        )],
        outcome: Choices(3, 2, 4),
        also: told,
    },
    Sample {
        shape: "Likes and dislikes as events",
        files: &[(
            "likes.csv",
            "user_id,event,item_id\n1,like,250\n10,dislike,182\n14,like,50\n1,dislike,182\n10,like,250\n14,like,182\n",
        )],
        outcome: Ratings(3, 3, 6),
        also: told,
    },
    Sample {
        shape: "Addresses and the names of whom one reaches there, beside a mark",
        files: &[(
            "responses.csv",
            "Timestamp,Email Address,Name,Rating\n3/1/2021 10:00:00,ann@example.org,Ann Lee,8\n3/2/2021 11:00:00,bob@example.org,Bob Ray,6\n3/3/2021 12:00:00,cid@example.org,Cid Fox,9\n",
        )],
        outcome: Asked,
        also: nothing,
    },
    Sample {
        shape: "Answers to a form, and nobody named",
        files: &[(
            "film_survey.csv",
            "Timestamp,Age,Rate Heat,Rate Up,Rate Brazil\n3/1/2021 10:00:00,20,5,3,1\n3/2/2021 11:00:00,31,4,4,2\n3/3/2021 12:00:00,26,1,2,5\n3/4/2021 9:30:00,22,2,5,4\n",
        )],
        outcome: Ratings(4, 3, 12),
        also: told,
    },
    Sample {
        shape: "Answers to a form, in words and with addresses",
        files: &[(
            "form.csv",
            "Timestamp,Email Address,Heat,Up,Brazil\n3/1/2021 10:00:00,ann@example.org,Loved it,Liked it,Haven't seen\n3/2/2021 11:00:00,bob@example.org,Hated it,Loved it,Liked it\n3/3/2021 12:00:00,cid@example.org,Liked it,Haven't seen,Loved it\n",
        )],
        outcome: Ratings(3, 3, 7),
        also: |loaded| {
            assert!(value(loaded, "ann@example.org", "Heat") > value(loaded, "ann@example.org", "Up"))
        },
    },
    Sample {
        shape: "Answers to a form, from when to when, by nobody",
        files: &[(
            "answers.csv",
            "ID,Start time,Completion time,Email,Name,Heat,Up,Brazil,Alien,Jaws,Tron\n1,3/1/21 10:00:00,3/1/21 10:05:00,anonymous,,5,3,1,2,4,4\n2,3/2/21 10:00:00,3/2/21 10:05:00,anonymous,,4,4,2,1,1,5\n3,3/3/21 10:00:00,3/3/21 10:05:00,anonymous,,1,2,5,5,3,3\n",
        )],
        outcome: Ratings(3, 6, 18),
        also: told,
    },
    Sample {
        shape: "Which films each has seen, as a form asked",
        files: &[(
            "responses.csv",
            "Timestamp,Name,Which of these have you seen?\n3/1/2021 10:00:00,ann,\"Heat, Up\"\n3/2/2021 11:00:00,bob,\"Heat, Jaws, Up\"\n3/3/2021 12:00:00,cid,Jaws\n3/4/2021 9:30:00,dan,\"Heat, Jaws\"\n",
        )],
        outcome: Choices(4, 3, 8),
        also: told,
    },
    Sample {
        shape: "What carts hold, three in each cell",
        files: &[(
            "carts.csv",
            "created_at,user_email,product_name\n2024-11-18,ann@example.org,Print;Mug;Canvas\n2024-11-18,bob@example.org,Canvas;Stickers;Print\n2024-11-19,cid@example.org,Tote Bag;Mug;Canvas\n2024-11-20,dan@example.org,Print;Canvas;Tote Bag\n",
        )],
        outcome: Choices(4, 5, 12),
        also: told,
    },
    Sample {
        shape: "By whom each was reviewed",
        files: &[(
            "reviews.csv",
            "rating,comment,reviewed_by_email,product_name\n4.8,fine,ann@example.org,Print\n4.2,good,bob@example.org,Mug\n3.6,so so,cid@example.org,Print\n4.1,nice,ann@example.org,Mug\n",
        )],
        outcome: Ratings(3, 2, 4),
        also: nothing,
    },
    Sample {
        shape: "Two kinds that each watched last, in a cell",
        files: &[(
            "watch_history.csv",
            "user_id,recent_kinds,duration\n1,Horror|Thriller,30\n2,Comedy|Family,167\n3,Horror|Drama,72\n4,Drama|Thriller,91\n5,Comedy|Horror,12\n",
        )],
        outcome: Choices(5, 5, 10),
        also: told,
    },
    Sample {
        shape: "Who wrote a book has not chosen it",
        files: &[(
            "book.csv",
            "book_id,title,author_id\nB1,Far Shore,A1\nB2,Home,A1\nB3,Orchard,A2\nB4,Night Bus,A3\n",
        )],
        outcome: Asked,
        also: nothing,
    },
    Sample {
        shape: "Where an order goes is no item",
        files: &[(
            "orders.csv",
            "order_id,customer_id,shipping_postal_code,total\n1,7,80331,12.5\n2,8,10115,20\n3,7,80331,7.25\n4,9,20095,31\n",
        )],
        outcome: Asked,
        also: nothing,
    },
    Sample {
        shape: "What each says of films, in words",
        files: &[(
            "opinions.csv",
            "user,film,opinion\nann,Heat,loved\nann,Up,bad\nbob,Heat,good\nbob,Up,good\ncid,Heat,bad\ncid,Up,loved\n",
        )],
        outcome: Ratings(3, 2, 6),
        also: told,
    },
    Sample {
        shape: "alone, a catalogue with what critics gave",
        files: &[(
            "games.csv",
            "name,critic_score,critic_count\nShore,81,20\nHome,75,31\nKnots,64,12\nLamp,90,44\n",
        )],
        outcome: Asked,
        also: nothing,
    },
    Sample {
        shape: "Shares to watch are no films",
        files: &[(
            "watchlist.csv",
            "symbol,name,sector,price\nFSH,Far Shore,Energy,12.5\nHOM,Home,Retail,3.2\n",
        )],
        outcome: Asked,
        also: nothing,
    },
    Sample {
        shape: "What people want to read, and nothing else",
        files: &[("to_read.csv", "user_id,book_id\n9,8\n15,398\n15,8\n7,173\n")],
        outcome: Choices(3, 3, 4),
        also: told,
    },
    Sample {
        shape: "What people want to read, beside what they gave",
        files: &[
            ("ratings.csv", "user_id,book_id,rating\n9,8,5\n15,398,3\n"),
            ("to_read.csv", "user_id,book_id\n9,398\n"),
        ],
        outcome: Ratings(2, 2, 2),
        also: nothing,
    },
    Sample {
        shape: "Marks below a few names, in a file called by ratings",
        files: &[("movie_ratings.csv", "Film1,Film2,Film3\n5,1,4\n4,4,2\n4,3,5\n1,1,5\n")],
        outcome: Ratings(4, 3, 12),
        also: told,
    },
    Sample {
        shape: "What two people think of films, side by side",
        files: &[(
            "films.csv",
            "Title,Ann,Bob\nFar Shore,4,5\nThe Long Road,2,4\nNight Train,5,3\nHome,4,1\n",
        )],
        outcome: Ratings(2, 4, 8),
        also: told,
    },
    Sample {
        shape: "Two sides of a film are no people",
        files: &[(
            "films.csv",
            "Title,Story,Acting\nFar Shore,4,5\nThe Long Road,2,4\nNight Train,5,3\nHome,4,1\n",
        )],
        outcome: Asked,
        also: nothing,
    },
    Sample {
        shape: "For, against and neither, without names",
        files: &[("votes.csv", "-1,1,-1,1,1,0\n-1,1,-1,1,1,1\n0,1,1,0,1,1\n-1,1,1,-1,0,1\n1,1,1,-1,1,1\n")],
        outcome: Ratings(5, 6, 30),
        also: told,
    },
    Sample {
        shape: "Ids of films and series beside which of both each is",
        files: &[(
            "watched.csv",
            "userId,contentType,contentId,rating\n1,Movie,1,5\n1,Series,2,4\n2,Movie,2,5\n2,Series,1,3\n",
        )],
        outcome: Ratings(2, 2, 4),
        also: told,
    },
    Sample {
        shape: "Purchases by their numbers, and products in columns",
        files: &[(
            "purchases.csv",
            "purchase_id,customer_id,large_quantity,small_quantity\n1,1,2,10\n2,2,0,5\n3,3,1,8\n4,1,3,0\n5,2,0,4\n6,4,2,2\n",
        )],
        outcome: Asked,
        also: nothing,
    },
    Sample {
        shape: "Results by subject are told of",
        files: &[(
            "scores.csv",
            "Name,Math Score,Art Score,Music Score\nAnn,95,88,92\nBob,89,92,90\nCid,91,84,\n",
        )],
        outcome: Ratings(3, 3, 8),
        also: told,
    },
    Sample {
        shape: "Codes of an unknown name right behind people, beside the number of each row",
        files: &[(
            "enrollments.csv",
            "enrollment_id,student_id,quib,enrollment_date,status\nE000,S001,C001,2024-01-10,active\nE001,S006,C008,2024-01-11,active\nE002,S002,C007,2024-01-12,active\nE003,S007,C006,2024-01-13,active\nE004,S003,C005,2024-01-14,active\nE005,S008,C004,2024-01-15,active\nE006,S004,C003,2024-01-16,active\nE007,S009,C002,2024-01-17,active\nE008,S005,C001,2024-01-18,active\nE009,S001,C001,2024-01-19,active\nE010,S006,C008,2024-01-20,active\nE011,S002,C007,2024-01-21,active\nE012,S007,C006,2024-01-22,active\nE013,S003,C005,2024-01-23,active\nE014,S008,C004,2024-01-24,active\nE015,S004,C003,2024-01-25,active\nE016,S009,C002,2024-01-26,active\nE017,S005,C001,2024-01-27,active\nE018,S001,C001,2024-01-28,active\nE019,S006,C008,2024-01-10,active\nE020,S002,C007,2024-01-11,active\nE021,S007,C006,2024-01-12,active\nE022,S003,C005,2024-01-13,active\nE023,S008,C004,2024-01-14,active\n",
        )],
        outcome: Choices(9, 8, 9),
        also: told,
    },
    Sample {
        shape: "Two high marks that nothing names",
        files: &[(
            "interactions.csv",
            "user_id,course_id,plonk\nann,C1,5\nann,C3,4\nann,C4,5\nbob,C3,4\nbob,C1,5\ncid,C1,4\ncid,C4,5\ncid,C3,4\ndan,C2,5\ndan,C1,4\neve,C2,5\neve,C3,4\n",
        )],
        outcome: Ratings(5, 4, 12),
        also: told,
    },
    Sample {
        shape: "Numbers of an unknown name beside films and times",
        files: &[(
            "watch_history.csv",
            "zork,movieId,timestamp\n100,500,1700000000\n117,511,1700000977\n103,522,1700001954\n120,504,1700002931\n106,515,1700003908\n123,527,1700004885\n109,509,1700005862\n127,520,1700006839\n113,502,1700007816\n130,513,1700008793\n116,525,1700009770\n102,507,1700010747\n119,518,1700011724\n105,500,1700012701\n123,511,1700013678\n109,523,1700014655\n126,505,1700015632\n112,516,1700016609\n129,527,1700017586\n115,509,1700018563\n101,521,1700019540\n119,503,1700020517\n105,514,1700021494\n122,525,1700022471\n108,507,1700023448\n125,519,1700024425\n111,501,1700025402\n128,512,1700026379\n115,523,1700027356\n101,505,1700028333\n118,517,1700029310\n104,528,1700030287\n121,510,1700031264\n107,521,1700032241\n124,503,1700033218\n111,515,1700034195\n128,526,1700035172\n114,508,1700036149\n100,519,1700037126\n117,501,1700038103\n103,513,1700039080\n120,524,1700040057\n107,506,1700041034\n124,517,1700042011\n110,528,1700042988\n127,511,1700043965\n113,522,1700044942\n130,504,1700045919\n116,515,1700046896\n103,526,1700047873\n120,509,1700048850\n106,520,1700049827\n123,502,1700050804\n109,513,1700051781\n126,524,1700052758\n112,507,1700053735\n130,518,1700054712\n116,500,1700055689\n102,511,1700056666\n119,522,1700057643\n",
        )],
        outcome: Choices(31, 29, 60),
        also: told,
    },
    Sample {
        shape: "Numbers of an unknown name beside people and how many they took",
        files: &[(
            "cart.csv",
            "customer_id,quib,quantity\n100,500,1\n117,511,2\n103,522,3\n120,504,1\n106,515,2\n123,527,3\n109,509,1\n127,520,2\n113,502,3\n130,513,1\n116,525,2\n102,507,3\n119,518,1\n105,500,2\n123,511,3\n109,523,1\n126,505,2\n112,516,3\n129,527,1\n115,509,2\n101,521,3\n119,503,1\n105,514,2\n122,525,3\n108,507,1\n125,519,2\n111,501,3\n128,512,1\n115,523,2\n101,505,3\n118,517,1\n104,528,2\n121,510,3\n107,521,1\n124,503,2\n111,515,3\n128,526,1\n114,508,2\n100,519,3\n117,501,1\n103,513,2\n120,524,3\n107,506,1\n124,517,2\n110,528,3\n127,511,1\n113,522,2\n130,504,3\n116,515,1\n103,526,2\n120,509,3\n106,520,1\n123,502,2\n109,513,3\n126,524,1\n112,507,2\n130,518,3\n116,500,1\n102,511,2\n119,522,3\n",
        )],
        outcome: Choices(31, 29, 60),
        also: told,
    },
    Sample {
        shape: "Words and numbers for items, of an unknown name",
        files: &[(
            "listening_history.csv",
            "user_id,quib,mood,rating\nu1,track_1,calm,1\nu2,track_8,sad,4\nu3,track_6,sad,2\nu4,track_4,calm,5\nu5,track_2,sad,3\nu1,track_9,sad,1\nu2,track_7,calm,4\nu3,track_5,sad,2\nu4,track_3,sad,5\nu5,track_1,calm,3\nu1,track_8,sad,1\nu2,track_6,sad,4\nu3,track_4,calm,2\nu4,track_2,sad,5\nu5,track_9,sad,3\nu1,track_7,calm,1\nu2,track_5,sad,4\nu3,track_3,sad,2\nu4,track_1,calm,5\nu5,track_8,sad,3\n",
        )],
        outcome: Ratings(5, 9, 20),
        also: told,
    },
    Sample {
        shape: "A like beside marks that nothing names",
        files: &[(
            "interactions.csv",
            "user_id,item_id,plonk,liked\n1,11,4,0\n2,16,5,1\n3,14,6,0\n4,12,4,1\n1,17,5,0\n2,15,6,1\n3,13,4,0\n4,11,5,1\n1,16,6,0\n2,14,4,1\n3,12,5,0\n4,17,6,1\n1,15,4,0\n2,13,5,1\n",
        )],
        outcome: Ratings(4, 7, 14),
        also: told,
    },
    Sample {
        shape: "A yes or no beside courses is told of",
        files: &[(
            "enrollments.csv",
            "student_id,course_id,certified\nu1,c1,Yes\nu1,c2,No\nu2,c1,No\nu3,c3,Yes\nu2,c3,Yes\n",
        )],
        outcome: Choices(3, 3, 5),
        also: told,
    },
    Sample {
        shape: "Scores of students may be results",
        files: &[(
            "submissions.csv",
            "studentId,courseId,score\nu1,c1,88\nu2,c1,60\nu2,c2,94\nu3,c1,72\nu1,c2,81\n",
        )],
        outcome: Ratings(3, 2, 5),
        also: told,
    },
    Sample {
        shape: "What reviews say in three words",
        files: &[(
            "reviews.csv",
            "review_id,user_id,movie_id,sentiment\n1,7,21,neutral\n2,8,21,positive\n3,7,22,negative\n4,9,22,positive\n5,8,23,neutral\n6,9,21,positive\n",
        )],
        outcome: Ratings(3, 3, 6),
        also: told,
    },
    Sample {
        shape: "What was recommended to people, nobody has chosen",
        files: &[(
            "by_user.csv",
            "user_id,recommended_product_id,score\nu1,p4,0.8\nu2,p4,0.72\nu2,p8,0.95\nu3,p1,0.9\n",
        )],
        outcome: Asked,
        also: nothing,
    },
    Sample {
        shape: "Of two ids, that beside a person's",
        files: &[(
            "watch_history.csv",
            "watch_id,user_id,content_id,watch_date,minutes,device_id\n1,1,20,2024-02-10,5,1\n2,2,25,2024-02-11,16,2\n3,3,21,2024-02-12,27,3\n4,4,26,2024-02-13,38,4\n5,5,22,2024-02-14,49,5\n6,6,27,2024-02-15,60,6\n7,1,23,2024-02-16,11,7\n8,2,28,2024-02-17,22,8\n9,3,24,2024-02-18,33,1\n10,4,20,2024-02-19,44,2\n11,5,25,2024-02-20,55,3\n12,6,21,2024-02-21,6,4\n13,1,26,2024-02-22,17,5\n14,2,22,2024-02-23,28,6\n15,3,27,2024-02-24,39,7\n16,4,23,2024-02-25,50,8\n17,5,28,2024-02-26,61,1\n18,6,24,2024-02-10,12,2\n19,1,20,2024-02-11,23,3\n20,2,25,2024-02-12,34,4\n21,3,21,2024-02-13,45,5\n22,4,26,2024-02-14,56,6\n23,5,22,2024-02-15,7,7\n24,6,27,2024-02-16,18,8\n25,1,23,2024-02-17,29,1\n26,2,28,2024-02-18,40,2\n27,3,24,2024-02-19,51,3\n28,4,20,2024-02-20,62,4\n29,5,25,2024-02-21,13,5\n30,6,21,2024-02-22,24,6\n",
        )],
        outcome: Choices(6, 9, 18),
        also: told,
    },
    Sample {
        shape: "A title with a year, a mark with fractions and a person, no header",
        files: &[(
            "ratings.txt",
            "Heat (1995)|5|1\nHeat (1995)|4.5|2\nHeat (1995)|4|3\nUp (2009)|4|1\nUp (2009)|3.5|5\nUp (2009)|4|6\nRan (1985)|3|2\nRan (1985)|3.5|7\nKim (1950)|2.5|8\nKim (1950)|2|3\nJaws (1975)|4.5|4\nJaws (1975)|4|11\n",
        )],
        outcome: Ratings(9, 5, 12),
        also: told,
    },
    Sample {
        shape: "Titles, years and marks of one person, no header",
        files: &[(
            "movies.txt",
            "Far Shore,2019,10\nOak Valley,2018,10\nDeep Field,2018,9\nGreen Light,2017,10\nPale Moon,2014,8\nNorth Gate,2011,7\n",
        )],
        outcome: Ratings(1, 6, 6),
        also: told,
    },
    Sample {
        shape: "A text about films is no list",
        files: &[(
            "movies.txt",
            "So I just want to see if I can find those films again\nand write them down somewhere.\nThe one about the sea was long, and I liked it.\nThe other one was not for me.\n",
        )],
        outcome: Refused("found no columns"),
        also: nothing,
    },
    Sample {
        shape: "Numbers of places and where they are are no list",
        files: &[(
            "hotel.txt",
            "7 25.24 55.33 (hotel) Park House\n11 25.27 55.30 (hotel) Old Gate\n87 25.26 55.32 (hotel) Hotel Coral\n137 25.26 55.31 (hotel) Hotel Delmon\n",
        )],
        outcome: Asked,
        also: nothing,
    },
    Sample {
        shape: "Letterboxd, what all think of films is nobody's list",
        files: &[(
            "community.csv",
            "Letterboxd URI,Name,Year,Average Rating,Watches\nhttps://boxd.it/a,Heat,1995,4.26,3195\nhttps://boxd.it/b,Up,2009,3.86,12978\n",
        )],
        outcome: Asked,
        also: nothing,
    },
    Sample {
        shape: "What a model recommends, and how likely",
        files: &[(
            "recommendation_history.csv",
            "customer_id,product_id,purchase_date,ratings\n3,124,2023-12-01,4.25\n16,171,2023-12-02,3.5\n3,118,2023-12-03,4.75\n21,124,2023-12-04,4.25\n21,171,2023-12-05,3.5\n40,118,2023-12-06,4.75\n16,124,2023-12-07,4.25\n40,124,2023-12-08,4.25\n51,171,2023-12-09,3.5\n51,118,2023-12-10,4.75\n62,124,2023-12-11,4.25\n62,171,2023-12-12,3.5\n70,118,2023-12-13,4.75\n70,171,2023-12-14,3.5\n16,118,2023-12-15,4.75\n",
        )],
        outcome: Asked,
        also: nothing,
    },
    Sample {
        shape: "Ids of films and averages are nobody's list",
        files: &[("ratings.csv", "movieId,rating\n1,3.92\n2,3.43\n3,3.26\n34,2.36\n48,3.07\n")],
        outcome: Asked,
        also: nothing,
    },
    Sample {
        shape: "Notes behind marks, and lines of notes",
        files: &[(
            "my_ratings.csv",
            "userId,movieId,rating\n# people of the example\n611,541,5.0   # Heat\n611,924,4.5   # Up\n# another\n612,541,2.0   # Heat\n612,31,3.0\n",
        )],
        outcome: Ratings(2, 3, 4),
        also: named,
    },
    Sample {
        shape: "Flags below numbered names, in a file called by items",
        files: &[(
            "courses2.csv",
            "c1,c2,c3,c4,c5,c6\n1,0,0,1,0,0\n0,0,0,0,1,1\n0,0,1,0,1,0\n0,1,0,0,0,1\n1,0,0,0,0,0\n0,0,0,1,1,0\n0,1,1,0,0,0\n0,0,0,1,0,1\n",
        )],
        outcome: Choices(8, 6, 15),
        also: told,
    },
    Sample {
        shape: "Flags without names, in a file called by ratings",
        files: &[(
            "rating.csv",
            "1,0,0,1,0,0\n0,0,0,0,1,1\n0,0,1,0,1,0\n0,1,0,0,0,1\n1,0,0,0,0,0\n0,0,0,1,1,0\n0,1,1,0,0,0\n0,0,0,1,0,1\n",
        )],
        outcome: Choices(8, 6, 15),
        also: told,
    },
    Sample {
        shape: "Rows with more fields than there are names: people and items stand first",
        files: &[(
            "plays.csv",
            "user_id,item_id,timestamp,features\n0,10,5.0,0.1,0.0\n1,11,54.0,0.2,0.0\n1,12,306.0,0.1,0.0\n2,10,479.0,0.0,0.0\n0,12,522.0,0.0,0.3\n",
        )],
        outcome: Choices(3, 3, 5),
        also: nothing,
    },
    Sample {
        shape: "Hours under the name of a value are counts",
        files: &[(
            "steam.csv",
            "user-id,game-title,value,\n1516,Oak Valley,273,1\n1516,Far Shore,87,\n5994,Oak Valley,14.9,\n5994,Deep Field,0.4,\n6201,Far Shore,1201,\n",
        )],
        outcome: Choices(3, 3, 5),
        also: told,
    },
    Sample {
        shape: "Lines of an order have numbers of their own, beside the book of each",
        files: &[(
            "sales.csv",
            "\"sale_date\",\"isbn\",\"item_id\",\"order_id\"\n\"2/1/2023\",\"989-1\",\"107-900\",\"20\"\n\"2/1/2023\",\"989-2\",\"107-937\",\"20\"\n\"2/1/2023\",\"989-3\",\"107-974\",\"21\"\n\"2/1/2023\",\"989-4\",\"107-911\",\"21\"\n\"2/1/2023\",\"989-1\",\"107-948\",\"22\"\n\"2/1/2023\",\"989-2\",\"107-985\",\"22\"\n\"2/1/2023\",\"989-3\",\"107-922\",\"23\"\n\"2/1/2023\",\"989-4\",\"107-959\",\"23\"\n\"2/1/2023\",\"989-1\",\"107-996\",\"24\"\n\"2/1/2023\",\"989-2\",\"107-933\",\"24\"\n\"2/1/2023\",\"989-3\",\"107-970\",\"25\"\n\"2/1/2023\",\"989-4\",\"107-907\",\"25\"\n\"2/1/2023\",\"989-1\",\"107-944\",\"26\"\n\"2/1/2023\",\"989-2\",\"107-981\",\"26\"\n\"2/1/2023\",\"989-3\",\"107-918\",\"27\"\n\"2/1/2023\",\"989-4\",\"107-955\",\"27\"\n\"2/1/2023\",\"989-1\",\"107-992\",\"28\"\n\"2/1/2023\",\"989-2\",\"107-929\",\"28\"\n\"2/1/2023\",\"989-3\",\"107-966\",\"29\"\n\"2/1/2023\",\"989-4\",\"107-903\",\"29\"\n\"2/1/2023\",\"989-1\",\"107-940\",\"30\"\n\"2/1/2023\",\"989-2\",\"107-977\",\"30\"\n\"2/1/2023\",\"989-3\",\"107-914\",\"31\"\n\"2/1/2023\",\"989-4\",\"107-951\",\"31\"\n\"2/1/2023\",\"989-1\",\"107-988\",\"32\"\n\"2/1/2023\",\"989-2\",\"107-925\",\"32\"\n\"2/1/2023\",\"989-3\",\"107-962\",\"33\"\n\"2/1/2023\",\"989-4\",\"107-999\",\"33\"\n\"2/1/2023\",\"989-1\",\"107-936\",\"34\"\n\"2/1/2023\",\"989-2\",\"107-973\",\"34\"\n\"2/1/2023\",\"989-3\",\"107-910\",\"35\"\n\"2/1/2023\",\"989-4\",\"107-947\",\"35\"\n",
        )],
        outcome: Choices(16, 4, 32),
        also: told,
    },
    Sample {
        shape: "A person, a title with a year and a mark, no header",
        files: &[(
            "ratings.csv",
            "196|Kolya (1996)|3\n186|Heat (1995)|3\n22|Up (2009)|1\n244|Ran (1985)|2\n166|Jaws (1975)|4\n298|Kim (1950)|4\n",
        )],
        outcome: Ratings(6, 6, 6),
        also: told,
    },
    Sample {
        shape: "Products of carts by their numbers, few rows",
        files: &[(
            "carts.csv",
            "row,cart_id,created_at,contains_product_ids,user_uid\n1,cart1,2024-05-11T10:00:00,\"p2;p3\",u1\n2,cart2,2024-05-15T09:30:00,\"p1;p5\",u2\n3,cart3,2024-05-20T14:10:00,\"p4;p2;p10\",u3\n",
        )],
        outcome: Choices(3, 6, 7),
        also: told,
    },
    Sample {
        shape: "What people ordered, by their names",
        files: &[(
            "order.csv",
            "Timestamp,Name,Foods ordered,Type\n01/08/2021 02:16 PM,Ann,\"Hot soup, flat bread, rice\",Dine-In\n01/08/2021 04:16 PM,Ann,\"noodles, tea\",Dine-In\n01/08/2021 04:16 PM,Bob,\"rice, tea\",Take away\n02/08/2021 01:30 PM,Bob,\"Hot soup, noodles, cake\",Take away\n",
        )],
        outcome: Choices(2, 6, 10),
        also: told,
    },
    Sample {
        shape: "What all think of a course says nothing of who took it",
        files: &[(
            "user_interactions.csv",
            "user_id,course_id,title,rating,reviewcount,students\n1,C1,Rust,4.8,2400,45000\n1,C3,Go,4.7,1800,35000\n2,C14,Maths,4.9,3200,98000\n2,C2,Logic,4.6,900,12000\n",
        )],
        outcome: Choices(2, 4, 4),
        also: told,
    },
    Sample {
        shape: "What leads from one to another is told of",
        files: &[(
            "interactions.csv",
            "Source,Target,Type,Weight\nann,bob,COMMENT,2\nann,cid,REVIEW,4\nbob,cid,MERGE,5\n",
        )],
        outcome: Choices(3, 3, 3),
        also: told,
    },
    Sample {
        shape: "A book's own number beside its title is nobody",
        files: &[(
            "reviews.csv",
            "title,isbn,reviewer,rating\nSolaris,9780156027601,ann,5\nKim,9780141442372,bob,3\nSolaris,9780156027601,cid,4\nKim,9780141442372,ann,4\n",
        )],
        outcome: Ratings(3, 2, 4),
        also: nothing,
    },
    Sample {
        shape: "Rows with numbers of their own, no header",
        files: &[(
            "data.txt",
            "950 57 12 1.3 1420934505\n490 133 24 0.7 1560452393\n322 57 44 2.7 1592890181\n117 20 12 3.1 1398765442\n808 133 12 1.9 1298765448\n631 20 24 3.6 1688765456\n265 57 24 2.2 1658765458\n742 91 44 4.1 1618765459\n513 91 12 1.1 1628765460\n389 20 44 2.8 1638765461\n904 133 44 0.9 1648765462\n",
        )],
        outcome: Ratings(4, 3, 11),
        also: told,
    },
    Sample {
        shape: "What orders hold, by numbers of an unknown name",
        files: &[(
            "coffee_order.csv",
            "coffee_id,order_id\n3,848\n4,848\n2,699\n3,699\n9,313\n2,848\n4,313\n3,313\n9,699\n1,402\n",
        )],
        outcome: Choices(4, 5, 10),
        also: told,
    },
    Sample {
        shape: "A copy of a book is called as the book is",
        files: &[(
            "loans.csv",
            "loan_id,user_id,book_id,book_copy_id,loan_date\n614,6,18,181,2023-01-01\n776,7,18,182,2023-01-02\n852,4,63,631,2023-01-02\n\
             783,5,18,181,2023-01-03\n901,6,63,631,2023-01-04\n905,7,63,632,2023-01-05\n908,4,18,182,2023-01-06\n911,5,63,632,2023-01-07\n",
        )],
        outcome: Choices(4, 2, 8),
        also: nothing,
    },
    Sample {
        shape: "What authors think of works, for or against",
        files: &[(
            "opinions.csv",
            "writer_id,work_id,sentiment,year\n1,2,true,1925\n2,1,true,1925\n3,4,false,1926\n1,4,false,1927\n2,4,true,1930\n3,2,true,1931\n\
             3,1,false,1932\n1,1,true,1933\n2,2,false,1940\n4,2,true,1941\n",
        )],
        outcome: Ratings(4, 3, 10),
        also: |loaded| assert_eq!(value(loaded, "3", "4"), 0.0),
    },
    Sample {
        shape: "Marks of respondents by their numbers, below brands",
        files: &[(
            "ratings_data.csv",
            "Brand,Respondent 1,Respondent 2,Respondent 3,Respondent 4\nOak,5,6,9,2\nElm,7,4,8,1\nAsh,2,7,6,9\nFir,3,3,7,5\n",
        )],
        outcome: Ratings(4, 4, 16),
        also: |loaded| assert_eq!(value(loaded, "Respondent 3", "Oak"), 9.0),
    },
    Sample {
        shape: "Sides of what each judge thinks of each beer are no items",
        files: &[(
            "beer_ratings.csv",
            "Beer Name,Judge,Aroma,First Sip,Flavor,Mouthfeel\nOak,ann,4,4,3,3\nOak,bob,4,3,2,3\nElm,ann,3,4,4,2\nElm,bob,2,2,2,3\n\
             Ash,ann,5,4,4,4\nAsh,bob,1,3,2,2\nFir,ann,2,2,3,4\nFir,bob,5,5,4,3\n",
        )],
        outcome: Asked,
        also: nothing,
    },
    Sample {
        shape: "How often each watched again is no count of choices",
        files: &[(
            "interactions.csv",
            "user_id,item_id,interaction_type,rewatch_count\n1,5,view,0\n1,8,like,0\n2,5,view,1\n2,9,view,0\n3,8,save,2\n3,9,view,0\n",
        )],
        outcome: Choices(3, 3, 6),
        also: |loaded| assert_eq!(value(loaded, "3", "8"), 1.0),
    },
    Sample {
        shape: "Marks in words",
        files: &[(
            "ratings.csv",
            "user_id,movie_id,rating\n1,10,Good\n1,11,Bad\n2,10,Excellent\n2,12,Okay\n3,11,Very good\n3,12,Bad\n",
        )],
        outcome: Ratings(3, 3, 6),
        also: |loaded| {
            let marks = [("1", "11"), ("2", "12"), ("1", "10"), ("3", "11"), ("2", "10")];
            let values = marks.map(|(user, item)| value(loaded, user, item));
            assert!(values.is_sorted_by(|a, b| a < b), "{values:?}");
        },
    },
    Sample {
        shape: "Votes for and against, some not cast",
        files: &[(
            "votes.csv",
            "person,motionId,vote\nAnn,1,FOR\nAnn,2,AGAINST\nBob,1,DID_NOT_VOTE\nBob,2,FOR\nCid,1,AGAINST\n",
        )],
        outcome: Ratings(3, 2, 4),
        also: |loaded| assert_eq!((value(loaded, "Ann", "1"), value(loaded, "Cid", "1")), (1.0, 0.0)),
    },
    Sample {
        shape: "All of a person's ratings in one cell",
        files: &[(
            "ratings.csv",
            "user_id,ratings\n1,\"{'10': 5, '12': 3}\"\n2,\"{'10': 4, '13': 2}\"\n3,\"{'12': 1}\"\n",
        )],
        outcome: Ratings(3, 3, 5),
        also: |loaded| {
            told(loaded);
            assert_eq!(value(loaded, "2", "13"), 2.0);
        },
    },
    Sample {
        shape: "A list of items and one of their ratings",
        files: &[(
            "ratings.csv",
            "user,items,ratings\n1,\"[10, 12]\",\"[5, 3.5]\"\n2,\"[10, 13]\",\"[4, 2]\"\n3,\"[12]\",\"[1]\"\n",
        )],
        outcome: Ratings(3, 3, 5),
        also: |loaded| {
            told(loaded);
            assert_eq!(value(loaded, "1", "12"), 3.5);
        },
    },
    Sample {
        shape: "Items and their ratings in columns by turns",
        files: &[(
            "ratings.csv",
            "user,item1,rating1,item2,rating2\nann,Heat,4,Up,3\nbob,Heat,5,Ran,2\ncid,Ran,4,,\n",
        )],
        outcome: Ratings(3, 3, 5),
        also: |loaded| {
            told(loaded);
            assert_eq!(value(loaded, "bob", "Ran"), 2.0);
        },
    },
    Sample {
        shape: "Numbers of films in columns of their own are no marks",
        files: &[(
            "likes.csv",
            "User ID,Movie 1,Movie 2,Movie 3\n7,12,44,3\n8,44,5,12\n9,3,5,44\n10,12,3,99\n",
        )],
        outcome: Choices(4, 5, 12),
        also: told,
    },
    Sample {
        shape: "Columns of one width",
        files: &[(
            "ratings.txt",
            "User name    Film           Rating\nAnn Orr      The Red Ship        4\nAnn Orr      Up                  3\n\
             Bob Ash      The Red Ship        5\nBob Ash      Ran                 2\n",
        )],
        outcome: Ratings(2, 3, 4),
        also: named,
    },
    Sample {
        shape: "Blanks before quotes",
        files: &[(
            "ratings.csv",
            "userId, title, rating\n1, \"Heat, the film\", 3\n1, \"Up\", 4\n2, \"Heat, the film\", 5\n2, \"Ran\", 1\n",
        )],
        outcome: Ratings(2, 3, 4),
        also: |loaded| assert_eq!(value(loaded, "2", "Heat, the film"), 5.0),
    },
    Sample {
        shape: "Tags that people chose",
        files: &[("user_tags.csv", "user,tag\nann,rock\nann,rock\nann,jazz\nbob,rock\nbob,folk\n")],
        outcome: Choices(2, 3, 4),
        also: told,
    },
    Sample {
        shape: "Who rated is known by the session only",
        files: &[(
            "image_ratings.csv",
            "session_id,image_id,rating,updated_at\ns1,75,false,2026-07-09 13:14:22\ns1,16,true,2026-07-09 13:14:23\n\
             s1,24,false,2026-07-09 13:14:25\ns2,75,true,2026-07-10 10:00:00\ns2,24,true,2026-07-10 10:00:04\n",
        )],
        outcome: Ratings(2, 3, 5),
        also: told,
    },
    Sample {
        shape: "Ratings that are called so, by people who come once",
        files: &[(
            "ulasan.csv",
            "id_user,id_novel,nama_user,rating_user\nU1,N1,Ani,5\nU2,N2,Budi,4\nU3,N1,Citra,2\nU4,N3,Dewi,5\nU5,N2,Eka,3\n\
             U6,N1,Fitri,4\nU7,N3,Gita,5\nU8,N2,Hana,1\nU9,N1,Indra,4\nU10,N3,Joko,3\n",
        )],
        outcome: Ratings(10, 3, 10),
        also: told,
    },
    Sample {
        shape: "How many tickets each bought, in Indonesian",
        files: &[(
            "pembelian.csv",
            "Username,Tanggal_Pembelian,ID_Wahana,Jumlah_Tiket\nani,06/06/2011,AF7,2\nani,04/09/2020,NV1,12\nbudi,04/10/2021,KC7,100\n",
        )],
        outcome: Choices(2, 3, 3),
        also: |loaded| assert_eq!(value(loaded, "ani", "NV1"), 12.0),
    },
    Sample {
        shape: "A fine beside what was lent is no mark",
        files: &[(
            "prestamos.csv",
            "libro_id,usuario_id,fecha_prestamo,multa\nEl barco,ana,2025-09-05,0\nLa casa,ana,2025-09-10,0\nEl barco,eva,2025-10-01,15\n\
             La casa,luis,2025-10-05,0\nEl barco,luis,2025-10-15,0\nEl faro,eva,2025-10-20,25\nEl faro,ana,2025-10-21,0\n",
        )],
        outcome: Choices(3, 3, 7),
        also: told,
    },
    Sample {
        shape: "Tags by their numbers are told to be left out",
        files: &[("tagged.csv", "userID,artistID,tagID\n2,52,13\n2,52,15\n3,63,18\n")],
        outcome: Choices(2, 2, 2),
        also: told,
    },
    Sample {
        shape: "What somebody submitted, and the album that it is on",
        files: &[(
            "submissions.csv",
            "Title,Album,Artist(s),Submitter ID\nKnots,Blue,Ann Orr,7\nPale Moon,Blue,Ann Orr,9\nKnots,Blue,Ann Orr,9\nNorth,Red,Cid,7\n",
        )],
        outcome: Choices(2, 3, 4),
        also: nothing,
    },
    Sample {
        shape: "Numbers from the first column on, and nobody named",
        files: &[(
            "matrix.csv",
            "1.0,2.0,3.0,4.0,5.0,6.0,7.0,8.0,9.0,10.0,11.0,12.0,13.0,14.0,15.0,16.0,17.0,18.0,19.0,20.0,21.0,22.0\n\
             3,0,0,0,0,4,0,0,0,2,0,0,0,0,0,0,0,0,0,0,0,0\n\
             0,5,0,0,0,0,3,0,0,0,4,0,0,0,0,0,0,0,0,0,0,0\n\
             0,0,2,0,0,0,0,5,0,0,0,3,0,0,0,0,0,0,0,0,0,0\n\
             0,0,0,4,0,0,0,0,2,0,0,0,5,0,0,0,0,0,0,0,0,0\n",
        )],
        outcome: Ratings(4, 12, 12),
        also: told,
    },
    Sample {
        shape: "Who recommends what, in words",
        files: &[(
            "user_reviews.csv",
            "user_id,item_id,recommend,twice\na,1250,True,False\na,22200,True,False\nb,1250,False,False\nc,22200,True,False\nc,570,False,False\n",
        )],
        outcome: Ratings(3, 3, 5),
        also: |loaded| {
            told(loaded);
            assert_eq!(value(loaded, "b", "1250"), 0.0);
        },
    },
    Sample {
        shape: "Products in carts, some of them from a sale",
        files: &[(
            "cart_items.csv",
            "id,createdAt,customerId,flashItemId,productId,quantity\n1,2026-02-08,C5,F3,P1,1\n2,2026-02-09,C1,,P3,1\n3,2026-02-10,C5,F2,P9,2\n\
             4,2026-02-11,C1,,P1,1\n5,2026-02-12,C2,F3,P1,3\n6,2026-02-12,C2,F2,P9,1\n7,2026-02-13,C5,F3,P1,1\n8,2026-02-14,C1,F2,P9,1\n\
             9,2026-02-14,C3,F3,P1,1\n10,2026-02-15,C3,,P3,2\n",
        )],
        outcome: Choices(4, 3, 9),
        also: |loaded| assert_eq!(value(loaded, "C5", "P1"), 2.0),
    },
    Sample {
        shape: "Films before the marks of all people",
        files: &[(
            "movie_ratings.csv",
            "Movie,Ann,Bob,Cid,Dan\nHeat,4,1,2,2\nUp,2,5,2,5\nRan,5,2,5,1\nAlien,1,4,3,3\n",
        )],
        outcome: Ratings(4, 4, 16),
        also: told,
    },
    Sample {
        shape: "Flags below titles with years are of who chose them",
        files: &[(
            "movies.csv",
            "Heat (1995),Up (2009),Ran (1985),Kim (1950),It (2017)\n1,0,0,1,0\n0,1,0,0,0\n1,0,0,0,0\n0,0,1,0,1\n0,0,0,1,0\n0,1,0,0,0\n",
        )],
        outcome: Choices(6, 5, 8),
        also: told,
    },
    Sample {
        shape: "Marks of few people who are called so, below nothing",
        files: &[("df.csv", ",Alien,Scream,Up,Heat\nUser_A,5,4,2,1\nUser_B,2,1,4,5\nUser_C,1,3,5,4\n")],
        outcome: Ratings(3, 4, 12),
        also: told,
    },
    Sample {
        shape: "Ids that were made of others",
        files: &[(
            "train.csv",
            "User_ID_Encoded,Movie_ID_Encoded,Ratings_Rating\n1,742,4\n2,470,4\n2,742,3\n3,470,5\n3,12,2\n",
        )],
        outcome: Ratings(3, 3, 5),
        also: told,
    },
    Sample {
        shape: "Tags alone are choices of who put them there",
        files: &[(
            "tags.csv",
            "userId,movieId,tag,timestamp\n2,60756,funny,1445714994\n2,89774,boxing,1445715207\n7,60756,will,1169687325\n",
        )],
        outcome: Choices(2, 2, 3),
        also: told,
    },
    Sample {
        shape: "Tags beside ratings are no choices",
        files: &[
            ("ratings.csv", "userId,movieId,rating\n2,31,4\n7,31,3\n"),
            ("tags.csv", "userId,movieId,tag,timestamp\n2,31,funny,1445714994\n7,89774,boxing,1445715207\n"),
        ],
        outcome: Ratings(2, 1, 2),
        also: nothing,
    },
    Sample {
        shape: "Flags of what was bought together, a row a basket",
        files: &[(
            "basket.csv",
            "milk,bread,tea,jam,rice\n1,1,0,0,0\n0,0,1,0,0\n0,0,0,1,1\n1,0,0,0,0\n0,1,0,1,0\n0,0,1,0,1\n",
        )],
        outcome: Choices(6, 5, 10),
        also: told,
    },
    Sample {
        shape: "A yes or no beside people and items",
        files: &[(
            "data.csv",
            "user_id,topic,category,visited\n1,past,museum,1\n1,past,park,0\n2,past,museum,1\n2,art,gallery,0\n3,art,park,1\n",
        )],
        outcome: Choices(3, 2, 3),
        also: told,
    },
    Sample {
        shape: "Figures of several kinds beside people and items",
        files: &[(
            "data.csv",
            "user_id,product_id,view_seconds,pages_visited,cart_added\n9,19,45,12,0\n6,19,9,4,0\n9,43,239,5,1\n6,43,20,7,1\n9,5,33,12,0\n",
        )],
        outcome: Choices(2, 3, 5),
        also: told,
    },
    Sample {
        shape: "Wishes, most of nobody",
        files: &[(
            "wishlist.csv",
            "user_id,isbn,title\nann,0002005018,Clara\nann,0374157065,Flu\n,0671870432,Guilty\n,0393045218,Mummies\n,0002005018,Clara\n\
             ,0374157065,Flu\n,0671870432,Guilty\nbob,0393045218,Mummies\n,0002005018,Clara\n,0374157065,Flu\n,0002005018,Clara\n",
        )],
        outcome: Choices(2, 3, 3),
        also: told,
    },
    Sample {
        shape: "Who put tags on what",
        files: &[(
            "tagged.dat",
            "userID\tartistID\ttagID\tday\n2\t52\t13\t1\n2\t52\t15\t1\n3\t63\t18\t2\n3\t52\t13\t4\n4\t63\t14\t5\n",
        )],
        outcome: Choices(3, 2, 4),
        also: nothing,
    },
    Sample {
        shape: "Marks of the one person of an unknown name",
        files: &[(
            "data.csv",
            "zid,movieId,rating,seen_at\n7,1,3,1748804453\n7,2,2,1748804459\n7,5,5,1748804462\n7,9,4,1748804470\n",
        )],
        outcome: Ratings(1, 4, 4),
        also: told,
    },
    Sample {
        shape: "Each person of an unknown name and each book once, rated",
        files: &[(
            "data.csv",
            "zid,book_id,rating\na1,b1,5\na2,b2,4\na3,b3,3\na4,b4,5\na5,b5,2\na6,b6,4\na7,b7,4\na8,b8,1\na9,b9,5\na0,b0,3\n",
        )],
        outcome: Ratings(10, 10, 10),
        also: told,
    },
    Sample {
        shape: "Marks under people, with what they are behind",
        files: &[(
            "food_ratings.csv",
            "student,peas,leeks,figs,plums,kale,okra,age,colour\nAnn,7,0,5,1,3,4,32,blue\nBob,7,7,7,2,7,3,34,red\nCid,8,6,8,5,1,5,35,red\n",
        )],
        outcome: Ratings(3, 6, 18),
        also: told,
    },
    Sample {
        shape: "Votes of people by name, 0 against",
        files: &[(
            "votos.csv",
            "nombre,votacion_1,votacion_2,votacion_3,votacion_4\n\"Orr, Ann\",1,0,,1\n\"Day, Bob\",,1,1,0\n\"Fox, Cid\",0,0,1,1\n",
        )],
        outcome: Ratings(3, 4, 10),
        also: |loaded| assert_eq!(value(loaded, "Orr, Ann", "votacion_2"), 0.0),
    },
    Sample {
        shape: "Votes against, none and for, by people of numbers",
        files: &[(
            "votos.csv",
            "NOME,UF,VOTO1,VOTO2,VOTO3,VOTO4,VOTO5,VOTO6\n61,PE,-1,1,0,-1,1,1\n62,SP,1,1,-1,0,1,-1\n63,RJ,1,-1,-1,-1,1,1\n",
        )],
        outcome: Ratings(3, 6, 18),
        also: |loaded| {
            told(loaded);
            assert_eq!(value(loaded, "61", "VOTO1"), -1.0);
        },
    },
    Sample {
        shape: "Names of ids and marks that begin with a word for them",
        files: &[(
            "avis.csv",
            "id_avis,id_restaurant,nom_utilisateur,note_restaurant,date_avis,titre_avis\n1,1,ann,4.0,2024-12-06,Bien\n\
             2,1,bob,5.0,2024-10-03,Super\n3,2,ann,2.0,2024-10-04,Bof\n",
        )],
        outcome: Ratings(2, 2, 3),
        also: |loaded| assert_eq!(value(loaded, "bob", "1"), 5.0),
    },
    Sample {
        shape: "What happened, between ids that nothing names",
        files: &[(
            "data.csv",
            "zid,blimp_id,at\na,x,2024-01-01\na,y,2024-01-02\nb,x,2024-01-03\nc,z,2024-01-03\nc,x,2024-01-05\nb,z,2024-01-06\nc,y,2024-01-07\n",
        )],
        outcome: Choices(3, 3, 7),
        also: told,
    },
    Sample {
        shape: "Two ids of which nothing says that something happened",
        files: &[("data.csv", "zid,blimp_id\na,x\na,y\nb,x\nc,z\nc,x\nb,z\nc,y\n")],
        outcome: Asked,
        also: nothing,
    },
    Sample {
        shape: "What people wish for, in Spanish",
        files: &[("wishlist.csv", "numero_documento,codigo_producto\n38,28\n34,50\n38,62\n34,28\n38,50\n")],
        outcome: Choices(2, 3, 5),
        also: told,
    },
    Sample {
        shape: "Visits, each person once so far",
        files: &[(
            "checkins.csv",
            "space_id,checkin_timestamp,user_id,space_name,status\nS3,2026-05-10 10:01:00,U1,Room,active\n\
             S7,2026-05-10 18:05:00,U2,Court,active\nS3,2026-05-11 09:00:00,U3,Room,active\n",
        )],
        outcome: Choices(3, 2, 3),
        also: nothing,
    },
    Sample {
        shape: "Ids of what the file lists are no items",
        files: &[(
            "emprestimos.csv",
            "id_emprestimo,id_exemplar,id_usuario,data_emprestimo\n4,10,6,2025-11-28\n2,11,9,2025-11-29\n9,10,9,2025-11-30\n",
        )],
        outcome: Choices(2, 2, 3),
        also: |loaded| assert_eq!(value(loaded, "6", "10"), 1.0),
    },
    Sample {
        shape: "Marks of people behind what they wrote, no header",
        files: &[(
            "avis.csv",
            "ann@a.org;3495; A very good one;5\nann@a.org;1069;Far too strong for me;4\nbob@b.org;4805; Not worth the price;3\n\
             cid@c.org;3495;Just what I like;4\nbob@b.org;3902;It is as the first;5\ncid@c.org;1069;I had it twice so far;2\n",
        )],
        outcome: Ratings(3, 4, 6),
        also: told,
    },
    Sample {
        shape: "Whole lines in quotes, no header, with where and when",
        files: &[(
            "ratings.csv",
            "\"11,t1,2,NA,NA\"\n\"11,t2,4,Weekend,Home\"\n\"12,t1,5,NA,NA\"\n\"12,t3,1,Weekday,Home\"\n\"13,t2,4,NA,NA\"\n\
             \"13,t1,3,Weekend,NA\"\n\"14,t3,4,NA,NA\"\n\"14,t2,2,Weekend,Home\"\n\"11,t3,2,NA,NA\"\n\"13,t3,5,NA,NA\"\n\
             \"14,t1,1,NA,NA\"\n\"12,t2,4,Weekday,Home\"\n",
        )],
        outcome: Ratings(4, 3, 12),
        also: told,
    },
    Sample {
        shape: "Titles before marks and numbers of people, no header",
        files: &[(
            "ratings.txt",
            "Heat (1995)|5|20\nUp (2009)|3|14\nRan (1985)|4|20\nAlien (1979)|5|33\nJaws (1975)|1|14\nBig (1988)|5|41\nTron (1982)|2|7\n",
        )],
        outcome: Ratings(5, 7, 7),
        also: |loaded| assert_eq!(value(loaded, "14", "Jaws (1975)"), 1.0),
    },
    Sample {
        shape: "What people did with which title, no header, all in words",
        files: &[(
            "interactions.csv",
            "ada,Heat,play\nada,Up,play\nbob,Up,like\nada,Heat,play\nbob,Ran,play\ncid,Heat,like\ncid,Ran,play\nbob,Up,play\n",
        )],
        outcome: Choices(3, 3, 6),
        also: |loaded| assert_eq!(value(loaded, "ada", "Heat"), 2.0),
    },
    Sample {
        shape: "Two words for the one and two for the other are no people",
        files: &[(
            "log.csv",
            "food,decision,health_score,timestamp\nbread,good,8,2026-04-29T01:51:01\nbread,fair,6,2026-04-29T02:02:50\n\
             tea,good,9,2026-04-30T02:02:50\nbread,good,8,2026-05-01T02:02:50\ntea,fair,7,2026-05-02T02:02:50\n",
        )],
        outcome: Asked,
        also: nothing,
    },
    Sample {
        shape: "Critics and the pictures of films they wrote of",
        files: &[(
            "films.csv",
            "id,critic,poster,rating\n1,Ann,a.jpg,7\n2,Bob,b.jpg,8\n3,Cid,c.jpg,9\n4,Dan,d.jpg,7\n5,Eve,e.jpg,8\n6,Fay,f.jpg,9\n\
             7,Gil,g.jpg,7\n8,Hal,h.jpg,8\n9,Ida,i.jpg,9\n10,Jon,j.jpg,7\n11,Kim,k.jpg,8\n",
        )],
        outcome: Asked,
        also: nothing,
    },
    Sample {
        shape: "Shares of each pair, nearly all 0",
        files: &[(
            "user_item_matrix.csv",
            "user_id,100,101,102,103,104,105,106,107,108,109,110\n1,0.0,0.25,0.0,0.0,0.0,0.0,0.0,0.0,0.0,0.0,0.0\n\
             2,0.0,0.0,0.0,1.0,0.0,0.0,0.0,0.0,0.0,0.0,0.0\n3,0.75,0.0,0.0,0.0,0.0,0.0,0.0,0.0,0.0,0.0,0.0\n\
             4,0.0,0.0,0.0,0.5,0.0,0.0,0.0,0.0,0.0,0.0,0.0\n",
        )],
        outcome: Ratings(4, 3, 4),
        also: told,
    },
    Sample {
        shape: "Votes for and against, by people of an unknown name",
        files: &[(
            "votes.csv",
            "rep_name,bill_id,vote\nAnn Orr,B1,Yea\nBob Lee,B1,Nay\nAnn Orr,B2,Nay\nCy Poe,B2,Yea\n",
        )],
        outcome: Ratings(3, 2, 4),
        also: |loaded| {
            assert_eq!((value(loaded, "Ann Orr", "B1"), value(loaded, "Bob Lee", "B1")), (1.0, 0.0))
        },
    },
    Sample {
        shape: "Grades in letters, no header",
        files: &[("enrollments.csv", "1,101,A\n1,104,B+\n2,102,A-\n2,104,B\n3,101,F\n")],
        outcome: Ratings(3, 3, 5),
        also: |loaded| {
            told(loaded);
            assert_eq!((value(loaded, "1", "104"), value(loaded, "3", "101")), (3.3, 0.0));
        },
    },
    Sample {
        shape: "Grades in letters beside their points",
        files: &[(
            "enrollments.csv",
            "student_id,course_id,semester,semester_num,grade_letter,grade_point\n1,156,Fall,1,B+,3.3\n1,162,Spring,2,A,4.0\n\
             2,156,Spring,2,C,2.0\n2,153,Fall,1,A-,3.7\n3,162,Fall,1,B,3.0\n",
        )],
        outcome: Ratings(3, 3, 5),
        also: |loaded| assert_eq!(value(loaded, "2", "153"), 3.7),
    },
    Sample {
        shape: "Purchases with long Spanish names of ids",
        files: &[(
            "compras.csv",
            "Id. del pedido;Fecha del pedido;Id. del cliente;Nombre del cliente;Id. del producto;Total;Cantidad\n\
             P1;2/4/2019;AM-1;Ana Mora;ART-4;591;3\nP2;8/10/2019;BS-2;Benito Sol;LIB-6;2250.8;2\n\
             P2;8/10/2019;BS-2;Benito Sol;ART-4;12.5;1\nP3;9/10/2019;AM-1;Ana Mora;LIB-6;99;1\n",
        )],
        outcome: Choices(2, 2, 4),
        also: |loaded| assert_eq!(value(loaded, "AM-1", "ART-4"), 3.0),
    },
    Sample {
        shape: "Ways in which each was chosen, as flags",
        files: &[(
            "behavior.csv",
            "user_id,product_id,viewed,clicked,purchased\n141,248,1,0,0\n959,44,1,1,1\n81,207,0,1,0\n141,44,1,1,0\n81,248,1,0,1\n",
        )],
        outcome: Choices(3, 3, 5),
        also: told,
    },
    Sample {
        shape: "Points of countries to countries, of two kinds and together",
        files: &[(
            "votes.csv",
            "year,to_country_id,from_country_id,to_country,from_country,total_points,tele_points,jury_points\n\
             2019,nl,at,Netherlands,Austria,6,4,2\n2019,fr,at,France,Austria,10,2,8\n2019,at,nl,Austria,Netherlands,12,7,5\n\
             2019,fr,nl,France,Netherlands,3,1,2\n2021,nl,at,Netherlands,Austria,8,8,0\n2021,fr,at,France,Austria,7,5,2\n",
        )],
        outcome: Ratings(2, 3, 4),
        also: |loaded| assert_eq!(value(loaded, "nl", "at"), 12.0),
    },
    Sample {
        shape: "What each person's marks come to",
        files: &[(
            "reviews.csv",
            "school,user_id,avg_point,text,difficulty,cost\nEast,ada,4,Fine,2,400\nEast,bob,3,So so,2,300\nEast,cid,5,Great,1,400\n\
             West,ada,3,Far,4,400\nWest,bob,4,Fine,4,300\nWest,cid,2,Loud,5,500\nHill,ada,5,High,2,300\nHill,bob,4,Fine,3,200\n\
             Hill,cid,4,Good,2,300\nLake,ada,4,Wet,2,400\nLake,bob,5,Blue,1,300\nLake,cid,3,Cold,3,400\nPark,ada,5,Green,1,300\n\
             Park,bob,3,Busy,2,300\nPark,cid,4,Calm,2,200\n",
        )],
        outcome: Ratings(3, 5, 15),
        also: |loaded| assert_eq!(value(loaded, "cid", "West"), 2.0),
    },
    Sample {
        shape: "People are told by their numbers",
        files: &[("r.csv", "bid,wid,stars\nB2,U1,4\nB3,U2,2\nB2,U2,5\nB3,U3,1\n")],
        outcome: Ratings(3, 2, 4),
        also: |loaded| assert_eq!(value(loaded, "U2", "B3"), 2.0),
    },
    Sample {
        shape: "Who borrowed, by numbers of one length",
        files: &[(
            "peminjaman.csv",
            "kartu,id_buku,tanggal_pinjam,id_petugas,status\n10000001,46,2024-04-09,1,dipinjam\n10000001,83,2024-04-12,1,terlambat\n\
             10000003,46,2024-05-03,1,dipinjam\n10000007,83,2024-09-27,1,terlambat\n10000003,51,2024-02-13,1,dipinjam\n",
        )],
        outcome: Choices(3, 3, 5),
        also: told,
    },
    Sample {
        shape: "Beers and who brewed them",
        files: &[(
            "beers.csv",
            "beer_style,beer_name,beer_id,brewery_id\nPils,Hill,1,7\nAle,Moor,2,7\nAle,Oak,3,9\nPils,Crow,4,9\nStout,Night,5,4\n\
             Ale,Lark,6,4\nPils,Tarn,7,7\nStout,Soot,8,9\nAle,Fern,9,4\nPils,Dawn,10,7\nAle,Reed,12,9\nAle,Oak,3,9\n",
        )],
        outcome: Asked,
        also: nothing,
    },
    Sample {
        shape: "Books, 0 for those not rated, by people of an unknown name",
        files: &[(
            "ratings.csv",
            "\"zid\";\"ISBN\";\"Book-Rating\"\n\"7\";\"0140328726\";\"0\"\n\"7\";\"0140283331\";\"8\"\n\"9\";\"0140328726\";\"5\"\n\
             \"9\";\"0140283331\";\"0\"\n\"4\";\"0140328726\";\"10\"\n",
        )],
        outcome: Ratings(3, 2, 3),
        also: nothing,
    },
    Sample {
        shape: "The overall rating beside those of sides, by people of an unknown name",
        files: &[(
            "ratings.csv",
            "wid,Restaurant_ID,Overall_Rating,Food_Rating,Service_Rating\n1077,85,2,2,1\n1077,38,1,2,1\n1068,85,0,1,1\n1068,25,2,2,2\n\
             1108,38,1,0,1\n1108,25,1,2,0\n",
        )],
        outcome: Ratings(3, 3, 6),
        also: |loaded| assert_eq!(value(loaded, "1068", "85"), 0.0),
    },
    Sample {
        shape: "Points that one gives another",
        files: &[(
            "votes.csv",
            "to,from,points\nFRA,ALB,4\nITA,ALB,7\nBGR,ALB,12\nFRA,ITA,7\nALB,ITA,12\nBGR,ITA,4\nFRA,BGR,12\nALB,BGR,4\n",
        )],
        outcome: Ratings(3, 4, 8),
        also: |loaded| assert_eq!(value(loaded, "ALB", "FRA"), 4.0),
    },
    Sample {
        shape: "Answers of a form under bare ids",
        files: &[(
            "utility_matrix.csv",
            "ID,Rating [Red Ship],Rating [Down by Law],Rating [Out of the Past],Rating [Heat]\n2,4,N/A,4,N/A\n4,N/A,5,4,N/A\n\
             8,5,4,N/A,3\n",
        )],
        outcome: Ratings(3, 4, 7),
        also: |loaded| assert_eq!(value(loaded, "8", "Heat"), 3.0),
    },
    Sample {
        shape: "Members and their names are no choices",
        files: &[(
            "checkins.csv",
            "Date,Member ID,Name\n2025-04-18,1,Omar\n2025-04-04,1,Omar\n2025-04-02,2,Sara\n2025-04-02,3,Lea\n2025-04-03,2,Sara\n\
             2025-04-03,3,Lea\n2025-04-05,1,Omar\n2025-04-06,2,Sara\n2025-04-07,3,Lea\n2025-04-08,1,Omar\n2025-04-09,2,Sara\n\
             2025-04-10,3,Lea\n2025-04-11,1,Omar\n",
        )],
        outcome: Asked,
        also: nothing,
    },
    Sample {
        shape: "Answers in letters are no lists",
        files: &[(
            "votes.csv",
            "party,x1,x2,x3,x4,x5,x6\nred,n,y,n,y,y,n\nblue,y,y,y,n\nred,n,n,n,y,y,y\nblue,y,y,y,n,n,y\n",
        )],
        outcome: Ratings(4, 6, 22),
        also: told,
    },
    Sample {
        shape: "A diary without a header",
        files: &[(
            "watched.csv",
            "2021-01-01,Red Ship,FALSE,TRUE,\n2021-01-02,,,,\n2021-01-03,Heat,FALSE,TRUE,\n2021-01-04,Up,FALSE,TRUE,\n",
        )],
        outcome: Own(0, 3, 0),
        also: nothing,
    },
    Sample {
        shape: "Purchases with a number of their own, by people of an unknown name",
        files: &[(
            "purchases.csv",
            "purchase_id,villager_id,product_id,quantity,price_paid\nPH01,G1,P1,1,533\nPH02,G1,P2,2,1466\nPH03,G2,P1,1,533\nPH04,G3,P2,1,733\n\
             PH05,G2,P3,3,99\nPH06,G3,P1,1,533\n",
        )],
        outcome: Choices(3, 3, 6),
        also: told,
    },
    Sample {
        shape: "Lists of what was liked, beside what was recommended",
        files: &[(
            "user_likes.csv",
            "user,liked_videos,recommended_playlists\na,\"12, 15, 17\",\"1, 2\"\nb,\"15, 18\",\"2, 3, 4\"\nc,\"12, 17\",\"1, 3\"\n\
             d,\"12, 15, 18, 19\",\"2, 4\"\n",
        )],
        outcome: Choices(4, 5, 11),
        also: told,
    },
    Sample {
        shape: "How many were sold to whom, in Spanish",
        files: &[(
            "ventas.csv",
            "usuario_id,producto_id,cantidad,precio\n1,101,2,20.5\n2,102,1,15.0\n3,103,3,7.5\n4,104,5,12.0\n",
        )],
        outcome: Choices(4, 4, 4),
        also: |loaded| assert_eq!(value(loaded, "4", "104"), 5.0),
    },
    Sample {
        shape: "Books that somebody borrowed, in Indonesian",
        files: &[(
            "peminjaman.csv",
            "id_peminjaman,id_buku,id_peminjam,tanggal\n001,010,1,2023-12-13\n002,020,2,2023-12-03\n003,010,3,2023-12-04\n\
             004,030,1,2023-12-05\n005,020,3,2023-12-06\n",
        )],
        outcome: Choices(3, 3, 5),
        also: named,
    },
    Sample {
        shape: "What each shop sold is nobody's choice",
        files: &[(
            "ventas.csv",
            "fecha;tienda_id;facturas;producto_id;cantidad;valor\n29/01/2026;70;2;494;2;9000\n30/01/2026;71;1;650;1;7800\n\
             30/01/2026;70;1;494;3;13500\n31/01/2026;71;2;494;1;4500\n",
        )],
        outcome: Asked,
        also: nothing,
    },
    Sample {
        shape: "Students and units, by their places",
        files: &[(
            "enrollments.csv",
            "student_index,unit_code\n1001,BBM101\n1002,BIT101\n1001,BIT101\n1003,BBM101\n",
        )],
        outcome: Choices(3, 2, 4),
        also: nothing,
    },
    Sample {
        shape: "Columns of the same name are no items",
        files: &[(
            "matrix.csv",
            "class,class,class,class\n3.8,3.1,2.8,4.2\n3.5,3.2,3.0,4.1\n3.9,2.7,3.3,4.4\n",
        )],
        outcome: Asked,
        also: nothing,
    },
    Sample {
        shape: "No header, long titles before numbers of people",
        files: &[(
            "Mratings.csv",
            "The Red Ship,17,4\nThe Red Ship,45,1\nDown by Law,15,5\nDown by Law,20,3\nOut of the Past,17,2\nOut of the Past,20,5\n",
        )],
        outcome: Ratings(4, 3, 6),
        also: told,
    },
    Sample {
        shape: "Ids of objects",
        files: &[(
            "interactions.csv",
            "user_objectid,item_objectid,interaction_type\nq1,x7,order\nq1,x8,wishlist\nq2,x7,order\n",
        )],
        outcome: Choices(2, 2, 3),
        also: named,
    },
    Sample {
        shape: "Loans with a number of their own, each reader once so far",
        files: &[(
            "borrow_records.csv",
            "BorrowID,CopyID,ReaderID,BorrowDate\n1,10,7,2024-12-11\n2,14,8,2024-04-23\n3,10,9,2024-05-06\n",
        )],
        outcome: Choices(3, 2, 3),
        also: told,
    },
    Sample {
        shape: "Several ids, of which one has its name beside it",
        files: &[(
            "valoraciones.csv",
            "valoracion_id,usuario_id,restaurante_id,menu_id,plato_id,plato_nombre,puntuacion\n1,34,1,12,9,Pisto,3.1\n2,34,1,12,4,Flan,4.2\n3,38,1,12,9,Pisto,2.2\n4,30,2,16,4,Flan,3.2\n5,30,2,16,7,Gazpacho,3.4\n6,21,1,12,7,Gazpacho,2.9\n7,21,2,16,9,Pisto,4.1\n",
        )],
        outcome: Ratings(4, 3, 7),
        also: told,
    },
    Sample {
        shape: "Marks of several sides beside the overall one, by people of an unknown name",
        files: &[(
            "beers.csv",
            "Taster,Beer,Aroma,Taste,Overall\nAda,Pale Moon,8,6,7\nAda,Old Oak,3,4,4\nAda,Red Ship,7,6,6\nBob,Pale Moon,7,6,5\nBob,Old Oak,8,4,3\nBob,Red Ship,3,7,7\nCleo,Pale Moon,7,6,6\nCleo,Old Oak,8,7,7\nCleo,Red Ship,3,4,4\n",
        )],
        outcome: Ratings(3, 3, 9),
        also: |loaded| assert_eq!(value(loaded, "Cleo", "Old Oak"), 7.0),
    },
    Sample {
        shape: "People by their code, items by their number",
        files: &[(
            "likes.csv",
            "personal_code,product_number,rate\nA-27,5101,10\nA-27,5102,9\nB-10,5101,6\nC-31,5102,8\n",
        )],
        outcome: Ratings(3, 2, 4),
        also: nothing,
    },
    Sample {
        shape: "How much of a film was watched is no rating",
        files: &[(
            "history.csv",
            "User ID,Title,Device,Watch %\nu1,Knots,Phone,10\nu1,Bread,TV,75\nu2,Knots,TV,25\nu2,Ropes,Phone,100\nu3,Bread,TV,10\n",
        )],
        outcome: Choices(3, 3, 5),
        also: nothing,
    },
    Sample {
        shape: "Loans by numbers that look like times",
        files: &[(
            "prestamos.csv",
            "DocumentoID,Libro,Fecha,Retorno\n1002351573,DUNE,2024-08-01 12:24:08,2024-08-01 18:35:05\n1002351573,ULISES,2024-08-01 12:52:30,2024-08-01 18:36:27\n1472583690,DUNE,2024-08-01 19:09:07,-\n",
        )],
        outcome: Choices(2, 2, 3),
        also: told,
    },
    Sample {
        shape: "Standings of players are no ratings",
        files: &[(
            "ratings.tsv",
            "date\ttournament\tplayerId\trating\tdiff_from_last\n2023-08-06\tcup\t22\t1600\t9\n2023-08-06\tcup\t23\t1603\t-10\n2023-08-06\tcup\t24\t1606\t11\n2023-08-06\tcup\t25\t1609\t-12\n2023-08-06\tcup\t26\t1612\t9\n2023-08-06\tcup\t22\t1615\t-10\n2023-08-06\tcup\t23\t1618\t11\n2023-08-06\tcup\t24\t1621\t-12\n2023-08-06\tcup\t25\t1624\t9\n2023-08-06\tcup\t26\t1627\t-10\n2023-08-06\tcup\t22\t1630\t11\n2023-08-06\tcup\t23\t1633\t-12\n",
        )],
        outcome: Asked,
        also: nothing,
    },
    Sample {
        shape: "What nothing names, in one row each, is described",
        files: &[(
            "films.csv",
            "title_xy,runtime,mark\nFilm A,90,5\nFilm B,91,6\nFilm C,92,7\nFilm D,93,8\nFilm E,90,9\nFilm F,91,5\nFilm G,92,6\nFilm H,93,7\nFilm I,90,8\nFilm J,91,9\nFilm K,92,5\nFilm L,93,6\n",
        )],
        outcome: Asked,
        also: nothing,
    },
    Sample {
        shape: "Genres of films as flags, and how many",
        files: &[(
            "movies.csv",
            "Movie,Drama,Comedy,Action,Horror,Count of all\nHeat,1,0,1,0,2\nUp,0,1,0,0,1\nRan,1,0,0,0,1\nAlien,0,0,1,1,2\nBig,1,1,0,0,2\n",
        )],
        outcome: Asked,
        also: nothing,
    },
    Sample {
        shape: "People who rate people",
        files: &[(
            "ratings.csv",
            "rating_id,rating_giver_id,rating_receiver_id,comments,grades\nr1,m3,m8,,4\nr2,m3,m9,would recommend,5\nr3,m7,m8,,5\nr4,m8,m9,,2\n",
        )],
        outcome: Ratings(3, 2, 4),
        also: told,
    },
    Sample {
        shape: "Orders without a header, of which a row has more fields",
        files: &[(
            "orders.txt",
            "1;ada;Shirt;S;New;2;19.99;Loom;\n1;bob;Skirt;M;New;3;20.99;Loom;\n2;ada;Coat;S;New;4;21.99;Loom;\n2;bob;Shirt;M;New;5;22.99;Loom;\n3;ada;Skirt;S;New;6;23.99;Loom;\n3;bob;Coat;M;New;7;24.99;Loom;\n4;ada;Shirt;S;New;8;25.99;Loom;\n4;bob;Skirt;M;New;9;26.99;Loom;\n5;ada;Coat;S;New;10;27.99;Loom;\n5;bob;Shirt;M;New;11;28.99;Loom;\n7;bob;Coat;XL;Used;10;34.99;Cozy;Loom;Thread\n",
        )],
        outcome: Asked,
        also: nothing,
    },
    Sample {
        shape: "People's column beyond the rows, beside yes and no",
        files: &[("f.csv", "x,y,z,comment_id,user_id\n185,b,9,no\n186,c,8,no\n")],
        outcome: Asked,
        also: nothing,
    },
    Sample {
        shape: "Songs of playlists, beside their albums",
        files: &[(
            "playlist.csv",
            "id_playlist,id_user,name,id_morceau,id_album\n1,1,sad,55,5\n1,1,sad,54,5\n2,1,gym,34,3\n3,2,pop,55,5\n3,2,pop,33,3\n\
             4,3,run,54,5\n4,3,run,34,3\n5,4,car,33,3\n",
        )],
        outcome: Choices(4, 4, 8),
        also: told,
    },
    Sample {
        shape: "Names of ids that begin so",
        files: &[("calificaciones.csv", "id_cliente,id_servicio,puntaje\n7,1,8\n7,2,5\n8,1,3\n")],
        outcome: Ratings(2, 2, 3),
        also: nothing,
    },
    Sample {
        shape: "Ids that are mostly those of something else",
        files: &[("ratings.csv", "userId,activityId,rate\n7,31,4\n7,40,1\n8,31,5\n8,40,2\n9,31,3\n9,40,4\n")],
        outcome: Ratings(3, 2, 6),
        also: told,
    },
    Sample {
        shape: "Orders at restaurants, the dish as an object",
        files: &[(
            "orders.csv",
            "_id,Client,Restaurant,Quantity,Item\n1,40,15,5,\"{\"\"Name\"\":\"\"Soup\"\",\"\"Price\"\":8.2}\"\n\
             2,41,15,4,\"{\"\"Name\"\":\"\"Soup\"\",\"\"Price\"\":7.1}\"\n3,40,16,1,\"{\"\"Name\"\":\"\"Pie\"\",\"\"Price\"\":3.3}\"\n",
        )],
        outcome: Choices(2, 2, 3),
        also: told,
    },
    Sample {
        shape: "A matrix behind people's ids and names",
        files: &[(
            "songs.csv",
            "UserID,Name,Blue Sky,Run,Stay,Home\nu1,Alex,1,0,0,3\nu2,Bea,0,2,5,0\nu3,Cem,4,0,0,0\nu4,Dia,0,0,3,1\n",
        )],
        outcome: Ratings(4, 4, 7),
        also: told,
    },
    Sample {
        shape: "A form with more behind the answers",
        files: &[(
            "movie_ratings.csv",
            "Timestamp,Name,Heat,Out of Sight,Ran,Up,Alien,Record ID,Result\n\
             1/29/2023 17:42:04,Ann,5 - AMAZING,4 - GOOD,I did not watch this movie,3 - OKAY,2 - BAD,Ann,OK\n\
             1/29/2023 17:43:21,Bob,I did not watch this movie,2 - BAD,3 - OKAY,1 - POOR,5 - AMAZING,Bob,OK\n\
             1/29/2023 17:45:11,Cem,1 - POOR,I did not watch this movie,5 - AMAZING,2 - BAD,4 - GOOD,Cem,OK\n",
        )],
        outcome: Ratings(3, 5, 12),
        also: |loaded| assert_eq!(value(loaded, "Ann", "Out of Sight"), 4.0),
    },
    Sample {
        shape: "A matrix with people's names behind it",
        files: &[(
            "m.csv",
            "id,heat,past_lives,poor_things,up,name\n1,3,5,NULL,1,Ann\n2,5,NULL,2,3,Bob\n3,NULL,2,3,4,Cem\n",
        )],
        outcome: Ratings(3, 4, 9),
        also: |loaded| assert_eq!(value(loaded, "Bob", "poor_things"), 2.0),
    },
    Sample {
        shape: "A matrix of films, in the plural",
        files: &[("m.csv", "Movies,P1,P2,P3,P4\nHeat,3,4,,5\nRan,,4,3,2\nUp,4,,3,\n")],
        outcome: Ratings(4, 3, 8),
        also: |loaded| assert_eq!(value(loaded, "P4", "Ran"), 2.0),
    },
    Sample {
        shape: "Names above a data frame's marks, all given",
        files: &[("r.csv", ",Rock,Pop,Soul,Metal\nann,2.3,3.4,3.5,4.5\nbob,4.8,4.6,4.1,2.1\ncem,4,3,2,5\n")],
        outcome: Asked,
        also: nothing,
    },
    Sample {
        shape: "A comment above the names",
        files: &[(
            "ratings.csv",
            "# What is left, after noise was removed\n\nuser,item,rating\n1,31,2.5\n2,31,3\n1,32,4\n",
        )],
        outcome: Ratings(2, 2, 3),
        also: named,
    },
    Sample {
        shape: "Names of columns behind a comment's sign",
        files: &[("ratings.csv", "#user,item,rating\n1,31,2.5\n2,31,3\n1,32,4\n")],
        outcome: Ratings(2, 2, 3),
        also: named,
    },
    Sample {
        shape: "Between yes and no",
        files: &[("r.csv", "user,item,rating\n1,31,yes\n2,31,meh\n1,32,no\n3,32,yes\n")],
        outcome: Ratings(3, 2, 4),
        also: |loaded| assert_eq!(value(loaded, "2", "31"), 0.5),
    },
    Sample {
        shape: "Words from strong dislike to strong like",
        files: &[(
            "r.csv",
            "user,item,rating\n1,31,REALLY_LIKE\n2,31,LIKE\n1,32,NEUTRAL\n2,32,STRONGLY_DISLIKE\n",
        )],
        outcome: Ratings(2, 2, 4),
        also: |loaded| {
            assert!(value(loaded, "1", "31") > value(loaded, "2", "31"));
            assert!(value(loaded, "2", "31") > value(loaded, "1", "32"));
            assert!(value(loaded, "1", "32") > value(loaded, "2", "32"));
        },
    },
    Sample {
        shape: "Comments over several lines",
        files: &[(
            "votes.csv",
            "Song URI,Voter ID,Points Assigned,Comment\ns:1,v1,2,\"good,\nreally\ngood\"\ns:2,v1,3,\"not\nbad\nat all\"\n\
             s:1,v2,1,\"a\nb\"\ns:2,v2,0,\"c\nd\"\n",
        )],
        outcome: Ratings(2, 2, 4),
        also: told,
    },
    Sample {
        shape: "What was in each order",
        files: &[(
            "order_items.csv",
            "OrderID,ItemName,Price\nR1,Shake,35\nR1,Burger,55\nR2,Shake,35\nR2,Pie,20\n",
        )],
        outcome: Choices(2, 3, 4),
        also: told,
    },
    Sample {
        shape: "Orders of customers, by their numbers",
        files: &[(
            "pedidos.csv",
            "pedidoId,clienteId,data\nO1,C1,2026-01-10\nO2,C2,2026-01-12\nO3,C1,2026-01-20\n",
        )],
        outcome: Asked,
        also: nothing,
    },
    Sample {
        shape: "Searches and what was clicked then",
        files: &[(
            "search_history.csv",
            "search_id,user_id,searched_at,product_clicked\nSH1,U1,2026-04-14,P15\nSH2,U1,2026-05-08,P15\n\
             SH3,U2,2026-05-20,P16\nSH4,U3,2026-05-21,P15\n",
        )],
        outcome: Choices(3, 2, 3),
        also: nothing,
    },
    Sample {
        shape: "People under an unknown name, beside titles",
        files: &[(
            "ratings.csv",
            "uuid,item_id,rating,item_title\na1,90,1,Pie\na1,91,5,Soup\nb2,90,2,Pie\nb2,92,4,Stew\nc3,91,3,Soup\n",
        )],
        outcome: Ratings(3, 3, 5),
        also: |loaded| assert_eq!(title(loaded, "91"), "Soup"),
    },
    Sample {
        shape: "Lists of what is liked, beside those of what is not",
        files: &[(
            "preferences.csv",
            "customer_id;kinds_liked;kinds_hated\n0;cheese, ham, corn;leek, egg\n1;egg, corn;ham, cheese, leek\n2;ham;corn\n\
             3;cheese, egg;corn, ham\n4;corn, leek, ham;egg\n",
        )],
        outcome: Choices(5, 5, 11),
        also: told,
    },
    Sample {
        shape: "Groups of songs are no ratings",
        files: &[(
            "history.csv",
            "user,song,cluster\na,x,3\na,y,0\nb,x,3\nb,y,0\nc,x,3\nc,y,0\nd,z,1\nd,x,3\n",
        )],
        outcome: Choices(4, 3, 8),
        also: named,
    },
    Sample {
        shape: "Sums and points of clients are no items",
        files: &[(
            "orders.csv",
            "client_id,dt,total,bonus\na,2018-02-08,540,0\nb,2018-02-08,1000,0\na,2018-02-09,1010,20\nc,2018-02-09,920,0\n\
             b,2018-02-10,427,42\n",
        )],
        outcome: Asked,
        also: nothing,
    },
    Sample {
        shape: "The same value throughout",
        files: &[(
            "interactions.csv",
            "user_id,product_id,event_type,value\nu1,p1,view,1\nu1,p2,purchase,1\nu2,p1,view,1\nu3,p2,view,1\n",
        )],
        outcome: Choices(3, 2, 4),
        also: nothing,
    },
    Sample {
        shape: "One person's marks, in Portuguese",
        files: &[("avaliacoes.csv", "Título,Estrelas\nShrek,3\nHeat,5\nRan,5\nUp,2\n")],
        outcome: Own(4, 0, 0),
        also: nothing,
    },
    Sample {
        shape: "A matrix whose 0 is the most frequent value",
        files: &[("m.csv", "User\tHeat\tRan\tAlien\tUp\n1\t3\t4\t0\t0\n2\t5\t0\t4\t0\n3\t0\t0\t4\t3\n")],
        outcome: Ratings(3, 4, 6),
        also: nothing,
    },
    Sample {
        shape: "A wide matrix of fractions, some left blank",
        files: &[(
            "ratings.csv",
            "first_name,rating_0,rating_1,rating_2,rating_3,rating_4,rating_5,rating_6,rating_7,rating_8,rating_9,rating_10,rating_11,rating_12,rating_13,rating_14,rating_15,rating_16,rating_17,rating_18,rating_19,rating_20\nAda,1.1,1.2,1.3,1.4,1.5,1.6,1.7,1.8,1.9,2.0,2.1,2.2,2.3,2.4,2.5,2.6,2.7,2.8,2.9,3.0,3.1\nBob,2.0,,2.3,,2.6,,2.9,,3.1,,3.4,,3.7,,4.0,,4.3,,4.6,,4.9\n",
        )],
        outcome: Ratings(2, 21, 32),
        also: nothing,
    },
    Sample {
        shape: "Ids of what happened, beside crops",
        files: &[(
            "crop_ratings.csv",
            "user_id,crop,rating,rating_type,interaction_id\nf1,mango,2.5,implicit,INT_5f2\nf1,maize,1.5,implicit,INT_0ca\nf2,mango,3.5,implicit,INT_a91\nf2,beans,2.0,implicit,INT_7b0\n",
        )],
        outcome: Ratings(2, 3, 4),
        also: nothing,
    },
    Sample {
        shape: "A column called value beside the overall score",
        files: &[(
            "feedback.csv",
            "user_id,product_name,relevance,value,overall_score\nann,Savings,0.2,0,0.4\nann,Loan,0.4,0,0.6\nbob,Loan,0.1,0,0.2\n",
        )],
        outcome: Ratings(2, 2, 3),
        also: nothing,
    },
    Sample {
        shape: "Choices with tags and a score",
        files: &[(
            "interactions.csv",
            "user_id,interaction_type,product_name,feedback_score,features,tags\nann,view,Savings,0.8,\"online,free\",\"savings,basic\"\nann,view,Loan,0.7,online,\"loan,basic\"\nbob,view,Loan,0.0,online,\"loan,basic\"\n",
        )],
        outcome: Ratings(2, 2, 3),
        also: nothing,
    },
    Sample {
        shape: "Points of voters, in rounds",
        files: &[(
            "votes.csv",
            "Spotify URI,Voter ID,Created,Points Assigned,Comment,Round ID\nspotify:track:a,v1,2024-07-21T15:51:01Z,1,,r1\nspotify:track:b,v1,2024-07-21T15:51:01Z,2,,r1\nspotify:track:a,v2,2024-07-21T15:51:01Z,-1,,r1\nspotify:track:b,v2,2024-07-21T15:51:01Z,1,,r1\nspotify:track:a,v3,2024-07-21T15:51:01Z,2,,r1\nspotify:track:b,v3,2024-07-21T15:51:01Z,1,,r1\nspotify:track:c,v1,2024-07-22T15:51:01Z,1,,r2\nspotify:track:d,v1,2024-07-22T15:51:01Z,2,,r2\nspotify:track:c,v2,2024-07-22T15:51:01Z,1,,r2\nspotify:track:d,v2,2024-07-22T15:51:01Z,-1,,r2\nspotify:track:c,v3,2024-07-22T15:51:01Z,2,,r2\nspotify:track:d,v3,2024-07-22T15:51:01Z,1,,r2\n",
        )],
        outcome: Ratings(3, 4, 12),
        also: nothing,
    },
    Sample {
        shape: "A value of each interaction",
        files: &[(
            "interactions.csv",
            "user_id,course_id,interaction_value,interaction_time\n1,101,5,2024-01-01 10:00:00\n1,102,3,2024-01-02 11:00:00\n2,101,4,2024-01-01 09:00:00\n",
        )],
        outcome: Ratings(2, 2, 3),
        also: nothing,
    },
    Sample {
        shape: "Names of columns that a comma tore",
        files: &[(
            "history.csv",
            "User,Song Title  Skipped,Track,Rating\nann,Imagine,FALSE,2\nann,Respect,TRUE,6\nbob,Imagine,FALSE,9\ncarl,Respect,TRUE,4\n",
        )],
        outcome: Ratings(3, 2, 4),
        also: nothing,
    },
    Sample {
        shape: "Customers and products, shortened",
        files: &[(
            "purchases.csv",
            "DATE,CUST_ID,PROD_ID\n2018-01-01 00:10:36,1299,8\n2018-01-01 00:39:56,418,34\n2018-01-01 00:56:50,1299,34\n",
        )],
        outcome: Choices(2, 2, 3),
        also: nothing,
    },
    Sample {
        shape: "Times in several columns",
        files: &[(
            "favorites.csv",
            "user_id,work_id,year,month,day,hour,minute,second\n3,50,2024,5,28,8,51,42\n4,207,2024,5,28,21,35,52\n4,50,2024,5,28,21,49,43\n3,19,2024,5,28,22,14,1\n",
        )],
        outcome: Choices(2, 3, 4),
        also: nothing,
    },
    Sample {
        shape: "Where users live is no list",
        files: &[(
            "users.csv",
            "userID,Location,Age\n8,\"timmins, ontario, canada\",34\n9,\"ely, uk\",31\n12,\"york, uk\",25\n14,\"bern, canton bern, switzerland\",51\n",
        )],
        outcome: Asked,
        also: nothing,
    },
    Sample {
        shape: "Averages of items beside who took them",
        files: &[(
            "interactions.csv",
            "user_id,course_id,rating\n1,C1,4.8\n1,C2,4.7\n1,C3,4.9\n2,C1,4.8\n2,C2,4.7\n2,C3,4.9\n3,C1,4.8\n3,C2,4.7\n3,C3,4.9\n4,C1,4.8\n4,C2,4.7\n4,C3,4.9\n5,C1,4.8\n5,C2,4.7\n5,C3,4.9\n",
        )],
        outcome: Choices(5, 3, 15),
        also: told,
    },
    Sample {
        shape: "Several ratings of each pair",
        files: &[(
            "ratings.csv",
            "_id,bpu,rating,userId,username\no0,e0,1,u0,name0\no1,e1,3,u1,name1\no2,e2,5,u0,name0\no3,e0,2,u1,name1\no4,e1,4,u0,name0\no5,e2,1,u1,name1\no6,e0,3,u0,name0\no7,e1,5,u1,name1\no8,e2,2,u0,name0\no9,e0,4,u1,name1\no10,e1,1,u0,name0\no11,e2,3,u1,name1\no12,e0,5,u0,name0\no13,e1,2,u1,name1\no14,e2,4,u0,name0\no15,e0,1,u1,name1\no16,e1,3,u0,name0\no17,e2,5,u1,name1\no18,e0,2,u0,name0\no19,e1,4,u1,name1\no20,e2,1,u0,name0\no21,e0,3,u1,name1\no22,e1,5,u0,name0\no23,e2,2,u1,name1\no24,e0,4,u0,name0\no25,e1,1,u1,name1\no26,e2,3,u0,name0\no27,e0,5,u1,name1\no28,e1,2,u0,name0\no29,e2,4,u1,name1\n",
        )],
        outcome: Ratings(2, 3, 6),
        also: nothing,
    },
    Sample {
        shape: "Reviews with titles, by tenants",
        files: &[(
            "reviews.csv",
            "id,tenantId,propertyId,rating,title,comment\nr1,t1,p1,4,Good,was fine\nr2,t2,p1,5,Great,was great\nr3,t1,p2,2,Poor,was cold\n",
        )],
        outcome: Ratings(2, 2, 3),
        also: nothing,
    },
    Sample {
        shape: "Baskets that a data frame filled up",
        files: &[(
            "groceries.csv",
            "Items,Item 1,Item 2,Item 3\n2,milk,bread,nan\n1,tea,nan,nan\n3,milk,tea,soap\n2,soap,bread,nan\n",
        )],
        outcome: Choices(4, 4, 8),
        also: nothing,
    },
    Sample {
        shape: "Somebody and several marks on a line",
        files: &[(
            "ratings.txt",
            "Ann Heat:5 Ran:4 Up:3\nBob Heat:4 Up:5 Ran:5\nCarl Ran:5 Heat:4 Up:3\nDora Up:5 Ran:4 Heat:3\n",
        )],
        outcome: Ratings(4, 3, 12),
        also: told,
    },
    Sample {
        shape: "Somebody and several marks on a line, items by their numbers",
        files: &[("history.txt", "7\t1:4,3:5\n8\t1:3,2:5\n9\t2:4,3:5,1:2\n10\t1:2\n")],
        outcome: Ratings(4, 3, 8),
        also: |loaded| assert_eq!(value(loaded, "9", "1"), 2.0),
    },
    Sample {
        shape: "How often words stand in texts is no mark",
        files: &[("corpus.txt", "2 1:4 3:5\n3 1:3 2:5 3:1\n1 2:4\n4 1:1 2:2 3:1 4:2\n")],
        outcome: Asked,
        also: nothing,
    },
    Sample {
        shape: "Names, and below each a mark for every item",
        files: &[("ratings.txt", "Ann\n5 0 -3 0 1 5\nBob Lee\n0 0 5 3 0 1\nCid\n1 5 0 0 -5 0\n")],
        outcome: Ratings(3, 6, 10),
        also: |loaded| {
            told(loaded);
            assert_eq!(value(loaded, "Bob Lee", "3"), 5.0);
        },
    },
    Sample {
        shape: "Without names of columns, dates first",
        files: &[(
            "log.txt",
            "03/03/2013T08:11:29Z,\"Ann Lee\",\"Heat\",4\n18/04/2015T17:19:13Z,\"Bob Ray\",\"Up\",3\n27/12/2015T10:33:20Z,\"Ann Lee\",\"Ran\",6\n\
             15/08/2011T17:18:36Z,\"Bob Ray\",\"Heat\",10\n07/08/2008T19:32:19Z,\"Cid Orr\",\"Up\",7\n",
        )],
        outcome: Ratings(3, 3, 5),
        also: |loaded| assert_eq!(value(loaded, "Bob Ray", "Heat"), 10.0),
    },
    Sample {
        shape: "Without names of columns, a class of items before marks with fractions",
        files: &[(
            "train.txt",
            "5 4 2 3.1 1698765442\n8 4 2 1.9 1698765448\n3 2 1 3.6 1698765456\n8 1 4 4.3 1698765463\n5 9 2 4.5 1698765466\n3 9 2 2.5 1698765470\n",
        )],
        outcome: Ratings(3, 4, 6),
        also: |loaded| assert_eq!(value(loaded, "8", "1"), 4.3),
    },
    Sample {
        shape: "A like among other flags is one more way of choosing",
        files: &[(
            "interactions.csv",
            "user_id,reel_id,seen_percentage,liked,saved,shared\n1,7,27.1,0,0,0\n1,8,51.5,0,1,0\n2,7,98.0,1,0,0\n2,9,11.0,0,0,0\n3,8,80.4,0,0,1\n",
        )],
        outcome: Choices(3, 3, 5),
        also: told,
    },
    Sample {
        shape: "MovieLens",
        files: &[(
            "ratings.csv",
            "userId,movieId,rating,timestamp\n1,31,2.5,1260759144\n2,31,4.0,835355493\n",
        )],
        outcome: Ratings(2, 1, 2),
        also: named,
    },
    // What tells people, items and ratings apart, where names do not.
    Sample {
        shape: "Groceries of each customer in one cell",
        files: &[(
            "groceries.csv",
            "Customer_ID;Age;Income;Groceries\n1;75;20000;milk,bread,tea\n2;61;28000;milk,tea\n3;32;34000;bread,tea,jam,milk\n4;28;30000;bread,jam\n",
        )],
        outcome: Choices(4, 4, 11),
        also: told,
    },
    Sample {
        shape: "Items in brackets",
        files: &[("history.csv", "user,movies\nann,\"[1, 2, 3]\"\nbob,\"['2']\"\ncid,\"[3, 1]\"\n")],
        outcome: Choices(3, 3, 6),
        also: told,
    },
    Sample {
        shape: "Items in braces, no header",
        files: &[("likes.txt", "104 {11,12,13}\n231 {12,14}\n107 {11}\n118 {13,14,11}\n")],
        outcome: Choices(4, 4, 9),
        also: told,
    },
    Sample {
        shape: "Places are no lists",
        files: &[(
            "visits.csv",
            "visitor_id,place\n1,\"Paris, France\"\n1,\"Lyon, France\"\n2,\"Paris, France\"\n3,\"Bonn, Germany\"\n3,\"Lyon, France\"\n",
        )],
        outcome: Choices(3, 3, 5),
        also: named,
    },
    Sample {
        shape: "Reviews by e-mail addresses",
        files: &[(
            "avaliacoes.csv",
            "avaliacao_id,cliente_email,produto_id,nota,comentario\n1,a@example.com,1000,4.5,bom\n2,b@example.com,1004,5.0,claro\n3,c@example.com,1000,3.8,\"bom, mas\"\n4,a@example.com,1004,4.0,sim\n",
        )],
        outcome: Ratings(3, 2, 4),
        also: told,
    },
    Sample {
        shape: "Items of orders",
        files: &[(
            "order_items.csv",
            "OrderItemID,OrderID,ProductID,Quantity,UnitPrice\n1,1,114,5,955.67\n2,1,96,5,508.6\n3,2,114,2,955.67\n4,3,96,1,508.6\n",
        )],
        outcome: Choices(3, 2, 4),
        also: told,
    },
    Sample {
        shape: "Orders and their state",
        files: &[(
            "orders.csv",
            "OrderID,CustomerID,OrderDate,Status\n1,592,2020-10-17,Returned\n2,262,2021-05-13,Open\n3,592,2021-05-22,Completed\n4,152,2020-05-09,Returned\n",
        )],
        outcome: Asked,
        also: nothing,
    },
    Sample {
        shape: "Baskets, a column for each product",
        files: &[(
            "baskets.csv",
            "rice,milk,tea,soap,salt,oil\nFALSE,TRUE,TRUE,FALSE,FALSE,TRUE\nTRUE,TRUE,FALSE,FALSE,FALSE,FALSE\nFALSE,FALSE,TRUE,TRUE,FALSE,FALSE\nTRUE,FALSE,FALSE,FALSE,TRUE,FALSE\n",
        )],
        outcome: Choices(4, 6, 9),
        also: told,
    },
    Sample {
        shape: "Beers with several marks, under long names",
        files: &[(
            "beer_reviews.csv",
            "\"\",\"brewery_id\",\"brewery_name\",\"review_overall\",\"review_aroma\",\"review_profilename\",\"beer_name\",\"beer_beerid\"\n\"1\",302,\"North\",4,3,\"hopper\",\"Stout\",57017\n\"2\",302,\"North\",3.5,3,\"malty\",\"Stout\",57017\n\"3\",17,\"South\",2,2.5,\"hopper\",\"Pale\",408\n",
        )],
        outcome: Ratings(2, 2, 3),
        also: |loaded| {
            told(loaded);
            assert_eq!(value(loaded, "hopper", "57017"), 4.0);
        },
    },
    Sample {
        shape: "Trips, with what is known of each person",
        files: &[(
            "user_ratings.csv",
            "user,destination,rating,age_group,style,country\nu1,Shimla,5,26-35,calm,India\nu1,Agra,3,26-35,calm,India\nu1,Delhi,3,26-35,calm,India\nu2,Shimla,4,18-25,wild,Nepal\nu2,Agra,2,18-25,wild,Nepal\nu2,Goa,5,18-25,wild,Nepal\n",
        )],
        outcome: Ratings(2, 4, 6),
        also: told,
    },
    Sample {
        shape: "A survey, no header, with what is known of each person",
        files: &[(
            "survey.csv",
            "Tara,Heat,Family,Female,35,3\nTara,Up,Family,Female,35,4\nTara,Her,Family,Female,35,2\nKofi,Heat,Friend,Male,46,5\nKofi,Up,Friend,Male,46,2\nKofi,Her,Friend,Male,46,4\nMina,Heat,Friend,Female,22,1\nMina,Up,Friend,Female,22,5\nMina,Her,Friend,Female,22,3\n",
        )],
        outcome: Ratings(3, 3, 9),
        also: told,
    },
    Sample {
        shape: "Yes and no are no people",
        files: &[(
            "purchases.csv",
            "product_id,brand,ratings,price,Age,Student\n1,North,4.5,799,Young,No\n2,South,4.7,999,Young,No\n3,North,4.4,599,Old,Yes\n",
        )],
        outcome: Asked,
        also: nothing,
    },
    Sample {
        shape: "Names and titles",
        files: &[("movie_ratings.csv", "name,title,rating\nKen,Heat,4\nKen,Up,3\nBoo,Heat,5\nBoo,Her,2\n")],
        outcome: Ratings(2, 3, 4),
        also: told,
    },
    Sample {
        shape: "Orders of dishes, with names",
        files: &[(
            "order.csv",
            "Timestamp,Name,Foods ordered,Type\n01/08/2021 02:16 PM,Lena,\"Soup, Roti, Masala\",Dine-In\n01/08/2021 04:16 PM,Lena,\"Soup, Dosa\",Dine-In\n02/08/2021 04:16 PM,Sten,\"Idli, Vada, Soup, Dosa\",Take away\n02/08/2021 05:16 PM,Sten,\"Roti, Masala\",Dine-In\n",
        )],
        outcome: Choices(2, 6, 10),
        also: told,
    },
    Sample {
        shape: "Groceries, each list in quotes",
        files: &[(
            "groceries.csv",
            "Basket items\n\"milk,bread,tea\"\n\"milk,tea\"\nmilk\n\"bread,tea,jam,milk\"\n",
        )],
        outcome: Choices(4, 4, 10),
        also: told,
    },
    Sample {
        shape: "Shares of each pair, most left blank",
        files: &[(
            "user_item_matrix.csv",
            "customer_id,0,1,2,3,4,5\n0,,0.12,,,,0.5\n1,0.31,,,,,\n2,,,0.0027,,0.7,\n3,,0.91,,,,\n",
        )],
        outcome: Ratings(4, 5, 6),
        also: named,
    },
    Sample {
        shape: "Settings, a line each",
        files: &[("config.txt", "epochs: 10\nlayers: 2\ndropout: 0.5\nhidden: 8\n")],
        outcome: Refused("no columns of user, item and rating"),
        also: nothing,
    },
    Sample {
        shape: "People in a data frame's index",
        files: &[("rating.csv", ",anime_id,rating\n1,20,7\n1,24,8\n1,79,6\n2,20,9\n2,79,4\n3,24,5\n")],
        outcome: Ratings(3, 3, 6),
        also: told,
    },
    Sample {
        shape: "Vendors",
        files: &[(
            "rating.csv",
            "userID,vendorID,rating\n77,222,4\n390,450,4\n440,222,2\n77,450,5\n390,76,1\n",
        )],
        outcome: Ratings(3, 3, 5),
        also: told,
    },
    Sample {
        shape: "An age called rating beside one that was given",
        files: &[(
            "user_interactions.csv",
            "user_id,show_id,type,title,rating,rating_given\nu1,s40,Movie,Kites,TV-14,4\nu1,s49,TV Show,Rain,TV-MA,5\nu2,s40,Movie,Kites,TV-14,3\nu2,s46,TV Show,Snow,PG,1\nu3,s49,TV Show,Rain,TV-MA,2\nu3,s46,TV Show,Snow,PG,5\n",
        )],
        outcome: Ratings(3, 3, 6),
        also: told,
    },
    Sample {
        shape: "Enrolments",
        files: &[(
            "enrollments.csv",
            "RollNo,CourseID\n14074009,CS301\n14074009,CS302\n14074010,CS301\n14074010,CS303\n14074011,CS302\n",
        )],
        outcome: Choices(3, 3, 5),
        also: told,
    },
    Sample {
        shape: "Numbered baskets, filled up with separators",
        files: &[(
            "baskets.csv",
            "ID,ITEMS,,,\n1,milk,bread,tea,\n2,milk,tea,,\n3,bread,,,\n4,tea,milk,bread,jam\n",
        )],
        outcome: Choices(4, 4, 10),
        also: told,
    },
    Sample {
        shape: "Average ratings of titles by their authors",
        files: &[(
            "book_ratings.csv",
            "Title,Author,Rating,Rating Count\nKites,Ada Low,4.25,65\nRain,Bo Hill,3.86,122\nSnow,Ada Low,4.01,17\nIce,Cid Mor,3.77,8\n",
        )],
        outcome: Asked,
        also: nothing,
    },
    Sample {
        shape: "Reviews of books, with the names of those who wrote them",
        files: &[(
            "book_ratings.csv",
            "Id,Title,Price,User_id,profileName,review/helpfulness,review/score,review/time\n1593351348,Kites,18.96,AKZ3,\"A. Low\",0.14,5,1260230400\n1578849209,Rain,,A384,Bo Hill,0.95,3,1135123200\n1593351348,Kites,18.96,A384,Bo Hill,1.0,4,1135123300\n",
        )],
        outcome: Ratings(2, 2, 3),
        also: |loaded| assert_eq!(value(loaded, "A384", "Kites"), 4.0),
    },
    Sample {
        shape: "Numbers of items",
        files: &[("rating.csv", "UID,Number,Rating\n4,1736,1\n3,2765,2\n4,2765,5\n5,1736,3\n5,18,4\n")],
        outcome: Ratings(3, 3, 5),
        also: told,
    },
    Sample {
        shape: "Medicines of each prescription",
        files: &[(
            "transactions.csv",
            "transaction_id,medicines,conditions,basket_size\n1,Abc|Def|Ghi,Cold,3\n2,Abc|Ghi,Cold,2\n3,Def|Ghi|Abc|Jkl,Flu,4\n4,Jkl,Flu,1\n5,Abc|Jkl,Cold,2\n",
        )],
        outcome: Choices(5, 4, 12),
        also: told,
    },
    Sample {
        shape: "A form, with words where nothing was rated",
        files: &[(
            "books.csv",
            "Timestamp,What is your Name?,How would you rate Kites?,How would you rate Rain?,How would you rate Snow?\n5/31/2017 14:12,Ada Low,4,,5\n6/2/2017 5:49,Bo,Did not read,2,\n6/2/2017 6:12,Cid,3,Did not read,4\n",
        )],
        outcome: Ratings(3, 3, 5),
        also: nothing,
    },
    Sample {
        shape: "A log, each person once so far",
        files: &[(
            "user_interactions.csv",
            "user_id,timestamp,page_id,action_type,session_duration\n847804,2024-07-31 15:37:24,6176,Add,388\n324873,2024-09-30 04:45:53,6663,Add,3576\n840724,2024-11-13 02:36:22,6176,View,1932\n",
        )],
        outcome: Choices(3, 2, 3),
        also: nothing,
    },
    Sample {
        shape: "JSON, several figures of each record",
        files: &[(
            "scores.json",
            r#"[{"id": 1, "scores": {"plot": 3, "music": 4, "cast": 2}}, {"id": 2, "scores": {"plot": 1, "music": 5, "cast": 2}}]"#,
        )],
        outcome: Refused("found no row"),
        also: nothing,
    },
    Sample {
        shape: "Rows torn by a comma without quotes",
        files: &[(
            "enrollments.csv",
            "enrollment_id,student_id,course_id,enrollment_date,feedback\n1,242,70,2025-10-31,Good work,effort\n2,274,83,2025-11-14,Fair,room\n3,242,83,2025-11-15,Good,more\n4,274,70,2025-11-16,Fair,less\n",
        )],
        outcome: Choices(2, 2, 4),
        also: nothing,
    },
    Sample {
        shape: "Teams and their names",
        files: &[(
            "scores.csv",
            "type,session,team_id,team_name,score\ntotal,1,team1,Reds,85\ntotal,1,team2,Blues,92\ntotal,2,team1,Reds,78\ntotal,2,team2,Blues,95\n",
        )],
        outcome: Asked,
        also: nothing,
    },
    Sample {
        shape: "Times, names, two colours and a mark, no header",
        files: &[(
            "contrast.tsv",
            "1762242794\tAda\t#CC923D\t#33240F\t64\n1762242802\tAda\t#07EB1D\t#CB00D6\t29\n10.0.0.1\t1762242805\tAda\t#9AB973\t#808000\t90\n10.0.0.1\t1762242808\tBo\t#008ECC\t#A3BFCC\t88\n10.0.0.1\t1762242811\tBo\t#FFD700\t#0057B7\t50\n10.0.0.1\t1762242815\tBo\t#9AB973\t#808000\t95\n10.0.0.1\t1762242816\tBo\t#FFD700\t#808000\t95\n10.0.0.1\t1762242817\tBo\t#FFD700\t#33240F\t64\n10.0.0.1\t1762242818\tBo\t#CC923D\t#808000\t64\n10.0.0.1\t1762242819\tBo\t#CC923D\t#33240F\t64\n10.0.0.1\t1762242820\tBo\t#CC923D\t#0057B7\t64\n10.0.0.1\t1762242821\tBo\t#07EB1D\t#33240F\t64\n10.0.0.1\t1762242822\tBo\t#07EB1D\t#808000\t29\n10.0.0.1\t1762242823\tBo\t#008ECC\t#33240F\t64\n10.0.0.1\t1762242824\tBo\t#008ECC\t#808000\t64\n10.0.0.1\t1762242825\tBo\t#008ECC\t#CB00D6\t29\n10.0.0.1\t1762242826\tBo\t#9AB973\t#CB00D6\t29\n10.0.0.1\t1762242827\tBo\t#9AB973\t#33240F\t29\n10.0.0.1\t1762242828\tBo\t#9AB973\t#0057B7\t90\n10.0.0.1\t1762242829\tBo\t#FFD700\t#CB00D6\t90\n10.0.0.1\t1762242830\tBo\t#CC923D\t#CB00D6\t90\n10.0.0.1\t1762242831\tBo\t#CC923D\t#CB00D6\t90\n",
        )],
        outcome: Asked,
        also: nothing,
    },
    Sample {
        shape: "Columns named in letters of which no word is known",
        files: &[(
            "data.csv",
            "用户编号,影片编号,得分\n17,31,4\n17,40,5\n18,31,3\n18,52,2\n19,40,4\n19,31,5\n17,52,1\n18,40,2\n",
        )],
        outcome: Ratings(3, 3, 8),
        also: told,
    },
    // Columns of items nobody listed.
    Sample {
        shape: "Restaurants with several marks",
        files: &[(
            "rating_final.csv",
            "userID,placeID,rating,food_rating,service_rating\nU1077,135085,2,2,2\nU1077,135038,2,2,1\nU1068,135085,1,1,2\nU1103,132825,0,0,0\n",
        )],
        outcome: Ratings(3, 3, 4),
        also: named,
    },
    Sample {
        shape: "Perfumes",
        files: &[("perfumes.csv", "userId,perfumeId,rating\n7,201,5\n7,305,3\n8,201,4\n9,305,1\n")],
        outcome: Ratings(3, 2, 4),
        also: named,
    },
    Sample {
        shape: "Events",
        files: &[("train.csv", "user,event_id,invited\n31,2529072432,1\n31,152418051,1\n44,2529072432,1\n")],
        outcome: Choices(2, 2, 3),
        also: named,
    },
    Sample {
        shape: "Books by ISBN",
        files: &[(
            "ratings.csv",
            "reader_id,isbn13,rating\n7,9780345339683,5\n7,9780439023481,3\n8,9780345339683,4\n",
        )],
        outcome: Ratings(2, 2, 3),
        also: named,
    },
    Sample {
        shape: "Online retail",
        files: &[(
            "online_retail.csv",
            "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n536365,85123A,WHITE HOLDER,6,12/1/2010 8:26,2.55,17850,United Kingdom\n536365,71053,WHITE LANTERN,6,12/1/2010 8:26,3.39,17850,United Kingdom\n536366,22633,HAND WARMER,2,12/13/2010 8:28,1.85,13047,United Kingdom\n",
        )],
        outcome: Choices(2, 3, 3),
        also: |loaded| {
            assert_eq!(value(loaded, "13047", "22633"), 2.0);
            assert_eq!(title(loaded, "71053"), "WHITE LANTERN");
            // 2010-12-01 08:26.
            assert_eq!(loaded.ratings.times().iter().min(), Some(&1_291_191_960));
        },
    },
    Sample {
        shape: "Games by name",
        files: &[(
            "games.csv",
            "User,Game Name,Rating\nann,Chess Titans,5\nbob,Chess Titans,4\nbob,Go & more,2\n",
        )],
        outcome: Ratings(2, 2, 3),
        also: named,
    },
    Sample {
        shape: "German names",
        files: &[("bewertungen.csv", "Nutzer;Artikel;Note\n7;Lampe;4,5\n7;Stuhl;2,0\n8;Lampe;3,5\n")],
        outcome: Ratings(2, 2, 3),
        also: |loaded| assert_eq!(value(loaded, "7", "Lampe"), 4.5),
    },
    Sample {
        shape: "French names",
        files: &[("notes.csv", "utilisateur,film,note\nanne,Amélie,5\nanne,Ran,3\nluc,Ran,4\n")],
        outcome: Ratings(2, 2, 3),
        also: named,
    },
    Sample {
        shape: "Spanish names",
        files: &[("notas.csv", "usuario,lugar,calificacion\n1,Prado,5\n1,Retiro,3\n2,Prado,4\n")],
        outcome: Ratings(2, 2, 3),
        also: named,
    },
    Sample {
        shape: "A column of people nobody listed",
        files: &[("beers.csv", "sipper,beer,score\nt1,Porter,4\nt1,Stout,3\nt2,Porter,5\nt3,Stout,1\n")],
        outcome: Ratings(3, 2, 4),
        also: told,
    },
    Sample {
        shape: "Neither people nor items listed",
        files: &[("marks.csv", "sipper,wine,score\nt1,Porto,4\nt1,Rioja,3\nt2,Porto,5\nt3,Rioja,1\n")],
        outcome: Ratings(3, 2, 4),
        also: told,
    },
    Sample {
        shape: "A number nobody explains, in few rows",
        files: &[("joy.csv", "user,item,joy\n1,10,4\n1,11,2\n2,10,5\n2,12,1\n3,11,3\n")],
        outcome: Asked,
        also: nothing,
    },
    Sample {
        shape: "A number nobody explains, in many rows and alone",
        files: &[(
            "joy.csv",
            "user,item,joy\n1,23,5\n1,28,4\n1,22,5\n1,27,1\n2,29,5\n2,20,2\n2,27,2\n2,22,4\n3,28,2\n3,29,2\n3,27,2\n3,23,5\n4,26,5\n4,20,1\n4,21,3\n4,27,1\n5,24,4\n5,27,4\n5,26,5\n5,25,4\n6,22,2\n6,25,4\n6,21,2\n6,20,3\n7,26,4\n7,24,5\n7,29,3\n7,28,5\n8,29,1\n8,26,3\n8,23,5\n8,22,2\n",
        )],
        outcome: Ratings(8, 10, 32),
        also: told,
    },
    Sample {
        shape: "A score under a longer name",
        files: &[(
            "s.csv",
            "user_id,ingredient_id,preference_score\nu1,ing1,4.0\nu1,ing7,2.0\nu2,ing1,3.0\n",
        )],
        outcome: Ratings(2, 2, 3),
        also: named,
    },
    Sample {
        shape: "A rating that another column says more of",
        files: &[("s.csv", "user_id,item_id,taste_rating,visit\n1,10,4,2\n1,11,2,1\n2,10,5,3\n3,11,3,1\n")],
        outcome: Ratings(3, 2, 4),
        also: told,
    },
    Sample {
        shape: "Predicted ratings",
        files: &[("p.txt", "UserId,MovieId,Pred_rating\n1,31,2.5\n1,32,3.75\n2,31,4.125\n")],
        outcome: Ratings(2, 2, 3),
        also: named,
    },
    Sample {
        shape: "Labels to be learned",
        files: &[(
            "train.csv",
            "user,item,label,time,age\n1,296,2,964138229,25\n2,2,4,974849526,35\n2,296,5,974849527,35\n",
        )],
        outcome: Ratings(2, 2, 3),
        also: named,
    },
    Sample {
        shape: "Surprise",
        files: &[("r.csv", "uid,iid,r_ui\n951,43,5\n951,21,4\n70,43,3\n")],
        outcome: Ratings(2, 2, 3),
        also: named,
    },
    Sample {
        shape: "Users and products within longer names",
        files: &[(
            "reviews.csv",
            "row,review_id,rating,reviewed_by_user_id,of_product_id\n1,r1,4.8,u1,p1\n2,r2,3.5,u2,p2\n3,r3,5,u1,p2\n",
        )],
        outcome: Ratings(2, 2, 3),
        also: named,
    },
    Sample {
        shape: "Two users in a row",
        files: &[("f.csv", "from_user_id,to_user_id\n1,2\n1,3\n2,3\n3,1\n")],
        outcome: Asked,
        also: nothing,
    },
    Sample {
        shape: "Titles of reviews",
        files: &[(
            "reviews.csv",
            ",name,rate,title,u_id,h_id\n0,ann,\"5,0\",Very good,7,1\n1,bob,\"3,5\",Loud at night,8,1\n2,ann,\"4,0\",Clean,7,2\n",
        )],
        outcome: Ratings(2, 2, 3),
        also: |loaded| {
            assert_eq!(value(loaded, "8", "1"), 3.5);
            assert_eq!(loaded.report.titled, 0, "what a review is called is no hotel's name");
        },
    },
    Sample {
        shape: "A person's profile",
        files: &[(
            "profile.csv",
            "Date Joined,Username,Given Name,Location,Pronoun\n2023-07-27,ann,,,they\n",
        )],
        outcome: Asked,
        also: nothing,
    },
    Sample {
        shape: "A table that is filled up",
        files: &[(
            "texts.csv",
            "key,kind,text,Unnamed: 3\nA1,sleep,good night,\nA2,sleep,good night,\nA3,food,bon appetit,\nA4,food,bon appetit,\n",
        )],
        outcome: Asked,
        also: nothing,
    },
    Sample {
        shape: "Comments on posts",
        files: &[(
            "comments.csv",
            "comment_id,user_id,post_id,content\n101,ann,7,hello\n102,ann,8,well\n103,bob,7,oh\n105,bob,9,yes\n108,eve,9,no\n",
        )],
        outcome: Choices(3, 3, 5),
        also: |loaded| assert_eq!(value(loaded, "bob", "9"), 1.0),
    },
    Sample {
        shape: "Users and what they care for",
        files: &[("users.csv", "user_id,age,interest\n1,25,Art\n2,35,Law\n3,31,Art\n")],
        outcome: Asked,
        also: nothing,
    },
    Sample {
        shape: "Groceries by member",
        files: &[(
            "Groceries.csv",
            "Member_number,Date,itemDescription\n1808,21-07-2015,tropical fruit\n2552,05-01-2015,whole milk\n1808,19-09-2015,whole milk\n",
        )],
        outcome: Choices(2, 2, 3),
        also: named,
    },
    Sample {
        shape: "Two colons, with something else than the time",
        files: &[("ratings.dat", "1::8::4::2\n1::9::1::9\n2::8::2::8\n2::14::3::4\n3::9::5::1\n")],
        outcome: Ratings(3, 3, 5),
        also: named,
    },
    Sample {
        shape: "Two colons, each item once",
        files: &[(
            "courses.dat",
            "0::Course 0::4\n1::Course 1::3\n2::Course 2::4\n3::Course 3::3\n4::Course 4::4\n5::Course 5::4\n6::Course 6::4\n7::Course 7::4\n8::Course 8::2\n9::Course 9::3\n10::Course 10::2\n11::Course 11::4\n",
        )],
        outcome: Asked,
        also: nothing,
    },
    Sample {
        shape: "Pictures judged twice",
        files: &[(
            "faces.txt",
            "face00.jpg,3,3\nface01.jpg,3,4\nface02.jpg,4,3\nface03.jpg,4,5\nface04.jpg,3,5\nface05.jpg,3,3\nface06.jpg,5,3\nface07.jpg,4,4\nface08.jpg,3,4\nface09.jpg,3,3\nface10.jpg,3,5\nface11.jpg,5,4\nface12.jpg,3,3\nface13.jpg,3,3\nface14.jpg,3,3\nface15.jpg,3,3\n",
        )],
        outcome: Asked,
        also: nothing,
    },
    Sample {
        shape: "What was paid says that it was bought",
        files: &[(
            "orders.csv",
            "5,105,95.19\n9,110,61.95\n3,103,95.69\n7,104,2.14\n7,102,92.64\n5,101,32.85\n1,109,67.12\n6,101,30.69\n5,107,68.95\n3,107,46.78\n3,100,25.36\n1,105,83.64\n1,108,77.99\n6,106,57.27\n1,107,4.63\n3,109,94.56\n4,101,74.82\n8,105,50.74\n9,104,76.78\n2,109,74.09\n6,104,3.63\n2,103,33.73\n6,102,33.66\n9,101,30.93\n2,110,14.74\n1,101,97.68\n9,106,3.15\n4,102,97.15\n3,110,88.75\n7,101,16.71\n3,108,44.9\n",
        )],
        outcome: Choices(9, 11, 31),
        also: told,
    },
    Sample {
        shape: "A matrix of numbered items, all judged",
        files: &[(
            "m.csv",
            "Movie_1,Movie_2,Movie_3,Movie_4,Movie_5,Movie_6\n2,1,4,5,2,4\n3,2,1,4,3,5\n5,5,3,1,3,5\n1,3,3,5,3,4\n3,3,3,2,5,1\n",
        )],
        outcome: Ratings(5, 6, 30),
        also: told,
    },
    Sample {
        shape: "Lists under bare numbers",
        files: &[("lists.csv", "1,2,3\nHeat,Ran,Up\nRan,Alien,Heat\nUp,Heat,Ran\n")],
        outcome: Choices(3, 4, 9),
        also: told,
    },
    Sample {
        shape: "Events of which few are told apart",
        files: &[(
            "v.csv",
            ";userId;dishId;eventId;viewTime\n0;1;d0-x0;VIEW;100\n1;1;d2-x1;CART;101\n2;1;d4-x2;BUY;102\n3;1;d1-x3;VIEW;103\n4;2;d3-x4;CART;104\n5;2;d0-x5;BUY;105\n6;2;d2-x6;VIEW;106\n7;2;d4-x7;CART;107\n",
        )],
        outcome: Choices(2, 8, 8),
        also: nothing,
    },
    Sample {
        shape: "Rows with numbers and no items",
        files: &[(
            "p.csv",
            "PreferenceID,UserID,Diet,PreferenceScore\n1,7,vegan,8\n2,7,none,7\n3,8,vegan,9\n4,9,none,8\n",
        )],
        outcome: Asked,
        also: nothing,
    },
    Sample {
        shape: "All places of the first person, one after the other",
        files: &[(
            "r.csv",
            "user_id,place_id,rating\n1,1,2\n1,2,3\n1,3,4\n1,4,5\n1,5,1\n1,6,2\n1,7,3\n1,8,4\n1,9,5\n1,10,1\n1,11,2\n2,1,4\n2,3,5\n",
        )],
        outcome: Ratings(2, 11, 13),
        also: named,
    },
    Sample {
        shape: "Spanish ids",
        files: &[("n.csv", "id_usuario,id_pelicula,nota\n1,10,4\n1,11,2\n2,10,5\n")],
        outcome: Ratings(2, 2, 3),
        also: named,
    },
    Sample {
        shape: "An export of orders in Portuguese",
        files: &[(
            "avaliacoes.csv",
            "_id,usuario_id,restaurante_id,pedido_id,tipo,nota\na1,u1,r1,p1,casa,4\na2,u1,r2,p2,casa,2\na3,u2,r1,p3,casa,5\n",
        )],
        outcome: Ratings(2, 2, 3),
        also: named,
    },
    Sample {
        shape: "A rating and other small numbers",
        files: &[(
            "r.csv",
            "appid,playtime_2weeks,name,Assuming_Ratings,user_id\n10,3,Chess,2,0\n20,0,Go,5,0\n10,7,Chess,4,1\n20,1,Go,1,2\n",
        )],
        outcome: Ratings(3, 2, 4),
        also: |loaded| assert_eq!(value(loaded, "0", "20"), 5.0),
    },
    Sample {
        shape: "What kind each is of, without a header",
        files: &[(
            "kinds.csv",
            "1,French\n2,Greek\n3,Latin\n4,French\n5,Greek\n6,Latin\n7,French\n8,Greek\n9,Latin\n10,French\n11,Greek\n12,Latin\n",
        )],
        outcome: Asked,
        also: nothing,
    },
    Sample {
        shape: "A matrix of a data frame, mostly of 0",
        files: &[("m.csv", ",0,1,2,3\n0,4,0,0,5\n1,0,3,0,0\n2,0,0,2,0\n")],
        outcome: Ratings(3, 4, 4),
        also: told,
    },
    Sample {
        shape: "Ratings with tags beside",
        files: &[(
            "ratings.csv",
            "userId,movieId,rating,tags\n1,31,2.5,dark|slow\n2,31,4.0,\n2,32,1.0,fun\n",
        )],
        outcome: Ratings(2, 2, 3),
        also: told,
    },
    // Separators.
    Sample {
        shape: "FilmTrust",
        files: &[("ratings.txt", "1 1 2\n1 2 4\n1 3 3.5\n2 1 0.5\n2 4 4\n3 2 3\n")],
        outcome: Ratings(3, 4, 6),
        also: told,
    },
    Sample {
        shape: "Runs of blanks",
        files: &[("ratings.dat", "   1    10   4\n   1   200   2\n  12    10   5\n 300     7   1\n")],
        outcome: Ratings(3, 3, 4),
        also: told,
    },
    Sample {
        shape: "Blanks and a header",
        files: &[("r.txt", "user item rating\n1 10 4\n1 200 2\n12 10 5\n")],
        outcome: Ratings(2, 2, 3),
        also: named,
    },
    Sample {
        shape: "SASRec",
        files: &[("Beauty.txt", "1 1\n1 2\n1 3\n2 4\n2 2\n3 1\n3 5\n3 6\n")],
        outcome: Choices(3, 6, 8),
        also: told,
    },
    Sample {
        shape: "Semicolons, decimal commas",
        files: &[("r.csv", "1;31;2,5\n1;32;4,0\n2;31;3,5\n")],
        outcome: Ratings(2, 2, 3),
        also: |loaded| assert_eq!(value(loaded, "1", "31"), 2.5),
    },
    Sample {
        shape: "Bars",
        files: &[("r.psv", "user|item|rating\n1|31|2.5\n1|32|4\n2|31|3\n")],
        outcome: Ratings(2, 2, 3),
        also: named,
    },
    Sample {
        shape: "Dollars",
        files: &[("r.txt", "user$item$rating\n1$31$2.5\n1$32$4\n2$31$3\n")],
        outcome: Ratings(2, 2, 3),
        also: named,
    },
    Sample {
        shape: "Tildes",
        files: &[("r.txt", "1~31~2.5\n1~32~4\n2~31~3\n")],
        outcome: Ratings(2, 2, 3),
        also: told,
    },
    Sample {
        shape: "Two colons",
        files: &[("r.dat", "user::item::rating\n1::31::2.5\n1::32::4\n2::31::3\n")],
        outcome: Ratings(2, 2, 3),
        also: named,
    },
    Sample {
        shape: "pandas, with its index",
        files: &[("r.csv", ",user_id,item_id,rating\n0,1,31,2.5\n1,1,32,4\n2,2,31,3\n")],
        outcome: Ratings(2, 2, 3),
        also: named,
    },
    Sample {
        shape: "A comma at the end of every line",
        files: &[("r.csv", "user,item,rating,\n1,31,2.5,\n1,32,4,\n2,31,3,\n")],
        outcome: Ratings(2, 2, 3),
        also: named,
    },
    Sample {
        shape: "R, with names of rows",
        files: &[("r.txt", "\"user\" \"item\" \"rating\"\n\"1\" 1 31 2.5\n\"2\" 1 32 4\n\"3\" 2 31 3\n")],
        outcome: Ratings(2, 2, 3),
        also: named,
    },
    Sample {
        shape: "A header over several lines",
        files: &[("r.csv", "\"user\nid\",\"item\nid\",\"rating\n(1-5)\"\n1,31,2\n1,32,4\n2,31,3\n")],
        outcome: Ratings(2, 2, 3),
        also: named,
    },
    Sample {
        shape: "RecBole",
        files: &[
            (
                "ml.inter",
                "user_id:token\titem_id:token\trating:float\ttimestamp:float\n1\t31\t2.5\t881250949\n2\t31\t4\t881250950\n2\t32\t1\t881250951\n",
            ),
            (
                "ml.item",
                "item_id:token\tmovie_title:token_seq\tclass:token_seq\n31\tHeat\tCrime Drama\n32\tRan\tWar\n",
            ),
            ("ml.user", "user_id:token\tage:token\tgender:token\n1\t24\tM\n2\t53\tF\n"),
        ],
        outcome: Ratings(2, 2, 3),
        also: |loaded| {
            named(loaded);
            assert_eq!(title(loaded, "32"), "Ran");
            assert!(loaded.ratings.catalog().users.feature("gender").is_some());
        },
    },
    Sample {
        shape: "No header, small ids",
        files: &[("r.csv", "1,10,4\n1,11,3\n2,10,5\n2,12,1\n3,11,2\n3,12,4\n")],
        outcome: Ratings(3, 3, 6),
        also: |loaded| assert_eq!(value(loaded, "2", "12"), 1.0),
    },
    Sample {
        shape: "No header, the rating first",
        files: &[(
            "r.csv",
            "4.5,u1,301\n3.0,u1,302\n4.5,u2,301\n2.0,u3,305\n4.0,u3,302\n4.5,u2,302\n3.0,u4,301\n2.0,u4,305\n",
        )],
        outcome: Ratings(4, 3, 8),
        also: |loaded| {
            told(loaded);
            assert_eq!(value(loaded, "u1", "302"), 3.0);
        },
    },
    Sample {
        shape: "No header, the time in the middle",
        files: &[("r.csv", "u1,301,1260759144,4\nu1,302,1260759150,3\nu2,301,835355493,5\n")],
        outcome: Ratings(2, 2, 3),
        also: |loaded| {
            assert_eq!(value(loaded, "u1", "302"), 3.0);
            assert_eq!(loaded.ratings.times().len(), 3);
        },
    },
    Sample {
        shape: "No header, ids of several words",
        files: &[("r.csv", "Ann Lee,Toy Story,4\nAnn Lee,The Heat,3\nBob,Toy Story,5\n")],
        outcome: Ratings(2, 2, 3),
        also: told,
    },
    Sample {
        shape: "No header, 0 for every time",
        files: &[("r.tsv", "1\t31\t4\t0\n1\t32\t3\t0\n2\t31\t5\t0\n")],
        outcome: Ratings(2, 2, 3),
        also: told,
    },
    Sample {
        shape: "Steam",
        files: &[(
            "steam-200k.csv",
            "151603712,Fallout 4,purchase,1.0,0\n151603712,Fallout 4,play,87.0,0\n187131847,Dota 2,purchase,1.0,0\n187131847,Dota 2,play,2.3,0\n",
        )],
        outcome: Asked,
        also: nothing,
    },
    // Matrices.
    Sample {
        shape: "A matrix, people in rows, blanks where nothing is said",
        files: &[("m.csv", "user,Heat,Ran,Alien,Up\nann,5,,3,\nbob,,4,,1\ncarl,2,5,,\n")],
        outcome: Ratings(3, 4, 6),
        also: |loaded| assert_eq!(value(loaded, "bob", "Ran"), 4.0),
    },
    Sample {
        shape: "A matrix, people in columns",
        files: &[("m.csv", "movie,ann,bob,carl,dora\nHeat,5,,2,3\nRan,,4,5,\nAlien,3,,,1\n")],
        outcome: Ratings(4, 3, 7),
        also: |loaded| assert_eq!(value(loaded, "bob", "Ran"), 4.0),
    },
    Sample {
        shape: "A matrix without a name above the people",
        files: &[("m.csv", "Heat,Ran,Alien,Up\nann,4,,3,\nbob,2,5,,1\ncarl,,3,4,\n")],
        outcome: Ratings(3, 4, 7),
        also: |loaded| assert_eq!(value(loaded, "bob", "Up"), 1.0),
    },
    Sample {
        shape: "A matrix with NULL",
        files: &[("m.csv", "user,Heat,Ran,Alien,Up\nann,5,NULL,3,NULL\nbob,N/A,4,NULL,1\n")],
        outcome: Ratings(2, 4, 4),
        also: nothing,
    },
    Sample {
        shape: "A matrix with 99 and no names",
        files: &[("m.csv", "99,4.5,2,99,1,3.5\n3,99,99,2,1.5,99\n4,4,99,99,99,2\n")],
        outcome: Ratings(3, 6, 10),
        also: told,
    },
    Sample {
        shape: "A matrix with -1",
        files: &[("m.csv", "user,Heat,Ran,Alien,Up\nann,5,-1,3,-1\nbob,-1,4,-1,1\n")],
        outcome: Ratings(2, 4, 4),
        also: told,
    },
    Sample {
        shape: "A matrix mostly of 0",
        files: &[("m.csv", "user,Heat,Ran,Alien,Up\nann,5,0,0,0\nbob,0,4,0,1\ncarl,0,0,2,0\n")],
        outcome: Ratings(3, 4, 4),
        also: told,
    },
    Sample {
        shape: "A matrix where 0 may be a rating",
        files: &[("m.csv", "user,Heat,Ran,Alien,Up\nann,5,2,0,3\nbob,4,4,5,1\ncarl,3,4,2,5\n")],
        outcome: Asked,
        also: nothing,
    },
    Sample {
        shape: "A matrix of words",
        files: &[("m.csv", "user,Heat,Ran,Alien,Up\nann,5 - great,,3 - fair,\nbob,,4 - good,,1 - bad\n")],
        outcome: Ratings(2, 4, 4),
        also: |loaded| assert_eq!(value(loaded, "ann", "Heat"), 5.0),
    },
    Sample {
        shape: "Google Forms",
        files: &[(
            "answers.csv",
            "Timestamp,How did you like these? [Heat],How did you like these? [Ran],How did you like these? [Up]\n2024/01/02 3:04:05 PM GMT+1,5,,3\n2024/01/02 4:04:05 PM GMT+1,4,2,\n2024/01/03 5:04:05 PM GMT+1,,1,5\n",
        )],
        outcome: Ratings(3, 3, 6),
        also: |loaded| assert_eq!(value(loaded, "1", "Heat"), 5.0),
    },
    // Lists.
    Sample {
        shape: "LightGCN",
        files: &[("train.txt", "0 0 1 2\n1 3 4\n2 0 5 6 7\n3 2\n")],
        outcome: Choices(4, 8, 10),
        also: told,
    },
    Sample {
        shape: "LightGCN, no item twice so soon",
        files: &[("train.txt", "0 4125 3443 19237\n1 15016 1451 4205 21637\n2 77\n3 91 12\n")],
        outcome: Choices(4, 10, 10),
        also: told,
    },
    Sample {
        shape: "Codes of people's properties",
        files: &[("u.user", "0 0 1 10\n1 6 0 16\n2 3 1 15\n3 6 0 7\n4 3 0 20\n")],
        outcome: Asked,
        also: nothing,
    },
    Sample {
        shape: "Flags of items",
        files: &[("u.item", "0 3 3 0 0 0 0 0\n1 2 2 5 1 0 0 0\n2 1 0 0 0 0 0 1\n3 0 0 0 2 0 0 0\n")],
        outcome: Asked,
        also: nothing,
    },
    Sample {
        shape: "Lists separated by #",
        files: &[("likes.txt", "rust#go#c\ngo#c\nrust#c#zig#go\nc#rust\n")],
        outcome: Choices(4, 4, 11),
        also: told,
    },
    Sample {
        shape: "Baskets of names, behind the number of each line",
        files: &[(
            "baskets.csv",
            "1,bread,milk,eggs,\n2,milk,,,\n3,bread,eggs,milk,tea\n4,tea,bread,,\n5,milk,tea,,\n",
        )],
        outcome: Choices(5, 4, 12),
        also: told,
    },
    Sample {
        shape: "Baskets padded with blanks",
        files: &[("baskets.csv", "bread,milk,eggs,\nmilk,,,\nbread,eggs,milk,tea\ntea,bread,,\n")],
        outcome: Choices(4, 4, 10),
        also: told,
    },
    Sample {
        shape: "Baskets under numbered names",
        files: &[(
            "Groceries.csv",
            "Item 1,Item 2,Item 3\npork,water,yogurt\neggs,,\nbutter,pork,bread\nwater,eggs,\n",
        )],
        outcome: Choices(4, 6, 9),
        also: told,
    },
    Sample {
        shape: "Baskets with their lengths",
        files: &[(
            "groceries.csv",
            "Item(s),Item 1,Item 2,Item 3\n3,pork,water,yogurt\n1,eggs,,\n3,butter,pork,bread\n2,water,eggs,\n",
        )],
        outcome: Choices(4, 6, 9),
        also: told,
    },
    Sample {
        shape: "Two columns with a header and a directive are no lists",
        files: &[("x.arff", "@relation r\n% some words, more\n% a, b, c\n% a, b, c, d\n% a, b\n")],
        outcome: Refused("no columns"),
        also: nothing,
    },
    // Values.
    Sample {
        shape: "Fractions",
        files: &[("r.csv", "user,item,rating\n1,31,4/5\n1,32,2.5/5\n2,31,3/5\n")],
        outcome: Ratings(2, 2, 3),
        also: |loaded| assert_eq!(value(loaded, "1", "32"), 2.5),
    },
    Sample {
        shape: "Stars",
        files: &[("r.csv", "user,item,rating\n1,31,★★★½\n1,32,★★\n2,31,★★★★★\n")],
        outcome: Ratings(2, 2, 3),
        also: |loaded| assert_eq!(value(loaded, "1", "31"), 3.5),
    },
    Sample {
        shape: "Out of ten",
        files: &[("r.csv", "user,item,rating\n1,31,8.5 out of 10\n1,32,7 out of 10\n2,31,3 out of 10\n")],
        outcome: Ratings(2, 2, 3),
        also: |loaded| assert_eq!(value(loaded, "1", "31"), 8.5),
    },
    Sample {
        shape: "Likes and dislikes",
        files: &[("r.csv", "user,item,rating\n1,31,like\n1,32,dislike\n2,31,like\n")],
        outcome: Ratings(2, 2, 3),
        also: |loaded| assert_eq!(value(loaded, "1", "32"), 0.0),
    },
    Sample {
        shape: "Yes and no",
        files: &[("r.csv", "user,item,rating\n1,31,Yes\n1,32,No\n2,31,yes\n")],
        outcome: Ratings(2, 2, 3),
        also: nothing,
    },
    Sample {
        shape: "Thumbs",
        files: &[("r.csv", "user,item,rating\n1,31,👍\n1,32,👎\n2,31,thumbs up\n")],
        outcome: Ratings(2, 2, 3),
        also: nothing,
    },
    Sample {
        shape: "Fresh and rotten",
        files: &[("r.csv", "critic,movie,rating\nann,Heat,fresh\nann,Ran,rotten\nbob,Heat,fresh\n")],
        outcome: Ratings(2, 2, 3),
        also: nothing,
    },
    Sample {
        shape: "MyAnimeList, −1 for not rated",
        files: &[("rating.csv", "user_id,anime_id,rating\n1,20,-1\n1,24,8\n2,20,10\n2,79,-1\n3,24,6\n")],
        outcome: Ratings(3, 2, 3),
        also: told,
    },
    Sample {
        shape: "0 for not rated",
        files: &[(
            "rating.csv",
            "user_id,anime_id,rating\n1,20,0\n1,24,8\n2,20,10\n2,79,0\n3,24,6\n3,20,0\n",
        )],
        outcome: Ratings(3, 2, 3),
        also: told,
    },
    Sample {
        shape: "Counts with commas between thousands",
        files: &[("p.csv", "user,artist,plays\n1,a,\"1,204\"\n1,b,12\n2,a,\"3,000\"\n")],
        outcome: Choices(2, 2, 3),
        also: |loaded| assert_eq!(value(loaded, "2", "a"), 3000.0),
    },
    // Times.
    Sample {
        shape: "Days before months",
        files: &[("r.csv", "user,item,rating,date\n1,31,4,05-04-2015\n1,32,3,27-04-2015\n")],
        outcome: Ratings(1, 2, 2),
        also: |loaded| assert_eq!(loaded.ratings.times(), [1_428_192_000, 1_430_092_800]),
    },
    Sample {
        shape: "Months before days",
        files: &[("r.csv", "user,item,rating,date\n1,31,4,4/5/2015\n1,32,3,4/27/2015\n")],
        outcome: Ratings(1, 2, 2),
        also: |loaded| assert_eq!(loaded.ratings.times(), [1_428_192_000, 1_430_092_800]),
    },
    Sample {
        shape: "Fractions of a second",
        files: &[("r.csv", "user,item,rating,time\n1,31,4,1428192000.25\n1,32,3,1430092800.5\n")],
        outcome: Ratings(1, 2, 2),
        also: |loaded| assert_eq!(loaded.ratings.times(), [1_428_192_000, 1_430_092_800]),
    },
    // Titles.
    Sample {
        shape: "Titles without a header",
        files: &[
            ("ratings.csv", "userId,movieId,rating\n7,1,4\n7,2,3\n8,1,5\n"),
            ("movies.csv", "1,Toy Story (1995),Animation|Comedy\n2,Heat (1995),Crime\n"),
        ],
        outcome: Ratings(2, 2, 3),
        also: |loaded| assert_eq!(title(loaded, "2"), "Heat (1995)"),
    },
    Sample {
        shape: "Lines in quotes as a whole",
        files: &[("r.csv", "\"user,item,rating\"\n\"1,31,2.5\"\n\"1,32,4\"\n\"2,31,3\"\n")],
        outcome: Ratings(2, 2, 3),
        also: named,
    },
    Sample {
        shape: "Quotes within quotes",
        files: &[("r.csv", "user,isbn,rating\n1,\"\"\"034545104X\"\"\",5\n2,\"\"\"034545104X\"\"\",4\n")],
        outcome: Ratings(2, 1, 2),
        also: |loaded| assert_eq!(value(loaded, "1", "034545104X"), 5.0),
    },
    // What tables that only resemble others are taken for.
    Sample {
        shape: "A score of the user's",
        files: &[(
            "a.csv",
            ",user,title,user_score\n0,tazi,Steel,10\n1,tazi,Ghost,8\n2,lara,Steel,7\n3,lara,Moon,5\n",
        )],
        outcome: Ratings(2, 3, 4),
        also: named,
    },
    Sample {
        shape: "Likes as 0 and 1",
        files: &[("i.csv", "user_id,item_id,like\nu1,i85,0\nu1,i3,1\nu2,i85,1\nu3,i3,0\n")],
        outcome: Ratings(3, 2, 4),
        also: |loaded| assert_eq!(value(loaded, "u1", "i85"), 0.0),
    },
    Sample {
        shape: "A person's id and name are one person",
        files: &[(
            "v.csv",
            "player_id,player_name,value,value_at\n94,Marko,3.6,2018-06-30\n94,Marko,5,2017-06-30\n13,Paulo,7,2018-06-30\n",
        )],
        outcome: Asked,
        also: nothing,
    },
    Sample {
        shape: "A class of each person",
        files: &[("u.csv", "user_id,skin_type\nu1,oily\nu2,dry\nu3,oily\nu4,dry\nu5,oily\n")],
        outcome: Asked,
        also: nothing,
    },
    Sample {
        shape: "Groups that come again and again",
        files: &[(
            "m.csv",
            "Grade,Study,Score\n6,1,68.0\n7,1,75.1\n6,2,69.2\n7,2,76.3\n6,1,70.4\n7,1,77.5\n6,2,71.6\n7,2,78.7\n6,1,72.8\n7,1,79.9\n6,2,73.0\n7,2,80.1\n6,1,74.2\n7,1,68.3\n6,2,75.4\n7,2,69.5\n6,1,76.6\n7,1,70.7\n",
        )],
        outcome: Asked,
        also: nothing,
    },
    Sample {
        shape: "Predictions beside choices",
        files: &[(
            "p.csv",
            "customer_id,product_id,prediction\n\
1764,17,0.00106\n1765,18,0.00113\n1766,19,0.00120\n1767,17,0.00127\n1764,18,0.00134\n1765,19,0.00141\n1766,17,0.00148\n1767,18,0.00155\n1764,19,0.00162\n1765,17,0.00169\n1766,18,0.00176\n1767,19,0.00183\n1764,17,0.00190\n1765,18,0.00197\n1766,19,0.00204\n1767,17,0.00211\n1764,18,0.00218\n1765,19,0.00225\n1766,17,0.00232\n1767,18,0.00239\n1764,19,0.00246\n1765,17,0.00253\n1766,18,0.00260\n1767,19,0.00267\n",
        )],
        outcome: Choices(4, 3, 12),
        also: told,
    },
    Sample {
        shape: "Titles below a person's name",
        files: &[("p3.csv", "Title,Haslett\nHeat,7.0\nAlien,8.0\nCasino,7.0\nFargo,9.0\n")],
        outcome: Ratings(1, 4, 4),
        also: told,
    },
    Sample {
        shape: "Titles below many names",
        files: &[("r.csv", "Title,Benris,Whitelea,Aldbridge\nHeat,7,10,6\nAlien,8,9,9\nCasino,5,7,6\n")],
        outcome: Asked,
        also: nothing,
    },
    Sample {
        shape: "A matrix of flags where a band is called as a rating",
        files: &[(
            "l.csv",
            "user,abba,air,beck,blur,bjork,cake,cher,dido,eels,feist,him,jet,keane,lamb,mika,moby,muse,opeth,stars,travis,u2\n\
             1,0,0,1,0,0,0,0,0,1,0,0,0,0,0,0,0,0,0,1,0,0\n33,1,0,0,0,0,0,0,1,0,0,0,0,0,0,0,0,0,0,0,0,0\n42,0,0,1,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,1\n",
        )],
        outcome: Choices(3, 6, 7),
        also: told,
    },
    Sample {
        shape: "A matrix whose items are called as those of pairs",
        files: &[("m.csv", "user_id,item_0,item_1,item_2\nu1,5,0,0\nu2,0,0,3\nu3,0,4,0\nu4,0,0,1\n")],
        outcome: Ratings(4, 3, 4),
        also: told,
    },
    Sample {
        shape: "Measurements with gaps below their names",
        files: &[("f.csv", "Trt,y0,y1\n0,10.5,11.3\n0,8.5,8.5\n1,9.25\n1,8.5,10.5\n0,9.25\n")],
        outcome: Asked,
        also: nothing,
    },
    Sample {
        shape: "1 in each row without a header",
        files: &[(
            "train.txt",
            "0 100 1\n0 107 1\n0 103 1\n0 110 1\n1 106 1\n1 102 1\n1 109 1\n1 105 1\n2 101 1\n2 108 1\n2 104 1\n2 100 1\n",
        )],
        outcome: Choices(3, 11, 12),
        also: told,
    },
    Sample {
        shape: "Counts without a header",
        files: &[(
            "data1.txt",
            "1000\t200\t57\n1005\t211\t173\n1001\t205\t957\n1006\t216\t21\n1002\t210\t33\n1007\t204\t5021\n1003\t215\t88\n1008\t209\t140\n1004\t203\t310\n1000\t214\t12\n1005\t208\t64\n1001\t202\t75\n1006\t213\t57\n1002\t207\t173\n1007\t201\t957\n1003\t212\t21\n1008\t206\t33\n1004\t200\t5021\n1000\t211\t88\n1005\t205\t140\n1001\t216\t310\n1006\t210\t12\n1002\t204\t64\n1007\t215\t75\n1003\t209\t57\n1008\t203\t173\n1004\t214\t957\n1000\t208\t21\n1005\t202\t33\n1001\t213\t5021\n1006\t207\t88\n1002\t201\t140\n1007\t212\t310\n1003\t206\t12\n1008\t200\t64\n1004\t211\t75\n",
        )],
        outcome: Choices(9, 17, 36),
        also: told,
    },
    Sample {
        shape: "A data frame without names",
        files: &[(
            "all.csv",
            ",0,1,2\n0,0,200,57.0\n1,5,211,173.0\n2,1,205,957.0\n3,6,216,21.0\n4,2,210,33.0\n5,7,204,5021.0\n6,3,215,88.0\n7,8,209,140.0\n8,4,203,310.0\n9,0,214,12.0\n10,5,208,64.0\n11,1,202,75.0\n12,6,213,57.0\n13,2,207,173.0\n14,7,201,957.0\n15,3,212,21.0\n16,8,206,33.0\n17,4,200,5021.0\n18,0,211,88.0\n19,5,205,140.0\n20,1,216,310.0\n21,6,210,12.0\n22,2,204,64.0\n23,7,215,75.0\n24,3,209,57.0\n25,8,203,173.0\n26,4,214,957.0\n27,0,208,21.0\n28,5,202,33.0\n29,1,213,5021.0\n30,6,207,88.0\n31,2,201,140.0\n32,7,212,310.0\n33,3,206,12.0\n34,8,200,64.0\n35,4,211,75.0\n",
        )],
        outcome: Choices(9, 17, 36),
        also: told,
    },
    Sample {
        shape: "A class of each person without a header",
        files: &[(
            "features.csv",
            "0,F,1\n1,M,1\n2,F,1\n3,M,1\n4,F,1\n5,M,1\n6,F,1\n7,M,1\n8,F,1\n9,M,1\n10,F,1\n11,M,1\n",
        )],
        outcome: Asked,
        also: nothing,
    },
    Sample {
        shape: "A matrix with a book called 1984",
        files: &[("r.csv", "User,Gatsby,1984,Dune,Emma,Ulysses\nKwame,5,4,,5,\nAma,,3,2,,4\nYaw,1,,5,,\n")],
        outcome: Ratings(3, 5, 8),
        also: |loaded| assert_eq!(value(loaded, "Ama", "1984"), 3.0),
    },
    Sample {
        shape: "Enrolments of trainees",
        files: &[(
            "i.csv",
            "trainee_id,course_id,event,timestamp\nt1,C2,enroll,2025-09-20\nt2,C2,enroll,2025-09-21\nt1,C5,view,2025-09-22\n",
        )],
        outcome: Choices(2, 2, 3),
        also: told,
    },
    Sample {
        shape: "Records of measures are no lists",
        files: &[(
            "log.txt",
            "train:80000,test:20000,users:940\nprecision:0.1,recall:0.2\ntrain:80000,test:20000,users:942\nprecision:0.1,recall:0.3\n",
        )],
        outcome: Asked,
        also: nothing,
    },
    Sample {
        shape: "People's own names",
        files: &[(
            "users.csv",
            "userId,surname,name,genres\n1,deloach,Oden,Adventure\n2,shaw,Ann,Comedy\n3,lee,Kim,Drama\n",
        )],
        outcome: Asked,
        also: nothing,
    },
    Sample {
        shape: "More names than columns",
        files: &[("r.csv", "date,name,year,uri,kind,userId\n116,,heat\n117,,alien\n118,,up\n")],
        outcome: Refused("no columns of user"),
        also: nothing,
    },
    Sample {
        shape: "A table of which no row fits",
        files: &[("t.csv", "user_id,city\n1,\n1,\n2,\n2,\n")],
        outcome: Asked,
        also: nothing,
    },
    Sample {
        shape: "A spreadsheet's empty rows",
        files: &[("r.csv", "user,item,rating\n1,31,2.5\n2,31,3\n,,\n,,\n1,32,4\n,,\n")],
        outcome: Ratings(2, 2, 3),
        also: |loaded| assert_eq!(loaded.report.skipped.count, 0),
    },
    Sample {
        shape: "Two names of each thing, and an average",
        files: &[(
            "ratings.csv",
            "title_one,title_two,score\nHeat,Calor,8.0\nRan,Caos,8.1\nAlien,Octavo,8.2\nUp,Arriba,8.0\nBrazil,Brasil,8.1\nJaws,Tiburon,8.2\nBig,Quisiera,8.0\nGo,Viviendo,8.1\nPi,Orden,8.2\nOnce,Una vez,8.0\nHer,Ella,8.1\nIt,Eso,8.2\n",
        )],
        outcome: Asked,
        also: nothing,
    },
    Sample {
        shape: "Orders, most of no campaign",
        files: &[(
            "order.csv",
            "OrderID,MemberID,CampaignID,SubTotal\nR0000,M000,C01,50\nR0001,M001,,51\nR0002,M002,,52\nR0003,M003,,53\nR0004,M004,,54\nR0005,M000,,55\nR0006,M001,C01,56\nR0007,M002,,57\nR0008,M003,,58\nR0009,M004,,59\nR0010,M000,,60\nR0011,M001,,61\nR0012,M002,C01,62\nR0013,M003,,63\nR0014,M004,,64\nR0015,M000,,65\nR0016,M001,,66\nR0017,M002,,67\nR0018,M003,C01,68\nR0019,M004,,69\nR0020,M000,,70\nR0021,M001,,71\nR0022,M002,,72\nR0023,M003,,73\n",
        )],
        outcome: Asked,
        also: nothing,
    },
    Sample {
        shape: "A table in Chinese",
        files: &[(
            "borrowings.csv",
            "借阅ID,书籍ISBN,会员ID,评分\n1,001,10001,5\n2,002,10001,3\n3,001,10002,4\n4,002,10003,2\n",
        )],
        outcome: Ratings(3, 2, 4),
        also: nothing,
    },
    Sample {
        shape: "Likes of posts by accounts",
        files: &[(
            "likes.csv",
            "\"_id\",\"post\",\"account\",\"createdAt\",\"__v\"\n\"5f1\",\"5a1\",\"5c1\",\"2020-07-13T09:01:01.184Z\",0\n\"5f2\",\"5a1\",\"5c2\",\"2020-07-13T09:02:50.515Z\",0\n\"5f3\",\"5a2\",\"5c1\",\"2020-07-13T09:04:50.515Z\",0\n",
        )],
        outcome: Choices(2, 2, 3),
        also: nothing,
    },
    Sample {
        shape: "Marks in subjects",
        files: &[(
            "notas.csv",
            "MATRICULA,COD_DISCIPLINA,COD_CURSO,NOTA,CARGA_HORARIA\n100,SEN1,4,82,60\n100,MPS1,56,90,30\n101,SEN1,4,70,60\n102,MPS1,4,55,30\n102,SEN1,4,61,60\n",
        )],
        outcome: Ratings(3, 2, 5),
        also: nothing,
    },
    Sample {
        shape: "Reviewers by number, and a decision",
        files: &[(
            "ratings.csv",
            "paper_id,0,1,2,3,4,decision\n09Q,8.0,5.0,7.0,,,Accept\npnS,5.0,6.0,7.0,7.0,,Accept\nEqJ,7.0,7.0,3.0,,,Reject\nzzA,4.0,7.0,,,,Reject\n",
        )],
        outcome: Ratings(4, 4, 12),
        also: |loaded| {
            assert!(loaded.report.files[0].note.contains("column"), "{}", loaded.report.files[0].note)
        },
    },
];

/// What was taken for “not rated” is a rating again when the person says so.
#[test]
fn minus_one_can_be_a_rating() {
    let text = "user_id,anime_id,rating\n1,20,-1\n1,24,8\n2,20,10\n3,20,-1\n";
    let ratings = |columns: Option<Columns>| {
        let options = LoadOptions { columns, ..LoadOptions::default() };
        load_bytes(&[("rating.csv", text.as_bytes())], options).unwrap().report.ratings
    };
    let said = |unrated| Columns {
        user: Some(0),
        item: Some(1),
        rating: Some(2),
        minus_one_is_unrated: Some(unrated),
        ..Columns::default()
    };
    assert_eq!((ratings(None), ratings(Some(said(true))), ratings(Some(said(false)))), (2, 2, 4));
}

/// Who confirms what was found of rows with several items has all of them read, and not the first alone.
#[test]
fn several_items_a_row_are_read_as_confirmed() {
    for (name, text) in [
        (
            "ratings.csv",
            "user,item1,rating1,item2,rating2\nann,Heat,4,Up,3\nbob,Up,5,Ran,2\ncid,Ran,1,Heat,5\n",
        ),
        ("likes.csv", "user_id,likes\n1,10|11|12\n2,11|13\n3,10|12|13|11\n4,12|10\n5,13\n"),
    ] {
        let found = loaded_from(name, text);
        let columns = Some(found.previews[0].columns.clone());
        let options = LoadOptions { columns, ..LoadOptions::default() };
        let confirmed = load_bytes(&[(name, text.as_bytes())], options).unwrap();
        assert!(found.ratings.len() > text.lines().count(), "{name}");
        assert_eq!(confirmed.ratings.len(), found.ratings.len(), "{name}");
    }
}

/// What comes of a file of this text.
fn loaded_from(name: &str, text: &str) -> Loaded {
    load_bytes(&[(name, text.as_bytes())], LoadOptions::default()).expect("a table that is read")
}

/// A file sorted by people or by items begins with the same of them for longer than a few rows are.
#[test]
fn sorted_files_are_told_by_all_that_is_at_hand() {
    for by_item in [false, true] {
        let mut text = String::from("guest,dish,rating\n");
        for first in 0..20 {
            for second in 0..150 {
                let (guest, dish) = if by_item { (second, first) } else { (first, second) };
                if (guest * 7 + dish * 3) % 5 < 4 {
                    text += &format!("g{guest},d{dish},{}\n", (guest + dish * 2) % 5 + 1);
                }
            }
        }
        let loaded = loaded_from("ratings.csv", &text);
        let (people, items) = if by_item { (150, 20) } else { (20, 150) };
        let r = &loaded.ratings;
        assert_eq!((r.n_users(), r.n_items(), r.len()), (people, items, 2400), "{by_item}");
        told(&loaded);
    }
}

/// Where everybody rated everything, items are numbered from one on again and again.
#[test]
fn items_of_a_full_table_do_not_number_its_rows() {
    let mut text = String::from("guest_nr,dish_nr,rating\n");
    for guest in 1..=4 {
        (1..=120).for_each(|dish| text += &format!("{guest},{dish},{}\n", (guest + dish * 2) % 5 + 1));
    }
    let loaded = loaded_from("ratings.csv", &text);
    let r = &loaded.ratings;
    assert_eq!((r.n_users(), r.n_items(), r.len()), (4, 120, 480));
    told(&loaded);
}

/// A row of a matrix may be longer than what is looked at of other files.
#[test]
fn a_matrix_may_be_wider_than_a_head() {
    let items = 9000;
    let mut text = String::from("user_id");
    (0..items).for_each(|item| text += &format!(",track-{item:08}"));
    for person in 0..5 {
        text += &format!("\nu{person}");
        (0..items).for_each(|item| text += if (item + person) % 3 == 0 { ",1.0" } else { ",0.0" });
    }
    text += "\n";
    assert!(text.find('\n').unwrap() > kindred::format::HEAD);
    let loaded = loaded_from("ratings_matrix.csv", &text);
    let r = &loaded.ratings;
    assert_eq!((r.n_users(), r.n_items(), r.len()), (5, items, 5 * items / 3));
    told(&loaded);
}

/// What has few names beside what has many is a class of it, and neither who nor what.
#[test]
fn classes_are_no_items() {
    let mut text = String::from("user,park,rating,activity\n");
    for row in 0..600 {
        let activity = ["nature", "walk", "sport", "swim"][row * 7 % 4];
        text += &format!("{},p{},{},{activity}\n", row % 37, row * 13 % 90, row % 5 + 1);
    }
    let loaded = loaded_from("survey.csv", &text);
    assert_eq!((loaded.ratings.n_users(), loaded.ratings.n_items()), (37, 90));
    told(&loaded);
}

/// Below a word for people, what stands above the other columns may be numbers only.
#[test]
fn a_matrix_of_books_has_their_numbers_above() {
    let mut text = String::from("User-ID");
    (0..40).for_each(|book| text += &format!(",{:010}", 6_546_684 + book * 977));
    for person in 0..30 {
        text += &format!("\n{}", 254 + person * 31);
        (0..40).for_each(|book| text += if (book + person) % 7 == 0 { ",5.0" } else { ",0.0" });
    }
    let loaded = loaded_from("user_item_matrix.csv", &text);
    assert_eq!((loaded.ratings.n_users(), loaded.ratings.n_items()), (30, 40));
    told(&loaded);
}

/// A file that begins with a hundred rows of the first person has more people behind them.
#[test]
fn the_first_person_of_many_is_no_flag() {
    let mut text = String::from("usuario,id_filme,nota\n");
    for row in 0..600 {
        text += &format!("{},{},{}\n", row / 150 + 1, row * 7 % 400, row % 5 + 1);
    }
    let loaded = loaded_from("avaliacoes.csv", &text);
    assert_eq!((loaded.ratings.n_users(), loaded.ratings.len()), (4, 600));
    named(&loaded);
}

/// One time that was damaged leaves the others what they are.
#[test]
fn one_damaged_time_of_many_is_left_open() {
    let mut text = String::new();
    for row in 0..60 {
        let time = if row == 12 { 8_750_721_731_u64 } else { 875_072_000 + row };
        text += &format!("{}\t{}\t{}\t{time}\n", row / 20 + 1, row * 7 % 40, row * 3 % 5 + 1);
    }
    let loaded = loaded_from("u1.test", &text);
    assert_eq!((loaded.ratings.n_users(), loaded.ratings.len()), (3, 60));
}

/// How often people were somewhere may be a few times each in the first rows, and many times in later ones.
#[test]
fn counts_may_begin_as_marks_do() {
    let mut text = String::new();
    let mut row = 0_usize;
    while text.len() <= kindred::format::HEAD {
        let often = if row < 200 { row * 7 % 5 + 2 } else { row * 7 % 90 + 2 };
        text += &format!("{},{},{often}\n", row / 12, row * 13 % 900);
        row += 1;
    }
    let loaded = loaded_from("visits.txt", &text);
    assert_eq!(loaded.ratings.feedback(), kindred::ratings::Feedback::Implicit);
    told(&loaded);
}

/// Who gives each of many a 1 chose them; the head of a long file does not tell whether others have other marks.
#[test]
fn ratings_that_are_all_1_are_choices() {
    let text = |last: usize| {
        let row =
            |row: usize| format!("u{},p{},{}\n", row % 97, row * 13 % 890, if row < 8000 { 1 } else { last });
        "user,park,rating\n".to_owned() + &(0..=8000).map(row).collect::<String>()
    };
    let feedback = |last| loaded_from("visits.csv", &text(last)).ratings.feedback();
    assert!(text(1).len() > kindred::format::HEAD);
    assert_eq!(feedback(1), kindred::ratings::Feedback::Implicit);
    assert_eq!(feedback(4), kindred::ratings::Feedback::Explicit);
}
