"""Files of invoices sent by a program, as a form with files (multipart/form-data)."""

from django.core.exceptions import TooManyFilesSent
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError
from ninja.errors import ValidationError

from comptant.doors import files_sent, lookup, reasons_told
from comptant.doors.catalogue import written
from comptant.doors.files_sent import Sent, told_faults
from comptant.doors.visits import Row, Visit
from comptant.doors.web import DATA_UPLOAD_MAX_NUMBER_FILES, FILE_MEGABYTES_MAX
from comptant.operations.acts.act import Refused

KIND = "multipart/form-data"
FAULTS_TOLD = 1_000


def remit_files(visit: Visit, request: HttpRequest, contract_id: int, key: str) -> Row:
    """Files of invoices and credit notes of a contract, in the field `files` of a form
    (multipart/form-data): Factur-X, UBL, CII, CSV, XLSX, XLS, ODS, mixed at will, 1 000 files and
    64 MB at most. They become one remittance, or several where there are more than 100 000 lines,
    each as `remit` makes it.

    Answers `remittances` (the answers of `remit`), and `faults`: what could not be read, with its
    file, place and code; what could be read is taken in. The same key and files give the first
    answers again. Refused: content_type_wrong, no_file, too_many_files, files_too_large,
    files_unread (nothing could be read), and what `remit` refuses.
    """
    answers, faults = files_sent.take(visit, contract_id, key, _sent(request))
    return {"contract_id": contract_id, "remittances": answers, "fault_count": len(faults),
            "faults": told_faults(faults, FAULTS_TOLD)}  # fmt: skip


def quote_files(visit: Visit, request: HttpRequest, contract_id: int) -> Row:
    """What files of invoices would bring and cost before they are ceded: sent as to
    `bulk/remit_files`, nothing is kept.

    Answers what may be drawn before and after, the factoring fee before VAT (`fee_cents`), the
    financing charge if all that is freed were drawn for `days` days (`charge_cents`), each line
    with its state, reason and sentence, and what could not be read. Refused: as
    `bulk/remit_files`.
    """
    told, faults = files_sent.quote(visit, contract_id, _sent(request))
    lines = told.pop("lines")
    with visit.reading() as see:
        found = lookup.contract(see, str(contract_id), visit.on)
        shared, facts = reasons_told.reason_facts(see, found)
    return {"contract_id": contract_id, **told, "lines": reasons_told.told(lines, shared, facts),
            "fault_count": len(faults), "faults": told_faults(faults, FAULTS_TOLD)}  # fmt: skip


def _sent(request: HttpRequest) -> list[Sent]:
    if request.content_type != KIND:
        raise Refused("content_type_wrong", given=request.content_type[:100], wanted=(KIND,))
    try:
        uploads = request.FILES.getlist("files")
    except TooManyFilesSent:
        raise Refused("too_many_files", most=DATA_UPLOAD_MAX_NUMBER_FILES) from None
    except MultiPartParserError as wrong:
        raise ValidationError([{"loc": ("files",), "type": "form", "msg": str(wrong)}]) from None
    if request.META.get("comptant.too_large"):
        raise Refused("files_too_large", megabytes=FILE_MEGABYTES_MAX)
    return [Sent(_name(str(one.name)), one.size or 0, one.file) for one in uploads]


def _name(text: str) -> str:
    try:
        return written(text)
    except ValueError as wrong:
        raise ValidationError([{"loc": ("files",), "type": "name", "msg": str(wrong)}]) from None
