-- One row per day from which a contract's over-advance is another, with the end of its last bill;
-- that is the first day to charge.
SELECT o.contract_id, k.currency, o.from_on, o.over_advance_cents, b.until_on AS billed_until_on
FROM unnest(%(ids)s::bigint[]) w (contract_id)
JOIN contract k ON k.id = w.contract_id
JOIN over_advance o ON o.contract_id = w.contract_id
LEFT JOIN LATERAL (SELECT max(entry.value_on) AS until_on FROM entry
    WHERE entry.contract_id = w.contract_id AND entry.event = 'excess_fee') b ON true
WHERE o.from_on < %(until_on)s
ORDER BY o.contract_id, o.from_on
