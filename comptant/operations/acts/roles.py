"""Who there is: the roles of people and of companies. Source: DOMAIN 2.1."""

ADMINISTRATOR = "administrator"
ACCOUNT_MANAGER = "account_manager"
CREDIT_ANALYST = "credit_analyst"
TREASURER = "treasurer"
ACCOUNTANT = "accountant"
AUDITOR = "auditor"
CLIENT_OWNER = "client_owner"
CLIENT_TREASURER = "client_treasurer"
CLIENT_USER = "client_user"
CLIENT_ACCOUNTANT = "client_accountant"
EXTERNAL_ACCOUNTANT = "external_accountant"
BROKER = "broker"
ADVISER = "adviser"
BUYER = "buyer"
SUPPLIER = "supplier"
INSURER = "insurer"
GUARANTOR = "guarantor"

FACTOR_ROLES = frozenset(
    {ADMINISTRATOR, ACCOUNT_MANAGER, CREDIT_ANALYST, TREASURER, ACCOUNTANT, AUDITOR}
)
# Those who read contracts as a client does; an external accountant, those that the firm keeps.
CLIENT_ROLES = frozenset(
    {CLIENT_OWNER, CLIENT_TREASURER, CLIENT_USER, CLIENT_ACCOUNTANT, EXTERNAL_ACCOUNTANT}
)
# Who may know who has read what is sensitive.
READERS_OF_READS = frozenset({ADMINISTRATOR, AUDITOR})
# Who is told of names on lists of frozen assets, and nobody else: what is told further tips off.
COMPLIANCE = frozenset({ADMINISTRATOR, CREDIT_ANALYST, AUDITOR})
# Who may know what anybody did: those who keep the chain of acts.
READERS_OF_ACTS = frozenset({ACCOUNTANT, ADMINISTRATOR, AUDITOR})
# What a client's owner gives to colleagues; of these, what draws or names others takes two people.
TEAM_ROLES = CLIENT_ROLES - {EXTERNAL_ACCOUNTANT}
TWO_PEOPLE = frozenset({CLIENT_OWNER, CLIENT_TREASURER})
# Those who read what is theirs of a contract, by lists of their own.
PARTNER_ROLES = frozenset({BROKER, ADVISER, BUYER, SUPPLIER, INSURER, GUARANTOR})
ROLES = FACTOR_ROLES | CLIENT_ROLES | PARTNER_ROLES
# Those who bring companies, or advise them: they quote for companies that are not theirs.
INTRODUCERS = frozenset({BROKER, ADVISER})
# Which parts a company may be given in a contract, and those that a client itself may give.
PARTS = frozenset({BROKER, ADVISER, INSURER, GUARANTOR, EXTERNAL_ACCOUNTANT})
PARTS_OF_CLIENTS = frozenset({ADVISER, EXTERNAL_ACCOUNTANT})
# Who draws on their own right; an external accountant, only what a client has delegated.
DRAWING_ROLES = frozenset({CLIENT_OWNER, CLIENT_TREASURER, ACCOUNT_MANAGER})
