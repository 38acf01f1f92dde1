/**
 * Whether a page was opened in a browser that lives inside another app: it is closed with a swipe, is not rung through
 * and not kept awake, and what is signed in there is not signed in anywhere else.
 */

export type InApp = "wechat" | "wecom" | "dingtalk" | "qq" | "feishu" | "alipay" | "weibo" | "other";

/** In this order: WeCom says that it is WeChat too. */
const APPS: readonly (readonly [InApp, RegExp])[] = [
  ["wecom", /wxwork/i],
  ["wechat", /MicroMessenger/i],
  ["dingtalk", /DingTalk/i],
  ["qq", /\bQQ\/\d/],
  ["feishu", /\b(?:Lark|Feishu)\b/i],
  ["alipay", /AlipayClient/i],
  ["weibo", /Weibo/i],
  [
    "other",
    /baiduboxapp|aweme|BytedanceWebview|NewsArticle|musical_ly|TikTok|xhsdiscover|Kwai|FBAN|FBAV|FB_IAB|Instagram|\bLine\/|KAKAOTALK|Snapchat|LinkedInApp|Twitter|WhatsApp|Telegram|\bGSA\//i,
  ],
];

/** Makers' own browsers that are built on the system's view of pages and say so. */
const BROWSERS =
  /HuaweiBrowser|MiuiBrowser|HeyTapBrowser|VivoBrowser|SamsungBrowser|UCBrowser|MQQBrowser|Quark|DuckDuckGo/i;

/**
 * Return which app's browser this is by its `navigator.userAgent`; null: a browser of its own. `installed`: the page was
 * opened from the home screen, where an iPhone does not name a browser either.
 */
export function inAppBrowser(userAgent: string, installed = false): InApp | null {
  const named = APPS.find(([, words]) => words.test(userAgent));
  if (named !== undefined) return named[0];
  if (installed || BROWSERS.test(userAgent)) return null;
  const androidView = /Android.*; wv\)/.test(userAgent);
  const appleView = /(?:iPhone|iPad|iPod).*AppleWebKit/.test(userAgent) && !/Safari\//.test(userAgent);
  return androidView || appleView ? "other" : null;
}

/** The same for the browser that shows this page. */
export function thisInAppBrowser(): InApp | null {
  return inAppBrowser(navigator.userAgent, matchMedia("(display-mode: standalone)").matches);
}
