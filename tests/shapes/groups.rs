//! What groups of people gave: events of which some say no, ranks, marks behind names, plays that a group wrote down.

use super::tables::told;
use super::{Outcome::*, Sample, nothing};
use kindred::load::Loaded;

/// Half of the swipes say yes.
fn swiped(loaded: &Loaded) {
    told(loaded);
    assert_eq!(loaded.ratings.once().map(|(_, _, value)| value).sum::<f32>(), 3.0);
}

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
    Sample {
        shape: "Ranks below the names of what was ranked",
        files: &[(
            "ballots.csv",
            "Birch,Cedar,Maple,Willow\n1,2,3,4\n2,1,,\n,3,1,2\n4,3,2,1\n1,,2,\n3,2,1,4\n",
        )],
        outcome: Ratings(6, 4, 19),
        also: |loaded| {
            told(loaded);
            let first: Vec<f32> =
                loaded.ratings.by_user().iter().take(4).map(|(_, _, value)| value).collect();
            assert_eq!(first, [4.0, 3.0, 2.0, 1.0]);
        },
    },
    Sample {
        shape: "Ranks in words",
        files: &[(
            "votes.csv",
            "Where the River Bends,Old Mill Town,City of Lanterns\nThird Choice,First Choice,Second Choice\nFirst Choice,,Second Choice\n,First Choice,Second Choice\nFirst Choice,Second Choice,Third Choice\n",
        )],
        outcome: Ratings(4, 3, 10),
        also: told,
    },
    Sample {
        shape: "First, second and third choices",
        files: &[(
            "projects.csv",
            "Student ID,Degree,Rank 1,Rank 2,Rank 3\n1,MBA,57,63,33\n2,MSc,33,57,12\n3,MBA,12,33,57\n4,MBA,63,12,33\n",
        )],
        outcome: Ratings(4, 4, 12),
        also: told,
    },
    Sample {
        shape: "Votes in words without names of people or of what was voted on",
        files: &[(
            "house-votes.data",
            "north,n,y,n,y,y,y,n,n,n\nsouth,?,y,y,?,y,y,n,n,n\nnorth,n,y,n,y,y,y,n,n,y\nsouth,n,y,y,n,y,y,n,n,?\nsouth,y,y,y,n,y,y,n,y,?\n",
        )],
        outcome: Ratings(5, 9, 41),
        also: told,
    },
    Sample {
        shape: "Two items with fractions below each",
        files: &[(
            "user_ratings.csv",
            "User,Far Shore,Orchard\n1,4.6,5.3\n2,5.5,0.7\n3,5.8,3.6\n4,6.1,2.2\n5,7.3,4.9\n6,3.2,8.1\n7,8.8,5.6\n8,4.4,6.7\n9,5.1,7.9\n10,2.5,3.8\n11,9.4,1.4\n12,6.6,4.1\n",
        )],
        outcome: Ratings(12, 2, 24),
        also: told,
    },
    Sample {
        shape: "A pivot under the ids of items",
        files: &[("ratings.csv", ",31,57,102,318\n1,5,,3,4\n2,,4,2,\n3,1,5,,3\n4,4,,5,5\n")],
        outcome: Ratings(4, 4, 11),
        also: told,
    },
    Sample {
        shape: "What each likes, below an index without a name",
        files: &[(
            "users.csv",
            ",Gender,Age,Likes,Dislikes\n0,Female,23,tea;walks;chess,noise;crowds\n1,Male,42,walks;tea,chess;dust\n2,Female,25,chess;birds;tea;rain,noise\n3,Male,61,birds;rain,tea;walks\n4,Female,37,rain,birds;noise\n5,Male,29,tea;birds;walks,dust\n",
        )],
        outcome: Choices(6, 5, 15),
        also: told,
    },
    Sample {
        shape: "Ids of people and of what they heard, all of one length",
        files: &[(
            "listens.csv",
            "750-48-6015,AR4821\n457-42-4347,AR1187\n954-63-4114,AR9984\n730-90-1342,AR4187\n112-30-5566,AR7731\n223-45-9081,AR2214\n334-51-7702,AR8120\n445-67-1093,AR3309\n556-78-2314,AR5540\n667-89-3425,AR6651\n778-90-4536,AR9013\n750-48-6015,AR1187\n457-42-4347,AR9984\n954-63-4114,AR4821\n",
        )],
        outcome: Choices(11, 11, 14),
        also: told,
    },
    Sample {
        shape: "Orders and what they consist of",
        files: &[(
            "orders.json",
            r#"[{"id": 1, "customerId": 71, "courierId": 5, "items": [{"id": 1, "name": "Soup", "quantity": 2}, {"id": 2, "name": "Bread", "quantity": 1}]},
 {"id": 2, "customerId": 72, "courierId": 5, "items": [{"id": 1, "name": "Soup", "quantity": 1}]},
 {"id": 3, "customerId": 71, "courierId": 6, "items": [{"id": 1, "name": "Tea", "quantity": 3}]}]"#,
        )],
        outcome: Choices(2, 3, 4),
        also: nothing,
    },
    Sample {
        shape: "What an order consists of, with remarks",
        files: &[(
            "order_items.csv",
            "id,orderId,dishId,quantity,notes\n1,1,31,2,no salt\n2,1,32,1,\n3,2,33,1,more rice\n4,3,31,2,\n5,3,33,1,hot\n",
        )],
        outcome: Choices(3, 3, 5),
        also: told,
    },
    Sample {
        shape: "Points of an exam beside students and courses",
        files: &[(
            "enrollments.csv",
            "enrollment_id,student_id,course_id,semester,total_score\n1,242,70,Fall,83.1\n2,274,83,Fall,84.5\n3,34,70,Spring,79.9\n4,242,83,Spring,91.2\n5,34,12,Fall,66.0\n6,274,12,Spring,71.4\n",
        )],
        outcome: Choices(3, 3, 6),
        also: told,
    },
    Sample {
        shape: "Points from one to another",
        files: &[(
            "votes.csv",
            "year,page,round,from,by,to,points\n1990,https://songs.example/1990,Final,Ara,NA,Bel,6\n1990,https://songs.example/1990,Final,Ara,NA,Cor,3\n1990,https://songs.example/1990,Final,Bel,NA,Ara,5\n1990,https://songs.example/1990,Final,Bel,NA,Cor,1\n1990,https://songs.example/1990,Final,Cor,NA,Ara,4\n1990,https://songs.example/1990,Final,Cor,NA,Bel,2\n",
        )],
        outcome: Ratings(3, 3, 6),
        also: told,
    },
    Sample {
        shape: "When something was rated, by the end of a name",
        files: &[(
            "reviews.csv",
            "guest_id,hotel_id,rating,review_created_at\n7,31,4,2024-02-23 17:55:10\n8,31,5,2024-03-01 08:00:00\n7,32,3,2024-03-05 09:30:00\n",
        )],
        outcome: Ratings(2, 2, 3),
        also: |loaded| assert!(loaded.ratings.times().iter().all(|&time| time > 0)),
    },
    Sample {
        shape: "Orders with remarks, of which some say no number of the product",
        files: &[(
            "orders.json",
            r#"[{"order_id": "A1", "user_id": "c3", "note": "ring twice", "item": [{"sku": "101", "productName": "Gel", "quantity": 1}, {"sku": "102", "productName": "Oil", "quantity": 2}]},
 {"order_id": "A2", "user_id": "c4", "note": "", "item": [{"sku": "101", "productName": "Gel", "quantity": 1}, {"sku": "103", "productName": "Tea", "quantity": 1}]},
 {"order_id": "A3", "user_id": "c3", "note": "by the door", "item": [{"sku": "104", "productName": "Jam", "quantity": 4}, {"sku": "105", "productName": "Rye", "quantity": 1}]},
 {"order_id": "A4", "user_id": "c5", "note": "", "item": [{"sku": "101", "productName": "Gel", "quantity": 2}, {"sku": "104", "productName": "Jam", "quantity": 1}]},
 {"order_id": "A5", "user_id": "c5", "note": "", "item": [{"sku": "102", "productName": "Oil", "quantity": 1, "productId": "x7"}, {"sku": "105", "productName": "Rye", "quantity": 1, "productId": "x9"}]}]"#,
        )],
        outcome: Choices(3, 5, 10),
        also: nothing,
    },
    Sample {
        shape: "A word that says what 0 is",
        files: &[(
            "user_ratings.csv",
            "user_id,food_id,rating,rating_status\n1,31,4,rated\n1,32,5,rated\n1,33,0,unrated\n2,31,3,rated\n2,32,2,rated\n2,33,4,rated\n3,31,5,rated\n3,32,1,rated\n3,33,3,rated\n4,31,4,rated\n4,32,2,rated\n4,33,5,rated\n",
        )],
        outcome: Ratings(4, 3, 11),
        also: told,
    },
    Sample {
        shape: "Baskets of which one product is called as items are",
        files: &[(
            "groceries.csv",
            "milk,bread,butter,beer,soap\n1,1,0,0,0\n0,0,1,0,0\n0,0,0,1,1\n1,1,1,0,0\n0,1,0,0,0\n1,0,0,1,0\n",
        )],
        outcome: Choices(6, 5, 11),
        also: told,
    },
    Sample {
        shape: "What was shown, and what of it was looked at",
        files: &[(
            "interactions.csv",
            "user_id,item_id,interaction_type\n1,31,shown\n1,32,view\n2,31,shown\n2,33,view\n3,31,view\n3,32,shown\n",
        )],
        outcome: Choices(3, 3, 3),
        also: told,
    },
    Sample {
        shape: "Empty stars",
        files: &[(
            "ratings.csv",
            "user_id,film_id,rating\n1,31,★★★★☆\n1,32,☆☆☆☆☆\n2,31,★★☆☆☆\n2,33,★★★★★\n3,31,★☆☆☆☆\n",
        )],
        outcome: Ratings(3, 3, 5),
        also: nothing,
    },
    Sample {
        shape: "People who say yes, no and maybe to each of some things",
        files: &[(
            "survey.csv",
            "user,Hiking,Chess,Opera,Baking,Sailing,Diving\nann,yes,no,maybe,no,yes,no\nbob,no,no,yes,maybe,no,no\ncid,maybe,yes,no,no,no,yes\ndee,no,no,no,yes,maybe,no\n",
        )],
        outcome: Ratings(4, 6, 24),
        also: nothing,
    },
    Sample {
        shape: "What people like, behind how old they are",
        files: &[(
            "preferences.csv",
            "\"\",\"user_id\",\"years_heard\",\"Blues\",\"Jazz\",\"Rock\",\"Soul\",\"Town\"\n\"1\",1,1.5,\"false\",\"true\",\"false\",\"true\",\"Ulm\"\n\"2\",2,5,\"false\",\"false\",\"true\",\"true\",\"Ulm\"\n\"3\",3,4,\"true\",\"false\",\"false\",\"true\",\"Bonn\"\n\"4\",4,2.5,\"false\",\"true\",\"false\",\"false\",\"Ulm\"\n",
        )],
        outcome: Choices(4, 4, 7),
        also: told,
    },
    Sample {
        shape: "Lists of what was liked, beside how many were liked at each step",
        files: &[(
            "likes.csv",
            "user,liked_songs,liked_per_step\n1,\"31, 32, 35\",\"[1, 1, 2]\"\n2,\"31, 33\",\"[0, 0, 2]\"\n3,\"32, 34, 35, 36\",\"[2, 2, 0]\"\n4,\"33, 36\",\"[1, 1, 0]\"\n",
        )],
        outcome: Choices(4, 6, 11),
        also: told,
    },
    Sample {
        shape: "What each is interested in, and which kinds were shown",
        files: &[(
            "interactions.csv",
            "user_id,interest,category,visited\n1,history,museum,1\n1,history,park,0\n1,history,castle,1\n2,nature,park,1\n2,nature,museum,0\n2,nature,lake,1\n3,art,museum,1\n3,art,lake,0\n3,art,gallery,1\n",
        )],
        outcome: Asked,
        also: nothing,
    },
    Sample {
        shape: "Swipes to the left and to the right",
        files: &[(
            "swipes.csv",
            "user_id,profile_id,direction,swiped_at\n1,31,left,2025-01-01\n1,32,right,2025-01-02\n2,31,right,2025-01-02\n2,33,left,2025-01-03\n3,31,left,2025-01-04\n3,32,right,2025-01-05\n",
        )],
        outcome: Ratings(3, 3, 6),
        also: swiped,
    },
    Sample {
        shape: "Who was liked and who was passed",
        files: &[(
            "swipes.csv",
            "user_id,target_user_id,swipe_time,direction\n1,4,2025-01-01,pass\n1,5,2025-01-02,like\n2,4,2025-01-02,like\n2,6,2025-01-03,pass\n3,4,2025-01-04,pass\n3,5,2025-01-05,like\n",
        )],
        outcome: Ratings(3, 3, 6),
        also: swiped,
    },
    Sample {
        shape: "Two columns of marks, of which one has −1 in each row",
        files: &[(
            "reviews.csv",
            "cafe_id,reviewer_name,takeaway_rating,table_rating\n1,Ann A,5,-1\n1,Bob B,-1,4\n1,Cid C,4,-1\n2,Ann A,2,-1\n2,Dee D,-1,1\n2,Eva E,3,-1\n3,Bob B,-1,5\n3,Cid C,1,-1\n3,Dee D,5,-1\n4,Eva E,-1,2\n4,Ann A,4,-1\n",
        )],
        outcome: Ratings(4, 4, 7),
        also: told,
    },
    Sample {
        shape: "Several products in a cell, and their marks beside them",
        files: &[(
            "purchases.csv",
            "customer_id,product_ids,ratings\n1,31|32|33,3|3|3\n2,31|34,5|1\n3,33|34|35,2|4|4\n4,32|31,1|2\n5,35|31,5|4\n",
        )],
        outcome: Ratings(5, 5, 12),
        also: told,
    },
    Sample {
        shape: "What an order is worth",
        files: &[(
            "orders.csv",
            "order_id,user_id,restaurant_id,order_time,order_value\n1,11,31,2025-01-01 10:00,526\n2,12,32,2025-01-02 11:00,66\n3,11,32,2025-01-03 12:00,711\n4,13,31,2025-01-03 13:00,240\n5,12,33,2025-01-04 14:00,1380\n6,13,33,2025-01-05 15:00,95\n7,11,33,2025-01-06 16:00,182\n8,14,31,2025-01-06 17:00,99\n9,14,32,2025-01-07 18:00,645\n10,12,31,2025-01-08 19:00,311\n",
        )],
        outcome: Choices(4, 3, 10),
        also: told,
    },
    Sample {
        shape: "A score that was worked out from what was bought",
        files: &[(
            "interactions.csv",
            "customer_id,product_id,score,qty,spend\n1,31,3.966,1,14.9\n1,32,10.146,1,7680\n1,33,8.801,1,2000\n2,31,4.601,2,29.8\n2,34,7.312,3,411.5\n3,32,11.204,2,15360\n3,35,2.177,1,3.2\n3,36,5.523,4,88.1\n4,31,3.918,1,14.9\n4,36,4.907,2,44\n4,33,9.133,2,4000\n5,35,2.803,2,6.4\n5,34,6.014,1,137.2\n6,32,10.071,1,7680\n6,31,5.336,3,44.7\n6,35,3.211,3,9.6\n7,33,8.722,1,2000\n7,36,3.604,1,22\n7,34,6.881,2,274.4\n8,31,6.12,4,59.6\n8,32,12.31,3,23040\n8,34,6.155,1,137.2\n8,35,4.02,4,12.8\n",
        )],
        outcome: Choices(8, 6, 23),
        also: told,
    },
    Sample {
        shape: "Marks of several sides of a thing, none of which is called so",
        files: &[(
            "scores.csv",
            "user_id,cake_id,crumb,icing,shape\n1,31,7.0,6.5,8\n1,32,4,5,3.5\n2,31,9,8,7\n2,33,3,4,6\n3,32,5,7,4\n3,33,6,3,5\n4,31,8,9,9.5\n4,32,2,2,3\n4,33,7,5,4\n1,33,5,4,6\n",
        )],
        outcome: Ratings(4, 3, 10),
        also: told,
    },
    Sample {
        shape: "Whom a company's own columns name",
        files: &[(
            "wishes.csv",
            "ID,NAME,CREATEDDATE,CUSTOMER__C,GAME__C\na01,W-1,2025-01-01T10:00:00Z,c1,g1\na02,W-2,2025-01-02T10:00:00Z,c1,g2\na03,W-3,2025-01-03T10:00:00Z,c2,g1\na04,W-4,2025-01-04T10:00:00Z,c3,g3\n",
        )],
        outcome: Choices(3, 3, 4),
        also: nothing,
    },
    Sample {
        shape: "Pages seen at visits",
        files: &[(
            "clicks.csv",
            "PageID,VisitID,seen_at\n31,1185,2025-01-01 10:00\n32,1185,2025-01-01 10:01\n31,1186,2025-01-01 11:00\n33,1187,2025-01-01 12:00\n31,1187,2025-01-01 12:02\n32,1188,2025-01-01 13:00\n33,1188,2025-01-01 13:01\n31,1188,2025-01-01 13:03\n",
        )],
        outcome: Choices(4, 3, 8),
        also: told,
    },
    Sample {
        shape: "Where hotels and their guests' countries are named, and nobody",
        files: &[(
            "hotel_reviews.csv",
            "Review_Date,Hotel_Name,Reviewer_Nationality,Reviewer_Score,Total_Reviews_By_Reviewer\n01/03/2017,Hotel Rosa,Norway,7.9,3\n02/03/2017,Hotel Rosa,Chile,8.3,7\n03/03/2017,Grand Lido,Norway,5.4,1\n04/03/2017,Grand Lido,Japan,9.6,12\n05/03/2017,Hotel Rosa,Japan,6.7,3\n06/03/2017,Villa Mira,Chile,10,1\n07/03/2017,Villa Mira,Norway,3.8,7\n08/03/2017,Grand Lido,Chile,7.1,2\n09/03/2017,Villa Mira,Japan,8.8,3\n10/03/2017,Hotel Rosa,Kenya,9.2,1\n11/03/2017,Grand Lido,Kenya,4.6,12\n",
        )],
        outcome: Asked,
        also: nothing,
    },
    Sample {
        shape: "Words below a mark that are none",
        files: &[(
            "judgements.csv",
            "judge_id,book_id,rating\n1,31,science\n1,32,craft\n2,31,craft\n2,33,science\n3,32,science\n3,33,craft\n",
        )],
        outcome: Asked,
        also: nothing,
    },
    Sample {
        shape: "What somebody visited, and what not",
        files: &[(
            "interactions.csv",
            "user_id,place_id,visited\n1,31,1\n1,32,0\n2,31,1\n2,33,1\n3,32,0\n3,33,1\n4,31,0\n4,32,1\n4,33,1\n1,33,0\n",
        )],
        outcome: Choices(4, 3, 6),
        also: told,
    },
];
