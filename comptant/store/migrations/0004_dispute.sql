-- Disputes of invoices, and what was done about each.
-- Frozen: once landed this file is never edited; the next change is the next migration.

-- One row per dispute: what the buyer contests of an invoice, and what shows it.
CREATE TABLE dispute (
    contract_id   bigint NOT NULL,
    id            bigint NOT NULL DEFAULT nextval('ids'),
    invoice_id    bigint NOT NULL,
    code          text NOT NULL,
    source        text NOT NULL CHECK (source IN ('BUYER', 'CLIENT', 'PAYMENT', 'EINVOICE', 'INSURER')),
    disputed_on   date NOT NULL,
    act_id        bigint NOT NULL,
    PRIMARY KEY (contract_id, id)
);
CREATE INDEX dispute_invoice ON dispute (contract_id, invoice_id);

-- One row per step of a dispute. The sum of its amounts is what is still disputed.
CREATE TABLE dispute_step (
    contract_id   bigint NOT NULL,
    dispute_id    bigint NOT NULL,
    id            bigint NOT NULL DEFAULT nextval('ids'),
    kind          text NOT NULL CHECK (kind IN ('OPENED', 'ANSWERED', 'REST_CONFIRMED', 'CREDIT_AGREED', 'CREDITED', 'SETTLED')),
    amount_cents  bigint NOT NULL,  -- disputed from now on, or no more when negative
    step_on       date NOT NULL,
    evidence      text NOT NULL,
    act_id        bigint NOT NULL,
    PRIMARY KEY (contract_id, dispute_id, id),
    FOREIGN KEY (contract_id, dispute_id) REFERENCES dispute (contract_id, id)
);

CALL keep_as_history('dispute', 'contract');
CALL keep_as_history('dispute_step', 'contract');
