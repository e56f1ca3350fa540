"""Programs that tests drive for real."""

import os
import shutil

import pytest


def need_program(name: str) -> str:
    """Return the path of program `name`; without it leave the test out, saying so, or fail it where CI=true."""
    found = shutil.which(name, path=f"{os.environ.get('PATH', os.defpath)}{os.pathsep}/usr/sbin{os.pathsep}/sbin")
    if found:
        return found
    if os.environ.get("CI") == "true":
        pytest.fail(f"the program '{name}' is missing, and CI leaves no test out", pytrace=False)
    pytest.skip(f"needs the program '{name}', which is not installed")
