-- One row: how many recovery codes the user has left.
SELECT count(*) FROM recovery_code WHERE used_at IS NULL AND ended_at IS NULL
