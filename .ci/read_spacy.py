#!/usr/bin/env python3
"""spaCy on `hashiya export spacy`: its own examples are made of the lines, kept as it keeps them, read back, and a
`textcat_multilabel` is trained on them by its own command: .ci/read_spacy.py HASHIYA, in an environment that has spaCy."""

import importlib.metadata
import subprocess
import sys

import made
import spacy
from made import same
from spacy.tokens import DocBin
from spacy.training import Example


def main():
    print(f"   spacy {importlib.metadata.version('spacy')}")
    project = made.project()
    project.run("duplicates")
    project.run("split", "60/20/20", "--who", "gold")
    splits = made.json.loads((project.root / "splits.json").read_bytes())["articles"]
    nlp = spacy.blank("ar")
    for part in ["train", "validation", "test"]:
        lines = project.lines("spacy", "--who", "gold", "--part", part)
        expected = [it for it in project.decided("gold") if splits[it.article] == part]
        expected.sort(key=lambda it: it.article)
        bin = DocBin()
        for line in lines:
            bin.add(Example.from_dict(nlp.make_doc(line["text"]), {"cats": line["cats"]}).reference)
        bin.to_disk(project.root / f"{part}.spacy")
        docs = list(DocBin().from_disk(project.root / f"{part}.spacy").get_docs(nlp.vocab))
        same(f"spaCy, {part}: texts", [doc.text for doc in docs], [it.text for it in expected])
        same(f"spaCy, {part}: cats", [doc.cats for doc in docs],
             [{topic: float(topic in it.gold["topics"]) for topic in made.TOPICS} for it in expected])
        same(f"spaCy, {part}: offsets of what it read",
             [project.articles[line["meta"]["article"]][line["meta"]["start"]:line["meta"]["end"]] for line in lines],
             [doc.text for doc in docs])

    command = lambda *arguments: subprocess.run([sys.executable, "-m", "spacy", *arguments], cwd=project.root, check=False,
                                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    for arguments in [
        ("init", "config", "config.cfg", "--lang", "ar", "--pipeline", "textcat_multilabel", "--optimize", "efficiency"),
        ("debug", "data", "config.cfg", "--paths.train", "train.spacy", "--paths.dev", "validation.spacy"),
        ("train", "config.cfg", "--paths.train", "train.spacy", "--paths.dev", "validation.spacy", "--output", "model",
         "--training.max_steps", "200", "--training.eval_frequency", "50"),
        ("evaluate", "model/model-best", "test.spacy", "--output", "score.json"),
    ]:
        done = command(*arguments)
        if done.returncode != 0:
            sys.exit(f"FAILED spacy {' '.join(arguments)}:\n{done.stdout.decode()}")
    trained = spacy.load(project.root / "model/model-best")
    same("spaCy: labels of the trained textcat_multilabel", sorted(trained.get_pipe("textcat_multilabel").labels), sorted(made.TOPICS))
    score = made.json.loads((project.root / "score.json").read_bytes())
    # Four sentences in five say in plain words which topic they have.
    if score["cats_micro_f"] < 0.6:
        sys.exit(f"FAILED spaCy: nothing was learnt, the F-score on the test part is {score['cats_micro_f']}")
    print(f"ok spaCy: trained, F-score on the test part {score['cats_micro_f']:.2f}")


main()
