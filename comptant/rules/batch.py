"""The engine: check a batch at the entrance, decide column by column, roll up to the next grain.

A rule is a function without arguments, named after the one column that it computes. `decide`
finds the order from what each rule reads and runs independent rules in one pass per layer.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

import polars as pl

from comptant.rules.columns import VOCABULARY, Shape

Rule = Callable[[], pl.Expr]

# The passes are what we want done; what an optimiser can find is a condition that comes twice.
_AS_PLANNED = pl.QueryOptFlags.none()
_AS_PLANNED.comm_subexpr_elim = True


class BrokenBatch(Exception):
    """A batch does not have the shape it declares, or a rule returned what it may not: our fault,
    the whole batch stops and nothing is written."""


def check(batch: pl.DataFrame, wanted: Shape) -> pl.DataFrame:
    """The columns of `wanted`, in order, or BrokenBatch with the first thing that is wrong.

    Refused: a missing or untyped column, a null where none may be, an amount out of limits
    (Polars would wrap it silently later, and lets a null fall through a comparison).
    """
    known = set(batch.columns)
    missing = [name for name in wanted.names if name not in known]
    if missing:
        raise BrokenBatch(f"columns missing: {', '.join(missing)}")
    batch = batch[list(wanted.names)]
    for (name, dtype), found in zip(wanted.schema().items(), batch.dtypes, strict=True):
        if found != dtype:
            raise BrokenBatch(f"column {name} is {found}, declared {dtype}")
    _check_values(batch.get_columns(), wanted)
    return batch


def _check_values(columns: Iterable[pl.Series], wanted: Shape) -> None:
    """Column by column, without a plan: on one row a plan costs more than all that it finds."""
    for name, column in zip(wanted.names, columns, strict=True):
        height = len(column)
        if name not in wanted.optional and column.null_count():
            raise BrokenBatch(f"{name} is null in {column.null_count()} of {height} rows")
        largest = VOCABULARY[name].largest
        if largest is None:
            continue
        least, most = column.min(), column.max()
        if least is not None and not (-largest <= least and most <= largest):  # type: ignore[operator]
            count = (~column.is_between(-largest, largest)).sum()
            raise BrokenBatch(f"{name} beyond {largest} in {count} of {height} rows")


def decide(
    facts: pl.DataFrame, rules: Iterable[Rule], nullable: Iterable[str] = ()
) -> pl.DataFrame:
    """`facts` with one more column per rule; the row then explains itself.

    `nullable` names the rules whose null means "does not apply" (a reason code, a date).
    """
    rules = tuple(rules)
    wanted = Shape(tuple(_name(rule) for rule in rules), frozenset(nullable))
    touched = _touched(rules)
    # The passes run on the columns that they read: each costs by the width of its table.
    names = [name for name in facts.columns if name in touched]
    given = facts[names] if names else facts
    passes = given.lazy()
    for layer in _plan(rules, tuple(zip(names, given.dtypes, strict=False))):
        passes = passes.with_columns(layer)
    try:
        decided = collected(passes)
    except pl.exceptions.PolarsError as error:
        raise BrokenBatch(f"rules {', '.join(wanted.names)}: {error}") from error
    _check_values((decided.get_column(name) for name in wanted.names), wanted)
    return facts.hstack(decided.get_columns()[given.width :])


def collected(plan: pl.LazyFrame) -> pl.DataFrame:
    """What a plan gives, done as it is written and in memory: the engine that streams costs more,
    on one row as on a hundred thousand."""
    return plan.collect(engine="in-memory", optimizations=_AS_PLANNED)


@lru_cache(maxsize=256)
def _touched(rules: tuple[Rule, ...]) -> frozenset[str]:
    """The columns that the rules read or make."""
    names = {_name(rule) for rule in rules}
    return frozenset(names.union(*(rule().meta.root_names() for rule in rules)))


@lru_cache(maxsize=256)
def _plan(
    rules: tuple[Rule, ...], given: tuple[tuple[str, pl.DataType], ...]
) -> tuple[tuple[pl.Expr, ...], ...]:
    """The passes of `_layers` with each column in its declared type, tried on an empty batch.

    Only a whole number may change its width: a cast would cut the decimals of a float silently.
    """
    batch = pl.DataFrame(schema=dict(given))
    plan = []
    for layer in _layers(rules, frozenset(batch.columns)):
        names = [expression.meta.output_name() for expression in layer]
        try:
            found = batch.lazy().with_columns(layer).collect_schema()
        except pl.exceptions.PolarsError as error:
            raise BrokenBatch(f"rules {', '.join(names)}: {error}") from error
        typed = []
        for name, expression in zip(names, layer, strict=True):
            declared = VOCABULARY[name].dtype
            widens = found[name].is_integer() and declared.is_integer()
            if found[name] != declared and not widens and found[name] != pl.Null:
                raise BrokenBatch(f"rule {name} gave {found[name]}, declared {declared}")
            same = found[name] == declared
            typed.append(expression if same else expression.cast(declared, strict=True))
        batch = pl.DataFrame(schema={**batch.schema, **{n: VOCABULARY[n].dtype for n in names}})
        plan.append(tuple(typed))
    return tuple(plan)


@lru_cache(maxsize=256)
def _layers(rules: tuple[Rule, ...], given: frozenset[str]) -> tuple[tuple[pl.Expr, ...], ...]:
    """The rules' expressions in passes: each pass reads only what earlier passes made."""
    waiting = {}
    for rule in rules:
        name = _name(rule)
        if name in waiting or name in given:
            raise BrokenBatch(f"column {name} is computed twice")
        expression = rule().alias(name)
        waiting[name] = (expression, frozenset(expression.meta.root_names()))
    known = set(given)
    layers = []
    while waiting:
        ready = [name for name, (_, reads) in waiting.items() if reads <= known]
        if not ready:
            lacks = {name: sorted(reads - known) for name, (_, reads) in waiting.items()}
            raise BrokenBatch(f"rules read columns that nothing gives: {lacks}")
        layers.append(tuple(waiting.pop(name)[0] for name in ready))
        known.update(ready)
    return tuple(layers)


