-- The version of special conditions covers all that the paper says: terms, fees agreed, who brought the contract.
-- Frozen: once landed this file is never edited; the next change is the next migration.

-- The version of before, of terms alone: that of papers asked to be signed until now.
ALTER FUNCTION conditions_version(bigint) RENAME TO terms_version;

-- What the paper says of who brought a contract, the same for every reader: each mandate, and the commission where it is disclosed.
CREATE FUNCTION intermediaries_version(contract bigint) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    SELECT string_agg(concat_ws('|', m.party_id, p.name, m.given_by, m.signed_on, m.until_on, (
        SELECT o.orias_number FROM orias_check o WHERE o.party_id = m.party_id ORDER BY o.recorded_at DESC LIMIT 1
    ), (
        SELECT string_agg(concat_ws('=', t.contract_id, t.valid_from_on, t.base, t.counted, t.rate_ppm, t.one_off_cents,
            t.clawback_days), '|' ORDER BY t.id)
        FROM commission_term t WHERE t.party_id = m.party_id AND t.contract_id IN (0, m.contract_id) AND t.is_disclosed
    )), '|' ORDER BY m.party_id)
    FROM (SELECT DISTINCT ON (party_id) * FROM broker_mandate WHERE contract_id = contract
        ORDER BY party_id, recorded_at DESC) m
    JOIN party p ON p.id = m.party_id
$$;

-- The version of a contract's conditions: its terms, its client's number, its currency, all its fees said so far, who brought it.
CREATE FUNCTION conditions_version(contract bigint) RETURNS text LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT '2:' || encode(sha256(convert_to(concat_ws('|', terms_version(k.id), k.currency, (
        SELECT min(i.identifier) FROM party_identifier i WHERE i.party_id = k.client_id AND i.scheme = 'siren'
    ), (
        SELECT string_agg(concat_ws('=', f.valid_from_on, f.fee_code, f.charge_unit, f.tier_from, f.unit_cents, f.charge_ppm), '|'
            ORDER BY f.valid_from_on, f.fee_code, f.charge_unit, f.recorded_at)
        FROM contract_fee f WHERE f.contract_id = k.id
    ), intermediaries_version(k.id)), 'UTF8')), 'hex')
    FROM contract k WHERE k.id = contract
$$;

-- Whether a paper asked to be signed by an act still says what holds. One of before this version says nothing of fees in it: those
-- agreed after it was asked void it too.
CREATE FUNCTION conditions_hold(contract bigint, version text, asked_act bigint) RETURNS boolean LANGUAGE sql STABLE
    SET search_path = public, pg_temp AS $$
    SELECT CASE WHEN version LIKE '2:%' THEN version = conditions_version(contract)
        ELSE version = terms_version(contract) AND NOT EXISTS (SELECT FROM contract_fee f
            WHERE f.contract_id = contract AND f.act_id > asked_act) END
$$;

-- The value of a reference index in force on a day: published by others, and a hypothesis of the TEG that a client reads.
CREATE FUNCTION reference_told(index text, day date) RETURNS TABLE (fixing_on date, rate_ppm bigint, source text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT r.fixing_on, r.rate_ppm, r.source FROM rate_fixing r WHERE r.index_name = index AND r.fixing_on <= day
    ORDER BY r.fixing_on DESC, r.recorded_at DESC LIMIT 1
$$;
REVOKE ALL ON FUNCTION intermediaries_version(bigint), conditions_version(bigint), conditions_hold(bigint, text, bigint),
    reference_told(text, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION intermediaries_version(bigint), conditions_version(bigint), conditions_hold(bigint, text, bigint),
    reference_told(text, date)
    TO comptant_writer, comptant_reader, comptant_auditor;
