"""The codes that the program gives to the errors it tells a person, read from its source.

A code is what stands at ``code=`` where an error is made. Where that is a parameter of a function, the calls of that
function are read for it; a code put together (``f"{prefix}_damaged"``) is put together for every value there is.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

_ERRORS = {"UserError", "WrongUseError", "FileRefusedError"}
_DEFAULTS = ("wdbranch/errors.py", "wdbranch/cli/main.py")
"""Where a code is given by default (refused, wrong_use), or told without an error (bug, stopped)."""


def codes(root: Path) -> set[str]:
    """Every code below ``root``, the folder that holds the package ``wdbranch``."""
    modules = {path: ast.parse(path.read_text("utf-8")) for path in sorted((root / "wdbranch").rglob("*.py"))}
    found: set[str] = set()
    for path, module in modules.items():
        reader = _Reader(module, [other for other in modules.values() if other is not module])
        found |= reader.codes()
        if path.relative_to(root).as_posix() in _DEFAULTS:
            found |= {text for text in _plain(module)}
    return found


def _plain(module: ast.Module) -> Iterator[str]:
    """Defaults of parameters called ``code``, and what is refused without an error."""
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef):
            for argument, default in zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True):
                if argument.arg == "code" and isinstance(default, ast.Constant):
                    yield default.value
        if isinstance(node, ast.Call) and _name(node.func) in ("_refuse", "_print_refusal"):
            yield from _texts(node.args[0])


class _Reader:
    """One module; ``others`` are read for calls of its public functions."""

    def __init__(self, module: ast.Module, others: list[ast.Module]) -> None:
        self.module = module
        self.others = others
        self.functions = [node for node in ast.walk(module) if isinstance(node, ast.FunctionDef)]

    def codes(self) -> set[str]:
        """What ``code=`` can be where errors are made in this module."""
        found: set[str] = set()
        for inside, call in _calls(self.module):
            base = isinstance(call.func, ast.Attribute) and ast.unparse(call.func) == "super().__init__"
            if _name(call.func) in _ERRORS or base:
                for keyword in call.keywords:
                    if keyword.arg == "code":
                        found |= self._values(keyword.value, inside)
        return found

    def _values(self, node: ast.expr, inside: ast.FunctionDef | None) -> set[str]:
        if isinstance(node, ast.JoinedStr):
            made = {""}
            for part in node.values:
                inner = part.value if isinstance(part, ast.FormattedValue) else part
                made = {before + after for before in made for after in self._values(inner, inside)}
            return made
        if isinstance(node, ast.BoolOp):
            return {value for part in node.values for value in self._values(part, inside)}
        if isinstance(node, ast.Name) and inside is not None:
            return self._of_parameter(node.id, inside) | _keys_of(node.id, inside)
        return set(_texts(node))

    def _of_parameter(self, name: str, inside: ast.FunctionDef) -> set[str]:
        """What is given for a parameter wherever the function is called."""
        names = [argument.arg for argument in inside.args.args]
        if name not in names + [argument.arg for argument in inside.args.kwonlyargs]:
            return set()
        modules = [self.module, *(() if inside.name.startswith("_") else self.others)]
        found: set[str] = set()
        for module in modules:
            for around, call in _calls(module):
                if _name(call.func) == inside.name and around is not inside:
                    given = {keyword.arg: keyword.value for keyword in call.keywords}
                    given |= dict(zip(names, call.args, strict=False))
                    if name in given:
                        reader = self if module is self.module else _Reader(module, [])
                        found |= reader._values(given[name], around)
        return found - {""}


def _keys_of(name: str, inside: ast.FunctionDef) -> set[str]:
    """The keys of a table that a variable picks from: ``{"full": …, "gone": …}[why]``."""
    return {
        key.value
        for node in ast.walk(inside)
        if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Dict) and _name(node.slice) == name
        for key in node.value.keys
        if isinstance(key, ast.Constant)
    }


def _calls(module: ast.Module) -> Iterator[tuple[ast.FunctionDef | None, ast.Call]]:
    """All calls, each with the function that it stands in."""

    def walk(node: ast.AST, inside: ast.FunctionDef | None) -> Iterator[tuple[ast.FunctionDef | None, ast.Call]]:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.Call):
                yield inside, child
            yield from walk(child, child if isinstance(child, ast.FunctionDef) else inside)

    yield from walk(module, None)


def _texts(node: ast.expr) -> list[str]:
    """The plain texts that an expression may give; of ``a if x else b`` both."""
    if isinstance(node, ast.IfExp):
        return _texts(node.body) + _texts(node.orelse)
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
