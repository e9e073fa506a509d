-- A client lets a person of its accountant's firm draw for it: from a day to a day, so much a draw.
-- Frozen: once landed this file is never edited; the next change is the next migration.

-- One row each time a person is given the draws of a contract, or has them taken back; the last one counts.
CREATE TABLE delegation (
    contract_id bigint NOT NULL,
    user_id     bigint NOT NULL REFERENCES app_user,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    is_granted  boolean NOT NULL,
    party_id    bigint NOT NULL REFERENCES party,  -- the firm for which the person acts
    draw_limit_cents bigint NOT NULL CHECK (draw_limit_cents > 0),  -- of one draw
    from_on     date NOT NULL,
    until_on    date NOT NULL,
    approval_id bigint NOT NULL REFERENCES approval,
    act_id      bigint NOT NULL,
    PRIMARY KEY (contract_id, user_id, recorded_at),
    CHECK (until_on >= from_on)
);
CREATE INDEX delegation_user ON delegation (user_id);
CALL keep_as_history('delegation', 'contract');

-- One row per payment order drawn for a client by somebody else's person: who, and under which delegation.
CREATE TABLE delegated_draw (
    contract_id  bigint NOT NULL,
    order_id     bigint NOT NULL,
    user_id      bigint NOT NULL,
    approval_id  bigint NOT NULL,
    amount_cents bigint NOT NULL,
    draw_limit_cents  bigint NOT NULL,
    act_id       bigint NOT NULL,
    PRIMARY KEY (contract_id, order_id),
    CONSTRAINT within_delegation CHECK (amount_cents <= draw_limit_cents)
);
CALL keep_as_history('delegated_draw', 'contract');

-- The clients that let the reading user draw for them on the day of the look.
CREATE FUNCTION reading_delegators() RETURNS bigint[] LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    SELECT coalesce(array_agg(DISTINCT k.client_id), '{}') FROM (
        SELECT DISTINCT ON (contract_id) contract_id, is_granted, from_on, until_on FROM delegation
        WHERE user_id = reading_user() ORDER BY contract_id, recorded_at DESC) latest
    JOIN contract k ON k.id = latest.contract_id
    WHERE latest.is_granted AND reading_on() BETWEEN latest.from_on AND latest.until_on
        AND k.id = ANY (reading_partner('external_accountant'))
$$;
REVOKE ALL ON FUNCTION reading_delegators() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION reading_delegators() TO comptant_reader, comptant_auditor, comptant_writer;

-- Whoever draws for a client chooses among its accounts.
CREATE POLICY reader_delegate ON payee_account FOR SELECT TO comptant_reader
    USING (party_id = ANY ((SELECT reading_delegators())::bigint[]));
