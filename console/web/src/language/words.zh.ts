/** The words in Chinese: the first language, and the one that says which words there are. */

import { wireZh } from "../wire/words.generated";
import { crewZh } from "./words.crew.zh";
import { districtZh } from "./words.district.zh";
import { domainZh } from "./words.domain.zh";
import { mapZh } from "./words.map.zh";
import { operatorZh } from "./words.operator.zh";
import { replayZh } from "./words.replay.zh";
import { signalsZh } from "./words.signals.zh";

export const zh = {
  ...wireZh,
  ...mapZh,
  ...crewZh,
  // pages
  product: "一三调度",
  "page.operator": "指挥台",
  "page.crew": "出动",
  "page.replay": "回放",
  "page.district": "辖区",
  "page.signin": "登录",
  pages: "页面",
  skip: "跳到内容",
  // the header's switches
  "language.switch": "English",
  "look.dark": "深色",
  "look.light": "浅色",
  sign_out: "退出登录",
  // roles
  // the line
  "line.connecting": "连接中",
  "line.ok": "已连接",
  "line.silent": "{seconds} 秒没有消息",
  "line.lost": "连接中断 {time}，画面停在 {as_of}",
  "line.ended": "已断开",
  "line.phones": "请打电话：{phones}",
  not_live: "非实时",
  drill: "演练",
  // sign-in
  "signin.title": "登录",
  "signin.secret": "令牌或邀请码",
  "signin.secret_hint": "令牌由管理员发放；邀请码由指挥中心显示，只能用一次。",
  "signin.enter": "登录",
  "signin.invited": "指挥中心邀请这部设备登录。",
  "signin.accept": "接受邀请并登录",
  "signin.accept_here": "仍在这里接受",
  "signin.unanswered": "上次接受邀请没有收到回答，可以再试一次，不会作废。",
  "signin.in_app":
    "这是{app}里的浏览器：切走就停，来警不会响，在这里登录了别的浏览器也用不了。先不要接受：点右上角菜单选“在浏览器打开”，或复制链接到系统浏览器打开。",
  "app.wechat": "微信",
  "app.wecom": "企业微信",
  "app.dingtalk": "钉钉",
  "app.qq": "QQ",
  "app.feishu": "飞书",
  "app.alipay": "支付宝",
  "app.weibo": "微博",
  "app.other": "另一个应用",
  "link.label": "链接",
  "link.copy": "复制链接",
  "link.copied": "已复制，到系统浏览器的地址栏粘贴。",
  "link.copy_yourself": "没能自动复制：长按上面的链接，选“复制”。",
  "renewal.renewed": "指挥系统已更新，这个页面还是旧的。空闲时请重新载入，之后再点一次“开始值守”。",
  "renewal.part_missing": "页面有一部分没有取到：拼音检索或地图可能用不了，按汉字仍能检索。空闲时请重新载入。",
  "renewal.reload": "重新载入",
  "renewal.later": "以后再说",
  "signin.working": "正在登录",
  "signin.missing": "请输入令牌或邀请码。",
  "signin.refused": "这个令牌不能用：输入有误，或已被收回。请向指挥中心要一个新的。",
  "signin.neither": "这不是令牌，也不是邀请码。令牌中间有一个点，请整串复制；邀请码是 12 位字母和数字。",
  "signin.code_refused":
    "这个邀请码不能用：输入有误、已用过或已过期。如果先在微信等应用里接受过，到那里的出动页点“换浏览器登录”；否则请指挥中心重新邀请。",
  "signin.device": "这是设备的令牌，只能报警，不能登录页面。",
  "signin.too_many": "试得太快，请等几秒再试。",
  "signin.unreachable": "连不上指挥中心。请检查网络后再试；紧急时请打电话。",
  "signin.withdrawn": "这个登录已被收回或失效。请重新登录。",
  "signin.signed_out": "已退出登录。",
  // inviting a phone
  "invite.title": "邀请手机登录",
  "invite.station": "消防站",
  "invite.name": "谁用（写进记录）",
  "invite.minutes": "有效分钟",
  "invite.make": "生成邀请",
  "invite.shown": "用手机相机扫码，或在登录页输入邀请码。只能用一次，{time} 前有效。",
  "invite.code": "邀请码",
  "invite.qr": "{station} 的登录二维码",
  "invite.address": "手机用的地址",
  "invite.no_address":
    "手机打不开本机地址：中心只在这台电脑上监听。请让中心监听局域网地址（--host），或用局域网地址打开本页再邀请。",
  "invite.failed": "没有生成邀请：{why}",
  // what a page cannot do
  loading: "正在打开",
  "error.title": "页面出了问题",
  "error.reload": "重新打开",
  ...districtZh,
  ...domainZh,
  ...operatorZh,
  ...replayZh,
  ...signalsZh,
} as const;