def _name(rule: Rule) -> str:
    name = rule.__name__
    if name not in VOCABULARY:
        raise BrokenBatch(f"rule {name} is not a column of the vocabulary")
    return name


def constant(name: str, value: object, dtype: pl.DataType) -> pl.Series:
    """A column of one row, for repeated()."""
    return pl.Series(name, [value], dtype, strict=True)


def repeated(constants: Iterable[pl.Series], height: int) -> list[pl.Series]:
    """Columns that hold one value on every row."""
    return [column.new_from_index(0, height) for column in constants]


def roll_up(batch: pl.DataFrame, by: Iterable[str], sums: Iterable[str]) -> pl.DataFrame:
    """One row per `by`, with each number of `sums` added up: the only way to a coarser grain.

    BrokenBatch when amounts of several currencies would be added, or a sum does not fit.
    """
    by, sums = tuple(by), tuple(sums)
    amounts = [name for name in sums if name.endswith("_cents")]
    if amounts and "currency" in batch.columns and "currency" not in by:
        raise BrokenBatch(
            f"{', '.join(amounts)} summed across currencies: add currency to the keys"
        )
    totals = [
        pl.col(name).cast(pl.Int128).sum().cast(VOCABULARY[name].dtype, strict=True)
        for name in sums
    ]
    try:
        return batch.group_by(by, maintain_order=True).agg(totals)
    except pl.exceptions.PolarsError as error:
        raise BrokenBatch(f"sums of {', '.join(sums)}: {error}") from error


def first_reason(reasons: Mapping[str, pl.Expr]) -> pl.Expr:
    """The first code whose condition holds, else null. The order of the table is the contract."""
    return pl.coalesce(
        [pl.when(condition).then(pl.lit(code)) for code, condition in reasons.items()]
    )


def all_reasons(reasons: Mapping[str, pl.Expr]) -> pl.Expr:
    """Every code whose condition holds, joined with a blank, in the order of the table."""
    return pl.concat_str(
        [pl.when(condition).then(pl.lit(code)) for code, condition in reasons.items()],
        separator=" ",
        ignore_nulls=True,
    )
