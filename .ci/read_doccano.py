#!/usr/bin/env python3
"""doccano reads `hashiya export doccano` by its own importer, as somebody would who uploads the file, and Hashiya reads what
doccano exports of it: .ci/read_doccano.py HASHIYA, in an environment that has doccano. It listens on 127.0.0.1 only."""

import importlib.metadata
import importlib.util
import io
import os
import pathlib
import subprocess
import sys
import tempfile
import time
import zipfile

import made
from made import same
from server import Session, free_port, running

BIN = pathlib.Path(sys.executable).parent
BACKEND = pathlib.Path(importlib.util.find_spec("backend").origin).parent


def finished(doccano, answer):
    """Waits for what doccano does in the background."""
    for _ in range(600):
        status = doccano.json("GET", f"/v1/tasks/status/{answer['task_id']}")
        if status["ready"]:
            assert not status.get("error"), status
            return status.get("result")
        time.sleep(0.5)
    sys.exit("FAILED doccano: it did not finish in five minutes")


def read(project, doccano):
    """What doccano has of the file once it was imported, as it exports it."""
    doccano.ask("POST", "/v1/auth/login/", body={"username": "reader", "password": "reads-it-all"})
    opened = doccano.json("POST", "/v1/projects", body={
        "name": "hard", "description": "hard", "project_type": "DocumentClassification", "resourcetype": "TextClassificationProject",
        "guideline": "", "random_order": False, "collaborative_annotation": True, "single_class_classification": False, "tags": []})
    at = f"/v1/projects/{opened['id']}"
    file = (project.root / "doccano.jsonl").read_bytes()
    upload = doccano.ask("POST", "/v1/fp/process/", file=("filepond", "doccano.jsonl", file)).decode()
    result = finished(doccano, doccano.json("POST", f"{at}/upload", body={
        "format": "JSONL", "task": "DocumentClassification", "uploadIds": [upload], "encoding": "utf_8",
        "column_data": "text", "column_label": "label", "delimiter": ""}))
    assert not (result or {}).get("error"), result
    asked = doccano.json("POST", f"{at}/download", body={"format": "JSONL", "exportApproved": False})
    finished(doccano, asked)
    answer = doccano.ask("GET", f"{at}/download?taskId={asked['task_id']}")
    if answer[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(answer)) as all:
            answer = b"".join(all.read(name) for name in all.namelist())
    return answer


def main():
    print(f"   doccano {importlib.metadata.version('doccano')}, Django {importlib.metadata.version('django')}")
    project = made.project()
    (project.root / "doccano.jsonl").write_text(project.export("doccano", "--who", "sara"), encoding="utf-8", newline="")
    home = pathlib.Path(tempfile.mkdtemp(dir=project.root))
    environment = dict(DOCCANO_HOME=str(home), DATABASE_URL=f"sqlite:///{home}/db.sqlite3", MEDIA_ROOT=str(home / "media"),
                       DJANGO_SETTINGS_MODULE="config.settings.production", STANDALONE="True", PYTHONPATH=str(BACKEND))
    for command in [["init"], ["createuser", "--username", "reader", "--password", "reads-it-all"]]:
        done = subprocess.run([BIN / "doccano", *command], env={**os.environ, **environment}, cwd=home, check=False,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        if done.returncode != 0:
            sys.exit(f"FAILED doccano {command[0]}:\n{done.stdout.decode()[-4000:]}")
    port = free_port()
    # `doccano webserver` would listen on every interface.
    server = [str(BIN / "gunicorn"), "--bind", f"127.0.0.1:{port}", "--chdir", str(BACKEND), "--workers", "1", "config.wsgi"]
    with running([str(BIN / "doccano"), "task", "--concurrency", "1"], home, environment), \
            running(server, home, environment) as web:
        doccano = Session(port)
        doccano.wait("/v1/health", web)
        exported = read(project, doccano)
    lines = [made.json.loads(line) for line in exported.decode().split("\n") if line]
    lines.sort(key=lambda line: (line["article"], line["start"]))
    expected = sorted(project.decided("sara"), key=lambda it: (it.article, it.start))
    same("doccano: texts", [line["text"] for line in lines], [it.text for it in expected])
    same("doccano: labels", [sorted(line["label"]) for line in lines], [sorted(it.sara["topics"]) for it in expected])
    same("doccano: offsets", [project.articles[line["article"]][line["start"]:line["end"]] for line in lines],
         [it.text for it in expected])
    same("doccano: ids", [line["id"] for line in lines], [f"{it.article}/{it.id}" for it in expected])

    (project.root / "back.jsonl").write_bytes(exported)
    # It has no word for a sentence to which nothing applies.
    tagged = [it for it in expected if it.sara["topics"]]
    same("doccano, and back into Hashiya", made.texts(made.back(project, "back.jsonl", "doccano")), made.texts(made.told(tagged, "sara")))


main()
