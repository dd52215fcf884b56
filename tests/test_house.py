"""The house measures itself: sizes, first sentences, documentation that keeps up, pins, content policy, colours, words."""

import ast
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.template.loader import get_template
from django.test import Client
from django.urls import URLPattern, get_resolver

from accounts import palette
from activity.verbs import SENTENCES
from api.urls import api

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
APPS = sorted(Path(one.path) for one in apps.get_app_configs() if Path(one.path).is_relative_to(ROOT))
APPS = [path for path in APPS if not path.is_relative_to(ROOT / ".venv")]

LONGEST_FILE = 300  # a ratchet: these only go down
LONGEST_FUNCTION = 40

RECORDING = {"record", "tell", "say"}  # the last two: documents/actions, threads and proposals and versions
NODE_FOLDERS = ("frontend", "bench", "bench/peers")


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def python(*, tests: bool = False) -> list[Path]:
    folders = [*APPS, ROOT / "tests"] if tests else APPS
    found = {path for folder in folders for path in folder.rglob("*.py") if "migrations" not in path.parts}
    return sorted(found | {ROOT / "manage.py", ROOT / "bin" / "messages"})


def front_end(ending: str) -> list[Path]:
    return sorted((ROOT / "frontend" / "src").rglob(f"*.{ending}"))


def bench(ending: str) -> list[Path]:
    """What measures: `bin/bench` and what it calls."""
    return sorted(path for path in (ROOT / "bench").rglob(f"*.{ending}") if "node_modules" not in path.parts)


def templates() -> list[Path]:
    folders = [ROOT / "templates", *(app / "templates" for app in APPS)]
    return sorted(path for folder in folders for path in folder.rglob("*.html"))


def pages() -> list[Path]:
    """What people read: README and its neighbours, and docs/."""
    return sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])


def column(page: str, at: int = 0) -> list[str]:
    """The words between backquotes in one column of every table of a page of docs/."""
    rows = [line.split("|")[1:] for line in (DOCS / page).read_text().splitlines() if line.startswith("| `")]
    return [re.findall(r"`([^`]+)`", row[at])[0] for row in rows]


def sources() -> Iterator[Path]:
    """Every text file of the project that is not made by a tool."""
    made = {".venv", ".tools", "node_modules", "dist", "contract", "var", "__pycache__", ".git"}
    for folder in [
        *APPS,
        *(ROOT / one for one in ("bench", "bin", "docs", "frontend", "locale", "templates", "tests", ".ci")),
    ]:
        for path in folder.rglob("*"):
            inside = set(path.relative_to(ROOT).parts) - ({"contract"} if "tests" in path.parts else set())
            if path.is_file() and not made & inside and path.suffix not in {".png", ".mo", ".docx", ".dotx", ".gz"}:
                yield path
    yield from (path for path in ROOT.iterdir() if path.is_file() and path.suffix in {".md", ".toml", ".lock", ".py"})


# Size and first sentences


def test_no_file_is_longer_than_a_person_reads_at_once():
    long = {
        name(path): count
        for path in [*python(), *front_end("ts"), *bench("py"), *bench("mjs")]
        if (count := lines(path)) > LONGEST_FILE
    }
    assert not long


def lines(path: Path) -> int:
    return len(path.read_text().splitlines())


def test_no_function_is_longer_than_a_screen():
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    long = [
        f"{name(path)}:{node.lineno} {node.name} ({length})"
        for path in [*python(), *bench("py")]
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, kinds) and (length := (node.end_lineno or 0) - node.lineno + 1) > LONGEST_FUNCTION
    ]
    assert not long


def test_every_file_says_first_what_lives_there():
    silent = [
        name(path)
        for path in [*python(tests=True), *bench("py")]
        if (code := path.read_text()) and not sentence_of(code)
    ]
    silent += [name(path) for path in [*front_end("ts"), *bench("mjs")] if not path.read_text().startswith("// ")]
    silent += [name(path) for path in front_end("css") if not path.read_text().startswith("/* ")]
    assert not silent


