"""What a reminder by e-mail says, in French and English, by its stage; and the reference and the QR
code of the transfer that pays it.

Sources: DOMAIN §5.1, §5.3; art. L441-10, D441-5 C. com.; EPC069-12 (v2.1) for the QR code.
"""

from collections.abc import Sequence
from typing import Any

import segno

from comptant.formats.typography import by_fours, day, money

Row = dict[str, Any]
REFERENCE_MAX = 140  # characters of a transfer's text
NAME_MAX = 70
# Any mask is read; to look for the most even of the eight takes seven times as long.
MASK = 0
SUBJECTS = {
    "fr": {"PRE": "Échéance à venir", "R1": "Rappel d'échéance", "R2": "Deuxième rappel",
           "R3": "Dernier rappel avant mise en demeure", "MED": "Mise en demeure de payer"},
    "en": {"PRE": "Payment soon due", "R1": "Payment reminder", "R2": "Second reminder",
           "R3": "Last reminder before formal notice", "MED": "Formal notice to pay"},
}  # fmt: skip
# {whose}: of the client under a contract that is told, ours under one that is not.
OPENINGS = {
    "fr": {
        "PRE": "Les factures ci-dessous, {whose}, arrivent à échéance. Pourriez-vous nous "
               "confirmer que vous les avez reçues, qu'elles n'appellent aucune réserve et "
               "qu'elles seront payées à leur date ?",
        "R1": "Sauf erreur de notre part, les factures ci-dessous, {whose}, restent à payer. Il "
              "s'agit sans doute d'un oubli : merci de les régler.",
        "R2": "Malgré notre précédent rappel, les factures ci-dessous, {whose}, restent à payer. "
              "Merci de nous dire quand elles le seront.",
        "R3": "Nos rappels sont restés sans effet : les factures ci-dessous, {whose}, sont "
              "toujours impayées. Sans règlement sous huit jours, nous vous mettrons en demeure de "
              "payer.",
        "MED": "Nous vous mettons en demeure de payer sous huit jours les factures ci-dessous, "
               "{whose}. Les pénalités de retard courent depuis le lendemain de chaque échéance, "
               "et l'indemnité forfaitaire de 40 € est due pour chaque facture (articles L. 441-10 "
               "et D. 441-5 du Code de commerce).",
    },
    "en": {
        "PRE": "The invoices below, {whose}, fall due soon. Could you confirm that you have "
               "received them, that you raise no objection and that they will be paid on their "
               "day?",
        "R1": "Unless we are mistaken, the invoices below, {whose}, are still to be paid. This is "
              "no doubt an oversight: please pay them.",
        "R2": "In spite of our last reminder, the invoices below, {whose}, are still to be paid. "
              "Please tell us when they will be.",
        "R3": "Our reminders have had no effect: the invoices below, {whose}, are still unpaid. "
              "Without payment within eight days we shall give you formal notice to pay.",
        "MED": "We give you formal notice to pay within eight days the invoices below, {whose}. "
               "Late-payment penalties run from the day after each due date, and the fixed "
               "indemnity of EUR 40 is due for each invoice (articles L. 441-10 and D. 441-5 of "
               "the French Commercial Code).",
    },
}  # fmt: skip


def subject(of: Row, stage: str) -> str:
    """The subject of a mail: the stage, and for whose invoices."""
    return f"{SUBJECTS[of['language']][stage]} – {of['client_name']}"


def opening(of: Row, stage: str) -> str:
    """The sentence that a stage begins with."""
    if of["is_confidential"]:
        whose = {"fr": "que nous vous avons adressées", "en": "which we sent you"}
    else:
        whose = {"fr": f"émises par {of['client_name']} et qui nous sont payables",
                 "en": f"issued by {of['client_name']} and payable to us"}  # fmt: skip
    language = of["language"]
    return OPENINGS[language][stage].format(whose=whose[language])


def text(of: Row, lines: Sequence[Row], stage: str, link: str = "") -> str:
    """The words of a mail (plain text): what is claimed, line by line, where and how to pay, what
    to do where it is paid, disputed or unwanted. `link`: the buyer's page, where there is one."""
    is_french = of["language"] == "fr"
    hello = of["person"] or of["buyer_name"]
    parts = [
        f"Bonjour {hello}," if is_french else f"Dear {hello},",
        opening(of, stage), "\n".join(_line(one, of) for one in lines), _total(of, lines),
        penalties(of), _pay(of, lines), _answer(is_french, link), sender(of),
    ]  # fmt: skip
    return "\n\n".join(part for part in parts if part) + "\n"


