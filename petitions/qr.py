"""A QR code as the path of an SVG: made here, so that no third party learns of a secret link."""

from __future__ import annotations

from dataclasses import dataclass

import qrcode

QUIET = 4  # modules of white around it (ISO/IEC 18004)


@dataclass(frozen=True)
class Code:
    """A QR code: the length of its side in modules, with the quiet zone, and the path of its dark modules."""

    side: int
    path: str


def qr_code(text: str) -> Code:
    """Give the QR code of a text, an address say; raises ValueError for more than fits into one."""
    made = qrcode.QRCode(border=QUIET, error_correction=qrcode.constants.ERROR_CORRECT_M)
    made.add_data(text)
    try:
        made.make(fit=True)
    except qrcode.exceptions.DataOverflowError as error:
        raise ValueError("too long for a QR code") from error
    rows = made.get_matrix()
    steps = [f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark]
    return Code(len(rows), "".join(steps))