def sentence_of(code: str) -> str:
    """The first line of a module's docstring: a whole sentence."""
    first = (ast.get_docstring(ast.parse(code)) or "").split("\n")[0]
    return first if first.endswith((".", "!", "?", "`")) or "`." in first else ""


# Documentation that keeps up


def test_every_setting_is_documented_with_its_default():
    wanted = dict(settings_read()) | dict.fromkeys(commands_read(), "")
    told = {row.split("`")[1]: row for row in (DOCS / "settings.md").read_text().splitlines() if row.startswith("| `")}
    assert set(told) == set(wanted)
    assert not [key for key, default in wanted.items() if default and f"`{default}`" not in told[key]]


def settings_read() -> Iterator[tuple[str, str]]:
    """Name and default (where it is a plain value) of everything that settings.py asks of the environment."""
    for node in ast.walk(ast.parse((ROOT / "config" / "settings.py").read_text())):
        if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("env."):
            plain = [arg.value for arg in node.args[1:] if isinstance(arg, ast.Constant)]
            yield ast.literal_eval(node.args[0]), str(plain[0]) if plain else ""


def commands_read() -> set[str]:
    """What the shell scripts of bin/ read from the environment: `${NAME:-default}`."""
    texts = [path.read_text() for path in (ROOT / "bin").iterdir() if path.is_file()]
    shell = [text for text in texts if "python" not in text.splitlines()[0]]
    return {found for text in shell for found in re.findall(r"\$\{([A-Z_]+):-", text)}


def test_the_environment_is_read_in_one_place():
    allowed = {"config/environment.py", "config/asgi.py", "manage.py"}
    assert {name(path) for path in python() if "os.environ" in path.read_text()} <= allowed


def test_every_verb_is_documented_and_used():
    """Recorded right there, or handed to the function of an act's own that records it."""
    used = {
        part.value
        for path in python()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in RECORDING
        for argument in node.args
        for part in ast.walk(argument)
        if isinstance(part, ast.Constant) and part.value in SENTENCES
    }
    assert used == set(SENTENCES)
    assert sorted(column("verbs.md")) == sorted(SENTENCES)


def test_the_page_of_permissions_equals_the_ladders():
    call_command("document_permissions", check=True)


def ours(patterns: Any, before: str = "") -> Iterator[tuple[str, str]]:
    """(address, name) of our own pages: not the administration's, allauth's or the API's."""
    for one in patterns:
        address = before + str(one.pattern)
        if not isinstance(one, URLPattern):
            foreign = one.namespace in {"admin", "api-v1"} or "allauth" in str(one.urlconf_name)
            yield from () if foreign else ours(one.url_patterns, address)
        else:
            yield "/" + address, one.name or ""


def test_every_address_is_documented():
    known = list(ours(get_resolver().url_patterns))
    assert sorted(zip(column("urls.md"), column("urls.md", 1), strict=True)) == sorted(known)


def test_every_address_is_used_by_a_test_or_a_template():
    """By its name, or as a path in which anything stands for the parts that vary."""
    said = "".join(path.read_text() for path in [*templates(), *(ROOT / "tests").rglob("*.py")])
    known = {key: re.sub(r"<[^>]+>", r"[^/\"']+", address) for address, key in ours(get_resolver().url_patterns)}
    assert not [key for key, path in known.items() if not re.search(rf"[\"'](?:{key}|[^\"']*{path})[\"'?#]", said)]


def test_every_endpoint_of_the_api_is_documented():
    paths = api.get_openapi_schema()["paths"]
    known = {
        f"{method.upper()} {path.removeprefix('/api/v1')}" for path, methods in paths.items() for method in methods
    }
    assert set(column("api.md")) == known


