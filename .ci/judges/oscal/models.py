"""Has compliance-trestle judge models of OSCAL in JSON, offline.

Arguments: folders that each have oscal-catalog.json, oscal-profile.json,
oscal-component-definition.json and oscal-ssp.json, or the first alone.

A line of standard output for each model, tabs between: path, "passed" or "failed",
and what was said. A model has passed if it can be imported, which reads it by its
types, and every check of trestle's calls it valid.
"""

import contextlib
import io
import os
import pathlib
import shutil
import sys
import tempfile

from trestle.cli import Trestle

MODELS = ("catalog", "catalog"), ("profile", "profile"), ("component-definition", "component-definition"), ("ssp", "system-security-plan")


def trestle(*args):
    """Runs a command of trestle's; its exit status, and what it said."""
    said = io.StringIO()
    sys.argv = ["trestle", *args]
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        try:
            status = Trestle().run()
        except SystemExit as exit:
            status = exit.code
    return status, " ".join(said.getvalue().split())


def judge(folder):
    status, said = trestle("init")
    if status:
        sys.exit(said)
    # What a model imports by its name is looked for in the workspace.
    for path in folder.glob("oscal-*.json"):
        shutil.copy(path, ".")
    for kind, model in MODELS:
        path = folder / f"oscal-{kind}.json"
        if not path.exists():
            continue
        status, said = trestle("import", "--file", str(path), "--output", "judged")
        if not status:
            status, said = trestle("validate", "--type", model, "--name", "judged")
        print(path, "failed" if status else "passed", said, sep="\t")


for argument in sys.argv[1:]:
    folder = pathlib.Path(argument).absolute()
    with tempfile.TemporaryDirectory() as workspace:
        os.chdir(workspace)
        judge(folder)
        os.chdir("/")
