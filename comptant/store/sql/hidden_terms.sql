-- One row, if some day from a signature on a broker earns of a contract by terms that the client
-- may not read: the contract's own come before the general ones, the latest before the earlier.
SELECT d.from_on FROM (
    SELECT %(signed_on)s::date AS from_on
    UNION SELECT valid_from_on FROM commission_term
    WHERE party_id = %(party_id)s AND contract_id IN (0, %(contract_id)s)
        AND valid_from_on > %(signed_on)s) d
CROSS JOIN LATERAL (SELECT t.is_disclosed FROM commission_term t
    WHERE t.party_id = %(party_id)s AND t.contract_id IN (0, %(contract_id)s)
        AND t.valid_from_on <= d.from_on
    ORDER BY t.contract_id DESC, t.valid_from_on DESC, t.recorded_at DESC LIMIT 1) t
WHERE NOT t.is_disclosed ORDER BY d.from_on LIMIT 1
