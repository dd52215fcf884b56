// The servers that can be measured, by the name used in files and tables.
import { hocuspocus, yWebsocketServer } from "./peers.mjs";
import { tablee } from "./tablee.mjs";

export const servers = {
  tablee: { title: "Tablée", make: (how) => tablee(how) },
  "tablee-postgres": { title: "Tablée on PostgreSQL", make: (how) => tablee({ ...how, database: "postgres" }) },
  "tablee-consumer": { title: "Tablée as a consumer", make: (how) => tablee({ ...how, app: "bench.apps.consumer:application" }) },
  "tablee-consumer-layer": { title: "… with a channel layer", make: (how) => tablee({ ...how, app: "bench.apps.consumer:with_layer" }) },
  hocuspocus: { title: "Hocuspocus 4.7", make: hocuspocus("") },
  "hocuspocus-33": { title: "Hocuspocus, flushDelay 33", make: hocuspocus("33") },
  "y-websocket-server": { title: "@y/websocket-server", make: yWebsocketServer },
};

export const PEERS = Object.keys(servers).filter((name) => !name.startsWith("tablee"));
