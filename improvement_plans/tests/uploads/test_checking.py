"""Files are judged by what is in them; hostile ones are refused in words, with bounded cost."""

import io

import pytest
from PIL import Image

from improvement_plans.tests.uploads import files
from improvement_plans.uploads import child, pictures
from improvement_plans.uploads.checking import check_file
from improvement_plans.uploads.child import check_apart
from improvement_plans.uploads.kinds import NotTaken, safe_name

GOOD = {
    "audit.pdf": files.pdf(),
    "packed.pdf": files.packed_pdf(),
    "link.pdf": files.pdf(files.harmless_link),
    "notes.docx": files.office("docx"),
    "counts.xlsx": files.office("xlsx"),
    "board.png": files.picture("PNG"),
    "board.jpg": files.picture("JPEG"),
    "BOARD.JPEG": files.picture("JPEG"),
    "clickable.docx": files.office(
        more={"word/_rels/a.rels": files.REL.format(kind="hyperlink", target="https://www.nhs.uk")}
    ),
}


@pytest.mark.parametrize("name", GOOD)
def test_a_true_file_of_each_kind_is_taken(name):
    checked = check_file(name, GOOD[name])
    assert checked.content
    assert checked.name.rpartition(".")[2] == checked.kind


def rel(kind, target):
    return files.office(more={"word/_rels/a.rels": files.REL.format(kind=kind, target=target)})


