-- What a policy costs, period by period, and who pays it; the turnover declared to its insurer.
-- Frozen: once landed this file is never edited; the next change is the next migration.

-- One row per declaration of turnover to an insurer: a period of a policy, once.
CREATE TABLE turnover_declaration (
    policy_id      bigint NOT NULL REFERENCES policy,
    from_on        date NOT NULL,
    until_on       date NOT NULL CHECK (until_on >= from_on),
    turnover_cents bigint NOT NULL,
    insured_base   text NOT NULL CHECK (insured_base IN ('NET', 'GROSS')),
    declared_on    date NOT NULL CHECK (declared_on > until_on),
    reference      text NOT NULL CHECK (reference <> ''),
    act_id         bigint NOT NULL,
    PRIMARY KEY (policy_id, until_on)
);

-- One row per period of a policy that has cost something: base of the year to date, premium of the period with its tax, fees of
-- limits with their VAT. `entry_id`: in the house's books; none where a client holds the policy.
CREATE TABLE premium (
    id                bigint PRIMARY KEY,
    policy_id         bigint NOT NULL REFERENCES policy,
    from_on           date NOT NULL,
    until_on          date NOT NULL CHECK (until_on >= from_on),
    due_on            date NOT NULL CHECK (due_on >= until_on),
    year_on           date NOT NULL,  -- the first day of the insurance year
    base_cents        bigint NOT NULL,
    premium_cents     bigint NOT NULL CHECK (premium_cents >= 0),
    tax_cents         bigint NOT NULL CHECK (tax_cents >= 0),
    limit_count       bigint NOT NULL CHECK (limit_count >= 0),
    limit_fees_cents  bigint NOT NULL CHECK (limit_fees_cents >= 0),
    fees_vat_cents    bigint NOT NULL CHECK (fees_vat_cents >= 0),
    total_cents       bigint NOT NULL CHECK (total_cents = premium_cents + tax_cents + limit_fees_cents + fees_vat_cents),
    entry_id          bigint,
    act_id            bigint NOT NULL,
    UNIQUE (policy_id, until_on)
);

-- One row per contract that bears a share of a premium: its base in the period, its part of premium and tax, what was billed.
CREATE TABLE premium_share (
    contract_id  bigint NOT NULL,
    premium_id   bigint NOT NULL REFERENCES premium,
    base_cents   bigint NOT NULL,
    part_cents   bigint NOT NULL,
    billed_cents bigint NOT NULL,
    act_id       bigint NOT NULL,
    PRIMARY KEY (contract_id, premium_id)
);

-- One row per premium that its holder, a client, has paid.
CREATE TABLE premium_paid (
    premium_id bigint PRIMARY KEY REFERENCES premium,
    paid_on    date NOT NULL,
    reference  text NOT NULL CHECK (reference <> ''),
    act_id     bigint NOT NULL
);

CALL keep_as_history('turnover_declaration', 'staff');
CALL keep_as_history('premium', 'staff');
CALL keep_as_history('premium_share', 'staff');
CALL keep_as_history('premium_paid', 'staff');
CREATE POLICY reader_holder ON turnover_declaration FOR SELECT TO comptant_reader
    USING (policy_id IN (SELECT id FROM policy));
CREATE POLICY reader_holder ON premium FOR SELECT TO comptant_reader USING (policy_id IN (SELECT id FROM policy));
CREATE POLICY reader_holder ON premium_paid FOR SELECT TO comptant_reader
    USING (premium_id IN (SELECT id FROM premium));

ALTER TABLE payment_order DROP CONSTRAINT payment_order_purpose_check;
ALTER TABLE payment_order ADD CONSTRAINT payment_order_purpose_check CHECK (purpose IN ('DRAW', 'REFUND', 'RETURN',
    'FORWARD', 'SUPPLIER', 'EARLY', 'INSURER', 'BROKER', 'BALANCE', 'LENDER', 'GARNISHMENT', 'PREMIUM'));

