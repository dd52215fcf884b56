// The client side of a websocket (RFC 6455), light enough that the generator costs less than what it measures.
// Frames are handed on as places in the buffer that was read; no extension is offered, so nothing is compressed.
import crypto from "node:crypto";
import net from "node:net";

const CONTINUED = 0, BINARY = 2, CLOSE = 8, PING = 9, PONG = 10;
const reading = Buffer.allocUnsafe(512 * 1024); // shared: what is read is used up before the next read

export class Socket {
  /** `onFrame(buffer, start, end)` must copy what it keeps; `onEnd(why)` comes once, unless we closed. */
  constructor({ port, path, headers, onOpen, onFrame, onEnd }) {
    Object.assign(this, { onOpen, onFrame, onEnd });
    this.open = this.ended = false;
    this.framesIn = this.bytesIn = 0;
    this.waiting = []; // the beginning of something that has not arrived whole
    this.have = this.need = 0;
    this.parts = null; // of a message in several frames
    this.mask = crypto.randomBytes(4);
    this.tcp = net.connect({ host: "127.0.0.1", port, noDelay: true, onread: { buffer: reading, callback: (size) => this.#read(size) } });
    this.tcp.on("connect", () => this.tcp.write(request(port, path, headers)));
    this.tcp.on("error", (error) => this.#end(error.code));
    this.tcp.on("close", () => this.#end("the connection was cut"));
  }

  send(content) {
    this.#write(BINARY, content);
  }

  close() {
    if (this.ended) return;
    this.#write(CLOSE, Buffer.from([3, 232]));
    this.ended = true;
    this.tcp.end();
    setTimeout(() => this.tcp.destroy(), 2000).unref();
  }

  /** Gone without a word, as a closed laptop. */
  drop() {
    this.ended = true;
    this.tcp.destroy();
  }

  #end(why) {
    if (this.ended) return;
    this.ended = true;
    this.tcp.destroy();
    this.onEnd(why);
  }

  #read(size) {
    this.bytesIn += size;
    let data = reading.subarray(0, size);
    if (this.need) {
      this.waiting.push(Buffer.from(data));
      this.have += size;
      if (this.have < this.need) return true;
      data = Buffer.concat(this.waiting);
      this.need = 0;
    }
    let at = this.open ? 0 : this.#handshake(data);
    while (!this.ended && at < data.length) {
      const next = this.#frame(data, at);
      if (next === at) break;
      at = next;
    }
    return true;
  }

  #keep(data, at, need) {
    this.waiting = [Buffer.from(data.subarray(at))];
    this.have = data.length - at;
    this.need = need;
    return at;
  }

  #handshake(data) {
    const end = data.indexOf("\r\n\r\n");
    if (end < 0) {
      this.#keep(data, 0, data.length + 1);
      return data.length;
    }
    const status = data.toString("latin1", 9, 12);
    if (status !== "101") {
      this.#end(`HTTP ${status}`);
      return data.length;
    }
    this.open = true;
    this.onOpen();
    return end + 4;
  }

  /** Reads one frame at `at` and returns the place behind it, or `at` itself if it has not arrived whole. */
  #frame(data, at) {
    const left = data.length - at;
    if (left < 2) return this.#keep(data, at, 2);
    let size = data[at + 1] & 127;
    const head = size < 126 ? 2 : size === 126 ? 4 : 10;
    if (left < head) return this.#keep(data, at, head);
    if (head === 4) size = data.readUInt16BE(at + 2);
    if (head === 10) size = Number(data.readBigUInt64BE(at + 2));
    if (left < head + size) return this.#keep(data, at, head + size);
    this.#take(data[at] & 15, data[at] >> 7, data, at + head, at + head + size);
    return at + head + size;
  }

  #take(kind, last, data, start, end) {
    if (kind === PING) this.#write(PONG, data.subarray(start, end));
    else if (kind === CLOSE) this.#end(`closed with ${end - start < 2 ? "no code" : data.readUInt16BE(start)}`);
    else if (kind === BINARY && last && !this.parts) this.#hand(data, start, end);
    else if (kind === BINARY || kind === CONTINUED) {
      this.parts = [...(this.parts ?? []), Buffer.from(data.subarray(start, end))];
      if (!last) return;
      const whole = Buffer.concat(this.parts);
      this.parts = null;
      this.#hand(whole, 0, whole.length);
    }
  }

  #hand(data, start, end) {
    this.framesIn++;
    this.onFrame(data, start, end);
  }

  #write(kind, content) {
    if (this.ended) return;
    const size = content.length;
    const head = size < 126 ? 2 : size < 65536 ? 4 : 10;
    const frame = Buffer.allocUnsafe(head + 4 + size);
    frame[0] = 128 | kind;
    frame[1] = 128 | (head === 2 ? size : head === 4 ? 126 : 127);
    if (head === 4) frame.writeUInt16BE(size, 2);
    if (head === 10) frame.writeBigUInt64BE(BigInt(size), 2);
    this.mask.copy(frame, head);
    for (let i = 0; i < size; i++) frame[head + 4 + i] = content[i] ^ this.mask[i & 3];
    this.tcp.write(frame);
  }
}

const request = (port, path, headers) =>
  [
    `GET ${path} HTTP/1.1`,
    `Host: 127.0.0.1:${port}`,
    "Connection: Upgrade",
    "Upgrade: websocket",
    "Sec-WebSocket-Version: 13",
    `Sec-WebSocket-Key: ${crypto.randomBytes(16).toString("base64")}`,
    ...headers,
    "",
    "",
  ].join("\r\n");
