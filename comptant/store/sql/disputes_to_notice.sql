-- One row per dispute that nobody has settled in its days, and of which the client has no notice
-- yet: of a contract, or (null) of all; the oldest first.
SELECT d.contract_id, d.id AS dispute_id, k.number AS contract_number, i.invoice_number,
    b.name AS buyer_name, i.currency, i.due_on, d.code AS dispute_code, d.disputed_on,
    least(s.cents, o.disputable_cents) AS still_disputed_cents
FROM dispute d
JOIN contract k ON k.id = d.contract_id
JOIN invoice i ON i.contract_id = d.contract_id AND i.id = d.invoice_id AND i.open_cents > 0
JOIN buyer_shown b ON b.contract_id = i.contract_id AND b.id = i.buyer_id
CROSS JOIN LATERAL (SELECT sum(t.amount_cents)::bigint AS cents,
        bool_or(t.kind = 'CREDIT_AGREED') AS is_credit_expected
    FROM dispute_step t WHERE t.contract_id = d.contract_id AND t.dispute_id = d.id) s
CROSS JOIN LATERAL (SELECT greatest(i.open_cents - x.disputed_cents, 0) AS disputable_cents
    FROM disputed_of(d.contract_id, d.invoice_id, d.id, NULL) x) o
WHERE d.disputed_on < %(on)s::date - %(days)s::int AND d.code <> ALL (%(reserved)s)
    AND (%(contract_id)s::bigint IS NULL OR d.contract_id = %(contract_id)s)
    AND s.cents > 0 AND NOT s.is_credit_expected AND o.disputable_cents > 0
    AND NOT coalesce('defunded' = ANY (string_to_array(i.holds, ' ')), false)
    AND NOT EXISTS (SELECT FROM dispute_notice n WHERE n.contract_id = d.contract_id
        AND n.dispute_id = d.id)
ORDER BY d.disputed_on, d.id
