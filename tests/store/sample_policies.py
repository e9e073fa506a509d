"""Rows of policies and of exchanges with insurers, one of each table."""

import psycopg


def keep_policies(conn: psycopg.Connection, facts: dict[str, object]) -> None:
    """A policy of the factor's own that covers the contract, and a word to its insurer."""
    conn.execute(
        """WITH held AS (INSERT INTO policy
                   SELECT nextval('ids'), %(number)s, id, id, 'EUR', '2026-01-01', 'x', 1
                   FROM party WHERE kind = 'FACTOR' RETURNING id, holder_id),
               first AS (INSERT INTO approval (kind, arguments, proposed_by, act_id)
                   SELECT 'policy', '{}', min(id), 1 FROM app_user RETURNING id),
               second AS (INSERT INTO approval (kind, arguments, proposed_by, act_id)
                   SELECT 'policy', '{}', min(id), 1 FROM app_user RETURNING id),
               agreed AS (INSERT INTO policy_version (policy_id, valid_from_on, terms, source,
                       approval_id, act_id)
                   SELECT held.id, '2026-01-01', '{}', 'x', first.id, 1 FROM held, first),
               covers AS (INSERT INTO policy_cover (contract_id, policy_id, buyer_id,
                       valid_from_on, layer, share_ppm, source, approval_id, act_id)
                   SELECT %(contract)s, held.id, 0, '2026-01-01', 1, 1000000, 'x', second.id, 1
                   FROM held, second),
               granted AS (INSERT INTO policy_limit (id, policy_id, buyer_id, decision,
                       decision_number, amount_cents, valid_from_on, source, act_id)
                   SELECT nextval('ids'), id, holder_id, 'GRANTED', 'D-1', 1, '2026-01-01', 'x', 1
                   FROM held),
               claimed AS (INSERT INTO claim (contract_id, id, policy_id, buyer_id, claim_number,
                       currency, opened_on, waiting_until_on, paid_to, terms, act_id)
                   SELECT %(contract)s, nextval('ids'), id, holder_id, %(number)s, 'EUR',
                       '2026-01-16', '2026-01-16', 'FACTOR', '{}', 1 FROM held RETURNING id),
               item AS (INSERT INTO claim_item (contract_id, claim_id, invoice_id, policy_id,
                       buyer_id, debt_cents, base_cents, insurable_cents, covered_cents)
                   SELECT %(contract)s, id, 1, 1, 1, 1, 1, 1, 1 FROM claimed),
               moved AS (INSERT INTO claim_move (contract_id, act_id, claim_id, invoice_id,
                       is_taken) SELECT %(contract)s, 1, id, 1, false FROM claimed),
               stepped AS (INSERT INTO claim_step (contract_id, id, claim_id, step, step_on,
                       reference, act_id)
                   SELECT %(contract)s, nextval('ids'), id, 'OPENED', '2026-01-16', 'x', 1
                   FROM claimed)
           INSERT INTO cover_step SELECT %(contract)s, nextval('ids'), id, 1, 'DECLARED',
               '2026-01-16', 'x', 1 FROM held""",
        facts,
    )
    _keep_exchanges(conn, facts)


def _keep_exchanges(conn: psycopg.Connection, facts: dict[str, object]) -> None:
    """What the policy costs, and what is exchanged with its insurer."""
    conn.execute(
        """WITH held AS (SELECT max(id) AS id FROM policy),
               cost AS (INSERT INTO premium (id, policy_id, from_on, until_on, due_on, year_on,
                       base_cents, premium_cents, tax_cents, limit_count, limit_fees_cents,
                       fees_vat_cents, total_cents, act_id)
                   SELECT nextval('ids'), id, '2026-01-01', '2026-01-15', '2026-01-16',
                       '2026-01-01', 1, 1, 0, 0, 0, 0, 1, 1 FROM held RETURNING id),
               declared AS (INSERT INTO turnover_declaration (policy_id, from_on, until_on,
                       turnover_cents, insured_base, declared_on, reference, act_id)
                   SELECT id, '2026-01-01', '2026-01-15', 1, 'NET', '2026-01-16', 'x', 1
                   FROM held),
               shared AS (INSERT INTO premium_share (contract_id, premium_id, base_cents,
                       part_cents, billed_cents, act_id)
                   SELECT %(contract)s, id, 1, 1, 0, 1 FROM cost),
               paid AS (INSERT INTO premium_paid (premium_id, paid_on, reference, act_id)
                   SELECT id, '2026-01-16', 'x', 1 FROM cost),
               told AS (INSERT INTO insurer_message (id, policy_id, kind, content, written_on,
                       act_id)
                   SELECT nextval('ids'), id, 'TURNOVER', '{}', '2026-01-16', 1 FROM held
                   RETURNING id),
               step AS (INSERT INTO insurer_message_step (message_id, step, step_on, is_by_hand,
                       act_id) SELECT id, 'SENT', '2026-01-16', true, 1 FROM told),
               call AS (INSERT INTO insurer_call (message_id) SELECT id FROM told)
           INSERT INTO insurer_answer (insurer_id, answer_id, told_on, content, outcome, act_id)
           SELECT insurer_id, %(number)s, '2026-01-16', '{}', 'NOTED', 1 FROM policy
           WHERE id = (SELECT id FROM held)""",
        facts,
    )
