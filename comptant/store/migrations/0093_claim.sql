-- Claims on debts of buyers that fail: under a policy or on the factor's own guarantee, with their invoices and what became of
-- them.
-- Frozen: once landed this file is never edited; the next change is the next migration.

-- One row per claim: a buyer's debts under one contract, under a policy (none: the factor's own guarantee). `paid_to`: whom the
-- insurer pays; `terms`: those of the policy that count for these invoices.
CREATE TABLE claim (
    contract_id      bigint NOT NULL,
    id               bigint NOT NULL,
    policy_id        bigint REFERENCES policy,
    buyer_id         bigint NOT NULL,
    claim_number     text NOT NULL CHECK (claim_number <> ''),
    currency         text NOT NULL,
    opened_on        date NOT NULL,
    waiting_until_on date CHECK ((waiting_until_on IS NULL) = (policy_id IS NULL)),
    paid_to          text NOT NULL CHECK (paid_to IN ('FACTOR', 'CLIENT', 'NOBODY')),
    terms            jsonb NOT NULL,
    act_id           bigint NOT NULL,
    PRIMARY KEY (contract_id, id),
    UNIQUE (contract_id, claim_number),
    CHECK ((paid_to = 'NOBODY') = (policy_id IS NULL))
);

-- One row per invoice of a claim, once under each policy (0: the factor's own guarantee): what was owed and covered when the
-- claim was opened; what of the indemnity it has had; then what is left of it to whom, and what the buyer owes still.
CREATE TABLE claim_item (
    contract_id      bigint NOT NULL,
    claim_id         bigint NOT NULL,
    invoice_id       bigint NOT NULL,
    policy_id        bigint NOT NULL,
    buyer_id         bigint NOT NULL,
    debt_cents       bigint NOT NULL CHECK (debt_cents > 0),
    base_cents       bigint NOT NULL CHECK (base_cents BETWEEN 0 AND debt_cents),
    insurable_cents  bigint NOT NULL CHECK (insurable_cents BETWEEN 0 AND base_cents),
    covered_cents    bigint NOT NULL CHECK (covered_cents BETWEEN 0 AND insurable_cents),
    share_cents      bigint NOT NULL DEFAULT 0,  -- of what the insurer has accepted
    had_cents        bigint NOT NULL DEFAULT 0,  -- of that share, what is booked
    factor_cents     bigint NOT NULL DEFAULT 0,  -- with the factor still, in its doubtful debts
    owed_cents       bigint NOT NULL DEFAULT 0,  -- what the buyer owes of it still, to whoever
    PRIMARY KEY (contract_id, claim_id, invoice_id),
    UNIQUE (contract_id, policy_id, invoice_id),
    CHECK (had_cents BETWEEN 0 AND share_cents AND factor_cents BETWEEN 0 AND debt_cents),
    CHECK (owed_cents BETWEEN 0 AND debt_cents)
);
CREATE INDEX claim_item_buyer ON claim_item (contract_id, buyer_id) WHERE owed_cents > 0;

-- One row per step of a claim. `amount_cents`: accepted, received, recovered, lost; `due_cents`: by how much more (less) the
-- insurer owes us; `factor_cents`, `client_cents`: what is left to each, or what of a recovery each has had, `insurer_cents`
-- the insurer; `cost_cents`: costs of the recovery, `insurer_cost_cents`, `client_cost_cents` of them;
-- `impaired_cents`: by how much the impairment grew.
CREATE TABLE claim_step (
    contract_id        bigint NOT NULL,
    id                 bigint NOT NULL,
    claim_id           bigint NOT NULL,
    step               text NOT NULL CHECK (step IN
                           ('OPENED', 'ACCEPTED', 'REFUSED', 'RECEIVED', 'RECOVERED', 'WRITTEN_OFF')),
    step_on            date NOT NULL,
    amount_cents       bigint NOT NULL DEFAULT 0,
    loss_base_cents    bigint NOT NULL DEFAULT 0,
    first_loss_cents   bigint NOT NULL DEFAULT 0,
    due_cents          bigint NOT NULL DEFAULT 0,
    factor_cents       bigint NOT NULL DEFAULT 0,
    client_cents       bigint NOT NULL DEFAULT 0,
    insurer_cents      bigint NOT NULL DEFAULT 0,
    cost_cents         bigint NOT NULL DEFAULT 0,
    insurer_cost_cents bigint NOT NULL DEFAULT 0,
    client_cost_cents  bigint NOT NULL DEFAULT 0,
    impaired_cents     bigint NOT NULL DEFAULT 0,
    payment_id         bigint,
    reference          text NOT NULL CHECK (reference <> ''),
    act_id             bigint NOT NULL,
    PRIMARY KEY (contract_id, id)
);
CREATE INDEX claim_step_claim ON claim_step (contract_id, claim_id);
-- An insurer decides once.
CREATE UNIQUE INDEX claim_decided ON claim_step (contract_id, claim_id) WHERE step IN ('ACCEPTED', 'REFUSED');

CALL keep_as_history('claim', 'staff');
CALL keep_as_history('claim_step', 'staff');
GRANT SELECT, INSERT ON claim_item TO comptant_writer;
GRANT UPDATE (share_cents, had_cents, factor_cents, owed_cents) ON claim_item TO comptant_writer;
GRANT SELECT ON claim_item TO comptant_reader, comptant_auditor;
ALTER TABLE claim_item ENABLE ROW LEVEL SECURITY;
CREATE POLICY auditor ON claim_item FOR SELECT TO comptant_auditor USING (true);
CREATE POLICY reader ON claim_item FOR SELECT TO comptant_reader USING ((SELECT reading_for_factor()));

-- Whoever holds the policy reads its claims.
CREATE POLICY reader_holder ON claim FOR SELECT TO comptant_reader
    USING (policy_id IN (SELECT id FROM policy) AND contract_id = ANY ((SELECT reading_contracts())::bigint[]));
CREATE POLICY reader_holder ON claim_item FOR SELECT TO comptant_reader
    USING (policy_id IN (SELECT id FROM policy) AND contract_id = ANY ((SELECT reading_contracts())::bigint[]));
CREATE POLICY reader_holder ON claim_step FOR SELECT TO comptant_reader
    USING ((contract_id, claim_id) IN (SELECT contract_id, id FROM claim));
