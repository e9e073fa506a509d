-- Reminders whose sender never came back: whether they left, nobody knows.
UPDATE reminder SET state = 'UNKNOWN', said = 'interrupted'
WHERE channel = 'EMAIL' AND state = 'SENDING'
