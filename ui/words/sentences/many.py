"""What is said of many files at once."""

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "across-code": ("编码在不同文件中重复", "One code in two files"),
    "across-code-said": (
        "编码 {codes} 在多个文件中都有网格使用：{files}",
        "The code {codes} is used by grids in several files: {files}",
    ),
    "across-gap": ("文件之间的空白", "Gap between files"),
    "across-gap-said": (
        "{files} 之间有 {area_m2:,.1f} m² 没有任何文件覆盖（相邻网格：{codes}）",
        "{area_m2:,.1f} m² between {files} that none of the files covers (grids beside it: {codes})",
    ),
    "across-overlap": ("文件之间的重叠", "Overlap between files"),
    "across-overlap-said": (
        "{files} 同时占有 {area_m2:,.1f} m²（网格：{codes}）",
        "{area_m2:,.1f} m² that {files} hold at once (grids: {codes})",
    ),
    "across-person": ("{name}（{file}）", "{name} in {file}"),
    "across-phone": ("不同人员在不同文件中电话相同", "One phone, different people, in two files"),
    "across-phone-said": (
        "这些姓名不同的网格员登记了同一个电话：{people}",
        "These workers of different names have one phone number: {people}",
    ),
    "across-worker": ("同一网格员出现在不同文件中", "One worker in two files"),
    "across-worker-said": (
        "姓名和电话都相同的网格员出现在多个文件中：{people}",
        "A worker with one name and one phone number stands in several files: {people}",
    ),
    "cluster-lost": (
        "与集群 {address} 的连接中断了。已完成的结果已保留；恢复后再运行一次即可继续。",
        "The connection to the cluster {address} was lost. What was done is kept; run the same line again to go on.",
    ),
    "cluster-not-installed": (
        "--cluster 需要 dask.distributed，本机没有安装（{reason}）。请运行：pip install gridmap[cluster]",
        "--cluster needs dask.distributed, which is not installed here ({reason}). Run: pip install gridmap[cluster]",
    ),
    "cluster-not-reached": (
        "连接不上集群 {address}：{reason}。请核对调度器的地址，例如 tcp://10.0.0.5:8786。",
        "The cluster {address} cannot be reached: {reason}. Check the address of the scheduler, for instance "
        "tcp://10.0.0.5:8786.",
    ),
    "cluster-without-workers": (
        "集群 {address} 没有工作进程。请先启动（dask worker {address}）。",
        "The cluster {address} has no workers. Start some first (dask worker {address}).",
    ),
    "help-cluster": (
        "交给正在运行的 dask.distributed 调度器，例如 tcp://10.0.0.5:8786；需要 gridmap[cluster]。",
        "Hand the files to a running dask.distributed scheduler, for instance tcp://10.0.0.5:8786; needs "
        "gridmap[cluster].",
    ),
    "help-keep": (
        "多个文件的结果保存在此文件夹（默认为用户缓存），中断后再次运行只检查余下的。",
        "Keep the results of many files in this folder (the user's cache by default); run again, only what is missing "
        "is checked.",
    ),
    "help-projects": (
        "项目文件（.gpkg），可以多个，也可以是存放项目文件的文件夹。",
        "Project files (.gpkg), one or more, or folders with project files in them.",
    ),
    "many-across": ("文件之间", "Across files"),
    "many-checking": ("正在检查 {count} 个文件", "Checking {count} files"),
    "many-column-errors-after": ("剩余错误", "Errors left"),
    "many-column-left": ("待人工处理", "Left to decide"),
    "many-column-remark": ("备注", "Remark"),
    "many-comparing": ("正在比对各文件", "Comparing the files"),
    "many-failed": (
        "文件 {file} 处理时出现意外错误，其他文件不受影响：{reason}",
        "The file {file} ran into an unexpected error; the other files went on: {reason}",
    ),
    "many-files": ("{count} 个文件", "{count} files"),
    "many-folder-empty": (
        "文件夹 {file} 中没有项目文件（.gpkg）。请核对路径。",
        "There is no project file (.gpkg) in the folder {file}. Check the path.",
    ),
    "many-from-before": (
        "{of} 个文件中有 {count} 个内容未变，沿用以前的结果。",
        "{count} of {of} files have not changed since they were checked; their results were taken from before.",
    ),
    "many-left-out": (
        "文件夹中有 {count} 个 .gpkg 文件不是项目（或是草案），未处理。",
        "Left out of the folder: {count} .gpkg files that are no projects, or are drafts.",
    ),
    "many-mended": (
        "已在 {files} 个项目中修复 {count:,} 个问题；每个项目可各自撤销。",
        "{count:,} findings mended in {files} projects; each project can take its own step back.",
    ),
    "many-mending": ("正在修复 {count} 个文件", "Mending {count} files"),
    "many-more": (
        "还有 {count:,} 个问题；--json、--xlsx 或 --geo 写出全部。",
        "{count:,} more; --json, --xlsx or --geo writes all of them.",
    ),
    "many-of-file": ("{file}：{message}", "{file}: {message}"),
    "many-process-lost": (
        "处理文件 {file} 的进程被终止，可能是内存不足。请单独检查该文件，或关闭其他程序后重试。",
        "The process that worked on {file} was killed, for want of memory perhaps. Check the file by itself, or close "
        "other programs and try again.",
    ),
    "many-same-content": (
        "{file} 与 {other} 内容完全相同，未参与文件之间的比对。",
        "{file} holds exactly the same as {other}; it was not compared with the other files.",
    ),
    "many-sheet-files": ("文件", "Files"),
    "many-top-across": ("文件之间最要紧的 {count} 个问题", "The {count} most important across files"),
    "many-without-scope": (
        "--scope 一次只能用于一个文件。请去掉 --scope，或只给出一个文件。",
        "--scope is for one file at a time. Leave it out, or name one file only.",
    ),
}
