-- One row: whether a trail of sign-ins or whom to call of a prospect is older than it is kept.
SELECT EXISTS (SELECT FROM sign_in_failure WHERE failed_at < %(sign_in)s::date)
    OR EXISTS (SELECT FROM session WHERE greatest(expires_at, ended_at) < %(sign_in)s::date)
    OR EXISTS (SELECT FROM callback c JOIN callback_contact t ON t.callback_id = c.id
        WHERE c.asked_on < %(prospect)s::date AND (t.caller <> '' OR t.phone <> '')) AS is_due
