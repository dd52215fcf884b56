"""What the simulated people of bin/bench send is what browsers would send."""

import json

from tests.bench.conftest import ROOT, Evaluate

TYPE = """
import * as Y from "yjs";
import { typed } from "./load/bytes.mjs";
import { write } from "./load/crowd.mjs";
const doc = new Y.Doc();
const [place] = write(doc, 1, "un début");
const text = doc.getXmlFragment("default").get(0).get(0);
doc.clientID = 4_000_000_000;
const theirs = [];
doc.on("update", (update) => theirs.push(Buffer.from(update).toString("hex")));
let behind = { client: place.client, clock: place.clock };
const ours = [];
for (const [clock, letter] of [..."aé "].entries()) {
  text.insert(text.length, letter);
  ours.push(typed(doc.clientID, clock, behind, letter).toString("hex"));
  behind = { client: doc.clientID, clock };
}
answer({ ours, theirs });
"""

CARET = """
import * as Y from "yjs";
import * as decoding from "lib0/decoding";
import { Awareness, applyAwarenessUpdate } from "y-protocols/awareness";
import { AWARENESS, caret } from "./load/bytes.mjs";
const awareness = new Awareness(new Y.Doc());
const reader = decoding.createDecoder(new Uint8Array(caret(Buffer.alloc(0), 7, 1, "Ada", { client: 5, clock: 3 })));
const kind = decoding.readVarUint(reader);
applyAwarenessUpdate(awareness, decoding.readVarUint8Array(reader), "test");
const state = awareness.getStates().get(7);
awareness.destroy();
answer({ rightKind: kind === AWARENESS, name: state.user.name, at: Y.createRelativePositionFromJSON(state.cursor.head).item });
"""

HISTORY = """
import * as Y from "yjs";
import { history } from "./scenarios/history.mjs";
import fs from "node:fs";
const patches = [[0, 0, "table"], [5, 0, " ronde"], [0, 1, "T"], [5, 6, ""]];
fs.writeFileSync("trace.json", JSON.stringify({ txns: [{ patches: patches.slice(0, 2) }, { patches: patches.slice(2) }] }));
const { updates, edits } = history("trace.json");
fs.rmSync("trace.json");
const again = new Y.Doc();
for (const update of updates) Y.applyUpdate(again, update);
answer({ edits, text: again.getXmlFragment("default").toString() });
"""

SCHEDULE = """
import { schedule } from "./load/crowd.mjs";
const moments = () => schedule([{}, {}], { seconds: 10, letters: 3, carets: 1, seed: 7 }).map(({ at }) => at);
answer({ moments: moments(), again: moments() });
"""


def test_a_letter_is_encoded_by_hand_as_yjs_encodes_it(evaluate: Evaluate):
    said = evaluate(TYPE)
    assert len(said["ours"]) == 3
    assert said["ours"] == said["theirs"]


def test_a_caret_is_one_that_browsers_understand(evaluate: Evaluate):
    assert evaluate(CARET) == {"rightKind": True, "name": "Ada", "at": {"client": 5, "clock": 3}}


def test_a_trace_is_typed_as_it_was_written_down(evaluate: Evaluate):
    assert evaluate(HISTORY) == {"edits": 4, "text": "<paragraph>Table</paragraph>"}


def test_every_server_meets_the_same_moments_in_order_and_at_the_rates_asked_for(evaluate: Evaluate):
    said = evaluate(SCHEDULE)
    assert said["moments"] == said["again"] == sorted(said["moments"])
    assert 74 <= len(said["moments"]) <= 86  # two people, three letters and a caret a second, ten seconds


def test_the_generator_types_with_the_yjs_of_the_pages():
    pages = json.loads((ROOT / "frontend" / "package.json").read_text())["dependencies"]
    generator = json.loads((ROOT / "bench" / "package.json").read_text())["dependencies"]
    assert {name: pages.get(name) for name in generator} == generator
