// Builds the content model for Node, so that a test can compare it with documents/schema.py.
import { defineConfig } from "vite";

export default defineConfig({
  publicDir: false,
  build: {
    ssr: "src/editor/contract.ts",
    outDir: "contract",
    emptyOutDir: true,
    target: "node20",
    rolldownOptions: { output: { entryFileNames: "contract.js" } },
  },
  ssr: { noExternal: true },
});