-- One row per period of a policy that has begun and is not done until a day: of so many months each, from the policy's first
-- day. `every` names the term that says how many; none where the policy names none.
CREATE FUNCTION policy_periods(of_policy bigint, every text, done_until date, day date)
    RETURNS TABLE (from_on date, until_on date) LANGUAGE sql STABLE AS $$
    SELECT greatest((p.from_on + make_interval(months => (n - 1) * t.months))::date, done_until + 1),
        (p.from_on + make_interval(months => n * t.months))::date - 1
    FROM policy p
    CROSS JOIN LATERAL (SELECT (v.terms ->> every)::int AS months FROM policy_terms_on(p.id, day) v) t
    CROSS JOIN generate_series(1, (extract(year FROM age(day, p.from_on))::int * 12
        + extract(month FROM age(day, p.from_on))::int) / t.months + 1) n
    WHERE p.id = of_policy AND t.months > 0 AND p.from_on <= day
        AND (done_until IS NULL OR (p.from_on + make_interval(months => n * t.months))::date - 1 > done_until)
        AND (p.from_on + make_interval(months => (n - 1) * t.months))::date <= day
$$;

-- One row: how a premium stands: the order that pays it, and the day on which it was paid.
CREATE FUNCTION premium_standing(of_premium bigint) RETURNS TABLE (premium_state text, order_id bigint, paid_on date)
LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN d.paid_on IS NOT NULL OR o.paid_on IS NOT NULL THEN 'PAID' WHEN o.id IS NOT NULL THEN 'ORDERED'
        ELSE 'DUE' END, o.id, coalesce(d.paid_on, o.paid_on)
    FROM (VALUES (1)) one
    LEFT JOIN premium_paid d ON d.premium_id = of_premium
    LEFT JOIN LATERAL (
        SELECT y.id, max(z.on_date) FILTER (WHERE z.step = 'EXECUTED') AS paid_on
        FROM contract h
        JOIN payment_order y ON y.contract_id = h.id AND y.purpose = 'PREMIUM' AND y.item_id = of_premium
        LEFT JOIN payment_order_step z ON z.contract_id = y.contract_id AND z.order_id = y.id
        WHERE h.is_house GROUP BY y.id
        HAVING count(*) FILTER (WHERE z.step IN ('REFUSED', 'REJECTED', 'RETURNED', 'RECREDITED'))
            - count(*) FILTER (WHERE z.step = 'REDEBITED') <= 0
        ORDER BY y.id DESC LIMIT 1) o ON true
$$;
-- What of a policy that is not done takes its cover: a premium not paid within its grace, a turnover not declared in time. One
-- row each: the first day without cover.
CREATE FUNCTION policy_lapses(of_policy bigint, day date) RETURNS TABLE (lapse text, lapsed_on date)
LANGUAGE sql STABLE AS $$
    SELECT 'PREMIUM', m.due_on + (v.terms ->> 'premium_grace_days')::int + 1
    FROM premium m
    CROSS JOIN LATERAL policy_terms_on(m.policy_id, day) v
    CROSS JOIN LATERAL premium_standing(m.id) s
    WHERE m.policy_id = of_policy AND m.due_on + (v.terms ->> 'premium_grace_days')::int < day
        AND (s.paid_on IS NULL OR s.paid_on > day)
    UNION ALL
    SELECT 'TURNOVER', q.until_on + (v.terms ->> 'turnover_days')::int + 1
    FROM policy_periods(of_policy, 'turnover_months',
        (SELECT max(d.until_on) FROM turnover_declaration d WHERE d.policy_id = of_policy), day) q
    CROSS JOIN LATERAL policy_terms_on(of_policy, day) v
    WHERE q.until_on + (v.terms ->> 'turnover_days')::int < day
$$;
GRANT EXECUTE ON FUNCTION policy_periods, premium_standing, policy_lapses
    TO comptant_writer, comptant_reader, comptant_auditor;
