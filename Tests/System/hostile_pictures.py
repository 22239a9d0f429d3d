"""Pictures that lie, or are none."""

import struct
import zlib

import pictures


def _chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_claiming(width, height):
    """A PNG of a few bytes whose header promises any size."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(b"\0" * 64)) + _chunk(b"IEND", b"")


def jpeg_claiming(width, height):
    """A picture whose JPEG frame header promises another size."""
    # Encoded here: a camera's file may have a thumbnail with a frame header of its own before the picture's.
    data = bytearray(pictures.encoded(pictures.pixels(pictures.tiny())))
    start = data.index(b"\xff\xc0") + 5
    data[start:start + 4] = struct.pack(">HH", height, width)
    return bytes(data)


def broken():
    """Name, bytes and the kind of the refusal of each picture that can't be decoded."""
    jpeg = pictures.photo("obama.jpg")
    return [
        ("empty file", b"", "invalid_image"),
        ("text", b"this is no picture", "invalid_image"),
        ("HTML", b"<!doctype html><img src=x>", "invalid_image"),
        ("GIF", b"GIF89a" + b"\0" * 100, "invalid_image"),
        ("only a JPEG's first bytes", jpeg[:20], "invalid_image"),
        ("a JPEG cut in its middle", jpeg[:len(jpeg) // 2], "invalid_image"),
        ("a JPEG full of zeros", jpeg[:600] + b"\0" * 50_000, "invalid_image"),
        ("a PNG with too little data", png_claiming(640, 480), "invalid_image"),
        ("a PNG of no width", png_claiming(0, 480), "invalid_image"),
        ("a PNG that claims 60000 x 60000", png_claiming(60_000, 60_000), "image_too_large"),
        ("a PNG that claims 4097 x 16", png_claiming(4097, 16), "image_too_large"),
        ("a JPEG that claims 65500 x 65500", jpeg_claiming(65_500, 65_500), "image_too_large"),
    ]
