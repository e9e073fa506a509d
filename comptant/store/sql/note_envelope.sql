-- One row: what the provider said of an envelope, and when it is asked next.
UPDATE envelope SET reference = %(reference)s, state = %(state)s, tries = %(tries)s,
    next_at = %(next_at)s,
    last_answer = %(last_answer)s, signed_file = %(signed_file)s, evidence_file = %(evidence_file)s,
        signer = %(signer)s,
    signed_at = %(signed_at)s
WHERE contract_id = %(contract_id)s AND signature_id = %(signature_id)s
