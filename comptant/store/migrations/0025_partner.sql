-- Partners of contracts (broker, adviser, insurer, guarantor, external accountant), buyers and suppliers: each role
-- reads its own rows and columns. The tables themselves stay the factor's and its clients'; the others read views.
-- Frozen: once landed this file is never edited; the next change is the next migration.

-- One row each time a company is given a part in a contract, or has it taken back; the last one counts.
CREATE TABLE partner (
    contract_id  bigint NOT NULL,
    party_id     bigint NOT NULL REFERENCES party,
    role         text NOT NULL CHECK (role IN ('broker', 'adviser', 'insurer', 'guarantor', 'external_accountant')),
    recorded_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    is_granted   boolean NOT NULL,
    amount_cents bigint CHECK (amount_cents > 0),  -- up to which a guarantor stands surety; null: all that is owed
    source       text NOT NULL CHECK (source <> ''),
    act_id       bigint NOT NULL,
    PRIMARY KEY (contract_id, party_id, role, recorded_at),
    CHECK (amount_cents IS NULL OR role = 'guarantor')
);
CREATE INDEX partner_party ON partner (party_id, role);
CALL keep_as_history('partner', 'contract');

-- The company for which the reader's transaction looks (SET LOCAL comptant.company_id); none set: each of theirs.
CREATE FUNCTION reading_company() RETURNS bigint LANGUAGE sql STABLE
    RETURN nullif(current_setting('comptant.company_id', true), '')::bigint;
-- The day of business of that look (SET LOCAL comptant.on); none set: today.
CREATE FUNCTION reading_on() RETURNS date LANGUAGE sql STABLE
    RETURN coalesce(nullif(current_setting('comptant.on', true), '')::date, current_date);

-- The roles that the reading user holds now, and where.
CREATE FUNCTION reading_roles() RETURNS TABLE (company_id bigint, role text) LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    SELECT latest.company_id, latest.role FROM (
        SELECT DISTINCT ON (m.company_id, m.role) m.company_id, m.role, m.is_granted FROM membership m
        WHERE m.user_id = reading_user() AND (reading_company() IS NULL OR m.company_id = reading_company())
        ORDER BY m.company_id, m.role, m.recorded_at DESC) latest
    WHERE latest.is_granted
$$;
-- The companies whose member the reading user is, in whatever role.
CREATE FUNCTION reading_members() RETURNS bigint[] LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    SELECT coalesce(array_agg(DISTINCT company_id), '{}') FROM reading_roles()
$$;
-- The companies in which the reading user holds a role.
CREATE FUNCTION reading_as(wanted text) RETURNS bigint[] LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    SELECT coalesce(array_agg(DISTINCT company_id), '{}') FROM reading_roles() WHERE role = wanted
$$;
-- The contracts in which those companies have that part now.
CREATE FUNCTION reading_partner(wanted text) RETURNS bigint[] LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    SELECT coalesce(array_agg(contract_id), '{}') FROM (
        SELECT DISTINCT ON (contract_id, party_id) contract_id, is_granted FROM partner
        WHERE role = wanted AND party_id = ANY (reading_as(wanted))
        ORDER BY contract_id, party_id, recorded_at DESC) latest
    WHERE is_granted
$$;

-- Only those who work for the factor or for a client read as such: a broker's or a buyer's people do not.
CREATE OR REPLACE FUNCTION reading_companies() RETURNS bigint[] LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    SELECT coalesce(array_agg(DISTINCT company_id), '{}') FROM reading_roles()
    WHERE role IN ('administrator', 'account_manager', 'credit_analyst', 'treasurer', 'accountant', 'auditor',
        'client_owner', 'client_user', 'client_accountant')
$$;
-- The contracts of those companies, and those whose books an accountant's firm keeps.
CREATE OR REPLACE FUNCTION reading_contracts() RETURNS bigint[] LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    SELECT coalesce(array_agg(id), '{}') FROM (
        SELECT id FROM contract WHERE client_id = ANY (reading_companies())
        UNION SELECT unnest(reading_partner('external_accountant'))) mine
$$;
-- The parties that may be seen: one's own company, the clients, buyers and partners of those contracts, the factor.
CREATE OR REPLACE FUNCTION reading_parties() RETURNS bigint[] LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    SELECT coalesce(array_agg(id), '{}') FROM (
        SELECT unnest(reading_members()) AS id
        UNION SELECT client_id FROM contract WHERE id = ANY (reading_contracts())
        UNION SELECT buyer_id FROM contract_buyer WHERE contract_id = ANY (reading_contracts())
        UNION SELECT party_id FROM partner WHERE contract_id = ANY (reading_contracts())
        UNION SELECT id FROM party WHERE kind = 'FACTOR' AND cardinality(reading_members()) > 0) seen
