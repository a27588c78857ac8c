"""The logical structure of a document: what a screen reader is given, in the order it is read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Mark:
    """A piece of page content: page number from 0, and its number among the marked pieces of that page."""

    page: int
    mcid: int


@dataclass(frozen=True, slots=True)
class Link:
    """A clickable area of a page (left, bottom, right, top in points) that leads to another place."""

    page: int
    area: tuple[float, float, float, float]
    target: object
    description: str


class Element:
    """A node of the structure tree: a standard type (``H1``, ``P``, ``TD``) and what it holds, in order."""

    __slots__ = ("alt", "attributes", "bbox", "children", "tag")

    def __init__(self, tag: str, *, alt: str = "", attributes: str = "") -> None:
        self.tag = tag
        self.alt = alt
        """Replaces the content for whoever cannot see it; for figures."""
        self.attributes = attributes
        """The inside of a PDF attribute dictionary, such as ``/O/Table/Scope/Column``."""
        self.bbox: tuple[float, float, float, float] | None = None
        self.children: list[Element | Mark | Link] = []

    def new(self, tag: str, *, attributes: str = "") -> Element:
        """A new last child."""
        child = Element(tag, attributes=attributes)
        self.children.append(child)
        return child


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An entry of the reader's side panel. ``y`` is measured up from the foot of the page."""

    level: int
    text: str
    page: int
    y: float


@dataclass(slots=True)
class Structure:
    """All that the finishing pass must add to the drawn pages."""

    root: Element = field(default_factory=lambda: Element("Document"))
    bookmarks: list[Bookmark] = field(default_factory=list)
    places: dict[object, tuple[int, float]] = field(default_factory=dict)
    """Where the targets of links are: page from 0, and height above the foot of the page."""


class TreeWriter:
    """Writes a structure tree as PDF objects.

    Tens of thousands of cells are common, so the objects are written as text, a few microseconds each,
    instead of being built one key at a time.
    """

    def __init__(self, structure: Structure, pages: list[int], first_id: int) -> None:
        self._structure = structure
        self._pages = pages
        """Object numbers of the pages."""
        self._next = first_id
        self.first_id = first_id
        self.objects: list[bytes] = []
        """The objects, numbered from ``first_id`` on without a gap; the first one is the StructTreeRoot."""
        self.annotations: dict[int, list[int]] = {}
        """Object numbers of the link annotations of each page."""
        self._parents: list[dict[int, int]] = [{} for _ in pages]
        self._link_parents: list[int] = []

    def write(self) -> None:
        """Fill ``objects`` and ``annotations``."""
        root, parent_tree = self._reserve(), self._reserve()
        document = self._element(self._structure.root, root)
        keys = len(self._pages) + len(self._link_parents)
        trees = f"/K {document} 0 R/ParentTree {parent_tree} 0 R"
        self._put(root, f"<</Type/StructTreeRoot{trees}/ParentTreeNextKey {keys}>>")
        self._put(parent_tree, f"<</Nums[{''.join(self._nums())}]>>")

    def _nums(self) -> Iterator[str]:
        for page, owners in enumerate(self._parents):
            yield f"{page}[{' '.join(f'{owners[mcid]} 0 R' for mcid in range(len(owners)))}]\n"
        for key, owner in enumerate(self._link_parents, start=len(self._pages)):
            yield f"{key} {owner} 0 R\n"

    def _element(self, element: Element, parent: int) -> int:
        number = self._reserve()
        page = next((child.page for child in element.children if isinstance(child, Mark)), None)
        kids = [self._kid(child, number, page) for child in element.children]
        parts = [f"<</Type/StructElem/S/{element.tag}/P {parent} 0 R"]
        if page is not None:
            parts.append(f"/Pg {self._pages[page]} 0 R")
        if kids:
            parts.append(f"/K {kids[0]}" if len(kids) == 1 else f"/K[{' '.join(kids)}]")
        if element.alt:
            parts.append(f"/Alt {pdf_text(element.alt)}")
        if element.bbox is not None:
            left, bottom, right, top = element.bbox
            parts.append(
                f"/A<</O/Layout/Placement/Block/BBox[{left:.2f} {bottom:.2f} {right:.2f} {top:.2f}]>>"
            )
        elif element.attributes:
            parts.append(f"/A<<{element.attributes}>>")
        parts.append(">>")
        self._put(number, "".join(parts))
        return number

    def _kid(self, child: Element | Mark | Link, owner: int, page: int | None) -> str:
        if isinstance(child, Mark):
            self._parents[child.page][child.mcid] = owner
            if child.page == page:
                return str(child.mcid)
            return f"<</Type/MCR/Pg {self._pages[child.page]} 0 R/MCID {child.mcid}>>"
        if isinstance(child, Link):
            return f"<</Type/OBJR/Pg {self._pages[child.page]} 0 R/Obj {self._link(child, owner)} 0 R>>"
        return f"{self._element(child, owner)} 0 R"

    def _link(self, link: Link, owner: int) -> int:
        number = self._reserve()
        key = len(self._pages) + len(self._link_parents)
        self._link_parents.append(owner)
        page, height = self._structure.places[link.target]
        self._put(
            number,
            f"<</Type/Annot/Subtype/Link/F 4/Border[0 0 0]/StructParent {key}"
            f"/Rect[{' '.join(f'{edge:.2f}' for edge in link.area)}]/Contents {pdf_text(link.description)}"
            f"/Dest[{self._pages[page]} 0 R/XYZ null {height:.2f} null]>>",
        )
        self.annotations.setdefault(link.page, []).append(number)
        return number

    def _reserve(self) -> int:
        self.objects.append(b"")
        self._next += 1
        return self._next - 1

    def _put(self, number: int, body: str) -> None:
        self.objects[number - self.first_id] = body.encode("ascii")


def pdf_text(text: str) -> str:
    """A PDF text string holding any Unicode text."""
    return f"<feff{text.encode('utf-16-be').hex()}>"
