"""EASE in closed form with numpy in single precision, on one thread.

Usage: ease_peer.py TRAIN TEST

TRAIN and TEST are tables of user, item, ... without quotes; every row is a plain choice. Prints one JSON object: the
seconds and processor seconds from the sparse matrix to the weights, and ndcg@10 over all items except those that the person
has in TRAIN.
"""

import json
import sys
import time

import numpy as np
from implicit_peer import matrices, ndcg

REGULARIZATION = 400


def main():
    train, test = matrices(sys.argv[1], sys.argv[2])
    begun, busy = time.perf_counter(), time.process_time()
    gram = (train.T @ train).toarray()
    gram[np.diag_indices_from(gram)] += REGULARIZATION
    weights = np.linalg.inv(gram)
    weights /= -np.diag(weights)
    np.fill_diagonal(weights, 0)
    seconds, busy = time.perf_counter() - begun, time.process_time() - busy

    tested = np.flatnonzero(np.diff(test.indptr))
    scores = train[tested] @ weights
    scores[train[tested].nonzero()] = -np.inf
    best = np.argsort(-scores, axis=1, kind="stable")[:, :10]
    print(json.dumps({"seconds": seconds, "processor_seconds": busy, "metrics": {"ndcg@10": ndcg(best, tested, test)}}))


if __name__ == "__main__":
    main()
