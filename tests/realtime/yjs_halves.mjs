// `make` prints edits inside the two halves of an emoji, as rows made by the real Yjs; `read` what Yjs reads in rows given to it.
import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
const require = createRequire(new URL("../../frontend/package.json", import.meta.url))
const Y = require("yjs")

const hex = (bytes) => Buffer.from(bytes).toString("hex")
const cases = {
  "a letter between the halves": (text) => text.insert(2, "X"),
  "one half deleted": (text) => text.delete(2, 1),
  "bold on one half": (text) => text.format(0, 2, { bold: {} }),
  "both at once": (text) => { text.delete(1, 1); text.insert(2, "X") },
}

function make(edit) {
  const doc = new Y.Doc(), rows = []
  doc.on("update", (update) => rows.push(hex(update)))
  const text = new Y.XmlText("a😀b 😀")
  const block = new Y.XmlElement("paragraph")
  block.insert(0, [text])
  doc.getXmlFragment("default").insert(0, [block])
  edit(text)
  text.insert(0, "…")
  return rows
}

function read(rows) {
  const doc = new Y.Doc()
  try {
    for (const row of rows) Y.applyUpdate(doc, Buffer.from(row, "hex"))
  } catch (error) {
    return String(error)
  }
  const walk = (node) => node instanceof Y.XmlText ? node.toDelta() : [node.nodeName, Object.entries(node.getAttributes()).sort(), node.toArray().map(walk)]
  return JSON.stringify(doc.getXmlFragment("default").toArray().map(walk))
}

const result = process.argv[2] === "make"
  ? Object.fromEntries(Object.entries(cases).map(([name, edit]) => [name, make(edit)]))
  : JSON.parse(readFileSync(0, "utf8")).map(read)
console.log(JSON.stringify(result))
