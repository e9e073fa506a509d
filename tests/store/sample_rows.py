"""A row of each table that no operation of the tests' world writes, for a contract."""

import psycopg

from tests.store.sample_policies import keep_policies


def keep_papers(conn: psycopg.Connection, contract_id: int, number: str) -> None:
    """What files and the bank's answers leave behind, as if each had been there."""
    facts: dict[str, object] = {"contract": contract_id, "number": number}
    conn.execute(
        """INSERT INTO document (digest, name, media_type, content, contract_id, act_id)
           SELECT sha256(convert_to(%(number)s, 'UTF8')), %(number)s || '.pdf', 'application/pdf',
               convert_to(%(number)s, 'UTF8'), %(contract)s, min(id) FROM act""",
        facts,
    )
    conn.execute(
        """INSERT INTO document_of (contract_id, digest, name, act_id)
           SELECT contract_id, digest, name, act_id FROM document WHERE name = %(number)s || '.pdf'
        """,
        facts,
    )
    conn.execute(
        """INSERT INTO remittance_file (contract_id, remittance_id, file_number, name, digest)
           SELECT r.contract_id, r.id, 1, d.name, d.digest FROM remittance r
           JOIN document d ON d.name = %(number)s || '.pdf' WHERE r.contract_id = %(contract)s""",
        facts,
    )
    conn.execute(
        """INSERT INTO paper (contract_id, kind, subject_id, language, digest, act_id)
           SELECT %(contract)s, 'TITLE', 1, 'fr', digest, act_id FROM document
           WHERE name = %(number)s || '.pdf'""",
        facts,
    )
    keep_signatures(conn, facts)
    keep_outgoing(conn, facts)
    keep_charges(conn, facts)
    keep_notice(conn, facts)
    keep_suspicions(conn, facts)
    keep_currencies(conn, facts)
    keep_warned(conn, facts)
    keep_words(conn, facts)
    keep_delegation(conn, facts)
    keep_feed(conn, facts)


def keep_quotes(conn: psycopg.Connection, contracts: dict[str, int]) -> None:
    """Each prospect's quote accepted, and its contract opened from it; one that the public made by
    a tariff shown to it."""
    for prospect, contract_id in contracts.items():
        facts = {"prospect": prospect, "contract": contract_id}
        conn.execute(
            """INSERT INTO quote_acceptance (quote_id, quoted_act_id, person, capacity, language,
                   consent, digest, link_id, accepted_on, act_id)
               SELECT q.id, q.act_id, q.prospect, 'x', 'fr', 'x', sha256('a'), l.id, q.quoted_on, 1
               FROM quote q JOIN quote_link l ON l.quote_id = q.id
               WHERE q.prospect = %(prospect)s""",
            facts,
        )
        conn.execute(
            """INSERT INTO contract_quote (contract_id, quote_id, promised, fees, act_id)
               SELECT %(contract)s, id, '{}', '{}', 1 FROM quote WHERE prospect = %(prospect)s""",
            facts,
        )
    conn.execute("""INSERT INTO prospect_quote (quote_id, link_id, language, made_on, act_id)
                    SELECT l.quote_id, l.id, 'fr', l.until_on, 1 FROM quote_link l
                    ORDER BY l.id LIMIT 1""")
    conn.execute("""INSERT INTO tariff_public (id, tariff_id, is_public, source, approval_id,
                        act_id) SELECT t.id, t.id, true, 'x', t.approval_id, 1 FROM tariff t""")


