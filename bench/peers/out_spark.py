"""Loads the folders of ALSModel that Kindred wrote by Spark, and compares its predictions with Kindred's own answers.

Usage: out_spark.py FOLDER

FOLDER holds the archive of the model's folder and answers.json, as for out_peer.py. Prints one JSON object.
"""

import glob
import json
import sys
import tempfile
import zipfile

from pyspark.ml.recommendation import ALSModel
from pyspark.sql import SparkSession

CLOSE = 1e-4


def main():
    home = sys.argv[1]
    (archive,) = glob.glob(f"{home}/*-factors.zip")
    with open(f"{home}/answers.json", encoding="utf-8") as file:
        answers = json.load(file)
    spark = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").getOrCreate()
    with tempfile.TemporaryDirectory() as folder:
        with zipfile.ZipFile(archive) as files:
            files.extractall(folder)
        (model,) = glob.glob(f"{folder}/*")
        model = ALSModel.load(model)
        rows = [
            (int(user), int(item), float(score), rating is not None)
            for user, list_ in answers["lists"].items()
            for item, score, rating in list_
        ]
        table = spark.createDataFrame(rows, ["user", "item", "score", "rates"])
        largest = 0.0
        for row in model.transform(table).collect():
            # Ratings are clipped to the scale.
            prediction = min(max(row.prediction, 1), 5) if row.rates else row.prediction
            largest = max(largest, abs(prediction - row.score) / max(1, abs(row.score)))
        # All items, of which Kindred leaves out what people have rated.
        people = spark.createDataFrame([(int(user),) for user in list(answers["lists"])[:50]], ["user"])
        same = True
        for row in model.recommendForUserSubset(people, model.itemFactors.count()).collect():
            rated = set(map(int, answers["rated"][str(row.user)]))
            mine = answers["lists"][str(row.user)]
            theirs = [r for r in row.recommendations if r.item not in rated][: len(mine)]
            # Two that are equally good may change places.
            for (item, score, rating), other in zip(mine, theirs):
                found = min(max(other.rating, 1), 5) if rating is not None else other.rating
                same &= int(item) == other.item or abs(found - score) < CLOSE
    line = {
        "file": "parquet, Spark's folder",
        "opened by": f"Spark {spark.version}",
        "compared": f"transform of {len(rows)} pairs, recommendForUserSubset of {people.count()} people",
        "largest difference": float(f"{largest:.1e}"),
        "agrees": bool(same and largest < CLOSE),
    }
    print(json.dumps(line))
    spark.stop()


if __name__ == "__main__":
    main()
