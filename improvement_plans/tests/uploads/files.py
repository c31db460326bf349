"""Small true files of each kind, and what somebody hostile could make of them."""

import io
import struct
import zipfile
import zlib

import pikepdf
from PIL import Image

_CT = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/'
    'content-types"><Override PartName="/{part}" ContentType="application/vnd.{type}"/></Types>'
)
_MAIN = {
    "docx": (
        "word/document.xml",
        "openxmlformats-officedocument.wordprocessingml.document.main+xml",
    ),
    "xlsx": ("xl/workbook.xml", "openxmlformats-officedocument.spreadsheetml.sheet.main+xml"),
}
REL = (
    '<Relationships><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/'
    '2006/relationships/{kind}" Target="{target}" TargetMode="External"/></Relationships>'
)


def picture(form="PNG", size=(60, 40), **options) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", size, "#005eb8").save(written, form, **options)
    return written.getvalue()


def photograph_with_place() -> bytes:
    """A JPEG that says where and with which camera it was taken."""
    exif = Image.Exif()
    exif[0x010F] = "Camera of ward 7"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (51.0, 30.0, 26.0)
    return picture("JPEG", exif=exif, comment=b"taken by Jo")


def pdf(change=None, **options) -> bytes:
    written = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        if change is not None:
            change(document)
        document.save(written, **options)
    return written.getvalue()


def script(document) -> None:
    document.Root.OpenAction = pikepdf.Dictionary(
        S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)")
    )


def launch(document) -> None:
    action = pikepdf.Dictionary(S=pikepdf.Name.Launch, F=pikepdf.String("calc.exe"))
    note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, A=action)
    document.pages[0].Annots = pikepdf.Array([note])


def attachment(document) -> None:
    document.attachments["more.exe"] = b"MZ"


def harmless_link(document) -> None:
    action = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String("https://www.nhs.uk"))
    note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, A=action)
    document.pages[0].Annots = pikepdf.Array([note])


def packed_pdf(change=None) -> bytes:
    """With its objects inside compressed streams, where no search of the bytes finds them."""
    return pdf(change, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def pdf_bomb(size=1_500_000_000) -> bytes:
    """A few megabytes whose table of objects unpacks to more than the check may use."""
    packer = zlib.compressobj(9)
    zeros = bytes(1024 * 1024)
    parts = [packer.compress(zeros) for _ in range(size // len(zeros))]
    table = b"".join(parts) + packer.flush()
    head = b"%PDF-1.7\n"
    stream = (
        b"1 0 obj\n<</Type/XRef/Size 2/W[1 2 1]/Root 1 0 R/Filter/FlateDecode/Length "
        + str(len(table)).encode()
        + b">>stream\n"
        + table
        + b"\nendstream\nendobj\nstartxref\n"
    )
    return head + stream + str(len(head)).encode() + b"\n%%EOF\n"


def office(kind="docx", more=None, types="", **changed) -> bytes:
    """A Word or Excel file with further parts, or with other content in its own."""
    part, media = _MAIN[kind]
    parts = {
        "[Content_Types].xml": types or _CT.format(part=part, type=media),
        part: "<document><p>92% of patients have the card</p></document>",
        **(more or {}),
        **changed,
    }
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as folder:
        for name, text in parts.items():
            folder.writestr(name, text)
    return written.getvalue()


def macro_types(kind="docx") -> str:
    part, _media = _MAIN[kind]
    return _CT.format(part=part, type="ms-word.document.macroEnabled.main+xml")


def zip_bomb() -> bytes:
    return office(more={f"word/media/{n}.xml": bytes(30 * 1024 * 1024) for n in range(4)})


def lying_zip() -> bytes:
    """Says that its part unpacks to 10 bytes; it holds far more."""
    content = bytearray(office(more={"word/more.xml": b" " * 1_000_000}))
    where = content.rindex(b"word/more.xml")
    struct.pack_into("<I", content, where - 46 + 24, 10)
    return bytes(content)


def huge_picture() -> bytes:
    """A PNG of a few bytes that says it has 60,000 by 60,000 pixels."""
    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)

    def chunk(name, data):
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    data = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + data