def keep_failed(conn: psycopg.Connection, facts: dict[str, object]) -> None:
    """A notice that was judged and what follows; a garnishment, an invoice of it and its answer."""
    conn.execute(
        """WITH notice AS (
               INSERT INTO insolvency_notice (id, notice_number, siren, notice_kind, published_on,
                   effect, proceeding, nature, court, digest, act_id)
               SELECT %(contract)s, %(number)s, '443061841', 'NOTICE', '2026-01-16', 'NOTHING',
                   'OTHER', '', '', '\\x00', 1 RETURNING id),
           word AS (INSERT INTO insolvency_word (notice_id, counts, reason, act_id)
               SELECT %(contract)s, true, 'x', 1),
           step AS (INSERT INTO insolvency_step (contract_id, id, party_id, part, step, step_on,
                   reference, act_id)
               SELECT %(contract)s, 1, min(id), 'BUYER', 'DECLARED', '2026-01-16', 'x', 1
               FROM party)
           INSERT INTO insolvency (party_id, notice_id, act_id)
           SELECT min(id), %(contract)s, 1 FROM party""",
        facts,
    )
    conn.execute(
        """WITH served AS (
               INSERT INTO garnishment (contract_id, id, kind, creditor_id, reference, served_at,
                   buyer_id, amount_cents, held_cents, payable_cents, paid_since_cents, currency,
                   act_id)
               SELECT %(contract)s, 1, 'SATD', min(id), 'x', now(), 0, 1, 0, 0, 0, 'EUR', 1
               FROM party),
           item AS (INSERT INTO garnishment_item (contract_id, garnishment_id, invoice_id,
                   transferred_at, open_cents, is_reached)
               VALUES (%(contract)s, 1, 1, now(), 1, false))
           INSERT INTO garnishment_step (contract_id, id, garnishment_id, step, step_on, digest,
               reference, act_id)
           VALUES (%(contract)s, 1, 1, 'ANSWERED', '2026-01-16', '\\x00', 'x', 1)""",
        facts,
    )


def keep_feed(conn: psycopg.Connection, facts: dict[str, object]) -> None:
    """An address that feeds a contract, a mail that came from it, and its answer."""
    conn.execute(
        """INSERT INTO feed (contract_id, way, sender, is_open, user_id, act_id)
           SELECT %(contract)s, 'MAIL', lower(%(number)s) || '@alpha.example', true, min(id), 1
           FROM app_user""",
        facts,
    )
    conn.execute(
        """WITH came AS (
               INSERT INTO arrival (contract_id, id, way, digest, sender, subject, arrival_state,
                   arrived_at, act_id)
               SELECT %(contract)s, nextval('ids'), 'MAIL', sha256(convert_to(%(number)s, 'UTF8')),
                   lower(%(number)s) || '@alpha.example', %(number)s, 'UNREAD', now(), 1
               RETURNING contract_id, id, sender)
           INSERT INTO mail_answer (contract_id, arrival_id, email, reply_to, next_at)
           SELECT contract_id, id, sender, '', now() FROM came""",
        facts,
    )
    keep_penalties(conn, facts)
    keep_reminders(conn, facts)


def keep_signatures(conn: psycopg.Connection, facts: dict[str, object]) -> None:
    """A signature that the provider took in, and its end."""
    conn.execute(
        """WITH asked AS (
               INSERT INTO signature (contract_id, id, kind, subject_id, way, language, name,
                   digest, version, amount_cents, currency, power_id, user_id, signatory, dated_on,
                   last_on, act_id)
               SELECT %(contract)s, 3, 'TITLE', 1, 'ADVANCED', 'fr', name, digest, %(number)s, 1,
                   'EUR', 1, 1, %(number)s, '2026-01-16', '2026-01-16', act_id FROM document
               WHERE name = %(number)s || '.pdf' RETURNING contract_id, id),
           sent AS (
               INSERT INTO envelope (contract_id, signature_id, provider)
               SELECT contract_id, id, 'yousign' FROM asked)
           INSERT INTO signature_end (contract_id, signature_id, outcome, ended_on, act_id)
           SELECT contract_id, id, 'SIGNED', '2026-01-16', 1 FROM asked""",
        facts,
    )


def keep_outgoing(conn: psycopg.Connection, facts: dict[str, object]) -> None:
    """What the bank said of an order, a notice that did not leave."""
    conn.execute(
        """INSERT INTO order_status (contract_id, order_id, status, reason, told_on, digest, act_id)
           SELECT o.contract_id, o.id, 'ACCP', %(number)s, '2026-01-16', d.digest, o.act_id
           FROM payment_order o JOIN document d ON d.name = %(number)s || '.pdf'
           WHERE o.contract_id = %(contract)s""",
        facts,
    )
    conn.execute(
        """WITH told AS (
               INSERT INTO outbox (kind, contract_id, payload, due_at, act_id)
               SELECT 'buyer_notice', id, '{}', '2026-01-16', 1 FROM contract
               WHERE id = %(contract)s RETURNING id)
           INSERT INTO outbox_done (outbox_id, outcome, act_id) SELECT id, 'CANCELLED', 1 FROM told
        """,
        facts,
    )


