-- The foundation: parties, people, acts, terms, contracts, items, the ledger, the bank, the guards.
-- Frozen: once landed this file is never edited; the next change is the next migration.
-- The four roles exist before it runs: owner (this schema), writer (operations), reader (doors), auditor.

CREATE SEQUENCE ids AS bigint;  -- one space of numbers for every id, so that an id names one thing

-- People and parties ------------------------------------------------------------------------------

-- One row per legal or natural person or group, known by our own id and never by a public number.
CREATE TABLE party (
    id          bigint PRIMARY KEY DEFAULT nextval('ids'),
    kind        text NOT NULL CHECK (kind IN ('FACTOR', 'COMPANY', 'PUBLIC', 'CONSUMER', 'GROUP', 'INSURER')),
    name        text NOT NULL CHECK (name <> ''),
    country     text NOT NULL DEFAULT 'FR' CHECK (country ~ '^[A-Z]{2}$'),
    act_id      bigint NOT NULL
);
CREATE UNIQUE INDEX party_one_factor ON party (kind) WHERE kind = 'FACTOR';  -- one database, one factor

-- One row per public number of a party; a number names one party, a party may have several.
CREATE TABLE party_identifier (
    scheme      text NOT NULL CHECK (scheme IN ('siren', 'siret', 'vat', 'lei', 'foreign')),
    identifier  text NOT NULL CHECK (identifier <> ''),
    party_id    bigint NOT NULL REFERENCES party,
    act_id      bigint NOT NULL,
    PRIMARY KEY (scheme, identifier)
);
CREATE INDEX party_identifier_party ON party_identifier (party_id);

-- One row per person or machine who may sign in.
CREATE TABLE app_user (
    id          bigint PRIMARY KEY DEFAULT nextval('ids'),
    login       text NOT NULL UNIQUE CHECK (login = lower(login) AND login <> ''),
    name        text NOT NULL,
    password    text NOT NULL,
    act_id      bigint NOT NULL
);

-- One row per role given to or taken from a user in a company; the latest row per role counts.
CREATE TABLE membership (
    user_id     bigint NOT NULL REFERENCES app_user,
    company_id  bigint NOT NULL REFERENCES party,
    role        text NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    is_granted  boolean NOT NULL,
    act_id      bigint NOT NULL,
    PRIMARY KEY (user_id, company_id, role, recorded_at)
);

-- One row per sign-in that lasts until it expires or is ended; only the token's digest is kept.
CREATE TABLE session (
    token_digest bytea PRIMARY KEY,
    user_id      bigint NOT NULL REFERENCES app_user,
    started_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    expires_at   timestamptz NOT NULL,
    ended_at     timestamptz
);

-- One row per failed sign-in: the count over the last minutes is the lock-out.
CREATE TABLE sign_in_failure (
    login       text NOT NULL,
    failed_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (login, failed_at)
);

-- Acts ---------------------------------------------------------------------------------------------

-- One row per operation done: who, when, with which arguments, and the answer given.
CREATE TABLE act (
    id          bigint PRIMARY KEY,
    company_id  bigint NOT NULL,
    key         text NOT NULL CHECK (key <> '' AND length(key) <= 200),
    operation   text NOT NULL,
    digest      bytea NOT NULL,
    by_id       bigint NOT NULL,
    contract_id bigint,
    on_date     date NOT NULL,
    at          timestamptz NOT NULL DEFAULT clock_timestamp(),
    answer      jsonb NOT NULL,
    UNIQUE (company_id, key)
);

-- One row per act in the chain: its hash covers the act and the hash before it.
CREATE TABLE act_seal (
    position    bigint PRIMARY KEY CHECK (position > 0),
    act_id      bigint NOT NULL UNIQUE REFERENCES act,
    hash        bytea NOT NULL CHECK (length(hash) = 32)
);

-- One row per decision that needs two people: what would be done, for how much, who proposes it.
CREATE TABLE approval (
    id           bigint PRIMARY KEY DEFAULT nextval('ids'),
    kind         text NOT NULL,
    contract_id  bigint,
    subject_id   bigint,
    arguments    jsonb NOT NULL,
    amount_cents bigint NOT NULL DEFAULT 0 CHECK (amount_cents >= 0),
    currency     text NOT NULL DEFAULT 'EUR',
    proposed_by  bigint NOT NULL REFERENCES app_user,
    proposed_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    act_id       bigint NOT NULL,
    UNIQUE (id, proposed_by)
);
CREATE INDEX approval_subject ON approval (kind, contract_id, subject_id);

-- One row per answer to an approval: given once, never by the person who proposed it.
CREATE TABLE approval_decision (
    approval_id bigint PRIMARY KEY,
    proposed_by bigint NOT NULL,
    decided_by  bigint NOT NULL REFERENCES app_user,
    decision    text NOT NULL CHECK (decision IN ('APPROVED', 'REFUSED')),
    reason      text NOT NULL DEFAULT '',
    decided_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    act_id      bigint NOT NULL,
    FOREIGN KEY (approval_id, proposed_by) REFERENCES approval (id, proposed_by),
    CONSTRAINT two_people CHECK (decided_by <> proposed_by)
);

