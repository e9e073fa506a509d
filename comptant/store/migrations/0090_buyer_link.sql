-- Links that open to a buyer what it owes under one contract, without an account, and what was said by them.
-- Frozen: once landed this file is never edited; the next change is the next migration.

-- One row per link: whoever has it reads what this buyer owes under this contract until its last day, and answers. Kept by its digest alone.
CREATE TABLE buyer_link (
    id          bigint PRIMARY KEY DEFAULT nextval('ids'),
    contract_id bigint NOT NULL REFERENCES contract,
    buyer_id    bigint NOT NULL REFERENCES party,
    language    text NOT NULL CHECK (language IN ('fr', 'en')),
    digest      bytea NOT NULL UNIQUE CHECK (length(digest) = 32),
    made_on     date NOT NULL,
    until_on    date NOT NULL CHECK (until_on >= made_on),
    act_id      bigint NOT NULL
);
CREATE INDEX buyer_link_of ON buyer_link (contract_id, buyer_id);

-- One row per link that was ended before its day.
CREATE TABLE buyer_link_end (
    link_id  bigint PRIMARY KEY REFERENCES buyer_link,
    ended_on date NOT NULL,
    reason   text NOT NULL CHECK (reason <> ''),
    act_id   bigint NOT NULL
);

-- One row per thing that was said by a link: the house acted, the link is its caller.
CREATE TABLE buyer_answer (
    id           bigint PRIMARY KEY DEFAULT nextval('ids'),
    link_id      bigint NOT NULL REFERENCES buyer_link,
    answer       text NOT NULL CHECK (answer IN ('CONFIRMED', 'DISPUTED', 'PROMISED', 'ADVISED')),
    invoice_ids  bigint[] NOT NULL CHECK (cardinality(invoice_ids) > 0),
    subject_id   bigint NOT NULL,  -- the dispute, promise or advice that it became; the invoice confirmed
    amount_cents bigint NOT NULL CHECK (amount_cents > 0),
    currency     text NOT NULL,
    said         text NOT NULL,
    digest       bytea REFERENCES document,  -- of the file that came with it
    answered_on  date NOT NULL,
    act_id       bigint NOT NULL
);
CREATE INDEX buyer_answer_link ON buyer_answer (link_id, answered_on);
CREATE INDEX buyer_answer_subject ON buyer_answer (subject_id);

CALL keep_as_history('buyer_link', 'staff');
CALL keep_as_history('buyer_link_end', 'staff');
CALL keep_as_history('buyer_answer', 'staff');

-- Whether a notice told the buyer of a contract, on a day, whom to pay.
CREATE FUNCTION buyer_is_notified(contract bigint, buyer bigint, day date) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    SELECT coalesce((SELECT (t.value)::boolean FROM term t WHERE t.contract_id = contract AND t.subject = 'BUYER'
        AND t.subject_id = buyer AND t.name = 'is_notified' AND t.valid_from_on <= day
        ORDER BY t.valid_from_on DESC, t.recorded_at DESC LIMIT 1), false)
$$;
-- Whether a contract is kept secret from its buyers on a day.
CREATE FUNCTION contract_is_confidential(contract bigint, day date) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    SELECT coalesce((SELECT t.value #>> '{}' FROM term t WHERE t.contract_id = contract AND t.subject = 'CONTRACT'
        AND t.subject_id = contract AND t.name = 'disclosure_mode' AND t.valid_from_on <= day
        ORDER BY t.valid_from_on DESC, t.recorded_at DESC LIMIT 1), 'NOTIFIED') = 'CONFIDENTIAL'
$$;
-- Whether a buyer knows that it owes us: by a notice, or by the words on an invoice itself.
CREATE FUNCTION buyer_is_told(contract bigint, buyer bigint, day date) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    SELECT NOT contract_is_confidential(contract, day) AND (buyer_is_notified(contract, buyer, day)
        OR EXISTS (SELECT FROM invoice i WHERE i.contract_id = contract AND i.buyer_id = buyer AND i.is_mentioned))
