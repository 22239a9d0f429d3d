"""Messages that are none, and images that are none: a clear error each, and the session lives on."""

import base64
import json
import struct
import unittest
import zlib

import pictures
from frame_stream import greeted
from host_process import start_module_host

LIMIT = 2 << 20


def setUpModule():
    global host, tenant
    host = start_module_host()
    tenant = host.tenant(sessions__max_fps=60)


def png_header(width, height):
    """A PNG that says how large it is and has next to nothing in it: a decoder that trusts it allocates it all."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")


class BadMessages(unittest.TestCase):
    def setUp(self):
        self.stream = greeted(tenant.authentication())
        self.addCleanup(self.stream.socket.close)

    def tearDown(self):
        # Whatever the test sent: nothing of it counted, and a good frame still does.
        answer = self.stream.ask_frame(pictures.photo("obama.jpg"))
        self.assertEqual((answer["type"], answer["frames_processed"]), ("frame_processed", 1))

    def check(self, message, reason, says):
        answer = self.stream.ask(message)
        self.assertEqual(set(answer), {"type", "error", "code", "details"}, answer)
        self.assertEqual((answer["type"], answer["code"], answer["details"]["reason"]), ("error", 400, reason))
        self.assertIn(says, answer["error"])

    def frame(self, image, **more):
        return json.dumps({"type": "frame", "image": image} | more)

    def test_not_json(self):
        for text in ("", " ", "hello", "{", '{"type":"frame"', '{"type":"ping"} x', "{'type':'ping'}", '{"type":ping}',
                     '{"type":"ping",}', "\ufeff{", "nan", "\0"):
            with self.subTest(text):
                self.check(text, "invalid_message", "must be a JSON object with a 'type'")

    def test_json_that_is_no_message(self):
        for value in (None, True, 17, "frame", [], ["frame"], {"type": 5}, {"type": ["frame"]},
                      {"type": "frame", "image": 5}, {"type": "frame", "image": {"data": ""}}):
            with self.subTest(value):
                self.check(json.dumps(value), "invalid_message", "must be a JSON object with a 'type'")

    def test_hostile_nesting(self):
        for text in ("[" * 100_000, '{"a":' * 100_000, "[" * 513, '{"type":"ping","x":' + "[" * 600 + "]" * 600 + "}",
                     '{"type":"frame","x":' + '{"a":' * 50_000, "[" * 50_000 + "]" * 50_000,
                     '{"image":"' + "\\" * 99_999):
            with self.subTest(text[:30]):
                self.check(text, "invalid_message", "must be a JSON object with a 'type'")

    def test_no_type_and_no_image(self):
        self.check("{}", "invalid_message", "no 'type'")
        self.check('{"type":null}', "invalid_message", "no 'type'")
        for message in ({"type": "frame"}, {"type": "frame", "image": None}, {"type": "frame", "picture": "x"}):
            self.check(json.dumps(message), "invalid_message", "no 'image'")

    def test_unknown_types(self):
        for kind in ("frames", "FRAME", "", "webrtc_signal", "a" * 10_000, "<script>"):
            with self.subTest(kind[:20]):
                self.check(json.dumps({"type": kind}), "unknown_message_type", "valid types: frame, ping, stop")
        self.assertLess(len(self.stream.messages[-2]["error"]), 200, "a long type is not sent back whole")

    def test_text_that_is_no_base64(self):
        for image in ("", "data:image/jpeg;base64,", "not base64!", "data:text/plain;base64,aGVsbG8=", "data:,hello",
                      "data:image/jpeg,abcd", "http://example.com/a.jpg", "/etc/passwd?", "AAAA=AAA", "é" * 100,
                      "data:image/jpeg;base64,%2F9j%2F4AAQ"):
            with self.subTest(image[:30]):
                self.check(self.frame(image), "invalid_message", "must be base64 or a data URL")

    def test_bytes_that_are_no_image(self):
        jpeg = pictures.photo("obama.jpg")
        for name, data in {
                "text": b"hello, this is not an image", "one byte": b"\xff", "a JPEG's first bytes": jpeg[:4],
                "half a header": jpeg[:100], "zeros": bytes(10_000), "SVG": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
                "GIF": b"GIF89a\x01\x00\x01\x00\x00\x00\x00;", "BMP": b"BM" + bytes(100),
                "half a PNG": pictures.photo("Tom_Hanks_54745.png")[:60], "RIFF": b"RIFF\xff\xff\xff\xffWEBPVP8 ",
        }.items():
            with self.subTest(name):
                self.check(self.frame(base64.b64encode(data).decode()), "invalid_image", "Invalid image data: ")
                self.check(data, "invalid_image", "Invalid image data: ")

    def test_an_empty_binary_message(self):
        self.check(b"", "invalid_image", "Invalid image data: ")

    def test_a_truncated_jpeg(self):
        jpeg = pictures.photo("obama.jpg")
        for share in (0.05, 0.3, 0.7):
            self.check(jpeg[:int(len(jpeg) * share)], "invalid_image", "Invalid image data: ")

    def test_too_many_bytes(self):
        photo = pictures.photo("obama.jpg")
        # Bytes after the end of a JPEG are ignored, so only their number is wrong with this one.
        large = photo + bytes(LIMIT - len(photo) + 1)
        self.check(large, "image_too_large", "2097152")
        self.check(self.frame(base64.b64encode(large).decode()), "invalid_message", "more than 2097152 bytes")

    def test_too_many_pixels(self):
        for width, height in ((4097, 1), (1, 4097), (5000, 5000), (2**31 - 1, 2**31 - 1), (65_000, 65_000)):
            with self.subTest(width=width, height=height):
                self.check(png_header(width, height), "image_too_large", "4096")
        image = pictures.encoded(pictures.plain(4100, 10), ".jpg")
        self.check(image, "image_too_large", "4096")


class TheLargest(unittest.TestCase):
    def test_the_largest_frame_counts(self):
        """Exactly 2 MiB, and exactly 4096 pixels: what is allowed, is."""
        stream = greeted(tenant.authentication())
        self.addCleanup(stream.socket.close)
        photo = pictures.photo("obama.jpg")
        padded = photo + bytes(LIMIT - len(photo))
        self.assertEqual(stream.ask_frame(padded, binary=True)["frames_processed"], 1)
        self.assertEqual(stream.ask_frame(padded)["frames_processed"], 2)
        image = pictures.encoded(pictures.plain(4096, 4096), ".jpg")
        self.assertEqual(stream.ask_frame(image, binary=True)["message"], "No face detected: look into the camera")


if __name__ == "__main__":
    unittest.main()