-- One row per file that came in or went out, kept byte for byte under its own digest.
CREATE TABLE document (
    digest      bytea PRIMARY KEY CHECK (length(digest) = 32),
    name        text NOT NULL,
    media_type  text NOT NULL,
    content     bytea NOT NULL,
    contract_id bigint,
    act_id      bigint NOT NULL
);

-- One row per thing that must leave the house (payment file, notice, request, mail).
CREATE TABLE outbox (
    id          bigint PRIMARY KEY DEFAULT nextval('ids'),
    kind        text NOT NULL,
    contract_id bigint NOT NULL,
    payload     jsonb NOT NULL,
    digest      bytea REFERENCES document,
    due_at      timestamptz NOT NULL,
    act_id      bigint NOT NULL
);

-- One row per outbox line that has left, or that a person has put aside.
CREATE TABLE outbox_done (
    outbox_id   bigint PRIMARY KEY REFERENCES outbox,
    outcome     text NOT NULL CHECK (outcome IN ('SENT', 'CANCELLED')),
    at          timestamptz NOT NULL DEFAULT clock_timestamp(),
    act_id      bigint NOT NULL
);

-- Contracts and dated facts -------------------------------------------------------------------------

-- One row per factoring contract; the house has one too, for what has no contract yet.
CREATE TABLE contract (
    id              bigint PRIMARY KEY DEFAULT nextval('ids'),
    number          text NOT NULL UNIQUE CHECK (number <> ''),
    client_id       bigint NOT NULL REFERENCES party,
    currency        text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    is_house        boolean NOT NULL DEFAULT false,
    act_id          bigint NOT NULL,
    turn            bigint NOT NULL DEFAULT 0  -- locked by every operation that writes on the contract
);
CREATE UNIQUE INDEX contract_one_house ON contract (is_house) WHERE is_house;
CREATE INDEX contract_client ON contract (client_id);

-- One row per dated fact about a subject; in force: the latest valid_from_on, then the latest recorded_at.
CREATE TABLE term (
    contract_id   bigint NOT NULL,  -- 0: known to the whole house
    subject       text NOT NULL CHECK (subject IN ('CONTRACT', 'BUYER', 'PARTY', 'INVOICE', 'CEILING', 'ACCOUNT', 'FACTOR', 'AUTHORITY')),
    subject_id    bigint NOT NULL,
    name          text NOT NULL,
    valid_from_on date NOT NULL,
    recorded_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    value         jsonb NOT NULL,
    source        text NOT NULL CHECK (source <> ''),
    act_id        bigint NOT NULL,
    PRIMARY KEY (contract_id, subject, subject_id, name, valid_from_on, recorded_at)
);

-- One row per buyer of a contract.
CREATE TABLE contract_buyer (
    contract_id bigint NOT NULL,
    buyer_id    bigint NOT NULL REFERENCES party,
    act_id      bigint NOT NULL,
    PRIMARY KEY (contract_id, buyer_id)
);
CREATE INDEX contract_buyer_buyer ON contract_buyer (buyer_id);

-- One row per member of a group of parties; from when, and until when another row says otherwise.
CREATE TABLE group_member (
    group_id      bigint NOT NULL REFERENCES party,
    party_id      bigint NOT NULL REFERENCES party,
    valid_from_on date NOT NULL,
    recorded_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    is_member     boolean NOT NULL,
    source        text NOT NULL,
    act_id        bigint NOT NULL,
    PRIMARY KEY (party_id, group_id, valid_from_on, recorded_at)
);

-- One row per ceiling on what may be approved or drawn; its amounts are terms, its shares allotments.
CREATE TABLE ceiling (
    id          bigint PRIMARY KEY DEFAULT nextval('ids'),
    scope       text NOT NULL CHECK (scope IN
                ('CONTRACT_BUYER', 'BUYER', 'BUYER_GROUP', 'CONTRACT_LINE', 'CLIENT_GROUP_LINE', 'INSURER_POLICY')),
    contract_id bigint NOT NULL DEFAULT 0,
    party_id    bigint NOT NULL DEFAULT 0,
    currency    text NOT NULL,
    act_id      bigint NOT NULL,
    turn        bigint NOT NULL DEFAULT 0,  -- locked when an allotment changes, after the contract
    UNIQUE (scope, contract_id, party_id, currency)
);

-- One row per change of a contract's share of a ceiling that spans contracts.
CREATE TABLE allotment (
    ceiling_id   bigint NOT NULL REFERENCES ceiling,
    contract_id  bigint NOT NULL,
    recorded_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    amount_cents bigint NOT NULL CHECK (amount_cents >= 0),
    on_date      date NOT NULL,
    act_id       bigint NOT NULL,
    PRIMARY KEY (contract_id, ceiling_id, recorded_at)
);
CREATE INDEX allotment_ceiling ON allotment (ceiling_id);

