"""Reading finished PDFs in tests: what they say, in which order, and whether they keep the two standards.

``assert_conforms`` is the one call most tests need: the facts of PDF/A-2a and PDF/UA-1 asserted with pikepdf,
then the two independent checkers. ``reading_order`` gives what a screen reader would say.
"""

from __future__ import annotations

import io
import re
import tempfile
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import outloud
import pdfua
import pikepdf
from pikepdf import Array as PdfArray
from pikepdf import Dictionary, Name, Pdf

from gen_desktop.reports.fonts import FALLBACK

_PAINTING = {"Tj", "TJ", "'", '"', "f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "sh", "Do"}
_BLOCKS = {"H1", "H2", "H3", "P", "Caption", "LI", "TOCI"}

TOLERATED = {"FIG-012"}
"""Remarks of outloud that do not hold here: alternative texts of charts list their figures, on purpose."""


@dataclass
class PageContent:
    """What a page draws: text by marked-content number, text of artifacts, and what belongs to neither."""

    marked: dict[int, str] = field(default_factory=dict)
    artifacts: list[str] = field(default_factory=list)
    stray: list[str] = field(default_factory=list)


@dataclass
class Node:
    """An element of the structure tree."""

    tag: str
    element: Dictionary
    alt: str = ""
    own_text: str = ""
    children: list[Node] = field(default_factory=list)
    marks: list[tuple[int, int]] = field(default_factory=list)
    """(page, MCID) of its content."""

    @property
    def text(self) -> str:
        return self.own_text + "".join(child.text for child in self.children)

    def walk(self) -> Iterator[Node]:
        yield self
        for child in self.children:
            yield from child.walk()

    def attribute(self, name: str) -> object:
        return self.element.get("/A", Dictionary()).get(name)


class Tagged:
    """An open PDF with its page contents and structure tree read."""

    def __init__(self, pdf: Pdf) -> None:
        self.pdf = pdf
        self.pages = [read_page(page) for page in pdf.pages]
        self._numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
        self.root = self._node(pdf.Root.StructTreeRoot.K)

    def _node(self, element: Dictionary) -> Node:
        node = Node(str(element.S)[1:], element, alt=str(element.get("/Alt", "")))
        kids = element.get("/K", PdfArray())
        for kid in kids if isinstance(kids, PdfArray) else [kids]:
            if isinstance(kid, int):
                self._mark(node, element.Pg, kid)
            elif kid.get("/Type") == Name.MCR:
                self._mark(node, kid.Pg, int(kid.MCID))
            elif kid.get("/Type") != Name.OBJR:
                node.children.append(self._node(kid))
        return node

    def _mark(self, node: Node, page: Dictionary, mcid: int) -> None:
        number = self._numbers[page.objgen]
        node.marks.append((number, mcid))
        node.own_text += self.pages[number].marked[mcid]


def opened(data: bytes) -> Tagged:
    return Tagged(Pdf.open(io.BytesIO(data)))


def reading_order(data: bytes) -> list[str]:
    """What is read aloud: one text per heading, paragraph, item, table row (cells with « | ») or figure."""
    return [text for _, text in spoken(data)]


def spoken(data: bytes) -> list[tuple[str, str]]:
    """As ``reading_order``, each text with its tag."""
    return list(_spoken(opened(data).root))


def page_texts(data: bytes) -> list[str]:
    """All the text of each page, header and footer included, in drawing order."""
    tagged = opened(data)
    return ["\n".join([*page.artifacts, *page.marked.values()]) for page in tagged.pages]


def assert_conforms(data: bytes, *, tolerate: Collection[str] = ()) -> None:
    """The file keeps PDF/A-2a (or A-3a) and PDF/UA-1, as far as machines can tell."""
    tagged = opened(data)
    assert_archivable(tagged.pdf)
    assert_metadata(tagged.pdf)
    assert_tagged(tagged)
    assert_no_missing_glyph(data)
    assert_checkers_agree(data, tolerate=tolerate)


def assert_archivable(pdf: Pdf) -> None:
    """PDF/A: everything embedded, nothing that runs, nothing encrypted, one color profile."""
    root = pdf.Root
    assert pdf.pdf_version >= "1.7"
    assert not pdf.is_encrypted
    (intent,) = root.OutputIntents
    assert intent.S == Name.GTS_PDFA1
    assert intent.DestOutputProfile.N == 3
    assert intent.DestOutputProfile.read_bytes()[36:40] == b"acsp"
    for key in ("/OpenAction", "/AA", "/AcroForm"):
        assert key not in root, key
    fonts = 0
    for thing in pdf.objects:
        if not isinstance(thing, (Dictionary, pikepdf.Stream)):
            continue
        for key in ("/JS", "/JavaScript", "/AA", "/Launch", "/SMask"):
            assert key not in thing, key
        assert not thing.get("/Interpolate", False)
        if thing.get("/Type") == Name.Annot:
            assert int(thing.F) & 4, "annotation is not printed"
            assert not int(thing.F) & 0b100011, "annotation is hidden"
        if thing.get("/Type") == Name.Font:
            fonts += 1
            assert "/FontFile2" in thing.FontDescriptor, f"{thing.BaseFont} is not embedded"
            assert "/ToUnicode" in thing
            assert any(name in str(thing.BaseFont) for name in ("SourceSans3", "DejaVuSans", "NotoEmoji"))
    assert fonts


def assert_metadata(pdf: Pdf) -> None:
    """XMP says the standards kept, and the same as the document information."""
    info = pdf.docinfo
    part = "3" if "/AF" in pdf.Root else "2"
    with pdf.open_metadata() as xmp:
        assert (xmp["pdfaid:part"], xmp["pdfaid:conformance"]) == (part, "A")
        assert xmp["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"
        assert xmp["dc:title"] == str(info.Title)
        assert xmp["dc:creator"] == [str(info.Author)]
        assert xmp["dc:description"] == str(info.Subject)
        assert xmp["xmp:CreatorTool"] == str(info.Creator)
        assert xmp["pdf:Producer"] == str(info.Producer)
        for key, field_ in (("xmp:CreateDate", info.CreationDate), ("xmp:ModifyDate", info.ModDate)):
            assert re.sub(r"\D", "", xmp[key]) == re.sub(r"\D", "", str(field_))
    assert str(pdf.Root.Lang) == "fr-FR"
    assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)


def assert_tagged(tagged: Tagged) -> None:
    """PDF/UA: all content is in the tree or decoration, and the tree makes sense."""
    assert bool(tagged.pdf.Root.MarkInfo.Marked)
    nodes = list(tagged.root.walk())
    reachable = {mark for node in nodes for mark in node.marks}
    for number, page in enumerate(tagged.pages):
        assert not page.stray, f"page {number + 1}: {page.stray[:3]}"
        assert {mcid for where, mcid in reachable if where == number} == set(page.marked)
    _assert_parent_tree(tagged, nodes)
    _assert_headings(nodes)
    for node in nodes:
        if node.tag == "Figure":
            assert len(node.alt) > 10
        elif node.tag == "Table":
            _assert_table(node)
        elif node.tag == "L":
            assert {child.tag for child in node.children} <= {"LI"}


def assert_no_missing_glyph(data: bytes) -> None:
    for number, text in enumerate(page_texts(data), start=1):
        assert FALLBACK not in text, f"page {number} has a character that could not be drawn"


def assert_checkers_agree(data: bytes, *, tolerate: Collection[str] = ()) -> None:
    """outloud (PDF/UA-1 and more) and pdfua find nothing, but for the rules tolerated."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.pdf"
        path.write_bytes(data)
        result = outloud.check(str(path))
        report = pdfua.validate(str(path))
    assert result.error in (None, "")
    allowed = TOLERATED | set(tolerate)
    if result.stats["pages"] == 1:
        # A footer is known for one by its coming back; alone, outloud takes it for a sentence left out.
        allowed.add("TAG-002")
    found = [f"{found.rule}: {found.message}" for found in result.findings if found.rule not in allowed]
    found += [f"{found.rule_id}: {found.message}" for found in report.findings]
    found += [f"{outcome.rule_id} was not run" for outcome in report.outcomes if outcome.skipped_reason]
    assert not found, "\n".join(found)


def read_page(page: pikepdf.Page) -> PageContent:
    """The text a page draws and what each piece belongs to, forms included."""
    content = PageContent()
    _read_stream(page.obj, page.Resources, content, None)
    return content


def _read_stream(
    stream: pikepdf.Object, resources: Dictionary, content: PageContent, owner: int | str | None
) -> None:
    font: dict[int, str] = {}
    depth = owner
    for operands, operator in pikepdf.parse_content_stream(stream):
        name = str(operator)
        if name in ("BDC", "BMC"):
            assert owner is not None or depth is None, "marked content is nested"
            depth = "artifact" if operands[0] == Name.Artifact else int(operands[1].MCID)
        elif name == "EMC":
            depth = owner
        elif name == "Tf":
            font = _characters(resources.Font[operands[0]])
        elif name in _PAINTING:
            if depth is None:
                content.stray.append(name)
            if name == "Tj":
                _write(content, depth, "".join(font[code] for code in bytes(operands[0])))
            elif name == "Do":
                form = resources.XObject[operands[0]]
                if form.Subtype == Name.Form:
                    _read_stream(form, form.Resources, content, depth)
        if isinstance(depth, int):
            content.marked.setdefault(depth, "")


def _write(content: PageContent, owner: int | str | None, text: str) -> None:
    if isinstance(owner, int):
        content.marked[owner] = content.marked.get(owner, "") + text
    elif owner == "artifact":
        content.artifacts.append(text)


_known_fonts: dict[bytes, dict[int, str]] = {}


def _characters(font: Dictionary) -> dict[int, str]:
    cmap = font.ToUnicode.read_bytes()
    if cmap not in _known_fonts:
        pairs = re.findall(rb"<([0-9A-F]{2})> <((?:[0-9A-F]{4})+)>\n", cmap)
        _known_fonts[cmap] = {
            int(code, 16): bytes.fromhex(char.decode()).decode("utf-16-be") for code, char in pairs
        }
    return _known_fonts[cmap]


def _spoken(node: Node) -> Iterator[tuple[str, str]]:
    if node.tag == "Figure":
        yield node.tag, node.alt
    elif node.tag == "TR":
        yield node.tag, " | ".join(cell.text for cell in node.children)
    elif node.tag in _BLOCKS:
        yield node.tag, node.text
    else:
        for child in node.children:
            yield from _spoken(child)


def _assert_parent_tree(tagged: Tagged, nodes: list[Node]) -> None:
    nums = list(tagged.pdf.Root.StructTreeRoot.ParentTree.Nums)
    tree = dict(zip((int(key) for key in nums[::2]), nums[1::2], strict=True))
    owners = {mark: node.element.objgen for node in nodes for mark in node.marks}
    for number, page in enumerate(tagged.pdf.pages):
        assert page.obj.Tabs == Name.S
        parents = tree[int(page.obj.StructParents)]
        assert [parent.objgen for parent in parents] == [owners[number, mcid] for mcid in range(len(parents))]
        for annotation in page.obj.get("/Annots", PdfArray()):
            assert Name.Link == tree[int(annotation.StructParent)].S
            assert str(annotation.Contents)
    for node in nodes:
        for child in node.children:
            assert child.element.P.objgen == node.element.objgen


def _assert_headings(nodes: list[Node]) -> None:
    levels = [int(node.tag[1]) for node in nodes if re.fullmatch(r"H[1-6]", node.tag)]
    assert levels[:1] == [1]
    for before, level in zip(levels, levels[1:], strict=False):
        assert level <= before + 1, "a heading level is skipped"


def _assert_table(table: Node) -> None:
    widths = set()
    headers = 0
    for row in (node for node in table.walk() if node.tag == "TR"):
        widths.add(sum(int(cell.attribute("/ColSpan") or 1) for cell in row.children))
        for cell in row.children:
            assert cell.tag in ("TH", "TD")
            if cell.tag == "TH":
                headers += 1
                assert cell.attribute("/Scope") in (Name.Column, Name.Row)
                assert cell.text.strip()
    assert headers
    assert len(widths) == 1, "rows of different widths"
