"""Check every template of the project: it compiles, and carries nothing that the content security policy would refuse.

Usage: lint_templates.py. Prints a line per finding and ends with 1 where there is one.
"""

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import django
from django.template import TemplateDoesNotExist, TemplateSyntaxError
from django.template.loader import get_template

ROOT = Path(__file__).resolve().parents[1]
APPS = ("platform/core", "platform/config", "petitions", "consultations", "cms", "api", "frontend")

# What a strict policy refuses (ux.md section 1), and what makes a page ask a third party.
REFUSED = (
    ("an inline style attribute", re.compile(r"<[a-z][^>]*\sstyle\s*=", re.IGNORECASE)),
    ("an inline style element", re.compile(r"<style\b", re.IGNORECASE)),
    ("an inline event handler", re.compile(r"<[a-z][^>]*\son[a-z]+\s*=", re.IGNORECASE)),
    (
        "an inline script",
        re.compile(r"<script\b(?![^>]*\bsrc=)(?![^>]*\btype=\"application/(ld\+)?json\")", re.IGNORECASE),
    ),
    ("a javascript: address", re.compile(r"[\"']\s*javascript:", re.IGNORECASE)),
    (
        "a file of a third party",
        re.compile(r"<(script|img|link|iframe|source)\b[^>]*\s(src|href)=[\"'](https?:)?//", re.IGNORECASE),
    ),
)
COMMENT = re.compile(r"{#.*?#}|{%\s*comment.*?{%\s*endcomment\s*%}|<!--.*?-->", re.DOTALL)


def template_files(root: Path) -> Iterator[tuple[str, Path]]:
    """Give the name by which Django loads it, and the file, of every template in the project's own folders."""
    for app in APPS:
        for folder in sorted((root / app).rglob("templates")):
            for path in sorted(folder.rglob("*")):
                if path.suffix in {".html", ".txt", ".xml", ".svg"} and "node_modules" not in path.parts:
                    yield path.relative_to(folder).as_posix(), path


def refused_markup(source: str) -> list[tuple[int, str]]:
    """Give line number and description of everything in an HTML template that the policy refuses."""
    blank = COMMENT.sub(lambda found: "\n" * found.group().count("\n"), source)
    return sorted(
        (blank.count("\n", 0, hit.start()) + 1, what) for what, rule in REFUSED for hit in rule.finditer(blank)
    )


def compile_error(name: str) -> str:
    """Give Django's message where the template does not compile, else nothing."""
    try:
        get_template(name)
    except (TemplateSyntaxError, TemplateDoesNotExist) as error:
        return f"does not compile: {error}"
    return ""


def main() -> int:
    """Check them all, print the findings, give the exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    django.setup()
    count = 0
    findings = []
    for name, path in template_files(ROOT):
        count += 1
        where = path.relative_to(ROOT)
        if error := compile_error(name):
            findings.append(f"{where}: {error}")
        if path.suffix == ".html":
            findings += [f"{where}:{line}: holds {what}" for line, what in refused_markup(path.read_text())]
    print("\n".join([*findings, f"{count} templates, {len(findings)} findings"]))
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
