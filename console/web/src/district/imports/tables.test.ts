import { expect, test } from "vitest";
import { IMPORT_BYTES } from "../../wire/generated";
import { base64, FILES_BYTES, fitTogether } from "./tables";

test("c1 a file is sent as its bytes, whatever they are", () => {
  const bytes = Uint8Array.from({ length: 100_000 }, (_, place) => (place * 7) % 256);
  const back = Uint8Array.from(atob(base64(bytes)), (each) => each.charCodeAt(0));
  expect(back).toEqual(bytes);
  expect(base64(new Uint8Array([0xca, 0xbe, 0xff]))).toBe("yr7/");
});

test("c5 files that do not fit are told before they are sent", () => {
  expect(fitTogether([{ size: FILES_BYTES }])).toBe(true);
  expect(fitTogether([{ size: IMPORT_BYTES }])).toBe(false);
  expect(fitTogether([{ size: FILES_BYTES / 2 }, { size: FILES_BYTES / 2 }, { size: FILES_BYTES / 2 }])).toBe(false);
});
