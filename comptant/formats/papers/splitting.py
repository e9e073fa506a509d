"""One run of letters, set at once, cut into its letters: each a whole PDF/A of its own."""

import io

import pikepdf


def split(content: bytes) -> list[bytes]:
    """The letters of a run, each of which begins at a bookmark, on a page of its own. The same run
    gives the same bytes."""
    with pikepdf.open(io.BytesIO(content)) as run:
        pages = list(run.pages)
        starts = _starts(run, pages)
        run.Root.OutputIntents = run.make_indirect(run.Root.OutputIntents)
        ends = [*starts[1:], len(pages)]
        return [_letter(run, pages[start:end]) for start, end in zip(starts, ends, strict=True)]


def _starts(run: pikepdf.Pdf, pages: list[pikepdf.Page]) -> list[int]:
    """The pages that a bookmark of the run names: each letter has one, at its head."""
    numbers = {page.obj.objgen: number for number, page in enumerate(pages)}
    starts = []
    item = run.Root.Outlines.get("/First")
    while item is not None:
        starts.append(numbers[item.Dest[0].objgen])
        item = item.get("/Next")
    return starts


def _letter(run: pikepdf.Pdf, pages: list[pikepdf.Page]) -> bytes:
    with pikepdf.new() as letter:
        letter.pages.extend(pages)
        letter.Root.Lang = str(run.Root.Lang)
        letter.Root.Metadata = letter.copy_foreign(run.Root.Metadata)
        letter.Root.OutputIntents = letter.copy_foreign(run.Root.OutputIntents)
        made = io.BytesIO()
        letter.save(made, deterministic_id=True, fix_metadata_version=False)
        return made.getvalue()
