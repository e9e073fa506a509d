-- One row: a signature asked of a person on a paper, or one given by hand.
INSERT INTO signature (contract_id, id, kind, subject_id, way, language, name, digest, version,
    amount_cents, currency, power_id,
    user_id, signatory, proof, dated_on, last_on, approval_id, act_id,
    group_id)
VALUES (%(contract_id)s, %(id)s, %(kind)s, %(subject_id)s, %(way)s, %(language)s, %(name)s,
    %(digest)s, %(version)s,
    %(amount_cents)s, %(currency)s, %(power_id)s, %(user_id)s, %(signatory)s, %(proof)s,
        %(dated_on)s, %(last_on)s,
    %(approval_id)s, %(act_id)s, %(group_id)s)
