"""What is said of boundaries that come in: what became of codes, columns, shapes and formats."""

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "code-column-missing": (
        "{file} 中没有网格编码列。请用 --code 写明列名，"
        "或用 --number 按所在的上级自西向东、自北向南编码。文件中的列：{expected}",
        "{file} has no column of codes. Name it with --code, or have the grids numbered below their parents, from west "
        "to east and north to south, with --number. The columns are: {expected}",
    ),
    "code-marks-removed": (
        "{file}“{column}”：编码中的横线、空格等已去掉，共 {count:,} 个，例如 {before} → {after}。",
        '{file}, "{column}": dashes, blanks and the like were taken out of {count:,} codes, for example {before} '
        "to {after}.",
    ),
    "code-serials-completed": (
        "{file}“{column}”：只有顺序号，已在前面补上上级编码，共 {count:,} 个，例如 {before} → {after}。",
        '{file}, "{column}": {count:,} serial numbers were completed with the code of the parent, for example {before} '
        "to {after}.",
    ),
    "codes-are-serials": (
        "{file}“{column}”：{of:,} 个值中有 {count:,} 个只是顺序号（{value}），又找不到上级，"
        "凑不成编码（例如 {expected}）。"
        "请先导入上级，或用 --parent 写明上级列；也可以用 --code 另选一列。未导入。",
        '{file}, "{column}": {count:,} of {of:,} values are only serial numbers ({value}), and their parents were not '
        "found, so that they make no codes (such as {expected}). Import the parents first, or name their column with "
        "--parent, or another one with --code. Nothing was imported.",
    ),
    "codes-not-of-scheme": (
        "{file}“{column}”：{of:,} 个值中有 {count:,} 个不是本方案的编码（{value}；应如 {expected}）。"
        "请用 --code 另选一列，或修改方案中的编码规则。未导入。",
        '{file}, "{column}": {count:,} of {of:,} values are no codes of this scheme ({value}; one is {expected}). Name '
        "another column with --code, or change the rule for codes in the scheme. Nothing was imported.",
    ),
    "codes-numbered": (
        "{file}：{count:,} 个网格没有编码，已按上级自西向东、自北向南编码，从 {code} 起。",
        "{file}: {count:,} grids without a code were numbered below their parents, from west to east and north to "
        "south, beginning with {code}.",
    ),
    "help-number": (
        "没有编码的网格按上级自西向东、自北向南编码",
        "number grids without a code below their parent, from west to east and north to south",
    ),
    "import-as-code": ("编码", "code"),
    "import-as-kind": ("类型", "kind"),
    "import-as-name": ("名称", "name"),
    "import-as-note": ("备注", "note"),
    "import-as-parent": ("上级", "parent"),
    "import-as-setting": ("城乡分类", "setting"),
    "import-as-use": ("用途", "use"),
    "import-column": ("{field}取自“{column}”", '{field} from "{column}"'),
    "import-columns": ("  列：{taken}", "  Columns: {taken}"),
    "import-columns-left": ("  未导入的列：{left}", "  Columns left out: {left}"),
    "import-nothing": (
        "没有导入任何网格，项目未改动。原因见上；已有的网格要更新请加 --replace。",
        "No grid came in, and the project was not changed. The reasons stand above; to update grids that are there "
        "already, add --replace.",
    ),
    "import-numbered": ("  新编码 {count:,} 个", "  {count:,} newly numbered"),
    "import-united": ("  同编码合并 {count:,} 行", "  {count:,} rows united with others of their code"),
    "row-no-code-left": (
        "{file} 第 {row} 行：上级 {code} 下已没有可用的编号，此行未导入。",
        "{file}, row {row}: no number is left below {code}; the row was left out.",
    ),
    "row-united": (
        "{file} 第 {row} 行“{column}”：编码“{code}”、名称和上级都与第 {first} 行相同且互不重叠，已合并为一个网格。",
        '{file}, row {row}, "{column}": the code "{code}", the name and the parent are those of row {first} and they '
        "do not overlap, so they became one grid.",
    ),
}  # fmt: skip
