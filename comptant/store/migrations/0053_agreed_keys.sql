-- A key that acts as somebody else opens once that person has agreed; an act says which key asked for it.
-- Frozen: once landed this file is never edited; the next change is the next migration.

-- Who made a key knows its secret. The approval is null where they made it for themselves.
ALTER TABLE api_key ADD COLUMN made_by bigint REFERENCES app_user, ADD COLUMN approval_id bigint REFERENCES approval,
    ADD COLUMN agreed_at timestamptz;
UPDATE api_key k SET made_by = coalesce((SELECT u.id FROM act a JOIN app_user u ON u.id = a.by_id WHERE a.id = k.act_id), k.user_id),
    agreed_at = k.recorded_at;
ALTER TABLE api_key ALTER COLUMN made_by SET NOT NULL,
    ADD CHECK (approval_id IS NOT NULL OR agreed_at IS NOT NULL);
GRANT UPDATE (agreed_at) ON api_key TO comptant_writer;
GRANT SELECT (made_by, approval_id, agreed_at) ON api_key TO comptant_reader, comptant_auditor;

-- Whoever a key acts as reads it, whatever they are in its company.
ALTER POLICY reader ON api_key USING ((SELECT reading_for_factor()) OR company_id = ANY ((SELECT reading_members())::bigint[])
    OR user_id = (SELECT reading_user()));

-- The program's key that asked; null: the person.
ALTER TABLE act ADD COLUMN key_id bigint REFERENCES api_key;

-- What was proposed through a key is not decided by whoever made that key: two people, as two_people has it.
CREATE FUNCTION decision_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (
        SELECT FROM decided d JOIN approval p ON p.id = d.approval_id JOIN act a ON a.id = p.act_id
        JOIN api_key k ON k.id = a.key_id WHERE k.made_by = d.decided_by
    ) THEN
        RAISE EXCEPTION 'the person who made the key proposed through it'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'two_people';
    END IF;
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION decision_guard() FROM PUBLIC;
CREATE TRIGGER decision_guard AFTER INSERT ON approval_decision
    REFERENCING NEW TABLE AS decided FOR EACH STATEMENT EXECUTE FUNCTION decision_guard();

-- Who made a key that the reader sees: a colleague by login, whoever is not of its company by the factor's name.
CREATE FUNCTION key_maker(key bigint) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    SELECT coalesce((SELECT u.login FROM app_user u WHERE u.id = k.made_by AND (reading_for_factor()
            OR EXISTS (SELECT FROM membership m WHERE m.user_id = u.id AND m.company_id = k.company_id))),
        (SELECT name FROM party WHERE kind = 'FACTOR'))
    FROM api_key k WHERE k.id = key AND (reading_for_factor() OR k.company_id = ANY (reading_members()) OR k.user_id = reading_user())
$$;
REVOKE ALL ON FUNCTION key_maker(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION key_maker(bigint) TO comptant_reader, comptant_auditor, comptant_writer;
