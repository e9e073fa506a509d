-- Scores of companies by their own flow, each with its explanation.
-- Frozen: once landed this file is never edited; the next change is the next migration.

-- One row per change of a company's score as buyer or as client: as of which day, and what made it, factor by factor.
CREATE TABLE warning_score (
    id        bigint PRIMARY KEY DEFAULT nextval('ids'),
    subject   text NOT NULL CHECK (subject IN ('BUYER', 'CLIENT')),
    party_id  bigint NOT NULL REFERENCES party,
    scored_on date NOT NULL,
    currency  text NOT NULL,
    score     bigint NOT NULL CHECK (score BETWEEN 0 AND 100),
    level     text NOT NULL CHECK (level IN ('QUIET', 'WATCH', 'ALERT')),
    late_ppm  bigint NOT NULL CHECK (late_ppm >= 0),  -- open and more than 30 days late
    factors   jsonb NOT NULL,
    act_id    bigint NOT NULL,
    UNIQUE (subject, party_id, scored_on)
);

-- One row per day of which every company was scored.
CREATE TABLE warning_day (
    scored_on date PRIMARY KEY,
    companies bigint NOT NULL CHECK (companies >= 0),
    act_id    bigint NOT NULL
);

CALL keep_as_history('warning_score', 'staff');
CALL keep_as_history('warning_day', 'staff');
