// Prints streams of genuine updates made by the real Yjs: typing, formatting, attributes, tables, deletions, two writers.
import { createRequire } from "node:module"
const require = createRequire(new URL("../../frontend/package.json", import.meta.url))
const Y = require("yjs")

let seed = 20261122
const random = (below) => ((seed = (seed * 1103515245 + 12345) & 0x7fffffff) >> 8) % below
const words = ["été ", "œuvre", "😀", "a", "« oui »", "\n"]

function edit(doc) {
  const root = doc.getXmlFragment("default")
  const at = root.length ? random(root.length) : 0
  const block = root.length ? root.get(at) : null
  const text = block && block.length && block.get(0) instanceof Y.XmlText ? block.get(0) : null
  const choice = random(10)
  if (!text || choice === 0) {
    const made = new Y.XmlElement(["paragraph", "heading", "blockquote"][random(3)])
    made.setAttribute("id", String(random(1e6)))
    made.insert(0, [new Y.XmlText(words[random(words.length)])])
    root.insert(random(root.length + 1), [made])
  } else if (choice === 1) root.delete(at, 1)
  else if (choice === 2) block.setAttribute("level", random(6))
  else if (choice === 3 && text.length) text.format(0, 1 + random(text.length), { bold: random(2) ? {} : null })
  else if (choice === 4 && text.length) text.delete(random(text.length), 1)
  else text.insert(random(text.length + 1), words[random(words.length)])
}

const streams = []
for (let round = 0; round < 12; round++) {
  const one = new Y.Doc(), two = new Y.Doc(), stream = []
  one.on("update", (update, origin) => { if (origin !== "remote") { stream.push(Buffer.from(update).toString("hex")); Y.applyUpdate(two, update, "remote") } })
  two.on("update", (update, origin) => { if (origin !== "remote") { stream.push(Buffer.from(update).toString("hex")); Y.applyUpdate(one, update, "remote") } })
  for (let n = 0; n < 120; n++) edit(random(2) ? one : two)
  stream.push(Buffer.from(Y.encodeStateAsUpdate(one)).toString("hex"))
  streams.push(stream)
}
console.log(JSON.stringify(streams))
