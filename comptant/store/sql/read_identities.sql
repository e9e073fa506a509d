-- One row per account elsewhere that signs the reader in.
SELECT id, issuer, name, recorded_at FROM identity WHERE ended_at IS NULL ORDER BY id
