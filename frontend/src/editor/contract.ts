// Prints the content model as JSON for tests/contract/test_schema.py; runs in Node, needs no page.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { getSchema } from "@tiptap/core";
import type { MarkType } from "@tiptap/pm/model";
import { prosemirrorJSONToYDoc } from "@tiptap/y-tiptap";

import { contentModel, SCHEMA_VERSION } from "./schema";

const schema = getSchema(contentModel);

/** Groups that only Tiptap's own commands read ("list") say nothing about what is stored. */
const STORED_GROUPS = ["block", "inline"];

function defaults(attributes: Record<string, { default?: unknown }> | null | undefined) {
  return Object.fromEntries(Object.entries(attributes ?? {}).map(([name, attribute]) => [name, attribute.default]));
}

/** The keys under which marks are really stored: a document is encoded and its formatting read back. */
function storedKeys(attrs: Record<string, unknown>): string[] {
  const text = { type: "text", text: "x", marks: [{ type: "comment", attrs }] };
  const doc = prosemirrorJSONToYDoc(schema, { type: "doc", content: [{ type: "paragraph", content: [text] }] }, "default");
  const paragraph = doc.getXmlFragment("default").get(0) as unknown as { get(at: number): { toDelta(): { attributes: object }[] } };
  return Object.keys(paragraph.get(0).toDelta()[0]?.attributes ?? {});
}

const samples = [{ thread: "t1" }, { thread: "été-œuvre-😀" }, { thread: "6f1c1e0a-9d5e-4d2f-8a39-1b0c7d2e4f55" }, { thread: null }];

const model = {
  version: SCHEMA_VERSION,
  nodes: Object.fromEntries(
    Object.values(schema.nodes).map((type) => [
      type.name,
      {
        content: type.spec.content ?? "",
        group: (type.spec.group ?? "").split(" ").filter((group) => STORED_GROUPS.includes(group)).join(" "),
        inline: Boolean(type.isInline),
        attrs: defaults(type.spec.attrs),
      },
    ]),
  ),
  marks: Object.fromEntries(
    Object.values(schema.marks).map((type) => [
      type.name,
      { attrs: defaults(type.spec.attrs), overlapping: !type.excludes(type) },
    ]),
  ),
  // Where the server may put the mark of a comment: a node or a mark that forbids it would be deleted with its words.
  commentable: Object.values(schema.nodes)
    .filter((type) => type.isTextblock && type.allowsMarkType(schema.marks.comment as MarkType))
    .map((type) => type.name),
  besideComments: Object.values(schema.marks)
    .filter((type) => !type.excludes(schema.marks.comment as MarkType) && !schema.marks.comment?.excludes(type))
    .map((type) => type.name),
  markKeys: samples.map((attrs) => ({ attrs, key: storedKeys(attrs)[0] })),
};

const target = join(dirname(fileURLToPath(import.meta.url)), "schema.json");
mkdirSync(dirname(target), { recursive: true });
writeFileSync(target, `${JSON.stringify(model, null, 1)}\n`);
