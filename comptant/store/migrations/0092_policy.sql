-- Policies of credit insurers: who holds them, their dated terms, what they cover, their limits on buyers, and what was told
-- the insurer of an invoice.
-- Frozen: once landed this file is never edited; the next change is the next migration.

-- One row per policy: of an insurer, held by the factor or by a client.
CREATE TABLE policy (
    id            bigint PRIMARY KEY,
    policy_number text NOT NULL CHECK (policy_number <> ''),
    insurer_id    bigint NOT NULL REFERENCES party,
    holder_id     bigint NOT NULL REFERENCES party,
    currency      text NOT NULL,
    from_on       date NOT NULL,
    source        text NOT NULL CHECK (source <> ''),
    act_id        bigint NOT NULL,
    UNIQUE (insurer_id, policy_number)
);

-- One row per version of a policy's terms, all of them: in force the greatest day not after, then the latest recorded.
CREATE TABLE policy_version (
    policy_id     bigint NOT NULL REFERENCES policy,
    valid_from_on date NOT NULL,
    recorded_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    terms         jsonb NOT NULL,
    source        text NOT NULL CHECK (source <> ''),
    approval_id   bigint NOT NULL UNIQUE REFERENCES approval,
    act_id        bigint NOT NULL,
    PRIMARY KEY (policy_id, valid_from_on, recorded_at)
);

-- One row per word on what a policy covers of a contract: a buyer, or (0) each that has no word of his own; from a day on, in
-- a layer, a share of it (0: no longer).
CREATE TABLE policy_cover (
    contract_id   bigint NOT NULL,
    policy_id     bigint NOT NULL REFERENCES policy,
    buyer_id      bigint NOT NULL,
    valid_from_on date NOT NULL,
    recorded_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    layer         bigint NOT NULL CHECK (layer BETWEEN 1 AND 9),
    share_ppm     bigint NOT NULL CHECK (share_ppm BETWEEN 0 AND 1000000),
    source        text NOT NULL CHECK (source <> ''),
    approval_id   bigint NOT NULL,
    act_id        bigint NOT NULL,
    PRIMARY KEY (contract_id, policy_id, buyer_id, valid_from_on, recorded_at)
);
CREATE INDEX policy_cover_policy ON policy_cover (policy_id);

-- One row per decision of an insurer on a buyer under a policy.
CREATE TABLE policy_limit (
    id              bigint PRIMARY KEY,
    policy_id       bigint NOT NULL REFERENCES policy,
    buyer_id        bigint NOT NULL REFERENCES party,
    decision        text NOT NULL CHECK (decision IN
                        ('GRANTED', 'PARTIAL', 'TEMPORARY', 'REDUCED', 'REFUSED', 'CANCELLED')),
    decision_number text NOT NULL CHECK (decision_number <> ''),
    amount_cents    bigint NOT NULL CHECK (amount_cents >= 0),
    valid_from_on   date NOT NULL,
    until_on        date CHECK (until_on >= valid_from_on),
    recorded_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
    source          text NOT NULL CHECK (source <> ''),
    act_id          bigint NOT NULL,
    UNIQUE (policy_id, decision_number),
    CHECK ((amount_cents = 0) = (decision IN ('REFUSED', 'CANCELLED'))),
    CHECK (decision <> 'TEMPORARY' OR until_on IS NOT NULL)
);
CREATE INDEX policy_limit_buyer ON policy_limit (policy_id, buyer_id, valid_from_on, recorded_at);

-- One row per word exchanged with an insurer about an invoice: its extension agreed, declared unpaid, claimed, admitted.
CREATE TABLE cover_step (
    contract_id bigint NOT NULL,
    id          bigint NOT NULL,
    policy_id   bigint NOT NULL REFERENCES policy,
    invoice_id  bigint NOT NULL,
    step        text NOT NULL CHECK (step IN ('EXTENDED', 'DECLARED', 'CLAIMED', 'ADMITTED')),
    step_on     date NOT NULL,
    reference   text NOT NULL CHECK (reference <> ''),
    act_id      bigint NOT NULL,
    PRIMARY KEY (contract_id, id),
    UNIQUE (contract_id, policy_id, invoice_id, step)
);

CALL keep_as_history('policy', 'staff');
CALL keep_as_history('policy_version', 'staff');
CALL keep_as_history('policy_cover', 'staff');
CALL keep_as_history('policy_limit', 'staff');
CALL keep_as_history('cover_step', 'staff');

-- Whoever holds a policy reads it, and what follows from it.
CREATE POLICY reader_holder ON policy FOR SELECT TO comptant_reader
    USING (holder_id = ANY ((SELECT reading_companies())::bigint[]));
CREATE POLICY reader_holder ON policy_version FOR SELECT TO comptant_reader
    USING (policy_id IN (SELECT id FROM policy));
CREATE POLICY reader_holder ON policy_cover FOR SELECT TO comptant_reader
    USING (policy_id IN (SELECT id FROM policy) AND contract_id = ANY ((SELECT reading_contracts())::bigint[]));
CREATE POLICY reader_holder ON policy_limit FOR SELECT TO comptant_reader
    USING (policy_id IN (SELECT id FROM policy));
CREATE POLICY reader_holder ON cover_step FOR SELECT TO comptant_reader
    USING (policy_id IN (SELECT id FROM policy) AND contract_id = ANY ((SELECT reading_contracts())::bigint[]));

-- One row: the terms of a policy in force on a day, none before its first.
CREATE FUNCTION policy_terms_on(of_policy bigint, day date) RETURNS TABLE (terms jsonb, valid_from_on date)
LANGUAGE sql STABLE AS $$
    SELECT v.terms, v.valid_from_on FROM policy_version v WHERE v.policy_id = of_policy AND v.valid_from_on <= day
    ORDER BY v.valid_from_on DESC, v.recorded_at DESC LIMIT 1
$$;
GRANT EXECUTE ON FUNCTION policy_terms_on TO comptant_writer, comptant_reader, comptant_auditor;
