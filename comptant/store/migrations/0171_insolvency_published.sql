-- The day on which an insolvency was published counts for the deadlines of policies. Source: DOMAIN §6.3.
-- Frozen: once landed this file is never edited; the next change is the next migration.

-- When the notice was published that tells the judgment of a day, null: none does. It is public: the same for every reader.
CREATE FUNCTION insolvency_published_on(party bigint, judged_on date) RETURNS date LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    SELECT CASE WHEN opened_on = judged_on THEN published_on END FROM insolvency WHERE party_id = party
    ORDER BY recorded_at DESC LIMIT 1
$$;
REVOKE ALL ON FUNCTION insolvency_published_on FROM PUBLIC;
GRANT EXECUTE ON FUNCTION insolvency_published_on TO comptant_writer, comptant_reader, comptant_auditor;