def test_what_the_pages_point_to_exists():
    broken = []
    for page in pages():
        text = page.read_text()
        linked = [page.parent / link for link in re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", text)]
        named = [
            ROOT / path for path in re.findall(r"`((?:[\w.-]+/)+[\w.-]+\.(?:py|ts|css|html|md|sh|json|mjs|po))`", text)
        ]
        broken += [f"{name(page)}: {path}" for path in [*linked, *named] if not path.exists()]
    assert not broken


def test_the_readme_gives_the_test_command_once():
    assert (ROOT / "README.md").read_text().count("bin/test") == 1


# What must not be written down


def test_nothing_names_a_registry_or_a_path_of_one_machine():
    places = ["registry" + ".npmjs", "pypi" + ".org", "pythonhosted" + ".org", "/work" + "/", "/home" + "/"]
    named = [
        f"{name(path)}: {place}"
        for path in sources()
        for place in [*places, *([] if "tests" in path.parts else ["../" + "shared"])]
        if place in path.read_text()
    ]
    assert not named


def test_nothing_waits_to_be_done_later():
    later = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X)\b")
    assert not [name(path) for path in sources() if later.search(path.read_text())]


def test_locks_hold_hashes_and_no_address():
    for lock in ROOT.glob("requirements*.lock"):
        text = lock.read_text()
        assert "://" not in text, lock
        assert text.count("==") <= text.count("--hash=sha256:"), lock
    for folder in NODE_FOLDERS:
        packages = json.loads((ROOT / folder / "package-lock.json").read_text())["packages"]
        assert not [key for key, package in packages.items() if "resolved" in package]
        assert not [key for key, package in packages.items() if key and not package.get("integrity")]


def test_pins_are_exact():
    for folder in NODE_FOLDERS:
        package = json.loads((ROOT / folder / "package.json").read_text())
        wanted = {**package["dependencies"], **package.get("devDependencies", {})}
        assert not {key: pin for key, pin in wanted.items() if not re.fullmatch(r"\d+\.\d+\.\d+", pin)}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    groups = [*project["project"].get("optional-dependencies", {}).values(), *project["dependency-groups"].values()]
    pins = [pin for group in [project["project"]["dependencies"], *groups] for pin in group]
    assert not [pin for pin in pins if not re.fullmatch(r"[\w.-]+(\[[\w,-]+\])?==[\w.]+", pin)]


# Content policy, cookies, colours, words


@pytest.mark.parametrize("template", templates(), ids=name)
def test_a_template_can_be_read(template):
    """One without `{% load i18n %}` is a fault only once somebody sees the page."""
    get_template(name(template).partition("templates/")[2])


@pytest.mark.parametrize("template", templates(), ids=name)
def test_a_template_holds_no_script_and_no_style(template):
    html = re.sub(r"{%.*?%}|{{.*?}}|{#.*?#}", "", template.read_text(), flags=re.DOTALL)
    if name(template) == "templates/mail/base.html":  # mails read no style sheet
        html = re.sub(r"<style>.*</style>", "", html, count=1, flags=re.DOTALL)
    assert not re.search(r"\s(?:style|on[a-z]+)\s*=|<style\b|javascript:", html, re.IGNORECASE)
    scripts = re.findall(r"<script\b[^>]*>", html, re.IGNORECASE)
    assert not [tag for tag in scripts if "src=" not in tag and "application/json" not in tag]


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/espaces/", "/aide/", "/compte/login/", "/compte/signup/", "/nulle-part/"])
def test_a_visitor_is_given_no_cookie_but_what_the_page_needs(address):
    visitor = Client()
    visitor.get(address)
    assert set(visitor.cookies) <= {"csrftoken", "sessionid", "django_language"}


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted([luminance(one), luminance(other)], reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("colour", palette.COLOURS)
def test_the_colour_of_a_person_can_be_read(colour):
    assert contrast(colour, "#ffffff") >= 4.5
    assert contrast(colour, "#fffdfa") >= 3
    assert contrast(colour, "#1b1d1c") >= 3


def test_there_are_twelve_colours():
    assert len(set(palette.COLOURS)) == 12


def test_every_sentence_has_its_french():
    done = subprocess.run(
        [sys.executable, "bin/messages", "check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
