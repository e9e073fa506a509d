"""Policies of credit insurers: opened, their terms agreed by two people, what they cover.

Source: DOMAIN 6.1, 6.7; docs/decisions/0100-a-policy-is-terms-covers-and-limits.md.
"""

import json
from datetime import date
from typing import Any

from comptant.operations.acts.act import (
    Act,
    Answer,
    Refused,
    check_source,
    lock_contracts,
    operation,
)
from comptant.operations.acts.approval import propose
from comptant.operations.registry.parties import kind_of
from comptant.operations.terms.contracts import contract_in_force, no_buyer_of
from comptant.rules.layers import Cover, beyond_whole
from comptant.rules.policy_terms import POLICY_TERMS, checked, complete
from comptant.rules.terms import BadTerm, Value
from comptant.store import bulk

LAYERS_MAX = 9
ONE_PPM = 1_000_000


@operation
def open_policy(
    do: Act, *, insurer_id: int, holder_id: int, policy_number: str, currency: str, from_on: date,
    source: str,
) -> Answer:  # fmt: skip
    """Keep a policy of an insurer, held by the factor or by a client. It covers nothing before its
    terms (`propose_policy_terms`) and covers (`propose_policy_cover`) are agreed.

    Refused: party_unknown, insurer_wrong, holder_wrong, policy_number_missing,
    policy_number_known, source_missing.
    """
    check_source(source)
    if kind_of(do, insurer_id) != "INSURER":
        raise Refused("insurer_wrong", party_id=insurer_id)
    if kind_of(do, holder_id) not in ("FACTOR", "COMPANY", "PUBLIC"):
        raise Refused("holder_wrong", party_id=holder_id)
    number = policy_number.strip()
    if not number:
        raise Refused("policy_number_missing")
    found = do.conn.execute(
        """INSERT INTO policy (id, policy_number, insurer_id, holder_id, currency, from_on, source,
               act_id)
           VALUES (%s, %s, %s, %s, %s, %s, %s, %s)
           ON CONFLICT (insurer_id, policy_number) DO NOTHING RETURNING id""",
        (bulk.take_ids(do.conn, 1)[0], number, insurer_id, holder_id, currency, from_on,
         source.strip(), do.id),
    ).fetchone()  # fmt: skip
    if found is None:
        raise Refused("policy_number_known", policy_number=number)
    return {"policy_id": int(found[0]), "policy_number": number, "from_on": from_on}


@operation
def propose_policy_terms(
    do: Act, *, policy_id: int, terms: dict[str, Value], from_on: date,
    source: str,
) -> Answer:  # fmt: skip
    """Propose terms of a policy from a day on; they count once another person approves. What is not
    said stays as it was, or has its default where the policy has no terms yet.

    Refused: policy_unknown, terms_missing, policy_term_wrong (with the term), terms_out_of_order
    (a day before the terms agreed last, or before the policy begins), source_missing.
    """
    check_source(source)
    if not terms:
        raise Refused("terms_missing")
    _checked(terms)
    told = {"policy_id": policy_id, "from_on": from_on.isoformat(), "source": source.strip()}
    policy = known_policy(do, policy_id)
    _check_order(do, policy, from_on)
    asked = {**told, "what": "terms", "terms": terms, "policy_number": policy["policy_number"],
             "currency": policy["currency"]}  # fmt: skip
    return {"approval_id": propose(do, "policy", asked, subject_id=policy["insurer_id"]), **told}


@operation
def propose_policy_cover(
    do: Act, *, contract_id: int, policy_id: int, buyer_id: int, layer: int, share_ppm: int,
    from_on: date, source: str,
) -> Answer:  # fmt: skip
    """Propose that a policy covers a buyer of a contract (0: each buyer without a word of his own)
    from a day on: its share of a layer, the first or a top-up of those below; a share of nothing
    ends it. It counts once another person approves.

    Refused: policy_unknown, contract_unknown, buyer_not_of_contract, layer_wrong, share_wrong,
    holder_not_client (the policy of another client), layers_beyond_whole, source_missing.
    """
    check_source(source)
    if not 1 <= layer <= LAYERS_MAX:
        raise Refused("layer_wrong", layer=layer)
    if not 0 <= share_ppm <= ONE_PPM:
        raise Refused("share_wrong", share_ppm=share_ppm)
    told = {"policy_id": policy_id, "contract_id": contract_id, "buyer_id": buyer_id,
            "layer": layer, "share_ppm": share_ppm, "from_on": from_on.isoformat(),
            "source": source.strip()}  # fmt: skip
    policy = known_policy(do, policy_id)
    number = _check_cover(do, policy, told)
    asked = {**told, "what": "cover", "policy_number": policy["policy_number"],
             "contract_number": number}  # fmt: skip
    # Not the contract's approval: its client reads those, and the factor's policy is none of his.
    return {"approval_id": propose(do, "policy", asked, subject_id=policy["insurer_id"]), **told}


