"""What the service costs: the factoring fee, its minimum, and the VAT of a bill.

Grains: an invoice (the fee), a fee line (its VAT rate), a bill and VAT rate (the VAT), a contract
and year (the annual minimum). Source: DOMAIN §4.1, §4.2, §4.5, R-2, R-5.
"""

import polars as pl

from comptant.rules import law
from comptant.rules.batch import Rule, check, decide
from comptant.rules.columns import c, shape
from comptant.rules.money import pro_rata, share

# The annual minimum is for a year of 365 days; a leap year owes no 366th part.
MINIMUM_YEAR_DAYS = 365

# Monaco is taxed as France. Elsewhere abroad the line is not TAXABLE_STD.
STANDARD_TERRITORIES = ("FR", "MC")
OVERSEAS_TERRITORIES = ("GP", "MQ", "RE")
UNTAXED_TERRITORIES = ("GF", "YT")
UNTAXED_CLASSES = ("EXEMPT_FIN", "OUT_OF_SCOPE", "REVERSE_CHARGE")

BILLS = shape("vat_class", "vat_territory?", "charged_on", "net_cents")


def factoring_fee_cents() -> pl.Expr:
    """The fee before VAT on one invoice or credit note. Source: DOMAIN §4.1, W4-1.

    An invoice pays its share of the amount with VAT, and never less than the minimum. A credit
    note (`is_credit_note`; its sign in the file does not matter) depends on `fee_base`:
    GROSS_INVOICES: nothing;
    GROSS_INVOICES_PLUS_CREDIT_NOTES: it is work, and pays as an invoice does;
    NET_OF_CREDIT_NOTES: its share is given back (negative), but no minimum, which paid for work.
    Another base gives null.
    """
    ad_valorem = share(c.gross_cents.abs(), c.fee_ppm)
    charged = pl.max_horizontal(ad_valorem, c.fee_minimum_cents)
    credit_note = (
        pl.when(c.fee_base == "GROSS_INVOICES")
        .then(0)
        .when(c.fee_base == "GROSS_INVOICES_PLUS_CREDIT_NOTES")
        .then(charged)
        .when(c.fee_base == "NET_OF_CREDIT_NOTES")
        .then(-ad_valorem)
    )
    known = credit_note.is_not_null()
    return pl.when(c.is_credit_note).then(credit_note).when(known).then(charged)


def least_fee_cents() -> pl.Expr:
    """What of that fee the minimum adds to the share of the amount. Source: DOMAIN §4.1, W4-1."""
    added = (c.fee_minimum_cents - share(c.gross_cents.abs(), c.fee_ppm)).clip(lower_bound=0)
    return pl.when(c.factoring_fee_cents > 0).then(added).otherwise(0)


def vat_ppm() -> pl.Expr:
    """The VAT rate of a fee line on its day. Source: DOMAIN §4.5.

    TAXABLE_STD follows the place of taxation; EXEMPT_FIN (interest and the like), OUT_OF_SCOPE
    and REVERSE_CHARGE carry none. Another class, or a taxable line elsewhere, gives null.
    """
    taxable = (
        pl.when(c.vat_territory.is_in(STANDARD_TERRITORIES))
        .then(law.STANDARD_VAT_PPM.at(c.charged_on))
        .when(c.vat_territory.is_in(OVERSEAS_TERRITORIES))
        .then(law.OVERSEAS_VAT_PPM.at(c.charged_on))
        .when(c.vat_territory.is_in(UNTAXED_TERRITORIES))
        .then(law.GUYANE_MAYOTTE_VAT_PPM.at(c.charged_on))
    )
    return (
        pl.when(c.vat_class == "TAXABLE_STD")
        .then(taxable)
        .when(c.vat_class.is_in(UNTAXED_CLASSES))
        .then(0)
    )


def bill_vat_cents() -> pl.Expr:
    """VAT of one bill at one rate, on the sum of its nets. Source: DOMAIN R-5, I-10."""
    return share(c.net_cents, c.vat_ppm)


def bill_total_cents() -> pl.Expr:
    """What the bill debits from the current account: net and VAT. Source: DOMAIN W4-1."""
    return c.net_cents + c.bill_vat_cents


def prorated_minimum_cents() -> pl.Expr:
    """The annual minimum for the days in force, out of 365. Source: DOMAIN §4.2, W4-2."""
    days = c.in_force_days.clip(upper_bound=MINIMUM_YEAR_DAYS)
    return pro_rata(c.annual_minimum_cents, days, pl.lit(MINIMUM_YEAR_DAYS, pl.Int64))


def dated_minimum_cents() -> pl.Expr:
    """The same where the annual minimum has changed in the year: each day counts at the minimum
    agreed for it (`minimum_numbers`, cents x days). Source: DOMAIN §4.2, W4-2; contract, dated
    terms."""
    days = c.in_force_days.clip(upper_bound=MINIMUM_YEAR_DAYS)
    return pro_rata(c.minimum_numbers, days, c.in_force_days * MINIMUM_YEAR_DAYS)


def minimum_shortfall_cents() -> pl.Expr:
    """What the fees of the contract year lack to the minimum. Source: DOMAIN §4.2, W4-2."""
    return (c.prorated_minimum_cents - c.billed_fee_cents).clip(lower_bound=0)


BILL: tuple[Rule, ...] = (vat_ppm, bill_vat_cents, bill_total_cents)


def billed(bills: pl.DataFrame) -> pl.DataFrame:
    """Bills (BILLS; other columns are kept), one row per bill and VAT rate since nets are summed
    before they are taxed (R-5), with one more column per rule.

    BrokenBatch on a bill that has no VAT rate: an unknown class, a taxable bill of no territory, a
    day before the law.
    """
    check(bills, BILLS)
    return decide(bills, BILL)
