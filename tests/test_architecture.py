"""The house keeps its shape: layers, top level, sizes, heavy imports."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ALLOWED_AT_TOP = {
    "wdbranch", "forms", "resources", "tests", "docs", "build_installer.py", "pyproject.toml", "README.md",
    "LICENSE", "CHANGELOG.md",
}


def test_import_contracts_hold() -> None:
    done = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports"))], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def test_nothing_else_stands_at_the_top() -> None:
    listed = subprocess.run(["git", "-c", "core.quotePath=false", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    tops = {name.split("/")[0] for name in listed if name}
    assert {name for name in tops if not name.startswith(".")} <= ALLOWED_AT_TOP


@pytest.mark.parametrize("path", sorted((ROOT / "wdbranch").rglob("*.py")), ids=lambda p: str(p.relative_to(ROOT)))
def test_no_file_is_too_long(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 600


@pytest.mark.parametrize("path", sorted((ROOT / "wdbranch").rglob("*.py")), ids=lambda p: str(p.relative_to(ROOT)))
def test_nothing_swallows_every_error(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.ExceptHandler):
            assert node.type is not None, f"bare except at line {node.lineno}"
            silent = all(isinstance(part, ast.Pass) for part in node.body)
            broad = isinstance(node.type, ast.Name) and node.type.id in ("Exception", "BaseException")
            assert not (silent and broad), f"an error is swallowed at line {node.lineno}"


@pytest.mark.parametrize("heavy", ["reportlab", "cryptography", "sqlite_utils", "python_calamine", "xlsxwriter", "PIL", "pypinyin", "pypdfium2"])
def test_starting_does_not_import_what_only_some_commands_need(heavy: str) -> None:
    code = (
        "import sys, wdbranch.app, wdbranch.operations.overview, wdbranch.operations.record, wdbranch.ui.main_window;"
        f"sys.exit({heavy!r} in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