def set_policy(do: Act, approval: bulk.Row) -> Answer:
    """What an approved proposal does: terms or a cover count from their day. Refused, if that came
    in between: terms_out_of_order, layers_beyond_whole."""
    asked = approval["arguments"]
    policy = known_policy(do, asked["policy_id"])
    if asked["what"] == "terms":
        return _set_terms(do, policy, approval)
    lock_contracts(do, [asked["contract_id"]])
    _check_cover(do, policy, asked)
    do.conn.execute(
        """INSERT INTO policy_cover (contract_id, policy_id, buyer_id, valid_from_on, layer,
               share_ppm, source, approval_id, act_id)
           VALUES (%(contract_id)s, %(policy_id)s, %(buyer_id)s, %(from_on)s, %(layer)s,
               %(share_ppm)s, %(source)s, %(approval_id)s, %(act_id)s)""",
        {**asked, "approval_id": approval["id"], "act_id": do.id},
    )
    return {"policy_id": policy["id"], "contract_id": asked["contract_id"]}


def _set_terms(do: Act, policy: bulk.Row, approval: bulk.Row) -> Answer:
    asked = approval["arguments"]
    from_on = date.fromisoformat(asked["from_on"])
    do.conn.execute("SELECT pg_advisory_xact_lock(hashtextextended('policy', %s))",
                    (policy["id"],))  # fmt: skip
    _check_order(do, policy, from_on)
    now = do.conn.execute("SELECT terms FROM policy_terms_on(%s, %s)", (policy["id"], from_on))
    found = now.fetchone()
    terms = complete({**(found[0] if found else {}), **asked["terms"]})
    bulk.execute(
        do.conn, "insert_policy_version", policy_id=policy["id"], valid_from_on=from_on,
        terms=json.dumps(terms), source=asked["source"], approval_id=approval["id"], act_id=do.id,
    )  # fmt: skip
    return {"policy_id": policy["id"], "from_on": asked["from_on"]}


def known_policy(do: Act, policy_id: int) -> bulk.Row:
    """A policy with its last day of new terms; Refused: policy_unknown."""
    found = do.conn.execute(
        """SELECT p.policy_number, p.insurer_id, p.holder_id, p.currency, p.from_on, h.kind,
               (SELECT max(v.valid_from_on) FROM policy_version v WHERE v.policy_id = p.id)
           FROM policy p JOIN party h ON h.id = p.holder_id WHERE p.id = %s""",
        (policy_id,),
    ).fetchone()
    if found is None:
        raise Refused("policy_unknown", policy_id=policy_id)
    names = ("policy_number", "insurer_id", "holder_id", "currency", "from_on", "holder_kind",
             "last_terms_on")  # fmt: skip
    return {"id": policy_id, **dict(zip(names, found, strict=True))}


def _checked(terms: dict[str, Value]) -> None:
    try:
        checked(terms)
    except BadTerm as error:
        term = POLICY_TERMS.get(error.name)
        clause = term.clause if term else ""
        raise Refused("policy_term_wrong", term=error.name, value=error.value,
                      expected=error.expected, clause=clause) from None  # fmt: skip


def _check_order(do: Act, policy: bulk.Row, from_on: date) -> None:
    """Terms are versions, one after the other: a day before the last agreed would leave the later
    ones without what it changes."""
    after_on = policy["last_terms_on"] or policy["from_on"]
    if from_on < after_on:
        raise Refused("terms_out_of_order", from_on=from_on, after_on=after_on)


def _check_cover(do: Act, policy: bulk.Row, asked: dict[str, Any]) -> str:
    """Whether a cover may be said; the number of its contract."""
    contract_id, buyer_id = asked["contract_id"], asked["buyer_id"]
    contract = contract_in_force(do.conn, contract_id, do.on)
    if policy["holder_kind"] != "FACTOR" and policy["holder_id"] != contract.client_id:
        raise Refused("holder_not_client", policy_number=policy["policy_number"],
                      number=contract.number)  # fmt: skip
    if contract.currency != policy["currency"]:
        raise Refused("currency_wrong", currency=policy["currency"], expected=contract.currency)
    of_contract = do.conn.execute(
        "SELECT FROM contract_buyer WHERE contract_id = %s AND buyer_id = %s",
        (contract_id, buyer_id),
    )
    if buyer_id and of_contract.fetchone() is None:
        raise no_buyer_of(do, contract_id, buyer_id)
    rows = bulk.rows(do.conn, "policy_covers_of", contract_id=contract_id)
    said = [
        Cover(row["policy_id"], row["buyer_id"], row["valid_from_on"], row["layer"],
              row["share_ppm"], number)
        for number, row in enumerate(rows)
    ]  # fmt: skip
    said.append(Cover(policy["id"], buyer_id, date.fromisoformat(asked["from_on"]), asked["layer"],
                      asked["share_ppm"], len(said)))  # fmt: skip
    beyond = beyond_whole(said)
    if beyond:
        day, _, layer, share_ppm = beyond
        raise Refused("layers_beyond_whole", layer=layer, share_ppm=share_ppm, day=day)
    return contract.number