def keep_delegation(conn: psycopg.Connection, facts: dict[str, object]) -> None:
    """The draws of a contract once given to somebody, and one that was made of them."""
    conn.execute(
        """INSERT INTO delegation (contract_id, user_id, is_granted, party_id, draw_limit_cents,
               from_on, until_on, approval_id, act_id)
           SELECT contract_id, proposed_by, false, (SELECT min(id) FROM party), 1, '2026-01-01',
               '2026-01-31', id, act_id
           FROM (SELECT min(id) AS first FROM approval WHERE contract_id = %(contract)s) one
           JOIN approval ON id = one.first""",
        facts,
    )
    conn.execute(
        """INSERT INTO delegated_draw (contract_id, order_id, user_id, approval_id, amount_cents,
               draw_limit_cents, act_id)
           SELECT contract_id, min(id), 1, 1, 1, 1, 1 FROM payment_order
           WHERE contract_id = %(contract)s GROUP BY contract_id""",
        facts,
    )


def keep_words(conn: psycopg.Connection, facts: dict[str, object]) -> None:
    """A number claimed and said not to be the buyer's, an invoice released by another factor."""
    conn.execute(
        """INSERT INTO number_claim (contract_id, party_id, scheme, identifier, name, act_id)
           SELECT contract_id, min(buyer_id), 'foreign', %(number)s, %(number)s, 1
           FROM contract_buyer WHERE contract_id = %(contract)s GROUP BY contract_id""",
        facts,
    )
    conn.execute(
        """INSERT INTO guess (contract_id, payment_id, act_id, guess_number, invoice_contract_id,
               invoice_id, proposed_cents, confidence_ppm, evidence)
           SELECT contract_id, min(id), 1, 1, contract_id, 1, 1, 1, 'NUMBER' FROM payment
           WHERE contract_id = %(contract)s GROUP BY contract_id""",
        facts,
    )
    conn.execute(
        """INSERT INTO number_word (party_id, scheme, identifier, is_borne, source, act_id)
           SELECT party_id, scheme, identifier, false, %(number)s, 1 FROM number_claim
           WHERE contract_id = %(contract)s""",
        facts,
    )
    conn.execute(
        """INSERT INTO release_letter (contract_id, number_key, invoice_number, is_withdrawn,
               source, act_id) VALUES (%(contract)s, 'F1', 'F-1', false, %(number)s, 1)""",
        facts,
    )


