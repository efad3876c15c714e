"""Paths and loaders that the tests of infra/ share."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parents[2]
INFRA = ROOT / "infra"


def load_script(name: str) -> ModuleType:
    """Import a script of infra/, which is a folder of tools and no package."""
    spec = importlib.util.spec_from_file_location(f"infra_{name}", INFRA / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    # Dataclasses look their module up by name.
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module