-- One row per published value of a reference rate; approved by two people before it exists.
CREATE TABLE rate_fixing (
    index_name  text NOT NULL,
    fixing_on   date NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    rate_ppm    bigint NOT NULL,
    source      text NOT NULL CHECK (source <> ''),
    act_id      bigint NOT NULL,
    PRIMARY KEY (index_name, fixing_on, recorded_at)
);

-- The ledger ----------------------------------------------------------------------------------------

-- One row per accounting event of a contract; its key is the natural name of the event.
CREATE TABLE entry (
    contract_id bigint NOT NULL,
    id          bigint NOT NULL DEFAULT nextval('ids'),
    key         text NOT NULL,
    journal     text NOT NULL,
    entry_on    date NOT NULL,
    value_on    date NOT NULL,
    booked_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    xact        xid8 NOT NULL DEFAULT pg_current_xact_id(),
    reverses_id bigint,
    act_id      bigint NOT NULL,
    PRIMARY KEY (contract_id, id),
    UNIQUE (contract_id, key)
);
CREATE INDEX entry_day ON entry (entry_on, contract_id, id);

-- One row per line of an entry: debit positive, credit negative, in minor units of the currency.
CREATE TABLE posting (
    contract_id  bigint NOT NULL,
    entry_id     bigint NOT NULL,
    line         smallint NOT NULL,
    account      text NOT NULL,
    sub_id       bigint NOT NULL DEFAULT 0,  -- our bank account, for the accounts that have one
    currency     text NOT NULL,
    amount_cents bigint NOT NULL CHECK (amount_cents <> 0 AND abs(amount_cents) <= 1000000000000000),
    PRIMARY KEY (contract_id, entry_id, line)
);

-- One row per item touched by an entry; an item's open amount, and what of it is approved, are sums of these.
CREATE TABLE movement (
    contract_id    bigint NOT NULL,
    item_id        bigint NOT NULL,
    entry_id       bigint NOT NULL,
    account        text NOT NULL,
    against_id     bigint NOT NULL DEFAULT 0,
    amount_cents   bigint NOT NULL,
    approved_cents bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (contract_id, item_id, entry_id, account, against_id)
);
CREATE INDEX movement_entry ON movement USING brin (entry_id);

-- One row per account, currency and value date of a contract: the change on that day.
CREATE TABLE balance (
    contract_id  bigint NOT NULL,
    account      text NOT NULL,
    sub_id       bigint NOT NULL,
    currency     text NOT NULL,
    value_on     date NOT NULL,
    amount_cents bigint NOT NULL,
    PRIMARY KEY (contract_id, account, sub_id, currency, value_on)
);

-- One row per entry that the close has validated: its gap-free number in its journal and year.
CREATE TABLE entry_number (
    contract_id bigint NOT NULL,
    entry_id    bigint NOT NULL,
    journal     text NOT NULL,
    year        smallint NOT NULL,
    number      bigint NOT NULL CHECK (number > 0),
    validated_on date NOT NULL,
    PRIMARY KEY (contract_id, entry_id),
    UNIQUE (journal, year, number)
);

-- One row per day that has been closed, with what the close did.
CREATE TABLE day_close (
    day         date PRIMARY KEY,
    report      jsonb NOT NULL,
    act_id      bigint NOT NULL
);

-- One row per accounting month closed or opened again; the latest row counts.
CREATE TABLE period_change (
    month_on    date NOT NULL CHECK (extract(day FROM month_on) = 1),
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    is_closed   boolean NOT NULL,
    act_id      bigint NOT NULL,
    PRIMARY KEY (month_on, recorded_at)
);

-- Items ---------------------------------------------------------------------------------------------

-- One row per accepted slice of a file: the transfer record (quittance subrogative or Dailly slip).
CREATE TABLE remittance (
    contract_id     bigint NOT NULL,
    id              bigint NOT NULL,
    title_number    bigint,  -- gap-free per contract; none where no line was accepted
    transfer_mode   text NOT NULL,
    standing_consent text NOT NULL,
    posted_on       date NOT NULL,
    received_at     timestamptz NOT NULL,
    promised_at     timestamptz,
    line_count      bigint NOT NULL,
    total_cents     bigint NOT NULL,
    refused_count   bigint NOT NULL,
    digest          bytea,
    entry_id        bigint,
    act_id          bigint NOT NULL,
    PRIMARY KEY (contract_id, id),
    UNIQUE (contract_id, title_number),
    CHECK ((title_number IS NULL) = (line_count = 0))
);

-- One row per file that a remittance was read from; the invoice's own file is its evidence.
CREATE TABLE remittance_file (
    contract_id   bigint NOT NULL,
    remittance_id bigint NOT NULL,
    file_number   smallint NOT NULL,
    name          text NOT NULL,
    digest        bytea NOT NULL,
    PRIMARY KEY (contract_id, remittance_id, file_number)
);

