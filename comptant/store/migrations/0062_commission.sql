-- Brokers: how the register knows them, their mandates, what they earn, its statements.
-- Frozen: once landed this file is never edited; the next change is the next migration.

-- The number in the register of intermediaries is one more number of a party.
ALTER TABLE party_identifier DROP CONSTRAINT party_identifier_scheme_check;
ALTER TABLE party_identifier ADD CONSTRAINT party_identifier_scheme_check
    CHECK (scheme IN ('siren', 'siret', 'vat', 'lei', 'foreign', 'orias'));

-- One row per look into the register: whether the company was in it, and until which day.
CREATE TABLE orias_check (
    party_id      bigint NOT NULL REFERENCES party,
    recorded_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    orias_number  text NOT NULL CHECK (orias_number ~ '^[0-9]{8}$'),
    is_registered boolean NOT NULL,
    checked_on    date NOT NULL,
    until_on      date NOT NULL CHECK (until_on >= checked_on),  -- its last day in the register
    source        text NOT NULL CHECK (source <> ''),
    act_id        bigint NOT NULL,
    PRIMARY KEY (party_id, recorded_at)
);

-- One row per word on a broker's mandate for a contract; the last one counts.
CREATE TABLE broker_mandate (
    contract_id bigint NOT NULL,
    party_id    bigint NOT NULL REFERENCES party,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    given_by    text NOT NULL CHECK (given_by IN ('CLIENT', 'FACTOR')),
    signed_on   date NOT NULL,
    until_on    date CHECK (until_on >= signed_on),  -- its last day; null: no end yet
    source      text NOT NULL CHECK (source <> ''),
    act_id      bigint NOT NULL,
    PRIMARY KEY (contract_id, party_id, recorded_at)
);

-- One row per set of terms of a commission: in force from its day until the day of the next one.
CREATE TABLE commission_term (
    id            bigint PRIMARY KEY,
    contract_id   bigint NOT NULL,  -- 0: each contract that the broker brings and that has none of its own
    party_id      bigint NOT NULL REFERENCES party,
    valid_from_on date NOT NULL,
    recorded_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    base          text NOT NULL CHECK (base IN ('FEE', 'CHARGE', 'FEE_AND_CHARGE')),
    counted       text NOT NULL CHECK (counted IN ('BILLED', 'COLLECTED')),
    rate_ppm      bigint NOT NULL CHECK (rate_ppm BETWEEN 0 AND 1000000),
    one_off_cents bigint NOT NULL CHECK (one_off_cents BETWEEN 0 AND 1000000000000),
    clawback_days bigint NOT NULL CHECK (clawback_days BETWEEN 0 AND 3660),
    vat_class     text NOT NULL CHECK (vat_class IN ('EXEMPT', 'TAXABLE_STD')),
    is_disclosed  boolean NOT NULL,  -- the client reads it
    source        text NOT NULL CHECK (source <> ''),
    approval_id   bigint NOT NULL UNIQUE REFERENCES approval,
    act_id        bigint NOT NULL
);
CREATE INDEX commission_term_party ON commission_term (party_id, contract_id, valid_from_on, recorded_at);

-- One row per change of what a broker has earned by a contract: earned to date on which base, and what it adds to the day before.
CREATE TABLE commission (
    contract_id  bigint NOT NULL,
    id           bigint NOT NULL,
    party_id     bigint NOT NULL,
    kind         text NOT NULL CHECK (kind IN ('RECURRING', 'ONE_OFF', 'CLAWBACK')),
    on_date      date NOT NULL,
    currency     text NOT NULL,
    vat_class    text NOT NULL CHECK (vat_class IN ('EXEMPT', 'TAXABLE_STD')),
    base_cents   bigint NOT NULL,
    due_cents    bigint NOT NULL,
    amount_cents bigint NOT NULL CHECK (amount_cents <> 0),
    entry_id     bigint NOT NULL,  -- of the house's own contract
    act_id       bigint NOT NULL,
    PRIMARY KEY (contract_id, id),
    UNIQUE (contract_id, party_id, kind, vat_class, on_date)
);
CREATE INDEX commission_party ON commission (party_id, id);

-- One row per statement sent to a broker: its lines, VAT once on their sum.
CREATE TABLE commission_statement (
    id            bigint PRIMARY KEY,
    party_id      bigint NOT NULL REFERENCES party,
    number        bigint NOT NULL CHECK (number > 0),
    currency      text NOT NULL,
    stated_on     date NOT NULL,
    until_on      date NOT NULL,  -- the last day of its lines
    net_cents     bigint NOT NULL,
    taxable_cents bigint NOT NULL,
    vat_ppm       bigint NOT NULL,
    vat_cents     bigint NOT NULL,
    total_cents   bigint NOT NULL CHECK (total_cents > 0 AND total_cents = net_cents + vat_cents),
    entry_id      bigint NOT NULL,
    act_id        bigint NOT NULL,
    UNIQUE (party_id, number)
);

-- One row per line of a commission that a statement tells; each is told once.
CREATE TABLE commission_stated (
    contract_id   bigint NOT NULL,
    commission_id bigint NOT NULL,
    statement_id  bigint NOT NULL REFERENCES commission_statement,
    PRIMARY KEY (contract_id, commission_id)
);
CREATE INDEX commission_stated_statement ON commission_stated (statement_id);

-- What a broker earns is between the house and the broker: others read the views below.
CALL keep_as_history('orias_check', 'staff');
CALL keep_as_history('broker_mandate', 'contract');
CALL keep_as_history('commission_term', 'staff');
CALL keep_as_history('commission', 'staff');
CALL keep_as_history('commission_statement', 'staff');
CALL keep_as_history('commission_stated', 'staff');

