/** Tables as they are sent, and what the hub says of them. */

import { IMPORT_BYTES } from "../../wire/generated";

/** A file as it is: its bytes in base64. The hub decodes them, by the same rules as the command line. */
export interface TableFile {
  readonly name: string;
  readonly content: string;
}

export interface FieldChange {
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

export interface RowChange {
  readonly what: "added" | "changed";
  readonly key: string;
  readonly fields: readonly FieldChange[];
}

export interface TableChange {
  readonly file: string;
  readonly zh: string;
  readonly same: number;
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
  readonly rows: readonly RowChange[];
  /** The keys of rows that go, as many as are told. */
  readonly gone: readonly string[];
}

export interface ImportProblem {
  readonly file: string;
  readonly line: number | null;
  readonly severity: "error" | "warning";
  readonly zh: string;
  readonly en: string;
  /** Whether it is in a file that was given; the others follow from those, in tables that stay as they are. */
  readonly own: boolean;
}

export interface ImportAnswer {
  readonly possible: boolean;
  readonly written: boolean;
  /** How many rows go: whoever writes gives this number. */
  readonly removed: number;
  readonly problems: readonly ImportProblem[];
  readonly tables: readonly TableChange[];
}

const ENVELOPE = 4096;

/** Whether files fit into one import, as they are sent: three bytes as four characters. */
export function fitTogether(files: readonly { readonly size: number }[]): boolean {
  const sent = files.reduce((sum, { size }) => sum + 4 * Math.ceil(size / 3) + ENVELOPE / 16, ENVELOPE);
  return sent <= IMPORT_BYTES;
}

/** How many bytes of files fit into one import. */
export const FILES_BYTES = Math.floor(((IMPORT_BYTES - 2 * ENVELOPE) * 3) / 4);

/** Read a clerk's file, whatever it holds. */
export async function readTable(file: File): Promise<TableFile> {
  return { name: file.name, content: base64(new Uint8Array(await file.arrayBuffer())) };
}

const AT_ONCE = 0x8000;

export function base64(bytes: Uint8Array): string {
  let binary = "";
  for (let at = 0; at < bytes.length; at += AT_ONCE) {
    binary += String.fromCharCode(...bytes.subarray(at, at + AT_ONCE));
  }
  return btoa(binary);
}
