"""The house rules that a machine can check; the direction of imports is import-linter's.

Each check is a function from a source text to its faults, tried on a bad example before it is
turned on the house.
"""

import ast
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FILE_LINES_MAX = {"comptant": 300, "tests": 500}
SQL_COLUMNS_MAX = 100
FUNCTION_LINES_MAX = 45
CLOCKS = {"now", "today", "utcnow", "time", "time_ns", "localtime", "gmtime"}
# What a rule may import besides the standard library and other rules.
RULE_LIBRARIES = {"calendar.py": {"polars", "holidays"}}
NOT_FOR_RULES = {
    "io",
    "os",
    "pathlib",
    "shutil",
    "socket",
    "sqlite3",
    "subprocess",
    "time",
    "urllib",
}

Fault = tuple[int, str]
Function = ast.FunctionDef | ast.AsyncFunctionDef


def python_files(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def functions(tree: ast.AST) -> Iterator[Function]:
    return (
        node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )


# The checks -----------------------------------------------------------------------------------


def inexact_numbers(source: str) -> list[Fault]:
    """Floats and true divisions: money is whole cents."""
    faults = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.Div):
            faults.append((node.lineno, "true division"))
        elif isinstance(node, ast.Constant) and isinstance(node.value, float):
            faults.append((node.lineno, f"float {node.value}"))
        elif isinstance(node, ast.Name) and node.id == "float":
            faults.append((node.lineno, "float"))
        elif isinstance(node, ast.Attribute) and node.attr in ("Float32", "Float64", "truediv"):
            faults.append((node.lineno, node.attr))
    return faults


def clocks(source: str) -> list[Fault]:
    """Readings of a clock: the day is a column."""
    return [
        (node.lineno, f"{node.func.attr}()")
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in CLOCKS
        and isinstance(node.func.value, ast.Name | ast.Attribute)
        and ast.unparse(node.func.value).split(".")[-1] in ("datetime", "date", "time", "dt")
    ]


def foreign_imports(source: str, libraries: set[str]) -> list[Fault]:
    """Imports of a rule that are neither the standard library's, nor ours, nor in `libraries`."""
    faults = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        else:
            continue
        for name in names:
            top = name.split(".")[0]
            ours = name == "comptant.rules" or name.startswith("comptant.rules.")
            plain = top in sys.stdlib_module_names and top not in NOT_FOR_RULES
            if not (ours or plain or top in libraries):
                faults.append((node.lineno, name))
    return faults


def undocumented(source: str) -> list[Fault]:
    """Public functions without a docstring."""
    return [
        (node.lineno, node.name)
        for node in ast.parse(source).body
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]


def composed_sql(source: str) -> list[Fault]:
    """SQL put together from strings in the call that runs it."""
    faults = []
    for node in ast.walk(ast.parse(source)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args):
            continue
        text = node.args[0]
        formatted = (
            isinstance(text, ast.Call)
            and isinstance(text.func, ast.Attribute)
            and text.func.attr in ("format", "join", "replace")
        )
        if node.func.attr in ("execute", "executemany", "copy", "stream") and (
            formatted or isinstance(text, ast.JoinedStr | ast.BinOp)
        ):
            faults.append((node.lineno, ast.unparse(text)))
    return faults


def long_functions(source: str) -> list[Fault]:
    """Functions that do not fit on a screen."""
    return [
        (node.lineno, f"{node.name} has {length} lines")
        for node in functions(ast.parse(source))
        if (length := (node.end_lineno or 0) - node.lineno + 1) > FUNCTION_LINES_MAX
    ]


def names_that_are_not_sentences(source: str) -> list[Fault]:
    """Tests named with fewer than three words after `test`."""
    return [
        (node.lineno, node.name)
        for node in functions(ast.parse(source))
        if node.name.startswith("test") and len(node.name.split("_")) < 4
    ]


def notes_to_self(source: str) -> list[Fault]:
    """What was to be done, a place of one machine, the number of a ticket."""
    places = r"(?<![\w.])/(?:root|home|opt|work)/"
    wanted = re.compile(rf"\b(?:TODO|FIXME)\b|{places}|\b(?:issue|PR) ?#?\d+")
    lines = enumerate(source.splitlines(), start=1)
    return [(number, match.group()) for number, line in lines for match in wanted.finditer(line)]


Check = Callable[[str], list[Fault]]

