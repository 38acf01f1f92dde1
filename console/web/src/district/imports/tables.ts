/** Tables as they are sent, and what the hub says of them. */

export interface TableFile {
  readonly name: string;
  readonly text: string;
}

export interface FieldChange {
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

export interface RowChange {
  readonly what: "added" | "changed" | "removed";
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
}

export interface ImportProblem {
  readonly file: string;
  readonly line: number | null;
  readonly severity: "error" | "warning";
  readonly zh: string;
  readonly en: string;
}

export interface ImportAnswer {
  readonly possible: boolean;
  readonly written: boolean;
  readonly problems: readonly ImportProblem[];
  readonly tables: readonly TableChange[];
}

/** Read a clerk's file: UTF-8, else GB 18030, in which spreadsheets in China still save. */
export async function readTable(file: File): Promise<TableFile> {
  return { name: file.name, text: decode(await file.arrayBuffer()) };
}

export function decode(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("gb18030").decode(bytes);
  }
}
