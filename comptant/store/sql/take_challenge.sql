-- One row where the session was asked to sign something lately: what it was; it serves once.
WITH asked AS (
    SELECT id, challenge, challenge_at FROM session WHERE token_digest = %(digest)s
        AND challenge IS NOT NULL FOR UPDATE
), taken AS (
    UPDATE session s SET challenge = NULL FROM asked WHERE s.id = asked.id
)
SELECT challenge FROM asked WHERE challenge_at > clock_timestamp() - interval '5 minutes'
