-- Signatures of papers: asked of a person with a power, given once, with the file that proves it.
-- Frozen: once landed this file is never edited; the next change is the next migration.

-- One row per signature asked of one person on one paper; it is open until its end is recorded or its last day is over.
CREATE TABLE signature (
    contract_id  bigint NOT NULL,
    id           bigint NOT NULL,
    kind         text NOT NULL CHECK (kind IN ('TITLE', 'CONDITIONS')),
    subject_id   bigint NOT NULL,  -- the remittance; of conditions the contract
    way          text NOT NULL CHECK (way IN ('SIMPLE', 'ADVANCED', 'PAPER')),
    language     text NOT NULL CHECK (language IN ('fr', 'en')),
    name         text NOT NULL DEFAULT '',  -- of the file to sign
    digest       bytea CHECK (length(digest) = 32),  -- of its bytes; null on paper, which is not in the house
    version      text NOT NULL,  -- of the facts that it tells: other facts are another paper
    amount_cents bigint NOT NULL CHECK (amount_cents >= 0),
    currency     text NOT NULL,
    power_id     bigint,  -- under which it is asked; on paper the name and its proof are said
    user_id      bigint,
    signatory    text NOT NULL CHECK (signatory <> ''),
    proof        text NOT NULL DEFAULT '',  -- on paper: where it is kept
    dated_on     date NOT NULL,  -- of the paper
    last_on      date NOT NULL CHECK (last_on >= dated_on),
    approval_id  bigint REFERENCES approval,
    act_id       bigint NOT NULL,
    PRIMARY KEY (contract_id, id),
    CONSTRAINT signed_under_a_power CHECK (way = 'PAPER' OR (power_id IS NOT NULL AND user_id IS NOT NULL AND digest IS NOT NULL)),
    CONSTRAINT on_paper_by_two CHECK (way <> 'PAPER' OR (approval_id IS NOT NULL AND proof <> ''))
);
CREATE INDEX signature_subject ON signature (contract_id, kind, subject_id);

-- One row per signature that has ended, whatever comes first: nothing is signed twice, nor after it was declined.
CREATE TABLE signature_end (
    contract_id  bigint NOT NULL,
    signature_id bigint NOT NULL,
    outcome      text NOT NULL CHECK (outcome IN ('SIGNED', 'DECLINED', 'WITHDRAWN', 'VOID')),
    ended_on     date NOT NULL,
    evidence     bytea CHECK (length(evidence) = 32),  -- the file that proves it, kept as a document
    signed       bytea CHECK (length(signed) = 32),  -- of a provider: the paper as it came back, sealed
    reason       text NOT NULL DEFAULT '',
    act_id       bigint NOT NULL,
    recorded_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (contract_id, signature_id),
    FOREIGN KEY (contract_id, signature_id) REFERENCES signature (contract_id, id)
);

CALL keep_as_history('signature', 'contract');
CALL keep_as_history('signature_end', 'contract');

-- One row per code sent to a signatory for some papers of a contract. The code itself is forgotten once it has left.
CREATE TABLE signing_code (
    id            bigint PRIMARY KEY DEFAULT nextval('ids'),
    user_id       bigint NOT NULL REFERENCES app_user,
    contract_id   bigint NOT NULL,
    signature_ids bigint[] NOT NULL,
    email         text NOT NULL,
    language      text NOT NULL,
    code          text,  -- until it was sent
    salt          bytea NOT NULL CHECK (length(salt) = 16),
    code_digest   bytea NOT NULL CHECK (length(code_digest) = 32),
    made_at       timestamptz NOT NULL,
    expires_at    timestamptz NOT NULL,
    next_at       timestamptz,  -- when to try to send it; null: it has left
    sent_at       timestamptz,
    tries         integer NOT NULL DEFAULT 0,
    used_at       timestamptz,
    act_id        bigint NOT NULL
);
CREATE INDEX signing_code_due ON signing_code (next_at) WHERE next_at IS NOT NULL;
CREATE INDEX signing_code_user ON signing_code (user_id, id);

