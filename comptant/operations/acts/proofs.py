"""What must be proved before an operation, and which take a person: beside the rights by role."""

# What everyone may do about their own way in, whatever their role.
OWN = frozenset(
    {
        "change_password", "add_second_factor", "add_passkey", "end_second_factor", "end_session",
        "link_identity", "end_identity", "say_email", "confirm_email", "end_email", "answer_key",
        "end_key", "renew_recovery_codes",
    }
)  # fmt: skip
# Who may act for a company, by whichever road.
_OPENING = frozenset(
    {
        "set_partner", "invite_colleague", "set_colleague_role", "answer_colleague_role",
        "add_key", "answer_key", "rotate_key", "end_key",
        "delegate_draws", "answer_delegation", "revoke_delegation", "open_feed", "end_feed",
    }
)  # fmt: skip
# In a browser, a client who has no second factor yet adds one before these; staff, and whoever has
# one, prove it before anything but UNPROVED.
PROVED = _OPENING | {
    "advance_on_order", "approve_payables", "ask_early", "draw", "draw_many",
    "propose_payee_account", "end_second_factor", "add_webhook", "rotate_webhook",
    "link_identity", "say_email", "confirm_email", "end_email", "give_notice", "sign_papers",
    "accept_quote", "renew_recovery_codes", "propose_factors_end",
}  # fmt: skip
UNPROVED = frozenset({"change_password", "add_second_factor", "add_passkey", "end_session"})
# All that someone may do who has signed in with a password that serves once.
CHOOSING = "change_password"
# What takes a person: no key reaches it, or one administrator with two keys would be two people.
PERSONAL = (OWN | _OPENING | {
    "decide", "release_many", "add_user", "set_role", "set_authority", "propose_password_reset",
    "propose_factors_end",
    "record_data_request", "propose_erasure", "send_signing_code", "sign_papers",
    "decline_signature", "record_arrival", "confirm_by_link", "dispute_by_link",
    "promise_by_link", "advise_by_link", "accept_quote_by_link",
})  # fmt: skip
READ_SCOPE = "read"  # the scope of a program's key that may read
