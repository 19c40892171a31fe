"""Logistic regression on hashed (candidate, watched) pairs with scikit-learn, one pass, on MovieLens 100K.

Usage: hashed_lr.py U.DATA [BITS ...]

800 random users train, 100 others test; each user brings as many unwatched items as watched ones. A candidate's
features are its pairs with the user's watched items, the candidate itself left out, hashed by FeatureHasher; the
model is SGDClassifier with the logistic loss, fed in batches, one pass. Prints one JSON object a line.
Needs scikit-learn.
"""

import json
import random
import sys
import time
from collections import defaultdict

import numpy as np
from sklearn.feature_extraction import FeatureHasher
from sklearn.linear_model import SGDClassifier
from sklearn.metrics import roc_auc_score

BATCH = 4000


def main():
    path, sizes = sys.argv[1], [int(b) for b in sys.argv[2:]] or [10, 12, 14, 16, 18, 20, 22]
    watched = defaultdict(list)
    for line in open(path):
        user, item, *_ = line.split("\t")
        watched[user].append(item)
    items = sorted({item for row in watched.values() for item in row})
    draw = random.Random(42)
    users = sorted(watched)
    draw.shuffle(users)

    def examples(some):
        rows = []
        for user in some:
            own = set(watched[user])
            negatives = draw.sample([i for i in items if i not in own], min(len(own), len(items) - len(own)))
            rows += [(user, item, 1) for item in watched[user]] + [(user, item, 0) for item in negatives]
        draw.shuffle(rows)
        return rows

    train, test = examples(users[100:900]), examples(users[:100])

    def features(rows):
        return ([f"{item}_{w}" for w in watched[user] if w != item] for user, item, _ in rows)

    for bits in sizes:
        hasher = FeatureHasher(n_features=1 << bits, input_type="string")
        model = SGDClassifier(loss="log_loss", random_state=42)
        begun, busy = time.perf_counter(), time.process_time()
        for at in range(0, len(train), BATCH):
            batch = train[at : at + BATCH]
            model.partial_fit(hasher.transform(features(batch)), [y for *_, y in batch], classes=[0, 1])
        fit, busy = time.perf_counter() - begun, time.process_time() - busy
        scores = model.decision_function(hasher.transform(features(test)))
        auc = roc_auc_score([y for *_, y in test], scores)
        nonzero = int(np.count_nonzero(model.coef_))
        seconds = {"fit": round(fit, 2), "fit_processor": round(busy, 2)}
        figures = {"bits": bits, "auc": round(auc, 4), "nonzero_weights": nonzero, "seconds": seconds}
        print(json.dumps(figures), flush=True)


if __name__ == "__main__":
    main()
