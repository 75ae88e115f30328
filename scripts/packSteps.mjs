// Turns the facts about step images (a steps.json) into the packed catalogue: node scripts/packSteps.mjs STEPS.JSON
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const [factsFile] = process.argv.slice(2);
if (factsFile === undefined) {
  console.error('Usage: node scripts/packSteps.mjs STEPS.JSON');
  process.exit(2);
}

const root = join(import.meta.dirname, '..');
const packing = await build({
  entryPoints: [join(root, 'server/src/catalogue/steps/pack.ts')],
  write: false,
  bundle: true,
  format: 'esm',
});
const { packedOf } = await import(`data:text/javascript,${encodeURIComponent(packing.outputFiles[0].text)}`);

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
writeFileSync(join(root, 'server/src/catalogue/steps/packed.ts'), written);
console.log(`${lines.length} images, ${written.length} characters`);

function packImage(entry) {
  const { kind, image, summary, otherNames, spec, outputs, event } = entry;
  return {
    image,
    ...(kind === 'trigger' ? { trigger: true } : {}),
    title: summary,
    ...(otherNames ? { also: otherNames.map((other) => other.image) } : {}),
    ...(spec ? { spec: packedOf(withoutNeed(needless[image], withPlacesRead(spec, entry))) } : {}),
    ...(outputs ? { outputs: packedOf(outputs) } : {}),
    ...(event ? { event: packedOf(event) } : {}),
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
