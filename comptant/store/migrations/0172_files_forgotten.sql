-- What prospects said and the people of files that have ended, refused or not, are forgotten when their terms have run out. Source: DOMAIN 9.4.
-- Frozen: once landed this file is never edited; the next change is the next migration.

-- These tables stay final for everybody but the two functions below, which say of themselves that they erase: nobody else may write there at all.
DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['opening_fact', 'screening_hit', 'screening_word', 'quote', 'quote_acceptance', 'offer_file',
        'document', 'callback', 'callback_step']
    LOOP
        EXECUTE format('DROP TRIGGER history_is_final ON %I', name);
        EXECUTE format($t$CREATE TRIGGER history_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON %I FOR EACH STATEMENT
            WHEN (coalesce(current_setting('comptant.erasing', true), '') <> 'on') EXECUTE FUNCTION history_is_final()$t$, name);
    END LOOP;
END $$;

-- One row per prospect without contract of whom nobody has heard since before a day, and who is not held: the name, and what will stand for it.
CREATE FUNCTION prospects_gone(before date) RETURNS TABLE (prospect text, marker text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH said AS (
        SELECT q.prospect, q.id, q.quoted_on AS said_on FROM quote q
        UNION ALL SELECT q.prospect, q.id, a.accepted_on FROM quote_acceptance a JOIN quote q ON q.id = a.quote_id
        UNION ALL SELECT f.prospect, f.id, a.on_date FROM offer_file f JOIN act a ON a.id = f.act_id
        UNION ALL SELECT c.prospect, c.id, c.asked_on FROM callback c
        UNION ALL SELECT c.prospect, c.id, s.step_on FROM callback_step s JOIN callback c ON c.id = s.callback_id
    ), old AS (
        SELECT s.prospect, 'erased-' || min(s.id) AS marker FROM said s
        GROUP BY s.prospect HAVING max(s.said_on) < before
    )
    SELECT o.prospect, o.marker FROM old o
    WHERE o.prospect !~ '^erased-[0-9]+$'
        AND NOT EXISTS (SELECT FROM quote q WHERE q.prospect = o.prospect
            AND (EXISTS (SELECT FROM contract_quote k WHERE k.quote_id = q.id)
                OR EXISTS (SELECT FROM contract k WHERE k.client_id = q.party_id)))
        AND NOT EXISTS (SELECT FROM party p JOIN contract k ON k.client_id = p.id WHERE lower(p.name) = lower(o.prospect))
        AND NOT EXISTS (SELECT FROM legal_hold_standing h WHERE h.hold_of = 'COMPANY'
            AND (EXISTS (SELECT FROM party p WHERE p.id = h.subject_id AND lower(p.name) = lower(o.prospect))
                OR EXISTS (SELECT FROM quote q WHERE q.prospect = o.prospect AND q.party_id = h.subject_id)
                OR EXISTS (SELECT FROM offer_file f WHERE f.prospect = o.prospect AND f.company_id = h.subject_id)
                OR EXISTS (SELECT FROM callback c WHERE c.prospect = o.prospect AND c.company_id = h.subject_id)))
$$;

-- One row per contract whose file may be forgotten: of a client of whom every contract has been closed since before a day, drawn or refused, and who is not held.
CREATE FUNCTION files_ended(before date) RETURNS TABLE (contract_id bigint, client_id bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT k.id, k.client_id FROM contract k
    WHERE NOT k.is_house
        AND EXISTS (SELECT FROM opening_fact f WHERE f.contract_id = k.id AND f.source <> 'erased-' || f.id)
        AND NOT EXISTS (SELECT FROM contract other WHERE other.client_id = k.client_id AND coalesce((
            SELECT t.value #>> '{}' = 'CLOSED' AND t.valid_from_on < before FROM term t
            WHERE t.contract_id = other.id AND t.subject = 'CONTRACT' AND t.name = 'status'
            ORDER BY t.valid_from_on DESC, t.recorded_at DESC LIMIT 1), false) IS NOT TRUE)
        AND NOT EXISTS (SELECT FROM legal_hold_standing h WHERE h.hold_of = 'COMPANY' AND h.subject_id = k.client_id)
$$;

-- A list of buyers without their names and numbers.
CREATE FUNCTION without_names(buyers jsonb, name text, siren text) RETURNS jsonb
    LANGUAGE sql IMMUTABLE SET search_path = public, pg_temp AS $$
    SELECT coalesce(jsonb_agg(b.buyer || jsonb_build_object(name, 'erased-' || b.n, siren, NULL) ORDER BY b.n), '[]')
    FROM jsonb_array_elements(coalesce(buyers, '[]')) WITH ORDINALITY AS b (buyer, n)
$$;

-- One row: how many quotes, acceptances, files and calls of prospects gone have lost who it was and what was said, and the digest of that.
CREATE FUNCTION forget_prospects(before date) RETURNS TABLE (row_count bigint, digest bytea)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    told text[] := '{}';
    more text[];
    names text[];
    markers text[];
BEGIN
    SELECT coalesce(array_agg(o.prospect), '{}'), coalesce(array_agg(o.marker), '{}') INTO names, markers FROM prospects_gone(before) o;
    SELECT coalesce(array_agg('acceptance ' || a.quote_id || ' ' || a.person || ' ' || a.capacity), '{}') INTO more
    FROM quote_acceptance a JOIN quote q ON q.id = a.quote_id JOIN unnest(names, markers) AS g (prospect, marker) ON g.prospect = q.prospect;
    told := told || more;
    SELECT coalesce(array_agg('quote ' || q.id || ' ' || q.prospect || ' ' || q.request), '{}') INTO more
    FROM quote q JOIN unnest(names, markers) AS g (prospect, marker) ON g.prospect = q.prospect;
    told := told || more;
    SELECT coalesce(array_agg('file ' || f.id || ' ' || f.prospect || ' ' || encode(f.digest, 'hex')), '{}') INTO more
    FROM offer_file f JOIN unnest(names, markers) AS g (prospect, marker) ON g.prospect = f.prospect;
    told := told || more;
    SELECT coalesce(array_agg('call ' || c.id || ' ' || c.prospect || ' ' || c.question), '{}') INTO more
    FROM callback c JOIN unnest(names, markers) AS g (prospect, marker) ON g.prospect = c.prospect;
    told := told || more;
    SELECT coalesce(array_agg('step ' || s.id || ' ' || s.note), '{}') INTO more
    FROM callback_step s JOIN callback c ON c.id = s.callback_id JOIN unnest(names, markers) AS g (prospect, marker) ON g.prospect = c.prospect WHERE s.note <> '';
    told := told || more;

    PERFORM set_config('comptant.erasing', 'on', true);
    -- A paper goes with the last file that it is, and not where a contract has it too.
    UPDATE document d SET name = 'erased', content = '' FROM offer_file f JOIN unnest(names, markers) AS g (prospect, marker) ON g.prospect = f.prospect
    WHERE d.digest = f.digest AND NOT EXISTS (SELECT FROM document_of o WHERE o.digest = d.digest)
        AND NOT EXISTS (SELECT FROM offer_file x WHERE x.digest = d.digest AND x.prospect <> f.prospect);
    UPDATE quote_acceptance a SET person = g.marker, capacity = g.marker, consent = g.marker
    FROM quote q JOIN unnest(names, markers) AS g (prospect, marker) ON g.prospect = q.prospect WHERE q.id = a.quote_id;
    UPDATE callback_contact t SET caller = '', phone = '' FROM callback c JOIN unnest(names, markers) AS g (prospect, marker) ON g.prospect = c.prospect
    WHERE c.id = t.callback_id;
    UPDATE callback_step s SET note = '' FROM callback c JOIN unnest(names, markers) AS g (prospect, marker) ON g.prospect = c.prospect
    WHERE c.id = s.callback_id AND s.note <> '';
    UPDATE callback c SET question = '', prospect = g.marker FROM unnest(names, markers) AS g (prospect, marker) WHERE g.prospect = c.prospect;
    UPDATE offer_file f SET prospect = g.marker, siren = NULL, content = jsonb_set(jsonb_set(f.content,
        '{request,company}', jsonb_build_object('name', g.marker)), '{request,buyers}',
        without_names(f.content #> '{request,buyers}', 'name', 'siren'))
    FROM unnest(names, markers) AS g (prospect, marker) WHERE g.prospect = f.prospect;
    UPDATE quote q SET prospect = g.marker,
        request = jsonb_set(q.request, '{buyers}', without_names(q.request -> 'buyers', 'buyer_name', 'buyer_siren')),
        offer = jsonb_set(q.offer || jsonb_build_object('prospect', g.marker), '{limits}',
            without_names(q.offer -> 'limits', 'buyer_name', 'buyer_siren'))
    FROM unnest(names, markers) AS g (prospect, marker) WHERE g.prospect = q.prospect;
    PERFORM set_config('comptant.erasing', 'off', true);
    RETURN QUERY SELECT count(*), sha256(convert_to(coalesce(string_agg(t, E'\n' ORDER BY t), ''), 'UTF8')) FROM unnest(told) t;
END $$;

-- One row: how many facts of ended files, and names of their people on lists, have lost whom they name, and the digest of that.
CREATE FUNCTION forget_files(before date) RETURNS TABLE (row_count bigint, digest bytea)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    told text[] := '{}';
    more text[];
    contracts bigint[];
    clients bigint[];
BEGIN
    SELECT coalesce(array_agg(e.contract_id), '{}'), coalesce(array_agg(e.client_id), '{}') INTO contracts, clients FROM files_ended(before) e;
    SELECT coalesce(array_agg('fact ' || f.id || ' ' || f.label || ' ' || f.detail || ' ' || f.source), '{}') INTO more
    FROM opening_fact f WHERE f.contract_id = ANY (contracts) AND f.source <> 'erased-' || f.id;
    told := told || more;
    SELECT coalesce(array_agg('hit ' || h.id || ' ' || h.name || ' ' || h.listed_name || ' ' || h.entry_key), '{}') INTO more
    FROM screening_hit h WHERE h.subject IN ('OWNER', 'SIGNATORY') AND h.name <> 'erased-' || h.id
        AND h.party_id = ANY (clients);
    told := told || more;
    SELECT coalesce(array_agg('word ' || w.id || ' ' || w.reason), '{}') INTO more
    FROM screening_word w JOIN screening_hit h ON h.id = w.hit_id WHERE h.subject IN ('OWNER', 'SIGNATORY')
        AND w.reason <> 'erased-' || w.id AND h.party_id = ANY (clients);
    told := told || more;

    PERFORM set_config('comptant.erasing', 'on', true);
    UPDATE screening_word w SET reason = 'erased-' || w.id FROM screening_hit h
    WHERE h.id = w.hit_id AND h.subject IN ('OWNER', 'SIGNATORY') AND h.party_id = ANY (clients);
    UPDATE screening_hit h SET name = 'erased-' || h.id, listed_name = 'erased-' || h.id, entry_key = 'erased-' || h.id, why = '{"pairs": [], "left_asked": [], "left_listed": []}'
    WHERE h.subject IN ('OWNER', 'SIGNATORY') AND h.party_id = ANY (clients);
    -- What counts of a fact stays: its kind, its days, which committee a condition is of; not whom it names.
    UPDATE opening_fact f SET label = CASE WHEN f.guard = 'CONDITION' THEN 'erased-' || f.id ELSE '' END,
        source = 'erased-' || f.id,
        detail = CASE f.guard WHEN 'OWNERS' THEN '{"owners": {}}'
            WHEN 'SCREENING' THEN f.detail || '{"names": [], "alike": []}'
            WHEN 'COMMITTEE' THEN '{"conditions": []}' ELSE f.detail END
    WHERE f.contract_id = ANY (contracts);
    PERFORM set_config('comptant.erasing', 'off', true);
    RETURN QUERY SELECT count(*), sha256(convert_to(coalesce(string_agg(t, E'\n' ORDER BY t), ''), 'UTF8')) FROM unnest(told) t;
END $$;
REVOKE ALL ON FUNCTION prospects_gone(date), files_ended(date), without_names(jsonb, text, text), forget_prospects(date), forget_files(date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION prospects_gone(date), files_ended(date), forget_prospects(date), forget_files(date) TO comptant_writer;
