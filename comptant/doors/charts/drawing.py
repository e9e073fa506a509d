"""An SVG drawn from rectangles and words, and what becomes of it in a file.

Colours and places are attributes, never styles: a page whose policy forbids inline styles shows it.
"""

from collections.abc import Callable

from lxml import etree

SVG = "http://www.w3.org/2000/svg"
FONT = "system-ui, 'DejaVu Sans', sans-serif"
INK, FAINT = "#1f2937", "#4b5563"
KEPT, FREE, GIVEN, WHOLE = "#b45309", "#0b5d3b", "#6b7280", "#1d4e89"


class Drawing:
    """A picture of some size with a name for those who listen to it."""

    def __init__(self, width: int, height: int, name: str) -> None:
        self.root = etree.Element(
            f"{{{SVG}}}svg", {"viewBox": f"0 0 {width} {height}", "width": str(width),
                              "height": str(height), "role": "group", "aria-label": name,
                              "font-family": FONT, "font-size": "13"},
            nsmap={None: SVG},
        )  # fmt: skip

    def bar(
        self, x: int, y: int, width: int, height: int, colour: str, *, title: str = "",
        href: str = "",
    ) -> None:  # fmt: skip
        """A rectangle, with a title that is read and a page that it opens."""
        parent = self.root
        if href:
            parent = etree.SubElement(parent, f"{{{SVG}}}a", {"href": href, "aria-label": title})
        box = {"x": str(x), "y": str(y), "width": str(max(width, 1)), "height": str(height)}
        drawn = etree.SubElement(parent, f"{{{SVG}}}rect", {**box, "fill": colour, "rx": "2"})
        if title:
            etree.SubElement(drawn, f"{{{SVG}}}title").text = title

    def text(
        self, x: int, y: int, words: str, *, anchor: str = "start", colour: str = INK,
        weight: str = "normal", size: int = 13,
    ) -> None:  # fmt: skip
        """Words at a place."""
        given = {"x": str(x), "y": str(y), "text-anchor": anchor, "fill": colour,
                 "font-weight": weight, "font-size": str(size)}  # fmt: skip
        etree.SubElement(self.root, f"{{{SVG}}}text", given).text = words

    def line(self, x1: int, y1: int, x2: int, y2: int) -> None:
        """A faint line."""
        places = {"x1": str(x1), "y1": str(y1), "x2": str(x2), "y2": str(y2)}
        etree.SubElement(self.root, f"{{{SVG}}}line", {**places, "stroke": "#d1d5db"})

    def path(self, points: list[tuple[int, int]], colour: str, *, title: str = "") -> None:
        """A line from point to point."""
        given = {"points": " ".join(f"{x},{y}" for x, y in points), "fill": "none",
                 "stroke": colour, "stroke-width": "2.5", "stroke-linejoin": "round"}  # fmt: skip
        drawn = etree.SubElement(self.root, f"{{{SVG}}}polyline", given)
        if title:
            etree.SubElement(drawn, f"{{{SVG}}}title").text = title

    def area(self, points: list[tuple[int, int]], colour: str, *, title: str = "") -> None:
        """What points go round, faint, so that lines and scale are seen through it."""
        given = {"points": " ".join(f"{x},{y}" for x, y in points), "fill": colour,
                 "fill-opacity": "0.25"}  # fmt: skip
        drawn = etree.SubElement(self.root, f"{{{SVG}}}polygon", given)
        if title:
            etree.SubElement(drawn, f"{{{SVG}}}title").text = title

    def svg(self) -> str:
        """The picture as text, to be put in a page or a file."""
        return str(etree.tostring(self.root, encoding="unicode"))


def pdf(svg: str) -> bytes:
    """The picture as a page of PDF."""
    import vl_convert

    return bytes(vl_convert.svg_to_pdf(svg))


def png(svg: str) -> bytes:
    """The picture as points, twice as fine as a page shows it."""
    import vl_convert

    return bytes(vl_convert.svg_to_png(svg, scale=2))


# What a drawing becomes, by the end of the file's name.
FORMS: dict[str, Callable[[str], bytes]] = {"svg": str.encode, "pdf": pdf, "png": png}
