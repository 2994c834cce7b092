"""Reads each notebook of the JSON list of texts on stdin with Python's nbformat, as nbformat 4; prints the list.

Left out is what nbformat makes up (random ids) and what it notes about the conversion.
"""

import json
import sys
import warnings

import nbformat

warnings.simplefilter("ignore")


def upgraded(text):
    notebook = nbformat.reads(text, as_version=4)
    for cell in notebook.cells:
        cell.pop("id", None)
    for key in ("orig_nbformat", "orig_nbformat_minor"):
        notebook.metadata.pop(key, None)
    notebook.nbformat_minor = 0
    return notebook


json.dump([upgraded(text) for text in json.load(sys.stdin)], sys.stdout)
