"""The stance bar: four shares told apart by a pattern, never by colour alone."""

WIDTH, HEIGHT, GAP = 600.0, 20.0, 2.0
STANCES = ("support", "change", "oppose", "question")


def _pattern(stance: str, x: float, width: float, height: float) -> str:
    """Give the lines that fill a share: diagonals, uprights or dots; solid needs none."""
    end = x + width
    if stance == "change":
        lines, at = [], x
        while at < end - 0.5:
            run = min(height, end - at)
            lines.append(f"M{at:.1f} {height:g}l{run:.1f}-{run:.1f}")
            at += 8
        return f'<path class="st-line" d="{"".join(lines)}"/>'
    if stance == "oppose":
        lines = [f"M{x + 3 + 7 * i:.1f} 0v{height:g}" for i in range(max(0, int((width - 3) // 7) + 1))]
        return f'<path class="st-bar" d="{"".join(lines)}"/>'
    if stance == "question":
        lines = [f"M{x + 4 + 6 * i:.1f} {height / 2:.1f}h1" for i in range(max(0, int((width - 4) // 6) + 1))]
        return f'<path class="st-line" d="{"".join(lines)}"/>'
    return ""


def share(stance: str, x: float, width: float, height: float) -> str:
    """Give one share of the bar as SVG: its ground and its pattern."""
    ground = f'<rect class="st-{stance}" x="{x:.1f}" y="0" width="{width:.1f}" height="{height:g}"/>'
    return ground + _pattern(stance, x, width, height)


def bar(counts: dict[str, int]) -> str:
    """Give the shares of the bar for the counts by stance; an empty string where nobody has spoken."""
    present = [stance for stance in STANCES if counts.get(stance)]
    total = sum(counts[stance] for stance in present)
    if not total:
        return ""
    room = WIDTH - GAP * (len(present) - 1)
    drawn, x = [], 0.0
    for stance in present:
        width = room * counts[stance] / total
        drawn.append(share(stance, x, width, HEIGHT))
        x += width + GAP
    return "".join(drawn)


def swatch(stance: str) -> str:
    """Give the small square of the key beside a stance's word."""
    return share(stance, 0, 16, 16)
