"""Holds Hashiya's figures of agreement against krippendorff and scikit-learn.

agreement.py compare FILE     what `cargo bench --bench agreement -- cases FILE` wrote
agreement.py measure FILE     how long krippendorff takes for what `… -- large FILE` wrote
"""

import json
import sys
import time
import warnings

import krippendorff
import numpy
from sklearn.metrics import cohen_kappa_score

MOST = 1e-12


def masi(one, other):
    common, every = (one & other).bit_count(), (one | other).bit_count()
    if one == other:
        return 0.0
    weight = 2 / 3 if one & other in (one, other) else 1 / 3
    return 1 - common / every * weight


def jaccard(one, other):
    return 0.0 if one == other else 1 - (one & other).bit_count() / (one | other).bit_count()


def alpha(rows, distance=None):
    """Of rows of annotators; None where it is undefined."""
    paired = [column for column in zip(*rows) if sum(value is not None for value in column) > 1]
    values = sorted({value for column in paired for value in column if value is not None})
    if len(values) < 2:
        return None
    place = {value: nth for nth, value in enumerate(values)}
    data = numpy.array([[numpy.nan if value is None else place[value] for value in column] for column in paired]).T
    if distance is None:
        return krippendorff.alpha(data, level_of_measurement="nominal", value_domain=list(range(len(values))))
    table = numpy.array([[distance(one, other) for other in values] for one in values])

    def metric(v1, v2, i1, i2, n_v, dtype=numpy.float64):
        return table[i1.astype(int), i2.astype(int)].astype(dtype)

    return krippendorff.alpha(data, level_of_measurement=metric, value_domain=list(range(len(values))))


def cohen(one, other):
    both = [(a, b) for a, b in zip(one, other) if a is not None and b is not None]
    if len({value for pair in both for value in pair}) < 2:
        return None
    return cohen_kappa_score([a for a, _ in both], [b for _, b in both])


def has(topic, value):
    return None if value is None else value >> topic & 1


def compare(path):
    worst, figures, undefined = 0.0, 0, 0
    for number, line in enumerate(open(path, encoding="utf-8"), 1):
        case = json.loads(line)
        rows = list(map(list, zip(*case["units"])))
        found = []
        by_topic = [[[has(topic, value) for value in row] for row in rows] for topic in range(case["topics"])]
        for topic, ours in enumerate(case["alpha"]["topics"]):
            found.append((f"alpha of topic {topic}", ours, alpha(by_topic[topic])))
        for name, distance in (("nominal", None), ("masi", masi), ("jaccard", jaccard)):
            found.append((f"alpha {name}", case["alpha"][name], alpha(rows, distance)))
        for pair in case["cohen"]:
            one, other = pair["who"]
            found.append((f"kappa {one} {other}", pair["sets"], cohen(rows[one], rows[other])))
            for topic, ours in enumerate(pair["topics"]):
                theirs = cohen(by_topic[topic][one], by_topic[topic][other])
                found.append((f"kappa {one} {other} of topic {topic}", ours, theirs))
        for what, ours, theirs in found:
            figures += 1
            if (ours is None) != (theirs is None):
                sys.exit(f"{path}:{number}: {what}: {ours} here, {theirs} there")
            if ours is None:
                undefined += 1
                continue
            worst = max(worst, abs(ours - theirs))
            if not abs(ours - theirs) <= MOST:
                sys.exit(f"{path}:{number}: {what}: {ours} here, {theirs} there")
    if figures - undefined < 1000:
        sys.exit(f"only {figures - undefined} figures were compared")
    print(f"{figures - undefined} figures differ by {worst:.1e} at most; {undefined} are undefined in both")


def measure(path):
    case = json.loads(open(path, encoding="utf-8").read())
    bits = numpy.array([[-1 if it is None else it for it in unit] for unit in case["units"]]).T
    data = [numpy.where(bits < 0, numpy.nan, bits >> topic & 1) for topic in range(case["topics"])]
    krippendorff.alpha(data[0][:, :1000], level_of_measurement="nominal")
    before = time.process_time()
    for topic in data:
        krippendorff.alpha(topic, level_of_measurement="nominal")
    print(f"krippendorff {time.process_time() - before:.6f}")


warnings.simplefilter("ignore")
{"compare": compare, "measure": measure}[sys.argv[1]](sys.argv[2])
