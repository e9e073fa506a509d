-- One row if the policy of a claim, or the one named, is held by the client of a contract.
SELECT p.id
FROM contract k
JOIN policy p ON p.holder_id = k.client_id
WHERE k.id = %(contract_id)s AND p.id = coalesce((SELECT c.policy_id FROM claim c
        WHERE c.contract_id = k.id AND c.id = %(claim_id)s::bigint), %(policy_id)s::bigint)
