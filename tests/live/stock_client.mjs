// The unmodified y-websocket client, driven by lines of JSON on standard input; it answers each with one line.
import { createRequire } from "node:module"
import { createInterface } from "node:readline"
const require = createRequire(new URL("../../frontend/package.json", import.meta.url))
const Y = require("yjs")
const { WebsocketProvider } = require("y-websocket")

const [address, room, token] = process.argv.slice(2)
let updates = 0
class Socket extends WebSocketOfNode() {
  send(data) {
    const bytes = new Uint8Array(data)
    if (bytes[0] === 0 && bytes[1] !== 0) updates += 1
    super.send(data)
  }
}
function WebSocketOfNode() {
  if (globalThis.WebSocket) return globalThis.WebSocket
  return require("ws").WebSocket
}
const doc = new Y.Doc()
const provider = new WebsocketProvider(address, room, doc, {
  WebSocketPolyfill: Socket, protocols: ["tablee.bearer." + token], disableBc: true,
})
const root = doc.getXmlFragment("default")
let disconnections = 0
const denied = []
provider.on("connection-close", () => { disconnections += 1 })
const log = console.warn
console.warn = (...words) => { denied.push(words.join(" ")); log(...words) }
const synced = () => new Promise((resolve) => { if (provider.synced) resolve(); else provider.once("sync", resolve) })
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

const acts = {
  async write({ text }) {
    const paragraph = new Y.XmlElement("paragraph")
    paragraph.insert(0, [new Y.XmlText(text)])
    root.push([paragraph])
  },
  async reconnect({ times }) {
    for (let n = 0; n < times; n++) {
      provider.disconnect()
      await wait(50)
      provider.connect()
      await synced()
      await wait(100)
    }
  },
  async wait({ ms }) { await wait(ms) },
  async read() {},
}
await synced()
for await (const line of createInterface({ input: process.stdin })) {
  const asked = JSON.parse(line)
  await acts[asked.act](asked)
  const words = root.toArray().map((block) => block.toArray().map(String).join(""))
  console.log(JSON.stringify({ words, updates, disconnections, denied, connected: provider.wsconnected }))
}
process.exit(0)