-- One row per line that was not taken: its first reason, all of them, and what was sent.
CREATE TABLE refused_line (
    contract_id   bigint NOT NULL,
    remittance_id bigint NOT NULL,
    line_number   bigint NOT NULL,
    file          text NOT NULL,
    row_number    bigint NOT NULL,
    invoice_number text NOT NULL,
    reason        text NOT NULL,
    sent          jsonb NOT NULL,
    PRIMARY KEY (contract_id, remittance_id, line_number)
);

-- One row per invoice or credit note assigned. The id is its rank: assignment, invoice date, number.
-- What was agreed never changes; the columns after `fee_bill_id` are what the rules last said of it.
CREATE TABLE invoice (
    contract_id     bigint NOT NULL,
    id              bigint NOT NULL,
    buyer_id        bigint NOT NULL,
    remittance_id   bigint NOT NULL,
    file_number     smallint NOT NULL,
    row_number      bigint NOT NULL,
    invoice_number  text NOT NULL,
    number_key      text NOT NULL,
    type_code       text NOT NULL,
    issued_on       date NOT NULL,
    due_on          date NOT NULL,
    delivered_on    date,
    currency        text NOT NULL,
    amount_cents    bigint NOT NULL CHECK (amount_cents <> 0),  -- negative: a credit note
    advance_class   text NOT NULL,
    fee_cents       bigint NOT NULL DEFAULT 0,
    order_reference text,
    credited_number text,
    fingerprint     uuid NOT NULL,
    is_mentioned    boolean NOT NULL,  -- the invoice itself tells the buyer to pay the factor
    fee_bill_id     bigint,
    open_cents      bigint NOT NULL,
    ineligible_cents bigint NOT NULL,
    reduction_cents bigint NOT NULL DEFAULT 0,
    approved_cents  bigint NOT NULL,
    hold            text,
    holds           text,
    next_change_on  date,
    PRIMARY KEY (contract_id, id),
    CHECK (open_cents = 0 OR sign(open_cents) = sign(amount_cents)),
    CHECK (abs(open_cents) <= abs(amount_cents)),
    CHECK (approved_cents >= 0 AND approved_cents <= greatest(open_cents, 0)),
    CHECK (ineligible_cents >= 0 AND ineligible_cents <= greatest(open_cents, 0))
) WITH (fillfactor = 90);
CREATE INDEX invoice_number ON invoice (number_key, contract_id);
CREATE INDEX invoice_buyer_open ON invoice (contract_id, buyer_id, id) WHERE open_cents <> 0;
CREATE INDEX invoice_next_change ON invoice (contract_id, next_change_on)
    WHERE open_cents > 0 AND next_change_on IS NOT NULL;
CREATE INDEX invoice_unapproved ON invoice (contract_id, buyer_id, id)
    WHERE open_cents - ineligible_cents - reduction_cents > approved_cents;

-- One row per invoice that this factor holds: what is here cannot be bought again.
CREATE TABLE held (
    fingerprint uuid PRIMARY KEY,
    contract_id bigint NOT NULL,
    invoice_id  bigint NOT NULL
);

-- One row per contract, buyer, currency and advance class: what the availability needs, kept in each transaction.
CREATE TABLE exposure (
    contract_id            bigint NOT NULL,
    buyer_id               bigint NOT NULL,
    currency               text NOT NULL,
    advance_class          text NOT NULL,
    outstanding_cents      bigint NOT NULL DEFAULT 0,
    ineligible_cents       bigint NOT NULL DEFAULT 0,
    reduction_cents        bigint NOT NULL DEFAULT 0,
    approved_cents         bigint NOT NULL DEFAULT 0,
    unapplied_credit_cents bigint NOT NULL DEFAULT 0,
    unallocated_cash_cents bigint NOT NULL DEFAULT 0,
    open_count             bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (contract_id, buyer_id, currency, advance_class),
    CHECK (outstanding_cents >= 0 AND ineligible_cents >= 0 AND reduction_cents >= 0),
    CHECK (approved_cents >= 0 AND approved_cents <= outstanding_cents),
    CHECK (unapplied_credit_cents >= 0 AND unallocated_cash_cents >= 0 AND open_count >= 0)
) WITH (fillfactor = 50);

