-- Purchase orders that a client assigns before there is an invoice, and what was advanced on them (DOMAIN 7.3, C-10).
-- Frozen: once landed this file is never edited; the next change is the next migration.

-- One row per purchase order offered; it counts from its step AGREED on.
CREATE TABLE purchase_order (
    contract_id   bigint NOT NULL,
    id            bigint NOT NULL,
    client_id     bigint NOT NULL REFERENCES party,
    buyer_id      bigint NOT NULL REFERENCES party,
    order_number  text NOT NULL CHECK (order_number <> ''),
    number_key    text NOT NULL CHECK (number_key <> ''),
    ordered_on    date NOT NULL,
    expected_on   date NOT NULL,  -- the day by which it is invoiced, and the charge is taken until then
    currency      text NOT NULL,
    amount_cents  bigint NOT NULL CHECK (amount_cents > 0),
    certified_on  date NOT NULL,  -- the day on which the buyer certified it
    proof         text NOT NULL CHECK (proof <> ''),
    act_id        bigint NOT NULL,
    PRIMARY KEY (contract_id, id),
    CHECK (ordered_on <= expected_on)
);
CREATE INDEX purchase_order_number ON purchase_order (contract_id, number_key);
CREATE INDEX purchase_order_client ON purchase_order (client_id, buyer_id, number_key);

-- What happened to it: what is advanced less what was repaid and claimed is owed.
CREATE TABLE purchase_order_step (
    contract_id       bigint NOT NULL,
    purchase_order_id bigint NOT NULL,
    step              text NOT NULL CHECK (step IN ('AGREED', 'REFUSED', 'ADVANCED', 'REPAID', 'CLAIMED', 'CANCELLED')),
    value_on          date NOT NULL,
    amount_cents      bigint NOT NULL CHECK (amount_cents >= 0),
    invoice_id        bigint NOT NULL DEFAULT 0,  -- by which it was repaid
    entry_id          bigint,
    reason            text NOT NULL DEFAULT '',
    act_id            bigint NOT NULL,
    PRIMARY KEY (contract_id, purchase_order_id, act_id, step, invoice_id),
    FOREIGN KEY (contract_id, purchase_order_id) REFERENCES purchase_order (contract_id, id)
);

CALL keep_as_history('purchase_order', 'contract');
CALL keep_as_history('purchase_order_step', 'contract');

-- Each order with what was advanced on it, what is owed, and what was said of it.
CREATE VIEW purchase_order_now WITH (security_invoker) AS
SELECT o.contract_id, o.id, o.buyer_id, o.order_number, o.number_key, o.ordered_on, o.expected_on, o.currency, o.amount_cents,
    s.order_advanced_cents, s.order_owed_cents, s.is_agreed, s.is_refused, s.is_claimed, s.is_cancelled
FROM purchase_order o
CROSS JOIN LATERAL (
    SELECT coalesce(sum(t.amount_cents) FILTER (WHERE t.step = 'ADVANCED'), 0)::bigint AS order_advanced_cents,
        coalesce(sum(CASE t.step WHEN 'ADVANCED' THEN t.amount_cents WHEN 'REPAID' THEN -t.amount_cents
            WHEN 'CLAIMED' THEN -t.amount_cents ELSE 0 END), 0)::bigint AS order_owed_cents,
        coalesce(bool_or(t.step = 'AGREED'), false) AS is_agreed, coalesce(bool_or(t.step = 'REFUSED'), false) AS is_refused,
        coalesce(bool_or(t.step = 'CLAIMED'), false) AS is_claimed,
        coalesce(bool_or(t.step = 'CANCELLED'), false) AS is_cancelled
    FROM purchase_order_step t WHERE t.contract_id = o.contract_id AND t.purchase_order_id = o.id) s;
GRANT SELECT ON purchase_order_now TO comptant_reader, comptant_writer, comptant_auditor;
