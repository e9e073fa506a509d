-- A mail that came back counts for its address, whoever it was sent to. Source: DOMAIN §5.1.
-- Frozen: once landed this file is never edited; the next change is the next migration.

-- Mails that came back, by their address.
CREATE INDEX reminder_bounced ON reminder (lower(sent_to)) WHERE state = 'BOUNCED';
