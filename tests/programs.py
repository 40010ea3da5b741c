"""Programs that some tests need: where one is missing, they are skipped and say so.

POLICYSCORE_TESTS_NEED names those that have to be there, such as "chromium,soffice,pdflatex": the
tests that need them run, and fail where they are missing.
"""

import os
import shutil

import pytest

NEED = "POLICYSCORE_TESTS_NEED"


def needs(name: str) -> pytest.MarkDecorator:
    """Return the mark of tests that need a program: skipped where it is missing."""
    absent = shutil.which(name) is None and not has_to_be_there(name)
    return pytest.mark.skipif(absent, reason=f"{name} is not installed")


def has_to_be_there(name: str) -> bool:
    """Tell whether a missing program is to fail the tests."""
    return name in os.environ.get(NEED, "").split(",")


def first_of(*names: str) -> str:
    """Return the first of some programs that is there, the first of all if none is."""
    return next(filter(None, map(shutil.which, names)), names[0])