-- One row per signature given to a provider of advanced signatures, with what it last said; asked again until it has ended.
CREATE TABLE envelope (
    contract_id  bigint NOT NULL,
    signature_id bigint NOT NULL,
    provider     text NOT NULL,
    reference    text NOT NULL DEFAULT '',  -- the provider's own, once it has one
    state        text NOT NULL DEFAULT 'WAITING' CHECK (state IN ('WAITING', 'SENT', 'SIGNED', 'DECLINED', 'OVER')),
    tries        integer NOT NULL DEFAULT 0,
    next_at      timestamptz,  -- null: nothing more to ask
    last_answer  text NOT NULL DEFAULT '',
    signed_file  bytea,  -- what came back: the signed paper and the provider's evidence, kept as documents once taken in
    evidence_file bytea,
    signer       text NOT NULL DEFAULT '',  -- as the provider knows who signed
    signed_at    timestamptz,
    PRIMARY KEY (contract_id, signature_id),
    FOREIGN KEY (contract_id, signature_id) REFERENCES signature (contract_id, id)
);
CREATE INDEX envelope_due ON envelope (next_at) WHERE next_at IS NOT NULL;
CREATE INDEX envelope_reference ON envelope (reference) WHERE reference <> '';

GRANT SELECT, INSERT ON signing_code, envelope TO comptant_writer;
GRANT UPDATE (code, next_at, sent_at, tries, used_at) ON signing_code TO comptant_writer;
GRANT UPDATE (reference, state, tries, next_at, last_answer, signed_file, evidence_file, signer, signed_at) ON envelope TO comptant_writer;
GRANT SELECT ON envelope TO comptant_auditor, comptant_reader;
GRANT SELECT (id, user_id, contract_id, signature_ids, made_at, expires_at, sent_at, tries, used_at, act_id) ON signing_code
    TO comptant_auditor;
ALTER TABLE signing_code ENABLE ROW LEVEL SECURITY;
ALTER TABLE envelope ENABLE ROW LEVEL SECURITY;
CREATE POLICY auditor ON signing_code FOR SELECT TO comptant_auditor USING (true);
CREATE POLICY auditor ON envelope FOR SELECT TO comptant_auditor USING (true);
CREATE POLICY reader ON envelope FOR SELECT TO comptant_reader
    USING ((SELECT reading_for_factor()) OR contract_id = ANY ((SELECT reading_contracts())::bigint[]));

-- The version of a contract's conditions: its number, its client's name, and all its terms said so far but its status.
CREATE FUNCTION conditions_version(contract bigint) RETURNS text LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT encode(sha256(convert_to(concat_ws('|', k.number, p.name, (
        SELECT string_agg(concat_ws('=', t.valid_from_on, t.name, t.value), '|' ORDER BY t.valid_from_on, t.name, t.recorded_at)
        FROM term t WHERE t.contract_id = k.id AND t.subject = 'CONTRACT' AND t.subject_id = k.id AND t.name <> 'status'
    )), 'UTF8')), 'hex')
    FROM contract k JOIN party p ON p.id = k.client_id WHERE k.id = contract
$$;
REVOKE ALL ON FUNCTION conditions_version(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION conditions_version(bigint) TO comptant_writer, comptant_reader, comptant_auditor;

-- Each signature with how it stands but for its last day: OPEN, SIGNED, DECLINED, WITHDRAWN, VOID.
CREATE VIEW signature_now WITH (security_invoker) AS
SELECT s.*, coalesce(e.outcome, 'OPEN') AS outcome, e.ended_on, e.evidence, e.signed, e.reason, e.act_id AS end_act_id,
    v.state AS provider_state
FROM signature s
LEFT JOIN signature_end e ON e.contract_id = s.contract_id AND e.signature_id = s.id
LEFT JOIN envelope v ON v.contract_id = s.contract_id AND v.signature_id = s.id;
GRANT SELECT ON signature_now TO comptant_writer, comptant_reader, comptant_auditor;
