"""Support vector regression on the ratings of a folder, linear and with a polynomial kernel of degree 2.

Usage: svm.py FOLDER

FOLDER has train.csv and test.csv (userId, movieId, rating, ...), movies.csv (movieId, title, genres with "|" between)
and tags.csv (userId, movieId, tag, ...). A rating's features are its user, its film (one of many each), the film's
genres and the TF-IDF of its tags. Both models have scikit-learn's defaults. Prints one JSON object a line with the
RMSE on the test rows, predictions clipped to the scale.
"""

import csv
import json
import sys
import time
from collections import defaultdict

import numpy as np
from scipy.sparse import hstack
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.preprocessing import OneHotEncoder
from sklearn.svm import SVR, LinearSVR


def main():
    def table(name):
        with open(f"{sys.argv[1]}/{name}.csv", newline="", encoding="utf-8") as file:
            return list(csv.DictReader(file))

    train, test = table("train"), table("test")
    genres = {film["movieId"]: film["genres"].split("|") for film in table("movies")}
    tags = defaultdict(list)
    for tag in table("tags"):
        tags[tag["movieId"]].append(tag["tag"].lower())

    ids = OneHotEncoder(handle_unknown="ignore")
    of_genre = CountVectorizer(analyzer=lambda row: genres.get(row["movieId"], []))
    of_tags = TfidfVectorizer(analyzer=lambda row: tags[row["movieId"]])
    pairs = lambda rows: [[row["userId"], row["movieId"]] for row in rows]
    x = hstack([ids.fit_transform(pairs(train)), of_genre.fit_transform(train), of_tags.fit_transform(train)]).tocsr()
    x_test = hstack([ids.transform(pairs(test)), of_genre.transform(test), of_tags.transform(test)]).tocsr()
    y, y_test = (np.array([float(row["rating"]) for row in rows]) for rows in (train, test))

    models = [("LinearSVR", LinearSVR(random_state=42, max_iter=20000)), ("SVR, polynomial", SVR(kernel="poly", degree=2))]
    for name, model in models:
        begun = time.process_time()
        model.fit(x, y)
        seconds = time.process_time() - begun
        predicted = np.clip(model.predict(x_test), y.min(), y.max())
        rmse = float(np.sqrt(np.mean((predicted - y_test) ** 2)))
        print(json.dumps({"model": name, "rmse": rmse, "processor_seconds": seconds}))


if __name__ == "__main__":
    main()
