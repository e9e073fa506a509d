"""The root element of a bank's XML, found before any reader that could be made to unfold text."""

from xml.parsers import expat

from lxml import etree

from comptant.formats.statements import Unreadable

PROLOG_STEP_BYTES = 4_096  # the first; nearly all roots are in it
ENCODING_ERRORS = (
    etree.ErrorTypes.ERR_INVALID_ENCODING,
    etree.ErrorTypes.ERR_UNKNOWN_ENCODING,
    etree.ErrorTypes.ERR_UNSUPPORTED_ENCODING,
)


def root_of(data: bytes) -> str:
    """Namespace, blank, name of the root. Raises Unreadable on a DOCTYPE, before all other readers.

    A DOCTYPE can name other files and multiply text; no bank sends one.
    """
    roots: list[str] = []

    def refuse_doctype(*_: object) -> None:
        raise Unreadable("xml_dangerous", "DOCTYPE")

    def keep_root(tag: str, _: object) -> None:
        if not roots:
            roots.append(tag)

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = refuse_doctype
    parser.StartElementHandler = keep_root
    try:
        start, end = 0, PROLOG_STEP_BYTES
        while start < len(data):
            parser.Parse(data[start:end], False)
            if roots:
                return roots[0]
            # Expat goes through an unfinished comment again at each step: double the steps.
            start, end = end, 2 * end
    except (LookupError, ValueError) as error:
        raise Unreadable("encoding_unreadable", error) from None
    except expat.ExpatError as error:
        # Beyond the root it is for the real parser to judge.
        if roots:
            return roots[0]
        raise Unreadable("xml_malformed", error) from None
    raise Unreadable("xml_malformed", "no element")
