"""What an insurer sees of its own policies: limits and their use, declarations, overdues, claims
and the file of each, recoveries."""

from django.http import HttpResponse

from comptant.doors.papers.own_claims import own_claim_file
from comptant.doors.portal import subjects
from comptant.doors.portal.call import Call
from comptant.doors.portal.parts import listing
from comptant.doors.portal.registry import Page, page
from comptant.doors.portal.sending_files import named
from comptant.doors.words import Both
from comptant.operations.acts.roles import INSURER
from comptant.store.access import See

CLAIM = "insurer/claims/<str:claim>/claim.pdf"


def _file(see: See, call: Call, claim: str) -> HttpResponse:
    paper = own_claim_file(see, subjects.number(claim), call.on)
    return named(paper.content, paper.name, "application/pdf")


for name, title, columns in (
    ("policies", Both("Your policies", "Vos polices"),
     ("policy_number", "holder_name", "from_on", "insured_base", "insured_ppm", "is_delegated",
      "buyer_count")),
    ("limits", Both("Your limits and their use", "Vos limites et leur utilisation"),
     ("policy_number", "buyer_name", "siren", "country", "policy_decision", "limit_cents",
      "until_on", "outstanding_cents", "overdue_cents", "oldest_due_on")),
    ("turnover", Both("Turnover declared to you", "Chiffre d'affaires déclaré"),
     ("policy_number", "from_on", "until_on", "declared_turnover_cents", "insured_base",
      "declared_on", "reference")),
    ("overdues", Both("Overdues under your cover", "Impayés sous votre garantie"),
     ("policy_number", "contract_number", "buyer_name", "invoice_number", "due_on", "open_cents",
      "is_extension_agreed", "declared_on", "claimed_on", "admitted_on")),
    ("claims", Both("Claims to you", "Sinistres qui vous sont déclarés"),
     ("policy_number", "claim_number", "buyer_name", "opened_on", "claim_state", "debt_cents",
      "covered_cents", "accepted_cents", "received_cents", "recovered_since_cents",
      "share_back_cents", "waiting_until_on")),
    ("recoveries", Both("Recoveries on your claims", "Récupérations sur vos sinistres"),
     ("policy_number", "claim_number", "buyer_name", "recovered_on", "recovery_cents",
      "recovery_cost_cents", "insurer_recovery_cents", "insurer_cost_cents", "reference")),
):  # fmt: skip
    listing(f"own_{name}", f"insurer/{name}", title, frozenset({INSURER}), f"read_own_{name}",
            columns, arguments=lambda see, call, told: {}, menu="mine",
            href="/insurer/claims/{id}/claim.pdf" if name == "claims" else "")  # fmt: skip
page(Page("own_claim_file", CLAIM, Both("Claim file in PDF", "Dossier de sinistre en PDF"),
          frozenset({INSURER}), lambda see, call, **told: {}, "", send=_file))  # fmt: skip
