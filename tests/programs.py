"""Programs that some tests need: found, or the test is skipped and says what is missing.

POLICYSCORE_TESTS_NEED names those that have to be there, such as "chromium,soffice,pdflatex": then
what is missing fails.
"""

import os
import shutil

import pytest

NEED = "POLICYSCORE_TESTS_NEED"


def program(*names: str) -> str:
    """Return the path of the first of some programs that is there; skip the test if none is."""
    for name in names:
        path = shutil.which(name)
        if path:
            return path
    missing(names[0], f"{' or '.join(names)} is not installed")
    raise AssertionError


def missing(name: str, reason: str) -> None:
    """Skip the test for a reason, or fail it where the program has to be there."""
    if name in os.environ.get(NEED, "").split(","):
        pytest.fail(f"{NEED}: {reason}", pytrace=False)
    pytest.skip(reason)
