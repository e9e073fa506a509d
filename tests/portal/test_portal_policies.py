"""Policies in a browser: the desk keeps and proposes, reads covers and deadlines; a client reads
what it holds."""

import re

from django.core.files.uploadedfile import SimpleUploadedFile

from tests import facts
from tests.policies import insured, insurer, opened, terms_proposed
from tests.portal.conftest import browser, visible

DAY = "2026-01-01"


def test_the_desk_keeps_a_policy_and_proposes_its_terms_and_cover(world: facts.World) -> None:
    insurer(world)
    anna = browser(world, "anna", "fr")
    anna.post("/policies/open", act="do", key="a", insurer_id="ASSUR", holder_id="FACTOR SA",
              policy_number="P-1", currency="EUR", from_on=DAY, source="police")  # fmt: skip
    assert "P-1" in visible(anna.get("/policies"))
    page = anna.get("/policies/terms")
    (policy,) = re.findall(r'<option value="(\d+)"', page)
    blank = {f"term_{name}": "" for name in re.findall(r'name="term_(\w+)"', page)}
    assert len(blank) == 33
    said = {**blank, "policy_id": policy, "from_on": DAY, "source": "article 2"}
    wrong = anna.post("/policies/terms", 422, act="do", key="b",
                      **said | {"term_insured_ppm": "beaucoup"})  # fmt: skip
    assert "beaucoup" in visible(wrong.content.decode())
    anna.post("/policies/terms", act="do", key="c", **said | {
        "term_insured_ppm": "87,5", "term_insured_base": "NET"})  # fmt: skip
    assert world.rows("SELECT arguments -> 'terms' FROM approval WHERE kind = 'policy'") == [
        ({"insured_ppm": 875_000, "insured_base": "NET"},)]  # fmt: skip
    anna.post("/contracts/C-1/policies/propose", act="do", key="d", policy_id=policy, buyer_id="",
              layer="1", share_ppm="100", from_on=DAY, source="annexe")  # fmt: skip
    anna.post("/policies/limit", act="do", key="e", policy_id=policy, buyer_id="BETA SA",
              decision="GRANTED", decision_number="D-1", amount_cents="50 000,00",
              valid_from_on=DAY, until_on="", source="mail")  # fmt: skip
    assert "50 000,00 €" in visible(anna.get("/policy-limits"))


def test_covers_and_deadlines_are_read_and_a_step_is_kept(world: facts.World) -> None:
    policy = insured(world, world.ids["C-1"], 8_000_000, insured_ppm=850_000)
    number, open_cents = world.rows("SELECT invoice_number, open_cents FROM invoice"
                                    " WHERE contract_id = %s ORDER BY id LIMIT 1",
                                    world.ids["C-1"])[0]  # fmt: skip
    assert open_cents > 0
    anna = browser(world, "anna")
    assert "85.00% incl. VAT, up to a limit of €80,000.00" in visible(
        anna.get("/contracts/C-1/cover")
    )
    assert "P-1" in visible(anna.get("/contracts/C-1/policies"))
    anna.post("/contracts/C-1/cover/told", act="do", key="a", policy_id=str(policy),
              invoice_ids=number, step="DECLARED", step_on="2026-01-16",
              reference="DIC-1")  # fmt: skip
    assert world.rows("SELECT step, reference FROM cover_step") == [("DECLARED", "DIC-1")]
    assert "€17,000.00" in visible(anna.get("/cover-claims"))
    assert anna.get("/cover-deadlines")
    # The factor's own policy is none of its client's.
    alice = browser(world, "alice")
    assert "P-1" not in visible(alice.get("/contracts/C-1/cover"))
    assert "P-1" not in visible(alice.get("/contracts/C-1/policies"))


def test_a_client_reads_the_cover_of_its_own_policy(world: facts.World) -> None:
    from tests.policies import cover_proposed, decided

    own = opened(world, "P-9", holder_id=world.ids["ALPHA SAS"])
    world.approve(terms_proposed(world, own), "carl")
    world.approve(cover_proposed(world, own, world.ids["C-1"]), "carl")
    decided(world, own, 8_000_000)
    text = visible(browser(world, "alice").get("/contracts/C-1/cover"))
    assert "P-9" in text
    assert "90.00% incl. VAT" in text


