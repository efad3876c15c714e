"""Real bills that nobody of this project wrote; they stay outside it (ROSTRA_SHARED, default ../shared)."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDER = Path(os.environ.get("ROSTRA_SHARED", ROOT.parent / "shared")) / "data" / "bills"

needs_real_bills = pytest.mark.skipif(
    not (FOLDER / "index.json").is_file(), reason=f"the real bills are not here: {FOLDER} (set ROSTRA_SHARED)"
)


def akoma_ntoso_entries() -> list[dict[str, Any]]:
    """Give the index entries of the Akoma Ntoso files, or nothing where the folder is absent."""
    index = FOLDER / "index.json"
    entries = json.loads(index.read_text()) if index.is_file() else []
    return [entry for entry in entries if entry["file"].startswith("akn/")]


def real_bill(name: str) -> bytes:
    """Give the bytes of one real file, as it lies there."""
    return (FOLDER / name).read_bytes()


BILL = """<?xml version="1.0" encoding="UTF-8"?>
<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0">
<bill name="bill"><meta><identification source="#us">
<FRBRWork><FRBRuri value="/akn/xa/bill/2026/17"/><FRBRnumber value="17"/></FRBRWork>
<FRBRExpression><FRBRuri value="/akn/xa/bill/2026/17/eng"/><FRBRlanguage language="eng"/></FRBRExpression>
</identification></meta>
<preface><p><shortTitle>Rivers Bill</shortTitle></p><longTitle><p>A bill to keep rivers clean.</p></longTitle></preface>
<body>{body}</body></bill></akomaNtoso>"""

BODY = """
<part eId="part_1"><num>Part 1</num><heading>Knowing</heading>
<section eId="sec_1"><num>1</num><heading>Purpose</heading><content><p>Rivers are to be clean.</p></content></section>
<section eId="sec_2"><num>2</num><heading>Duty to publish</heading>
<subsection eId="sec_2__subsec_1"><num>(1)</num><intro><p>A notice must\u2014</p></intro>
<paragraph eId="sec_2__subsec_1__para_a"><num>(a)</num><content><p>be readable, and</p></content></paragraph>
<paragraph eId="sec_2__subsec_1__para_b"><num>(b)</num><content><p>remain available,</p></content></paragraph>
<wrapUp><p>for ten years.</p></wrapUp></subsection>
<subsection eId="sec_2__subsec_2"><num>(2)</num><content><p>It states the place.</p></content></subsection>
</section></part>
<part eId="part_2"><num>Part 2</num><heading>Repairing</heading>
<section eId="sec_3"><num>3</num><heading>The list</heading><content>
<p>The worst outfalls are rebuilt.</p></content></section>
</part>"""


def small_bill(body: str = BODY) -> bytes:
    """Give a bill of ours: two parts, three sections, two subsections, two paragraphs."""
    return BILL.format(body=body).encode()
