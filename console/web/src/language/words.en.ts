/** The words in English. A key that is missing or one too many does not compile. */

import { wireEn } from "../wire/words.generated";
import type { Dictionary } from "./dictionary";
import { crewEn } from "./words.crew.en";
import { districtEn } from "./words.district.en";
import { domainEn } from "./words.domain.en";
import { mapEn } from "./words.map.en";
import { operatorEn } from "./words.operator.en";
import { replayEn } from "./words.replay.en";
import { signalsEn } from "./words.signals.en";

export const en = {
  ...wireEn,
  ...mapEn,
  ...crewEn,
  product: "onethree",
  "page.operator": "Console",
  "page.crew": "Crew",
  "page.replay": "Replay",
  "page.district": "District",
  "page.signin": "Sign in",
  pages: "Pages",
  skip: "Skip to the content",
  "language.switch": "中文",
  "look.dark": "Dark",
  "look.light": "Light",
  sign_out: "Sign out",
  "line.connecting": "Connecting",
  "line.ok": "Connected",
  "line.silent": "Nothing heard for {seconds} s",
  "line.lost": "Connection lost {time}, data as of {as_of}",
  "line.ended": "Disconnected",
  "line.phones": "Call: {phones}",
  not_live: "Not live",
  drill: "Drill",
  "signin.title": "Sign in",
  "signin.secret": "Token or invitation code",
  "signin.secret_hint": "An administrator gives tokens; the centre shows invitation codes, and each works once.",
  "signin.enter": "Sign in",
  "signin.invited": "The centre invites this device to sign in.",
  "signin.accept": "Accept and sign in",
  "signin.accept_here": "Accept here all the same",
  "signin.unanswered": "The last answer to your invitation was lost. Try again: it is not used up.",
  "signin.in_app":
    "This is the browser inside {app}: it stops when you leave it, does not ring, and signs in no other browser. Do not accept yet: choose 'Open in browser' in its menu, or copy the link into the system's browser.",
  "app.wechat": "WeChat",
  "app.wecom": "WeCom",
  "app.dingtalk": "DingTalk",
  "app.qq": "QQ",
  "app.feishu": "Feishu",
  "app.alipay": "Alipay",
  "app.weibo": "Weibo",
  "app.other": "another app",
  "link.label": "Link",
  "link.copy": "Copy the link",
  "link.copied": "Copied: paste it into the address bar of the system's browser.",
  "link.copy_yourself": "It could not be copied: press the link above for a while and choose Copy.",
  "renewal.renewed":
    "The system was renewed, and this page is still the old one. Load it anew in a quiet moment, then begin the watch again.",
  "renewal.part_missing":
    "A part of this page could not be fetched: search by pinyin or the map may not work; search by characters does. Load it anew in a quiet moment.",
  "renewal.reload": "Load anew",
  "renewal.later": "Not now",
  "signin.working": "Signing in",
  "signin.missing": "Enter a token or an invitation code.",
  "signin.refused": "This token does not work: it is mistyped or was withdrawn. Ask the centre for a new one.",
  "signin.neither":
    "This is neither a token nor a code. A token has a full stop in it: copy all of it; a code has 12 letters and digits.",
  "signin.code_refused":
    "This code does not work: mistyped, used or expired. Where it was accepted inside another app, choose 'Sign in with another browser' there; else ask the centre for a new one.",
  "signin.device": "This is a device's token: it raises alarms and cannot sign in.",
  "signin.too_many": "Too fast. Wait a few seconds and try again.",
  "signin.unreachable": "The centre cannot be reached. Check the network and try again; in an emergency, telephone.",
  "signin.withdrawn": "This sign-in was withdrawn or is no longer valid. Sign in again.",
  "signin.signed_out": "Signed out.",
  "invite.title": "Invite a phone",
  "invite.station": "Station",
  "invite.name": "Who uses it (goes on record)",
  "invite.minutes": "Valid for minutes",
  "invite.make": "Make an invitation",
  "invite.shown": "Scan with the phone's camera, or enter the code on the sign-in page. Works once, until {time}.",
  "invite.code": "Code",
  "invite.qr": "QR code to sign in for {station}",
  "invite.address": "Address for the phone",
  "invite.no_address":
    "No phone can open this address: the hub listens on this computer alone. Let it listen on the network (--host), or open this page by its network address and invite again.",
  "invite.failed": "No invitation was made: {why}",
  loading: "Opening",
  "error.title": "Something is wrong with this page",
  "error.reload": "Open it again",
  ...districtEn,
  ...domainEn,
  ...operatorEn,
  ...replayEn,
  ...signalsEn,
} as const satisfies Dictionary;
