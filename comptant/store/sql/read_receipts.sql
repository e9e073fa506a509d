-- One row per payment that met an invoice of a contract, booked between two days: what VAT on
-- receipts needs. Below zero: taken back. It was paid on the bank's value date, or
-- when the client had it.
SELECT e.id, m.item_id, m.against_id, i.invoice_number, q.name AS buyer_name, i.amount_cents,
    i.currency, (-sum(m.amount_cents))::bigint AS paid_cents,
    coalesce(y.value_on, d.paid_on, e.value_on) AS paid_on, e.entry_on, e.event
FROM entry e
JOIN movement m ON m.contract_id = e.contract_id AND m.entry_id = e.id
    AND m.account IN ('DEB', 'DEBD')
JOIN invoice i ON i.contract_id = m.contract_id AND i.id = m.item_id AND i.amount_cents > 0
LEFT JOIN payment y ON y.contract_id = m.contract_id AND y.id = m.against_id
LEFT JOIN direct_payment_day d ON d.contract_id = e.contract_id
    AND d.entry_id = coalesce(e.reverses_id, e.id)
LEFT JOIN buyer_shown q ON q.contract_id = i.contract_id AND q.id = i.buyer_id
WHERE e.contract_id = %(contract_id)s AND e.event IN ('allocation', 'direct_payment', 'recovery')
    AND (y.id IS NOT NULL OR e.event = 'direct_payment')
    AND e.entry_on BETWEEN coalesce(%(from_on)s, '-infinity'::date)
        AND coalesce(%(until_on)s, 'infinity'::date)
GROUP BY e.id, m.item_id, m.against_id, i.invoice_number, q.name, i.amount_cents, i.currency,
    y.value_on, d.paid_on, e.value_on, e.entry_on, e.event
HAVING sum(m.amount_cents) <> 0
UNION ALL  -- shared after an indemnity or a loss: what was owed went to the claim
SELECT min(e.id), r.invoice_id, r.payment_id, i.invoice_number, q.name, i.amount_cents, i.currency,
    r.paid_cents, y.value_on, min(e.entry_on), min(e.event)
FROM entry e
JOIN claim_receipt r ON r.contract_id = e.contract_id AND r.act_id = e.act_id
JOIN invoice i ON i.contract_id = r.contract_id AND i.id = r.invoice_id
JOIN payment y ON y.contract_id = r.contract_id AND y.id = r.payment_id
LEFT JOIN buyer_shown q ON q.contract_id = i.contract_id AND q.id = i.buyer_id
WHERE e.contract_id = %(contract_id)s AND e.event IN ('claim_recovery', 'claim_recovery_passed_on',
        'claim_recovery_returned', 'claim_recovery_entrusted')
    AND e.entry_on BETWEEN coalesce(%(from_on)s, '-infinity'::date)
        AND coalesce(%(until_on)s, 'infinity'::date)
GROUP BY r.act_id, r.invoice_id, r.payment_id, i.invoice_number, q.name, i.amount_cents,
    i.currency, r.paid_cents, y.value_on
ORDER BY 1, 2, 3
