"""What the columns of a district's tables are called: by their field, in Chinese, and as clerks write them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from types import MappingProxyType

from stations.sheets.odd import unseen_in

ZH: Mapping[str, str] = {
    "id": "编号",
    "name": "名称",
    "kind": "类型",
    "lon": "经度",
    "lat": "纬度",
    "datum": "坐标系",
    "zone": "联防区域",
    "phone": "电话",
    "building": "建筑",
    "station": "消防站",
    "mode": "出动方式",
    "crew": "人数",
    "capabilities": "能力",
    "turnout_s": "出动用时",
    "storeys": "层数",
    "height_m": "高度",
    "entrance_lon": "入口经度",
    "entrance_lat": "入口纬度",
    "fire_lift": "消防电梯",
    "role": "岗位",
    "qualifications": "资格",
    "channels": "通知方式",
    "team": "班组",
    "count": "数量",
    "serial": "序列号",
    "made": "生产日期",
    "inspected": "检查日期",
    "serviced": "维修日期",
    "expires": "到期日期",
    "state": "状态",
    "place": "位置",
    "unit": "力量",
    "width_m": "宽度",
    "weight_t": "重量",
    "area_m2": "面积",
    "beds": "床位",
    "lead": "牵头站",
    "street": "街道",
    "pressure_mpa": "压力",
    "responsible": "责任单位",
    "warden": "责任人",
    "entrance": "入口",
    "lifts": "电梯数",
    "fire_lifts": "消防电梯数",
    "hydrants": "消火栓",
    "control_room": "消防控制室",
    "plan": "预案",
    "reviewed": "复核日期",
    "control_room_phone": "控制室电话",
    "keys": "钥匙",
    "pump_room": "水泵房",
    "hazards": "内部危险",
    "serves": "通行对象",
    "length_m": "长度",
    "bearing_t": "承重",
    "slope_percent": "坡度",
    "floor": "楼层",
    "order": "顺序",
    "text": "内容",
    "shift": "班次",
    "members": "人员",
    "days": "星期",
    "every": "间隔周数",
    "since": "开始日期",
    "until": "结束日期",
    "date": "日期",
    "phones": "电话",
    "webhook": "推送地址",
    "cap": "CAP地址",
    "languages": "语言",
    "protocol": "协议",
    "address": "地址",
    "profile": "厂商",
    "silent_after_s": "静默时限",
    "gateway": "传输装置",
    "camera": "摄像机",
    "owner": "维保单位",
    "mirror_of": "复示",
    "low": "下限",
    "high": "上限",
    "hysteresis": "回差",
    "panel": "主机",
    "loop": "回路",
    "point": "点号",
    "location": "安装位置",
    "note": "备注",
}
"""Field → what its column is called in Chinese, in every table."""

_KEYS = "编号 编码 代码 代号 标识 唯一编号 id 编号id no 号 number code"
_ALSO: Mapping[str, str] = {
    "name": "姓名名称 名字 站名 单位名称 全称 简称",
    "kind": "类别 种类 性质 分类 type category",
    "lon": "东经 lng longitude long x 经度wgs84 x坐标",
    "lat": "北纬 latitude y 纬度wgs84 y坐标",
    "datum": "坐标 坐标系统 crs",
    "zone": "联防区 联防分区 区域 片区 所属区域 所属联防区域 防区",
    "phone": "电话号码 联系电话 值班电话 手机 手机号 手机号码 固定电话 telephone tel mobile",
    "building": "建筑编号 建筑物 建筑物编号 楼栋 楼栋编号 大楼 所在建筑 所属建筑 所属楼栋",
    "station": "站 站点 站点编号 站编号 消防站编号 所属站 所属站点 所属消防站 微型消防站 微站 微站编号 所在站",
    "mode": "方式 出行方式 行进方式 交通方式 交通工具",
    "crew": "人员数 队员数 编制人数 每车人数",
    "capabilities": "装备能力 技能 携带器材",
    "turnout_s": "出动用时s 出动用时秒 出动时间 出动秒数 turnout",
    "storeys": "楼层 楼层数 层 总层数 地上层数 floors",
    "height_m": "高 建筑高度 车高 高度m 高度米 height",
    "entrance_lon": "出入口经度 大门经度",
    "entrance_lat": "出入口纬度 大门纬度",
    "fire_lift": "有消防电梯 是否有消防电梯",
    "role": "职务 角色 岗位职务 职位",
    "qualifications": "资质 证书 资格证书 持证",
    "channels": "联系方式 通知渠道 渠道",
    "team": "班 班别 组 所属班组",
    "count": "件数 个数 数目 quantity qty",
    "serial": "出厂编号 出厂号 序列编号 钢瓶号 sn serialnumber",
    "made": "生产时间 出厂日期 制造日期 生产年月日",
    "inspected": "检查时间 上次检查 巡检日期 最近检查日期 检验日期 年检日期",
    "serviced": "维保日期 维修时间 上次维修 保养日期 检修日期",
    "expires": "到期日 有效期 有效期至 报废日期 失效日期 过期日期",
    "state": "状况 完好情况 器材状态 使用状态 status",
    "place": "存放位置 放置位置 存放地点 地点 所在位置 地址 位置描述 location",
    "unit": "力量编号 所属力量 单元",
    "width_m": "宽 车宽 宽度m 宽度米 width",
    "weight_t": "重 总质量 质量 吨位 重量t 重量吨 weight",
    "area_m2": "面积m2 面积平方米 建筑面积 使用面积 area",
    "beds": "床位数 床数 床铺数",
    "lead": "牵头消防站 主站 牵头 中心站",
    "street": "所属街道 街道名称 乡镇",
    "pressure_mpa": "水压 压力mpa 压力兆帕 pressure",
    "responsible": "责任站 归口站 主管站 所属街道消防工作站 管理单位 责任主体 物业 物业单位 消防安全责任单位",
    "warden": "消防安全管理人 管理人",
    "entrance": "出入口 主入口 入口位置",
    "lifts": "电梯 电梯数量",
    "fire_lifts": "消防电梯数量",
    "hydrants": "消火栓编号",
    "control_room": "控制室 消控室 消控室位置",
    "plan": "灭火预案 应急预案 一楼一策",
    "reviewed": "复核时间 更新日期 审核日期",
    "control_room_phone": "消防控制室电话 消控室电话",
    "keys": "钥匙位置 钥匙存放",
    "pump_room": "消防水泵房 泵房 泵房位置",
    "hazards": "危险源 危险品 内部危险源",
    "serves": "用途 供谁通行 通行",
    "length_m": "长 长度m 长度米 length",
    "bearing_t": "承载 承重吨 荷载",
    "slope_percent": "坡度百分比",
    "floor": "层 所在楼层 楼层号",
    "order": "序号 步骤 步骤序号",
    "text": "步骤内容 说明",
    "shift": "班次编号 班",
    "members": "值班人员 人员编号 值班员",
    "days": "周几 工作日 值班星期",
    "every": "每几周 周数",
    "since": "起始日期 开始 自",
    "until": "截止日期 结束 至",
    "date": "值班日期 当日",
    "phones": "电话号码 联系电话 值班电话 手机 手机号 手机号码 固定电话 phone telephone tel mobile",
    "webhook": "回调地址 接口地址 url 推送",
    "cap": "cap端点 cap接口 capurl",
    "languages": "语种 language lang",
    "protocol": "通信协议 接入协议 接入方式",
    "address": "设备地址 地址码 地址编码 二次码 装置地址 通信地址",
    "profile": "厂家 品牌 型号 生产厂家 vendor",
    "silent_after_s": "静默秒数 离线时限 离线判定",
    "gateway": "网关 网关编号 传输装置编号 用户信息传输装置 主机 主机编号",
    "camera": "摄像头 监控 快照地址",
    "owner": "维护单位 维保 维保公司 责任人",
    "mirror_of": "复示设备 复示自 镜像",
    "low": "低限 报警下限 最小值",
    "high": "高限 报警上限 最大值",
    "hysteresis": "滞回 迟滞",
}
_OF_TABLE: Mapping[tuple[str, str], str] = {
    ("stations", "id"): "站编号 消防站编号 站点编号 微站编号 站号",
    ("stations", "name"): "消防站 消防站名称 站点名称 微站名称",
    ("stations", "kind"): "站类型 消防站类型 站点类型 站级别",
    ("units", "id"): "力量编号 单元编号",
    ("units", "name"): "力量 力量名称",
    ("units", "crew"): "车组人数 编成人数",
    ("buildings", "id"): "建筑编号 楼栋编号 建筑物编号",
    ("buildings", "name"): "建筑 建筑名称 建筑物名称 楼栋 楼栋名称 大楼名称",
    ("buildings", "kind"): "建筑类型 用途 使用性质 建筑类别",
    ("members", "id"): "人员编号 队员编号 工号",
    ("equipment", "id"): "器材编号 装备编号",
    ("equipment", "kind"): "器材 器材名称 器材类型 装备名称 名称",
    ("vehicles", "id"): "车辆编号 车号",
    ("vehicles", "kind"): "车辆类型 车型 车辆",
    ("rooms", "id"): "房间编号 站房编号",
    ("rooms", "kind"): "用途 房间类型 房间 站房",
    ("zones", "id"): "联防区域 名称 区域名称 联防区域名称 区域",
    ("zones", "kind"): "区域类型 联防类型",
    ("hydrants", "id"): "消火栓编号 消防栓编号 栓号",
    ("hydrants", "kind"): "消火栓类型 消防栓类型",
    ("building_files", "building"): "编号 编码 代码 id 名称",
    ("entrances", "id"): "出入口编号 大门编号",
    ("entrances", "name"): "出入口 大门",
    ("grounds", "id"): "场地编号 登高场地编号",
    ("assistance", "id"): "编号 登记编号",
    ("assistance", "count"): "人数",
    ("steps", "id"): "编号 步骤编号",
    ("steps", "role"): "角色 岗位",
    ("roster", "id"): "值班编号 排班编号",
    ("helpers", "id"): "力量编号 单位编号",
    ("helpers", "name"): "力量 力量名称 协同力量 单位",
    ("helpers", "zone"): "服务区域 负责区域",
    ("gateways", "id"): "传输装置 装置编号 传输装置编号 网关编号 网关",
    ("devices", "id"): "设备编号 消防设备编号",
    ("devices", "kind"): "设备类型 部件类型 设备种类",
    ("devices", "zone"): "分区 防火分区 防护区 防区",
    ("devices", "name"): "安装位置 设备名称 位置 描述 注释",
}
"""What only one table's column is called; it goes before what a word means elsewhere."""

