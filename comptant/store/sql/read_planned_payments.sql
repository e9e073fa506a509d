-- One row per payment of a contract's plan as its client last sent it, from a day on.
SELECT p.id, p.planned_on, p.amount_cents, p.label, k.currency
FROM planned_payment p JOIN contract k ON k.id = p.contract_id
WHERE p.contract_id = %(contract_id)s AND p.planned_on >= %(on)s AND p.amount_cents <> 0
    AND p.act_id = (SELECT max(act_id) FROM planned_payment WHERE contract_id = %(contract_id)s)
ORDER BY p.planned_on, p.id
