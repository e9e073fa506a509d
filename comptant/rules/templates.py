"""The entry of each event, in the factor's books and in the client's.

A template says which amount goes to which account, debit (+) or credit (-). The client's mirror is
the same event seen from 4671: an event that the client does not see has no mirror lines.
Source: DOMAIN 8.1 to 8.3, corrected by C-9 (payments in transit).
"""

from comptant.rules.claim_templates import CLAIM_TEMPLATES
from comptant.rules.commission_templates import COMMISSION_TEMPLATES
from comptant.rules.exchange_templates import EXCHANGE_TEMPLATES
from comptant.rules.fee_templates import FEE_TEMPLATES
from comptant.rules.garnishment_templates import GARNISHMENT_TEMPLATES
from comptant.rules.indemnity_templates import INDEMNITY_TEMPLATES
from comptant.rules.payable_templates import PAYABLE_TEMPLATES
from comptant.rules.penalty_templates import PENALTY_TEMPLATES
from comptant.rules.premium_templates import PREMIUM_TEMPLATES
from comptant.rules.recourse_templates import RECOURSE_TEMPLATES
from comptant.rules.sweep_templates import SWEEP_TEMPLATES
from comptant.rules.takeover_templates import TAKEOVER_TEMPLATES
from comptant.rules.template import C, D, Line, Template

__all__ = ["TEMPLATES", "C", "D", "Line", "Template"]

