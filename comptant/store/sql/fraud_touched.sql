-- One row per contract of which something came or was told since an instant that rules on fraud
-- judge one by one.
SELECT DISTINCT e.contract_id
FROM event e JOIN contract k ON k.id = e.contract_id AND NOT k.is_house
WHERE e.at > %(since_at)s AND e.kind IN ('invoices.remitted', 'money.received', 'money.allocated',
    'draw.asked', 'contract.fact_recorded', 'approval.decided')
ORDER BY 1
