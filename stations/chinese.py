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
    ("“{}” is not a number; write digits with a point", "“{}”不是数字；请用阿拉伯数字和小数点"),
    ("{} is out of range; it lies between {} and {}", "{}超出范围；应在 {} 与 {} 之间"),
    ("{} is not a whole number", "{}不是整数"),
    ("“{}” is neither yes nor no", "“{}”既不是“是”也不是“否”"),
    (
        "“{}” cannot be used; separate words by spaces, of A-Z a-z 0-9 . _ -",
        "“{}”不能使用；各词以空格分开，只用 A-Z a-z 0-9 . _ -",
    ),
    (
        "“{}” is a long number that a spreadsheet has shortened, such as {}; enter it anew, as text",
        "“{}”是被电子表格缩短的长数字，例如{}；请以文本格式重新填写",
    ),
    ("one of many digits", "某个多位数字"),
    (
        "“{}” is a day, which a program has made of what was written, perhaps “{}”; write it as text",
        "“{}”是日期，是电子表格由原来的内容改成的，原来可能是“{}”；请以文本格式填写",
    ),
    (
        "“{}” holds characters that are unseen or only look alike: {}; write it anew",
        "“{}”含有看不见或只是看起来相同的字符：{}；请重新输入",
    ),
    (
        "“{}” holds what nobody sees ({}); delete it where it is not meant",
        "“{}”中有看不见的字符（{}）；若非有意请删除",
    ),
    (
        "characters that nobody sees were stripped from {} cells: {}",
        "已去掉 {} 格首尾看不见的字符：{}",
    ),
    (
        "holds a formula without its result; open it in a spreadsheet program and save it again",
        "是没有计算结果的公式；请用电子表格打开并重新保存",
    ),
    (
        "“{}” is what a spreadsheet shows for an error; write what is meant",
        "“{}”是电子表格的出错显示；请写上本来的内容",
    ),
    (
        "“{}” is what a program makes of “{}”; write “{}” there, in a column formatted as text",
        "“{}”是电子表格把“{}”改成的样子；请把该列设为文本格式，写上“{}”",
    ),
    ("“{}” is no known capability; {}", "“{}”不是已知的能力词；{}"),
    ("“{}” has no figure; write “{}” alone", "“{}”没有数值；请只写“{}”"),
    ("“{}” is no figure in {}; write “{}”", "“{}”不是以 {} 为单位的数值；请写成“{}”"),
    ("plan “{}” asks for {}, which no unit has; correct one of them", "方案“{}”需要 {}，但没有力量具备；请更正其一"),
    ("“{}” is no span of the day; write it as 22:00-06:00", "“{}”不是时段；请写成 22:00-06:00"),
    ("another rule is called “{}”; choose another id", "已有名为“{}”的规则；请换一个编号"),
    ("there is no rule “{}”; {}", "没有规则“{}”；{}"),
    ("there are no places called “{}”; {}", "没有名为“{}”的场所类；{}"),
    ("“{}” is no web address; write http://… or https://…", "“{}”不是网址；请写成 http://… 或 https://…"),
    ("“{}” is unknown; write zh, en or both", "“{}”无法识别；请写 zh、en 或两者"),
    (
        "nobody can ask this helper; give phones, a webhook or a CAP address",
        "无法通知这一协同力量；请填写电话、推送地址或 CAP 地址",
    ),
    ("helpers.csv names the telephone “{}” for {}; {}", "helpers.csv 中 {1} 的电话“{0}”在 [phones] 中没有；{2}"),
    (
        "plan “{}” asks for {}, but helpers.csv has nobody of that kind",
        "方案“{}”需要 {}，但 helpers.csv 中没有这类协同力量",
    ),
    (
        "“{}” is no code of a body; write 14 digits or capitals, ZZZZZZDDDUUUXX",
        "“{}”不是单位代码；请写 14 位数字或大写字母 ZZZZZZDDDUUUXX",
    ),
    ("another target is called “{}”; choose another name", "已有名为“{}”的报送对象；请换一个名称"),
    ("“{}” is no sender of CAP 1.2; use the characters {}", "“{}”不能作 CAP 1.2 的发送者；只用字符 {}"),
    ("“{}” is in line {} already, under the same {}; correct one", "“{}”在第 {} 行已有，“{}”相同；请更正其一"),
    ("“{}” cannot repeat itself; leave the cell empty", "“{}”不能复示自己；请将此格留空"),
    ("“{}” only repeats “{}”; write “{}”", "“{}”本身只是复示“{}”；请写“{}”"),
    ("an address has at most {} characters; shorten it", "地址最多 {} 个字符；请缩短"),
    (
        "has an address but no gateway, so that nothing it says is known as its own; name the gateway",
        "有地址而没有传输装置，收到的信号无法对应到它；请填写传输装置",
    ),
    ("{} is not below the upper limit {}; correct one of them", "{}不低于上限 {}；请更正其中之一"),
    (
        "{} is as much as lies between the limits; a value could never come back",
        "{}已达到上下限之间的差；数值永远无法恢复",
    ),
    ("has no limit to come back from; it is not used", "没有上下限，回差不起作用"),
    # Ways in.
    ("“{}” of “{}” is no profile of {}; {}", "“{1}”的厂商“{0}”不是 {2} 的已知配置；{3}"),
    ("“{}” is asked for nothing; write its registers into {}", "“{}”没有可读取的寄存器；请写入 {}"),
    (
        "“{}” is no gateway of protocol modbus in {}; add it there or correct it",
        "“{}”不是 {} 中 modbus 协议的传输装置；请在那里添加或在此更正",
    ),
    (
        "“{}” of “{}” is no device of devices.csv; it will be unknown",
        "“{1}”的“{0}”不是 devices.csv 中的设备；将显示为未登记",
    ),
    ("cannot be used: {}", "不能使用：{}"),
    # Point lists.
    (
        "does not say whose points it has; name the file after its gateway, such as 点表-G1.xlsx",
        "看不出是哪台传输装置的点表；请在文件名中写上，例如 点表-G1.xlsx",
    ),
    (
        "“{}” and {} more are each taken as one number; say how digits are cut, as LLPPP",
        "“{}”等共另有 {} 处按一个数字读取；请说明如何拆分，例如 LLPPP",
    ),
    ("“{}” is no address of a point; the row is not read", "“{}”不是点位地址；这一行没有读取"),
    ("“{}” is in line {} already; the row is not read", "“{}”在第 {} 行已有；这一行没有读取"),
    ("“{}” is too long for an id; the row is not read", "“{}”太长，不能作编号；这一行没有读取"),
    (
        "“{}” says no kind of device; it is taken for one of no kind ({})",
        "“{}”看不出设备类型；暂按无类型（{}）",
    ),
    ("“{}” is no building of buildings.csv; it is left empty", "“{}”不是 buildings.csv 中的建筑；已留空"),
    ("“{}” names no one floor; it is left empty", "从“{}”看不出是哪一层；已留空"),
    (
        "floor {} is above the {} storeys of “{}”; correct one of them",
        "{0} 层超过“{2}”的 {1} 层；请更正其中之一",
    ),
    (
        "“{}” cuts no digits; write U, L and P for panel, loop and point, such as LLPPP",
        "“{}”无法用来拆分数字；请用 U、L、P 表示主机、回路、点号，例如 LLPPP",
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
    ("“{}” is no day of the week; write mon tue wed thu fri sat sun, or 周一 周二 …", "“{}”不是星期；请写 周一 周二 …"),
    ("“{}” is not in {}; {}", "“{}”不在 {} 中；{}"),
    ("{} things cannot bear one serial; give each its own row", "{} 件器材不能共用一个序列号；请每件一行"),
    (
        "“{}” has no unit in units.csv and can never be sent; add one",
        "“{}”在 units.csv 中没有力量，永远不会被调派；请添加",
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
        "“{}” alone is a note, a heading or a sum, no row of the table; delete the row",
        "这一行只有“{}”，是说明、标题或合计，不是表中的行；请删除这一行",
    ),
    (
        "cells of several columns are merged in this row; take the merge off and fill in each cell",
        "这一行有跨列的合并单元格；请取消合并并逐格填写",
    ),
    (
        "{} is empty below a row that has it, as merged cells leave it; fill it in in each row",
        "{} 为空而上一行有值，像是取消了合并的单元格；请每一行都填写",
    ),
    (
        "the row has {} cells, the header {}; a Chinese comma “，” (U+FF0C) stands where “,” should: write “,”",
        "该行有 {} 格，表头有 {} 格；有中文逗号“，”（U+FF0C）写在了“,”的位置：请改为“,”",
    ),
    ("lacks the columns {}; {}", "缺少列 {}；{}"),
    ("not known are {}; {}", "无法识别的列：{}；{}"),
    ("a table of this kind names its columns {}", "这种表的列名是 {}"),
    ("this column is there twice ({}); remove one", "这一列出现了两次（{}）；请删除一列"),
    ("cells with a dash or N/A alone count as empty", "只填“-”“/”或“N/A”的单元格按空白处理"),
    ("{} rows are hidden in the workbook, and read all the same", "工作簿中有 {} 行被隐藏或筛选掉，仍会读取"),
    (
        "“{}” has perhaps lost the 0 before it; write “0{}” there, in a column formatted as text",
        "“{}”前面可能丢了 0；请改写为“0{}”，并将该列设为文本格式",
    ),
    ("“{}” in the heading is not taken into account", "表头中的“{}”不会被考虑"),
    ("is in another unit, as its heading says; numbers count {} times", "表头写明了别的单位；数值按 {} 倍计"),
    ("positions are taken as {}, which a heading names", "表头写明坐标系，坐标按 {} 读取"),
    ("the headings name several datums ({}); leave one", "表头写了几个坐标系（{}）；请只留一个"),
    ("{} rows above the header are not read", "表头上方的 {} 行不会被读取"),
    ("the columns are named again in {} rows, which are not read", "有 {} 行重复了列名，不会被读取"),
    ("column {} has no heading, and is not read", "第 {} 列没有列名，不会被读取"),
    (
        "holds this table in several sheets ({}); leave one of them in the workbook",
        "有多个工作表都是这张表（{}）；请只保留其中一个",
    ),
    (
        "is read from the sheet “{}”; not read are the sheets {}",
        "读取的是工作表“{}”；没有读取的工作表：{}",
    ),
    ("is {}, which is not read here; {}", "是{}，这里不能读取；{}"),
    ("a PDF", "PDF 文件"),
    ("a picture", "图片"),
    ("an archive", "压缩包"),
    ("a text document", "文档"),
    ("XML", "XML 文件"),
    ("a web page that is called a table", "改了扩展名的网页"),
    ("a workbook of the old kind (.xls)", "旧格式的工作簿（.xls）"),
    ("a workbook of the old kind (.xls, .et)", "旧格式的工作簿（.xls、.et）"),
    ("a workbook with a password", "加了密码的工作簿"),
    ("a binary workbook (.xlsb)", "二进制工作簿（.xlsb）"),
    ("an OpenDocument table (.ods)", "OpenDocument 表格（.ods）"),
    ("import the table that it was made of", "请导入生成它的原表"),
    ("import the table that it was taken of", "请导入它所拍的原表"),
    ("unpack it and import the tables in it", "请解压后导入其中的表"),
    ("open it in a spreadsheet program and save it as .xlsx", "请用电子表格打开，另存为 .xlsx"),
    ("take the password off and save it as .xlsx", "请去掉密码，另存为 .xlsx"),
    ("is a damaged workbook ({}); open it, save it as .xlsx again", "是损坏的工作簿（{}）；请打开后重新另存为 .xlsx"),
    (
        "unpacks to more than {} MiB; copy the table alone into a new workbook",
        "解压后超过 {} MiB；请把这张表单独复制到新的工作簿",
    ),
    ("holds more than {} rows; import it in parts", "超过 {} 行；请分几次导入"),
    (
        "holds too many merged cells; take the merges off, fill each cell, and save it again",
        "合并单元格太多；请取消合并、逐格填写后重新保存",
    ),
    (
        "is no text, and no workbook that is known here; save it as .xlsx, or as “CSV UTF-8”",
        "不是文字，也不是能识别的工作簿；请另存为 .xlsx 或“CSV UTF-8”",
    ),
    (
        "begins with {} byte order marks (U+FEFF); all were left out",
        "开头有 {} 个字节顺序标记（U+FEFF）；已全部去掉",
    ),
    (
        "is neither UTF-8 nor common Chinese text in GB18030 (GBK); save it as “CSV UTF-8”",
        "不是 UTF-8，也不像 GB18030（GBK）的中文；请另存为“CSV UTF-8”",
    ),
    (
        "is read as GB18030 (GBK): “{}”; see that the names are right, or save it as “CSV UTF-8”",
        "按 GB18030（GBK）读取：“{}”；请核对名称是否正确，或另存为“CSV UTF-8”",
    ),
    (
        "{} rows would be removed; nothing was written; give the number {} to remove them",
        "将删除 {} 行，未写入任何内容；确要删除请输入 {}",
    ),
    (
        "and {} more rows have the same problem; it goes with its cause in the imported files",
        "另有 {} 行问题相同；改正导入文件中的原因即可消除",
    ),
    (
        "{} further problems are not listed; put these right first",
        "另有 {} 处问题未列出；请先改正以上各处",
    ),
    (
        "the row has {} cells, the header {}; quote text that holds a comma, fill up what is short",
        "该行有 {} 格，表头有 {} 格；含逗号的文字请加引号，缺的格请补齐",
    ),
    ("holds no rows", "没有数据行"),
    ("is no CSV from here on ({}); check the quotes", "从这里起不是 CSV（{}）；请检查引号"),
    ("is empty; the first line names the columns: {}", "是空文件；第一行应为列名：{}"),
    ("this column is not read; {}", "这一列不会被读取；{}"),
    (
        "cannot be read ({}); check that it is a file and who may read it",
        "无法读取（{}）；请确认它是文件并且有读取权限",
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
    (
        (
            "{} ways are passed though they are narrower or lower than the 4 m of a fire lane ({}); "
            "GB 50016 7.1.8: widen them, or close them to these vehicles"
        ),
        "{} 条道路窄于或低于消防车道 4 m 的要求，但车辆仍可通过（{}）；GB 50016 7.1.8：请拓宽，或对这些车辆封闭",
    ),
    ("they lie from {} to {}", "范围 {} 至 {}"),
    ("put an extract of this district here", "请放入本辖区的道路数据"),
    # Ends of sentences.
    ("did you mean {}?", "是否为 {}？"),
    ("known are {}", "可用：{}"),
    ("remove it", "请删除"),
    ("add it there or correct it", "请在那里添加或在此更正"),
    (
        "a program has made it of “{}”; write that, in a column formatted as text",
        "是电子表格由“{}”改成的；请把该列设为文本格式后写上",
    ),
    ("add it there or leave the cell empty", "请在那里添加或将此格留空"),
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