-- Who brings the company that a quote is for; the broker reads its quotes.
ALTER TABLE quote ADD COLUMN broker_id bigint REFERENCES party;
CREATE INDEX quote_broker ON quote (broker_id) WHERE broker_id IS NOT NULL;
CREATE POLICY reader_broker ON quote FOR SELECT TO comptant_reader
    USING (broker_id = ANY ((SELECT reading_as('broker'))::bigint[]));

-- Companies known to the register, as last looked up: the house reads all, a broker itself.
CREATE VIEW seen_broker WITH (security_barrier) AS
SELECT p.id, p.name AS broker_name, o.orias_number, o.is_registered AND o.until_on >= reading_on() AS is_registered,
    o.checked_on, o.until_on, o.source,
    (SELECT count(*) FROM (SELECT DISTINCT m.contract_id FROM broker_mandate m WHERE m.party_id = p.id) k) AS contract_count
FROM (SELECT DISTINCT ON (party_id) * FROM orias_check ORDER BY party_id, recorded_at DESC) o
JOIN party p ON p.id = o.party_id
WHERE (SELECT reading_for_factor()) OR p.id = ANY ((SELECT reading_as('broker'))::bigint[]);

-- Mandates as they stand: the house reads all, a broker its own, a client those of its contracts.
CREATE VIEW seen_broker_mandate WITH (security_barrier) AS
SELECT m.contract_id, k.number AS contract_number, c.name AS client_name, m.party_id, p.name AS broker_name, m.given_by,
    m.signed_on, m.until_on, m.source
FROM (SELECT DISTINCT ON (contract_id, party_id) * FROM broker_mandate
    ORDER BY contract_id, party_id, recorded_at DESC) m
JOIN contract k ON k.id = m.contract_id
JOIN party c ON c.id = k.client_id
JOIN party p ON p.id = m.party_id
WHERE (SELECT reading_for_factor()) OR m.party_id = ANY ((SELECT reading_as('broker'))::bigint[])
    OR m.contract_id = ANY ((SELECT reading_contracts())::bigint[]);

-- Terms of commissions: the house reads all, a broker its own, a client what is disclosed of its contracts.
CREATE VIEW seen_commission_term WITH (security_barrier) AS
SELECT t.id, t.contract_id, k.number AS contract_number, t.party_id, p.name AS broker_name, t.valid_from_on, t.base,
    t.counted, t.rate_ppm, t.one_off_cents, coalesce(k.currency, 'EUR') AS currency, t.clawback_days, t.vat_class,
    t.is_disclosed, t.source, t.recorded_at
FROM commission_term t
JOIN party p ON p.id = t.party_id
LEFT JOIN contract k ON k.id = t.contract_id
WHERE (SELECT reading_for_factor()) OR t.party_id = ANY ((SELECT reading_as('broker'))::bigint[])
    OR (t.is_disclosed AND EXISTS (SELECT FROM broker_mandate m WHERE m.party_id = t.party_id
        AND m.contract_id = ANY ((SELECT reading_contracts())::bigint[]) AND t.contract_id IN (0, m.contract_id)));

-- What was earned: the house reads all, a broker its own.
CREATE VIEW seen_commission WITH (security_barrier) AS
SELECT x.id, x.contract_id, k.number AS contract_number, c.name AS client_name, x.party_id, p.name AS broker_name, x.kind,
    x.on_date, x.currency, x.vat_class, x.base_cents, x.due_cents, x.amount_cents, s.statement_id
FROM commission x
JOIN contract k ON k.id = x.contract_id
JOIN party c ON c.id = k.client_id
JOIN party p ON p.id = x.party_id
LEFT JOIN commission_stated s ON s.contract_id = x.contract_id AND s.commission_id = x.id
WHERE (SELECT reading_for_factor()) OR x.party_id = ANY ((SELECT reading_as('broker'))::bigint[]);

-- Statements, and whether they are ordered or paid: the house reads all, a broker its own.
CREATE VIEW seen_commission_statement WITH (security_barrier) AS
SELECT s.id, s.party_id, p.name AS broker_name, s.number, s.currency, s.stated_on, s.until_on, s.net_cents, s.vat_cents,
    s.total_cents, CASE WHEN o.id IS NULL THEN 'STATED' WHEN o.is_executed THEN 'PAID' ELSE 'ORDERED' END AS statement_state,
    o.id AS order_id
FROM commission_statement s
JOIN party p ON p.id = s.party_id
LEFT JOIN LATERAL (
    SELECT y.id, bool_or(z.step = 'EXECUTED') AS is_executed FROM contract h
    JOIN payment_order y ON y.contract_id = h.id AND y.purpose = 'BROKER' AND y.item_id = s.id
    LEFT JOIN payment_order_step z ON z.contract_id = y.contract_id AND z.order_id = y.id
    WHERE h.is_house GROUP BY y.id
    HAVING count(*) FILTER (WHERE z.step IN ('REFUSED', 'REJECTED', 'RETURNED', 'RECREDITED'))
        - count(*) FILTER (WHERE z.step = 'REDEBITED') <= 0
    ORDER BY y.id DESC LIMIT 1) o ON true
WHERE (SELECT reading_for_factor()) OR s.party_id = ANY ((SELECT reading_as('broker'))::bigint[]);

GRANT SELECT ON seen_broker, seen_broker_mandate, seen_commission_term, seen_commission, seen_commission_statement
    TO comptant_reader, comptant_writer;
