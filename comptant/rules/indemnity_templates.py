"""The entries of a buyer's failure: guarantee, impairment, indemnity, loss, what comes in later.

The insurer owes what it has accepted of doubtful debts (INSR); what it pays of others is booked
when it comes. Source: DOMAIN 8.3, W8-E; 6.6 and W6-7 for recoveries and their costs.
"""

from comptant.rules.template import C, D, Template

INDEMNITY_TEMPLATES: dict[str, Template] = {
    "guarantee_taken": Template(
        "OD", (("DEBD", D, "guaranteed"), ("DEB", C, "guaranteed")), (),
        "guarantee taken effect", "prise d'effet de la garantie"),
    "guarantee_uncovered": Template(
        "OD", (("CCA", D, "uncovered"), ("DEBD", C, "uncovered")),
        (("C416", D, "uncovered"), ("C4671", C, "uncovered")),
        "share that the guarantee leaves to the client", "quote-part laissée à l'adhérent"),
    "recovery": Template(
        "IMP", (("UNAL", D, "paid"), ("DEBD", C, "recovered"), ("CCA", C, "forwarded")),
        (("C4671", D, "forwarded"), ("C416", C, "forwarded")),
        "paid of a debt guaranteed", "encaissement sur créance garantie"),
    "impairment": Template(
        "OD", (("DOT", D, "impaired"), ("DEPR", C, "impaired")), (),
        "impairment of a doubtful debt", "dépréciation d'une créance douteuse"),
    "impairment_released": Template(
        "OD", (("DEPR", D, "released"), ("REP", C, "released")), (),
        "impairment released", "reprise de dépréciation"),
    "claim_accepted": Template(
        "OD", (("INSR", D, "accepted"), ("DEBD", C, "accepted")), (),
        "claim accepted by the insurer", "sinistre accepté par l'assureur"),
    "indemnity_received": Template(
        "IMP", (("UNAL", D, "received"), ("INSR", C, "received")), (),
        "indemnity of the insurer", "indemnité de l'assureur"),
    "indemnity_passed_on": Template(
        "IMP", (("UNAL", D, "passed"), ("CCA", C, "passed")),
        (("C4671", D, "passed"), ("C416", C, "passed")),
        "indemnity, the client's part", "indemnité, part de l'adhérent"),
    "indemnity_returned": Template(
        "IMP", (("UNAL", D, "returned"), ("CCA", C, "returned")),
        (("C4671", D, "returned"), ("C411", C, "returned")),
        "indemnity of a debt given back", "indemnité d'une créance rétrocédée"),
    "indemnity_kept": Template(
        "OD", (("CCA", D, "kept"), ("DEB", C, "kept")),
        (("C512", D, "kept"), ("C4671", C, "kept")),
        "indemnity paid to the client", "indemnité versée à l'adhérent"),
    "indemnity_kept_guaranteed": Template(
        "OD", (("CCA", D, "kept"), ("DEBD", C, "kept")),
        (("C512", D, "kept"), ("C4671", C, "kept")),
        "indemnity of a debt guaranteed, paid to the client",
        "indemnité d'une créance garantie, versée à l'adhérent"),
    "claim_rest_charged": Template(
        "CES", (("CCA", D, "charged"), ("DEB", C, "charged")),
        (("C416", D, "charged"), ("C4671", C, "charged")),
        "left by the indemnity, charged to the client",
        "non indemnisé, à la charge de l'adhérent"),
    "claim_loss": Template(
        "OD", (("LOSS", D, "lost"), ("DEBD", C, "lost")), (),
        "doubtful debt written off", "créance douteuse passée en perte"),
    "claim_recovery": Template(
        "IMP", (("UNAL", D, "shared"), ("INSR", C, "due"), ("RCOS", C, "costs"),
                ("DEBD", C, "recovered"), ("RECV", C, "regained")), (),
        "recovery after the indemnity", "récupération après indemnisation"),
    "claim_recovery_passed_on": Template(
        "IMP", (("UNAL", D, "passed"), ("CCA", C, "credited"), ("RCOS", C, "costs")),
        (("C4671", D, "credited"), ("C6226", D, "costs"), ("C416", C, "passed")),
        "recovery, the client's part", "récupération, part de l'adhérent"),
    "claim_recovery_returned": Template(
        "IMP", (("UNAL", D, "returned"), ("CCA", C, "credited"), ("RCOS", C, "costs")),
        (("C4671", D, "credited"), ("C6226", D, "costs"), ("C411", C, "returned")),
        "recovery of a debt given back", "récupération d'une créance rétrocédée"),
    "claim_recovery_entrusted": Template(
        "IMP", (("UNAL", D, "entrusted"), ("CCA", C, "credited"), ("RCOS", C, "costs")),
        (("C4671", D, "credited"), ("C4670", C, "credited")),
        "recovery, the part of the client's insurer, for the client to pass on",
        "récupération, part de l'assureur de l'adhérent, que celui-ci reverse"),
    "insurer_share_back": Template(
        "IMP", (("UNAL", D, "returned"), ("INSR", C, "returned")), (),
        "share of a recovery undone, given back by the insurer",
        "part d'une récupération annulée, rendue par l'assureur"),
    "insurer_paid": Template(
        "FIN", (("INSR", D, "paid"), ("TRAN", C, "paid")), (),
        "payment of an insurer", "règlement d'un assureur"),
    "insurer_payment_failed": Template(
        "FIN", (("TRAN", D, "paid"), ("INSR", C, "paid")), (),
        "payment of an insurer, rejected or returned",
        "règlement d'un assureur, rejeté ou retourné"),
    "insurer_debited_again": Template(
        "FIN", (("INSR", D, "paid"), ("TRAN", C, "paid")), (),
        "payment of an insurer executed after it was credited back",
        "règlement d'un assureur recrédité, exécuté malgré tout"),
}  # fmt: skip
