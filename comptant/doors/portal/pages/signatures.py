"""Papers to sign: what is asked of whom and how it stands, the forms that ask, the two clicks of a
signatory: a code is sent, typed, and all that is asked is signed."""

from typing import Any

from comptant.doors import lookup, visits
from comptant.doors.code_mail import check_mail
from comptant.doors.portal import subjects
from comptant.doors.portal.call import Call
from comptant.doors.portal.fields import Field, of_domain
from comptant.doors.portal.forms import form
from comptant.doors.portal.notices import with_notice
from comptant.doors.portal.parts import contract_of, listing, of_contract
from comptant.doors.portal.registry import Page, Row, page
from comptant.doors.portal.subjects import CONTRACT, Told
from comptant.doors.signatures_told import conditions_to_sign, mine
from comptant.doors.values import is_id
from comptant.doors.words import Both, language, say
from comptant.operations.acts.act import Refused
from comptant.operations.acts.rights import RIGHTS
from comptant.operations.acts.roles import (
    CLIENT_ROLES,
    FACTOR_ROLES,
    TEAM_ROLES,
)
from comptant.operations.assigning import signatures, signed, signing_codes
from comptant.store.access import Paging, See

READERS = CLIENT_ROLES | FACTOR_ROLES
LIST = f"{CONTRACT}/signatures"
ONE = f"{LIST}/<str:signature>"
MINE = f"{CONTRACT}/to-sign"
REMITTANCE = "remittances/<str:remittance>"
COLUMNS = ("id", "contract_number", "signature_kind", "name", "signatory", "signature_way",
           "amount_cents", "signature_state", "last_on", "ended_on")  # fmt: skip
PARTS = (*COLUMNS, "signers", "client_name", "dated_on", "reason", "proof")
ALL: Row = {"id": None, "kind": None, "subject_id": None}
TO_SIGN_MOST = 50  # papers on one page: what is signed has been seen


def _rows(see: See, contract_id: int, call: Call, **told: Any) -> list[Row]:
    return see("read_signatures", Paging(("id",), TO_SIGN_MOST, None, True),
               contract_id=contract_id, on=call.on, **{**ALL, **told})  # fmt: skip


def signature(see: See, call: Call, told: Told) -> Row:
    """A signature of a contract; Refused: signature_unknown."""
    found = contract_of(see, call, told)
    id_ = subjects.number(told["signature"])
    rows = _rows(see, found["id"], call, id=id_)
    if not rows:
        raise Refused("signature_unknown", signature_id=id_)
    about = subjects.about(call, ONE, told, {"contract_id": found["id"], "signature_id": id_},
                           rows[0], PARTS, subjects.address(LIST, told), str(id_))  # fmt: skip
    if rows[0]["signature_state"] not in ("OPEN", "AT_PROVIDER"):
        about["links"] = []
    return about


def show(see: See, call: Call, **told: str) -> Row:
    """One signature: how it stands, its paper, what proves it, what may be done."""
    about = signature(see, call, told)
    files = [(about["facts"][name], title.said()) for name, title in FILES.items()]
    about["links"] = [*({"title": title, "href": f"/documents/{digest}"}
                        for digest, title in files if digest), *about["links"]]  # fmt: skip
    if mine([about["facts"]], call.visit.user.id):
        about["links"].append(
            {
                "title": say("Sign", "Signer"),
                "href": subjects.address(MINE, {"contract": told["contract"]}),
            }
        )
    return about


FILES = {"digest": Both("The paper", "Le document"),
         "signed": Both("The paper, sealed by the provider", "Le document, scellé"),
         "evidence": Both("What proves it", "La preuve")}  # fmt: skip


def to_sign(see: See, call: Call, contract: str) -> Row:
    """What is asked of the reader on a contract, each with its consent; the deeds that nobody has
    been asked to sign today."""
    found = contract_of(see, call, {"contract": contract})
    user = call.visit.user
    ready = see("read_to_sign", Paging(("id",), TO_SIGN_MOST), contract_id=found["id"], on=call.on)
    powers = see("read_powers", company_id=user.company_id)
    return {
        "papers": mine(_rows(see, found["id"], call), user.id), "number": found["number"],
        "ready": ready if any(row["login"] == user.login for row in powers)
        and call.visit.may("ask_title_signature") else [],
        "chosen": [int(one) for one in call.request.POST.getlist("signature") if is_id(one)],
        "up": {"href": subjects.address(LIST, {"contract": contract}),
               "text": say("Signatures", "Signatures")},
    }  # fmt: skip


def _meant(call: Call, contract: str) -> Row:
    """The contract and the papers that are ticked; Refused: nothing_to_sign."""
    with call.visit.reading() as see:
        found = contract_of(see, call, {"contract": contract})
    ticked = call.request.POST.getlist("signature")
    ids = [int(one) for one in ticked if is_id(one)]
    if not ids:
        raise Refused("nothing_to_sign")
    return {"contract_id": found["id"], "signature_ids": ids[:TO_SIGN_MOST]}


def send_code(call: Call, contract: str) -> Row:
    """A code to the signatory's address; in a trial it is shown, since nothing leaves."""
    meant = _meant(call, contract)
    check_mail(call.visit.is_sandbox)
    answer = call.run(signing_codes.send_signing_code, **meant, language=language())
    code = ""
    if call.visit.is_sandbox:
        with visits.signing_in() as conn:
            code = signing_codes.trial_code(conn, code_id=answer["code_id"],
                                            user_id=call.visit.user.id)  # fmt: skip
    return {"sent": {"email": answer["email"], "code": code}}


