-- One row per reminder whose sender never came back: whether it left, nobody knows.
UPDATE reminder SET state = 'UNKNOWN', said = 'interrupted'
WHERE channel = 'EMAIL' AND state = 'SENDING'
