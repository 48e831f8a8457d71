"""Lists of who answers for which grid: vacancies, who left and came, workload, suggestions."""

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "days-reversed": (
        "截止日期 {last} 早于起始日期 {first}。请改正。",
        "The last day {last} is before the first day {first}; correct one of them.",
    ),
    "forbids-level_1": ("能接手的人都在别的镇任职", "Whoever could take it works in another town"),
    "forbids-role": ("没有人担任这种岗位", "Nobody has such a role"),
    "forbids-worker_distance": (
        "能接手的人离得太远（每人的网格相距不超过 {value:,.0f} 米）",
        "Whoever could take it is too far away (at most {value:,.0f} m between the grids of one person)",
    ),
    "forbids-worker_grids": (
        "能接手的人网格数已满（每人最多 {value:,.0f} 个）",
        "Whoever could take it has enough grids (at most {value:,.0f} each)",
    ),
    "forbids-worker_households": (
        "接手后户数超限（每人最多 {value:,.0f} 户）",
        "Too many households for whoever could take it (at most {value:,.0f} each)",
    ),
    "forbids-workers": ("没有可安排的人", "There is nobody to take it"),
    "help-from-day": ("起始日期（YYYY-MM-DD），含当天。", "The first day (YYYY-MM-DD), which counts."),
    "help-staffing": (
        "两个日期之间：谁离任、谁到岗、哪些网格空缺、从哪天起。",
        "Between two days: who left, who came, which grids were vacant and since when.",
    ),
    "help-suggest": (
        "给出空缺网格的最优安排：补上最多空缺，调动人数最少，走的路最短，且不超任何限额。",
        "Suggest who takes what is vacant: most filled, fewest people moved, least walking, within all limits.",
    ),
    "help-suggest-apply": (
        "把建议写入项目（一步，可撤销），自 --on 的日期起。",
        "Do it in the project, in one step that can be undone, from the day of --on.",
    ),
    "help-to-day": ("截止日期（YYYY-MM-DD），含当天。", "The last day (YYYY-MM-DD), which counts."),
    "help-vacancies": (
        "列出缺少网格员或责任人的网格，以及空缺自哪一天起。\n有空缺时退出码为 1。",
        "List the grids that lack somebody, by town and village, and since when.\nExit code 1 if there are any.",
    ),
    "help-list-output": ("把清单写成文件：{formats}。", "Write the list to a file: {formats}."),
    "help-workload": (
        "列出每个人的网格数、户数、人口、面积和距离，与限额相比，最重的在前。",
        "List how much everybody carries (grids, households, ground, ways) against the limits, worst first.",
    ),
    "list-apart_m": ("网格间最远（米）", "Farthest apart (m)"),
    "list-came": ("到岗", "Came"),
    "list-comes": ("接任人", "Who comes"),
    "list-coverage": ("各镇配备情况", "Coverage by town"),
    "list-covered_share": ("在岗率（按天）", "Share of days covered"),
    "list-dates": ("日期", "Dates"),
    "list-day": ("日期", "Day"),
    "list-days": ("空缺天数", "Days vacant"),
    "list-days_vacant": ("空缺网格天数", "Grid-days vacant"),
    "list-filled": ("补上日期", "Filled on"),
    "list-filled-count": ("补上的空缺", "Vacancies filled"),
    "list-from-to": ("{first} 至 {last}", "From {first} to {last}"),
    "list-grids": ("网格数", "Grids"),
    "list-lacking_first": ("期初空缺", "Vacant at first"),
    "list-lacking_last": ("期末空缺", "Vacant at last"),
    "list-lacks": ("缺少岗位", "Lacks"),
    "list-leaves": ("离任人", "Who leaves"),
    "list-left": ("离任", "Left"),
    "list-limit": ("为何补不上", "What forbids it"),
    "list-loads": ("人员负荷", "Workload"),
    "list-moved": ("调动人数", "People moved"),
    "list-never": ("从未配备", "never filled"),
    "list-nothing": ("没有需要列出的内容。", "Nothing to list."),
    "list-of-group": ("{name}（{count:,} 项）", "{name} ({count:,})"),
    "list-of_limit": ("占限额", "Of the limit"),
    "list-over": ("超出的限额", "Limits exceeded"),
    "list-over-count": ("超限人数", "Over a limit"),
    "list-over-worker_distance": ("距离", "distance"),
    "list-over-worker_grids": ("网格数", "grids"),
    "list-over-worker_households": ("户数", "households"),
    "list-proved": ("已证明最优", "Proved the best"),
    "list-role": ("岗位", "Role"),
    "list-since": ("空缺自", "Vacant since"),
    "list-stretches": ("空缺时段", "When vacant"),
    "list-suggestion": ("人员安排建议", "Suggested assignment"),
    "list-turnover": ("人员变动", "Who left and came"),
    "list-unfilled": ("仍空缺的网格", "Vacancies that stay"),
    "list-until": ("至", "Until"),
    "list-vacancies": ("网格员空缺清单", "Vacancies"),
    "list-vacancies-by-village": ("各村空缺数", "By village"),
    "list-vacancies-count": ("空缺数", "Vacancies"),
    "list-walk_m": ("网格间路程（米）", "Way between grids (m)"),
    "list-was-vacant": ("（空缺）", "(vacant)"),
    "list-what": ("变动", "Change"),
    "list-who": ("人员", "Who"),
    "list-workers": ("人数", "People"),
    "staffing-summary": (
        "{first} 至 {last}：{left:,} 项离任，{came:,} 项到岗",
        "From {first} to {last}: {left:,} left, {came:,} came",
    ),
    "suggest-done": (
        "已按建议安排 {count:,} 个网格，自 {on} 起；在窗口中可以撤销。",
        "Assigned {count:,} grids as suggested, from {on}; this can be undone in the window.",
    ),
    "suggest-summary": (
        "自 {on} 起：补上 {filled:,} 个空缺，调动 {moved:,} 人，仍空缺 {left:,} 个。没有比这更好的安排。",
        "From {on}: {filled:,} vacancies filled, {moved:,} people moved, {left:,} stay vacant. Nothing is better.",
    ),
    "suggest-summary-unproved": (
        "自 {on} 起：补上 {filled:,} 个空缺，调动 {moved:,} 人，仍空缺 {left:,} 个。可能还有更好的安排。",
        "From {on}: {filled:,} vacancies filled, {moved:,} people moved, {left:,} stay vacant. There may be better.",
    ),
    "suggest-working": ("正在计算安排…", "Working out the assignment…"),
    "vacancies-more": (
        "另有 {count:,} 个网格未显示；用 --json 或 -o 可得到全部。",
        "{count:,} more are not shown; --json and -o have all of them.",
    ),
    "vacancies-none": ("没有空缺：{on} 这一天，每个网格都有人负责。", "No vacancies: on {on} every grid has somebody."),
    "vacancies-summary": (
        "{on}：{count:,} 个网格有空缺，共 {households:,} 户",
        "{on}: {count:,} grids lack somebody, with {households:,} households",
    ),
    "workload-more": (
        "另有 {count:,} 人未显示；用 --json 或 -o 可得到全部。",
        "{count:,} more people are not shown; --json and -o have all of them.",
    ),
    "workload-summary": (
        "{on}：{workers:,} 人负责网格，其中 {over:,} 人超限",
        "{on}: {workers:,} people answer for grids, {over:,} of them over a limit",
    ),
}
"""Key to (Chinese, English)."""