_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|〔[^〔〕]*〕")
_LEFT_OUT = re.compile(r"[\s_*:：,，.。、/\\\-#'\"“”°℃]+")


@lru_cache(maxsize=4096)
def plain_heading(text: str) -> str:
    """Return a heading as it is compared: without spaces, units in brackets, marks, width and case."""
    wide = unicodedata.normalize("NFKC", text)
    seen = "".join(each for each in wide if each not in unseen_in(wide))
    bare = _LEFT_OUT.sub("", _BRACKETS.sub("", seen))
    return (bare or _LEFT_OUT.sub("", seen)).casefold()


@cache
def words_of(table: str, fields: tuple[str, ...]) -> Mapping[str, str]:
    """Return what the columns of a table may be called, each word → its field."""
    words: dict[str, str] = {}
    for field in fields:
        for word in (field, *_OF_TABLE.get((table, field), "").split()):
            words[plain_heading(word)] = field
    for field in fields:
        for word in (ZH[field], *(_KEYS if field == "id" else _ALSO.get(field, "")).split()):
            words.setdefault(plain_heading(word), field)
    return MappingProxyType(words)


def mapping(fields: Iterable[str]) -> str:
    """Return columns for a sentence: ``id (编号), name (名称)``."""
    return ", ".join(f"{field} ({ZH[field]})" for field in fields)
