"""What is sent by mail, in the language of whoever reads it: codes, links, notices."""

from dataclasses import dataclass
from datetime import datetime

from comptant.doors import words
from comptant.doors.words import say, speaking
from comptant.operations.assigning.signing_codes import MINUTES
from comptant.operations.registry.emails import CODE_MINUTES, LINK_MINUTES


@dataclass(frozen=True)
class Letter:
    """A mail before it has an address."""

    subject: str
    text: str


def to_sign(code: str, language: str) -> Letter:
    """A code to sign papers."""
    with speaking(language):
        return Letter(say("Your code to sign", "Votre code de signature"), say(
            f"Your one-time code to sign is {code}. It serves for {MINUTES} minutes, once.\n\n"
            "Nobody of ours asks you for it: type it yourself on the page of the paper. If you did "
            "not ask for it, tell your account manager.\n",
            f"Votre code à usage unique pour signer est {code}. Il sert pendant {MINUTES} minutes, "
            "une fois.\n\nPersonne de chez nous ne vous le demande : saisissez-le vous-même sur la "
            "page du document. Si vous ne l'avez pas demandé, prévenez votre chargé de compte.\n",
        ))  # fmt: skip


def letter(kind: str, language: str, secret: str, facts: dict[str, str]) -> Letter:
    """A mail about somebody's own way in."""
    with speaking(language):
        return KINDS[kind](secret, facts)


def _confirm(code: str, facts: dict[str, str]) -> Letter:
    return Letter(say("Confirm your address", "Confirmez votre adresse"), say(
        f"Your code to confirm this address is {code}. It serves for {CODE_MINUTES} minutes, once: "
        "type it on the page where you gave the address.\n\nIf you gave none, do nothing: without "
        "the code the address does not count.\n",
        f"Votre code pour confirmer cette adresse est {code}. Il sert pendant {CODE_MINUTES} "
        "minutes, une fois : saisissez-le sur la page où vous avez donné l'adresse.\n\nSi vous "
        "n'en avez donné aucune, ne faites rien : sans le code, l'adresse ne compte pas.\n",
    ))  # fmt: skip


def _link(link: str, facts: dict[str, str]) -> Letter:
    return Letter(say("Your link to sign in", "Votre lien de connexion"), say(
        f"This link signs you in once, within {LINK_MINUTES} minutes:\n\n{link}\n\nIf you did not "
        "ask for it, do not open it: whoever asked has nothing without this mail. Do not send it "
        "on to anybody.\n",
        f"Ce lien vous connecte une fois, dans les {LINK_MINUTES} minutes :\n\n{link}\n\nSi vous "
        "ne l'avez pas demandé, ne l'ouvrez pas : sans ce message, qui l'a demandé n'a rien. Ne le "
        "transférez à personne.\n",
    ))  # fmt: skip


def _new_browser(nothing: str, facts: dict[str, str]) -> Letter:
    at = words.value_of("started_at", datetime.fromisoformat(facts["at"]))
    agent = facts["agent"] or say("a browser that does not say its name",
                                  "un navigateur qui ne dit pas son nom")  # fmt: skip
    return Letter(
        say("Signed in with a new browser", "Connexion avec un nouveau navigateur"),
        say(
            f"{facts['login']} has signed in with a browser never used before.\n\nWhen: {at}\n"
            f"From: {facts['address']}\nWith: {agent}\n\nIf it was you, there is nothing to do. If "
            "not: sign in, end that session on the page You, and change your password; then tell "
            "your account manager or your administrator.\n",
            f"{facts['login']} s'est connecté avec un navigateur jamais utilisé jusqu'ici.\n\n"
            f"Quand : {at}\nDepuis : {facts['address']}\nAvec : {agent}\n\nSi c'était vous, il "
            "n'y a rien à faire. Sinon : connectez-vous, terminez cette session sur la page Vous "
            "et changez votre mot de passe ; puis prévenez votre chargé de compte ou votre "
            "administrateur.\n",
        ),
    )  # fmt: skip


def _email_ended(nothing: str, facts: dict[str, str]) -> Letter:
    return Letter(
        say("This address opens nothing any more", "Cette adresse n'ouvre plus rien"),
        say(
            f"{facts['login']} has taken back this address, or given another. No link to sign in "
            "comes here any more.\n\nIf it was not you, tell your account manager or your "
            "administrator at once.\n",
            f"{facts['login']} a retiré cette adresse, ou en a donné une autre. Plus aucun lien de "
            "connexion n'arrive ici.\n\nSi ce n'était pas vous, prévenez aussitôt votre chargé de "
            "compte ou votre administrateur.\n",
        ),
    )  # fmt: skip


def _code_used(nothing: str, facts: dict[str, str]) -> Letter:
    at = words.value_of("started_at", datetime.fromisoformat(facts["at"]))
    return Letter(
        say("A recovery code has served", "Un code de secours a servi"),
        say(
            f"{facts['login']} has signed in with a recovery code in place of the second factor.\n"
            f"\nWhen: {at}\n\nIf it was you: on the page You, add the new device, remove the one "
            "that is lost and make new codes. If not: change your password and make new codes at "
            "once; then tell your account manager or your administrator.\n",
            f"{facts['login']} s'est connecté avec un code de secours à la place du second facteur."
            f"\n\nQuand : {at}\n\nSi c'était vous : sur la page Vous, ajoutez le nouvel appareil, "
            "retirez celui qui est perdu et créez de nouveaux codes. Sinon : changez votre mot de "
            "passe et créez de nouveaux codes aussitôt ; puis prévenez votre chargé de compte ou "
            "votre administrateur.\n",
        ),
    )  # fmt: skip


def _factors_ended(nothing: str, facts: dict[str, str]) -> Letter:
    at = words.value_of("started_at", datetime.fromisoformat(facts["at"]))
    return Letter(
        say("Second factors ended", "Fin des seconds facteurs"),
        say(
            f"All second factors of {facts['login']} have ended, as was asked after their "
            f"loss, and all sessions with them.\n\nWhen: {at}\n\nAt the next sign-in another one "
            "is added. If nobody of yours asked for it, tell your account manager or your "
            "administrator at once.\n",
            f"Tous les seconds facteurs de {facts['login']} ont pris fin, comme demandé après leur "
            f"perte, et toutes les sessions avec eux.\n\nQuand : {at}\n\nÀ la prochaine connexion, "
            "un autre est ajouté. Si personne chez vous ne l'a demandé, prévenez aussitôt votre "
            "chargé de compte ou votre administrateur.\n",
        ),
    )  # fmt: skip


KINDS = {"CODE_USED": _code_used, "FACTORS_ENDED": _factors_ended, "CONFIRM": _confirm,
         "LINK": _link, "NEW_BROWSER": _new_browser, "EMAIL_ENDED": _email_ended}  # fmt: skip
