/** Who imports whom among source files, read from their text: what a type imports counts like anything else. */

/** The text of each source file by its path from `src`. */
export type Sources = Readonly<Record<string, string>>;

/** What each file or folder imports. */
export type Imports = ReadonlyMap<string, ReadonlySet<string>>;

/** A relative path after `from`, `import` or `import(`, the last as a type too. */
const SPECIFIER = /\b(?:from|import)\s*\(?\s*["'](\.[^"']+)["']/g;

/** Return what each file imports of the others. Throws where an import leads to no file. */
export function importsOf(sources: Sources): Imports {
  return new Map(
    Object.entries(sources).map(([path, text]) => [
      path,
      new Set([...text.matchAll(SPECIFIER)].map(([, specifier = ""]) => fileOf(path, specifier, sources))),
    ]),
  );
}

function fileOf(importer: string, specifier: string, sources: Sources): string {
  const { pathname } = new URL(specifier, `file:///${importer}`);
  const found = ["", ".ts", ".tsx"].map((ending) => pathname.slice(1) + ending).find((each) => each in sources);
  if (found === undefined) throw new Error(`${importer} imports ${specifier}, where no source file is`);
  return found;
}

/** The first folder of a path from `src`; empty for a file that lies in none. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.indexOf("/")));
}

/** Return what each folder imports of the other ones. */
export function foldersOf(files: Imports): Imports {
  const folders = new Map<string, Set<string>>();
  for (const [path, imported] of files) {
    const folder = folderOf(path);
    const others = [...imported].map(folderOf).filter((each) => each !== folder);
    folders.set(folder, new Set([...(folders.get(folder) ?? []), ...others]));
  }
  return folders;
}

/** Return a circle, each importing the next and the last the first; null where there is none. */
export function circleIn(imports: Imports): readonly string[] | null {
  const cleared = new Set<string>();
  const follow = (at: string, way: readonly string[]): readonly string[] | null => {
    if (way.includes(at)) return way.slice(way.indexOf(at));
    if (cleared.has(at)) return null;
    for (const next of imports.get(at) ?? []) {
      const circle = follow(next, [...way, at]);
      if (circle !== null) return circle;
    }
    cleared.add(at);
    return null;
  };
  for (const start of imports.keys()) {
    const circle = follow(start, []);
    if (circle !== null) return circle;
  }
  return null;
}

/** Return `IMPORTER -> IMPORTED` for every import of a page's folder from outside of it. */
export function trespassesIn(imports: Imports, pages: readonly string[]): string[] {
  return [...imports].flatMap(([path, imported]) =>
    [...imported]
      .filter((each) => pages.includes(folderOf(each)) && folderOf(each) !== folderOf(path))
      .map((each) => `${path} -> ${each}`),
  );
}
