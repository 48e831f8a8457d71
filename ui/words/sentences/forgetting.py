"""Forgetting a person: what is asked, what was done, what stays."""

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "forget-ask": ("确定要清除吗？此操作不能撤销", "Forget this person? This cannot be taken back"),
    "forget-ask-again": (
        "最后确认：现在就清除{name}的信息吗？清除后无法找回。",
        "For the last time: forget {name} now? This cannot be undone.",
    ),
    "forget-ask-number": ("请再输入一次工号以确认", "Type the staff number again to confirm"),
    "forget-consequences": (
        "将从项目、编辑历史和所有调整方案中清除{name}的姓名、电话和工号，"
        "相应位置改为“{forgotten}”。\n\n· 分工和历史步骤保留，以前的步骤仍可撤销和重做。"
        "\n· 清除本身不能撤销。\n· 另存的副本、已导出的文件和备份不在其内，请另行处理。",
        "The name, phone and staff number of {name} will go from the project, its history and all its drafts; "
        '"{forgotten}" stands in their place.\n'
        "\n· Assignments and steps of the history stay; older steps can still be taken back and done again."
        "\n· The forgetting itself cannot be taken back."
        "\n· Copies saved elsewhere, exported files and backups are not reached; see to these yourself.",
    ),
    "forget-do": ("清除", "Forget"),
    "forget-done": (
        "已清除 {places:,} 处（已一并处理 {drafts:,} 个调整方案）。另存的副本、导出的文件和备份请另行处理。",
        "Forgotten in {places:,} places; drafts gone through: {drafts:,}. See to copies, exports and backups yourself.",
    ),
    "forget-in-draft": (
        "“{title}”是调整方案。请在项目中清除个人信息，其调整方案会一并处理。",
        '"{title}" is a draft. Forget the person in the project; its drafts are dealt with as well.',
    ),
    "forget-left-alone": ("未作任何改动。", "Nothing was changed."),
    "forget-left-assignment": (
        "保留 {count:,} 条分工，人员显示为“(forgotten)”；如已不在岗，请结束分工。",
        'Assignments that stay, as "(forgotten)": {count:,}. End them if the person no longer works there.',
    ),
    "forget-left-file-name": (
        "有 {count:,} 个文件的文件名含有此人姓名，未改名。",
        "Files whose own names hold the person's name, and which were not renamed: {count:,}.",
    ),
    "forget-left-not-a-draft": (
        "有 {count:,} 个名称像调整方案的文件无法读取，未处理。",
        "Files named like drafts that cannot be read, and were left alone: {count:,}.",
    ),
    "forget-left-other-table": (
        "其他软件存入项目的表中有 {count:,} 处含有此人信息，未改动。",
        "Cells that name the person in tables of other programs, left as they are: {count:,}.",
    ),
    "forget-left-place": (
        "有 {count:,} 处地名或支部名称含有相同的字，未改动。",
        "Names of places or branches that hold the same name, left as they are: {count:,}.",
    ),
    "forget-left-shared-name": (
        "有 {count:,} 处文字只写了姓名，而另有同名人员，无法判断是谁，未改动。",
        "Texts with nothing but a name that somebody else has too, left as they are: {count:,}.",
    ),
    "forget-left-unreadable-line": (
        "历史中有 {count:,} 步的内容无法读取，已清空。",
        "Steps of the history that could not be read, and were emptied: {count:,}.",
    ),
    "forget-nobody": (
        "项目及其调整方案中从未有过“{value}”这名网格员。",
        'Neither the project nor any draft of it has ever had a worker "{value}".',
    ),
    "forget-several": (
        "工号 {value} 先后属于 {names}。请用 --name 指明是哪一位。",
        "Staff number {value} has belonged to {names}. Say with --name who is meant.",
    ),
    "forget-title": ("清除此人信息", "Forget this person"),
    "forget-unasked": (
        "清除个人信息要确认两次，而此处没有终端。确定要清除时请加 --yes。",
        "Forgetting a person is confirmed twice, and there is no terminal here. Add --yes if you are sure.",
    ),
    "forget-unfinished": (
        "{file} 中已清除个人信息，但文件还没能整理（{reason}），下次打开时会再试。",
        "A person was forgotten in {file}, but the file could not be rewritten yet ({reason}); this is tried again"
        " the next time it is opened.",
    ),
    "forget-would": (
        "{names}：将清除 {places:,} 处（一并处理 {drafts:,} 个调整方案），不能撤销。",
        "{names}: {places:,} places are cleared, drafts gone through: {drafts:,}; this cannot be taken back.",
    ),
}
"""Key to (Chinese, English)."""