def keep_charges(conn: psycopg.Connection, facts: dict[str, object]) -> None:
    """What was charged in advance, guaranteed and over-advanced."""
    conn.execute(
        """INSERT INTO charged_advance (contract_id, id, lot_id, invoice_id, value_on, until_on,
               advance_cents, financing_rate_ppm, interest_cents, act_id)
           SELECT contract_id, 1, 1, min(id), '2026-01-16', '2026-01-17', 1, 1, 1, 1 FROM invoice
           WHERE contract_id = %(contract)s GROUP BY contract_id""",
        facts,
    )
    conn.execute(
        """INSERT INTO guarantee SELECT contract_id, min(id), min(buyer_id), '2026-01-16',
               'DELAY', 1, 0, 1, 0, 1, 1 FROM invoice WHERE contract_id = %(contract)s
           GROUP BY contract_id""",
        facts,
    )
    keep_failed(conn, facts)
    conn.execute(
        """INSERT INTO partner (contract_id, party_id, role, is_granted, source, act_id)
           SELECT k.id, f.id, 'broker', true, %(number)s, k.act_id FROM contract k
           JOIN party f ON f.kind = 'FACTOR' WHERE k.id = %(contract)s""",
        facts,
    )
    conn.execute(
        """INSERT INTO opening_fact (contract_id, id, guard, fact_on, source, act_id)
           VALUES (%(contract)s, 1, 'KYC_FILE', '2026-01-16', 'file', 1)""", facts)  # fmt: skip
    conn.execute(
        """WITH taken AS (
               INSERT INTO takeover VALUES (%(contract)s, 1, 0, '2026-01-16', '{}', '\\x00', 1)
               RETURNING contract_id)
           INSERT INTO takeover_step (contract_id, step, on_date, act_id)
           SELECT contract_id, 'LETTER_ASKED', '2026-01-16', 1 FROM taken""", facts)  # fmt: skip
    conn.execute("INSERT INTO over_advance VALUES (%(contract)s, '2026-01-16', 1, 1)", facts)
    keep_fees(conn, facts)
    conn.execute(
        """WITH offered AS (
               INSERT INTO purchase_order SELECT k.id, 1, k.client_id, min(i.buyer_id), 'PO-1',
                   'PO1', '2026-01-10', '2026-03-02', 'EUR', 1, '2026-01-12', 'signed', 1
               FROM contract k JOIN invoice i ON i.contract_id = k.id WHERE k.id = %(contract)s
               GROUP BY k.id, k.client_id RETURNING contract_id)
           INSERT INTO purchase_order_step (contract_id, purchase_order_id, step, value_on,
               amount_cents, act_id)
           SELECT contract_id, 1, 'AGREED', '2026-01-16', 0, 1 FROM offered""",
        facts,
    )
    keep_payables(conn, facts)


def keep_payables(conn: psycopg.Connection, facts: dict[str, object]) -> None:
    """A supplier invited by the contract's client, and a payable that was cancelled."""
    conn.execute(
        """WITH told AS (INSERT INTO client_account (contract_id, code, number, act_id)
               VALUES (%(contract)s, 'C4671', '467100', 1))
           INSERT INTO planned_payment (contract_id, planned_on, amount_cents, act_id)
           VALUES (%(contract)s, '2026-02-01', -1, 1)""", facts)  # fmt: skip
    conn.execute(
        """WITH swept AS (INSERT INTO sweep VALUES (%(contract)s, 3, 0, 0, 'EUR', 1, '2026-02-02',
                   NULL, 1)),
           left_it AS (INSERT INTO sweep_step (contract_id, sweep_id, step, on_date, act_id)
               VALUES (%(contract)s, 3, 'LEFT', '2026-02-02', 1)),
           sent AS (INSERT INTO sales_ledger VALUES (%(contract)s, 4, '2026-01-16', 'ventes.csv',
                   '\\x00', 1, 1, 0, 1, 1))
           INSERT INTO ledger_difference VALUES (%(contract)s, 4, 1, 'NOT_CEDED', 'F-1', 'BETA SA',
               1, 0)""", facts)  # fmt: skip
    conn.execute(
        """WITH sent AS (
               INSERT INTO payable SELECT k.id, 2, k.client_id, f.id, 'FG-1', 'FG1', '2026-01-10',
                   '2026-03-02', 'EUR', 1, 1
               FROM contract k JOIN party f ON f.kind = 'FACTOR' WHERE k.id = %(contract)s
               RETURNING contract_id, supplier_id),
           invited AS (
               INSERT INTO programme_supplier (contract_id, supplier_id, step, source, act_id)
               SELECT contract_id, supplier_id, 'INVITED', %(number)s, 1 FROM sent)
           INSERT INTO payable_step (contract_id, payable_id, step, value_on, amount_cents, act_id)
           SELECT contract_id, 2, 'CANCELLED', '2026-01-16', 0, 1 FROM sent""",
        facts,
    )


def keep_notice(conn: psycopg.Connection, facts: dict[str, object]) -> None:
    """What a bank has announced, told by a document of the contract."""
    conn.execute(
        """INSERT INTO expected_movement (own_account_id, source, entry_status, entry_key,
               entry_cents, entry_references, movement_key, occurrence, booked_on, value_on,
               currency, amount_cents, remittance_text, is_reversal, digest, act_id)
           SELECT o.id, 'camt.054', 'BOOK', md5(%(number)s)::uuid, 1, '{}', md5(%(number)s)::uuid,
               1, '2026-01-16', '2026-01-16', 'EUR', 1, %(number)s, false, d.digest, d.act_id
           FROM own_account o JOIN document d ON d.name = %(number)s || '.pdf'""",
        facts,
    )
    keep_commissions(conn, facts)
    keep_policies(conn, facts)
    keep_recourse(conn, facts)


