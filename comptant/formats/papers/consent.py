"""What a signatory consents to, in words that nobody edits, and the file that proves it.

Source: art. 1366, 1367 C. civ.; art. 25, 26 Regulation (EU) No 910/2014.
"""

import hashlib
import json
from typing import Any

Row = dict[str, Any]
CONSENT = {
    "fr": "Je soussigné(e) {signatory} déclare avoir lu le document « {name} », dont l'empreinte "
          "SHA-256 est {digest}, avoir le pouvoir de le signer pour {client}, et le signer "
          "électroniquement en saisissant le code à usage unique qui m'est personnel. J'accepte "
          "que cette signature engage {client} comme ma signature manuscrite, et que le fichier de "
          "preuve qui l'établit soit conservé (articles 1366 et 1367 du Code civil).",
    "en": "I, {signatory}, declare that I have read the document “{name}”, whose SHA-256 digest is "
          "{digest}, that I have the power to sign it for {client}, and that I sign it "
          "electronically by typing the one-time code that is mine alone. I accept that this "
          "signature binds {client} as my handwritten signature does, and that the file that "
          "proves it is kept (articles 1366 and 1367 of the French Civil Code).",
}  # fmt: skip
ACCEPTANCE = {
    "fr": "Je soussigné(e) {person}, agissant comme {capacity} de {company}, accepte le devis "
          "n° {quote_id}, dont l'empreinte SHA-256 est {digest}, avec toutes ses conditions. "
          "J'accepte que cette acceptation engage {company} et soit conservée comme preuve "
          "(articles 1366 et 1367 du Code civil). Le contrat n'est formé qu'une fois accepté par "
          "le factor et signé.",
    "en": "I, {person}, acting as {capacity} of {company}, accept the quote No. {quote_id}, whose "
          "SHA-256 digest is {digest}, with all its terms. I accept that this acceptance binds "
          "{company} and is kept as proof (articles 1366 and 1367 of the French Civil Code). The "
          "contract is made only once the factor has agreed to it and it is signed.",
}  # fmt: skip
LANGUAGES = tuple(ACCEPTANCE)
FORMAT = "comptant-signature-evidence/1"


def consent(of: Row, language: str) -> str:
    """What the signatory of a paper consents to, in their language: signatory, name, digest (hex),
    client."""
    return CONSENT[language].format(
        signatory=of["signatory"], name=of["name"], digest=of["digest"], client=of["client"]
    )


def evidence(facts: Row) -> bytes:
    """The file that proves a signature: JSON in the order of its names, UTF-8, so that the same
    facts give the same bytes. A consent has its digest beside it."""
    told = {"format": FORMAT, **facts}
    text = told.get("consent", {}).get("text")
    if text is not None:
        told["consent"] = {**told["consent"], "sha256": hashlib.sha256(text.encode()).hexdigest()}
    written = json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True, default=str)
    return f"{written}\n".encode()


def acceptance(
    language: str, *, person: str, capacity: str, company: str, quote_id: int, digest: str
) -> str:
    """What whoever accepts a quote consents to; `digest` (hex) is that of the offer."""
    return ACCEPTANCE[language].format(
        person=person, capacity=capacity, company=company, quote_id=quote_id, digest=digest
    )
