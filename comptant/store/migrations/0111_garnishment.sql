-- Garnishments: of what the factor owes a client, or of what a buyer owed him, with the instant at which each was served.
-- Frozen: once landed this file is never edited; the next change is the next migration.

-- One row per garnishment of a contract. `buyer_id`: in whose hands it was served, 0: in ours; `held_cents`: what we owed the client
-- then and it reaches, `payable_cents` of it payable at once; `paid_since_cents`: what had left to the client after its instant.
CREATE TABLE garnishment (
    contract_id      bigint NOT NULL,
    id               bigint NOT NULL,
    kind             text NOT NULL CHECK (kind IN ('SAISIE_ATTRIBUTION', 'SATD')),
    creditor_id      bigint NOT NULL REFERENCES party,
    reference        text NOT NULL CHECK (reference <> ''),
    served_at        timestamptz NOT NULL,
    buyer_id         bigint NOT NULL,
    amount_cents     bigint NOT NULL CHECK (amount_cents > 0),
    held_cents       bigint NOT NULL CHECK (held_cents BETWEEN 0 AND amount_cents),
    payable_cents    bigint NOT NULL CHECK (payable_cents BETWEEN 0 AND held_cents),
    paid_since_cents bigint NOT NULL CHECK (paid_since_cents >= 0),
    currency         text NOT NULL,
    act_id           bigint NOT NULL,
    PRIMARY KEY (contract_id, id),
    UNIQUE (contract_id, creditor_id, reference)
);

-- One row per invoice of the contract that was open when a garnishment was registered: when it was transferred to us, and whether
-- the garnishment came before.
CREATE TABLE garnishment_item (
    contract_id    bigint NOT NULL,
    garnishment_id bigint NOT NULL,
    invoice_id     bigint NOT NULL,
    transferred_at timestamptz NOT NULL,
    open_cents     bigint NOT NULL,
    is_reached     boolean NOT NULL,
    PRIMARY KEY (contract_id, garnishment_id, invoice_id)
);

-- One row per step: the answer given (with its paper), contested, confirmed (nobody has contested in time), ordered to be paid,
-- lifted in whole or for an amount.
CREATE TABLE garnishment_step (
    contract_id    bigint NOT NULL,
    id             bigint NOT NULL,
    garnishment_id bigint NOT NULL,
    step           text NOT NULL CHECK (step IN ('ANSWERED', 'CONTESTED', 'CONFIRMED', 'ORDERED', 'LIFTED')),
    step_on        date NOT NULL,
    amount_cents   bigint NOT NULL DEFAULT 0 CHECK (amount_cents >= 0),
    digest         bytea CHECK ((digest IS NOT NULL) = (step = 'ANSWERED')),
    reference      text NOT NULL CHECK (reference <> ''),
    act_id         bigint NOT NULL,
    PRIMARY KEY (contract_id, id)
);
CREATE INDEX garnishment_step_of ON garnishment_step (contract_id, garnishment_id);
CREATE UNIQUE INDEX garnishment_confirmed ON garnishment_step (contract_id, garnishment_id) WHERE step = 'CONFIRMED';

CALL keep_as_history('garnishment', 'contract');
CALL keep_as_history('garnishment_item', 'contract');
CALL keep_as_history('garnishment_step', 'contract');

ALTER TABLE payment_order DROP CONSTRAINT payment_order_purpose_check;
ALTER TABLE payment_order ADD CONSTRAINT payment_order_purpose_check CHECK (purpose IN (
    'DRAW', 'REFUND', 'RETURN', 'FORWARD', 'SUPPLIER', 'EARLY', 'INSURER', 'BROKER', 'BALANCE', 'LENDER', 'GARNISHMENT'));

-- One row per garnishment: what of it is paid (orders released, less those that came back), lifted, and left to hold. In the hands of
-- a buyer it holds what that buyer owes on invoices transferred to us after it was served.
CREATE VIEW garnishment_left WITH (security_invoker) AS
SELECT g.contract_id, g.id, g.kind, g.creditor_id, g.buyer_id, g.served_at, g.amount_cents, g.held_cents, p.ordered_cents,
    p.paid_cents, l.lifted_cents,
    CASE WHEN g.buyer_id = 0 THEN greatest(g.held_cents - p.paid_cents - l.lifted_cents, 0)
        ELSE least(greatest(g.amount_cents - l.lifted_cents, 0), (
            SELECT coalesce(sum(i.open_cents), 0) FROM invoice i
            JOIN remittance r ON r.contract_id = i.contract_id AND r.id = i.remittance_id
            WHERE i.contract_id = g.contract_id AND i.buyer_id = g.buyer_id AND i.open_cents > 0
                AND greatest(r.received_at, r.posted_on::timestamp AT TIME ZONE 'Europe/Paris') >= g.served_at)) END::bigint
        AS left_cents
FROM garnishment g
CROSS JOIN LATERAL (
    SELECT coalesce(sum(q.amount_cents) FILTER (WHERE NOT z.is_over), 0)::bigint AS ordered_cents,
        coalesce(sum(q.amount_cents * z.sign), 0)::bigint AS paid_cents
    FROM payment_order q
    CROSS JOIN LATERAL (
        SELECT coalesce(bool_or(w.step IN ('REFUSED', 'REJECTED', 'RETURNED')), false) AS is_over,
            coalesce(sum(CASE WHEN w.step IN ('RELEASED', 'REDEBITED') THEN 1
                WHEN w.step IN ('REJECTED', 'RETURNED', 'RECREDITED') THEN -1 ELSE 0 END), 0) AS sign
        FROM payment_order_step w WHERE w.contract_id = q.contract_id AND w.order_id = q.id
    ) z
    WHERE q.contract_id = g.contract_id AND q.purpose = 'GARNISHMENT' AND q.item_id = g.id
) p
CROSS JOIN LATERAL (SELECT coalesce(sum(s.amount_cents), 0)::bigint AS lifted_cents FROM garnishment_step s
    WHERE s.contract_id = g.contract_id AND s.garnishment_id = g.id AND s.step = 'LIFTED') l;
GRANT SELECT ON garnishment_left TO comptant_reader, comptant_writer, comptant_auditor;
