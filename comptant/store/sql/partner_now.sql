-- One row if a company has a part in a contract now.
SELECT contract_id FROM (
    SELECT contract_id, is_granted FROM partner
    WHERE contract_id = %(contract_id)s AND party_id = %(party_id)s AND role = %(role)s
    ORDER BY recorded_at DESC LIMIT 1) latest
WHERE is_granted
