"""Trains ALS on Spark with Kindred's names of parameters, and saves what Kindred opens.

    python examples/spark/train.py ratings.csv model --factors 64 --regularization 0.1 --epochs 15 --seed 42

Ratings come in any layout that Spark reads: a path, its --format (csv, parquet, json, …) and the names of the columns. Ids
must be whole numbers, as Spark's ALS asks. Beside the model the rows of the most active people are written as CSV. The last
line that is printed is a JSON object with the seconds of training.
"""

import argparse
import csv
import json
import os
import sys
import time

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
    parser.add_argument("--regularization", type=float, default=0.1, help="λ: ridge for each rating of a row")
    parser.add_argument("--confidence", type=float, default=1.0, help="α: how much more a choice weighs than its absence")
    parser.add_argument("--epochs", type=int, default=15)
    parser.add_argument("--seed", type=int, default=42)
    parser.add_argument("--implicit", action="store_true", help="values are counts, not ratings")
    parser.add_argument("--people", type=int, default=1000, help="how many people's rows to write")
    return parser.parse_args()


def main():
    a = arguments()
    spark = SparkSession.builder.appName("kindred").getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    given = spark.read.load(a.ratings, format=a.format, sep=a.separator, header=a.header, inferSchema=True)
    user, item, rating = (F.col(name) for name in a.columns.split(","))
    whole = [F.expr(f"try_cast(`{name}` as int)").alias(side) for name, side in zip(a.columns.split(","), ("user", "item"))]
    rows = given.where(user.isNotNull() & item.isNotNull() & rating.isNotNull())
    rows = rows.select(*whole, rating.cast("float").alias("rating")).cache()
    other = rows.where(F.col("user").isNull() | F.col("item").isNull()).count()
    if other:
        sys.exit(f"train.py: {other} rows have ids that are no whole numbers, which Spark's ALS needs: number them first")
    als = ALS(
        rank=a.factors,
        regParam=a.regularization,
        alpha=a.confidence,
        maxIter=a.epochs,
        seed=a.seed,
        implicitPrefs=a.implicit,
    )
    begun = time.perf_counter()
    model = als.fit(rows)
    fit = time.perf_counter() - begun
    model.write().overwrite().save(a.model)
    # Spark keeps no record of these in the model; Kindred solves for new people by them.
    notes = {"implicitPrefs": a.implicit, "regParam": a.regularization, "alpha": a.confidence}
    with open(os.path.join(a.model, "kindred.json"), "w", encoding="utf-8") as file:
        json.dump(notes, file)
    active = rows.groupBy("user").count().orderBy(F.desc("count"), "user").limit(a.people).select("user")
    with open(os.path.join(a.model, "people.csv"), "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(rows.columns)
        out.writerows(rows.join(active, "user").orderBy("user", "item").toLocalIterator())
    print(json.dumps({"version": spark.version, "seconds": {"fit": fit}}))
    spark.stop()


if __name__ == "__main__":
    main()
