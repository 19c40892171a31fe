//! What groups of people gave: events of which some say no, ranks, marks behind names, plays that a group wrote down.

use super::tables::told;
use super::{Outcome::*, Sample, nothing};

pub const SAMPLES: &[Sample] = &[
    Sample {
        shape: "Events of which some were refused",
        files: &[(
            "interactions.csv",
            "id,user_id,item_id,interaction_type,timestamp\n1,7,31,view,2025-08-08T18:32:37\n2,8,31,like,2025-07-19T11:29:55\n3,7,32,dismiss,2025-08-08T19:00:00\n4,9,33,view,2025-08-09T10:00:00\n5,8,33,dismiss,2025-08-09T11:00:00\n6,9,31,view,2025-08-10T10:00:00\n",
        )],
        outcome: Choices(3, 2, 4),
        also: told,
    },
    Sample {
        shape: "One row for each person and thing, and whether the person has it",
        files: &[(
            "installations.csv",
            "\"item_id\",\"user_id\",\"installed\"\n\"maps\",1,0\n\"plots\",1,0\n\"tables\",1,0\n\"trees\",1,0\n\"maps\",2,0\n\"plots\",2,0\n\"tables\",2,0\n\"trees\",2,0\n\"maps\",3,1\n\"plots\",3,0\n\"tables\",3,0\n\"trees\",3,0\n\"maps\",4,0\n\"plots\",4,0\n\"tables\",4,0\n\"trees\",4,0\n\"maps\",5,0\n\"plots\",5,0\n\"tables\",5,0\n\"trees\",5,0\n\"maps\",6,0\n\"plots\",6,0\n\"tables\",6,0\n\"trees\",6,0\n\"maps\",7,0\n\"plots\",7,0\n\"tables\",7,0\n\"trees\",7,0\n\"maps\",8,0\n\"plots\",8,0\n\"tables\",8,0\n\"trees\",8,0\n\"maps\",9,0\n\"plots\",9,0\n\"tables\",9,0\n\"trees\",9,1\n\"maps\",10,0\n\"plots\",10,0\n\"tables\",10,0\n\"trees\",10,0\n",
        )],
        outcome: Choices(2, 2, 2),
        also: told,
    },
    Sample {
        shape: "Marks beside what a model says of the words",
        files: &[(
            "reviews.csv",
            "user_id,book_id,diem,review_text,sentiment\n1,31,5,fine,Positive\n2,31,2,dull,Negative\n1,32,4,good,Positive\n3,31,3,so so,Neutral\n2,32,4,good,Positive\n3,33,1,bad,Negative\n1,33,3,so so,Neutral\n2,33,2,dull,Negative\n3,32,5,fine,Positive\n4,31,4,good,Positive\n4,32,1,bad,Negative\n4,33,3,so so,Neutral\n",
        )],
        outcome: Ratings(4, 3, 12),
        also: told,
    },
    Sample {
        shape: "Marks behind a name, and no header",
        files: &[(
            "ratings.txt",
            "ann,5 0 0 3 0 1 5 3\nbob lee,0 3 5 0 0 0 1 5\ncid,1 0 0 5 3 0 0 0\ndee,0 0 3 -3 5 1 0 0\n",
        )],
        outcome: Ratings(4, 8, 16),
        also: told,
    },
    Sample {
        shape: "Marks alone, with fractions",
        files: &[(
            "movie_ratings.csv",
            "4.52,4.04,4.32,4.70\n1.21,3.31,1.78,2.50\n2.82,3.63,4.67,2.01\n2.76,4.77,1.36,2.29\n",
        )],
        outcome: Ratings(4, 4, 16),
        also: told,
    },
    Sample {
        shape: "A form's marks in words that begin with them, and “[N/A]”",
        files: &[(
            "survey_data.csv",
            "\"Timestamp\",\"Rate Heat (1995)\",\"Rate Up (2009)\",\"Rate Brazil (1985)\"\n\"2023/01/31 11:20:20 AM\",\"5 - I saw it again\",\"3 - It was average\",\"[N/A] I have not seen it\"\n\"2023/01/31 11:23:26 AM\",\"4 - I would see it again\",\"[N/A] I have not seen it\",\"2 - It had good moments\"\n\"2023/01/31 11:27:57 AM\",\"3 - It was average\",\"1 - Never again\",\"[N/A] I have not seen it\"\n\"2023/01/31 11:29:10 AM\",\"[N/A] I have not seen it\",\"4 - I would see it again\",\"5 - I saw it again\"\n",
        )],
        outcome: Ratings(4, 3, 8),
        also: told,
    },
    Sample {
        shape: "Rows with numbers of their own before MovieLens' columns",
        files: &[(
            "part.tsv",
            "2111\t196\t242\t3\t881250949\n2112\t186\t302\t3\t891717742\n2114\t196\t377\t1\t878887116\n2115\t244\t242\t2\t880606923\n2116\t186\t346\t1\t886397596\n2117\t298\t302\t4\t884182806\n2118\t196\t302\t5\t881250950\n2119\t244\t377\t5\t880606924\n",
        )],
        outcome: Ratings(4, 4, 8),
        also: told,
    },
    Sample {
        shape: "Marks of a merge around ratings",
        files: &[(
            "interactions.csv",
            "<<<<<<< HEAD\nuser_id,content_id,rating\n1,31,4\n2,31,5\n1,32,3\n=======\nuser_id,content_id,rating\n3,31,2\n2,33,4\n>>>>>>> theirs\n",
        )],
        outcome: Ratings(3, 3, 5),
        also: nothing,
    },
    Sample {
        shape: "BG Stats, what a group played",
        files: &[(
            "BGStatsExport.json",
            r#"{"tags":[{"id":1,"name":"In Car","isInternal":false}],"players":[{"id":2,"name":"Ann","isAnonymous":false},{"id":3,"name":"Bob","isAnonymous":false},{"id":1,"name":"Anonymous player","isAnonymous":true}],"games":[{"id":9,"name":"Azul","bggId":230802},{"id":8,"name":"Carcassonne","bggId":822}],"plays":[{"playDate":"2021-08-08 15:33:50","gameRefId":9,"rating":0,"playerScores":[{"score":"33","playerRefId":2},{"score":"30","playerRefId":3}]},{"playDate":"2021-08-09 15:33:50","gameRefId":8,"rating":0,"playerScores":[{"score":"80","playerRefId":2},{"score":"60","playerRefId":1}]},{"playDate":"2021-08-10 15:33:50","gameRefId":9,"rating":0,"playerScores":[{"score":"41","playerRefId":2}]}]}"#,
        )],
        outcome: Choices(2, 2, 3),
        also: nothing,
    },
    Sample {
        shape: "Letterboxd, one name too few",
        files: &[(
            "ratings.csv",
            "Date,Name,Year,Letterboxd URI\n2023-05-03,Heat,1995,https://boxd.it/aaa,4\n2023-05-03,Up,2009,https://boxd.it/bbb,4.5\n2024-01-15,Brazil,1985,https://boxd.it/ccc,3.5\n",
        )],
        outcome: Own(3, 0, 0),
        also: told,
    },
];
