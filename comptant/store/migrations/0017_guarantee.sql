-- What the factor guarantees of unpaid invoices without recourse, from their guarantee date on.
-- Frozen: once landed this file is never edited; the next change is the next migration.

-- One row per invoice whose guarantee has taken effect: what left the client's account, what the clause leaves to him.
CREATE TABLE guarantee (
    contract_id      bigint NOT NULL,
    invoice_id       bigint NOT NULL,
    buyer_id         bigint NOT NULL,
    taken_on         date NOT NULL,
    cause            text NOT NULL CHECK (cause IN ('DELAY', 'INSOLVENCY')),
    guaranteed_cents bigint NOT NULL CHECK (guaranteed_cents > 0),
    uncovered_cents  bigint NOT NULL CHECK (uncovered_cents BETWEEN 0 AND guaranteed_cents),
    factor_open_cents bigint NOT NULL,  -- what the buyer still owes of it to the factor
    client_open_cents bigint NOT NULL,  -- and of what was left to the client
    entry_id         bigint NOT NULL,
    act_id           bigint NOT NULL,
    PRIMARY KEY (contract_id, invoice_id),
    CHECK (factor_open_cents BETWEEN 0 AND guaranteed_cents - uncovered_cents),
    CHECK (client_open_cents BETWEEN 0 AND uncovered_cents)
);
CREATE INDEX guarantee_buyer ON guarantee (contract_id, buyer_id) WHERE factor_open_cents > 0;

GRANT SELECT, INSERT ON guarantee TO comptant_writer;
GRANT UPDATE (factor_open_cents, client_open_cents) ON guarantee TO comptant_writer;
GRANT SELECT ON guarantee TO comptant_reader, comptant_auditor;
ALTER TABLE guarantee ENABLE ROW LEVEL SECURITY;
CREATE POLICY auditor ON guarantee FOR SELECT TO comptant_auditor USING (true);
CREATE POLICY reader ON guarantee FOR SELECT TO comptant_reader
    USING ((SELECT reading_for_factor()) OR contract_id = ANY ((SELECT reading_contracts())::bigint[]));
