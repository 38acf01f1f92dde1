import { describe, expect, test } from "vitest";
import { originsFor } from "./Invited";

const LAN = ["http://192.0.2.20:8013", "http://198.51.100.4:8013"];

describe("the address of an invitation", () => {
  test.each(["http://127.0.0.1:8013/district", "http://localhost:8013/", "http://[::1]:8013/"])(
    "of the hub's own screen (%s) is one of the network's, where there is one",
    (page) => {
      expect(originsFor({ origins: LAN }, new URL(page))).toEqual(LAN);
      expect(originsFor({ origins: [] }, new URL(page))).toEqual([]);
    },
  );

  test("of any other page is the one that the page was opened by", () => {
    expect(originsFor({ origins: LAN }, new URL("https://hub.example/district"))).toEqual(["https://hub.example"]);
  });
});
