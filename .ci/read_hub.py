#!/usr/bin/env python3
"""`datasets.load_dataset` on a folder of `hashiya export huggingface` and on releases: .ci/read_hub.py HASHIYA, in an
environment that has datasets."""

import importlib.metadata
import os
import tempfile

import made
from made import same

CACHE = tempfile.TemporaryDirectory()
os.environ.update(HF_HUB_OFFLINE="1", HF_HOME=CACHE.name, HF_DATASETS_CACHE=CACHE.name, HF_DATASETS_DISABLE_PROGRESS_BARS="1")

import datasets  # noqa: E402: it reads the environment
import huggingface_hub  # noqa: E402


def rows(folder, *config):
    """The rows of all parts, each with its part, and the features of the first."""
    parts = datasets.load_dataset(str(folder), *config)
    found = [dict(row, part=part) for part, table in parts.items() for row in table]
    return found, next(iter(parts.values())).features


def check(what, folder, expected, who, splits, has_text=True):
    found, features = rows(folder)
    names = features["labels"].feature.names
    same(f"{what}: classes", names, made.TOPICS)
    found.sort(key=lambda row: (row["article"], row["sentence"]))
    expected = sorted(expected, key=lambda it: (it.article, it.id))
    if has_text:
        same(f"{what}: texts", [row["text"] for row in found], [it.text for it in expected])
    else:
        assert "text" not in features and "title" not in features, features
        same(f"{what}: sentences", [row["id"] for row in found], [f"{it.article}/{it.id}" for it in expected])
    same(f"{what}: labels", [[names[label] for label in row["labels"]] for row in found],
         [getattr(it, who)["topics"] for it in expected])
    keys = ["start", "end", "start_byte", "end_byte", "start_utf16", "end_utf16"]
    same(f"{what}: offsets", [[row[key] for key in keys] for row in found],
         [[getattr(it, key) for key in keys] for it in expected])
    same(f"{what}: parts", [row["part"] for row in found], [splits[it.article] for it in expected])
    card = huggingface_hub.DatasetCard.load(folder / "README.md")
    same(f"{what}: parts that the card has", [it["split"] for it in card.data.to_dict()["configs"][0]["data_files"]],
         ["train", "validation", "test"])


def main():
    for package in ["datasets", "huggingface_hub", "pyarrow"]:
        print(f"   {package} {importlib.metadata.version(package)}")
    project = made.project()
    project.run("duplicates")
    project.run("export", "huggingface", "--who", "sara", "--split", "60/20/20", "--output", "hub")
    splits = made.json.loads((project.root / "splits.json").read_bytes())["articles"]
    check("load_dataset of an export", project.root / "hub", project.decided("sara"), "sara", splits)

    project.run("release", "one", "--who", "gold")
    release = project.root / "releases/one"
    check("load_dataset of a release", release, project.decided("gold"), "gold", splits)
    raw, _ = rows(release, "raw")
    names = made.json.loads((project.root / "pseudonyms.json").read_bytes())["annotators"]
    expected = [(it.article, it.id, names[who], it.text, getattr(it, who)["topics"], [it.start, it.end])
                for it in project.sentences for who in names if getattr(it, who)["state"] != "undecided"]
    found = [(row["article"], row["sentence"], row["annotator"], row["text"], row["topics"],
              row["offsets"]["code_points"]) for row in raw]
    same("load_dataset of everybody's decisions", sorted(found), sorted(expected))
    gold, _ = rows(release, "gold")
    same("load_dataset of what was settled", sorted((row["article"], row["sentence"]) for row in gold),
         sorted((it.article, it.id) for it in project.sentences if it.gold["state"] != "undecided"))
    articles, _ = rows(release, "articles")
    same("load_dataset of the articles", sorted((row["id"], row["text"]) for row in articles),
         sorted(project.articles.items()))
    soft, _ = rows(release, "soft")
    shares = {(row["article"], row["sentence"]): [row["topics"][topic] for topic in made.TOPICS] for row in soft}
    voices = lambda it: [said for said in (it.sara, it.omar) if said["state"] != "undecided"]
    same("load_dataset of the shares", sorted(shares.items()),
         sorted(((it.article, it.id), [sum(topic in said["topics"] for said in voices(it)) / len(voices(it))
                                       for topic in made.TOPICS]) for it in project.sentences if voices(it)))

    project.run("release", "bare", "--who", "gold", "--stand-off")
    check("load_dataset of a stand-off release", project.root / "releases/bare", project.decided("gold"), "gold", splits, False)


main()
