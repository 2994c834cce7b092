"""Reads each notebook named on stdin with Python's nbformat and writes it again, unconverted.

Prints one JSON object a line: the path, and either the text that nbformat writes or why there is none.
"""

import json
import sys
import warnings

import nbformat
import nbformat.validator

warnings.simplefilter("ignore")


class MadeUp(Exception):
    """nbformat would give a cell a random id."""


def refuse():
    raise MadeUp("an id is made up")


nbformat.validator.generate_corpus_id = refuse


def rewrite(path):
    with open(path, encoding="utf-8") as file:
        notebook = nbformat.reader.reads(file.read())
    major = nbformat.reader.get_version(notebook)[0]
    try:
        nbformat.validate(notebook)
    except nbformat.ValidationError:
        pass
    text = nbformat.versions[major].writes_json(notebook)
    return text if text.endswith("\n") else text + "\n"


for line in sys.stdin:
    path = line.rstrip("\n")
    try:
        result = {"path": path, "text": rewrite(path).encode("utf-8").decode("latin-1")}
    except Exception as error:
        result = {"path": path, "error": f"{type(error).__name__}: {error}"[:200]}
    print(json.dumps(result))
