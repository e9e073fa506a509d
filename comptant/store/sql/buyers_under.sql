-- One row per buyer of the contract that a ceiling covers.
SELECT k.buyer_id FROM contract_buyer k
WHERE k.contract_id = %(contract_id)s AND (
    (%(scope)s = 'BUYER' AND k.buyer_id = %(party_id)s)
    OR %(scope)s = 'INSURER_POLICY'
    OR (%(scope)s = 'BUYER_GROUP' AND EXISTS (SELECT FROM (
        SELECT is_member FROM group_member g
        WHERE g.party_id = k.buyer_id AND g.group_id = %(party_id)s AND g.valid_from_on <= %(on)s
        ORDER BY g.valid_from_on DESC, g.recorded_at DESC LIMIT 1) m WHERE m.is_member)))
