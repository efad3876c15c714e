"""A parliament's static files: collected with hashed names, also inside ES modules, and named so on its pages."""

import json
import os
import re
import subprocess
import sys

from django.conf import settings

PRINT_FORM = "from django.templatetags.static import static; print(static('js/form.js'))"


def manage(tmp_path, *command):
    """Run manage.py under production settings with a folder of its own for what is collected."""
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "collected",
        "PYTHONPATH": str(tmp_path),
        "ROSTRA_VAR": str(tmp_path),
    }
    for name in ("DATABASE_URL", "REDIS_URL", "ELASTICSEARCH_URL"):
        env.pop(name, None)
    done = subprocess.run(
        [sys.executable, "manage.py", *command], cwd=settings.ROOT, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_collected_files_have_hashed_names(tmp_path):
    (tmp_path / "collected.py").write_text(
        "from pathlib import Path\nfrom config.settings.production import *\n"
        f"STATIC_ROOT = Path({str(tmp_path / 'static')!r})\n"
        "STORAGES = {**STORAGES, 'staticfiles': {'BACKEND': 'config.statics.HashedStatics'}}\n"
    )
    manage(tmp_path, "collectstatic", "--noinput", "--verbosity", "0")
    names = json.loads((tmp_path / "static" / "staticfiles.json").read_text())["paths"]
    assert re.fullmatch(r"css/site\.[0-9a-f]{12}\.css", names["css/site.css"])
    assert (tmp_path / "static" / (names["css/site.css"] + ".gz")).exists()
    console = (tmp_path / "static" / names["js/hearing-console.js"]).read_text()
    assert names["js/live.js"].removeprefix("js/") in console
    assert "import" not in (tmp_path / "static" / names["js/hearing-page.js"]).read_text()
    assert manage(tmp_path, "shell", "--no-imports", "-c", PRINT_FORM).strip().endswith(names["js/form.js"])
