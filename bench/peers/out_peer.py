"""Opens what Kindred wrote by the programs it was written for, and compares it with Kindred's own answers.

Usage: out_peer.py FOLDER

FOLDER holds the factors in every format, lists.csv and lists.parquet, and answers.json with the ten best of every person
and the ten most similar of some items. Prints one JSON object a file: by which program it was opened, what was compared,
the largest difference of two scores, and whether all agree.
"""

import glob
import io
import json
import os
import sys
import zipfile

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
from gensim.models import KeyedVectors
from implicit.cpu.als import AlternatingLeastSquares
from safetensors import safe_open
from scipy.sparse import csr_matrix

# Scores are sums of some dozen numbers of 32 bits, added up in another order.
CLOSE = 1e-4


def report(program, file, compared, largest, agrees=True):
    agrees = bool(agrees and largest < CLOSE)
    line = {"file": file, "opened by": program, "compared": compared, "largest difference": float(f"{largest:.1e}")}
    print(json.dumps({**line, "agrees": agrees}))


def by_products(lists, users, user_ids, items, item_ids):
    """The largest difference of a product from Kindred's score, in parts of the score or of 1, and how many lines."""
    row = {str(id): i for i, id in enumerate(user_ids)}
    column = {str(id): i for i, id in enumerate(item_ids)}
    largest, lines, ordered = 0.0, 0, True
    for user, list_ in lists.items():
        products = np.array([users[row[user]] @ items[column[item]] for item, _, _ in list_])
        ordered &= bool(np.all(np.diff(products) < CLOSE))
        for product, (_, score, rating) in zip(products, list_):
            # Ratings are clipped to the scale, which hides by how much a product is above it.
            product = min(max(product, 1), 5) if rating is not None else product
            largest = max(largest, abs(product - score) / max(1, abs(score)))
            lines += 1
    return largest, f"{lines} scores of {len(lists)} lists, and their order", ordered


def main():
    folder = sys.argv[1]
    with open(f"{folder}/answers.json", encoding="utf-8") as file:
        answers = json.load(file)
    lists = answers["lists"]
    name = lambda suffix: glob.glob(f"{folder}/*-factors{suffix}")[0]

    path = name(".npz")
    with np.load(path, allow_pickle=False) as data:
        arrays = {key: data[key] for key in data.files}
    users, items = arrays["user_factors"], arrays["item_factors"]
    found = by_products(lists, users, arrays["user_ids"], items, arrays["item_ids"])
    report(f"numpy {np.__version__}", "npz", found[1], found[0], found[2])

    # implicit recommends from the file as from a model of its own, and leaves out what people have rated.
    model = AlternatingLeastSquares.load(path)
    column = {str(id): i for i, id in enumerate(arrays["item_ids"])}
    row = {str(id): i for i, id in enumerate(arrays["user_ids"])}
    largest, same = 0.0, True
    for user, list_ in lists.items():
        rated = [column[item] for item in answers["rated"][user]]
        rated = csr_matrix((np.ones(len(rated), np.float32), ([0] * len(rated), rated)), (1, len(column)))
        best, products = model.recommend(row[user], rated, N=len(list_))
        mine = users[row[user]] @ items[[column[item] for item, _, _ in list_]].T
        # Two that are equally good may change places.
        same &= len(best) == len(list_)
        largest = max(largest, float(np.max(np.abs(products - mine) / np.maximum(1, np.abs(mine)))))
    report("implicit", "npz", f"recommend, for {len(lists)} people", largest, same)

    path = name(".safetensors")
    with safe_open(path, framework="np") as file:
        tensors = {key: file.get_tensor(key) for key in file.keys()}
        ids = {key: json.loads(file.metadata()[key]) for key in ["user_ids", "item_ids"]}
    found = by_products(lists, tensors["user_factors"], ids["user_ids"], tensors["item_factors"], ids["item_ids"])
    report("safetensors", "safetensors", found[1], found[0], found[2])

    with zipfile.ZipFile(name(".zip")) as archive:
        tables = {}
        for what in ["user", "item"]:
            (path,) = [n for n in archive.namelist() if f"{what}Factors/" in n]
            table = pq.read_table(io.BytesIO(archive.read(path)))
            tables[what] = table.column("id").to_pylist(), np.array(table.column("features").to_pylist(), np.float32)
        (path,) = [n for n in archive.namelist() if "metadata/part-" in n]
        rank = json.loads(archive.read(path))["rank"]
    found = by_products(lists, tables["user"][1], tables["user"][0], tables["item"][1], tables["item"][0])
    report("pyarrow", "parquet, Spark's folder", found[1], found[0], found[2] and tables["item"][1].shape[1] == rank)

    vectors = KeyedVectors.load_word2vec_format(name(".txt"), binary=False)
    largest, same = 0.0, True
    for item, similar in answers["similar"].items():
        theirs = vectors.most_similar(item, topn=len(similar))
        for (mine, score), (other, cosine) in zip(similar, theirs):
            largest = max(largest, abs(score - cosine))
            # Two that are equally near may change places.
            same &= mine == other or abs(vectors.similarity(item, mine) - cosine) < CLOSE
    report("gensim", "word2vec", f"most_similar of {len(answers['similar'])} items", largest, same)

    expected = [(u, i + 1, *line) for u, list_ in lists.items() for i, line in enumerate(list_)]
    for file, program, table in [
        ("lists.csv", f"pandas {pd.__version__}", pd.read_csv(f"{folder}/lists.csv", dtype={"user": str, "item": str})),
        ("lists.parquet", "pandas, pyarrow", pd.read_parquet(f"{folder}/lists.parquet")),
    ]:
        rates = "rating" in table
        rows = table[["user", "rank", "item", "score"]].assign(rating=table["rating"] if rates else None)
        found = sorted(rows.itertuples(index=False, name=None))
        same = len(found) == len(expected)
        largest = 0.0
        for mine, theirs in zip(sorted(expected), found):
            same &= mine[:3] == tuple(theirs[:3]) and (mine[4] is not None) == rates
            largest = max(largest, abs(mine[3] - theirs[3]), abs(mine[4] - theirs[4]) if rates else 0)
        report(program, file, f"{len(expected)} lines", largest, same)


if __name__ == "__main__":
    main()
