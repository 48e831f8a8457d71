"""What is said of the tables that officers bring: what was left out, what a cell says, what cannot be read."""

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "cells-pivot-blank": (
        "{where}：{count} 行里有数据透视表留下的“(空白)”，已按空白读取（第 {rows} 行）。",
        "{where}: {count} rows hold the (blank) of a pivot table, which was read as nothing (rows {rows}).",
    ),
    "code-cleaned": (
        "编码“{value}”里的空格、横线或全角数字已去除。",
        "The code {value} was read without the blanks, dashes or full-width digits in it.",
    ),
    "code-rounded": (
        "编码“{value}”超过 15 位而存成了数字，Excel 已把末几位改成 0，无法还原，没有采用。请把该列设为文本后重新填写。",
        "The code {value} has more than 15 digits and was stored as a number, so Excel turned the last ones into "
        "zeros. It was not used: format the column as text and type the code again.",
    ),
    "code-scientific": (
        "编码“{value}”已被 Excel 变成科学计数法，无法还原，没有采用。请把该列设为文本后重新填写。",
        "Excel turned the code into {value}. It was not used: format the column as text and type the code again.",
    ),
    "code-strange": (
        "编码“{value}”不全是数字，按原样读取。",
        "The code {value} is not all digits; it was read as it is.",
    ),
    "coordinates-not-understood": (
        "“{value}”不像坐标。请写成 120.55 和 31.87，或度分秒。",
        "{value} is not a position. Write 120.55 and 31.87, or degrees, minutes and seconds.",
    ),
    "coordinates-out-of-range": (
        "坐标“{value}”不在地球上，或者是 0。请核对。",
        "The position {value} is zero or not on the earth. Check it.",
    ),
    "count-negative": (
        "“{value}”是负数，没有采用。",
        "{value} is negative and was not used.",
    ),
    "count-not-exact": (
        "“{value}”不是确数，已按其中的数字读取。",
        "{value} is not exact; the number in it was taken.",
    ),
    "count-not-understood": (
        "“{value}”不是一个整数。请只写一个数字。",
        "{value} is not a whole number. Write one number only.",
    ),
    "count-not-whole": (
        "“{value}”不是整数，没有采用。",
        "{value} is not whole and was not used.",
    ),
    "date-impossible": (
        "“{value}”这一天不存在。请核对。",
        "There is no such day as {value}. Check it.",
    ),
    "date-not-understood": (
        "“{value}”看不出是哪一天。请写成 2023-05-01。",
        "It is not clear which day {value} means. Write it as 2023-05-01.",
    ),
    "date-reversed": (
        "“{value}”的结束早于开始。请核对。",
        "{value} ends before it begins. Check it.",
    ),
    "date-without-year": (
        "“{value}”没有年份。请写成 2023-05-01。",
        "{value} has no year. Write it as 2023-05-01.",
    ),
    "delimiter-guessed": (
        "{file} 的各列按“{value}”分隔读取。",
        "{file}: the cells were assumed to be separated by {value}.",
    ),
    "encoding-guessed": ("{file} 的文字按 {value} 编码读取。", "{file}: the texts were assumed to be in {value}."),
    "file-is-archive": (
        "{file} 是压缩包，不是表格。请先解压，再选择其中的表格文件。",
        "{file} is an archive, not a table. Unpack it and choose the table in it.",
    ),
    "file-is-database": (
        "{file} 是数据库文件，无法作为表格读取。请在原程序中导出为 Excel（.xlsx）或 CSV。",
        "{file} is a database and cannot be read as a table. Export the table as Excel (.xlsx) or CSV there.",
    ),
    "file-is-document": (
        "{file} 是文档、图片或演示文稿，不是表格。请把其中的表格复制到 Excel，另存为 .xlsx。",
        "{file} is a document or a picture, not a table. Copy the table in it to Excel and save it as .xlsx.",
    ),
    "file-is-no-table": (
        "{file} 不是能读取的表格文件。请在 Excel 或 WPS 中另存为 .xlsx。",
        "{file} is not a table that can be read. Save it as .xlsx in Excel or WPS.",
    ),
    "file-locked": (
        "{file} 设有密码，这种格式的密码无法在此打开。请在原程序中打开并去掉密码，另存为 .xlsx。",
        "{file} is locked with a password that cannot be used here. Open it where it was made and save it as .xlsx "
        "without one.",
    ),
    "file-needs-password": (
        "{file} 设有打开密码。请输入密码，或在 Excel 中去掉密码后再试。",
        "{file} is locked with a password. Give the password, or take it off in Excel.",
    ),
    "header-guessed": (
        "{where}：没有认出表头，已把第 {row} 行当作表头。请核对各列。",
        "{where}: no header was recognised; row {row} was taken for it. Check the columns.",
    ),
    "letters-unreadable": (
        "{file} 有 {count} 个字无法读取，已用“�”代替。请另存为 UTF-8 或 .xlsx。",
        "{file}: {count} letters cannot be read and stand as �. Save the file as UTF-8 or .xlsx.",
    ),
    "no-table-found": (
        "{file} 里没有找到带表头的表格。请在数据上方加一行表头，例如：网格编码、姓名、联系电话。",
        "{file} holds no table with a header. Put a header above the rows, such as code, name and phone.",
    ),
    "numbers-rounded": (
        "{where}：列“{column}”有 {count} 个超过 15 位的数字，Excel 已把末几位改成 0（第 {rows} 行）。请把该列设为文本"
        "后重新填写。",
        "{where}: column {column} holds {count} numbers of more than 15 digits, whose last ones Excel turned into "
        "zeros (rows {rows}). Format the column as text and type them again.",
    ),
    "password-wrong": (
        "{file} 的密码不对。",
        "That is not the password of {file}.",
    ),
    "person-name-odd": ("“{value}”不像人名。请核对。", "{value} does not look like a name. Check it."),
    "person-others-unnamed": (
        "“{value}”里还有没写名字的人。",
        "{value}: the others have no names.",
    ),
    "person-with-phone": (
        "“{value}”里姓名和电话写在了一起，已分开读取。",
        "{value}: a name and a phone stand together and were read apart.",
    ),
    "phone-impossible": ("“{value}”不是可能的电话号码。请核对。", "{value} cannot be a phone number. Check it."),
    "phone-rounded": (
        "电话“{value}”已被 Excel 变成科学计数法，没有采用。请把该列设为文本后重新填写。",
        "Excel turned the phone into {value}. It was not used: format the column as text and type the phone again.",
    ),
    "phone-too-long": ("电话“{value}”位数太多。请核对。", "The phone number {value} has too many digits. Check it."),
    "phone-too-short": ("电话“{value}”位数不够。请核对。", "The phone number {value} has too few digits. Check it."),
    "cell-formula-failed": (
        "公式出错（{value}），没有可用的内容。请在 Excel 中改正公式或直接填写。",
        "the formula has failed ({value}), so there is nothing to read; mend it in Excel or type the value",
    ),
    "columns-hidden-read": (
        "{where}：隐藏的列也已读取：{columns}。",
        "{where}: hidden columns were read too: {columns}.",
    ),
    "tables-side-by-side": (
        "{where}：第 {row} 行起有 {count} 个表格左右并排，已分别读取。",
        "{where}: from row {row} there are {count} tables side by side; each was read by itself.",
    ),
    "table-transposed": (
        "{where}：第 {row} 行起表头竖写在第一列，没有读取。请在 Excel 中复制后选“选择性粘贴—转置”，使一行是一条记录。",
        "{where}: from row {row} the headings stand in the first column, so nothing was read. In Excel, copy the table "
        "and choose Paste Special, Transpose, so that each row is one record.",
    ),
    "pivot-left-out": (
        "{where}：第 {row} 行起的数据透视表没有读取。",
        "{where}: the pivot table at row {row} was left out.",
    ),
    "quotes-unbalanced": (
        "{file} 的引号不成对，已逐行读取。请核对含引号的单元格。",
        "{file}: a quotation mark is never closed, so the file was read line by line. Check the cells that have one.",
    ),
    "rows-example-left-out": (
        "{where}：{count} 行示例没有读取（第 {rows} 行）。",
        "{where}: {count} rows of examples were left out (rows {rows}).",
    ),
    "rows-header-repeated": (
        "{where}：重复的表头没有读取（第 {rows} 行）。",
        "{where}: the header is repeated in rows {rows}; these were left out.",
    ),
    "rows-hidden-read": (
        "{where}：{count} 行被筛选或隐藏，也已读取（第 {rows} 行）。",
        "{where}: {count} rows are filtered or hidden and were read all the same (rows {rows}).",
    ),
    "rows-note-left-out": (
        "{where}：{count} 行说明没有读取（第 {rows} 行）。",
        "{where}: {count} rows of notes were left out (rows {rows}).",
    ),
    "rows-number-only": (
        "{where}：{count} 行只有序号，没有读取（第 {rows} 行）。",
        "{where}: {count} rows hold only a serial number and were left out (rows {rows}).",
    ),
    "rows-section-left-out": (
        "{where}：{count} 行分段标题没有读取（第 {rows} 行）。",
        "{where}: {count} rows with headings of sections were left out (rows {rows}).",
    ),
    "rows-signature-left-out": (
        "{where}：{count} 行签字没有读取（第 {rows} 行）。",
        "{where}: {count} rows of signatures were left out (rows {rows}).",
    ),
    "rows-total-left-out": (
        "{where}：{count} 行合计没有读取（第 {rows} 行）。",
        "{where}: {count} rows of totals were left out (rows {rows}).",
    ),
    "same-as-nothing": (
        "{where}：列“{column}”写着“同上”或“同左”，但那里没有内容（第 {rows} 行）。请填写完整。",
        "{where}: column {column} says “the same”, yet nothing stands there to be the same as (rows {rows}). "
        "Fill it in.",
    ),
    "sheet-hidden": (
        "{file}：工作表“{sheet}”是隐藏的，没有读取。需要时请取消隐藏。",
        "{file}: the sheet {sheet} is hidden and was not read. Unhide it if it is wanted.",
    ),
    "sheet-missing": (
        "{file} 里没有工作表“{value}”，只有：{expected}。",
        "{file} has no sheet {value}; there are: {expected}.",
    ),
    "sheet-too-large": (
        "{file} 的工作表 {sheet} 有内容的范围达到 {rows} 行 {columns} 列，最多 {count} 个单元格。请删去远处多余的内容"
        "，或分成几个文件。",
        "{file}: what stands on the sheet {sheet} reaches over {rows} rows and {columns} columns; {count} cells can be "
        "read. Delete what stands far off, or split the file.",
    ),
    "sheet-without-table": (
        "{where}：没有找到表头，没有读取。",
        "{where}: no header was found; the sheet was not read.",
    ),
    "tables-encoding-unknown": (
        "{file} 的文字编码无法识别。请在 Excel 中另存为 .xlsx，或在记事本中另存为 UTF-8。",
        "{file}: it is not clear in which encoding the texts are. Save it as .xlsx in Excel, or as UTF-8 in an editor.",
    ),
    "tables-file-empty": (
        "{file} 是空文件。",
        "{file} is empty.",
    ),
    "tables-file-too-large": (
        "{file} 过大，表格文件最多 {bytes} 字节。请分成几个文件。",
        "{file} is too large: a file of tables may have {bytes} bytes at most. Split it.",
    ),
    "workbook-too-large": (
        "{file} 解压后过大，没有读取：最多 {bytes} 字节，且不超过文件的 {times} 倍。请另存一份，或分成几个文件。",
        "{file} would unpack to more than can be read: at most {bytes} bytes and {times} times its size. Save it"
        " again, or split it.",
    ),
}
