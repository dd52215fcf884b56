// Prints genuine updates, made by the real Yjs and y-tiptap as browsers make them: `node genuine.mjs --updates 5000 --seed 1`.
// One line of JSON a scene: {scene, updates: [base64…], splits, text, xml: what Yjs shows in the end}.
import { createRequire } from "node:module"

const require = createRequire(new URL("../../frontend/package.json", import.meta.url))
const Y = require("yjs")
const { Schema } = require("@tiptap/pm/model")
const { updateYFragment } = require("@tiptap/y-tiptap")

const option = (name, otherwise) => { const at = process.argv.indexOf(name); return at > 0 ? +process.argv[at + 1] : otherwise }
let seed = option("--seed", 1) | 0
const chance = () => { seed = seed + 0x6d2b79f5 | 0; let t = Math.imul(seed ^ seed >>> 15, 1 | seed); t = t + Math.imul(t ^ t >>> 7, 61 | t) ^ t; return ((t ^ t >>> 14) >>> 0) / 4294967296 }
const below = n => Math.floor(chance() * n)
const one = list => list[below(list.length)]
const id = () => Math.floor(chance() * 2 ** 32)

const words = ["a", "é", "œuvre ", "« oui » ", "😀", "👩🏽‍💻", "fin.", " ", "l’", "données ", "x".repeat(40)]
const values = [null, 1, -7, 1.5, 2 ** 40, true, "é😀", ["a", [1, { b: null }]], { href: "https://example.org", n: 3 }, new Uint8Array([1, 2, 3])]

// Editing at random, in each of the shared types

const characters = text => text.toDelta().map(part => typeof part.insert === "string" ? part.insert : "-").join("")
const clean = (text, at) => { const s = characters(text); return at > 0 && at < s.length && /[\udc00-\udfff]/.test(s[at]) ? at + 1 : at }
function typing(text, halves) {
  const at = halves ? below(text.length + 1) : clean(text, below(text.length + 1))
  const kind = below(10)
  if (kind < 6 || !text.length) text.insert(at, one(words), one([undefined, {}, { bold: true }, { link: { href: "/é" } }]))
  else if (kind < 8) { const end = halves ? at + 1 + below(4) : clean(text, Math.min(text.length, at + 1 + below(4))); if (end > at && end <= text.length) text.delete(at, end - at) }
  else { const end = clean(text, Math.min(text.length, at + 1 + below(6))); if (end > at) text.format(at, end - at, one([{ bold: true }, { bold: null }, { "comment--a1b2c3d4": { thread: "t1" } }])) }
}
function plain(text, halves) {
  const at = halves ? below(text.length + 1) : clean(text, below(text.length + 1))
  if (below(3) && text.length) { const end = halves ? Math.min(text.length, at + 1 + below(3)) : clean(text, Math.min(text.length, at + 1 + below(3))); if (end > at) return text.delete(at, end - at) }
  text.insert(at, one(words))
}
function mapping(map) {
  const key = one(["a", "b", "clé"])
  if (below(4) === 0) map.delete(key)
  else map.set(key, one([...values, () => new Y.Map([["x", 1]]), () => new Y.Array()].map(v => typeof v === "function" ? v() : v)))
}
function listing(list) {
  if (list.length && below(3) === 0) list.delete(below(list.length), 1)
  else list.insert(below(list.length + 1), one([() => [one(values)], () => [1, 2, 3], () => [new Y.Map()], () => [new Y.Array()], () => [new Y.Text("é")]])())
  const inner = list.length ? list.get(below(list.length)) : null
  if (inner instanceof Y.Map) mapping(inner)
  if (inner instanceof Y.Array) inner.push([one(values)])
  if (inner instanceof Y.Text) plain(inner)
}
function blocks(root) {
  const at = below(root.length + 1), kind = below(12)
  const block = root.length ? root.get(below(root.length)) : null
  if (!block || kind === 0) {
    const made = new Y.XmlElement(one(["paragraph", "heading", "table"]))
    made.setAttribute("id", String(id()))
    if (made.nodeName === "table") { const row = new Y.XmlElement("tableRow"), cell = new Y.XmlElement("tableCell"); cell.insert(0, [new Y.XmlText("é")]); row.insert(0, [cell]); made.insert(0, [row]) } else made.insert(0, [new Y.XmlText(one(words))])
    root.insert(at, [made])
  } else if (kind === 1) root.delete(root.toArray().indexOf(block), 1)
  else if (block instanceof Y.XmlElement && kind < 4) block.setAttribute(one(["level", "id"]), one([1, 2, "x", [10, 20]]))
  else if (block instanceof Y.XmlElement && block.length) { const child = block.get(0); child instanceof Y.XmlText ? typing(child) : blocks(child) }
}

// Documents as y-tiptap writes them

