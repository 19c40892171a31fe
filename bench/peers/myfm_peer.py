"""The Bayesian factorization machine of the myfm package on user and item ids alone.

Usage: myfm_peer.py TRAIN TEST

TRAIN and TEST are tables of user, item, rating, ... separated by tabs. Rank 10, 512 iterations, samples kept after the
first 20, one group of hyperparameters each for users and items. Prints one JSON object: the seconds and processor
seconds of training, and the RMSE on TEST, predictions clipped to the scale.
"""

import json
import sys
import time

import myfm
import numpy as np
from scipy.sparse import csr_matrix


def main():
    train, test = (np.loadtxt(path, dtype=np.int64, delimiter="\t") for path in sys.argv[1:3])
    both = np.vstack([train, test])
    users, items = (np.unique(both[:, column], return_inverse=True)[1] for column in (0, 1))
    shape = (users.max() + 1, items.max() + 1)
    line = np.arange(len(both))
    at = (np.concatenate([line, line]), np.concatenate([users, items + shape[0]]))
    features = csr_matrix((np.ones(2 * len(both)), at), (len(both), sum(shape)))

    model = myfm.MyFMGibbsRegressor(rank=10, random_seed=42)
    begun, busy = time.perf_counter(), time.process_time()
    model.fit(features[: len(train)], train[:, 2].astype(np.float64), n_iter=512, n_kept_samples=492, group_shapes=shape)
    seconds, busy = time.perf_counter() - begun, time.process_time() - busy

    predicted = np.clip(model.predict(features[len(train) :]), 1, 5)
    rmse = float(np.sqrt(np.mean((predicted - test[:, 2]) ** 2)))
    print(json.dumps({"seconds": seconds, "processor_seconds": busy, "metrics": {"rmse": rmse}}))


if __name__ == "__main__":
    main()
