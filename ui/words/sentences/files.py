"""Why a file cannot be read or written."""

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "disk-full": (
        "磁盘已满，{file} 未作改动。请腾出空间后重试。",
        "The disk is full; {file} was left as it was. Free some space and try again.",
    ),
    "export-file-locked": (
        "无法写入 {file}。文件可能正在其他程序中打开，或者没有写入权限。请关闭该文件，或另选位置后重试。",
        "{file} cannot be written: it may be open in another program, or you may not have permission. Choose another"
        " place.",
    ),
    "export-suffix-unknown": (
        "不支持导出为 {file}，可用的后缀：{expected}",
        "{file} cannot be written; the suffix may be one of: {expected}",
    ),
    "file-busy": (
        "其他程序正在写入 {file}，本次未作改动。请稍候或在该程序中保存后重试。",
        "Another program is writing to {file}; nothing was changed. Wait, or save there, and try again.",
    ),
    "file-exists": (
        "{file} 已存在。请换个文件名，或允许覆盖。",
        "{file} already exists. Choose another name, or allow it to be replaced.",
    ),
    "file-is-folder": ("{file} 是文件夹，不是 GridMap 项目文件。", "{file} is a folder, not a GridMap project file."),
    "file-not-found": ("找不到文件 {file}。", "There is no file {file}."),
    "file-not-read": (
        "暂时无法读取 {file}：{reason}。请检查磁盘或网络后重试。",
        "{file} cannot be read at the moment: {reason}. Check the disk or the network and try again.",
    ),
    "file-not-saved": (
        "无法写入 {file}，本次未作改动：{reason}",
        "{file} cannot be written; nothing was changed: {reason}",
    ),
    "file-not-writable": ("{file} 是只读文件，不能修改。", "{file} is write-protected and cannot be changed."),
    "folder-not-found": ("没有文件夹 {folder}，无法在其中保存。", "There is no folder {folder} to save in."),
    "folder-not-writable": ("没有写入 {file} 的权限：{reason}", "You do not have permission to write {file}: {reason}"),
    "no-chinese-font": (
        "这台计算机没有可显示中文的字体，无法制图。请安装后重试：Debian/Ubuntu 运行 sudo apt-get install "
        "fonts-noto-cjk；Windows 和 macOS 自带（{families}），请检查是否被删除。",
        "This computer has no font with Chinese characters, so no map can be drawn. Install one and try again: "
        "on Debian or Ubuntu, sudo apt-get install fonts-noto-cjk; Windows and macOS bring their own "
        "({families}), which may have been removed.",
    ),
    "no-screen": (
        "这里没有可用的屏幕，无法打开窗口。请在桌面环境中运行；不需要窗口的命令见 gridmap --help。",
        "There is no screen here to open a window on. Run GridMap on a desktop; gridmap --help lists the commands"
        " that need no window.",
    ),
    "nothing-to-export": ("没有可导出到 {file} 的网格。", "There is no grid to write to {file}."),
    "output-is-device": (
        "{file} 不是普通文件，不能在此写入。请换个文件名。",
        "{file} is not an ordinary file and cannot be written. Choose another name.",
    ),
    "output-is-draft": (
        "{file} 是 GridMap 调整方案，不会被覆盖，未作任何改动。请换个文件名。",
        "{file} is a GridMap draft and is never replaced by other output; nothing was changed. Choose another name.",
    ),
    "output-is-folder": (
        "{file} 是文件夹，不能写成文件。请指定文件夹中的文件名。",
        "{file} is a folder. Name a file within it.",
    ),
    "output-is-journal": (
        "{file} 是数据库的附属文件（日志），覆盖它会损坏数据，未作任何改动。请换个文件名。",
        "{file} belongs to a database beside it, which would be damaged without it; nothing was changed. Choose"
        " another name.",
    ),
    "output-is-lock": (
        "{file} 是 GridMap 项目的锁定标记，不会被覆盖，未作任何改动。请换个文件名。",
        "{file} is where GridMap notes who has a project open; nothing was changed. Choose another name.",
    ),
    "output-is-project": (
        "{file} 是 GridMap 项目，不会被覆盖，未作任何改动。请换个文件名。",
        "{file} is a GridMap project and is never replaced by other output; nothing was changed. Choose another name.",
    ),
    "output-is-read": (
        "{file} 正在作为数据来源使用，不会被覆盖，未作任何改动。请换个文件名，或先移除该参考图层。",
        "{file} is being read here and will not be replaced; nothing was changed. Choose another name, "
        "or take it off the map first.",
    ),
    "picture-too-large": (
        "图片 {width} × {height} 像素太大，内存不足；请减小尺寸或分辨率。",
        "A picture of {width} by {height} pixels does not fit into memory; make it smaller.",
    ),
}
"""Key to (Chinese, English)."""
