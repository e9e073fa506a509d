"""A thousand histories of policies: whoever does what the desk says on its last day misses none,
and every day of a policy is declared and paid for once."""

import random
from datetime import date, timedelta

import psycopg

from tests.facts import World, open_world
from tests.houses import house

START, COUNT, DAYS = date(2025, 1, 1), 1_000, 730


@house
def world(writer: psycopg.Connection) -> World:
    """A thousand policies of ASSUR, of all rhythms and delays, begun on any day."""
    made = open_world(writer)
    dice = random.Random(130)
    made.conn.execute("CREATE TEMPORARY TABLE said (number int, from_on date, terms jsonb)")
    with made.conn.cursor().copy("COPY said FROM STDIN") as copy:
        for number in range(COUNT):
            months = dice.choice([1, 2, 3, 4, 6, 12])
            terms = (f'{{"turnover_months": {months}, "premium_months": null, '
                     f'"turnover_days": {dice.choice([1, 15, 30, 60])}, '
                     '"premium_grace_days": 40}')  # fmt: skip
            copy.write_row((number, START + timedelta(days=dice.randrange(400)), terms))
    made.conn.execute(
        """WITH held AS (INSERT INTO policy (id, policy_number, insurer_id, holder_id, currency,
                   from_on, source, act_id)
               SELECT nextval('ids'), 'H-' || s.number, f.id, f.id, 'EUR', s.from_on, 'x', 1
               FROM said s, party f WHERE f.kind = 'FACTOR' RETURNING id, policy_number),
           agreed AS (INSERT INTO approval (kind, arguments, proposed_by, act_id)
               SELECT 'policy', jsonb_build_object('n', s.number), u.id, 1
               FROM said s, (SELECT min(id) AS id FROM app_user) u
               RETURNING id, (arguments ->> 'n')::int AS number)
           INSERT INTO policy_version (policy_id, valid_from_on, terms, source, approval_id, act_id)
           SELECT h.id, s.from_on, s.terms, 'x', a.id, 1
           FROM said s JOIN agreed a ON a.number = s.number
           JOIN held h ON h.policy_number = 'H-' || s.number"""
    )  # fmt: skip
    return made


DUE = """SELECT p.id, q.from_on, q.until_on FROM policy p
    CROSS JOIN LATERAL policy_periods(p.id, 'turnover_months', (SELECT max(d.until_on)
        FROM turnover_declaration d WHERE d.policy_id = p.id), %(on)s) q
    CROSS JOIN LATERAL policy_terms_on(p.id, %(on)s) v
    WHERE q.until_on + (v.terms ->> 'turnover_days')::int = %(on)s"""
LAPSED = """SELECT count(*) FROM policy p CROSS JOIN LATERAL policy_lapses(p.id, %(on)s) x
    WHERE x.lapse = 'TURNOVER'"""


def test_whoever_declares_on_the_last_day_misses_none(world: World) -> None:
    for number in range(DAYS):
        on = START + timedelta(days=number)
        world.conn.execute(
            f"""INSERT INTO turnover_declaration (policy_id, from_on, until_on, turnover_cents,
                    insured_base, declared_on, reference, act_id)
                SELECT id, from_on, until_on, 0, 'NET', %(on)s, 'x', 1 FROM ({DUE}) due""",
            {"on": on},
        )  # fmt: skip
        if number % 10 == 0:
            assert world.one(LAPSED, on=on) == 0, on
    assert world.one("SELECT count(*) FROM turnover_declaration") > COUNT
    gaps = world.one(
        """SELECT count(*) FROM (SELECT d.from_on, p.from_on AS first_on, lag(d.until_on)
               OVER (PARTITION BY d.policy_id ORDER BY d.until_on) AS before_on
               FROM turnover_declaration d JOIN policy p ON p.id = d.policy_id) x
           WHERE x.from_on <> coalesce(x.before_on + 1, x.first_on)"""
    )
    assert gaps == 0


def test_whoever_declares_nothing_is_told_of_each(world: World) -> None:
    on = START + timedelta(days=DAYS + 400)
    late = world.one("SELECT count(DISTINCT p.id) FROM policy p"
                     " CROSS JOIN LATERAL policy_lapses(p.id, %(on)s) x", on=on)  # fmt: skip
    assert late == COUNT
