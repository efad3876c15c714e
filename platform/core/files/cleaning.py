"""Public copies of files: what of a PDF's description of itself can be blanked without a PDF library.

Blanked byte for byte, so that every offset of the file stays true: the strings of the document information dictionary
(ISO 32000-1, 14.3.3) and the XMP packets (14.3.2) that stand in clear. Not reached: what lies inside compressed object
streams, data inside images, annotations, attachments, and the words of the pages. So a person confirms having looked.
"""

from __future__ import annotations

import re

INFO = re.compile(rb"/Info\s+(\d{1,10})\s+(\d{1,5})\s+R")
STRING = re.compile(rb"\((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*\))*\)|<[0-9A-Fa-f\s]+>", re.DOTALL)
XMP = re.compile(rb"(<\?xpacket begin=.{0,200}?\?>)(.*?)(<\?xpacket end=.{0,40}?\?>)", re.DOTALL)


def clean_pdf(data: bytes) -> bytes:
    """Give the file with its own description blanked; its length does not change."""
    for number, generation in set(INFO.findall(data)):
        dictionary = re.compile(rb"(?<!\d)%s\s+%s\s+obj\b(.*?)endobj" % (number, generation), re.DOTALL)
        data = dictionary.sub(_blank_strings, data)
    return XMP.sub(lambda match: match[1] + b" " * len(match[2]) + match[3], data)


def _blank_strings(match: re.Match[bytes]) -> bytes:
    return STRING.sub(lambda value: value[0][:1] + b" " * (len(value[0]) - 2) + value[0][-1:], match[0])
