"""Why equal shares are not quite equal."""

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "shares-between-homes": (
        "不能完全均分：各份 {least:,}—{most:,} 户，平均应为 {even:,.0f} 户。"
        "切线只从楼栋之间穿过，在同样均匀的切法中取最短的；可改变方向或份数。",
        "The shares cannot be quite equal: {least:,} to {most:,} households each, where {even:,.0f} would be even. Cuts"
        " run between buildings, and of those about as even the shortest are taken; try another direction or number.",
    ),
    "shares-one-home": (
        "不能均分：一栋楼就有 {largest_home:,} 户，多于平均每份 {even:,.0f} 户，而楼栋不能拆开"
        "（各份 {least:,}—{most:,} 户）。可减少份数。",
        "The shares cannot be equal: one building alone has {largest_home:,} households, more than the {even:,.0f} of"
        " an even share, and no building is divided ({least:,} to {most:,} each). Try fewer shares.",
    ),
    "shares-too-few-homes": (
        "不能均分：只有 {homes:,} 栋楼有住户，却要分成 {count} 份（各份 {least:,}—{most:,} 户）。可减少份数。",
        "The shares cannot be equal: {homes:,} buildings have households, fewer than the {count} shares"
        " ({least:,} to {most:,} each). Try fewer shares.",
    ),
}