def test_deadlines_premiums_and_turnover_in_a_browser(world: facts.World) -> None:
    policy = insured(world, world.ids["C-1"], 8_000_000, turnover_months=1, premium_months=1)
    anna = browser(world, "anna", "fr")
    assert "affaires à déclarer P-1" in visible(anna.get("/policy-duties"))
    page = anna.get(f"/policies/{policy}/turnover")
    assert "à déclarer" in visible(page)
    for form, begins in (("csv", b"policy_number"), ("xlsx", b"PK"), ("pdf", b"%PDF-")):
        assert anna.client.get(f"/policies/{policy}/turnover.{form}").content.startswith(begins)
    for path in ("/premiums", "/premiums/pay", "/premiums/paid", "/turnover-declarations",
                 "/turnover-declarations/declare"):  # fmt: skip
        assert anna.get(path)
    early = anna.post("/turnover-declarations/declare", 422, act="do", key="a",
                      policy_id=str(policy), until_on="2026-01-31", declared_on="2026-01-16",
                      reference="DCA-1")  # fmt: skip
    assert "est pas finie avant" in visible(early.content.decode())


def test_messages_to_insurers_in_a_browser(world: facts.World) -> None:
    policy = insured(world, world.ids["C-1"], 8_000_000)
    anna = browser(world, "anna", "fr")
    anna.post("/insurer-messages/ask", act="do", key="a", policy_id=str(policy),
              buyer_id="BETA SA", request="INCREASE", amount_cents="90 000,00",
              reason="commandes")  # fmt: skip
    assert "demande de limite" in visible(anna.get("/insurer-messages"))
    id_ = world.one("SELECT id FROM insurer_message")
    form = anna.client.get(f"/insurer-messages/{id_}/form.pdf").content
    assert form.startswith(b"%PDF-")
    assert (
        b'"request_code": "3"' in anna.client.get(f"/insurer-messages/{id_}/message.json").content
    )
    anna.post("/insurer-messages/mark", act="do", key="b", message_id=str(id_), outcome="SENT",
              step_on="2026-01-16", reference="lettre 1", reason="")  # fmt: skip
    assert "envoyé" in visible(anna.get("/insurer-messages"))
    number = world.one("SELECT min(invoice_number) FROM invoice WHERE contract_id = %s",
                       world.ids["C-1"])  # fmt: skip
    anna.post("/contracts/C-1/cover/insurer", act="do", key="c", policy_id=str(policy),
              kind="OVERDUE", invoice_ids=number, reason="impayé")  # fmt: skip
    assert world.one("SELECT count(*) FROM insurer_message") == 2
    assert anna.get("/insurer-answers")
    assert anna.get("/insurer-messages/turnover")


def test_an_insurer_opens_its_own_pages(world: facts.World) -> None:
    insured(world, world.ids["C-1"], 8_000_000)
    facts.add_user(world, "ivan", world.ids["ASSUR"], ["insurer"], False)
    ivan = browser(world, "ivan", "fr")
    assert "P-1" in visible(ivan.get("/insurer/policies"))
    assert "80 000,00 €" in visible(ivan.get("/insurer/limits"))
    for name in ("turnover", "overdues", "claims", "recoveries"):
        assert ivan.get(f"/insurer/{name}")


def test_a_list_of_decisions_is_taken_in_a_browser(world: facts.World) -> None:
    insured(world, world.ids["C-1"], 8_000_000)
    anna = browser(world, "anna", "fr")
    assert "/insurer-answers/take" in anna.get("/insurer-answers")
    bad = SimpleUploadedFile("d.csv", "police;numéro\nP-1;D-4\n".encode())
    told = anna.post("/insurer-answers/take", 422, act="do", key="a", insurer_id="ASSUR",
                     content=bad)  # fmt: skip
    assert "siren" in visible(told.content.decode()).lower()
    siren = world.one("SELECT identifier FROM party_identifier WHERE party_id = %s"
                      " AND scheme = 'siren'", world.ids["BETA SA"])  # fmt: skip
    list_ = SimpleUploadedFile("d.csv", (
        "police;siren;code de réponse;numéro;montant;du\n"
        f"P-1;{siren};2;D-2;60000,00;2026-01-16\n").encode())  # fmt: skip
    anna.post("/insurer-answers/take", 303, act="do", key="b", insurer_id="ASSUR", content=list_)
    assert "D-2" in visible(anna.get("/insurer-answers"))
    assert world.one("SELECT count(*) FROM policy_limit") == 2