const schema = new Schema({
  nodes: {
    doc: { content: "block+" },
    paragraph: { group: "block", content: "inline*", attrs: { id: { default: null } } },
    heading: { group: "block", content: "inline*", attrs: { id: { default: null }, level: { default: 1 } } },
    bulletList: { group: "block", content: "listItem+" }, listItem: { content: "paragraph block*" },
    table: { group: "block", content: "tableRow+" }, tableRow: { content: "tableCell+" }, tableCell: { content: "block+", attrs: { colwidth: { default: null } } },
    text: { group: "inline" }, hardBreak: { group: "inline", inline: true }, mention: { group: "inline", inline: true, attrs: { id: { default: "" } } },
  },
  marks: { bold: {}, italic: {}, link: { attrs: { href: {} } }, comment: { attrs: { thread: {} }, excludes: "" } },
})
const marked = () => one([[], [], [], [schema.mark("bold")], [schema.mark("link", { href: "/é" })], [schema.mark("comment", { thread: "t1" }), schema.mark("comment", { thread: "t2" })]])
const inline = () => Array.from({ length: below(4) }, () => below(8) ? schema.text(one(words), marked()) : one([schema.node("hardBreak"), schema.node("mention", { id: "42" })]))
function node(depth) {
  const kind = below(depth > 2 ? 4 : 8)
  if (kind < 4) return schema.node(one(["paragraph", "heading"]), { id: String(below(50)) }, inline())
  if (kind < 6) return schema.node("bulletList", null, [schema.node("listItem", null, [schema.node("paragraph", null, inline()), ...(below(2) ? [node(depth + 1)] : [])])])
  return schema.node("table", null, [schema.node("tableRow", null, [schema.node("tableCell", { colwidth: [120] }, [node(depth + 1)]), schema.node("tableCell", null, [node(depth + 1)])])])
}
function tiptap(root, held) {
  const blocks = held.doc ? [...held.doc.content.content] : []
  const kind = below(10), at = below(blocks.length + 1)
  if (!blocks.length || kind < 3) blocks.splice(at, 0, ...Array.from({ length: below(12) === 0 ? 60 : 1 }, () => node(0)))
  else if (kind < 4 && blocks.length > 1) blocks.splice(below(blocks.length), 1)
  else { const n = below(blocks.length); if (blocks[n].isTextblock) blocks[n] = blocks[n].type.create(blocks[n].attrs, [...blocks[n].content.content.slice(0, below(4)), schema.text(one(words), marked()), ...blocks[n].content.content.slice(2)]); else blocks[n] = node(0) }
  held.doc = schema.node("doc", null, blocks)
  updateYFragment(root.doc, root, held.doc, held.meta)
}

// Scenes: who writes, with what, and how news travels

const edits = {
  text: doc => plain(doc.getText("text")),
  marks: doc => typing(doc.getText("text")),
  xml: doc => blocks(doc.getXmlFragment("default")),
  data: doc => below(2) ? mapping(doc.getMap("map")) : listing(doc.getArray("list")),
  halves: doc => plain(doc.getText("text"), true),
  paste: doc => { const text = doc.getText("text"); below(6) ? plain(text) : text.insert(clean(text, below(text.length + 1)), one(words).repeat(500)) },
  tiptap: (doc, held) => tiptap(doc.getXmlFragment("default"), held),
}

function scene(name, wanted) {
  const gc = below(3) > 0, alone = name === "tiptap"
  const docs = Array.from({ length: alone ? 1 : 2 + below(2) }, () => { const doc = new Y.Doc({ gc }); doc.clientID = id(); return doc })
  const updates = [], waiting = docs.map(() => [])
  const undo = docs.map(doc => new Y.UndoManager([doc.getText("text"), doc.getXmlFragment("default"), doc.getMap("map"), doc.getArray("list")], { captureTimeout: 0 }))
  const held = docs.map(() => ({ meta: { mapping: new Map(), isOMark: new Map() } }))
  docs.forEach((doc, n) => doc.on("update", (update, origin) => {
    if (origin === "remote") return
    updates.push(update)
    docs.forEach((_, other) => { if (other !== n) waiting[other].push(update) })
  }))
  const deliver = n => { for (const update of waiting[n].splice(0)) Y.applyUpdate(docs[n], update, "remote") }
  while (updates.length < wanted) {
    const n = below(docs.length)
    if (below(3)) deliver(n) // else this one is offline for a while
    const kind = below(14)
    if (!alone && kind === 0) undo[n].undo()
    else if (!alone && kind === 1) undo[n].redo()
    else docs[n].transact(() => { for (let times = kind === 2 ? 5 : 1; times; times--) edits[name](docs[n], held[n]) }, kind < 12 ? docs[n].clientID : null)
    if (below(40) === 0) { docs.forEach((_, all) => deliver(all)); updates.push(Y.encodeStateAsUpdate(docs[n])) } // says everything again
    if (!alone && below(60) === 0) { deliver(n); docs[n].clientID = id() } // a reload: the same person under a new id
  }
  docs.forEach((_, n) => deliver(n))
  const shown = docs.map(doc => ({ text: doc.getText("text").toString(), xml: doc.getXmlFragment("default").toArray().map(texts) }))
  if (name !== "halves" && new Set(shown.map(one => JSON.stringify(one))).size > 1) throw new Error(`Yjs did not converge: ${name}`)
  return { scene: name, splits: name === "halves", updates: updates.map(u => Buffer.from(u).toString("base64")), ...shown[0] }
}
const texts = item => item instanceof Y.XmlText ? item.toDelta().map(part => typeof part.insert === "string" ? part.insert : "").join("") : item instanceof Y.XmlElement ? [item.nodeName, ...item.toArray().map(texts)] : ""

const wanted = option("--updates", 5000), each = option("--each", 120)
const names = Object.keys(edits)
for (let made = 0, n = 0; made < wanted; n++) {
  const found = scene(names[n % names.length], Math.min(each, wanted - made))
  made += found.updates.length
  console.log(JSON.stringify(found))
}
