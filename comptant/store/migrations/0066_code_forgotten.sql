-- Who is forgotten leaves no address behind on the codes that were sent to sign.
-- Frozen: once landed this file is never edited; the next change is the next migration.

CREATE OR REPLACE FUNCTION forget_ways_in(person bigint) RETURNS void LANGUAGE sql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    DELETE FROM session WHERE user_id = person;
    DELETE FROM second_factor WHERE user_id = person;
    DELETE FROM identity WHERE user_id = person;
    DELETE FROM sign_in_link WHERE user_id = person;
    DELETE FROM user_mail WHERE user_id = person;
    DELETE FROM user_email WHERE user_id = person;
    DELETE FROM sign_in_failure WHERE login = (SELECT login FROM app_user WHERE id = person);
    UPDATE signing_code SET email = '', code = NULL, next_at = NULL WHERE user_id = person;
    UPDATE api_key SET ended_at = now() WHERE user_id = person AND ended_at IS NULL;
    UPDATE app_user SET password = '!' WHERE id = person
$$;
