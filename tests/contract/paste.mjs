// What the parts of pasting that need no page make of the questions on standard input: one line of JSON, read by test_paste.py.
import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { pathToFileURL } from "node:url"
const frontend = new URL("../../frontend/", import.meta.url)
const require = createRequire(new URL("package.json", frontend))
const { runnerImport } = await import(pathToFileURL(require.resolve("vite")).href)
const part = async (name) => (await runnerImport(new URL(`src/editor/paste/${name}.ts`, frontend).pathname, { logLevel: "error" })).module

const [sheet, lists, tidy, doubts, pictures] = await Promise.all(["sheet", "lists", "tidy", "doubts", "pictures"].map(part))

/** As much of a document as `markersIn` looks at: one paragraph. */
const paragraph = (text) => ({
  nodesBetween: (_from, _to, look) => look({ isText: true, text, marks: [] }, 1, { type: { spec: {} } }),
})

const answers = {
  number: (drawn) => lists.numberOf(drawn),
  spaces: (text) => tidy.oneSpace(text),
  cut: (text) => doubts.linesAreCut(text),
  markers: (text) => doubts.markersIn(paragraph(text), 0, text.length + 1).map(({ words }) => words),
  style: (text) => Object.fromEntries(sheet.declarations(text)),
  rtf: async (text) => Promise.all(pictures.picturesOfRtf(text).map(async (file) => [file.type, Buffer.from(await file.arrayBuffer()).toString("hex")])),
  data: (text) => pictures.fileFromData(text)?.type ?? null,
}

const asked = JSON.parse(readFileSync(0, "utf8"))
console.log(JSON.stringify(await Promise.all(asked.map(async ([what, text]) => await answers[what](text)))))
