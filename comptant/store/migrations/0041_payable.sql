-- Programmes: a buyer's contract under which it approves what it owes suppliers, who may be paid early (DOMAIN 7.2).
-- Frozen: once landed this file is never edited; the next change is the next migration.

-- One row each time a supplier is invited, joins (by choice, or automatic early payment) or is removed; the last counts.
CREATE TABLE programme_supplier (
    contract_id  bigint NOT NULL,
    supplier_id  bigint NOT NULL REFERENCES party,
    step         text NOT NULL CHECK (step IN ('INVITED', 'BY_CHOICE', 'AUTOMATIC', 'REMOVED')),
    recorded_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    source       text NOT NULL CHECK (source <> ''),
    act_id       bigint NOT NULL,
    PRIMARY KEY (contract_id, supplier_id, recorded_at)
);
CREATE INDEX programme_supplier_supplier ON programme_supplier (supplier_id);

-- One row per payable that the buyer sends; it binds nobody before its step APPROVED, and for good from then on.
CREATE TABLE payable (
    contract_id    bigint NOT NULL,
    id             bigint NOT NULL,
    buyer_id       bigint NOT NULL REFERENCES party,  -- the contract's client
    supplier_id    bigint NOT NULL REFERENCES party,
    invoice_number text NOT NULL CHECK (invoice_number <> ''),
    number_key     text NOT NULL CHECK (number_key <> ''),
    issued_on      date NOT NULL,
    due_on         date NOT NULL CHECK (issued_on <= due_on),
    currency       text NOT NULL,
    amount_cents   bigint NOT NULL CHECK (amount_cents > 0),
    act_id         bigint NOT NULL,
    PRIMARY KEY (contract_id, id)
);
CREATE INDEX payable_id ON payable (id);
CREATE INDEX payable_number ON payable (buyer_id, supplier_id, number_key);
CREATE INDEX payable_supplier ON payable (supplier_id);
CREATE INDEX payable_due ON payable (contract_id, due_on);

-- What happened to it. What the buyer still owes is its amount less REPAID, COLLECTED and RECOVERED; a negative one takes
-- a payment back.
CREATE TABLE payable_step (
    contract_id    bigint NOT NULL,
    payable_id     bigint NOT NULL,
    step           text NOT NULL CHECK (step IN ('APPROVED', 'CANCELLED', 'ASKED', 'BOUGHT', 'REPAID', 'COLLECTED',
                   'DEFAULTED', 'RECOVERED', 'REBATED', 'RETURNED')),
    value_on       date NOT NULL,
    amount_cents   bigint NOT NULL CHECK (amount_cents >= 0 OR step IN ('REPAID', 'COLLECTED', 'RECOVERED', 'REBATED')),
    discount_cents bigint NOT NULL DEFAULT 0 CHECK (discount_cents >= 0 AND (discount_cents = 0 OR discount_cents <= amount_cents)),
    rebate_cents   bigint NOT NULL DEFAULT 0 CHECK (rebate_cents >= 0),  -- what the buyer is given once it has paid
    rate_ppm       bigint,
    used_cents     bigint,  -- of an approval: what of the line is used with it
    line_cents     bigint,
    order_id       bigint,  -- by which the supplier is paid early
    entry_id       bigint NOT NULL DEFAULT 0,  -- 0: nothing is booked
    reason         text NOT NULL DEFAULT '',
    act_id         bigint NOT NULL,
    PRIMARY KEY (contract_id, payable_id, act_id, step, entry_id),
    FOREIGN KEY (contract_id, payable_id) REFERENCES payable (contract_id, id),
    CONSTRAINT approved_within_line CHECK (step <> 'APPROVED' OR used_cents <= line_cents),
    CONSTRAINT asked_by_an_order CHECK (step <> 'ASKED' OR order_id IS NOT NULL)
);
-- Whatever two acts do at once, a payable is approved, bought early, taken as lost and given back to its supplier once. What we
-- take in a supplier's place, for money that went back after we had paid it on, has no order: each time adds to what is bought.
CREATE UNIQUE INDEX payable_once ON payable_step (contract_id, payable_id, step)
    WHERE step IN ('APPROVED', 'CANCELLED', 'DEFAULTED', 'RETURNED') OR step = 'BOUGHT' AND order_id IS NOT NULL;
CREATE INDEX payable_step_entry ON payable_step (contract_id, entry_id) WHERE step IN ('REPAID', 'COLLECTED', 'RECOVERED');
CREATE INDEX payable_step_order ON payable_step (contract_id, order_id) WHERE order_id IS NOT NULL;