HOSTILE = {
    "nothing at all": ("a.pdf", b"", "empty"),
    "more than 10 MB": ("a.pdf", b"%PDF-1.7" + bytes(10 * 1024 * 1024), "smaller than 10 MB"),
    "a program called PDF": ("a.pdf", b"MZ\x90\x00" + bytes(100), "content is none of these"),
    "a web page called PNG": ("a.png", b"<html><script>x</script>", "content is none of these"),
    "SVG with a script": ("a.png", b"<svg onload='x'/>", "content is none of these"),
    "a picture called PDF": ("a.pdf", files.picture(), "its name says otherwise"),
    "a PDF called Word": ("a.docx", files.pdf(), "its name says otherwise"),
    "Word called Excel": ("a.xlsx", files.office("docx"), "its name says otherwise"),
    "a macro file by name": ("a.docm", files.office(), "its name says otherwise"),
    "any zip": ("a.docx", files.office().replace(b"word/doc", b"wxrd/doc"), "none of these"),
    "half a PDF": ("a.pdf", files.pdf()[:200], "not a PDF"),
    "only the first bytes of a PDF": ("a.pdf", b"%PDF-1.7 %%EOF", "not a PDF"),
    "a PDF with a script": ("a.pdf", files.pdf(files.script), "scripts, files or forms"),
    "a script in a packed PDF": ("a.pdf", files.packed_pdf(files.script), "scripts, files"),
    "a PDF that starts a program": ("a.pdf", files.pdf(files.launch), "scripts, files or forms"),
    "a PDF with a file inside": ("a.pdf", files.pdf(files.attachment), "scripts, files"),
    "a PDF that is a zip too": ("a.pdf", files.pdf() + files.office(), "not a PDF"),
    "a PDF with a page after it": ("a.pdf", files.pdf() + b"<script>x</script>", "not a PDF"),
    "half a picture": ("a.png", files.picture()[:60], "not a PNG"),
    "a picture of 3,600 million pixels": ("a.png", files.huge_picture(), "50 million pixels"),
    "only the first bytes of a JPEG": ("a.jpg", b"\xff\xd8\xff\xe0" + b"x" * 50, "not a JPEG"),
    "macros in Word": ("a.docx", files.office(more={"word/vbaProject.bin": b"x"}), "macros"),
    "Word of the macro type": ("a.docx", files.office(types=files.macro_types()), "macros"),
    "ActiveX": ("a.xlsx", files.office("xlsx", {"xl/activeX/a.bin": b"x"}), "macros"),
    "a file inside Word": ("a.docx", files.office(more={"word/embeddings/a.bin": b"x"}), "inside"),
    "a template from elsewhere": ("a.docx", rel("attachedTemplate", "http://x.test"), "fetches"),
    "a picture from elsewhere": ("a.docx", rel("image", "http://x.test/a.png"), "fetches"),
    "a link to a program": ("a.docx", rel("hyperlink", "file:///c:/calc.exe"), "fetches"),
    "an XML entity": ("a.docx", files.office(more={"word/a.xml": "<!DOCTYPE a>"}), "cannot read"),
    "XML of another encoding": (
        "a.docx",
        files.office(more={"word/a.xml": "<!DOCTYPE a>".encode("utf-16")}),
        "cannot read",
    ),
    "a field that starts a program": (
        "a.docx",
        files.office(more={"word/a.xml": "<w:instrText> DDEAUTO c:\\cmd</w:instrText>"}),
        "starts other programs",
    ),
    "a zip bomb": ("a.docx", files.zip_bomb(), "unpacks to far more"),
    "a zip that lies about its size": ("a.docx", files.lying_zip(), "damaged"),
    "a part outside its folder": ("a.docx", files.office(more={"../../x.xml": "x"}), "damaged"),
    "a zip with something after it": ("a.docx", files.office() + b"<script>", "damaged"),
    "a zip with something before it": ("a.docx", b"MZ" + files.office(), "none of these"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_in_words(name):
    called, content, words = HOSTILE[name]
    with pytest.raises(NotTaken, match=words):
        check_file(called, content)


def test_a_photograph_keeps_its_pixels_and_nothing_of_where_and_by_whom():
    sent = files.photograph_with_place()
    assert b"ward 7" in sent
    kept = check_file("photo.jpg", sent).content
    assert b"ward 7" not in kept
    assert b"taken by Jo" not in kept
    with Image.open(io.BytesIO(kept)) as picture:
        assert not picture.getexif()
        assert picture.size == (60, 40)


def test_what_hides_behind_a_picture_is_gone():
    kept = check_file("a.png", files.picture() + files.office()).content
    assert b"word/document.xml" not in kept


def test_the_test_of_photographs_notices_a_picture_kept_as_it_came(monkeypatch):
    """The planted fault: pictures are not drawn anew."""
    from improvement_plans.uploads import checking

    monkeypatch.setattr(checking, "drawn_anew", lambda content, _kind: content)
    assert b"ward 7" in check_file("photo.jpg", files.photograph_with_place()).content


def test_a_large_picture_is_made_smaller():
    kept = check_file("a.png", files.picture(size=(5000, 100))).content
    with Image.open(io.BytesIO(kept)) as picture:
        assert picture.size == (pictures.LONGEST_SIDE, 80)


def test_a_turned_photograph_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    kept = check_file("a.jpg", files.picture("JPEG", exif=exif)).content
    with Image.open(io.BytesIO(kept)) as picture:
        assert picture.size == (40, 60)


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("audit.pdf", "audit.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\jo\\Audit of 7 wards.PDF", "Audit of 7 wards.pdf"),
        ('a"; filename="b.exe', "a_ filename_b.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "a_Set-Cookie_ x.pdf"),
        ("evil\u202efdp.exe", "evil_fdp.pdf"),
        ("....", "evidence.pdf"),
        ("", "evidence.pdf"),
        ("Befragung Größe.pdf", "Befragung Größe.pdf"),
        ("x" * 300 + ".pdf", "x" * 100 + ".pdf"),
    ],
)
def test_names_are_made_safe(name, safe):
    assert safe_name(name, "pdf") == safe


def test_the_check_runs_in_a_process_of_its_own_and_gives_the_same():
    checked = check_apart("photo.jpg", files.photograph_with_place())
    assert checked == check_file("photo.jpg", files.photograph_with_place())
    with pytest.raises(NotTaken, match="scripts, files or forms"):
        check_apart("a.pdf", files.pdf(files.script))


@pytest.mark.parametrize("name", ["-c", "--help.pdf", "a\x00.pdf", "\udcff.pdf", "😀.pdf"])
def test_odd_names_do_not_disturb_the_process(name):
    with pytest.raises(NotTaken):
        check_apart(name, b"%PDF-")


@pytest.mark.slow
def test_a_pdf_that_unpacks_without_end_costs_bounded_memory_and_time():
    bomb = files.pdf_bomb()
    assert len(bomb) < 10 * 1024 * 1024
    with pytest.raises(NotTaken):
        check_apart("a.pdf", bomb)


def test_a_check_that_hangs_is_ended(monkeypatch):
    monkeypatch.setattr(child, "MOST_SECONDS", -0.99)
    with pytest.raises(NotTaken, match="asks too much"):
        check_apart("a.pdf", files.pdf())
