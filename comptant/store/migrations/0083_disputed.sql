-- What is disputed of an invoice, said once.
-- Frozen: once landed this file is never edited; the next change is the next migration.

-- One row: what the disputes of an invoice come to, those before one (null: all of them), as of a day (null: now). A claim
-- that is reserved is on its buyer's account, and takes nothing of the invoice.
CREATE FUNCTION disputed_of(of_contract bigint, of_invoice bigint, before_id bigint, day date)
RETURNS TABLE (disputed_cents bigint) LANGUAGE sql STABLE AS $$
    SELECT coalesce(sum(greatest(x.cents, 0)), 0)::bigint
    FROM (SELECT sum(t.amount_cents) AS cents FROM dispute e
        JOIN dispute_step t ON t.contract_id = e.contract_id AND t.dispute_id = e.id
            AND (day IS NULL OR t.step_on <= day)
        WHERE e.contract_id = of_contract AND e.invoice_id = of_invoice
            AND (before_id IS NULL OR e.id < before_id) AND e.code NOT IN ('LIT-RFA', 'LIT-CPS')
        GROUP BY e.id) x
$$;
GRANT EXECUTE ON FUNCTION disputed_of TO comptant_writer, comptant_reader, comptant_auditor;
