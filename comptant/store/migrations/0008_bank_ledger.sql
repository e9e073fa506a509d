-- What the ledger has on each account of ours, kept with each line; and what the bank's reading looks up.
-- Frozen: once landed this file is never edited; the next change is the next migration.

-- One row per account of ours (0: none) and currency: the sum of its lines, so that a proof reads no balance of contracts.
CREATE TABLE bank_ledger (
    own_account_id bigint NOT NULL,
    currency       text NOT NULL,
    amount_cents   bigint NOT NULL,
    PRIMARY KEY (own_account_id, currency)
);
INSERT INTO bank_ledger (own_account_id, currency, amount_cents)
SELECT sub_id, currency, sum(amount_cents)::bigint FROM balance WHERE account = 'BNK' GROUP BY 1, 2;

CREATE FUNCTION bank_ledger_kept() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO bank_ledger AS b (own_account_id, currency, amount_cents)
    SELECT sub_id, currency, sum(amount_cents)::bigint FROM added WHERE account = 'BNK'
    GROUP BY 1, 2 ORDER BY 1, 2
    ON CONFLICT (own_account_id, currency) DO UPDATE SET amount_cents = b.amount_cents + excluded.amount_cents;
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION bank_ledger_kept FROM PUBLIC;
CREATE TRIGGER bank_ledger_kept AFTER INSERT ON posting
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION bank_ledger_kept();

ALTER TABLE bank_ledger ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON bank_ledger TO comptant_writer, comptant_auditor, comptant_reader;
CREATE POLICY auditor ON bank_ledger FOR SELECT TO comptant_auditor USING (true);
CREATE POLICY reader ON bank_ledger FOR SELECT TO comptant_reader USING ((SELECT reading_for_factor()));

-- Whose money it is: the latest payments of a payer, and the parties of a name.
DROP INDEX bank_movement_payer;
CREATE INDEX bank_movement_payer ON bank_movement (payer_iban, id) WHERE payer_iban IS NOT NULL;
CREATE INDEX party_name ON party (lower(name));
-- Which file a lump debit pays: those sent from an account of ours in the last weeks.
CREATE INDEX payment_order_step_sent ON payment_order_step (own_account_id, on_date) WHERE step = 'SENT';
CREATE INDEX payment_order_step_file ON payment_order_step (digest) WHERE step = 'SENT';