# Each check with a line that it must find, and one that it must leave alone.
EXAMPLES: list[tuple[Check, str, str]] = [
    (inexact_numbers, "x = a / 2", "x = a // 2"),
    (inexact_numbers, "x = a * 0.9", "x = a * 9"),
    (inexact_numbers, "x = float(a)", "x = int(a)"),
    (inexact_numbers, "x = a.cast(pl.Float64)", "x = a.cast(pl.Int64)"),
    (clocks, "x = datetime.now(UTC)", "x = c.bought_on"),
    (clocks, "x = datetime.date.today()", "x = c.issued_on.dt.date()"),
    (lambda source: foreign_imports(source, {"polars"}), "import psycopg", "import polars as pl"),
    (lambda source: foreign_imports(source, set()), "import comptant.store", "import datetime"),
    (lambda source: foreign_imports(source, set()), "import time", "import comptant.rules.money"),
    (undocumented, "def a():\n    return 1", "def _a():\n    return 1"),
    (composed_sql, "db.execute(f'select {a}')", "db.execute('select %s', [a])"),
    (composed_sql, "db.execute('select ' + a)", "db.execute(sql('one'))"),
    (composed_sql, "db.execute('select {}'.format(a))", "'{}'.format(a)"),
    (long_functions, "def a():\n" + "    a()\n" * 45, "def a():\n" + "    a()\n" * 44),
    (names_that_are_not_sentences, "def test_it(): ...", "def test_it_is_kept(): ..."),
    (notes_to_self, "# TODO later", "# to do so, later"),
    (notes_to_self, "PATH = '/root/data'", "PATH = 'network/root/data'"),
]


@pytest.mark.parametrize(("check", "bad", "good"), EXAMPLES)
def test_each_check_finds_its_fault_and_no_other(check: Check, bad: str, good: str) -> None:
    assert len(check(bad)) == 1
    assert check(good) == []


# The house ------------------------------------------------------------------------------------


def faults(files: list[Path], check: Check) -> str:
    """One line per fault of these files, with its place."""
    assert files
    return "\n".join(
        f"{path.relative_to(ROOT)}:{line} {what}"
        for path in files
        for line, what in check(path.read_text("utf-8"))
    )


def test_rules_have_no_float_and_no_division() -> None:
    assert faults(python_files("comptant/rules"), inexact_numbers) == ""


def test_rules_read_no_clock() -> None:
    assert faults(python_files("comptant/rules"), clocks) == ""


def test_rules_import_polars_and_rules_only() -> None:
    for path in python_files("comptant/rules"):
        libraries = RULE_LIBRARIES.get(path.name, {"polars"})
        assert faults([path], lambda source, known=libraries: foreign_imports(source, known)) == ""


def test_public_rules_say_what_they_give() -> None:
    assert faults(python_files("comptant/rules"), undocumented) == ""


def test_sql_is_never_composed_where_it_is_run() -> None:
    assert faults(python_files("comptant/operations", "comptant/doors"), composed_sql) == ""


def test_functions_fit_on_a_screen() -> None:
    assert faults(python_files("comptant", "tests"), long_functions) == ""


@pytest.mark.parametrize("folder", FILE_LINES_MAX)
def test_files_are_short_enough_to_be_read(folder: str) -> None:
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text("utf-8").splitlines())
        for path in python_files(folder)
    }
    most = FILE_LINES_MAX[folder]
    assert {path: length for path, length in lengths.items() if length > most} == {}


def test_each_query_says_on_its_first_line_what_one_row_is() -> None:
    files = sorted((ROOT / "comptant/store/sql").glob("*.sql"))
    assert files
    first = {path.name: path.read_text("utf-8").split("\n")[0] for path in files}
    silent = {name: line for name, line in first.items() if not re.match(r"-- .*\brows?\b", line)}
    assert silent == {}


def test_queries_keep_to_a_hundred_columns() -> None:
    long = {
        path.name: number
        for path in sorted((ROOT / "comptant/store/sql").glob("*.sql"))
        for number, line in enumerate(path.read_text("utf-8").split("\n"), 1)
        if len(line) > SQL_COLUMNS_MAX
    }
    assert long == {}


def test_tests_are_named_with_sentences() -> None:
    files = [path for path in python_files("tests") if path.name.startswith("test_")]
    assert faults(files, names_that_are_not_sentences) == ""


def test_nothing_is_left_to_be_done_or_tied_to_one_machine() -> None:
    files = [path for path in python_files("comptant", "tests") if path != Path(__file__)]
    assert faults(files, notes_to_self) == ""


def test_no_two_files_of_tests_have_one_name() -> None:
    """pytest takes a file in by its name alone: of two, one would not run."""
    names = [path.name for path in python_files("tests") if path.name.startswith("test_")]
    assert sorted({name for name in names if names.count(name) > 1}) == []
