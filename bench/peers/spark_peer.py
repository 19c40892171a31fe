"""What an ALSModel answers in Spark itself.

Usage: spark_peer.py MODEL USER,USER,...

Prints a JSON object a person: `user`, the `top` ten items of all with their scores (recommendForUserSubset), and the
`scores` of all items (transform).
"""

import json
import sys

from pyspark.ml.recommendation import ALSModel
from pyspark.sql import SparkSession


def main():
    folder, people = sys.argv[1], [int(user) for user in sys.argv[2].split(",")]
    spark = SparkSession.builder.appName("kindred").getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    model = ALSModel.load(folder)
    users = spark.createDataFrame([(user,) for user in people], ["user"])
    top = {row["user"]: row["recommendations"] for row in model.recommendForUserSubset(users, 10).collect()}
    items = model.itemFactors.selectExpr("id as item")
    scores = {user: {} for user in people}
    for row in model.transform(users.crossJoin(items)).collect():
        scores[row["user"]][row["item"]] = row["prediction"]
    for user in people:
        best = [[str(r["item"]), r["rating"]] for r in top[user]]
        print(json.dumps({"user": str(user), "top": best, "scores": scores[user]}))
    spark.stop()


if __name__ == "__main__":
    main()
