import { expect, test } from "vitest";
import { decode } from "./tables";

test("a file is read as UTF-8, with or without a mark, and else as GB 18030", () => {
  const utf8 = new TextEncoder().encode("id,name\n1,示例");
  expect(decode(utf8.buffer)).toBe("id,name\n1,示例");
  expect(decode(new Uint8Array([0xef, 0xbb, 0xbf, 0x31]).buffer)).toBe("1");
  expect(decode(new Uint8Array([0xca, 0xbe, 0xc0, 0xfd]).buffer)).toBe("示例");
});
