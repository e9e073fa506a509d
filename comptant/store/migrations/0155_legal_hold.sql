-- Legal hold and proof of deletion: what may not be erased until two people say so, and what was erased, by which rule.
-- Frozen: once landed this file is never edited; the next change is the next migration.

-- One row per hold: a person, the people of a company, or a whole kind of data is not erased, whatever term has run out.
CREATE TABLE legal_hold (
    id         bigint PRIMARY KEY DEFAULT nextval('ids'),
    hold_of    text NOT NULL CHECK (hold_of IN ('PERSON', 'COMPANY', 'KIND')),
    subject_id bigint NOT NULL,  -- the person or the company; 0: a kind
    kind       text NOT NULL DEFAULT '',
    reason     text NOT NULL CHECK (reason <> ''),
    held_on    date NOT NULL,
    act_id     bigint NOT NULL,
    CHECK ((hold_of = 'KIND') = (kind <> '') AND (hold_of = 'KIND') = (subject_id = 0))
);

-- One row per hold that two people lifted.
CREATE TABLE legal_hold_lift (
    hold_id     bigint PRIMARY KEY REFERENCES legal_hold,
    reason      text NOT NULL CHECK (reason <> ''),
    lifted_on   date NOT NULL,
    approval_id bigint NOT NULL REFERENCES approval,
    act_id      bigint NOT NULL
);

-- One row per erasure: which kind, how many rows, under which rule, the last day that was erased; the digest of what went, without what it said.
CREATE TABLE erasure_proof (
    id          bigint PRIMARY KEY DEFAULT nextval('ids'),
    kind        text NOT NULL,
    source      text NOT NULL CHECK (source <> ''),
    until_on    date NOT NULL,
    row_count   bigint NOT NULL CHECK (row_count > 0),
    digest      bytea NOT NULL CHECK (length(digest) = 32),
    erased_on   date NOT NULL,
    approval_id bigint REFERENCES approval,  -- of a person: two agreed
    act_id      bigint NOT NULL
);

CALL keep_as_history('legal_hold', 'staff');
CALL keep_as_history('legal_hold_lift', 'staff');
CALL keep_as_history('erasure_proof', 'staff');

-- One row per hold that stands.
CREATE VIEW legal_hold_standing WITH (security_invoker = true) AS
SELECT h.* FROM legal_hold h
WHERE NOT EXISTS (SELECT FROM legal_hold_lift l WHERE l.hold_id = h.id);
GRANT SELECT ON legal_hold_standing TO comptant_writer, comptant_reader, comptant_auditor;

-- One row per person whom a hold names, herself or by a company of which she is or was.
CREATE VIEW held_person WITH (security_invoker = true) AS
SELECT h.id AS hold_id, h.subject_id AS user_id FROM legal_hold_standing h
WHERE h.hold_of = 'PERSON'
UNION
SELECT h.id, m.user_id FROM legal_hold_standing h
JOIN membership m ON m.company_id = h.subject_id WHERE h.hold_of = 'COMPANY';
GRANT SELECT ON held_person TO comptant_writer, comptant_auditor;

-- One row: how many failed sign-ins and sessions that were over before an instant went, and their digest. Those of people held stay.
CREATE FUNCTION forget_sign_ins(before timestamptz) RETURNS TABLE (row_count bigint, digest bytea)
    LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH failed AS (
        DELETE FROM sign_in_failure f
        WHERE f.failed_at < before AND NOT EXISTS (SELECT FROM held_person h
            JOIN app_user u ON u.id = h.user_id WHERE u.login = f.login)
        RETURNING f.login || ' ' || extract(epoch FROM f.failed_at) AS told
    ), ended AS (
        DELETE FROM session s
        WHERE greatest(s.expires_at, s.ended_at) < before
            AND NOT EXISTS (SELECT FROM held_person h WHERE h.user_id = s.user_id)
        RETURNING encode(s.token_digest, 'hex') AS told
    )
    SELECT count(*), sha256(convert_to(coalesce(string_agg(g.told, E'\n' ORDER BY g.told), ''), 'UTF8'))
    FROM (SELECT told FROM failed UNION ALL SELECT told FROM ended) g
$$;

-- One row: of how many calls asked for before a day, and never closed, name and number of whom to call went, and their digest. Those of companies held stay.
CREATE FUNCTION forget_callers(before date) RETURNS TABLE (row_count bigint, digest bytea)
    LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH old AS (
        SELECT t.callback_id, t.caller, t.phone FROM callback_contact t
        JOIN callback c ON c.id = t.callback_id
        WHERE c.asked_on < before AND (t.caller <> '' OR t.phone <> '')
            AND NOT EXISTS (SELECT FROM legal_hold_standing h
                WHERE h.hold_of = 'COMPANY' AND h.subject_id = c.company_id)
    ), emptied AS (
        UPDATE callback_contact t SET caller = '', phone = '' FROM old o
        WHERE t.callback_id = o.callback_id
        RETURNING o.callback_id || ' ' || o.caller || ' ' || o.phone AS told
    )
    SELECT count(*), sha256(convert_to(coalesce(string_agg(g.told, E'\n' ORDER BY g.told), ''), 'UTF8'))
    FROM emptied g
$$;
REVOKE ALL ON FUNCTION forget_sign_ins(timestamptz), forget_callers(date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION forget_sign_ins(timestamptz), forget_callers(date) TO comptant_writer;
