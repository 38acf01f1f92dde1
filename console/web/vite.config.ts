import { createHash } from "node:crypto";
import { resolve } from "node:path";
import { defineConfig } from "vitest/config";

/** Each page is an HTML file of its own, so that a crew's phone loads nothing of the operator's console. */
const PAGES = ["index", "crew", "replay", "district", "sign-in"];

const CREW_WORKER = "crew-worker";

/** Where `npm run dev` finds a running hub. */
const HUB = process.env.ONETHREE_URL ?? "http://127.0.0.1:8013";

/** In development the addresses without `.html` are served as the hub serves them. */
const cleanAddresses = {
  name: "clean-addresses",
  configureServer(server: import("vite").ViteDevServer) {
    server.middlewares.use((request, _response, next) => {
      const path = request.url?.split("?")[0]?.slice(1);
      if (path !== undefined && PAGES.includes(path)) request.url = `/${path}.html`;
      next();
    });
  },
};

/**
 * Every page bears the name of its build: the hub says in each welcome which pages it serves, and a page that is of
 * another build offers to be loaded anew. It follows from the names of the assets, which follow from their contents.
 */
const namedBuild: import("vite").Plugin = {
  name: "named-build",
  transformIndexHtml: {
    order: "post",
    handler: (_html, { bundle }) => {
      if (bundle === undefined) return [];
      const assets = Object.keys(bundle).filter((name) => !name.endsWith(".html"));
      const content = createHash("sha256").update(assets.sort().join("\n")).digest("hex").slice(0, 12);
      return [{ tag: "meta", attrs: { name: "build", content }, injectTo: "head" }];
    },
  },
};

export default defineConfig({
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  plugins: [cleanAddresses, namedBuild],
  build: {
    outDir: resolve(import.meta.dirname, "../static"),
    emptyOutDir: true,
    target: "es2022",
    // The content-security policy allows no data: address for scripts, styles or fonts.
    assetsInlineLimit: 0,
    // MapLibre is one library of about a megabyte, loaded by the pages with a map only.
    chunkSizeWarningLimit: 1500,
    modulePreload: {
      polyfill: false,
      // Chromium throws away what a page under a service worker has preloaded, warns, and asks again.
      resolveDependencies: (_, needed, { hostId, hostType }) =>
        hostType === "html" && hostId.endsWith("crew.html") ? [] : needed,
    },
    rollupOptions: {
      input: Object.fromEntries([
        ...PAGES.map((page) => [page, resolve(import.meta.dirname, `${page}.html`)]),
        [CREW_WORKER, resolve(import.meta.dirname, "src/crew/worker.ts")],
      ]),
      output: {
        // A service worker is found again under its own name, at the root of what it serves.
        entryFileNames: (chunk) => (chunk.name === CREW_WORKER ? "[name].js" : "assets/[name]-[hash].js"),
      },
    },
  },
  worker: { format: "es" },
  server: { port: 5173, proxy: { "/api": { target: HUB, ws: true } } },
  test: { include: ["src/**/*.test.ts", "src/**/*.test.tsx"] },
});
