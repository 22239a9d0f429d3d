"""The code that the API's documents print."""

import re

import places

GUIDE = "seeds/websocket-integration-guide.md"
IMPLEMENTATION = "seeds/websocket-implementation.md"


def code_block(document, heading, language="python", containing=""):
    """The first block of a language that follows a heading or mark and contains a text."""
    text = (places.SHARED / document).read_text(encoding="utf-8")
    rest = text[text.index(heading):]
    for block in re.findall(rf"```{language}\n(.*?)```", rest, re.DOTALL):
        if containing in block:
            return block
    raise AssertionError(f"{document} has no such block under {heading!r}")
