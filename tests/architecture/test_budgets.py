"""Small files, small functions, no deep nesting, words for every public thing (architecture.md, section 0)."""

import ast
from pathlib import Path

from django.conf import settings

ROOT = settings.ROOT
PACKAGES = ("platform", "petitions", "consultations", "cms", "api", "frontend")
MOST_LINES, MOST_FUNCTION_LINES, MOST_TEMPLATE_LINES, DEEPEST = 400, 60, 150, 4
BLOCKS = (ast.If, ast.For, ast.While, ast.With, ast.Try, ast.AsyncFor, ast.AsyncWith)


def modules() -> list[Path]:
    found = [path for name in PACKAGES for path in (ROOT / name).rglob("*.py")]
    return [path for path in found if "migrations" not in path.parts]


def functions(tree: ast.AST) -> list[ast.FunctionDef]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def depth(node: ast.AST, level: int = 0) -> int:
    deepest = level
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            continue
        is_elif = isinstance(node, ast.If) and isinstance(child, ast.If) and node.orelse == [child]
        deepest = max(deepest, depth(child, level + (isinstance(child, BLOCKS) and not is_elif)))
    return deepest


def breaches(path: Path, text: str) -> list[str]:
    name = path.name if not path.is_relative_to(ROOT) else str(path.relative_to(ROOT))
    tree = ast.parse(text)
    found = [f"{name}: {text.count(chr(10))} lines"] if text.count("\n") > MOST_LINES else []
    if not ast.get_docstring(tree) and text.strip():
        found.append(f"{name}: no docstring")
    for function in functions(tree):
        size = (function.end_lineno or 0) - function.lineno + 1
        if size > MOST_FUNCTION_LINES:
            found.append(f"{name}:{function.name}: {size} lines")
        if depth(function) >= DEEPEST:
            found.append(f"{name}:{function.name}: nested {depth(function)} deep")
    for node in tree.body:
        public = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and not node.name.startswith(
            "_"
        )
        if public and not ast.get_docstring(node):
            found.append(f"{name}:{node.name}: no docstring")
    return found


def test_every_module_keeps_the_budgets():
    assert [fault for path in modules() for fault in breaches(path, path.read_text(encoding="utf-8"))] == []


def test_templates_keep_their_budget():
    templates = (ROOT / "frontend" / "templates").rglob("*")
    long = [p.name for p in templates if p.is_file() and p.read_text("utf-8").count("\n") > MOST_TEMPLATE_LINES]
    assert long == []


def test_planted_breaches_are_seen():
    steps = ("def f():", "if 1:", "for a in b:", "while 1:", "if 2:", "pass")
    deep = "".join(f"{'    ' * level}{step}\n" for level, step in enumerate(steps))
    long = "def g():\n" + "    a = 1\n" * MOST_FUNCTION_LINES
    found = breaches(Path("planted.py"), deep + long + "#\n" * MOST_LINES)
    assert [fault.split(": ", 1)[1] for fault in found] == [
        f"{(deep + long).count(chr(10)) + MOST_LINES} lines",
        "no docstring",
        "nested 4 deep",
        "61 lines",
        "no docstring",
        "no docstring",
    ]
