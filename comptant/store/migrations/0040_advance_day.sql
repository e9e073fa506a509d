-- What of a contract's use is charged in advance, summed per day: what is used beyond it bears the charge in arrears.
-- Frozen: once landed this file is never edited; the next change is the next migration.

-- One row per contract and day: how the advances charged in advance change from that day on, and what was paid for
-- until that day and has not ended by it. Kept with the changes, as `balance` is with the lines.
CREATE TABLE advance_day (
    contract_id    bigint NOT NULL,
    value_on       date NOT NULL,
    advance_cents  bigint NOT NULL,
    expected_cents bigint NOT NULL,  -- less what has ended of it; without a true-up it covers nothing from that day on
    PRIMARY KEY (contract_id, value_on)
) WITH (fillfactor = 50);
INSERT INTO advance_day (contract_id, value_on, advance_cents, expected_cents)
SELECT contract_id, on_, sum(advance_cents)::bigint, sum(expected_cents)::bigint FROM (
    SELECT contract_id, value_on AS on_, advance_cents, 0 AS expected_cents FROM charged_advance
    UNION ALL SELECT contract_id, until_on, 0, advance_cents FROM charged_advance
) each GROUP BY 1, 2;  -- of invoices: none was of a purchase order yet

CREATE FUNCTION advances_summed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
BEGIN
    WITH of_invoices AS (  -- an advance on a purchase order is no use of the funds
        SELECT a.* FROM added a WHERE NOT EXISTS (SELECT FROM purchase_order o
            WHERE o.contract_id = a.contract_id AND o.id = a.invoice_id)
    )
    INSERT INTO advance_day AS d (contract_id, value_on, advance_cents, expected_cents)
    SELECT contract_id, on_, sum(advance_cents)::bigint, sum(expected_cents)::bigint FROM (
        SELECT contract_id, value_on AS on_, advance_cents, 0 AS expected_cents FROM of_invoices
        UNION ALL SELECT contract_id, until_on, 0, advance_cents FROM of_invoices
    ) each GROUP BY 1, 2 ORDER BY 1, 2
    ON CONFLICT (contract_id, value_on) DO UPDATE SET
        advance_cents = d.advance_cents + excluded.advance_cents,
        expected_cents = d.expected_cents + excluded.expected_cents;
    RETURN NULL;
END $$;
CREATE TRIGGER advances_summed AFTER INSERT ON charged_advance
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION advances_summed();
REVOKE ALL ON FUNCTION advances_summed FROM PUBLIC;

ALTER TABLE advance_day ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON advance_day TO comptant_writer, comptant_auditor, comptant_reader;
CREATE POLICY auditor ON advance_day FOR SELECT TO comptant_auditor USING (true);
CREATE POLICY reader ON advance_day FOR SELECT TO comptant_reader USING (
    (SELECT reading_for_factor()) OR contract_id = ANY ((SELECT reading_contracts())::bigint[]));
