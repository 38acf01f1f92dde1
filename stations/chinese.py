"""Says in Chinese what is wrong with tables: the sentences of this package, each beside its English.

Problems are noted in English where they are found. The clerks who put tables right read Chinese; a sentence that has no
Chinese yet is shown as it is.
"""

from __future__ import annotations

import re
from functools import cache

from stations.problems import Problem

_PHRASES: tuple[tuple[str, str], ...] = (
    # Cells.
    ("“{}” is unknown; {}", "“{}”无法识别；{}"),
    ("“{}” is in no norm; {}", "“{}”不在任何标准的器材目录中；{}"),
    ("is empty; fill it in", "为空；请填写"),
    ("is missing; write it", "缺少；请写上"),
    (
        "“{}” is no id; use 1 to 64 of the characters A-Z a-z 0-9 . _ -",
        "“{}”不是编号；请用 1 至 64 个字符 A-Z a-z 0-9 . _ -",
    ),
    (
        "“{}” is a long number that a spreadsheet has shortened; enter it anew, as text",
        "“{}”是被电子表格缩短的长数字；请以文本格式重新填写",
    ),
    ("“{}” is not a number; write digits with a point", "“{}”不是数字；请用阿拉伯数字和小数点"),
    ("{} is out of range; it lies between {} and {}", "{}超出范围；应在 {} 与 {} 之间"),
    ("{} is not a whole number", "{}不是整数"),
    ("“{}” is neither yes nor no", "“{}”既不是“是”也不是“否”"),
    (
        "“{}” cannot be used; separate words by spaces, of A-Z a-z 0-9 . _ -",
        "“{}”不能使用；各词以空格分开，只用 A-Z a-z 0-9 . _ -",
    ),
    # Days.
    ("“{}” is no day of the calendar; correct it", "“{}”不是日历上的日子；请更正"),
    ("“{}” lies outside {}; correct the year", "“{}”不在 {} 年之间；请更正年份"),
    (
        "“{}” is what a too narrow column shows; widen it and save again",
        "“{}”是列太窄时显示的内容；请加宽该列后重新保存",
    ),
    (
        "“{}” is a spreadsheet's day number, perhaps {}; format the column as a date and save again",
        "“{}”是电子表格的日期序号，可能是 {}；请把该列设为日期格式后重新保存",
    ),
    ("“{}” is no date with year, month and day; write it as 2026-03-01", "“{}”不是完整的年月日；请写成 2026-03-01"),
    ("{} is before it was made ({}); correct one of them", "{}早于生产日期（{}）；请更正其中之一"),
    # Rows that do not go together.
    ("“{}” is already in line {}; ids are unique", "“{}”在第 {} 行已有；编号不能重复"),
    (
        "“{}” is already in line {}, at station “{}”, and cannot be in two places; keep one of them",
        "“{}”在第 {} 行已属于“{}”站，不能同时在两处；请只保留一处",
    ),
    ("“{}” is already in line {}, at station “{}”; check both", "“{}”在第 {} 行已属于“{}”站；请核对两处"),
    (
        "removes {} of {} rows; import it with --partial if it holds only a part",
        "将删除 {} 行，共 {} 行；若文件只含一部分，请加 --partial 导入",
    ),
    ("“{}” is no day of the week; write mon tue wed thu fri sat sun, or 周一 周二 …", "“{}”不是星期；请写 周一 周二 …"),
    ("“{}” is not in {}; {}", "“{}”不在 {} 中；{}"),
    ("{} things cannot bear one serial; give each its own row", "{} 件器材不能共用一个序列号；请每件一行"),
    (
        "“{}” has no unit in units.csv and can never be sent; add one",
        "“{}”在 units.csv 中没有力量，永远不会被调派；请添加",
    ),
    (
        "“{}” was “{}” before: a spreadsheet has dropped its zeros; write “{}” as text",
        "“{}”原为“{}”：电子表格去掉了前面的零；请以文本格式写“{}”",
    ),
    # Positions.
    ("lon and lat look swapped; exchange them", "经度和纬度似乎颠倒；请对调"),
    ("lies {} km from the middle of the district; check it", "距辖区中心 {} 公里；请核对"),
    (
        "a latitude of {} does not exist, lon and lat look swapped; exchange them",
        "没有 {} 度的纬度，经度和纬度似乎颠倒；请对调",
    ),
    ("{} look like projected metres; convert them to WGS-84 degrees", "{}像是投影坐标（米）；请转换为 WGS-84 度"),
    (
        "{} is no position in WGS-84 degrees; lon is within ±180, lat within ±90",
        "{}不是 WGS-84 位置；经度在 ±180、纬度在 ±90 之内",
    ),
    ("0,0 is an unfilled position; fill it in", "0,0 是未填写的位置；请填写"),
    # Files.
    (
        "the row has {} cells, the header {}; quote text that holds a comma, fill up what is short",
        "该行有 {} 格，表头有 {} 格；含逗号的文字请加引号，缺的格请补齐",
    ),
    ("holds no rows", "没有数据行"),
    ("is no CSV from here on ({}); check the quotes", "从这里起不是 CSV（{}）；请检查引号"),
    ("is empty; the first line names the columns: {}", "是空文件；第一行应为列名：{}"),
    ("separates its columns by {}; save it with commas", "以 {} 分列；请用逗号分隔保存"),
    ("this column is missing; add it", "缺少这一列；请添加"),
    ("this column is there twice; remove one", "这一列出现了两次；请删除一列"),
    ("this column is not read; {}", "这一列不会被读取；{}"),
    (
        "cannot be read ({}); check that it is a file and who may read it",
        "无法读取（{}）；请确认它是文件并且有读取权限",
    ),
    (
        "is UTF-16 (Excel's “Unicode text”); save it as “CSV UTF-8”",
        "是 UTF-16（Excel 的“Unicode 文本”）；请另存为“CSV UTF-8”",
    ),
    (
        "is GB18030 (GBK), not UTF-8; save it as “CSV UTF-8” (另存为 CSV UTF-8), or import it with --encoding gb18030",
        "是 GB18030（GBK）编码，不是 UTF-8；请另存为“CSV UTF-8”，或在导入时加 --encoding gb18030",
    ),
    ("is not {}; save it as “CSV UTF-8”", "不是 {}；请另存为“CSV UTF-8”"),
    (
        "is not {}; write the text of this line anew, save as “CSV UTF-8”",
        "不是 {}；请重新填写这一行的文字，另存为“CSV UTF-8”",
    ),
    ("is missing; write it with the columns {}", "缺少这个文件；请按这些列编写：{}"),
    ("is no table by its name; call it one of {}", "从文件名看不出是哪张表；请命名为其中之一：{}"),
    ("is not a folder; name the district's folder", "不是文件夹；请给出辖区的文件夹"),
    ("is given twice; give each table once", "给了两次；每张表只给一次"),
    # Settings and norms.
    ("is no TOML: {}", "不是 TOML：{}"),
    ("{} is unknown; {}", "{}无法识别；{}"),
    ("{} is not a text; write it in quotes", "{}不是文字；请加引号"),
    ("{} is not a number", "{}不是数字"),
    ("{} is neither true nor false", "{}既不是 true 也不是 false"),
    ("{} is not a list of texts; write {}", "{}不是文字列表；请写成 {}"),
    ("{} is not a table; write {}", "{}不是表；请写成 {}"),
    ("{} is not a list of tables; write {}", "{}不是表的列表；请写成 {}"),
    ("this key is not read; {}", "这个键不会被读取；{}"),
    ("“{}” is in no [[sources]]; add it with its title", "“{}”不在 [[sources]] 中；请连同名称添加"),
    ("“{}” asks for {}, less than {} ({})", "“{}”只要求 {}，低于{}（{}）"),
    ("roster.csv names the shift “{}”; {}", "roster.csv 中的班次“{}”没有时间；{}"),
    ("is missing; name “{}”, {} and the targets {} apply", "缺少这个文件；名称取“{}”，时区 {}，时限采用 {}"),
    (
        "is missing; put an OpenStreetMap extract of the district here as {}",
        "缺少道路文件；请把辖区的 OpenStreetMap 数据放在这里，命名为 {}",
    ),
    ("{} is not a file in this folder; correct its name", "{}不是本文件夹中的文件；请更正文件名"),
    ("{} is not read, {} is; remove one of them", "{}不会被读取，读取的是 {}；请删除其中一个"),
    # Roads.
    ("station “{}” lies further than 300 m from every road; {}", "消防站“{}”距任何道路超过 300 米；{}"),
    (
        "no station lies on these roads, but with longitude and latitude exchanged all would; correct stations.csv",
        "没有消防站位于这份道路数据之内，但经纬度对调后全部位于其内；请更正 stations.csv",
    ),
    (
        "none of the {} stations lies on these roads, which begin {} km away ({}); {}",
        "{} 个消防站都不在这份道路数据之内，道路在 {} 公里之外（{}）；{}",
    ),
    ("unit “{}” ({}) has no road in 300 m that it can use; {}", "力量“{}”（{}）300 米内没有可用的道路；{}"),
    (
        "unit “{}” ({}) stands on roads that are not connected with the others; {}",
        "力量“{}”（{}）所在的道路与其他道路不连通；{}",
    ),
    (
        "{} of {} buildings lie further than 300 m from every road ({}); {}",
        "{} 处建筑（共 {} 处）距任何道路超过 300 米（{}）；{}",
    ),
    (
        "correct its station's position, or extract a little more than the district",
        "请更正所属消防站的位置，或把道路数据取得比辖区稍大",
    ),
    ("correct its position, or extract more roads", "请更正其位置，或取更大范围的道路数据"),
    ("with longitude and latitude exchanged it would lie on them: correct it", "经纬度对调后就在道路上：请更正"),
    ("unreadable, ignored: {}", "无法读取，已忽略：{}"),
    ("not read: turn restriction {}", "未读取：转向限制 {}"),
    ("not read: {}", "未读取：{}"),
    ("dropped: {}", "已舍去：{}"),
    ("assumed: {}", "按惯例处理：{}"),
    (
        "{}: {} of {} street places ({}) are reached by nobody; of {} within 50 m of a usable street {} ({})",
        "{}：{} 处（共 {} 处街道地点，{}）无人能到达；其中距可用街道 50 米以内的 {} 处里有 {} 处（{}）",
    ),
    ("they lie from {} to {}", "范围 {} 至 {}"),
    ("put an extract of this district here", "请放入本辖区的道路数据"),
    # Ends of sentences.
    ("did you mean {}?", "是否为 {}？"),
    ("known are {}", "可用：{}"),
    ("remove it", "请删除"),
    ("add it there or correct it", "请在那里添加或在此更正"),
    ("add it there or leave the cell empty", "请在那里添加或将此格留空"),
    (
        "a spreadsheet has dropped the zeros of “{}”; write that, in a column formatted as text",
        "电子表格去掉了“{}”前面的零；请把该列设为文本格式后写上",
    ),
)


def in_chinese(problem: Problem) -> str:
    """Return a problem as a Chinese sentence with its file, row and column."""
    row = "" if problem.line is None else f" 第 {problem.line} 行"
    column = f" “{problem.field}”列" if problem.field else ""
    return f"{problem.file}{row}{column}：{translate(problem.message)}"


def translate(message: str) -> str:
    """Return a message in Chinese; as it is where there is none."""
    for pattern, chinese in _patterns():
        if found := pattern.fullmatch(message):
            return chinese.format(*(translate(part) for part in found.groups()))
    return message


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return each sentence as a pattern, the longer ones first since they say more."""
    longest_first = sorted(_PHRASES, key=lambda phrase: -len(phrase[0]))
    return tuple(
        (re.compile(re.escape(english).replace(r"\{\}", "(.+?)"), re.DOTALL), chinese)
        for english, chinese in longest_first
    )
