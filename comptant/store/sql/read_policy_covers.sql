-- One row per word on what policies cover, of a contract or of all: who (nobody: all buyers), from
-- which day on, in which layer, which share.
SELECT c.approval_id, c.contract_id, k.number AS contract_number, c.policy_id, p.policy_number,
    i.name AS insurer_name, c.buyer_id, b.name AS buyer_name, c.valid_from_on, c.recorded_at,
    c.layer, c.share_ppm, c.source
FROM policy_cover c
JOIN policy p ON p.id = c.policy_id
JOIN contract k ON k.id = c.contract_id
LEFT JOIN party i ON i.id = p.insurer_id
LEFT JOIN buyer_shown b ON b.contract_id = c.contract_id AND b.id = c.buyer_id
WHERE (%(contract_id)s::bigint IS NULL OR c.contract_id = %(contract_id)s)
ORDER BY c.approval_id
