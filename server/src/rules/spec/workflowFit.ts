// Compares every spec of a workflow with the schema of its image, once per version of the text.

import { catalogueNow, type StepImage, stepImageOf } from '../../catalogue/steps';
import type { Word } from '../../workflow/expression';
import { type Field, type Fields, isMerge } from '../../workflow/fields';
import type { Workflow } from '../../workflow/workflow';
import type { MapNode, Pair } from '../../workflow/yaml';
import { touchesProblem } from '../broken';
import { type ConnectionPlace, type Fit, Fitter, type Misfit } from './fit';

/** The spec of a step, or of a webhook trigger's source, whose image has a known schema. */
export interface SpecFit extends Fit {
  readonly image: StepImage;
  /** The map that the keys `image` and `spec` stand in. */
  readonly owner: MapNode;
  readonly imagePair: Pair;
}

const known = new WeakMap<Workflow, { readonly catalogue: unknown; readonly fits: readonly SpecFit[] }>();

/** What is known of the specs of a workflow. What may only seem wrong since the YAML around it is broken is left out. */
export function specFitsOf(workflow: Workflow): readonly SpecFit[] {
  const catalogue = catalogueNow();
  const last = known.get(workflow);
  if (last && last.catalogue === catalogue) return last.fits;
  const fits = readSpecFits(workflow);
  known.set(workflow, { catalogue, fits });
  return fits;
}

function readSpecFits(workflow: Workflow): SpecFit[] {
  const { steps, triggers } = workflow.structure;
  const fitter = new Fitter();
  const isBroken = brokenIn(workflow);
  const places = [
    ...triggers
      .filter(({ type }) => type === 'webhook')
      .map(({ source, image }) => ({ fields: source, image })),
    ...steps.filter(({ type }) => type === 'container').map(({ fields, image }) => ({ fields, image })),
  ];
  const owners = new Set<MapNode>(); // an alias may list the same step twice
  return places.flatMap(({ fields, image }) => {
    const field = fields.get('image');
    if (!image || !field || field.merged || owners.has(field.holder)) return [];
    owners.add(field.holder);
    const fit = specFitOf(fields, image, field, fitter);
    if (!fit) return [];
    if (fit.misfits.length + fit.connections.length === 0) return fit;
    const isSound = (each: Misfit | ConnectionPlace): boolean => !isBroken(each, field.holder);
    return [{ ...fit, misfits: fit.misfits.filter(isSound), connections: fit.connections.filter(isSound) }];
  });
}

function specFitOf(
  fields: Fields,
  written: Word,
  { holder, pair }: Field,
  fitter: Fitter,
): SpecFit | undefined {
  const image = stepImageOf(written.text);
  // Where the workflow says what the container runs, that decides what belongs in the spec.
  if (!image?.spec || ownCommands.some((key) => fields.has(key))) return undefined;
  const spec = fields.get('spec')?.pair;
  const isOwn = spec !== undefined && holder.pairs.includes(spec);
  if (!isOwn && holder.pairs.some(isMerge)) return undefined;
  const place = { keys: [], ...(spec ? { pair: spec, holder, value: spec.value } : {}) };
  const fit = fitter.fit(place, image.spec, spec?.key.span ?? written.span);
  return { ...fit, image, owner: holder, imagePair: pair };
}

const ownCommands = ['input', 'inputFile', 'command', 'args'];

// Whether a problem of the YAML may be the reason: any in the step for what is missing, else one at the place itself.
function brokenIn(workflow: Workflow): (each: Misfit | ConnectionPlace, owner: MapNode) => boolean {
  const { text, yaml } = workflow;
  if (yaml.problems.length === 0) return () => false;
  return (each, owner) => {
    if ('is' in each && (each.is === 'missing' || each.is === 'no-form')) {
      // What follows on the next written line may have belonged to the step but for the problem.
      const rest = /^\s*[^\r\n]*/.exec(text.slice(owner.span.end))?.[0].length ?? 0;
      return touchesProblem(yaml, { start: owner.span.start, end: owner.span.end + rest });
    }
    const { span, shared, place } = each;
    const isKeyOnly = shared || ('is' in each && each.is === 'misspelt');
    const end = isKeyOnly ? span.end : Math.max(span.end, place.value?.span.end ?? 0);
    return touchesProblem(yaml, { start: span.start, end });
  };
}
