-- Quotes that somebody without an account makes and goes on with later, behind a tariff that is public.
-- Frozen: once landed this file is never edited; the next change is the next migration.

-- One row per word on whether a tariff prices quotes of the public; the latest counts.
CREATE TABLE tariff_public (
    id          bigint PRIMARY KEY,
    tariff_id   bigint NOT NULL REFERENCES tariff,
    is_public   boolean NOT NULL,
    source      text NOT NULL CHECK (source <> ''),
    approval_id bigint NOT NULL UNIQUE REFERENCES approval,
    act_id      bigint NOT NULL
);
CREATE INDEX tariff_public_tariff ON tariff_public (tariff_id, id);

-- One row per quote that somebody without an account made: by which link it is read, which one it goes on from.
CREATE TABLE prospect_quote (
    quote_id     bigint PRIMARY KEY REFERENCES quote,
    link_id      bigint NOT NULL UNIQUE REFERENCES quote_link,
    continues_id bigint REFERENCES prospect_quote,
    language     text NOT NULL CHECK (language IN ('fr', 'en')),
    made_on      date NOT NULL,
    act_id       bigint NOT NULL,
    CHECK (continues_id < quote_id)
);
CREATE INDEX prospect_quote_day ON prospect_quote (made_on);
CREATE INDEX prospect_quote_continues ON prospect_quote (continues_id);

CALL keep_as_history('tariff_public', 'staff');
CALL keep_as_history('prospect_quote', 'staff');

-- The tariff in force on a day, where it is public; none otherwise.
CREATE FUNCTION public_tariff(day date) RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT t.id FROM (SELECT id FROM tariff WHERE valid_from_on <= day ORDER BY valid_from_on DESC, recorded_at DESC LIMIT 1) t
    WHERE (SELECT p.is_public FROM tariff_public p WHERE p.tariff_id = t.id ORDER BY p.id DESC LIMIT 1)
$$;
-- The link to a quote by which this transaction looks, by the digest of its secret; none otherwise.
CREATE FUNCTION reading_quote_link() RETURNS TABLE (id bigint, quote_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT l.id, l.quote_id FROM quote_link l
    WHERE l.digest = decode(nullif(current_setting('comptant.link', true), ''), 'hex') AND l.until_on >= reading_on()
$$;
REVOKE ALL ON FUNCTION public_tariff(date), reading_quote_link() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public_tariff(date) TO comptant_writer, comptant_reader;
GRANT EXECUTE ON FUNCTION reading_quote_link() TO comptant_reader, comptant_writer;

-- What a link to a quote opens: that quote, whether it was accepted, and what its reader said of the company itself.
CREATE VIEW linked_quote WITH (security_barrier) AS
SELECT l.id AS link_id, q.id, q.prospect, q.product, q.quoted_on, q.last_on, q.currency, q.offer, p.quote_id IS NOT NULL AS is_public,
    CASE WHEN p.quote_id IS NOT NULL THEN q.request END AS request, p.language, a.accepted_on, a.person,
    EXISTS (SELECT FROM quote_acceptance x WHERE x.quoted_act_id = q.act_id) AS is_taken,
    EXISTS (SELECT FROM callback c WHERE c.quote_id = q.id AND NOT EXISTS (SELECT FROM callback_step s
        WHERE s.callback_id = c.id AND s.step = 'CLOSED')) AS is_called
FROM reading_quote_link() l
JOIN quote q ON q.id = l.quote_id
LEFT JOIN prospect_quote p ON p.quote_id = q.id
LEFT JOIN quote_acceptance a ON a.quote_id = q.id;

-- One row where the public may make quotes on the day: of whom, by the tariff from when.
CREATE VIEW public_offer WITH (security_barrier) AS
SELECT f.name AS factor_name, t.valid_from_on, t.is_example FROM tariff t JOIN party f ON f.kind = 'FACTOR'
WHERE t.id = public_tariff(reading_on());

GRANT SELECT ON linked_quote, public_offer TO comptant_reader;
