#!/usr/bin/env python3
"""Label Studio reads `hashiya export label-studio` by its own import, in a project with the interface that `hashiya export --help`
has, and Hashiya reads what Label Studio exports of it: .ci/read_label_studio.py HASHIYA, in an environment that has
label-studio. It listens on 127.0.0.1 only."""

import importlib.metadata
import pathlib
import re
import sys
import tempfile

import made
from made import same
from server import Session, free_port, running

BIN = pathlib.Path(sys.executable).parent


def interface(project):
    """What the help says, with the topics of the project."""
    told = " ".join(project.run("export", "--help").decode().split())
    view = re.search("<View>.*</View>", told).group()
    for name in ["Choice", "Label"]:
        one = f'<{name} value="TOPIC"/>…'
        assert view.count(one) == 1, view
        view = view.replace(one, "".join(f'<{name} value="{topic}"/>' for topic in made.TOPICS))
    return view


def read(project, studio):
    """What Label Studio has of the file once it was imported, as it exports it."""
    studio.ask("GET", "/user/login/")
    token = next(it.value for it in studio.cookies if it.name == "csrftoken")
    studio.ask("POST", "/user/login/", form={"email": "reader@example.com", "password": "reads-it-all", "csrfmiddlewaretoken": token})
    opened = studio.json("POST", "/api/projects", body={"title": "hard", "label_config": interface(project)})
    at = f"/api/projects/{opened['id']}"
    file = (project.root / "studio.json").read_bytes()
    answer = studio.json("POST", f"{at}/import", file=("file", "studio.json", file))
    same("Label Studio: tasks and annotations that it says it took", [answer["task_count"], answer["annotation_count"]],
         [len(project.articles), len(project.articles)])
    return studio.ask("GET", f"{at}/export?exportType=JSON&download_all_tasks=true")


def main():
    print(f"   label-studio {importlib.metadata.version('label-studio')}, Django {importlib.metadata.version('django')}")
    project = made.project()
    (project.root / "studio.json").write_text(project.export("label-studio", "--who", "sara"), encoding="utf-8", newline="")
    home = pathlib.Path(tempfile.mkdtemp(dir=project.root))
    port = free_port()
    environment = dict(COLLECT_ANALYTICS="false", LATEST_VERSION_CHECK="false", SENTRY_DSN="", FRONTEND_SENTRY_DSN="",
                       LABEL_STUDIO_BASE_DATA_DIR=str(home), HOME=str(home))
    command = [str(BIN / "label-studio"), "start", "--no-browser", "--data-dir", str(home), "--internal-host", "127.0.0.1",
               "--port", str(port), "--username", "reader@example.com", "--password", "reads-it-all"]
    with running(command, home, environment) as server:
        studio = Session(port)
        studio.wait("/health", server)
        exported = read(project, studio)
    tasks = {task["data"]["article"]: task for task in made.json.loads(exported)}
    same("Label Studio: articles", sorted((name, task["data"]["text"]) for name, task in tasks.items()), sorted(project.articles.items()))
    found, words, places = [], [], []
    for name, task in sorted(tasks.items()):
        units = task["data"]["text"].encode("utf-16-le")
        annotation, = task["annotations"]
        regions = {}
        for result in annotation["result"]:
            value = result["value"]
            # What a browser finds there.
            at = units[2 * value["start"]:2 * value["end"]].decode("utf-16-le")
            places.append((at, value["text"]))
            if result["from_name"] == "evidence":
                words.append((name, at, value["labels"]))
            else:
                regions.setdefault(result["id"], [at, value["start"], value["end"], []])[3].extend(value.get("choices", []))
        found += [(name, *region) for region in sorted(regions.values(), key=lambda it: it[1])]
    expected = sorted(project.decided("sara"), key=lambda it: (it.article, it.start))
    same("Label Studio: places of the texts", [at for at, _ in places], [text for _, text in places])
    same("Label Studio: sentences, offsets, labels", found,
         [(it.article, it.text, it.start_utf16, it.end_utf16, it.sara["topics"]) for it in expected])
    same("Label Studio: words", words, [(it.article, words["text"], [words["topic"]]) for it in expected for words in it.sara["evidence"]])

    (project.root / "back.json").write_bytes(exported)
    same("Label Studio, and back into Hashiya", made.back(project, "back.json", "label-studio", "--text", "data.text", "--id", "data.article"),
         made.told(expected, "sara"))


main()
