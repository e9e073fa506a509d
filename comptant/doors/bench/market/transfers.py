"""What buyers pay on the day: each payment with the invoices that it means and what it says."""

from collections.abc import Iterator

import polars as pl

from comptant.doors.bench.market import numbers
from comptant.doors.bench.market.lots import below, bits, shared_out, uniform
from comptant.doors.bench.market.world import Slice, World, printed_number

PARTIAL_PPM, GROUPED_PPM = 60_000, 90_000  # of those meant as grouped, some find nothing to group
WRONG_REFERENCE_PPM = 50_000
DISPUTED_PPM = 10_000
GROUP_MOST = 4

_client_place = ("client", "place")


def paid_and_disputed(world: World, part: Slice) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The payments of a slice, (client, buyer, cents, invoices, text, payer_name, payer_iban),
    and the places of invoices that buyers dispute (client, index in the slice)."""
    invoices = _ranked(world, part)
    payments = _payments(world, invoices)
    disputes = invoices.filter(~pl.col("is_lead"), pl.col("last_rank") <= pl.col("disputed_count"))
    return _told(world, payments), disputes.select("client", "index")


def _ranked(world: World, part: Slice) -> pl.DataFrame:
    """Open invoices, those due longest first; the first ones of a client are paid today."""
    of = pl.col("client") * 2**26 + pl.col("number")
    clients = world.of(part)
    disputed = round(world.day_lines * DISPUTED_PPM / 1_000_000)
    counts = world.clients.select(
        "client", "paid_count",
        disputed_count=pl.when(pl.col("client") < world.at_work)
        .then(shared_out(disputed, pl.col("open_count"))).otherwise(0),
    ).slice(part.first, clients.height)  # fmt: skip
    invoices = world.open_invoices(part).with_row_index("index").with_columns(
        pl.col("index").cast(pl.Int64),
        score=pl.col("due_on").to_physical() + 25 * uniform(of, "paid", world.seed),
        printed=printed_number(world, pl.col("number")),
        way=below(of, "way", world.seed, 1_000_000), of=of,
    )  # fmt: skip
    invoices = invoices.join(counts, on="client", maintain_order="left").join(
        world.pairs(part), on=_client_place, maintain_order="left"
    )
    rank = pl.col("score").rank("ordinal").over("client")
    last = pl.col("score").rank("ordinal", descending=True).over("client")
    return invoices.with_columns(is_lead=rank <= pl.col("paid_count"), last_rank=last)


def _payments(world: World, invoices: pl.DataFrame) -> pl.DataFrame:
    """client, buyer, of, cents, invoices (their printed numbers): exact, partial or grouped."""
    leads, others = invoices.filter("is_lead"), invoices.filter(~pl.col("is_lead"))
    is_grouped = pl.col("way").is_between(PARTIAL_PPM, PARTIAL_PPM + GROUPED_PPM, closed="left")
    first = leads.filter(is_grouped).unique(_client_place, keep="first", maintain_order=True)
    rank = pl.col("score").rank("ordinal").over(_client_place)
    more = others.filter(rank <= 1 + pl.col("of") % GROUP_MOST, pl.col("last_rank") > 3)
    more = more.join(first.select(*_client_place, lead="of"), on=_client_place)
    added = more.group_by("lead").agg(more_cents=pl.col("cents").sum(), more=pl.col("printed"))
    share = 40 + pl.col("of") % 41
    is_partial = pl.col("way") < PARTIAL_PPM
    return leads.join(added, left_on="of", right_on="lead", how="left").select(
        "client", "buyer", "of",
        cents=pl.when(is_partial).then(pl.col("cents") * share // 100).otherwise("cents")
        + pl.col("more_cents").fill_null(0),
        invoices=pl.concat_list(pl.concat_list("printed"), pl.col("more").fill_null([])),
        is_partial=is_partial, is_grouped=pl.col("more").is_not_null(),
    )  # fmt: skip


def _told(world: World, payments: pl.DataFrame) -> pl.DataFrame:
    """With the text that the payer wrote, in twenty of which one does not name its invoice."""
    of = pl.col("of")
    named = pl.col("invoices").list.join(" ")
    spaced = named.str.replace_all("-", " ", literal=True)
    texts = (pl.format("VIR FACTURE {}", named), pl.format("FACT {} MERCI", spaced), named,
             pl.format("REGLEMENT {} CLIENT {}", named, pl.col("client")))  # fmt: skip
    which = bits(of, "text", world.seed) % len(texts)
    text = pl.coalesce(pl.when(which == n).then(text) for n, text in enumerate(texts))
    slip = bits(of, "slip", world.seed) % 3
    wrong = (
        pl.when(slip == 0).then(pl.lit("REGLEMENT"))
        .when(slip == 1).then(text.str.replace(r"(\d)(\d)( |$)", "${2}${1}${3}"))
        .otherwise(text.str.replace(r"\d( |$)", "${1}"))
    )  # fmt: skip
    is_wrong = uniform(of, "is wrong", world.seed) * 1_000_000 < WRONG_REFERENCE_PPM
    return payments.with_columns(
        is_wrong=is_wrong, text=pl.when(is_wrong).then(wrong).otherwise(text),
        payer_name=pl.format("ACHETEUR {}", "buyer"),
        payer_iban=numbers.iban(20_000_000_000 + pl.col("buyer")),
    )  # fmt: skip


def accounts(world: World) -> pl.DataFrame:
    """client, account: which of our accounts its buyers pay to, some 20 000 payments on each."""
    count = account_count(world)
    each = -(-world.day_lines // count)
    before = pl.col("paid_count").cum_sum() - pl.col("paid_count")
    return world.clients.select("client", account=(before // each).clip(0, count - 1))


def account_count(world: World) -> int:
    """How many accounts of ours are paid to; every other bank tells them in CFONB 120."""
    return max(2, -(-world.day_lines // 20_000))


def by_account(world: World) -> Iterator[tuple[int, pl.DataFrame]]:
    """Each account with all its payments; no more are held in memory than one account has."""
    of = accounts(world)
    waiting: list[pl.DataFrame] = []
    current = 0
    for part in world.day_slices():
        payments, _ = paid_and_disputed(world, part)
        payments = payments.join(of, on="client", maintain_order="left")
        for (account,), rows in payments.group_by("account", maintain_order=True):
            if account != current:
                yield current, pl.concat(waiting) if waiting else payments.clear()
                waiting, current = [], int(str(account))
            waiting.append(rows)
    yield current, pl.concat(waiting)
