"""Images: png, jpeg and webp by their content, at most 10 MB, kept outside the web root, served to readers alone."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from activity.models import Event
from documents.actions.exchange import attach_image
from documents.models import Attachment, Document


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 30), name: str = "photo.png") -> SimpleUploadedFile:
    data = io.BytesIO()
    Image.new("RGB", size, "teal").save(data, kind)
    return SimpleUploadedFile(name, data.getvalue(), content_type="text/html")


@pytest.mark.parametrize(("kind", "stored"), [("PNG", "image/png"), ("JPEG", "image/jpeg"), ("WEBP", "image/webp")])
def test_three_kinds_by_content(document: Document, bob: Any, settings: Any, kind: str, stored: str) -> None:
    image = attach_image(document, picture(kind, name="../../page.html"), by=bob)
    assert (image.content_type, image.width, image.height, image.added_by) == (stored, 40, 30, bob)
    path = Path(image.file.path)
    assert path.is_relative_to(settings.MEDIA_ROOT)
    assert path.stem == str(image.pk)


def test_lower_rungs_are_refused(document: Document, carol: Any, dan: Any, eve: Any) -> None:
    for person in (carol, dan, eve):
        with pytest.raises(PermissionDenied):
            attach_image(document, picture(), by=person)
    assert not Attachment.objects.exists()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_where_a_photograph_was_taken_is_not_kept(document: Document, bob: Any, kind: str) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was turned
    exif.get_ifd(0x8825)[2] = (48.0, 51.0, 24.0)  # latitude
    data = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(data, kind, exif=exif)
    image = attach_image(document, SimpleUploadedFile("photo", data.getvalue()), by=bob)
    with Image.open(image.file.path) as kept:
        assert not kept.getexif()
        assert kept.size == (image.width, image.height) == (30, 40)


def test_words_hidden_in_a_picture_are_not_kept_and_its_transparency_is(document: Document, bob: Any) -> None:
    data, words = io.BytesIO(), PngInfo()
    words.add_text("Author", "Bob, 3 rue des Lilas")
    picture = Image.new("P", (40, 30), 0)
    picture.putpalette([0, 128, 128, 255, 0, 0])
    picture.save(data, "PNG", pnginfo=words, transparency=0)
    image = attach_image(document, SimpleUploadedFile("photo.png", data.getvalue() + b"behind"), by=bob)
    kept = Path(image.file.path).read_bytes()
    assert b"Lilas" not in kept
    assert not kept.endswith(b"behind")
    with Image.open(image.file.path) as again:
        assert again.convert("RGBA").getpixel((0, 0))[3] == 0


def test_photographs_of_phones_with_a_second_frame_are_taken(document: Document, bob: Any) -> None:
    data = io.BytesIO()
    first, second = Image.new("RGB", (40, 30), "teal"), Image.new("RGB", (40, 30), "red")
    first.save(data, "MPO", save_all=True, append_images=[second])
    image = attach_image(document, SimpleUploadedFile("photo.jpg", data.getvalue()), by=bob)
    assert image.content_type == "image/jpeg"


def svg() -> bytes:
    return b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "image_kind"),
        (b"<html>", "image_kind"),
        (svg(), "image_kind"),
        (b"GIF89a" + bytes(50), "image_kind"),
        (picture().read()[:60], "image_kind"),
        (bytes(10 * 1024 * 1024 + 1), "image_large"),
    ],
)
def test_anything_else_is_refused_with_a_sentence(document: Document, bob: Any, data: bytes, code: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        attach_image(document, SimpleUploadedFile("photo.png", data, content_type="image/png"), by=bob)
    assert refusal.value.code == code
    assert not Attachment.objects.exists()


def test_too_many_pixels_are_refused_before_they_are_unpacked(document: Document, bob: Any) -> None:
    data = io.BytesIO()
    Image.new("1", (10_000, 5_001)).save(data, "PNG")
    with pytest.raises(ValidationError) as refusal:
        attach_image(document, SimpleUploadedFile("grand.png", data.getvalue()), by=bob)
    assert refusal.value.code == "image_pixels"


def test_it_is_recorded(document: Document, bob: Any) -> None:
    attach_image(document, picture(), by=bob)
    assert Event.objects.get(verb="document.image_added").actor == bob