$$;
REVOKE ALL ON FUNCTION reading_company(), reading_on(), reading_roles(), reading_members(), reading_as(text),
    reading_partner(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION reading_company(), reading_on(), reading_roles(), reading_members(), reading_as(text),
    reading_partner(text) TO comptant_reader, comptant_auditor, comptant_writer;

ALTER POLICY reader ON api_key USING (
    (SELECT reading_for_factor()) OR company_id = ANY ((SELECT reading_members())::bigint[]));

-- What the reading user may act for, whatever company is chosen.
CREATE VIEW own_company WITH (security_barrier) AS
SELECT p.id, p.name, array_agg(m.role ORDER BY m.role) AS roles
FROM (SELECT DISTINCT ON (company_id, role) company_id, role, is_granted FROM membership
    WHERE user_id = (SELECT reading_user()) ORDER BY company_id, role, recorded_at DESC) m
JOIN party p ON p.id = m.company_id
WHERE m.is_granted GROUP BY p.id, p.name;

-- A contract's status on the day of the look, since when it has terms, and the funds in use (rules/availability.py).
CREATE VIEW contract_standing AS
SELECT k.id, k.number, k.client_id, p.name AS client_name, k.currency, s.status, f.since_on,
    (SELECT min(i.identifier) FROM party_identifier i WHERE i.party_id = p.id AND i.scheme = 'siren') AS siren,
    ((SELECT coalesce(sum(x.outstanding_cents - x.unapplied_credit_cents - x.unallocated_cash_cents), 0)
        FROM exposure x WHERE x.contract_id = k.id)
    + (SELECT coalesce(sum(x.amount_cents), 0) FROM balance x WHERE x.contract_id = k.id
        AND x.account IN ('CCA', 'FDG')))::bigint AS funds_in_use_cents
FROM contract k
JOIN party p ON p.id = k.client_id
LEFT JOIN LATERAL (SELECT t.value #>> '{}' AS status FROM term t
    WHERE t.contract_id = k.id AND t.subject = 'CONTRACT' AND t.subject_id = k.id AND t.name = 'status'
        AND t.valid_from_on <= reading_on()
    ORDER BY t.valid_from_on DESC, t.recorded_at DESC LIMIT 1) s ON true
LEFT JOIN LATERAL (SELECT min(t.valid_from_on) AS since_on FROM term t
    WHERE t.contract_id = k.id AND t.subject = 'CONTRACT' AND t.subject_id = k.id) f ON true
WHERE NOT k.is_house;

-- A broker: the contracts brought, and what was bought under them over twelve months.
CREATE VIEW brokered_contract WITH (security_barrier) AS
SELECT s.id, s.number, s.client_name, s.siren, s.currency, s.status, s.since_on,
    (SELECT coalesce(sum(r.total_cents), 0)::bigint FROM remittance r WHERE r.contract_id = s.id
        AND r.posted_on > reading_on() - interval '12 months' AND r.posted_on <= reading_on()) AS bought_cents
FROM contract_standing s WHERE s.id = ANY ((SELECT reading_partner('broker'))::bigint[]);

-- An adviser: the contracts advised on, what is assigned, approved and in use.
CREATE VIEW advised_contract WITH (security_barrier) AS
SELECT s.id, s.number, s.client_name, s.siren, s.currency, s.status, s.since_on, e.outstanding_cents, e.approved_cents,
    s.funds_in_use_cents
FROM contract_standing s
CROSS JOIN LATERAL (SELECT coalesce(sum(x.outstanding_cents), 0)::bigint AS outstanding_cents,
    coalesce(sum(x.approved_cents), 0)::bigint AS approved_cents FROM exposure x WHERE x.contract_id = s.id) e
WHERE s.id = ANY ((SELECT reading_partner('adviser'))::bigint[]);

-- A guarantor: the contracts stood surety for, up to which amount, and what is owed today.
CREATE VIEW guaranteed_contract WITH (security_barrier) AS
SELECT s.id, s.number, s.client_name, s.siren, s.currency, s.status, s.since_on, g.guaranteed_cents,
    s.funds_in_use_cents
FROM contract_standing s
CROSS JOIN LATERAL (SELECT p.amount_cents AS guaranteed_cents FROM partner p
    WHERE p.contract_id = s.id AND p.role = 'guarantor' AND p.party_id = ANY ((SELECT reading_as('guarantor'))::bigint[])
    ORDER BY p.recorded_at DESC LIMIT 1) g
WHERE s.id = ANY ((SELECT reading_partner('guarantor'))::bigint[]);

-- An insurer: the buyers of the contracts insured, their limit, what they owe and what of it is overdue.
CREATE VIEW insured_buyer WITH (security_barrier) AS
SELECT s.number, b.buyer_id, s.client_name, p.name AS buyer_name, s.currency, l.limit_cents,
    (SELECT min(i.identifier) FROM party_identifier i WHERE i.party_id = p.id AND i.scheme = 'siren') AS siren,
    (SELECT coalesce(sum(x.outstanding_cents), 0)::bigint FROM exposure x
        WHERE x.contract_id = b.contract_id AND x.buyer_id = b.buyer_id) AS outstanding_cents,
    o.overdue_cents, o.oldest_due_on
FROM contract_standing s
JOIN contract_buyer b ON b.contract_id = s.id
JOIN party p ON p.id = b.buyer_id
LEFT JOIN LATERAL (SELECT (t.value)::bigint AS limit_cents FROM ceiling c
    JOIN term t ON t.contract_id = 0 AND t.subject = 'CEILING' AND t.subject_id = c.id AND t.name = 'amount_cents'
    WHERE c.scope = 'CONTRACT_BUYER' AND c.contract_id = b.contract_id AND c.party_id = b.buyer_id
        AND t.valid_from_on <= reading_on()
    ORDER BY t.valid_from_on DESC, t.recorded_at DESC LIMIT 1) l ON true
CROSS JOIN LATERAL (SELECT coalesce(sum(i.open_cents), 0)::bigint AS overdue_cents, min(i.due_on) AS oldest_due_on
    FROM invoice i WHERE i.contract_id = b.contract_id AND i.buyer_id = b.buyer_id AND i.open_cents > 0
        AND i.due_on < reading_on()) o
WHERE s.id = ANY ((SELECT reading_partner('insurer'))::bigint[]);

-- A buyer: what it owes the factor and where to pay. Nothing of a confidential contract, and only what it was told of.
CREATE VIEW owed_invoice WITH (security_barrier) AS
SELECT i.id, s.client_name, i.invoice_number, i.order_reference, i.issued_on, i.due_on, i.currency, i.amount_cents,
    i.open_cents,
    (SELECT coalesce(sum(x.amount_cents), 0)::bigint FROM dispute d
        JOIN dispute_step x ON x.contract_id = d.contract_id AND x.dispute_id = d.id
        WHERE d.contract_id = i.contract_id AND d.invoice_id = i.id) AS dispute_cents,
    (SELECT a.iban FROM own_account a WHERE a.currency = i.currency AND a.contract_id IN (0, i.contract_id)
        AND a.buyer_id IN (0, i.buyer_id) ORDER BY a.contract_id DESC, a.buyer_id DESC, a.id LIMIT 1) AS iban
FROM contract_buyer b
JOIN contract_standing s ON s.id = b.contract_id
JOIN invoice i ON i.contract_id = b.contract_id AND i.buyer_id = b.buyer_id
WHERE b.buyer_id = ANY ((SELECT reading_as('buyer'))::bigint[]) AND i.open_cents <> 0
    AND coalesce((SELECT t.value #>> '{}' FROM term t WHERE t.contract_id = s.id AND t.subject = 'CONTRACT'
        AND t.subject_id = s.id AND t.name = 'disclosure_mode' AND t.valid_from_on <= reading_on()
        ORDER BY t.valid_from_on DESC, t.recorded_at DESC LIMIT 1), 'NOTIFIED') <> 'CONFIDENTIAL'
    AND (i.is_mentioned OR coalesce((SELECT (t.value)::boolean FROM term t WHERE t.contract_id = s.id
        AND t.subject = 'BUYER' AND t.subject_id = b.buyer_id AND t.name = 'is_notified'
        AND t.valid_from_on <= reading_on() ORDER BY t.valid_from_on DESC, t.recorded_at DESC LIMIT 1), false));

-- A supplier: the invoices it sold and what is still open of them; no terms, no availability.
CREATE VIEW sold_invoice WITH (security_barrier) AS
SELECT i.id, s.number AS contract_number, p.name AS buyer_name, i.invoice_number, i.issued_on, i.due_on, i.currency,
    i.amount_cents, i.open_cents, r.posted_on
FROM contract_standing s
JOIN invoice i ON i.contract_id = s.id
JOIN remittance r ON r.contract_id = i.contract_id AND r.id = i.remittance_id
JOIN party p ON p.id = i.buyer_id
WHERE s.client_id = ANY ((SELECT reading_as('supplier'))::bigint[]);

GRANT SELECT ON own_company, brokered_contract, advised_contract, guaranteed_contract, insured_buyer, owed_invoice,
    sold_invoice TO comptant_reader, comptant_writer;
