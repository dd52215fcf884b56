// The page's own provider under Node, typing while websockets come and go; one line of JSON in, one out (switching.py).
import { createInterface } from "node:readline"
import { createRequire } from "node:module"
import { pathToFileURL } from "node:url"
const frontend = new URL("../../frontend/", import.meta.url)
const require = createRequire(new URL("package.json", frontend))
const [address, room, session, epoch, schema] = process.argv.slice(2)

// What of a browser the provider needs.
const { WebSocket: NodeSocket } = require("ws")
const cookies = `sessionid=${session}; csrftoken=${"c".repeat(32)}`
let requests = 0
let postedBytes = 0
globalThis.window = new EventTarget()
globalThis.document = Object.assign(new EventTarget(), { cookie: cookies, visibilityState: "visible" })
Object.defineProperty(globalThis, "navigator", { value: { onLine: true }, configurable: true })
globalThis.WebSocket = class extends NodeSocket {
  constructor(url, protocols) {
    super(url, protocols, { headers: { Cookie: cookies, Origin: address }, perMessageDeflate: false })
  }
}
const fetched = globalThis.fetch
globalThis.fetch = (path, request = {}) => {
  requests += 1
  postedBytes += request.body?.byteLength ?? 0
  return fetched(address + path, { ...request, headers: { ...request.headers, Cookie: cookies, Referer: address, Origin: address } })
}

const { runnerImport } = await import(pathToFileURL(require.resolve("vite")).href)
const Y = await import(new URL("node_modules/yjs/dist/yjs.mjs", frontend).href)
const path = new URL("src/sync/provider.ts", frontend).pathname
const { module } = await runnerImport(path, { logLevel: "error", root: new URL(".", frontend).pathname })

const doc = new Y.Doc()
const root = doc.getXmlFragment("default")
const stops = []
const provider = new module.DocumentProvider({
  doc, socketUrl: address.replace("http", "ws") + "/ws/documents", postUrl: `/api/v1/documents/${room}/sync`, documentId: room,
  schema: Number(schema), epoch, mayWrite: true, savedAt: null, carriesUnsent: false,
  onStop: ({ code, detail }) => stops.push([code, detail]), onRole: () => undefined,
})
const ways = []
provider.via.subscribe((via) => ways.push(via))
provider.connect()

const acts = {
  write({ text }) {
    const paragraph = new Y.XmlElement("paragraph")
    paragraph.insert(0, [new Y.XmlText(text)])
    root.push([paragraph])
  },
  erase({ text }) {
    const at = root.toArray().findIndex((one) => one.toArray().map(String).join("") === text)
    if (at >= 0) root.delete(at, 1)
  },
  hurry() {
    provider.tryAgain()
  },
  look() {},
}
for await (const line of createInterface({ input: process.stdin })) {
  const order = JSON.parse(line)
  acts[order.act](order)
  const words = root.toArray().map((one) => one.toArray().map(String).join(""))
  console.log(JSON.stringify({
    words, settled: provider.settled.value, via: provider.via.value, ways, stops, state: provider.state.value.kind,
    unsent: provider.unsentChanges().length, requests, postedBytes,
  }))
}
provider.destroy()
process.exit(0)