def penalties(of: Row) -> str:
    """What was claimed besides of the buyer for paying late, where it is still open; else empty."""
    if not of["penalties_cents"]:
        return ""
    cents = money(of["penalties_cents"], of["currency"], of["language"])
    if of["language"] == "fr":
        return (
            f"S'y ajoutent {cents} de pénalités de retard et d'indemnités déjà réclamées "
            "(articles L. 441-10 et D. 441-5 du Code de commerce), à payer à part, en "
            "rappelant « pénalités »."
        )
    return (
        f"Besides, {cents} of late-payment penalties and indemnities was claimed before "
        "(articles L. 441-10 and D. 441-5 of the French Commercial Code), to be paid apart, "
        "quoting “penalties”."
    )


def sender(of: Row) -> str:
    """In whose name it is written."""
    return str(of["client_name"] if of["is_confidential"] else of["factor_name"])


def reference(lines: Sequence[Row]) -> str:
    """What a transfer should quote: the numbers of its invoices, as far as a transfer has room."""
    said = ""
    for one in lines:
        longer = f"{said} {one['invoice_number']}".strip()
        if len(longer) > REFERENCE_MAX:
            break
        said = longer
    return said


def total(lines: Sequence[Row]) -> int:
    """All that is claimed."""
    return sum(one["claimed_cents"] for one in lines)


def transfer_qr(of: Row, lines: Sequence[Row]) -> str:
    """The QR code of the transfer as SVG; empty where there is no account to tell, or another
    currency than the euro. Source: EPC069-12."""
    cents = total(lines)
    if not of["iban"] or of["currency"] != "EUR" or not 1 <= cents <= 99_999_999_999:
        return ""
    code = segno.make_qr(transfer(of, lines), error="m", boost_error=False, encoding="utf-8",
                         mask=MASK)  # fmt: skip
    return str(code.svg_inline(scale=2, border=4, dark="#000"))


def transfer(of: Row, lines: Sequence[Row]) -> str:
    """What the code holds: a SEPA transfer, line by line. Source: EPC069-12, version 002, UTF-8."""
    cents = total(lines)
    iban = of["iban"].replace(" ", "")
    amount = f"EUR{cents // 100}.{cents % 100:02}"
    fields = ["BCD", "002", "1", "SCT", of["bic"], sender(of)[:NAME_MAX], iban, amount, "", "",
              reference(lines)]  # fmt: skip
    return "\n".join(fields)


def _line(one: Row, of: Row) -> str:
    language = of["language"]
    due = {"fr": "échéance", "en": "due"}[language]
    cents = money(one["claimed_cents"], one["currency"], language)
    colon = {"fr": " :", "en": ":"}[language]
    return f"  {one['invoice_number']}, {due} {day(one['due_on'], language)}{colon} {cents}"


def _total(of: Row, lines: Sequence[Row]) -> str:
    cents = money(total(lines), of["currency"], of["language"])
    return f"Total à payer : {cents}" if of["language"] == "fr" else f"Total to pay: {cents}"


def _pay(of: Row, lines: Sequence[Row]) -> str:
    if not of["iban"]:
        return ""
    account = f"IBAN {by_fours(of['iban'])}" + (f", BIC {of['bic']}" if of["bic"] else "")
    if of["language"] == "fr":
        return (f"Règlement par virement à {sender(of)}\n{account}\n"
                f"Référence à rappeler : {reference(lines)}\n"
                "Ce compte est celui qui vous a été notifié ; nous n'en changeons jamais par "
                "courriel.")  # fmt: skip
    return (f"Please pay by transfer to {sender(of)}\n{account}\n"
            f"Reference to quote: {reference(lines)}\n"
            "This is the account that you were notified of; we never change it by e-mail."
            )  # fmt: skip


def _answer(is_french: bool, link: str) -> str:
    page = ""
    if link:
        told = ("Vos factures, et de quoi nous répondre, sans identifiant :" if is_french
                else "Your invoices, and ways to answer us, without a password:")  # fmt: skip
        page = f"\n\n{told} {link}"
    if is_french:
        return ("Si vous avez payé entre-temps, merci de ne pas tenir compte de ce message. Si "
                "vous contestez une facture, ou ne pouvez la payer à sa date, répondez-nous : nous "
                "ne relançons pas ce qui est contesté ou promis. Pour recevoir ces rappels par "
                f"courrier plutôt que par courriel, répondez « courrier ».{page}")  # fmt: skip
    return ("If you have paid in the meantime, please ignore this message. If you dispute an "
            "invoice, or cannot pay it on its day, answer us: we do not remind of what is disputed "
            "or promised. To receive these reminders by post rather than by e-mail, answer "
            f"“post”.{page}")  # fmt: skip
