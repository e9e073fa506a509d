-- One row: what the provider last said of a signature.
SELECT provider, reference, state, last_answer, signed_file, evidence_file, signer, signed_at
    FROM envelope
WHERE contract_id = %(contract_id)s AND signature_id = %(signature_id)s FOR UPDATE
