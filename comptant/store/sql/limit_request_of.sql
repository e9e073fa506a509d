-- One row: a request for a limit under a policy by its reference, and the number of its buyer.
SELECT m.id, m.content ->> 'buyer_siren' AS siren FROM insurer_message m
WHERE m.policy_id = %(policy_id)s AND m.kind = 'LIMIT'
    AND m.content ->> 'reference' = %(reference)s