def keep_recourse(conn: psycopg.Connection, facts: dict[str, object]) -> None:
    """A loss on a client."""
    conn.execute(
        """INSERT INTO recourse_step (contract_id, id, step, step_on, amount_cents, reference,
               act_id) VALUES (%(contract)s, 1, 'WRITTEN_OFF', '2026-01-16', 1, %(number)s, 1)""",
        facts,
    )


def keep_commissions(conn: psycopg.Connection, facts: dict[str, object]) -> None:
    """What a broker leaves behind who brought the contract: BETA SA, as if it were one."""
    conn.execute(
        """WITH party AS (SELECT min(id) AS id FROM party),
               approved AS (INSERT INTO approval (kind, arguments, proposed_by, act_id)
                   SELECT 'commission_terms', '{}', min(id), 1 FROM app_user RETURNING id),
               checked AS (INSERT INTO orias_check (party_id, orias_number, is_registered,
                       checked_on, until_on, source, act_id)
                   SELECT id, '07000123', true, '2026-01-16', '2026-01-16', 'x', 1 FROM party),
               mandated AS (INSERT INTO broker_mandate (contract_id, party_id, given_by, signed_on,
                       source, act_id)
                   SELECT %(contract)s, id, 'CLIENT', '2026-01-16', 'x', 1 FROM party),
               agreed AS (INSERT INTO commission_term (id, contract_id, party_id, valid_from_on,
                       base, counted, rate_ppm, one_off_cents, clawback_days, vat_class,
                       is_disclosed, source, approval_id, act_id)
                   SELECT nextval('ids'), %(contract)s, p.id, '2026-01-16', 'FEE', 'BILLED', 1, 0,
                       0, 'EXEMPT', true, 'x', a.id, 1 FROM party p, approved a),
               earned AS (INSERT INTO commission VALUES (%(contract)s, 1, 1, 'RECURRING',
                       '2026-01-16', 'EUR', 'EXEMPT', 1, 1, 1, 1, 1)),
               stated AS (INSERT INTO commission_statement
                   SELECT nextval('ids'), p.id, 1 + (SELECT count(*) FROM commission_statement),
                       'EUR', '2026-01-16', '2026-01-16', 1, 0, 0, 0, 1, 1, 1 FROM party p
                   RETURNING id)
           INSERT INTO commission_stated SELECT %(contract)s, 1, id FROM stated""",
        facts,
    )


def keep_penalties(conn: psycopg.Connection, facts: dict[str, object]) -> None:
    """A claim of penalties, what was waived of it, and a notice of a dispute."""
    conn.execute(
        """INSERT INTO dispute_notice (contract_id, dispute_id, noticed_on, defund_from_on,
               amount_cents, digest, act_id)
           VALUES (%(contract)s, 1, '2026-01-16', '2026-02-16', 1, '\\x00', 1)""",
        facts,
    )
    conn.execute(
        """WITH claimed AS (
               INSERT INTO penalty (contract_id, id, buyer_id, invoice_id, currency, owner,
                   vat_class, claimed_on, penalty_cents, indemnity_cents, amount_cents, open_cents,
                   halves, entry_id, act_id)
               VALUES (%(contract)s, 8, 1, 1, 'EUR', 'FACTOR', 'OUT_OF_SCOPE', '2026-01-16', 2, 0,
                   2, 1, '[]', 1, 1) RETURNING contract_id, id)
           INSERT INTO penalty_waiver (contract_id, penalty_id, approval_id, waived_on,
               amount_cents, reason, entry_id, act_id)
           SELECT c.contract_id, c.id, a.id, '2026-01-16', 1, %(number)s, 1, 1
           FROM claimed c CROSS JOIN LATERAL (SELECT min(id) AS id FROM approval
               WHERE id NOT IN (SELECT approval_id FROM penalty_waiver)) a""",
        facts,
    )


