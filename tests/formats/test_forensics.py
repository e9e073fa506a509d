"""What a PDF tells of itself: made, changed, by which program."""

import io

import pikepdf
import pytest

from comptant.formats.forensics import NoPdf, examine

MADE = "D:20270301090000+01'00'"


def document(changed: str = MADE, producer: str = "Sage 12", fonts: int = 1) -> bytes:
    pdf = pikepdf.new()
    page = pdf.add_blank_page()
    page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary({
        f"/F{number}": pikepdf.Dictionary(Type=pikepdf.Name.Font,
                                          BaseFont=pikepdf.Name(f"/Font{number}"))
        for number in range(fonts)}))  # fmt: skip
    for name, value in (("/Producer", producer), ("/CreationDate", MADE), ("/ModDate", changed)):
        pdf.docinfo[name] = value
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "rewritten"),
    [
        (document(), False),
        (document("D:20270301090400+01'00'"), False),
        (document("D:20270301090501+01'00'"), True),
        (document("D:20270304100000+01'00'"), True),
        (document(producer="iLovePDF"), True),
        (document() + b"\n%%EOF\n%%EOF\n", True),
    ],
)
def test_a_document_that_was_changed_is_told(content: bytes, rewritten: bool) -> None:
    assert examine(content).is_rewritten is rewritten


def test_its_program_and_fonts_are_told() -> None:
    seen = examine(document(fonts=3))
    assert (seen.producer, seen.font_count, seen.xml_cents) == ("Sage 12", 3, None)


@pytest.mark.parametrize("content", [b"", b"no pdf", b"%PDF-1.7\nbroken"])
def test_what_is_no_pdf_is_said_so(content: bytes) -> None:
    with pytest.raises(NoPdf):
        examine(content)
