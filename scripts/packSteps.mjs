// Turns the facts about step images (a steps.json) into the packed catalogue: node scripts/packSteps.mjs STEPS.JSON
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [factsFile] = process.argv.slice(2);
if (factsFile === undefined) {
  console.error('Usage: node scripts/packSteps.mjs STEPS.JSON');
  process.exit(2);
}

// Keys that a schema demands and that published workflows of the same authors leave out.
const needless = {
  'relaysh/aws-s3-step-bucket-put-acls': ['aws.region'],
  'relaysh/aws-s3-step-bucket-put-encryption': ['aws.region'],
};

const lines = JSON.parse(readFileSync(factsFile, 'utf8')).map((entry) => JSON.stringify(packImage(entry)));
// Between backticks these would mean something else than themselves.
const bad = lines.find((line) => /[`\\]|\$\{/.test(line));
if (bad !== undefined) throw new Error(`This needs escaping, which is not done here: ${bad}`);
const written = `// The step and trigger images that are known, one a line; written by scripts/packSteps.mjs, read by ../steps.ts.

/** A JSON array of PackedImage, kept as text so that loading it costs nothing until it is asked for. */
export const packedSteps = \`[
${lines.join(',\n')}
]\`;
`;
writeFileSync(join(import.meta.dirname, '../server/src/catalogue/steps/packed.ts'), written);
console.log(`${lines.length} images, ${written.length} characters`);

function packImage(entry) {
  const { kind, image, summary, otherNames, spec, outputs, event } = entry;
  return {
    image,
    ...(kind === 'trigger' ? { trigger: true } : {}),
    title: summary,
    ...(otherNames ? { also: otherNames.map((other) => other.image) } : {}),
    ...(spec ? { spec: pack(withoutNeed(needless[image], withPlacesRead(spec, entry))) } : {}),
    ...(outputs ? { outputs: pack(outputs) } : {}),
    ...(event ? { event: pack(event) } : {}),
  };
}

function withoutNeed(paths = [], spec) {
  const changed = structuredClone(spec);
  for (const path of paths) {
    const keys = path.split('.');
    const last = keys.pop();
    const holder = keys.reduce((schema, key) => schema.properties[key], changed);
    holder.required = holder.required.filter((key) => key !== last);
  }
  return changed;
}

// Some code reads its connection at a place that the schema lacks; both places are right then.
function withPlacesRead(spec, { connectionPaths = [], connectionReads = [] }) {
  const properties = { ...spec.properties };
  for (const { path } of connectionReads) {
    const [first, second, ...rest] = path.split('.');
    if (first in properties || second === undefined || rest.length > 0 || connectionPaths.length !== 1)
      continue;
    const place = { type: 'object', 'x-relay-connectionType': connectionPaths[0].type };
    properties[first] = { type: 'object', properties: { [second]: place } };
  }
  return { ...spec, properties };
}

/** The packed form of a JSON schema; PackedSchema in server/src/catalogue/steps/schema.ts says what it means. */
function pack(schema) {
  // What a schema says of the fields of a connection is often wrong; the catalogue of connection types has them.
  const connection = schema['x-relay-connectionType'] ?? schema['x-relay-connection-type'];
  if (connection !== undefined) return `@${connection}`;
  const forms = schema.oneOf ?? schema.anyOf;
  if (forms) return packForms(forms);
  if (schema.default === undefined && schema.enum === undefined) return packPlain(schema);
  const { type, default: initial, enum: values } = schema;
  const isWord = type === 'boolean' && typeof initial === 'string'; // "False"
  return {
    $: packPlain(schema),
    ...(initial === undefined ? {} : { default: isWord ? initial.toLowerCase() === 'true' : initial }),
    ...(values === undefined ? {} : { enum: values }),
  };
}

function packPlain({ type = 'any', items, properties, required = [], additionalProperties }) {
  if (items) return [pack(items)];
  const packed = {};
  for (const [name, property] of Object.entries(properties ?? {})) {
    if (/^[*$]|!$/.test(name)) throw new Error(`The packed form has no way to write the key ${name}`);
    // Code that has a default for a key does without it, whatever the schema says.
    const needed = required.includes(name) && property.default === undefined;
    packed[needed ? `${name}!` : name] = pack(property);
  }
  if (additionalProperties === false) packed['*'] = false;
  else if (typeof additionalProperties === 'object') packed['*'] = pack(additionalProperties);
  return Object.keys(packed).length > 0 ? packed : [type].flat().join('|');
}

// A type beside the forms says nothing that they do not say, or contradicts them.
function packForms(forms) {
  const distinct = [...new Set(forms.map((form) => JSON.stringify(pack(form))))].map((form) =>
    JSON.parse(form),
  );
  return distinct.length === 1 ? distinct[0] : { $or: distinct };
}
