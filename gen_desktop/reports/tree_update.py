"""The structure tree added to a finished file, as an incremental update (ISO 32000-1, 7.5.6 and 7.5.8).

A tree has an object for each cell. Given to pikepdf, they would be read and written once more, at half of the
cost of a whole report; here they are written once, in the form that they keep.
"""

from __future__ import annotations

import hashlib
import io
import struct
import zlib
from collections.abc import Iterator, Sequence

import pikepdf
from pikepdf import Pdf

from gen_desktop.reports.structure import Structure, TreeWriter

_PER_STREAM = 200
"""Objects in one stream: a reader that wants one of them unpacks as many."""
_IN_FILE, _IN_STREAM = 1, 2
_Row = tuple[int, int, int]
"""Of the cross-reference: kind (in the file or in a stream), where, place in the stream."""
_ROW = struct.Struct(">BIB")
_UP = b"\2"
"""Before each row: what follows is its difference to the row above (PNG's filter), which packs to nothing."""
_NEXT_PLACE = _UP + _ROW.pack(0, 0, 1)


def with_tree(data: bytes, structure: Structure) -> bytes:
    """The file with its structure tree and its links. Nothing that it holds already is touched."""
    with Pdf.open(io.BytesIO(data)) as pdf:
        pages = [page.obj for page in pdf.pages]
        tree = TreeWriter(structure, [page.objgen[0] for page in pages], int(pdf.trailer.Size))
        tree.write()
        changed = {pdf.Root.objgen[0]: _with_key(pdf.Root, b"/StructTreeRoot %d 0 R" % tree.first_id)}
        for page, links in tree.annotations.items():
            annotations = b" ".join(b"%d 0 R" % link for link in links)
            changed[pages[page].objgen[0]] = _with_key(pages[page], b"/Annots[%b]" % annotations)
        kept = {name: pdf.trailer[name].objgen[0] for name in ("/Root", "/Info")}
        identity = bytes(pdf.trailer.ID[0])
    objects = [*sorted(changed.items()), *enumerate(tree.objects, start=tree.first_id)]
    return data + _update(data, objects, (kept, identity))


def _with_key(thing: pikepdf.Object, entry: bytes) -> bytes:
    """A dictionary as it is written, with one entry more."""
    return thing.unparse(resolved=True).removesuffix(b">>") + entry + b">>"


def _update(
    data: bytes, objects: Sequence[tuple[int, bytes]], trailer: tuple[dict[str, int], bytes]
) -> bytes:
    """What is appended: the objects in streams, then where each is. ``trailer``: references, identity."""
    references, identity = trailer
    holder = objects[-1][0] + 1
    rows: dict[int, _Row] = {}
    parts: list[bytes] = []
    at = len(data)
    for number, some in enumerate(_chunks(objects), start=holder):
        rows |= {one: (_IN_STREAM, number, place) for place, (one, _) in enumerate(some)}
        rows[number] = (_IN_FILE, at, 0)
        parts.append(_object_stream(number, some))
        at += len(parts[-1])
    table = max(rows) + 1
    rows[table] = (_IN_FILE, at, 0)
    kept = b"".join(b"%b %d 0 R" % (name.encode(), number) for name, number in references.items())
    version = hashlib.sha256(b"".join((identity, *parts))).digest()[: len(identity)]
    numbers = sorted(rows)
    head = (
        b"/Type/XRef/W[1 4 1]/DecodeParms<</Predictor 12/Columns 6>>/Index[%b]/Size %d%b/ID[<%b><%b>]/Prev %d"
        % (
            *(_index(numbers), table + 1, kept, identity.hex().encode(), version.hex().encode()),
            int(data[data.rindex(b"startxref") :].split()[1]),
        )
    )
    parts.append(_stream(table, head, b"".join(_differences([rows[number] for number in numbers]))))
    return b"".join((*parts, b"startxref\n%d\n%%%%EOF\n" % at))


def _chunks(objects: Sequence[tuple[int, bytes]]) -> Iterator[Sequence[tuple[int, bytes]]]:
    for first in range(0, len(objects), _PER_STREAM):
        yield objects[first : first + _PER_STREAM]


def _object_stream(number: int, objects: Sequence[tuple[int, bytes]]) -> bytes:
    offset = 0
    index = []
    for one, body in objects:
        index.append(b"%d %d" % (one, offset))
        offset += len(body) + 1
    head = b" ".join(index) + b"\n"
    content = head + b"\n".join(body for _, body in objects)
    return _stream(number, b"/Type/ObjStm/N %d/First %d" % (len(objects), len(head)), content)


def _stream(number: int, entries: bytes, content: bytes) -> bytes:
    packed = zlib.compress(content)
    return b"%d 0 obj\n<<%b/Filter/FlateDecode/Length %d>>\nstream\n%b\nendstream\nendobj\n" % (
        *(number, entries, len(packed)),
        packed,
    )


def _differences(rows: Sequence[_Row]) -> Iterator[bytes]:
    above: _Row = (0, 0, 0)
    for row in rows:
        if row[:2] == above[:2]:  # the next one in its stream
            yield _NEXT_PLACE
        else:
            pairs = zip(_ROW.pack(*row), _ROW.pack(*above), strict=True)
            yield _UP + bytes((own - over) % 256 for own, over in pairs)
        above = row


def _index(numbers: Sequence[int]) -> bytes:
    """The numbers that have a row, as first and count of each run."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == sum(runs[-1]):
            runs[-1][1] += 1
        else:
            runs.append([number, 1])
    return b" ".join(b"%d %d" % (first, count) for first, count in runs)