-- One row per sum of money received and known to a contract (the house's own while unknown).
CREATE TABLE payment (
    contract_id      bigint NOT NULL,
    id               bigint NOT NULL,
    bank_movement_id bigint NOT NULL,
    buyer_id         bigint NOT NULL DEFAULT 0,
    value_on         date NOT NULL,
    currency         text NOT NULL,
    amount_cents     bigint NOT NULL CHECK (amount_cents > 0),
    open_cents       bigint NOT NULL CHECK (open_cents >= 0 AND open_cents <= amount_cents),
    act_id           bigint NOT NULL,
    PRIMARY KEY (contract_id, id)
);
CREATE INDEX payment_open ON payment (contract_id, buyer_id, id) WHERE open_cents > 0;
CREATE INDEX payment_movement ON payment (bank_movement_id);

-- One row per line of a bill to the client: base, rate, clause; VAT is one line per bill and rate.
CREATE TABLE charge (
    contract_id bigint NOT NULL,
    id          bigint NOT NULL DEFAULT nextval('ids'),
    entry_id    bigint NOT NULL,
    code        text NOT NULL,
    clause      text NOT NULL,
    vat_class   text NOT NULL,
    base_cents  bigint NOT NULL,
    rate_ppm    bigint NOT NULL,
    amount_cents bigint NOT NULL,
    from_on     date,
    until_on    date,
    corrects_id bigint,  -- a later line for a period already billed
    act_id      bigint NOT NULL,
    PRIMARY KEY (contract_id, id)
);
CREATE INDEX charge_entry ON charge (contract_id, entry_id);

-- One row per invoice charged in advance: on which advance, at which rate, and when it was corrected.
CREATE TABLE precharge (
    contract_id        bigint NOT NULL,
    invoice_id         bigint NOT NULL,
    funded_on          date NOT NULL,
    advance_cents      bigint NOT NULL CHECK (advance_cents > 0),
    financing_rate_ppm bigint NOT NULL,
    precomputed_interest_cents bigint NOT NULL,
    settled_on         date,
    PRIMARY KEY (contract_id, invoice_id)
);

-- Money out and the bank ----------------------------------------------------------------------------

-- One row per account of another party that money may be sent to.
CREATE TABLE payee_account (
    id          bigint PRIMARY KEY DEFAULT nextval('ids'),
    party_id    bigint NOT NULL REFERENCES party,
    iban        text NOT NULL CHECK (iban ~ '^[A-Z]{2}[0-9]{2}[A-Z0-9]+$'),
    bic         text,
    holder      text NOT NULL,
    act_id      bigint NOT NULL,
    UNIQUE (party_id, iban)
);

-- One row per account of ours: which one source of statements books it, and whose money lands there.
CREATE TABLE own_account (
    id          bigint PRIMARY KEY DEFAULT nextval('ids'),
    iban        text NOT NULL UNIQUE,
    bic         text NOT NULL,
    name        text NOT NULL,
    currency    text NOT NULL,
    books_from  text NOT NULL CHECK (books_from IN ('camt.053', 'cfonb120', 'mt940', 'parent')),
    parent_id   bigint REFERENCES own_account,  -- a virtual IBAN books on its parent's statements
    contract_id bigint NOT NULL DEFAULT 0,
    buyer_id    bigint NOT NULL DEFAULT 0,
    act_id      bigint NOT NULL,
    CHECK ((books_from = 'parent') = (parent_id IS NOT NULL))
);

-- One row per sum that leaves: what for, to whom, how much, seen against which availability.
CREATE TABLE payment_order (
    contract_id     bigint NOT NULL,
    id              bigint NOT NULL,
    purpose         text NOT NULL CHECK (purpose IN ('DRAW', 'REFUND', 'RETURN', 'FORWARD', 'SUPPLIER', 'INSURER', 'BROKER')),
    payee_account_id bigint NOT NULL REFERENCES payee_account,
    currency        text NOT NULL,
    amount_cents    bigint NOT NULL CHECK (amount_cents > 0),
    available_cents bigint,  -- what the client could draw at that instant
    item_id         bigint NOT NULL DEFAULT 0,  -- the payment given back, where there is one
    end_to_end_reference text NOT NULL UNIQUE CHECK (length(end_to_end_reference) <= 35),
    prepared_at     timestamptz NOT NULL,
    promised_at     timestamptz NOT NULL,
    act_id          bigint NOT NULL,
    PRIMARY KEY (contract_id, id),
    CONSTRAINT draw_within_availability CHECK (purpose <> 'DRAW' OR amount_cents <= coalesce(available_cents, 0))
);

-- One row per step of a payment order; each step happens once.
CREATE TABLE payment_order_step (
    contract_id bigint NOT NULL,
    order_id    bigint NOT NULL,
    step        text NOT NULL CHECK (step IN ('RELEASED', 'REFUSED', 'SENT', 'EXECUTED', 'REJECTED', 'RETURNED')),
    at          timestamptz NOT NULL DEFAULT clock_timestamp(),
    on_date     date NOT NULL,
    reason      text NOT NULL DEFAULT '',
    entry_id    bigint,
    digest      bytea REFERENCES document,
    own_account_id bigint,
    act_id      bigint NOT NULL,
    PRIMARY KEY (contract_id, order_id, step)
);

-- One row per statement taken in: its balances, its place in the sequence.
CREATE TABLE bank_statement (
    id             bigint PRIMARY KEY,
    own_account_id bigint NOT NULL REFERENCES own_account,
    reference      text NOT NULL,
    sequence       bigint,
    opened_on      date,
    closed_on      date NOT NULL,
    opening_cents  bigint,
    closing_cents  bigint NOT NULL,
    digest         bytea NOT NULL REFERENCES document,
    act_id         bigint NOT NULL,
    UNIQUE (own_account_id, closed_on, reference)
);

-- One row per movement of our accounts: its key tells it from every other, whatever file repeats it.
CREATE TABLE bank_movement (
    id             bigint PRIMARY KEY,
    own_account_id bigint NOT NULL,
    statement_id   bigint NOT NULL,
    movement_key   uuid NOT NULL,
    occurrence     integer NOT NULL CHECK (occurrence > 0),
    booked_on      date NOT NULL,
    value_on       date NOT NULL,
    currency       text NOT NULL,
    amount_cents   bigint NOT NULL CHECK (amount_cents <> 0),  -- credit positive
    bank_reference text,
    end_to_end_reference text,
    payer_name     text,
    payer_iban     text,
    credited_iban  text,  -- the virtual IBAN that the payer used, where the bank tells it
    remittance_text text NOT NULL,
    creditor_reference text,
    operation_code text,
    return_reason  text,
    is_reversal    boolean NOT NULL,
    UNIQUE (own_account_id, movement_key, occurrence)
);
CREATE INDEX bank_movement_day ON bank_movement (own_account_id, booked_on);
CREATE INDEX bank_movement_payer ON bank_movement (payer_iban) WHERE payer_iban IS NOT NULL;

-- Guards: the database has the last word --------------------------------------------------------------

-- Lines come whole, in one statement, in the transaction that made their entry, and sum to zero.
CREATE FUNCTION posting_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
DECLARE
    wrong record;
BEGIN
    SELECT contract_id, entry_id INTO wrong FROM added
    GROUP BY contract_id, entry_id HAVING count(*) < 2 LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'entry % of contract % has one line only', wrong.entry_id, wrong.contract_id
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'entry_has_two_lines';
    END IF;
    SELECT contract_id, entry_id, currency, sum(amount_cents) AS off INTO wrong FROM added
    GROUP BY contract_id, entry_id, currency HAVING sum(amount_cents) <> 0 LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'entry % of contract % is off by % % cents',
            wrong.entry_id, wrong.contract_id, wrong.off, wrong.currency
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'entry_balances';
    END IF;
    SELECT a.contract_id, a.entry_id INTO wrong
    FROM (SELECT DISTINCT contract_id, entry_id FROM added) a
    LEFT JOIN entry e ON e.contract_id = a.contract_id AND e.id = a.entry_id
        AND e.xact = pg_current_xact_id()
    WHERE e.id IS NULL LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'no entry % of contract % in this transaction', wrong.entry_id, wrong.contract_id
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'entry_of_this_transaction';
    END IF;
    INSERT INTO balance AS b (contract_id, account, sub_id, currency, value_on, amount_cents)
    SELECT a.contract_id, a.account, a.sub_id, a.currency, e.value_on, sum(a.amount_cents)::bigint
    FROM added a JOIN entry e ON e.contract_id = a.contract_id AND e.id = a.entry_id
    GROUP BY 1, 2, 3, 4, 5
    ORDER BY 1, 2, 3, 4, 5
    ON CONFLICT (contract_id, account, sub_id, currency, value_on)
        DO UPDATE SET amount_cents = b.amount_cents + excluded.amount_cents;
    RETURN NULL;
END $$;
CREATE TRIGGER posting_guard AFTER INSERT ON posting
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION posting_guard();

-- A movement belongs to an entry of the same transaction.
CREATE FUNCTION movement_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
DECLARE
    wrong record;
BEGIN
    SELECT a.contract_id, a.entry_id INTO wrong
    FROM (SELECT DISTINCT contract_id, entry_id FROM added) a
    LEFT JOIN entry e ON e.contract_id = a.contract_id AND e.id = a.entry_id
        AND e.xact = pg_current_xact_id()
    WHERE e.id IS NULL LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'no entry % of contract % in this transaction', wrong.entry_id, wrong.contract_id
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'entry_of_this_transaction';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER movement_guard AFTER INSERT ON movement
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION movement_guard();

-- An entry is dated in a month that is open. A month closes once the entries under way are in: each of
-- them holds the lock below with others, who changes a month holds it alone.
CREATE FUNCTION entry_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
DECLARE
    wrong record;
BEGIN
    PERFORM pg_advisory_xact_lock_shared(hashtextextended('period_change', 0));
    SELECT d.month_on INTO wrong
    FROM (SELECT DISTINCT date_trunc('month', entry_on)::date AS month_on FROM added) d
    WHERE (SELECT p.is_closed FROM period_change p WHERE p.month_on = d.month_on
           ORDER BY p.recorded_at DESC LIMIT 1)
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'the accounting month % is closed', to_char(wrong.month_on, 'YYYY-MM')
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'month_is_open';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER entry_guard AFTER INSERT ON entry
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION entry_guard();
CREATE FUNCTION period_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('period_change', 0));
    RETURN NULL;
