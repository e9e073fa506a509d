-- One row per contract with accounts in another currency than euro that was not revalued since a
-- day.
SELECT k.id, k.number, k.is_house
FROM contract k
WHERE EXISTS (SELECT FROM balance b WHERE b.contract_id = k.id AND b.currency <> 'EUR'
        AND b.value_on <= %(since)s)
    AND NOT EXISTS (SELECT FROM revaluation v WHERE v.contract_id = k.id
        AND v.revalued_on >= %(since)s)
ORDER BY k.id
