/** What several pages say of incidents in Chinese; codes of the wire have the words of wire/words.generated. */

export const domainZh = {
  grade: "{grade} 级",
  floor: "{floor} 层",
  basement: "负 {floor} 层",
  trapped: "被困 {count}",
  test: "测试",
  "advice.ladder_exhausted": "{why}，请人工调派",
  "advice.unlocated": "{why}，请补地点",
  late: "信号时间 {time}，{age}",
  "list.comma": "，",
  "scene.narrow": "，剩 {metres} 米",
  "age.minutes": "{count} 分钟前",
  "age.hours": "{count} 小时前",
  "age.days": "{count} 天前",
  unread: "{field}收到的是“{words}”",
  at_station: "上报位置无路可走，按驻地计",
} as const;
