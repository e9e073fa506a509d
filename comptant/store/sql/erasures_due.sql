-- One row: whether a trail of sign-ins, what a prospect said or a file that has ended is older than
-- it is kept.
SELECT EXISTS (SELECT FROM sign_in_failure WHERE failed_at < %(sign_in)s::date)
    OR EXISTS (SELECT FROM session WHERE greatest(expires_at, ended_at) < %(sign_in)s::date)
    OR EXISTS (SELECT FROM callback c JOIN callback_contact t ON t.callback_id = c.id
        WHERE c.asked_on < %(prospect)s::date AND (t.caller <> '' OR t.phone <> ''))
    OR EXISTS (SELECT FROM prospects_gone(%(prospect)s::date))
    OR EXISTS (SELECT FROM files_ended(%(kyc)s::date)) AS is_due