END $$;
CREATE TRIGGER period_guard BEFORE INSERT ON period_change FOR EACH STATEMENT EXECUTE FUNCTION period_guard();

-- The shares of a ceiling never pass the ceiling in force on the day; the ceiling is locked by whoever shares.
-- Where the ceiling was cut below its shares, a share may still fall.
CREATE FUNCTION allotment_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
DECLARE
    wrong record;
BEGIN
    PERFORM 1 FROM ceiling WHERE id IN (SELECT ceiling_id FROM added) ORDER BY id FOR UPDATE;
    SELECT s.ceiling_id, s.shared, s.amount INTO wrong FROM (
        SELECT d.ceiling_id,
            (SELECT sum(l.amount_cents) FROM (
                SELECT DISTINCT ON (contract_id) amount_cents FROM allotment
                WHERE ceiling_id = d.ceiling_id ORDER BY contract_id, recorded_at DESC) l) AS shared,
            coalesce((SELECT (t.value)::bigint FROM term t
                WHERE t.contract_id = 0 AND t.subject = 'CEILING' AND t.subject_id = d.ceiling_id
                    AND t.name = 'amount_cents' AND t.valid_from_on <= d.on_date
                ORDER BY t.valid_from_on DESC, t.recorded_at DESC LIMIT 1), 0) AS amount
        FROM (SELECT DISTINCT ceiling_id, on_date FROM added a WHERE a.amount_cents > coalesce((
            SELECT b.amount_cents FROM allotment b WHERE b.contract_id = a.contract_id
                AND b.ceiling_id = a.ceiling_id AND b.recorded_at < a.recorded_at
            ORDER BY b.recorded_at DESC LIMIT 1), 0)) d) s
    WHERE s.shared > s.amount LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'ceiling % is shared out for % cents and is % cents',
            wrong.ceiling_id, wrong.shared, wrong.amount
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'allotments_within_ceiling';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER allotment_guard AFTER INSERT ON allotment
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION allotment_guard();

