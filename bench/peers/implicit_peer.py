"""ALS, BPR or item neighbours of the implicit package, on one thread.

Usage: implicit_peer.py als|bpr|item_knn TRAIN TEST

TRAIN and TEST are tables of user, item, ... without quotes; every row is a plain choice. Prints one JSON object: the
seconds and processor seconds of training, and ndcg@10 over all items except those that the person has in TRAIN.
"""

import json
import sys
import time

import numpy as np
from implicit.cpu.als import AlternatingLeastSquares
from implicit.cpu.bpr import BayesianPersonalizedRanking
from implicit.nearest_neighbours import TFIDFRecommender
from scipy.sparse import csr_matrix


def rows(path):
    with open(path) as file:
        text = file.read()
    separator = "," if "," in text[:200] else "\t"
    lines = [line.split(separator) for line in text.splitlines()]
    return [(line[0], line[1]) for line in lines if line[0].isdigit()]


def matrices(train, test):
    """Both files as matrices of choices over the same people and items."""
    train, test = rows(train), rows(test)
    both = train + test
    users = {user: i for i, user in enumerate(dict.fromkeys(u for u, _ in both))}
    items = {item: i for i, item in enumerate(dict.fromkeys(i for _, i in both))}
    shape = (len(users), len(items))

    def matrix(pairs):
        at = ([users[u] for u, _ in pairs], [items[i] for _, i in pairs])
        return csr_matrix((np.ones(len(pairs), np.float32), at), shape)

    return matrix(train), matrix(test)


def ndcg(best, tested, test):
    """The mean over the people tested, of their ten best."""
    discount = 1 / np.log2(np.arange(2, 12))
    total = 0.0
    for user, list_ in zip(tested, best):
        liked = test.indices[test.indptr[user] : test.indptr[user + 1]]
        total += (np.isin(list_, liked) * discount).sum() / discount[: min(10, len(liked))].sum()
    return total / len(tested)


def main():
    kind = sys.argv[1]
    train, test = matrices(sys.argv[2], sys.argv[3])
    if kind == "als":
        model = AlternatingLeastSquares(factors=64, iterations=15, num_threads=1, random_state=42)
    elif kind == "bpr":
        model = BayesianPersonalizedRanking(factors=64, iterations=100, num_threads=1, random_state=42)
    else:
        model = TFIDFRecommender(K=100, num_threads=1)
    begun, busy = time.perf_counter(), time.process_time()
    model.fit(train, show_progress=False)
    seconds, busy = time.perf_counter() - begun, time.process_time() - busy

    tested = np.flatnonzero(np.diff(test.indptr))
    best, _ = model.recommend(tested, train[tested], N=10)
    print(json.dumps({"seconds": seconds, "processor_seconds": busy, "metrics": {"ndcg@10": ndcg(best, tested, test)}}))


if __name__ == "__main__":
    main()
