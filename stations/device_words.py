"""What kinds of devices are called in Chinese, and as clerks and panels write them.

The Chinese names are those of GB/T 26875.3-2011, table 5; the rest are the words of point lists.
"""

from __future__ import annotations

import re

from stations.device_kinds import BY_CODE, DEVICE_KINDS

_ROWS: tuple[tuple[str, str, str], ...] = (
    ("general", "通用", "其他 其它"),
    ("fire_panel", "火灾报警控制器", "报警主机 火灾报警主机 控制器 联动控制器 消防主机"),
    ("gas_detector", "可燃气体探测器", "可燃气体 燃气探测器 气体探头"),
    ("gas_point", "点型可燃气体探测器", "点型可燃气体"),
    ("gas_standalone", "独立式可燃气体探测器", "独立式可燃气体 家用燃气报警器 燃气报警器"),
    ("gas_line", "线型可燃气体探测器", "线型可燃气体"),
    ("electrical_monitor", "电气火灾监控报警器", "电气火灾 电气火灾监控 电气火灾监控设备"),
    ("residual_current", "剩余电流式电气火灾监控探测器", "剩余电流 剩余电流式 漏电 漏电探测器"),
    ("cable_temperature", "测温式电气火灾监控探测器", "测温式 电缆测温 线缆温度"),
    ("detection_loop", "探测回路", ""),
    ("display_panel", "火灾显示盘", "楼层显示器 层显 区显 显示盘"),
    ("manual_call_point", "手动火灾报警按钮", "手报 手动报警按钮 手动报警 手动按钮 手报按钮 带电话插孔手报"),
    ("hydrant_button", "消火栓按钮", "消报 消栓按钮 消防栓按钮 消火栓启泵按钮 消火栓起泵按钮"),
    ("fire_detector", "火灾探测器", "探测器 探头"),
    ("heat_detector", "感温火灾探测器", "感温 温感 感温探测器 感温探头"),
    ("heat_point", "点型感温火灾探测器", "点型感温 点型感温探测器"),
    ("heat_point_s", "点型感温火灾探测器（S型）", "点型感温火灾探测器S型 点型感温S型 点型感温S"),
    ("heat_point_r", "点型感温火灾探测器（R型）", "点型感温火灾探测器R型 点型感温R型 点型感温R"),
    ("heat_line", "线型感温火灾探测器", "线型感温 感温电缆 缆式感温"),
    ("heat_line_s", "线型感温火灾探测器（S型）", "线型感温火灾探测器S型 线型感温S型 线型感温S"),
    ("heat_line_r", "线型感温火灾探测器（R型）", "线型感温火灾探测器R型 线型感温R型 线型感温R"),
    ("heat_fibre", "光纤感温火灾探测器", "光纤感温 感温光纤"),
    ("smoke_detector", "感烟火灾探测器", "感烟 烟感 感烟探测器 感烟探头 独立烟感 独立式感烟"),
    ("smoke_ionisation", "点型离子感烟火灾探测器", "离子感烟 点型离子感烟"),
    ("smoke_photoelectric", "点型光电感烟火灾探测器", "光电感烟 点型光电感烟 点型感烟 光电烟感"),
    ("smoke_beam", "线型光束感烟火灾探测器", "红外对射 线型光束感烟 光束感烟 对射"),
    ("smoke_aspirating", "吸气式感烟火灾探测器", "吸气式 吸气式感烟 空气采样 极早期"),
    ("combined_detector", "复合式火灾探测器", "复合 复合式 复合探测器"),
    ("smoke_heat_detector", "复合式感烟感温火灾探测器", "烟温复合 感烟感温 烟温复合探测器"),
    ("light_heat_detector", "复合式感光感温火灾探测器", "光温复合 感光感温"),
    ("light_smoke_detector", "复合式感光感烟火灾探测器", "光烟复合 感光感烟"),
    ("flame_uv", "紫外火焰探测器", "紫外 紫外火焰"),
    ("flame_ir", "红外火焰探测器", "红外火焰 红外"),
    ("flame_detector", "感光火灾探测器", "感光 火焰探测器 火焰"),
    ("fire_gas_detector", "气体探测器", "气体火灾探测器"),
    ("video_detector", "图像摄像方式火灾探测器", "图像型 图像火灾探测器 视频烟火 图像摄像方式"),
    ("sound_detector", "感声火灾探测器", "感声"),
    ("gas_extinguishing_panel", "气体灭火控制器", "气灭控制器 气体灭火主机 气灭主机 气体灭火"),
    ("electrical_control", "消防电气控制装置", "电气控制装置 消防电源 双电源"),
    ("control_room_display", "消防控制室图形显示装置", "图形显示装置 crt 图文显示"),
    ("module", "模块", "接口模块"),
    ("input_module", "输入模块", "监视模块 信号模块"),
    ("output_module", "输出模块", "控制模块"),
    ("input_output_module", "输入输出模块", "输入/输出模块 联动模块 双输入双输出模块"),
    ("relay_module", "中继模块", "中继 中继器 隔离器 短路隔离器 隔离模块"),
    ("fire_pump", "消防水泵", "消火栓泵 消防泵 室内消火栓泵 稳压泵"),
    ("fire_tank", "消防水箱", "水箱 高位水箱 消防水池"),
    ("sprinkler_pump", "喷淋泵", "喷洒泵 自喷泵"),
    ("flow_switch", "水流指示器", "水流"),
    ("signal_valve", "信号阀", "信号蝶阀"),
    ("alarm_valve", "报警阀", "湿式报警阀 预作用阀"),
    ("pressure_switch", "压力开关", "湿式报警阀压力开关"),
    ("valve_drive", "阀驱动装置", ""),
    ("fire_door", "防火门", "常开防火门 常闭防火门 防火门监控模块"),
    ("fire_damper", "防火阀", "70度防火阀 70℃防火阀"),
    ("ventilation", "通风空调", "空调 新风 新风机"),
    ("foam_pump", "泡沫液泵", "泡沫泵"),
    ("pipe_valve", "管网电磁阀", "电磁阀"),
    ("smoke_fan", "防烟排烟风机", "排烟风机 送风机 正压送风机 加压风机 补风机 风机 正压风机"),
    ("smoke_damper", "排烟防火阀", "280度排烟防火阀 280℃排烟防火阀 280度防火阀 280℃防火阀"),
    ("air_supply_vent", "常闭送风口", "送风口 正压送风口 送风阀"),
    ("smoke_vent", "排烟口", "排烟阀 排烟窗"),
    ("smoke_curtain", "电控挡烟垂壁", "挡烟垂壁"),
    ("shutter_controller", "防火卷帘控制器", "防火卷帘 卷帘 卷帘门 防火卷帘门"),
    ("door_monitor", "防火门监控器", "防火门监控"),
    ("sounder", "警报装置", "声光报警器 声光警报器 声光 警铃 火灾声光警报器 广播 消防广播 讯响器"),
    ("extinguisher", "灭火器", "智能灭火器"),
    ("water_pressure", "水压监测", "水压 压力表 压力变送器 末端水压 压力传感器"),
    ("water_level", "液位监测", "液位 水位 液位计 液位传感器"),
    ("hydrant", "消火栓", "智能消火栓 室外消火栓 消防栓"),
    ("camera", "摄像机", "摄像头 瞭望 热成像 监控"),
    ("gateway", "用户信息传输装置", "传输装置 网关"),
)

