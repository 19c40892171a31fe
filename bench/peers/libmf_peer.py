"""LIBMF's matrix factorization with one rate per row, on one thread.

Usage: libmf_peer.py TRAIN TEST RIDGE

TRAIN and TEST are tables of user, item, rating, ... without quotes. 64 factors, 20 iterations, LIBMF's own rate (0.1); RIDGE is
what each rating brings in units of the ratings' standard deviation. Prints one JSON object: the seconds and processor seconds of
training, and the RMSE on TEST, predictions clipped to the scale.
"""

import contextlib
import json
import sys
import time

import numpy as np


def rows(path):
    with open(path) as file:
        text = file.read()
    separator = "," if "," in text[:200] else "\t"
    lines = [line.split(separator)[:3] for line in text.splitlines()]
    return np.array([line for line in lines if line[0].isdigit()], dtype=np.float64)


def main():
    train, test = rows(sys.argv[1]), rows(sys.argv[2])
    both = np.vstack([train, test])
    users, items = (np.unique(both[:, column], return_inverse=True)[1] for column in (0, 1))
    both[:, 0], both[:, 1] = users, items
    ridge = float(sys.argv[3]) * train[:, 2].std()
    # The package tells on standard output where it lies.
    with contextlib.redirect_stdout(sys.stderr):
        from libmf import mf
    model = mf.MF(k=64, nr_iters=20, nr_threads=1, eta=0.1, lambda_p1=0, lambda_q1=0, lambda_p2=ridge, lambda_q2=ridge, quiet=True)
    begun, busy = time.perf_counter(), time.process_time()
    model.fit(both[: len(train)])
    seconds, busy = time.perf_counter() - begun, time.process_time() - busy

    p, q, mean, scale = model.p_factors(), model.q_factors(), train[:, 2].mean(), (train[:, 2].min(), train[:, 2].max())
    at = [side[len(train) :] for side in (users, items)]
    known = (at[0] < len(p)) & (at[1] < len(q))
    predicted = np.full(len(test), np.nan)
    predicted[known] = np.einsum("nk,nk->n", p[at[0][known]], q[at[1][known]])
    # Rows without ratings have no numbers.
    predicted = np.clip(np.nan_to_num(predicted, nan=mean), *scale)
    rmse = float(np.sqrt(np.mean((predicted - test[:, 2]) ** 2)))
    print(json.dumps({"seconds": seconds, "processor_seconds": busy, "metrics": {"rmse": rmse}}))


if __name__ == "__main__":
    main()