TEMPLATES: dict[str, Template] = {
    "assignment": Template(
        "CES",
        (("DEB", D, "assigned"), ("CCA", C, "assigned")),
        (("C4671", D, "assigned"), ("C411", C, "assigned")),
        "assignment of invoices", "cession de factures",
    ),
    "credit_note": Template(
        "CES",
        (("CCA", D, "credited"), ("DEB", C, "credited")),
        (("C411", D, "credited"), ("C4671", C, "credited")),
        "credit notes", "avoirs",
    ),
    "interest": Template(
        "FAC",
        (("CCA", D, "interest"), ("INT", C, "interest")),
        (("C6616", D, "interest"), ("C4671", C, "interest")),
        "financing charge", "commission de financement",
    ),
    "advance_interest": Template(
        "FAC",
        (("CCA", D, "interest"), ("INT", C, "interest")),
        (("C6616", D, "interest"), ("C4671", C, "interest")),
        "financing charge in advance", "commission de financement précomptée",
    ),
    "advance_true_up": Template(
        "FAC",
        (("CCA", D, "interest"), ("INT", C, "interest")),
        (("C6616", D, "interest"), ("C4671", C, "interest")),
        "financing charge in advance, corrected", "régularisation de la commission précomptée",
    ),
    "accrual": Template(
        "OD",
        (("ACCR", D, "interest"), ("INT", C, "interest")),
        (("C6616", D, "interest"), ("C4686", C, "interest")),
        "financing charge run up", "commission de financement courue",
    ),
    "fund_levy": Template(
        "CES",
        (("CCA", D, "levy"), ("FDG", C, "levy")),
        (("C4672", D, "levy"), ("C4671", C, "levy")),
        "guarantee fund: levy", "fonds de garantie : prélèvement",
    ),
    "fund_release": Template(
        "CES",
        (("FDG", D, "release"), ("CCA", C, "release")),
        (("C4671", D, "release"), ("C4672", C, "release")),
        "guarantee fund: release", "fonds de garantie : restitution",
    ),
    "order_released": Template(
        "FIN",
        (("CCA", D, "paid"), ("TRAN", C, "paid")),
        (("C512", D, "paid"), ("C4671", C, "paid")),
        "payment to the client", "règlement à l'adhérent",
    ),
    "order_failed": Template(
        "FIN",
        (("TRAN", D, "paid"), ("CCA", C, "paid")),
        (("C4671", D, "paid"), ("C512", C, "paid")),
        "payment rejected or returned", "virement rejeté ou retourné",
    ),
    "order_debited_again": Template(
        "FIN", (("CCA", D, "paid"), ("TRAN", C, "paid")),
        (("C512", D, "paid"), ("C4671", C, "paid")),
        "payment executed after it was credited back", "règlement recrédité, exécuté malgré tout"),
    "return_debited_again": Template(
        "FIN", (("UNAL", D, "paid"), ("TRAN", C, "paid")), (),
        "money sent back though said rejected", "restitution dite rejetée, exécutée malgré tout"),
    "order_executed": Template(
        "BQ", (("TRAN", D, "paid"), ("BNK", C, "paid")), (), "payment executed", "virement exécuté"
    ),
    "order_came_back": Template(
        "BQ",
        (("BNK", D, "paid"), ("TRAN", C, "paid")),
        (),
        "payment come back to the bank", "virement revenu en banque",
    ),
    "collection": Template(
        "BQ",
        (("BNK", D, "received"), ("UNAL", C, "received")),
        (),
        "money received", "encaissement",
    ),
    "collection_reversed": Template(
        "BQ",
        (("UNAL", D, "received"), ("BNK", C, "received")),
        (),
        "money received, reversed", "encaissement extourné",
    ),
    "collection_withdrawn": Template(
        "BQ",
        (("UNAL", D, "received"), ("BNK", C, "received")),
        (),
        "money of a statement withdrawn", "encaissement d'un relevé retiré",
    ),
    "line_detailed": Template(
        "BQ",
        (("UNAL", D, "received"), ("BNK", C, "received")),
        (),
        "sum of a bank line replaced by its payments", "ligne globale remplacée par son détail",
    ),
    "bank_debit": Template(
        "BQ",
        (("SUSP", D, "paid"), ("BNK", C, "paid")),
        (),
        "bank debit to explain", "débit bancaire à justifier",
    ),
    "bank_opening": Template(
        "BQ",
        (("BNK", D, "opening"), ("OPENB", C, "opening")),
        (),
        "balance of the bank before the first statement", "solde bancaire avant le premier relevé",
    ),
    "bank_charged": Template(
        "BQ", (("BFEE", D, "paid"), ("BNK", C, "paid")), (), "bank charges", "frais bancaires"
    ),
    "bank_interest": Template(
        "BQ", (("BINT", D, "paid"), ("BNK", C, "paid")), (), "bank interest", "intérêts bancaires"
    ),
    "debit_moved_out": Template(
        "OD",
        (("LINK", D, "moved"), ("SUSP", C, "moved")),
        (),
        "bank debit explained, out of the house's account", "débit justifié, sorti d'attente",
    ),
    "debit_moved_in": Template(
        "OD",
        (("UNAL", D, "moved"), ("LINK", C, "moved")),
        (),
        "bank debit explained: a payment taken back", "débit justifié : encaissement repris",
    ),
    "debit_paid_order": Template(
        "OD",
        (("TRAN", D, "paid"), ("LINK", C, "paid")),
        (),
        "bank debit explained: a payment executed", "débit justifié : virement exécuté",
    ),
    "cash_moved_out": Template(
        "OD",
        (("UNAL", D, "moved"), ("LINK", C, "moved")),
        (),
        "money identified, out of the house's account", "encaissement identifié, sorti d'attente",
    ),
    "cash_moved_in": Template(
        "OD",
        (("LINK", D, "moved"), ("UNAL", C, "moved")),
        (),
        "money identified, into the contract", "encaissement identifié, porté au contrat",
    ),
    "payment_moved_out": Template(
        "OD", (("UNAL", D, "moved"), ("LINK", C, "moved")), (),
        "money put right, out of here", "encaissement réimputé, sorti d'ici"),
    "payment_moved_in": Template(
        "OD", (("LINK", D, "moved"), ("UNAL", C, "moved")), (),
        "money put right, into here", "encaissement réimputé, porté ici"),
    "unknown_returned": Template(
        "FIN",
        (("UNAL", D, "paid"), ("TRAN", C, "paid")),
        (),
        "money received, sent back", "encaissement restitué",
    ),
    "return_failed": Template(
        "FIN", (("TRAN", D, "paid"), ("UNAL", C, "paid")), (),
        "money sent back, rejected", "restitution rejetée"),
    "allocation": Template(
        "IMP",
        (("UNAL", D, "allocated"), ("DEB", C, "allocated")),
        (),
        "money allocated to invoices", "imputation des règlements",
    ),
    "difference": Template(
        "IMP",
        (("DIFF", D, "difference"), ("DEB", C, "difference")),
        (),
        "payment difference kept by the factor", "écart de règlement au factor",
    ),
    "difference_charged": Template(
        "IMP",
        (("CCA", D, "difference"), ("DEB", C, "difference")),
        (("C658", D, "difference"), ("C4671", C, "difference")),
        "payment difference charged to the client", "écart de règlement à l'adhérent",
    ),
    "credit_applied": Template(
        "IMP", (), (), "credit note applied to invoices", "avoir imputé"
    ),
    "reassignment": Template(
        "CES",
        (("CCA", D, "reassigned"), ("DEB", C, "reassigned")),
        (("C411", D, "reassigned"), ("C4671", C, "reassigned")),
        "invoices reassigned to the client", "factures rétrocédées",
    ),
    "order_advance": Template(
        "FIN", (("ORD", D, "advanced"), ("CCA", C, "advanced")),
        (("C4671", D, "advanced"), ("C4675", C, "advanced")),
        "advance on a purchase order", "avance sur commande"),
    "order_repaid": Template(
        "FIN", (("CCA", D, "repaid"), ("ORD", C, "repaid")),
        (("C4675", D, "repaid"), ("C4671", C, "repaid")),
        "advance on an order, repaid by its invoice", "avance sur commande, remboursée"),
    "order_claimed": Template(
        "FIN", (("CCA", D, "claimed"), ("ORD", C, "claimed")),
        (("C4675", D, "claimed"), ("C4671", C, "claimed")),
        "advance on an order, claimed back", "avance sur commande, réclamée"),
    "direct_payment": Template(
        "IMP",
        (("CCA", D, "kept"), ("DEB", C, "kept")),
        (("C512", D, "kept"), ("C4671", C, "kept")),
        "paid to the client, who keeps it", "règlement direct conservé",
    ),
    "client_repayment": Template(
        "BQ",
        (("UNAL", D, "repaid"), ("CCA", C, "repaid")),
        (("C4671", D, "repaid"), ("C512", C, "repaid")),
        "repaid by the client", "remboursement de l'adhérent",
    ),
    "withdrawal": Template(
        "CES",
        (("CCA", D, "withdrawn"), ("DEB", C, "withdrawn")),
        (("C411", D, "withdrawn"), ("C4671", C, "withdrawn")),
        "invoices assigned by mistake, withdrawn", "factures cédées par erreur, retirées",
    ),
    "credit_note_withdrawal": Template(
        "CES", (("DEB", D, "withdrawn"), ("CCA", C, "withdrawn")),
        (("C4671", D, "withdrawn"), ("C411", C, "withdrawn")),
        "credit notes sent by mistake, withdrawn", "avoirs transmis par erreur, retirés"),
    "cash_to_client": Template(
        "OD",
        (("UNAL", D, "forwarded"), ("CCA", C, "forwarded")),
        (("C4671", D, "forwarded"), ("C411", C, "forwarded")),
        "money of the client's own, credited to him", "encaissement propre à l'adhérent, crédité",
    ),
    "instrument_remitted": Template(
        "BQ", (("COLL", D, "remitted"), ("INCO", C, "remitted")), (),
        "instruments remitted", "valeurs remises à l'encaissement"),
    "instrument_credited": Template(
        "BQ", (("INCO", D, "credited"), ("UNAL", C, "credited")), (),
        "instruments credited on their value date", "valeurs créditées à leur date de valeur"),
    "instrument_settled": Template(
        "BQ", (("BNK", D, "settled"), ("COLL", C, "settled")), (),
        "instruments settled by the bank", "valeurs encaissées"),
    "instrument_settled_by_hand": Template(
        "OD", (("LINK", D, "settled"), ("COLL", C, "settled")), (),
        "instruments settled, named by hand", "valeurs encaissées, désignées à la main"),
    "instrument_uncredited": Template(
        "BQ", (("INCO", D, "returned"), ("COLL", C, "returned")), (),
        "unpaid before its credit", "impayé avant crédit"),
    "instrument_returned": Template(
        "BQ", (("UNAL", D, "returned"), ("COLL", C, "returned")), (),
        "unpaid after its credit", "impayé après crédit"),
    "instrument_debited": Template(
        "BQ", (("COLL", D, "debited"), ("BNK", C, "debited")), (),
        "unpaid, debited by the bank", "impayé débité par la banque"),
    "instrument_debited_by_hand": Template(
        "OD", (("COLL", D, "debited"), ("LINK", C, "debited")), (),
        "unpaid, debit named by hand", "impayé, débit désigné à la main"),
    "manual": Template("OD", (), (), "entry by hand", "écriture manuelle"),
    "approval": Template("MEM", (), (), "approvals changed", "approbations modifiées"),
    **CLAIM_TEMPLATES,
    **COMMISSION_TEMPLATES,
    **EXCHANGE_TEMPLATES,
    **PREMIUM_TEMPLATES,
    **FEE_TEMPLATES,
    **INDEMNITY_TEMPLATES,
    **PAYABLE_TEMPLATES,
    **PENALTY_TEMPLATES,
    **GARNISHMENT_TEMPLATES,
    **RECOURSE_TEMPLATES,
    **SWEEP_TEMPLATES,
    **TAKEOVER_TEMPLATES,
}  # fmt: skip
