"""Trains ALS on Spark with Kindred's names of parameters, and saves what Kindred opens.

    python examples/spark/train.py ratings.csv model --factors 64 --regularization 0.1 --epochs 15 --seed 42

Ratings come in any layout that Spark reads: a path, its --format (csv, parquet, json, …) and the names of the columns. Ids
must be whole numbers, as Spark's ALS asks. Beside the model the rows of the most active people are written as CSV.
"""

import argparse
import json
import os

from pyspark.ml.recommendation import ALS
from pyspark.sql import SparkSession, functions as F


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("ratings")
    parser.add_argument("model", help="the folder to be written")
    parser.add_argument("--format", default="csv")
    parser.add_argument("--separator", default=",", help="of csv")
    parser.add_argument("--columns", default="userId,movieId,rating", help="of user, item and rating; without a header _c0,_c1,_c2")
    parser.add_argument("--header", action=argparse.BooleanOptionalAction, default=True)
    parser.add_argument("--factors", type=int, default=64)
    parser.add_argument("--regularization", type=float, default=0.1)
    parser.add_argument("--alpha", type=float, default=1.0)
    parser.add_argument("--epochs", type=int, default=15)
    parser.add_argument("--seed", type=int, default=42)
    parser.add_argument("--implicit", action="store_true", help="values are counts, not ratings")
    parser.add_argument("--people", type=int, default=1000, help="how many people's rows to write")
    return parser.parse_args()


def main():
    a = arguments()
    spark = SparkSession.builder.appName("kindred").getOrCreate()
    rows = spark.read.load(a.ratings, format=a.format, sep=a.separator, header=a.header, inferSchema=True)
    user, item, rating = a.columns.split(",")
    rows = rows.select(
        F.col(user).cast("int").alias("user"),
        F.col(item).cast("int").alias("item"),
        F.col(rating).cast("float").alias("rating"),
    ).na.drop().cache()
    als = ALS(
        rank=a.factors,
        regParam=a.regularization,
        alpha=a.alpha,
        maxIter=a.epochs,
        seed=a.seed,
        implicitPrefs=a.implicit,
    )
    als.fit(rows).write().overwrite().save(a.model)
    # Spark keeps no record of these in the model; Kindred solves for new people by them.
    notes = {"implicitPrefs": a.implicit, "regParam": a.regularization, "alpha": a.alpha}
    with open(os.path.join(a.model, "kindred.json"), "w", encoding="utf-8") as file:
        json.dump(notes, file)
    active = rows.groupBy("user").count().orderBy(F.desc("count"), "user").limit(a.people).select("user")
    few = rows.join(active, "user").orderBy("user", "item").toPandas()
    few.to_csv(os.path.join(a.model, "people.csv"), index=False)
    spark.stop()


if __name__ == "__main__":
    main()
