-- One row: a quote accepted; none where it, or another offer of the same comparison, was before.
INSERT INTO quote_acceptance (quote_id, quoted_act_id, person, capacity, language, consent, digest,
    user_id, link_id, accepted_on, act_id)
SELECT q.id, q.act_id, %(person)s, %(capacity)s, %(language)s, %(consent)s, %(digest)s,
    %(user_id)s::bigint, %(link_id)s::bigint, %(on)s, %(act_id)s
FROM quote q WHERE q.id = %(quote_id)s
ON CONFLICT DO NOTHING
RETURNING quote_id
