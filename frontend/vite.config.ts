// How the two scripts of the site are built: hashed files under dist/, found again by Django through the manifest.
import { defineConfig } from "vite";

export default defineConfig({
  base: "/static/",
  publicDir: false,
  build: {
    outDir: "dist",
    emptyOutDir: true,
    manifest: "manifest.json",
    target: "es2022",
    assetsInlineLimit: 0, // fonts and pictures stay files: the content policy allows no data: address
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700, // the editor; its budget is 220 kB once compressed
    rolldownOptions: { input: { site: "src/site.ts", document: "src/document.ts" } },
  },
});
