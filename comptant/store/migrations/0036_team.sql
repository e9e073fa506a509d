-- A client's owner sees and changes its own team and keys; a key and a webhook's secret are changed for new ones.
-- Frozen: once landed this file is never edited; the next change is the next migration.

-- Someone who draws and reads for a client, and neither sends invoices nor names others, reads as a client does.
CREATE OR REPLACE FUNCTION reading_companies() RETURNS bigint[] LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    SELECT coalesce(array_agg(DISTINCT company_id), '{}') FROM reading_roles()
    WHERE role IN ('administrator', 'account_manager', 'credit_analyst', 'treasurer', 'accountant', 'auditor',
        'client_owner', 'client_treasurer', 'client_user', 'client_accountant')
$$;

-- The people, present and past, of the companies whose owner the reading user is.
CREATE FUNCTION reading_team() RETURNS bigint[] LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    SELECT coalesce(array_agg(DISTINCT user_id), '{}') FROM membership WHERE company_id = ANY (reading_as('client_owner'))
$$;
REVOKE ALL ON FUNCTION reading_team() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION reading_team() TO comptant_reader, comptant_auditor, comptant_writer;

-- An owner reads who works there and in which roles, what they did, and the roles that wait for another person.
CREATE POLICY reader_team ON app_user FOR SELECT TO comptant_reader
    USING (id = ANY ((SELECT reading_team())::bigint[]));
CREATE POLICY reader_team ON membership FOR SELECT TO comptant_reader
    USING (company_id = ANY ((SELECT reading_as('client_owner'))::bigint[]));
CREATE POLICY reader_team ON act FOR SELECT TO comptant_reader
    USING (company_id = ANY ((SELECT reading_as('client_owner'))::bigint[]));
CREATE POLICY reader_team ON approval FOR SELECT TO comptant_reader
    USING (kind = 'client_role' AND (arguments ->> 'company_id')::bigint = ANY ((SELECT reading_as('client_owner'))::bigint[]));
CREATE INDEX act_company ON act (company_id, id);

-- A secret that was changed for another signs beside it until the receiver has had time to change too.
ALTER TABLE webhook ADD COLUMN token_before text, ADD COLUMN token_before_until timestamptz,
    ADD CHECK ((token_before IS NULL) = (token_before_until IS NULL));
GRANT UPDATE (token, token_before, token_before_until) ON webhook TO comptant_writer;
GRANT UPDATE (expires_at) ON api_key TO comptant_writer;