CALL keep_as_history('programme_supplier', 'contract');
CALL keep_as_history('payable', 'contract');
CALL keep_as_history('payable_step', 'contract');

-- A supplier's early payment is an order of its own kind: the payable is bought when another person releases it.
ALTER TABLE payment_order DROP CONSTRAINT payment_order_purpose_check;
ALTER TABLE payment_order ADD CONSTRAINT payment_order_purpose_check
    CHECK (purpose IN ('DRAW', 'REFUND', 'RETURN', 'FORWARD', 'SUPPLIER', 'EARLY', 'INSURER', 'BROKER'));
CREATE INDEX payment_order_payable ON payment_order (contract_id, item_id) WHERE purpose IN ('SUPPLIER', 'EARLY');

-- What an invoice of a supplier to a buyer is known by in `held`, as sent_facts.sql prints it for those that it sells itself.
CREATE FUNCTION payable_fingerprint(supplier bigint, buyer bigint, number_key text, issued date, cents bigint) RETURNS uuid
    LANGUAGE sql STABLE RETURN encode(substr(sha256(convert_to(
        concat_ws('|', supplier, buyer, number_key, issued, cents, false), 'UTF8')), 1, 16), 'hex')::uuid;
REVOKE ALL ON FUNCTION payable_fingerprint FROM PUBLIC;
GRANT EXECUTE ON FUNCTION payable_fingerprint TO comptant_writer;

-- How each supplier stands in each programme now.
CREATE VIEW programme_member AS
SELECT contract_id, supplier_id, step FROM (
    SELECT DISTINCT ON (contract_id, supplier_id) contract_id, supplier_id, step FROM programme_supplier
    ORDER BY contract_id, supplier_id, recorded_at DESC) latest
WHERE step <> 'REMOVED';

-- Each payable with its sums, what the buyer still owes, what its supplier is owed beyond the orders under way, its state.
CREATE VIEW payable_standing AS
SELECT p.contract_id, p.id, p.buyer_id, p.supplier_id, p.invoice_number, p.number_key, p.issued_on, p.due_on, p.currency, p.amount_cents,
    s.is_approved, s.is_bought, s.is_defaulted, s.discount_cents, s.rebate_cents, s.rebated_cents, s.bought_on, s.rate_ppm,
    s.bought_cents, s.paid_cents, s.collected_cents, o.is_asked, o.ordered_cents, o.paid_on,
    CASE WHEN s.is_returned THEN s.bought_cents - s.paid_cents + s.collected_cents
        WHEN s.is_approved THEN p.amount_cents - s.paid_cents ELSE 0 END AS open_cents,
    -- What the buyer has paid in part goes on to the supplier once the rest is here, is ours, or is its own claim again.
    CASE WHEN s.is_bought OR s.is_returned OR s.collected_cents = p.amount_cents
        THEN s.bought_cents - s.discount_cents + s.collected_cents ELSE 0 END - o.ordered_cents AS owed_supplier_cents,
    CASE WHEN s.is_cancelled THEN 'CANCELLED' WHEN NOT s.is_approved THEN 'UPLOADED' WHEN s.is_returned THEN 'RETURNED'
        WHEN s.paid_cents = p.amount_cents THEN 'SETTLED' WHEN s.is_defaulted THEN 'DEFAULTED'
        WHEN s.is_bought THEN 'PAID_EARLY' WHEN o.is_asked THEN 'ACCEPTED' ELSE 'APPROVED' END AS state
FROM payable p
CROSS JOIN LATERAL (
    SELECT coalesce(bool_or(t.step = 'APPROVED'), false) AS is_approved, coalesce(bool_or(t.step = 'CANCELLED'), false) AS is_cancelled,
        coalesce(bool_or(t.step = 'BOUGHT'), false) AS is_bought, coalesce(bool_or(t.step = 'DEFAULTED'), false) AS is_defaulted,
        coalesce(bool_or(t.step = 'RETURNED'), false) AS is_returned,
        coalesce(sum(t.amount_cents) FILTER (WHERE t.step = 'BOUGHT'), 0)::bigint AS bought_cents,
        coalesce(sum(t.discount_cents) FILTER (WHERE t.step = 'BOUGHT'), 0)::bigint AS discount_cents,
        coalesce(sum(t.rebate_cents) FILTER (WHERE t.step = 'BOUGHT'), 0)::bigint AS rebate_cents,
        coalesce(sum(t.amount_cents) FILTER (WHERE t.step = 'REBATED'), 0)::bigint AS rebated_cents,
        min(t.value_on) FILTER (WHERE t.step = 'BOUGHT') AS bought_on, min(t.rate_ppm) FILTER (WHERE t.step = 'BOUGHT') AS rate_ppm,
        coalesce(sum(t.amount_cents) FILTER (WHERE t.step IN ('REPAID', 'COLLECTED', 'RECOVERED')), 0)::bigint AS paid_cents,
        coalesce(sum(t.amount_cents) FILTER (WHERE t.step = 'COLLECTED'), 0)::bigint AS collected_cents
    FROM payable_step t WHERE t.contract_id = p.contract_id AND t.payable_id = p.id) s
