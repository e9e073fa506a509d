-- One row per invoice of some and policy whose indemnity is to be the factor's, and would be lost
-- if the invoice went back: its own policies; those delegated to it, unless a claim is open
-- already.
SELECT p.id, i.id AS invoice_id
FROM policy p
JOIN party h ON h.id = p.holder_id
CROSS JOIN LATERAL policy_terms_on(p.id, %(on)s) t
CROSS JOIN unnest(%(invoice_ids)s::bigint[]) AS i (id)
WHERE h.kind = 'FACTOR' OR ((t.terms ->> 'is_delegated')::boolean AND NOT EXISTS (
    SELECT FROM claim_item c WHERE c.contract_id = %(contract_id)s AND c.invoice_id = i.id
        AND c.policy_id = p.id AND NOT c.is_dropped))
ORDER BY p.id, i.id
