"""Programs and libraries that tests drive for real."""

import importlib
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


def need_library(module: str) -> None:
    """Leave a whole test file out, saying so, where `module` cannot be imported; fail it where CI=true."""
    try:
        importlib.import_module(module)
    except (ImportError, AttributeError, OSError, TypeError) as error:
        if os.environ.get("CI") == "true":
            pytest.fail(f"the library '{module}' is missing, and CI leaves no test out", pytrace=False)
        pytest.skip(f"needs the library '{module}': {error}", allow_module_level=True)
