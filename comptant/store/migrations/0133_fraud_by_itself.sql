-- The watch on fraud runs by itself: what came since an instant is found, and what was found on a day.
-- Frozen: once landed this file is never edited; the next change is the next migration.

CREATE INDEX event_at ON event USING brin (at);
CREATE INDEX fraud_alarm_day ON fraud_alarm (found_on);