def keep_reminders(conn: psycopg.Connection, facts: dict[str, object]) -> None:
    """A plan, whom to write to, a reminder, and a promise that was taken back."""
    conn.execute(
        """WITH plan AS (
               INSERT INTO reminder_plan (contract_id, id, buyer_id, valid_from_on, sender_email,
                   source, act_id)
               VALUES (%(contract)s, 5, 0, '2026-01-16', '', %(number)s, 1)
               RETURNING contract_id, id),
           stage AS (
               INSERT INTO reminder_stage (contract_id, plan_id, stage_number, stage, offset_days,
                   least_cents, channel)
               SELECT contract_id, id, 1, 'R1', 3, 0, 'EMAIL' FROM plan),
           contact AS (
               INSERT INTO reminder_contact (contract_id, buyer_id, person, email, phone,
                   postal_address, language, is_email_refused, source, act_id)
               VALUES (%(contract)s, 1, %(number)s, '', '', '', 'fr', false, %(number)s, 1)),
           made AS (
               INSERT INTO reminder (contract_id, id, buyer_id, plan_id, stage, channel, language,
                   currency, run_on, amount_cents, line_count, act_id)
               SELECT contract_id, 6, 1, id, 'R1', 'EMAIL', 'fr', 'EUR', '2026-01-16', 1, 1, 1
               FROM plan RETURNING contract_id, id),
           line AS (
               INSERT INTO reminder_line (contract_id, reminder_id, invoice_id, claimed_cents,
                   stage_number, offset_days)
               SELECT contract_id, id, 1, 1, 1, 3 FROM made)
           INSERT INTO promise (contract_id, id, buyer_id, currency, promised_on, evidence,
               consent, act_id)
           VALUES (%(contract)s, 7, 1, 'EUR', '2026-01-16', %(number)s, '', 1)""",
        facts,
    )
    conn.execute(
        """WITH line AS (INSERT INTO promise_line VALUES (%(contract)s, 7, 1, 1, 1)),
           part AS (
               INSERT INTO promise_instalment (contract_id, promise_id, due_on, amount_cents)
               VALUES (%(contract)s, 7, '2026-02-16', 1)),
           paid AS (INSERT INTO direct_payment_day VALUES (%(contract)s, 1, 1, '2026-01-17', 1)),
           found AS (
               INSERT INTO promise_outcome (contract_id, promise_id, found_on, outcome, paid_cents,
                   late_cents, act_id)
               VALUES (%(contract)s, 7, '2026-01-17', 'BROKEN', 0, 1, 1))
           INSERT INTO promise_end (contract_id, promise_id, ended_on, reason, act_id)
           VALUES (%(contract)s, 7, '2026-01-17', %(number)s, 1)""",
        facts,
    )


def keep_fees(conn: psycopg.Connection, facts: dict[str, object]) -> None:
    """A fee agreed, and what has brought it."""
    conn.execute(
        """INSERT INTO contract_fee (contract_id, fee_code, charge_unit, valid_from_on, tier_from,
               unit_cents, charge_ppm, source, act_id)
           VALUES (%(contract)s, 'FEE-DOS', 'ONCE', '2026-01-16', '{0}', '{1}', '{0}', 'x', 1)""",
        facts)  # fmt: skip
    conn.execute(
        """INSERT INTO fee_billed SELECT %(contract)s, 'FEE-DOS', 'ONCE', 'once', NULL,
                        min(id), 1 FROM entry WHERE contract_id = %(contract)s""",
        facts,
    )


