// Says what the front end's own code makes of each example of frames.json: one line of JSON, read by test_frames.py.
import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { pathToFileURL } from "node:url"
const frontend = new URL("../../frontend/", import.meta.url)
const require = createRequire(new URL("package.json", frontend))
const { runnerImport } = await import(pathToFileURL(require.resolve("vite")).href)
const decoding = require("lib0/decoding")
const { readAuthMessage } = await import(new URL("node_modules/y-protocols/auth.js", frontend).href)
const { applyAwarenessUpdate, Awareness } = await import(new URL("node_modules/y-protocols/awareness.js", frontend).href)
const { Doc } = await import(new URL("node_modules/yjs/dist/yjs.mjs", frontend).href)

const { module: frames } = await runnerImport(new URL("src/sync/frames.ts", frontend).pathname, { logLevel: "error" })
const examples = JSON.parse(readFileSync(new URL("frames.json", import.meta.url), "utf8"))
const bytes = (hex) => new Uint8Array(Buffer.from(hex, "hex"))
const hex = (data) => Buffer.from(data).toString("hex")

/** How each message reads: ours as in provider.ts, those of the stock client by its own code. */
const readers = {
  saved: (decoder) => ({ frames: decoding.readVarUint(decoder), number: decoding.readVarUint(decoder) }),
  refused: (decoder) => JSON.parse(decoding.readVarString(decoder)),
  unsaved: () => ({}),
  beside: (decoder) => ({ topic: decoding.readVarString(decoder) }),
  notice: (decoder) => JSON.parse(decoding.readVarString(decoder)),
  role: (decoder) => ({ role: decoding.readVarString(decoder) }),
  denied: (decoder) => {
    let said
    readAuthMessage(decoder, null, (_doc, reason) => { said = { reason } })
    return said
  },
  presence: (decoder) => {
    const awareness = new Awareness(new Doc())
    awareness.setLocalState(null)
    applyAwarenessUpdate(awareness, decoding.readVarUint8Array(decoder), null)
    const states = Object.fromEntries(awareness.getStates())
    awareness.destroy()
    return states
  },
}
const STOCK = { 1: "presence", 2: "denied" }

function received(frame) {
  const decoder = decoding.createDecoder(bytes(frame))
  const kind = decoding.readVarUint(decoder)
  const name = STOCK[kind] ?? Object.keys(frames.MESSAGE).find((key) => frames.MESSAGE[key] === kind)
  return name && { name, meaning: readers[name](decoder), left: decoding.hasContent(decoder) }
}

const sent = examples.sent.map(({ frame }) => {
  const seen = frames.inspect(bytes(frame))
  return seen.update ? { ...seen, update: hex(seen.update), noStructs: frames.hasNoStructs(seen.update) } : seen
})
const written = examples.sent.filter(({ kind }) => kind === "update").map(({ update }) => hex(frames.updateFrame(bytes(update))))
console.log(JSON.stringify({
  messages: frames.MESSAGE, largest: frames.LARGEST_FRAME, sent, written, received: examples.received.map(({ frame }) => received(frame)),
}))
