-- One row per promise that the close of a day has found broken, the largest sum late first.
SELECT k.number AS contract_number, b.name AS buyer_name, o.promise_id, p.currency,
    o.late_cents AS instalment_late_cents
FROM promise_outcome o
JOIN promise p ON p.contract_id = o.contract_id AND p.id = o.promise_id
JOIN contract k ON k.id = o.contract_id
JOIN buyer_shown b ON b.contract_id = p.contract_id AND b.id = p.buyer_id
WHERE o.found_on = %(day)s AND o.outcome = 'BROKEN'
ORDER BY o.late_cents DESC, o.promise_id