$$;
-- The link of a digest, where it opens something on a day: not over, not ended, of a buyer that is told.
CREATE FUNCTION open_buyer_link(wanted bytea, day date)
RETURNS TABLE (id bigint, contract_id bigint, buyer_id bigint, language text, until_on date, is_notified boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT l.id, l.contract_id, l.buyer_id, l.language, l.until_on, buyer_is_notified(l.contract_id, l.buyer_id, day)
    FROM buyer_link l
    WHERE l.digest = wanted AND l.until_on >= day AND buyer_is_told(l.contract_id, l.buyer_id, day)
        AND NOT EXISTS (SELECT FROM buyer_link_end e WHERE e.link_id = l.id)
$$;
-- The link by which this transaction looks, by the digest of its secret; none otherwise.
CREATE FUNCTION reading_link()
RETURNS TABLE (id bigint, contract_id bigint, buyer_id bigint, language text, until_on date, is_notified boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT * FROM open_buyer_link(decode(nullif(current_setting('comptant.link', true), ''), 'hex'), reading_on())
$$;
REVOKE ALL ON FUNCTION buyer_is_notified(bigint, bigint, date), contract_is_confidential(bigint, date),
    buyer_is_told(bigint, bigint, date), open_buyer_link(bytea, date), reading_link() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION buyer_is_notified(bigint, bigint, date), contract_is_confidential(bigint, date),
    buyer_is_told(bigint, bigint, date), open_buyer_link(bytea, date) TO comptant_writer;
GRANT EXECUTE ON FUNCTION reading_link() TO comptant_reader, comptant_writer;

-- What a link opens: whose account it is, of whose invoices, since when the buyer was told.
CREATE VIEW linked_account WITH (security_barrier) AS
SELECT l.id AS link_id, l.contract_id, l.buyer_id, l.language, l.until_on, c.name AS client_name, f.name AS factor_name,
    (SELECT min(i.identifier) FROM party_identifier i WHERE i.party_id = c.id AND i.scheme = 'siren') AS siren,
    coalesce((SELECT n.name FROM known_name n WHERE n.party_id = l.buyer_id AND n.contract_id IN (0, k.id)
        ORDER BY n.contract_id, n.id DESC LIMIT 1), b.name) AS buyer_name,
    (SELECT max(t.valid_from_on) FROM term t WHERE t.contract_id = l.contract_id AND t.subject = 'BUYER'
        AND t.subject_id = l.buyer_id AND t.name = 'is_notified' AND t.value = 'true' AND t.valid_from_on <= reading_on()) AS notified_on
FROM reading_link() l
JOIN contract k ON k.id = l.contract_id
JOIN party c ON c.id = k.client_id
JOIN party f ON f.kind = 'FACTOR'
JOIN party b ON b.id = l.buyer_id;

-- The open invoices and credit notes of that buyer of which it was told, each with what was said of it and where to pay it.
CREATE VIEW linked_invoice WITH (security_barrier) AS
SELECT i.id, i.invoice_number, i.order_reference, i.issued_on, i.due_on, i.currency, i.amount_cents, i.open_cents,
    d.disputed_cents, p.promised_for_on,
    coalesce((SELECT t.value #>> '{}' = 'CONFIRMED' FROM term t WHERE t.contract_id = i.contract_id AND t.subject = 'INVOICE'
        AND t.subject_id = i.id AND t.name = 'verification_answer' AND t.valid_from_on <= reading_on()
        ORDER BY t.valid_from_on DESC, t.recorded_at DESC LIMIT 1), false) AS is_confirmed,
    a.iban, a.bic
FROM reading_link() l
JOIN invoice i ON i.contract_id = l.contract_id AND i.buyer_id = l.buyer_id AND i.open_cents <> 0
CROSS JOIN LATERAL (
    SELECT least(coalesce(sum(greatest(x.cents, 0)), 0), greatest(i.open_cents, 0))::bigint AS disputed_cents
    FROM (SELECT sum(t.amount_cents) AS cents FROM dispute e
        JOIN dispute_step t ON t.contract_id = e.contract_id AND t.dispute_id = e.id
        WHERE e.contract_id = i.contract_id AND e.invoice_id = i.id AND e.code NOT IN ('LIT-RFA', 'LIT-CPS')
        GROUP BY e.id) x) d
CROSS JOIN LATERAL (
    SELECT max(t.due_on) AS promised_for_on FROM promise_line n
    JOIN promise_instalment t ON t.contract_id = n.contract_id AND t.promise_id = n.promise_id
    WHERE n.contract_id = i.contract_id AND n.invoice_id = i.id AND t.due_on >= reading_on()
        AND NOT EXISTS (SELECT FROM promise_end e WHERE e.contract_id = n.contract_id AND e.promise_id = n.promise_id)) p
LEFT JOIN LATERAL (SELECT w.iban, w.bic FROM own_account w
    WHERE w.currency = i.currency AND w.buyer_id IN (0, l.buyer_id) AND w.contract_id IN (0, l.contract_id)
        AND (w.parent_id IS NULL OR w.contract_id <> 0 OR w.buyer_id <> 0)
    ORDER BY w.contract_id DESC, w.buyer_id DESC, w.id LIMIT 1) a ON true
WHERE i.is_mentioned OR l.is_notified;

-- What was said by that link.
CREATE VIEW linked_answer WITH (security_barrier) AS
SELECT a.id, a.answer, a.amount_cents, a.currency, a.said, a.answered_on, a.digest IS NOT NULL AS has_file,
    (SELECT string_agg(i.invoice_number, ', ' ORDER BY i.due_on, i.id) FROM invoice i
        WHERE i.contract_id = l.contract_id AND i.id = ANY (a.invoice_ids)) AS invoice_numbers
FROM reading_link() l JOIN buyer_answer a ON a.link_id = l.id;

GRANT SELECT ON linked_account, linked_invoice, linked_answer TO comptant_reader;
