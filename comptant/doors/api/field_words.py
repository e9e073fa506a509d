"""What is wrong with a field of a program's call, in the reader's language, by the error's code.

The codes are those of the library that checks bodies (pydantic), and stable: programs read them.
"""

from collections.abc import Mapping
from typing import Any

from comptant.doors.words import Both

_NUMBER = Both("This must be a whole number.", "Ce doit être un nombre entier.")
_TEXT = Both("This must be a text.", "Ce doit être un texte.")
_DAY = Both("This must be a date: 2026-01-16.", "Ce doit être une date : 2026-01-16.")
_INSTANT = Both("This must be an instant: 2026-01-16T09:00:00Z.",
                "Ce doit être un instant : 2026-01-16T09:00:00Z.")  # fmt: skip
_FLAG = Both("This must be true or false.", "Ce doit être true ou false.")
_LIST = Both("This must be a list.", "Ce doit être une liste.")
_OBJECT = Both("This must be an object.", "Ce doit être un objet.")
_MOST = Both("At most {limit}.", "Au plus {limit}.")
_LEAST = Both("At least {limit}.", "Au moins {limit}.")
_BYTES = Both("This must be base64.", "Ce doit être du base64.")
SAID: dict[str, Both] = {
    "missing": Both("This is missing.", "Ceci manque."),
    "extra_forbidden": Both("There is no such field: take it out.",
                            "Ce champ n'existe pas : retirez-le."),
    "json_invalid": Both("This cannot be read as JSON.", "Ceci ne se lit pas comme du JSON."),
    "int_type": _NUMBER, "int_parsing": _NUMBER, "int_from_float": _NUMBER,
    "int_parsing_size": Both("This number is too large.", "Ce nombre est trop grand."),
    "float_type": _NUMBER, "float_parsing": _NUMBER, "string_type": _TEXT,
    "string_unicode": _TEXT, "date_type": _DAY, "date_parsing": _DAY,
    "date_from_datetime_parsing": _DAY, "date_from_datetime_inexact": _DAY,
    "datetime_type": _INSTANT, "datetime_parsing": _INSTANT,
    "datetime_from_date_parsing": _INSTANT, "datetime_object_invalid": _INSTANT,
    "bool_type": _FLAG, "bool_parsing": _FLAG, "list_type": _LIST, "dict_type": _OBJECT,
    "model_type": _OBJECT, "model_attributes_type": _OBJECT, "base64_decode": _BYTES,
    "bytes_type": _BYTES, "bytes_invalid_encoding": _BYTES,
    "greater_than_equal": Both("At least {ge}.", "Au moins {ge}."),
    "less_than_equal": Both("At most {le}.", "Au plus {le}."),
    "string_too_long": Both("At most {max_length} signs.", "Au plus {max_length} signes."),
    "string_too_short": Both("At least {min_length} signs.", "Au moins {min_length} signes."),
    "too_long": Both("At most {max_length} rows.", "Au plus {max_length} lignes."),
    "too_short": Both("At least {min_length} rows.", "Au moins {min_length} lignes."),
}  # fmt: skip
_OTHER = Both("This value is not accepted ({code}).", "Cette valeur n'est pas acceptée ({code}).")


def field_told(error: Mapping[str, Any]) -> str:
    """The sentence of one error. What we said ourselves, of a file's faults, stays as it is."""
    code = str(error["type"])
    known = SAID.get(code)
    if known is None and error.get("msg") and "ctx" not in error and "input" not in error:
        return str(error["msg"])
    facts = {"code": code, **error.get("ctx", {})}
    return (known or _OTHER).said().format_map(facts)
