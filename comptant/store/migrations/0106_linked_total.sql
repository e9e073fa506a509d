-- What a link's buyer owes in all, by currency, so that the page of its invoices reads no more than it shows.
-- Frozen: once landed this file is never edited; the next change is the next migration.

-- One row per currency: what is open, and of it what is not disputed, with where to pay it and the first numbers to quote.
CREATE VIEW linked_total WITH (security_barrier) AS
SELECT s.currency, count(*)::bigint AS invoice_count, sum(s.open_cents)::bigint AS open_cents,
    sum(s.payable_cents)::bigint AS payable_cents, a.iban, a.bic,
    coalesce((array_agg(s.invoice_number ORDER BY s.due_on, s.id) FILTER (WHERE s.payable_cents > 0))[1:40], '{}') AS first_numbers
FROM reading_link() l
CROSS JOIN LATERAL (
    SELECT i.id, i.invoice_number, i.due_on, i.currency, i.open_cents, greatest(i.open_cents - d.disputed_cents, 0) AS payable_cents
    FROM invoice i
    CROSS JOIN LATERAL (
        SELECT coalesce(sum(greatest(x.cents, 0)), 0) AS disputed_cents
        FROM (SELECT sum(t.amount_cents) AS cents FROM dispute e
            JOIN dispute_step t ON t.contract_id = e.contract_id AND t.dispute_id = e.id
            WHERE e.contract_id = i.contract_id AND e.invoice_id = i.id AND e.code NOT IN ('LIT-RFA', 'LIT-CPS')
            GROUP BY e.id) x) d
    WHERE i.contract_id = l.contract_id AND i.buyer_id = l.buyer_id AND i.open_cents <> 0
        AND (i.is_mentioned OR l.is_notified)) s
LEFT JOIN LATERAL (SELECT w.iban, w.bic FROM own_account w
    WHERE w.currency = s.currency AND w.buyer_id IN (0, l.buyer_id) AND w.contract_id IN (0, l.contract_id)
        AND (w.parent_id IS NULL OR w.contract_id <> 0 OR w.buyer_id <> 0)
    ORDER BY w.contract_id DESC, w.buyer_id DESC, w.id LIMIT 1) a ON true
GROUP BY s.currency, a.iban, a.bic;
GRANT SELECT ON linked_total TO comptant_reader;
