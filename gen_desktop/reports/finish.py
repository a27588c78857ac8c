"""The last pass: drawn pages become a PDF/A-2a and PDF/UA-1 file (A-3a when data is attached).

The sources are ISO 19005-2 and -3 (archiving) and ISO 14289-1 (accessibility). Same pages, same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Array, Dictionary, Name, OutlineItem, Pdf, String
from PIL import ImageCms

from gen_desktop import APP_NAME
from gen_desktop.reports.structure import Bookmark, Structure
from gen_desktop.reports.tree_update import with_tree


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """What a report says of itself: in its properties, its header and its footer."""

    title: str
    subject: str
    organization: str
    """Left of the header: « Numérique en Morvan · NDA 27 58 00123 58 »."""
    program: str
    """Right of the header: « Label GEN 2021-0457 »."""
    as_of: str
    """The date of the data in words: « Données arrêtées au 30/09/2026 »."""
    fingerprint: str
    """Short digest of the figures, so that two prints can be compared."""
    version: str
    created: datetime
    lang: str = "fr-FR"
    seal: str = ""
    """The seal of the data in words, a line of its own in the footer (queries/seals.py); empty for none."""
    number: str = ""
    """Under which a report was submitted (« RS-2026-003 »), in the footer; empty for one that is not."""
    mention: str = ""
    """A word that every page must carry, such as « Provisoire »; empty for a final document."""
    numbered_pages: bool = True
    """False for sheets that part from each other, which a number would tell apart."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A data file that travels inside the PDF. ``name`` is ASCII; ``description`` says what it holds."""

    name: str
    description: str
    mime_type: str
    data: bytes


def finish(
    drawn: bytes, structure: Structure, info: DocumentInfo, attachments: Sequence[Attachment] = ()
) -> bytes:
    """The file to save and print, from what ``TaggedCanvas.close`` gave and what was learnt while drawing."""
    with Pdf.open(io.BytesIO(drawn)) as pdf:
        _tag(pdf, info)
        _bookmark(pdf, structure.bookmarks)
        _attach(pdf, attachments, info)
        _describe(pdf, info, "3" if attachments else "2")
        out = io.BytesIO()
        pdf.save(
            out,
            min_version="1.7",
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
    return with_tree(out.getvalue(), structure)


def _tag(pdf: Pdf, info: DocumentInfo) -> None:
    """All that a tagged file says of itself, but its tree."""
    catalog = pdf.Root
    catalog.MarkInfo = Dictionary(Marked=True)
    catalog.Lang = String(info.lang)
    catalog.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    for number, page in enumerate(pdf.pages):
        page.obj.StructParents = number
        page.obj.Tabs = Name.S
        # ReportLab writes an empty page transition, a thing of slide shows.
        if "/Trans" in page.obj:
            del page.obj["/Trans"]


def _bookmark(pdf: Pdf, bookmarks: Sequence[Bookmark]) -> None:
    if "/Outlines" in pdf.Root:
        del pdf.Root["/Outlines"]
    pdf.Root.PageMode = Name.UseOutlines if bookmarks else Name.UseNone
    if not bookmarks:
        return
    with pdf.open_outline() as outline:
        path: list[tuple[int, list[OutlineItem]]] = [(0, outline.root)]
        for mark in bookmarks:
            while path[-1][0] >= mark.level:
                path.pop()
            item = OutlineItem(mark.text, mark.page, "XYZ", left=0, top=round(mark.y, 2), zoom=0)
            path[-1][1].append(item)
            path.append((mark.level, item.children))


def _attach(pdf: Pdf, attachments: Sequence[Attachment], info: DocumentInfo) -> None:
    files = Array()
    for attachment in attachments:
        pdf.attachments[attachment.name] = pikepdf.AttachedFileSpec(
            pdf,
            attachment.data,
            filename=attachment.name,
            description=attachment.description,
            mime_type=attachment.mime_type,
            creation_date=_pdf_date(info.created),
            mod_date=_pdf_date(info.created),
        )
        spec = pdf.attachments[attachment.name].obj
        spec.AFRelationship = Name.Data
        files.append(spec)
    if attachments:
        pdf.Root.AF = files


def _describe(pdf: Pdf, info: DocumentInfo, part: str) -> None:
    profile = pdf.make_stream(_srgb_profile(), N=3)
    pdf.Root.OutputIntents = Array(
        [
            Dictionary(
                Type=Name.OutputIntent,
                S=Name.GTS_PDFA1,
                OutputConditionIdentifier=String("sRGB IEC61966-2.1"),
                Info=String("sRGB IEC61966-2.1"),
                DestOutputProfile=profile,
            )
        ]
    )
    tool = f"{APP_NAME} {info.version}"
    moment = _pdf_date(info.created)
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]
    pdf.trailer.Info = pdf.make_indirect(
        Dictionary(
            Title=String(info.title),
            Author=String(info.organization),
            Subject=String(info.subject),
            Creator=String(tool),
            Producer=String(tool),
            CreationDate=String(moment),
            ModDate=String(moment),
        )
    )
    packet = pdf.make_stream(_xmp(info, tool, part).encode(), Type=Name.Metadata, Subtype=Name.XML)
    pdf.Root.Metadata = packet


def _pdf_date(moment: datetime) -> str:
    return _utc(moment).strftime("D:%Y%m%d%H%M%S+00'00'")


def _utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


@cache
def _srgb_profile() -> bytes:
    """An sRGB profile, without the time of its making."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[24:36] = bytes.fromhex("07d000010001000000000000")
    return bytes(profile)


def _xmp(info: DocumentInfo, tool: str, part: str) -> str:
    moment = _utc(info.created).strftime("%Y-%m-%dT%H:%M:%S+00:00")
    return _XMP.format(
        title=escape(info.title),
        author=escape(info.organization),
        subject=escape(info.subject),
        lang=escape(info.lang),
        tool=escape(tool),
        moment=moment,
        part=part,
    )


# pikepdf's metadata editor cannot write the nested description that PDF/A asks for the pdfuaid property.
_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<dc:language><rdf:Bag><rdf:li>{lang}</rdf:li></rdf:Bag></dc:language>
<xmp:CreatorTool>{tool}</xmp:CreatorTool>
<xmp:CreateDate>{moment}</xmp:CreateDate>
<xmp:ModifyDate>{moment}</xmp:ModifyDate>
<pdf:Producer>{tool}</pdf:Producer>
<pdfaid:part>{part}</pdfaid:part>
<pdfaid:conformance>A</pdfaid:conformance>
<pdfuaid:part>1</pdfuaid:part>
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 the file follows</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""