NAMES: dict[str, str] = {kind: zh for kind, zh, _ in _ROWS}
"""The Chinese name of each of `stations.device_kinds.DEVICE_KINDS`, as pages and tables show it."""

WORDS: dict[str, str] = {
    **{word: kind for kind, _, words in _ROWS for word in words.split()},
    **{zh: kind for kind, zh, _ in _ROWS},
    **{str(code): kind for code, kind in BY_CODE.items()},
}
"""Every other word for a kind, the numbers of table 5 too."""

_SPELT = {word.casefold(): kind for word, kind in WORDS.items() if not word.isdecimal()}
_GENERIC = frozenset({"general", "module", "fire_detector", "fire_panel"})
_ROOM = re.compile(r"机?[房间室站井]")
"""Behind a word it makes a room of it: 消防泵房, 报警阀间, 空调机房."""


def kind_in(text: str) -> str | None:
    """Return the kind that a text speaks of (``3F 走廊烟感``); None where it speaks of none.

    What a thing is stands last in Chinese: of several words the last counts (``消防泵房烟感``), the longest of those
    that end together, and one that only says 探测器 or 模块 where there is no other. A room is no device.
    """
    written = text.strip().casefold()
    if written in DEVICE_KINDS:
        return written
    if (known := WORDS.get(text.strip()) or _SPELT.get(written)) is not None:
        return known
    found = [
        (kind not in _GENERIC, at + len(word), len(word), kind)
        for word, kind in _SPELT.items()
        if (at := written.rfind(word)) >= 0 and not _ROOM.match(written, at + len(word))
    ]
    return max(found)[3] if found else None