-- History is final: reverse it, do not change it.
CREATE FUNCTION history_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% on % is refused: history is final, reverse it instead', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'history_is_final';
END $$;
DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['act', 'act_seal', 'approval', 'approval_decision', 'document', 'outbox',
        'outbox_done', 'term', 'group_member', 'allotment', 'rate_fixing', 'entry', 'posting', 'movement',
        'entry_number', 'day_close', 'period_change', 'remittance', 'remittance_file', 'refused_line', 'charge', 'payee_account',
        'payment_order', 'payment_order_step', 'bank_statement', 'bank_movement', 'party', 'party_identifier',
        'membership', 'contract_buyer']
    LOOP
        EXECUTE format('CREATE TRIGGER history_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON %I
            FOR EACH STATEMENT EXECUTE FUNCTION history_is_final()', name);
    END LOOP;
END $$;

-- Who may do what -------------------------------------------------------------------------------------

REVOKE ALL ON SCHEMA public FROM PUBLIC;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO comptant_writer, comptant_reader, comptant_auditor;
GRANT USAGE ON SEQUENCE ids TO comptant_writer;
DO $$
DECLARE
    name text;
BEGIN
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename NOT LIKE 'django%' LOOP
        EXECUTE format('GRANT SELECT, INSERT ON %I TO comptant_writer', name);
    END LOOP;
END $$;
REVOKE INSERT ON balance, entry FROM comptant_writer;
-- When and in which transaction an entry was booked, the database says alone.
GRANT INSERT (contract_id, id, key, journal, entry_on, value_on, reverses_id, act_id) ON entry TO comptant_writer;
GRANT UPDATE (turn) ON contract, ceiling TO comptant_writer;
GRANT UPDATE (ended_at) ON session TO comptant_writer;
GRANT UPDATE (fee_bill_id, open_cents, ineligible_cents, reduction_cents, approved_cents, advance_class,
    hold, holds, next_change_on) ON invoice TO comptant_writer;
GRANT UPDATE (open_cents, buyer_id) ON payment TO comptant_writer;
GRANT UPDATE (settled_on) ON precharge TO comptant_writer;
GRANT UPDATE (outstanding_cents, ineligible_cents, reduction_cents, approved_cents,
    unapplied_credit_cents, unallocated_cash_cents, open_count) ON exposure TO comptant_writer;
GRANT DELETE ON held TO comptant_writer;
GRANT UPDATE (password) ON app_user TO comptant_writer;

-- The user of a reader's transaction (SET LOCAL comptant.user_id); none set, nothing seen.
CREATE FUNCTION reading_user() RETURNS bigint LANGUAGE sql STABLE
    RETURN nullif(current_setting('comptant.user_id', true), '')::bigint;

-- The companies whose member that user is now.
CREATE FUNCTION reading_companies() RETURNS bigint[] LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    SELECT coalesce(array_agg(DISTINCT company_id), '{}') FROM (
        SELECT DISTINCT ON (company_id, role) company_id, is_granted FROM membership
        WHERE user_id = reading_user() ORDER BY company_id, role, recorded_at DESC) latest
    WHERE is_granted
$$;

-- Whether that user works for the factor, who sees every contract.
CREATE FUNCTION reading_for_factor() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT FROM party WHERE kind = 'FACTOR' AND id = ANY (reading_companies()))
$$;

