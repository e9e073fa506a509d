-- What was open on a day, said once for every report: from what is open now, less what counts later.
-- Frozen: once landed this file is never edited; the next change is the next migration.

-- Entries whose value date is ahead of their day: few, and all that a look at a day must know of those before it.
CREATE INDEX entry_valued_ahead ON entry (value_on) WHERE value_on > entry_on;

-- One row per invoice or credit note open at the end of a value date, as known at an instant (null: as known now), of
-- some contracts (null: of all that the reader sees). Its sum is the balance of DEB.
CREATE FUNCTION open_on(of_contracts bigint[], day date, known timestamptz) RETURNS TABLE (
    contract_id bigint, item_id bigint, buyer_id bigint, invoice_number text, currency text, issued_on date,
    due_on date, amount_cents bigint, open_cents bigint)
LANGUAGE sql STABLE AS $$
    WITH after AS MATERIALIZED (
        SELECT e.contract_id, e.id FROM entry e
        WHERE ((e.entry_on > day AND e.value_on > day) OR (e.value_on > e.entry_on AND e.value_on > day)
            OR e.booked_at > known)
            AND (of_contracts IS NULL OR e.contract_id = ANY (of_contracts))
    ), later AS (
        SELECT m.contract_id, m.item_id, sum(m.amount_cents)::bigint AS cents
        FROM after a JOIN movement m ON m.contract_id = a.contract_id AND m.entry_id = a.id
            AND m.account = 'DEB' AND m.amount_cents <> 0 AND m.entry_id >= (SELECT min(id) FROM after)
        GROUP BY 1, 2
    )
    SELECT i.contract_id, i.id, i.buyer_id, i.invoice_number, i.currency, i.issued_on, i.due_on, i.amount_cents,
        i.open_cents - coalesce(l.cents, 0)
    FROM invoice i LEFT JOIN later l ON l.contract_id = i.contract_id AND l.item_id = i.id
    WHERE i.open_cents <> 0 AND i.open_cents <> coalesce(l.cents, 0)
        AND (of_contracts IS NULL OR i.contract_id = ANY (of_contracts))
    UNION ALL
    SELECT i.contract_id, i.id, i.buyer_id, i.invoice_number, i.currency, i.issued_on, i.due_on, i.amount_cents, -l.cents
    FROM later l JOIN invoice i ON i.contract_id = l.contract_id AND i.id = l.item_id AND i.open_cents = 0
    WHERE l.cents <> 0
$$;
GRANT EXECUTE ON FUNCTION open_on TO comptant_writer, comptant_reader, comptant_auditor;
