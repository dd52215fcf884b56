"""What could go missing: every check of rights in the code, one by one, as a change of the source that takes it away."""

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

CHECKED = ("accounts", "permissions", "workspaces", "documents", "api", "config/audit.py", "config/views.py")
# Here every condition decides about rights; elsewhere only what refuses, lists or tells.
DECIDING = (
    "accounts/backend.py",
    "accounts/guest_sessions.py",
    "accounts/models/membered.py",
    "accounts/tickets.py",
    "accounts/tokens.py",
    "api/access.py",
    "api/auth.py",
    "documents/socket.py",
    "documents/views/access.py",
    "permissions/backend.py",
    "permissions/guests.py",
    "permissions/invitations.py",
    "permissions/queries.py",
    "permissions/requests.py",
    "workspaces/access.py",
)
ASIDE = ("migrations", "management", "formats", "templatetags", "admin.py", "tests")

CHECKS = {"require", "require_manager", "require_administrator", "require_account", "_administrators_alone", "_may"}
CHECKS |= {"_keep_a_manager", "require_second_factor"}
LISTS = {"visible_to", "manageable_by", "held_by", "granted_to", "kept"}
TELLS = {"announce", "_tell", "_ask_after_the_commit"}
DOORS = {"login_required", "account_required", "proven"}
REFUSALS = {"PermissionDenied", "Http404", "AuthenticationError"}


class Mutant(NamedTuple):
    """In the file at `path`, `was` at `line`, the bytes from `start` to `end`, becomes `becomes`."""

    path: str
    line: int
    where: str
    kind: str
    was: str
    becomes: str
    start: int
    end: int
    again: str = ""  # " (2)" for the second of that name

    @property
    def name(self) -> str:
        """Stays the same when lines move."""
        change = f"{' '.join(self.was.split())[:90]} -> {self.becomes[:60]}"
        return f"{self.path}::{self.where} · {self.kind} · {change}{self.again}"


def mutants(root: Path) -> Iterator[Mutant]:
    named: Counter[str] = Counter()
    for path in sorted(_files(root)):
        for one in _File(path.relative_to(root).as_posix(), path.read_text()).all():
            named[one.name] += 1
            yield one if named[one.name] == 1 else one._replace(again=f" ({named[one.name]})")


def _files(root: Path) -> Iterator[Path]:
    for one in CHECKED:
        found = [root / one] if one.endswith(".py") else (root / one).rglob("*.py")
        yield from (path for path in found if path.exists() and not any(part in ASIDE for part in path.parts))


class _File:
    def __init__(self, path: str, text: str) -> None:
        self.path, self.data = path, text.encode()
        self.starts = [0]
        for line in text.encode().splitlines(keepends=True):
            self.starts.append(self.starts[-1] + len(line))
        self.tree = ast.parse(text)
        self.names = dict(_places(self.tree))

    def all(self) -> Iterator[Mutant]:
        deciding = self.path in DECIDING
        seen = set()
        for node in ast.walk(self.tree):
            for at, kind, becomes in [*self._everywhere(node), *(self._conditions(node) if deciding else ())]:
                found = self._mutant(at, kind, becomes)
                change = (found.start, found.end, found.becomes)
                if change not in seen:
                    seen.add(change)
                    yield found

    def _everywhere(self, node: ast.AST) -> Iterator[tuple[ast.AST, str, str]]:
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            called = _last(node.value.func)
            if called in CHECKS:
                yield node, "no check", "pass"
            if called in TELLS:
                yield node, "not told", "pass"
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in LISTS:
            yield node, "all listed", f"{self._text(node.func.value)}.all()"
        if isinstance(node, ast.If) and _refuses(node.body):
            yield node.test, "not refused", "False"
        if isinstance(node, ast.FunctionDef):
            for decorator in node.decorator_list:
                if _last(decorator) in DOORS:
                    yield decorator, "no door", "(lambda page: page)"
        if isinstance(node, ast.keyword) and node.arg == "auth" and _last(node.value) == "SIGNED_IN":
            yield node.value, "no door", "__import__('api.auth').auth.ANYONE"

    def _conditions(self, node: ast.AST) -> Iterator[tuple[ast.AST, str, str]]:
        if isinstance(node, ast.BoolOp):
            yield from ((one, "left out", str(isinstance(node.op, ast.And))) for one in node.values)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr | ast.BitAnd) and not _is_type(node):
            yield node, "one side", f"({self._text(node.left)})"
            yield node, "one side", f"({self._text(node.right)})"
        if isinstance(node, ast.If | ast.IfExp):
            yield node.test, "always", "True"
            yield node.test, "never", "False"
        if isinstance(node, ast.Call) and _last(node.func) in {"filter", "exclude"} and len(node.keywords) > 1:
            for keyword in node.keywords:
                if keyword.arg and isinstance(node.func, ast.Attribute):
                    rest = [self._text(one) for one in [*node.args, *(k for k in node.keywords if k is not keyword)]]
                    yield node, f"without {keyword.arg}", f"{self._text(node.func)}({', '.join(rest)})"

    def _mutant(self, at: ast.AST, kind: str, becomes: str) -> Mutant:
        start, end = self._span(at)
        line = getattr(at, "lineno", 0)
        where = self.names.get(line, "")
        return Mutant(self.path, line, where, kind, self.data[start:end].decode(), becomes, start, end)

    def _span(self, node: ast.AST) -> tuple[int, int]:
        place = node.value if isinstance(node, ast.keyword) and node.arg is None else node
        first, last = self.starts[place.lineno - 1], self.starts[(place.end_lineno or 0) - 1]  # type: ignore[attr-defined]
        return first + place.col_offset, last + (place.end_col_offset or 0)  # type: ignore[attr-defined]

    def _text(self, node: ast.AST) -> str:
        start, end = self._span(node)
        return self.data[start:end].decode()


def _last(node: ast.AST) -> str:
    """The last word of a name: `require` of `members.require(…)`."""
    if isinstance(node, ast.Call):
        return _last(node.func)
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _refuses(body: list[ast.stmt]) -> bool:
    """Whether it ends in a refusal: one that is raised, or the gatekeeper's."""
    last = body[-1]
    if isinstance(last, ast.Raise) and last.exc is not None:
        return _last(last.exc) in REFUSALS
    return isinstance(last, ast.Return) and last.value is not None and _last(last.value) in {"_none", "Admission"}


def _is_type(node: ast.BinOp) -> bool:
    """`Workspace | Document` in a signature is no condition."""
    both = [node.left, node.right]
    return all(
        isinstance(one, ast.Name | ast.Constant | ast.Subscript | ast.Attribute | ast.BinOp) for one in both
    ) and any((isinstance(one, ast.Constant) and one.value is None) or _last(one)[:1].isupper() for one in both)


def _places(tree: ast.AST, before: str = "") -> Iterator[tuple[int, str]]:
    """Line -> the function it stands in."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            name = f"{before}{node.name}"
            first = min([node.lineno, *(one.lineno for one in node.decorator_list)])
            yield from ((line, name) for line in range(first, (node.end_lineno or node.lineno) + 1))
            yield from _places(node, f"{name}.")
        else:
            yield from _places(node, before)
