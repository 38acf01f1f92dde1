"""What kinds of devices are called: in both languages, and as clerks and panels write them.

The Chinese names are those of GB/T 26875.3-2011, table 5; the rest are the words of point lists.
"""

from __future__ import annotations

from typing import NamedTuple

from stations.device_kinds import BY_CODE, DEVICE_KINDS


class Named(NamedTuple):
    """A kind's name in Chinese and English."""

    zh: str
    en: str


_ROWS: tuple[tuple[str, str, str, str], ...] = (
    ("general", "通用", "device of no kind", "其他 其它"),
    ("fire_panel", "火灾报警控制器", "fire alarm panel", "报警主机 火灾报警主机 控制器 联动控制器 消防主机"),
    ("gas_detector", "可燃气体探测器", "gas detector", "可燃气体 燃气探测器 气体探头"),
    ("gas_point", "点型可燃气体探测器", "point gas detector", "点型可燃气体"),
    ("gas_standalone", "独立式可燃气体探测器", "standalone gas detector", "独立式可燃气体 家用燃气报警器 燃气报警器"),
    ("gas_line", "线型可燃气体探测器", "line gas detector", "线型可燃气体"),
    ("electrical_monitor", "电气火灾监控报警器", "electrical fire monitor", "电气火灾 电气火灾监控 电气火灾监控设备"),
    (
        "residual_current",
        "剩余电流式电气火灾监控探测器",
        "residual current detector",
        "剩余电流 剩余电流式 漏电 漏电探测器",
    ),
    ("cable_temperature", "测温式电气火灾监控探测器", "cable temperature detector", "测温式 电缆测温 线缆温度"),
    ("detection_loop", "探测回路", "detection loop", "回路"),
    ("display_panel", "火灾显示盘", "repeater panel", "楼层显示器 层显 区显 显示盘"),
    (
        "manual_call_point",
        "手动火灾报警按钮",
        "manual call point",
        "手报 手动报警按钮 手动报警 手动按钮 手报按钮 带电话插孔手报",
    ),
    ("hydrant_button", "消火栓按钮", "hydrant button", "消报 消栓按钮 消防栓按钮 消火栓启泵按钮 消火栓起泵按钮"),
    ("fire_detector", "火灾探测器", "fire detector", "探测器 探头"),
    ("heat_detector", "感温火灾探测器", "heat detector", "感温 温感 感温探测器 感温探头"),
    ("heat_point", "点型感温火灾探测器", "point heat detector", "点型感温 点型感温探测器"),
    ("heat_point_s", "点型感温火灾探测器S型", "point heat detector S", "点型感温S型 点型感温S"),
    ("heat_point_r", "点型感温火灾探测器R型", "point heat detector R", "点型感温R型 点型感温R"),
    ("heat_line", "线型感温火灾探测器", "line heat detector", "线型感温 感温电缆 缆式感温"),
    ("heat_line_s", "线型感温火灾探测器S型", "line heat detector S", "线型感温S型 线型感温S"),
    ("heat_line_r", "线型感温火灾探测器R型", "line heat detector R", "线型感温R型 线型感温R"),
    ("heat_fibre", "光纤感温火灾探测器", "fibre heat detector", "光纤感温 感温光纤"),
    ("smoke_detector", "感烟火灾探测器", "smoke detector", "感烟 烟感 感烟探测器 感烟探头 独立烟感 独立式感烟"),
    ("smoke_ionisation", "点型离子感烟火灾探测器", "ionisation smoke detector", "离子感烟 点型离子感烟"),
    (
        "smoke_photoelectric",
        "点型光电感烟火灾探测器",
        "photoelectric smoke detector",
        "光电感烟 点型光电感烟 点型感烟 光电烟感",
    ),
    ("smoke_beam", "线型光束感烟火灾探测器", "beam smoke detector", "红外对射 线型光束感烟 光束感烟 对射"),
    ("smoke_aspirating", "吸气式感烟火灾探测器", "aspirating smoke detector", "吸气式 吸气式感烟 空气采样 极早期"),
    ("combined_detector", "复合式火灾探测器", "combined detector", "复合 复合式 复合探测器"),
    ("smoke_heat_detector", "复合式感烟感温火灾探测器", "smoke and heat detector", "烟温复合 感烟感温 烟温复合探测器"),
    ("light_heat_detector", "复合式感光感温火灾探测器", "light and heat detector", "光温复合 感光感温"),
    ("light_smoke_detector", "复合式感光感烟火灾探测器", "light and smoke detector", "光烟复合 感光感烟"),
    ("flame_uv", "紫外火焰探测器", "ultraviolet flame detector", "紫外 紫外火焰"),
    ("flame_ir", "红外火焰探测器", "infrared flame detector", "红外火焰 红外"),
    ("flame_detector", "感光火灾探测器", "flame detector", "感光 火焰探测器 火焰"),
    ("fire_gas_detector", "气体火灾探测器", "fire gas detector", "气体探测器"),
    ("video_detector", "图像摄像方式火灾探测器", "video fire detector", "图像型 图像火灾探测器 视频烟火 图像摄像方式"),
    ("sound_detector", "感声火灾探测器", "sound detector", "感声"),
    (
        "gas_extinguishing_panel",
        "气体灭火控制器",
        "gas extinguishing panel",
        "气灭控制器 气体灭火主机 气灭主机 气体灭火",
    ),
    ("electrical_control", "消防电气控制装置", "electrical control gear", "电气控制装置 消防电源 双电源"),
    ("control_room_display", "消防控制室图形显示装置", "control room display", "图形显示装置 crt 图文显示"),
    ("module", "模块", "module", "接口模块"),
    ("input_module", "输入模块", "input module", "监视模块 信号模块"),
    ("output_module", "输出模块", "output module", "控制模块"),
    ("input_output_module", "输入/输出模块", "input and output module", "输入输出模块 联动模块 双输入双输出模块"),
    ("relay_module", "中继模块", "relay module", "中继 中继器 隔离器 短路隔离器 隔离模块"),
    ("fire_pump", "消防水泵", "fire pump", "消火栓泵 消防泵 室内消火栓泵 稳压泵"),
    ("fire_tank", "消防水箱", "fire water tank", "水箱 高位水箱 消防水池"),
    ("sprinkler_pump", "喷淋泵", "sprinkler pump", "喷洒泵 自喷泵"),
    ("flow_switch", "水流指示器", "flow switch", "水流"),
    ("signal_valve", "信号阀", "signal valve", "信号蝶阀"),
    ("alarm_valve", "报警阀", "alarm valve", "湿式报警阀 预作用阀"),
    ("pressure_switch", "压力开关", "pressure switch", "湿式报警阀压力开关"),
    ("valve_drive", "阀驱动装置", "valve drive", ""),
    ("fire_door", "防火门", "fire door", "常开防火门 常闭防火门 防火门监控模块"),
    ("fire_damper", "防火阀", "fire damper", "70度防火阀 70℃防火阀"),
    ("ventilation", "通风空调", "ventilation", "空调 新风 新风机"),
    ("foam_pump", "泡沫液泵", "foam pump", "泡沫泵"),
    ("pipe_valve", "管网电磁阀", "pipe solenoid valve", "电磁阀"),
    ("smoke_fan", "防烟排烟风机", "smoke control fan", "排烟风机 送风机 正压送风机 加压风机 补风机 风机 正压风机"),
    ("smoke_damper", "排烟防火阀", "smoke damper", "280度排烟防火阀 280℃排烟防火阀 280度防火阀 280℃防火阀"),
    ("air_supply_vent", "常闭送风口", "air supply vent", "送风口 正压送风口 送风阀"),
    ("smoke_vent", "排烟口", "smoke vent", "排烟阀 排烟窗"),
    ("smoke_curtain", "电控挡烟垂壁", "smoke curtain", "挡烟垂壁"),
    ("shutter_controller", "防火卷帘控制器", "fire shutter", "防火卷帘 卷帘 卷帘门 防火卷帘门"),
    ("door_monitor", "防火门监控器", "fire door monitor", "防火门监控"),
    ("sounder", "警报装置", "sounder", "声光报警器 声光警报器 声光 警铃 火灾声光警报器 广播 消防广播 讯响器"),
    ("extinguisher", "灭火器", "extinguisher", "智能灭火器"),
    ("water_pressure", "水压监测", "water pressure", "水压 压力表 压力变送器 末端水压 压力传感器"),
    ("water_level", "液位监测", "water level", "液位 水位 液位计 液位传感器"),
    ("hydrant", "消火栓", "hydrant", "智能消火栓 室外消火栓 消防栓"),
    ("camera", "摄像机", "camera", "摄像头 瞭望 热成像 监控"),
    ("gateway", "传输装置", "gateway", "用户信息传输装置 网关"),
)

NAMES: dict[str, Named] = {kind: Named(zh, en) for kind, zh, en, _ in _ROWS}
"""The name of each of `stations.device_kinds.DEVICE_KINDS`."""

WORDS: dict[str, str] = {
    **{word: kind for kind, _, _, words in _ROWS for word in words.split()},
    **{zh: kind for kind, zh, _, _ in _ROWS},
    **{str(code): kind for code, kind in BY_CODE.items()},
}
"""Every other word for a kind, the numbers of table 5 too."""

_LONGEST_FIRST = tuple(sorted((word for word in WORDS if not word.isdecimal()), key=lambda word: (-len(word), word)))


def kind_in(text: str) -> str | None:
    """Return the kind that a text speaks of (``3F 走廊烟感``): its longest word counts. None where it has none."""
    written = text.strip().casefold()
    if written in DEVICE_KINDS:
        return written
    if (known := WORDS.get(written)) is not None:
        return known
    return next((WORDS[word] for word in _LONGEST_FIRST if word.casefold() in written), None)
