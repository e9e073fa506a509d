-- Penalties for paying late, claimed of buyers: receivables of their own, outside VAT, and what was waived of them.
-- Frozen: once landed this file is never edited; the next change is the next migration.

-- One row per claim of an invoice paid late: its penalties up to a day, and the indemnity once; less what was claimed before.
CREATE TABLE penalty (
    contract_id     bigint NOT NULL,
    id              bigint NOT NULL,
    buyer_id        bigint NOT NULL,
    invoice_id      bigint NOT NULL,
    currency        text NOT NULL,
    owner           text NOT NULL CHECK (owner IN ('CLIENT', 'FACTOR')),  -- by the contract, on the day
    vat_class       text NOT NULL CHECK (vat_class = 'OUT_OF_SCOPE'),
    claimed_on      date NOT NULL,
    penalty_cents   bigint NOT NULL CHECK (penalty_cents >= 0),
    indemnity_cents bigint NOT NULL CHECK (indemnity_cents >= 0),
    amount_cents    bigint NOT NULL CHECK (amount_cents > 0 AND amount_cents = penalty_cents + indemnity_cents),
    open_cents      bigint NOT NULL CHECK (open_cents BETWEEN 0 AND amount_cents),
    is_undone       boolean NOT NULL DEFAULT false,  -- claimed by mistake
    halves          text NOT NULL,  -- JSON: each part and half-year with its days, rate and cents, from the first day late
    entry_id        bigint NOT NULL,
    act_id          bigint NOT NULL,
    PRIMARY KEY (contract_id, id)
);
CREATE INDEX penalty_invoice ON penalty (contract_id, invoice_id);
CREATE INDEX penalty_open ON penalty (contract_id, buyer_id) WHERE open_cents > 0;

-- One row per waiver that two people have agreed to: how much of a claim, and why.
CREATE TABLE penalty_waiver (
    contract_id  bigint NOT NULL,
    penalty_id   bigint NOT NULL,
    approval_id  bigint NOT NULL REFERENCES approval,
    waived_on    date NOT NULL,
    amount_cents bigint NOT NULL CHECK (amount_cents > 0),
    reason       text NOT NULL CHECK (reason <> ''),
    entry_id     bigint NOT NULL,
    act_id       bigint NOT NULL,
    PRIMARY KEY (contract_id, penalty_id, approval_id)
);
CALL keep_as_history('penalty_waiver', 'contract');

GRANT SELECT, INSERT ON penalty TO comptant_writer;
GRANT UPDATE (open_cents, is_undone) ON penalty TO comptant_writer;
GRANT SELECT ON penalty TO comptant_auditor, comptant_reader;
ALTER TABLE penalty ENABLE ROW LEVEL SECURITY;
CREATE POLICY auditor ON penalty FOR SELECT TO comptant_auditor USING (true);
CREATE POLICY reader ON penalty FOR SELECT TO comptant_reader
    USING ((SELECT reading_for_factor()) OR contract_id = ANY ((SELECT reading_contracts())::bigint[]));

-- What was claimed of the buyer that a link opens, and is still open.
CREATE VIEW linked_penalty WITH (security_barrier) AS
SELECT p.id, i.invoice_number, p.claimed_on, p.currency, p.penalty_cents, p.indemnity_cents, p.amount_cents, p.open_cents
FROM reading_link() l
JOIN penalty p ON p.contract_id = l.contract_id AND p.buyer_id = l.buyer_id AND p.open_cents > 0
JOIN invoice i ON i.contract_id = p.contract_id AND i.id = p.invoice_id AND (i.is_mentioned OR l.is_notified);
GRANT SELECT ON linked_penalty TO comptant_reader;