CROSS JOIN LATERAL (
    SELECT coalesce(bool_or(x.purpose = 'EARLY'), false) AS is_asked, coalesce(sum(x.amount_cents), 0)::bigint AS ordered_cents,
        min(x.paid_on) AS paid_on
    FROM (SELECT r.purpose, r.amount_cents, (SELECT min(e.on_date) FROM payment_order_step e
            WHERE e.contract_id = r.contract_id AND e.order_id = r.id AND e.step IN ('RELEASED', 'EXECUTED')) AS paid_on
        FROM payment_order r WHERE r.contract_id = p.contract_id AND r.item_id = p.id AND r.purpose IN ('SUPPLIER', 'EARLY')
            AND (SELECT count(*) FILTER (WHERE f.step IN ('REFUSED', 'REJECTED', 'RETURNED', 'RECREDITED'))
                - count(*) FILTER (WHERE f.step = 'REDEBITED') FROM payment_order_step f
                WHERE f.contract_id = r.contract_id AND f.order_id = r.id) = 0) x) o;
REVOKE ALL ON programme_member, payable_standing FROM PUBLIC;
GRANT SELECT ON programme_member, payable_standing TO comptant_writer, comptant_auditor;

-- What the factor and the buyer read of a programme: the payables and the suppliers.
CREATE VIEW programme_payable WITH (security_barrier) AS
SELECT y.*, k.number AS contract_number, b.name AS buyer_name, s.name AS supplier_name
FROM payable_standing y
JOIN contract k ON k.id = y.contract_id
JOIN party b ON b.id = y.buyer_id
JOIN party s ON s.id = y.supplier_id
WHERE (SELECT reading_for_factor()) OR y.contract_id = ANY ((SELECT reading_contracts())::bigint[]);
CREATE VIEW programme_part WITH (security_barrier) AS
SELECT m.contract_id, m.supplier_id, m.step, k.number AS contract_number, s.name AS supplier_name,
    (SELECT min(i.identifier) FROM party_identifier i WHERE i.party_id = s.id AND i.scheme = 'siren') AS siren
FROM programme_member m
JOIN contract k ON k.id = m.contract_id
JOIN party s ON s.id = m.supplier_id
WHERE (SELECT reading_for_factor()) OR m.contract_id = ANY ((SELECT reading_contracts())::bigint[]);

-- What a supplier reads: the programmes that it was invited to, and its own payables once they are approved; nothing of
-- the line, of other suppliers, or of what the buyer is given.
CREATE VIEW offered_programme WITH (security_barrier) AS
SELECT m.contract_id AS id, m.supplier_id, m.step, k.number AS contract_number, b.name AS buyer_name, k.currency
FROM programme_member m
JOIN contract k ON k.id = m.contract_id
JOIN party b ON b.id = k.client_id
WHERE m.supplier_id = ANY ((SELECT reading_as('supplier'))::bigint[]);
CREATE VIEW offered_payable WITH (security_barrier) AS
SELECT y.id, y.supplier_id, k.number AS contract_number, b.name AS buyer_name, y.invoice_number, y.issued_on, y.due_on, y.currency,
    y.amount_cents, y.discount_cents, y.bought_on, y.rate_ppm, y.paid_on, y.state
FROM payable_standing y
JOIN contract k ON k.id = y.contract_id
JOIN party b ON b.id = y.buyer_id
WHERE y.is_approved AND y.supplier_id = ANY ((SELECT reading_as('supplier'))::bigint[]);
GRANT SELECT ON programme_payable, programme_part, offered_programme, offered_payable TO comptant_reader, comptant_writer;
