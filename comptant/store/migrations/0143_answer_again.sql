-- A decision of an insurer that was refused may be taken in again when its cause is gone; it counts once.
-- Frozen: once landed this file is never edited; the next change is the next migration.

ALTER TABLE insurer_answer DROP CONSTRAINT insurer_answer_pkey;
ALTER TABLE insurer_answer ADD PRIMARY KEY (insurer_id, answer_id, recorded_at);
CREATE UNIQUE INDEX insurer_answer_counts ON insurer_answer (insurer_id, answer_id) WHERE outcome <> 'REFUSED';
