-- One row per contract, buyer and currency: what twelve months up to a value date assigned,
-- credited and paid, the last thirty days apart, of a contract (null: of all). A credit note that
-- a new invoice of the same amount replaced within five days is no dilution, nor is what was
-- withdrawn.
WITH moved AS (
    SELECT e.contract_id, e.event, e.value_on, m.item_id, sum(m.amount_cents)::bigint AS cents
    FROM entry e JOIN movement m ON m.contract_id = e.contract_id AND m.entry_id = e.id
        AND m.account = 'DEB' AND m.amount_cents <> 0
    -- a week more for what is valued after it is booked
    WHERE e.entry_on > %(on)s::date - 372 AND e.value_on BETWEEN %(on)s::date - 364 AND %(on)s::date
        AND (%(contract_id)s::bigint IS NULL OR e.contract_id = %(contract_id)s)
        AND e.event IN ('assignment', 'takeover', 'withdrawal', 'credit_note',
            'credit_note_withdrawal', 'difference', 'difference_charged', 'allocation',
            'direct_payment')
    GROUP BY e.contract_id, e.event, e.value_on, m.item_id
)
SELECT i.contract_id, i.buyer_id, i.currency,
    coalesce(sum(m.cents) FILTER (WHERE i.amount_cents > 0
        AND m.event IN ('assignment', 'takeover', 'withdrawal')), 0)::bigint AS gross_cents,
    coalesce(-sum(m.cents) FILTER (WHERE i.amount_cents < 0 AND m.event IN ('assignment',
        'takeover', 'credit_note', 'credit_note_withdrawal') AND NOT EXISTS (
            SELECT FROM invoice a JOIN invoice b ON b.contract_id = a.contract_id
                AND b.buyer_id = a.buyer_id AND b.id <> a.id AND b.amount_cents = a.amount_cents
            WHERE a.contract_id = i.contract_id AND a.invoice_number = i.credited_number
                AND a.buyer_id = i.buyer_id AND a.amount_cents = -i.amount_cents
                AND b.issued_on BETWEEN i.issued_on - 4 AND i.issued_on + 4)),
        0)::bigint AS credited_cents,
    coalesce(-sum(m.cents) FILTER (WHERE m.event IN ('difference', 'difference_charged')),
        0)::bigint AS short_cents,
    coalesce(-sum(m.cents) FILTER (WHERE i.amount_cents > 0 AND m.event = 'allocation'),
        0)::bigint AS allocated_cents,
    coalesce(-sum(m.cents) FILTER (WHERE m.event = 'direct_payment'), 0)::bigint AS direct_cents,
    coalesce(-sum(m.cents) FILTER (WHERE i.amount_cents > 0 AND m.event = 'allocation'
        AND m.value_on > %(on)s::date - 30), 0)::bigint AS late_allocated_cents,
    coalesce(-sum(m.cents) FILTER (WHERE m.event = 'direct_payment'
        AND m.value_on > %(on)s::date - 30), 0)::bigint AS late_direct_cents,
    coalesce(-sum(m.cents::numeric * (m.value_on - i.issued_on)) FILTER (WHERE i.amount_cents > 0
        AND m.event IN ('allocation', 'direct_payment')), 0)::text AS paid_numbers
FROM moved m JOIN invoice i ON i.contract_id = m.contract_id AND i.id = m.item_id
GROUP BY i.contract_id, i.buyer_id, i.currency
ORDER BY i.contract_id, i.buyer_id, i.currency
