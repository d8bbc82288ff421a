#!/usr/bin/env python3
"""`hashiya export prodigy` against the shape that Prodigy documents for tasks of its `choice` interface with spans; Prodigy itself
cannot be had without a licence: .ci/read_prodigy.py HASHIYA, in an environment that has jsonschema."""

import jsonschema
import made
from made import same

TASK = {
    "type": "object",
    "required": ["text", "options", "accept", "answer", "_view_id", "config"],
    "properties": {
        "text": {"type": "string", "minLength": 1},
        "options": {"type": "array", "minItems": 1, "items": {
            "type": "object", "required": ["id", "text"], "additionalProperties": False,
            "properties": {"id": {"type": ["string", "integer"]}, "text": {"type": "string", "minLength": 1}}}},
        "accept": {"type": "array", "uniqueItems": True, "items": {"enum": made.TOPICS}},
        "answer": {"enum": ["accept", "reject", "ignore"]},
        "spans": {"type": "array", "items": {
            "type": "object", "required": ["start", "end", "label"],
            "properties": {"start": {"type": "integer", "minimum": 0}, "end": {"type": "integer", "minimum": 1},
                           "token_start": {"type": "integer"}, "token_end": {"type": "integer"}, "label": {"type": "string"}}}},
        "_view_id": {"const": "choice"},
        "_input_hash": {"type": "integer"},
        "_task_hash": {"type": "integer"},
        "_timestamp": {"type": "integer", "minimum": 1_000_000_000},
        "_annotator_id": {"type": "string"},
        "_session_id": {"type": "string"},
        "config": {"type": "object", "required": ["choice_style"], "properties": {"choice_style": {"const": "multiple"}}},
        "meta": {"type": "object"},
    },
    "additionalProperties": False,
}


def main():
    validator = jsonschema.Draft202012Validator(TASK)
    project = made.project()
    lines = project.lines("prodigy", "--who", "sara", "--undecided")
    for line in lines:
        validator.validate(line)
    expected = [it for it in project.sentences if "unsure" not in it.sara["flags"]]
    expected.sort(key=lambda it: it.article)
    same("prodigy: texts", [line["text"] for line in lines], [it.text for it in expected])
    same("prodigy: topics", [line["accept"] for line in lines], [it.sara["topics"] for it in expected])
    same("prodigy: what is not decided is ignored", [line["answer"] for line in lines],
         ["ignore" if it.sara["state"] == "undecided" else "accept" for it in expected])
    same("prodigy: options", [[option["id"] for option in line["options"]] for line in lines], [made.TOPICS] * len(lines))
    same("prodigy: spans", [[(line["text"][span["start"]:span["end"]], span["label"]) for span in line.get("spans", [])] for line in lines],
         [[(words["text"], words["topic"]) for words in it.sara["evidence"]] for it in expected])


main()
