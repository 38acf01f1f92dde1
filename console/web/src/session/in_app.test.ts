import { describe, expect, test } from "vitest";
import { inAppBrowser } from "./in_app";

const ANDROID = "Mozilla/5.0 (Linux; Android 13; SM-A536B Build/TP1A; wv) AppleWebKit/537.36 (KHTML, like Gecko)";
const ANDROID_CHROME = "Mozilla/5.0 (Linux; Android 13; SM-A536B) AppleWebKit/537.36 (KHTML, like Gecko)";
const IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)";
const WINDOWS =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36";

describe("E4: the browser inside an app is known by what it says of itself:", () => {
  test.each([
    [
      "wechat",
      `${ANDROID} Version/4.0 Chrome/116.0.0.0 Mobile Safari/537.36 XWEB/1160117 MMWEBSDK/20240404 MicroMessenger/8.0.49`,
    ],
    ["wechat", `${IPHONE} Mobile/15E148 MicroMessenger/8.0.49(0x1800312a) NetType/WIFI Language/zh_CN`],
    ["wechat", `${WINDOWS} NetType/WIFI MicroMessenger/7.0.20.1781(0x6700143B) WindowsWechat`],
    ["wecom", `${IPHONE} Mobile/15E148 wxwork/4.1.22 MicroMessenger/7.0.1 Language/zh`],
    [
      "dingtalk",
      `${ANDROID} Version/4.0 Chrome/100.0 Mobile Safari/537.36 AliApp(DingTalk/7.5.10) com.alibaba.android.rimet`,
    ],
    [
      "qq",
      `${ANDROID} Version/4.0 Chrome/109.0 MQQBrowser/6.2 TBS/046715 Mobile Safari/537.36 V1_AND_SQ_9.0.20 QQ/9.0.20.15515`,
    ],
    ["qq", `${IPHONE} Mobile/15E148 QQ/9.0.25.604 V1_IPH_SQ_9.0.25 NetType/WIFI`],
    ["feishu", `${IPHONE} Mobile/15E148 Lark/7.15.5 LarkLocale/zh_CN`],
    ["alipay", `${IPHONE} Mobile/15E148 AliApp(AP/10.5.80) AlipayClient/10.5.80 Language/zh-Hans`],
    ["weibo", `${IPHONE} Mobile/15E148 Weibo (iPhone13,2__weibo__14.5.1__iphone__os17.4)`],
    ["other", `${ANDROID} Version/4.0 Chrome/97.0 Mobile Safari/537.36 T7/13.60 SP-engine/3.0 baiduboxapp/13.60.0.10`],
    ["other", `${IPHONE} Mobile/15E148 [FBAN/FBIOS;FBAV/460.0.0;FBDV/iPhone13,2]`],
    ["other", `${ANDROID} Version/4.0 Chrome/126.0.0.0 Mobile Safari/537.36`],
    ["other", `${IPHONE} Mobile/15E148`],
  ])("%s", (app, userAgent) => {
    expect(inAppBrowser(userAgent)).toBe(app);
  });

  test.each([
    ["Chrome on Android", `${ANDROID_CHROME} Chrome/126.0.0.0 Mobile Safari/537.36`],
    ["Samsung's", `${ANDROID_CHROME} SamsungBrowser/25.0 Chrome/121.0.0.0 Mobile Safari/537.36`],
    [
      "QQ's browser, which is one of its own",
      `${ANDROID_CHROME} Version/4.0 Chrome/98.0 MQQBrowser/14.8 Mobile Safari/537.36 COVC/046914`,
    ],
    ["Huawei's", `${ANDROID} Version/4.0 Chrome/114.0 HuaweiBrowser/15.0.4.312 Mobile Safari/537.36`],
    ["Safari", `${IPHONE} Version/17.4 Mobile/15E148 Safari/604.1`],
    ["Chrome on an iPhone", `${IPHONE} CriOS/126.0.6478.54 Mobile/15E148 Safari/604.1`],
    ["a desk's", WINDOWS],
    ["Firefox", "Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0"],
  ])("not %s", (_, userAgent) => {
    expect(inAppBrowser(userAgent)).toBeNull();
  });

  test("not the page on an iPhone's home screen, which names no browser", () => {
    expect(inAppBrowser(`${IPHONE} Mobile/15E148`, true)).toBeNull();
  });
});