def keep_suspicions(conn: psycopg.Connection, facts: dict[str, object]) -> None:
    """An alarm of fraud and its decision, a document examined, an invoice drawn to verify."""
    conn.execute(
        """WITH raised AS (
               INSERT INTO fraud_alarm (contract_id, rule, subject, subject_id, amount_cents,
                   effect, evidence, found_on, act_id)
               VALUES (%(contract)s, 'FR-02', 'INVOICE', 1, 1, 'BLOCK', '{}', '2026-01-16', 1)
               RETURNING contract_id, id), examined AS (
               INSERT INTO examined_document (contract_id, invoice_id, digest, producer,
                   is_rewritten, revision_count, font_count, act_id)
               VALUES (%(contract)s, 1, sha256('x'), 'Sage', false, 1, 1, 1)), drawn AS (
               INSERT INTO verification (contract_id, campaign_id, invoice_id, buyer_id, cause,
                   draw_ppm, amount_cents, drawn_on, act_id)
               VALUES (%(contract)s, 1, 1, 1, 'VALUE', 1, 1, '2026-01-16', 1))
           INSERT INTO fraud_decision (contract_id, alarm_id, outcome, reason, decided_on, act_id)
           SELECT contract_id, id, 'CLEARED', 'seen', '2026-01-16', 1 FROM raised""",
        facts,
    )


def keep_warned(conn: psycopg.Connection, facts: dict[str, object]) -> None:
    """A company scored, a name found on a list, and what was said of it."""
    conn.execute(
        """WITH found AS (
               INSERT INTO screening_hit (list_name, entry_key, entry_digest, listed_name, list_on,
                   subject, party_id, name, near_ppm, why, found_on, act_id)
               VALUES (%(number)s, '1', sha256('x'), 'x', '2026-01-16', 'PAYER', 0, 'x', 1, '{}',
                   '2026-01-16', 1) RETURNING id), looked AS (
               INSERT INTO screening_look (list_name, list_on, digest, looked_on, is_whole,
                   through_id, name_count, found_count, act_id)
               VALUES (%(number)s, '2026-01-16', sha256('x'), '2026-01-16', true, 1, 1, 1, 1)),
           day AS (INSERT INTO warning_day VALUES ('2026-01-16', 1, 1) ON CONFLICT DO NOTHING),
           scored AS (
               INSERT INTO warning_score (subject, party_id, scored_on, currency, score, level,
                   late_ppm, factors, act_id)
               SELECT 'CLIENT', client_id, '2026-01-16', 'EUR', 1, 'QUIET', 0, '[]', 1
               FROM contract WHERE id = %(contract)s ON CONFLICT DO NOTHING),
           held AS (
               INSERT INTO legal_hold (hold_of, subject_id, kind, reason, held_on, act_id)
               VALUES ('KIND', 0, 'PROSPECT', 'x', '2026-01-16', 1) RETURNING id), lifted AS (
               INSERT INTO legal_hold_lift (hold_id, reason, lifted_on, approval_id, act_id)
               SELECT id, 'x', '2026-01-16', (SELECT min(id) FROM approval), 1 FROM held),
           proved AS (
               INSERT INTO erasure_proof (kind, source, until_on, row_count, digest, erased_on,
                   act_id)
               VALUES ('SIGN_IN', 'x', '2026-01-16', 1, sha256('x'), '2026-01-16', 1)),
           suspected AS (
               INSERT INTO aml_alarm (contract_id, scenario, subject, subject_id, amount_cents,
                   evidence, found_on, act_id)
               VALUES (%(contract)s, 'AML-01', 'CONTRACT', 1, 1, '{}', '2026-01-16', 1)
               RETURNING contract_id, id), examined AS (
               INSERT INTO aml_word (contract_id, alarm_id, outcome, reason, said_on, by_id,
                   act_id)
               SELECT contract_id, id, 'HELD', 'seen', '2026-01-16', 1, 1 FROM suspected)
           INSERT INTO screening_word (hit_id, outcome, reason, said_on, act_id)
           SELECT id, 'LET_GO', 'x', '2026-01-16', 1 FROM found""",
        facts,
    )


def keep_currencies(conn: psycopg.Connection, facts: dict[str, object]) -> None:
    """An account in dollars revalued, and euros taken as dollars."""
    conn.execute(
        """WITH revalued AS (INSERT INTO revaluation VALUES (%(contract)s, nextval('ids'),
                   '2026-01-31', 'DEB', 'USD', 1, 1, 1, 1085000, NULL, 1))
           INSERT INTO exchange VALUES (%(contract)s, nextval('ids'), 1, 2, 'EUR', 1, 'USD', 1, 'x',
               1, 1)""",
        facts,
    )
