-- A night's proof reads what was booked since the last one, not the history: sums kept with the rows, and proofs kept.
-- Frozen: once landed this file is never edited; the next change is the next migration.

-- One row per contract and account of items: the sum of its movements, kept with them as `balance` is with the lines.
CREATE TABLE moved (
    contract_id    bigint NOT NULL,
    account        text NOT NULL,
    amount_cents   bigint NOT NULL,
    approved_cents bigint NOT NULL,
    PRIMARY KEY (contract_id, account)
) WITH (fillfactor = 50);
INSERT INTO moved (contract_id, account, amount_cents, approved_cents)
SELECT contract_id, account, sum(amount_cents)::bigint, sum(approved_cents)::bigint FROM movement GROUP BY 1, 2;

CREATE FUNCTION movements_summed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO moved AS m (contract_id, account, amount_cents, approved_cents)
    SELECT contract_id, account, sum(amount_cents)::bigint, sum(approved_cents)::bigint
    FROM added GROUP BY 1, 2 ORDER BY 1, 2
    ON CONFLICT (contract_id, account) DO UPDATE SET
        amount_cents = m.amount_cents + excluded.amount_cents, approved_cents = m.approved_cents + excluded.approved_cents;
    RETURN NULL;
END $$;
CREATE TRIGGER movements_summed AFTER INSERT ON movement
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION movements_summed();
REVOKE ALL ON FUNCTION movements_summed FROM PUBLIC;

-- One row per contract: its sums as the last close has proved them, and the last entry that they count.
CREATE TABLE proved_sum (
    contract_id bigint PRIMARY KEY,
    entry_id    bigint NOT NULL,
    deb_cents   bigint NOT NULL,
    unal_cents  bigint NOT NULL,
    cca_cents   bigint NOT NULL,
    tran_cents  bigint NOT NULL,
    coll_cents  bigint NOT NULL,
    inco_cents  bigint NOT NULL,
    proved_on   date NOT NULL,
    act_id      bigint NOT NULL
) WITH (fillfactor = 50);

ALTER TABLE moved ENABLE ROW LEVEL SECURITY;
ALTER TABLE proved_sum ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON moved, proved_sum TO comptant_writer, comptant_auditor, comptant_reader;
GRANT INSERT, UPDATE (entry_id, deb_cents, unal_cents, cca_cents, tran_cents, coll_cents, inco_cents, proved_on, act_id)
    ON proved_sum TO comptant_writer;
CREATE POLICY auditor ON moved FOR SELECT TO comptant_auditor USING (true);
CREATE POLICY auditor ON proved_sum FOR SELECT TO comptant_auditor USING (true);
CREATE POLICY reader ON moved FOR SELECT TO comptant_reader USING (
    (SELECT reading_for_factor()) OR contract_id = ANY ((SELECT reading_contracts())::bigint[]));
CREATE POLICY reader ON proved_sum FOR SELECT TO comptant_reader USING (
    (SELECT reading_for_factor()) OR contract_id = ANY ((SELECT reading_contracts())::bigint[]));