-- The contracts of those companies.
CREATE FUNCTION reading_contracts() RETURNS bigint[] LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    SELECT coalesce(array_agg(id), '{}') FROM contract WHERE client_id = ANY (reading_companies())
$$;

-- The parties that those companies may see: themselves, the buyers of their contracts and the factor.
CREATE FUNCTION reading_parties() RETURNS bigint[] LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    SELECT coalesce(array_agg(id), '{}') FROM (
        SELECT unnest(reading_companies()) AS id
        UNION SELECT buyer_id FROM contract_buyer WHERE contract_id = ANY (reading_contracts())
        UNION SELECT id FROM party WHERE kind = 'FACTOR' AND cardinality(reading_companies()) > 0) seen
$$;
GRANT EXECUTE ON FUNCTION reading_user(), reading_companies(), reading_for_factor(), reading_contracts(),
    reading_parties() TO comptant_reader, comptant_auditor, comptant_writer;

DO $$
DECLARE
    name text;
    by_contract constant text := '(SELECT reading_for_factor()) OR %s = ANY ((SELECT reading_contracts())::bigint[])';
    by_party constant text := '(SELECT reading_for_factor()) OR %s = ANY ((SELECT reading_parties())::bigint[])';
BEGIN
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename NOT LIKE 'django%' LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('GRANT SELECT ON %I TO comptant_auditor', name);
        EXECUTE format('CREATE POLICY auditor ON %I FOR SELECT TO comptant_auditor USING (true)', name);
    END LOOP;
    FOREACH name IN ARRAY ARRAY['remittance', 'remittance_file', 'refused_line', 'invoice', 'exposure', 'payment', 'charge', 'precharge',
        'payment_order', 'payment_order_step', 'entry', 'posting', 'movement', 'balance', 'entry_number',
        'contract_buyer', 'term', 'allotment', 'approval', 'outbox', 'act', 'document']
    LOOP
        EXECUTE format('GRANT SELECT ON %I TO comptant_reader', name);
        EXECUTE format('CREATE POLICY reader ON %I FOR SELECT TO comptant_reader USING (' || by_contract || ')',
            name, 'contract_id');
    END LOOP;
    GRANT SELECT ON contract, party, party_identifier, payee_account, ceiling TO comptant_reader;
    EXECUTE format('CREATE POLICY reader ON contract FOR SELECT TO comptant_reader USING (' || by_contract || ')', 'id');
    EXECUTE format('CREATE POLICY reader ON party FOR SELECT TO comptant_reader USING (' || by_party || ')', 'id');
    EXECUTE format('CREATE POLICY reader ON party_identifier FOR SELECT TO comptant_reader USING (' || by_party || ')', 'party_id');
    EXECUTE format('CREATE POLICY reader ON payee_account FOR SELECT TO comptant_reader USING (
        (SELECT reading_for_factor()) OR %s = ANY ((SELECT reading_companies())::bigint[]))', 'party_id');
    EXECUTE format('CREATE POLICY reader ON ceiling FOR SELECT TO comptant_reader USING (' || by_contract || ')', 'contract_id');
    -- A client reads the amounts of its own limits, and of its buyers what is public anyway.
    EXECUTE format('CREATE POLICY reader_limits ON term FOR SELECT TO comptant_reader USING (
        contract_id = 0 AND subject = ''CEILING'' AND subject_id IN (
            SELECT c.id FROM ceiling c WHERE c.contract_id = ANY ((SELECT reading_contracts())::bigint[])))');
    EXECUTE format('CREATE POLICY reader_public ON term FOR SELECT TO comptant_reader USING (
        contract_id = 0 AND subject = ''PARTY'' AND name IN (''insolvent_on'', ''ceased_on'')
        AND subject_id = ANY ((SELECT reading_parties())::bigint[]))');
    GRANT SELECT ON approval_decision TO comptant_reader;
    EXECUTE format('CREATE POLICY reader ON approval_decision FOR SELECT TO comptant_reader USING (
        EXISTS (SELECT FROM approval a WHERE a.id = approval_id))');
    -- What only the factor's own people may read.
    FOREACH name IN ARRAY ARRAY['group_member', 'rate_fixing', 'own_account', 'bank_statement', 'bank_movement',
        'day_close', 'period_change', 'act_seal', 'outbox_done', 'membership', 'held']
    LOOP
        EXECUTE format('GRANT SELECT ON %I TO comptant_reader', name);
        EXECUTE format('CREATE POLICY reader ON %I FOR SELECT TO comptant_reader USING ((SELECT reading_for_factor()))', name);
    END LOOP;
    GRANT SELECT (id, login, name) ON app_user TO comptant_reader;
    CREATE POLICY reader ON app_user FOR SELECT TO comptant_reader
        USING ((SELECT reading_for_factor()) OR id = (SELECT reading_user()));
END $$;
-- An auditor reads everything but secrets.
REVOKE SELECT ON app_user, session FROM comptant_auditor;
GRANT SELECT (id, login, name) ON app_user TO comptant_auditor;
