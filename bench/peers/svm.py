"""Support vector regression on the ratings of a folder, linear and with a polynomial kernel of degree 2.

Usage: svm.py FOLDER

FOLDER has train.csv and test.csv (userId, movieId, rating, ...), movies.csv (movieId, title, genres with "|" between)
and tags.csv (userId, movieId, tag, ...). A rating's features are its user, its film (one of many each), the film's
genres, the TF-IDF of its tags, and the films that the user has rated in train.csv, of length 1 together. The models
have scikit-learn's defaults; the default factor of the polynomial kernel was 1 / features ("auto") until version 0.22
and is 1 / (features * variance) ("scale") since, so both are tried. Prints one JSON object a line with the RMSE on the
test rows, predictions clipped to the scale.
"""

import csv
import json
import sys
import time
from collections import defaultdict

import numpy as np
from scipy.sparse import hstack
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.preprocessing import OneHotEncoder, normalize
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

    def pairs(rows):
        return [[row["userId"], row["movieId"]] for row in rows]

    ids = OneHotEncoder(handle_unknown="ignore")
    of_genre = CountVectorizer(analyzer=lambda row: genres.get(row["movieId"], []))
    of_tags = TfidfVectorizer(analyzer=lambda row: tags[row["movieId"]])
    rated = defaultdict(list)
    for row in train:
        rated[row["userId"]].append(row["movieId"])
    of_rated = CountVectorizer(analyzer=lambda row: rated[row["userId"]])

    def features(rows, fit):
        parts = [(ids, pairs(rows)), (of_genre, rows), (of_tags, rows), (of_rated, rows)]
        blocks = [maker.fit_transform(data) if fit else maker.transform(data) for maker, data in parts]
        return hstack([*blocks[:3], normalize(blocks[3].astype(float))]).tocsr()

    x, x_test = features(train, True), features(test, False)
    y, y_test = (np.array([float(row["rating"]) for row in rows]) for rows in (train, test))

    models = [("linear SVR", LinearSVR(random_state=42, max_iter=20000))]
    for gamma in ("auto", "scale"):
        models.append((f"polynomial SVR, {gamma}", SVR(kernel="poly", degree=2, gamma=gamma)))
    for name, model in models:
        begun = time.process_time()
        model.fit(x, y)
        seconds = time.process_time() - begun
        predicted = np.clip(model.predict(x_test), y.min(), y.max())
        rmse = float(np.sqrt(np.mean((predicted - y_test) ** 2)))
        print(json.dumps({"model": name, "rmse": rmse, "processor_seconds": seconds}))


if __name__ == "__main__":
    main()
