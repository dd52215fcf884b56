// Hocuspocus with its own SQLite store, as its manual starts it. PORT, DATA (a file), FLUSH_DELAY (ms; unset: as it comes).
import { SQLite } from "@hocuspocus/extension-sqlite";
import { Server } from "@hocuspocus/server";

const delay = process.env.FLUSH_DELAY;
const server = new Server({
  address: "127.0.0.1",
  port: Number(process.env.PORT),
  quiet: true,
  ...(delay ? { flushDelay: Number(delay) } : {}),
  extensions: [new SQLite({ database: process.env.DATA })],
});
await server.listen();