def sign(call: Call, contract: str) -> str:
    """The papers that are ticked, with the code that was typed; Refused: document_changed where
    none of them stands any more."""
    meant = _meant(call, contract)
    answer = call.run(signed.sign, **meant, code=call.typed("code"), language=language(),
                      address=visits.address(call.request),
                      agent=call.request.headers.get("User-Agent", ""))  # fmt: skip
    if not answer["signed"]:
        raise Refused("document_changed", number=contract)
    return with_notice(subjects.address(LIST, {"contract": contract}), "sign_papers", answer)


def prepare(call: Call, contract: str) -> str:
    """The deed of a remittance made, for the reader to sign today."""
    with call.visit.reading() as see:
        found = contract_of(see, call, {"contract": contract})
    call.run(signatures.ask_title_signature, contract_id=found["id"], way="SIMPLE",
             remittance_id=call.number("remittance") or 0,
             login=call.visit.user.login)  # fmt: skip
    return subjects.address(MINE, {"contract": contract})


def _people(see: See, call: Call, subject: Row) -> list[tuple[str, str]]:
    """Those who may sign for the client of the contract."""
    rows = see("read_powers", company_id=subject["client_id"])
    return [(row["login"], f"{row['name']} · {row['login']}") for row in rows
            if not row["is_ended"]]  # fmt: skip


def _remittance(see: See, call: Call, told: Told) -> Row:
    facts = lookup.remittance(see, subjects.number(told["remittance"]))
    found = lookup.contract(see, facts["contract_number"], call.on)
    return {
        "given": {"contract_id": facts["contract_id"], "remittance_id": facts["id"]},
        "facts": facts, "client_id": found["client_id"], "links": [],
        "columns": ("contract_number", "title_number", "posted_on", "line_count", "total_cents"),
        "up": {"href": subjects.address(REMITTANCE, told),
               "text": str(facts["title_number"] or "")},
    }  # fmt: skip


def _conditions(see: See, call: Call, told: Told) -> Row:
    """The conditions of the contract, made only when the form is sent."""
    found = subjects.of_page(LIST)(see, call, told)
    paper: Row = {"version": "", "paper": b""}
    if call.request.method == "POST":
        paper = conditions_to_sign(see, found["facts"], language(), call.on)
    return {**found, "client_id": found["facts"]["client_id"],
            "given": {**found["given"], **paper, "language": language()}}  # fmt: skip


def _on_paper(see: See, call: Call, told: Told) -> Row:
    return subjects.of_page(LIST)(see, call, told)


def _to_list(answer: Row, subject: Row) -> str:
    return f"/contracts/{subject['facts'].get('contract_number') or subject['facts']['number']}" \
        "/signatures"  # fmt: skip


SIGNER = Field("login", "choice", Both("Who is to sign", "Qui doit signer"), choices=_people)
ALSO = Field("also", "many", Both("Who signs it too, where powers serve together",
                                  "Qui le signe aussi, si les pouvoirs sont conjoints"),
             choices=_people, is_required=False)  # fmt: skip
WAY = Field("way", "choice", Both("How", "Comment"), choices=of_domain("signature_way", "SIMPLE",
                                                                       "ADVANCED"))  # fmt: skip
REASON = Field("reason", "text", Both("Why", "Pourquoi"))

listing("all_signatures", "signatures", Both("Signatures", "Signatures"), READERS,
        "read_signatures", COLUMNS, menu="sell", arguments=lambda see, call, told: {},
        href="/contracts/{contract_number}/signatures/{id}")  # fmt: skip
listing("signatures", LIST, Both("Signatures", "Signatures"), READERS, "read_signatures", COLUMNS,
        arguments=of_contract, href="/contracts/{contract}/signatures/{id}")  # fmt: skip
page(Page("signature", ONE, Both("Signature", "Signature"), READERS, show, "portal/thing.html"))
page(Page("to_sign", MINE, Both("Papers to sign", "Documents à signer"), TEAM_ROLES, to_sign,
          "portal/sign.html",
          acts={"code": send_code, "sign": sign, "prepare": prepare}))  # fmt: skip
form("signature_conditions", f"{LIST}/conditions",
     Both("Have the conditions signed", "Faire signer les conditions"), "ask_conditions_signature",
     subject=_conditions, then=_to_list, fields=(
         SIGNER, ALSO, WAY, Field("last_on", "day", Both("Until (empty: 30 days)",
                                                   "Jusqu'au (vide : 30 jours)"),
                            is_required=False)))  # fmt: skip
form("signature_paper", f"{LIST}/paper", Both("Signed on paper", "Signé sur papier"),
     "propose_paper_signature", subject=_on_paper, fields=(
         Field("kind", "choice", Both("Which paper", "Quel document"),
               choices=of_domain("signature_kind")),
         Field("subject_id", "number", Both("Remittance (0: the conditions)",
                                            "Remise (0 : les conditions)")),
         Field("signed_by", "text", Both("Signed by", "Signé par")),
         Field("signed_on", "day", Both("Signed on", "Signé le")),
         Field("proof", "text", Both("Where the signed paper is",
                                     "Où est le document signé"))))  # fmt: skip
form("signature_title", f"{REMITTANCE}/sign", Both("Have the title signed",
                                                   "Faire signer le titre"),
     "ask_title_signature", subject=_remittance, then=_to_list,
     fields=(SIGNER, ALSO, WAY))  # fmt: skip
form("signature_decline", f"{ONE}/decline", Both("Do not sign", "Ne pas signer"),
     "decline_signature", subject=signature, fields=(REASON,))  # fmt: skip
form("signature_withdraw", f"{ONE}/withdraw", Both("Ask for it no longer", "Ne plus la demander"),
     "withdraw_signature", subject=signature, fields=(REASON,))  # fmt: skip
assert RIGHTS["sign_papers"] == TEAM_ROLES
