// Turns the images of steps and triggers into links to the place where images are published.
import type { DocumentLink } from 'vscode-languageserver';
import type { Word } from '../workflow/expression';
import type { Workflow } from '../workflow/workflow';

/** A link for each image that comes from Docker Hub: for those that name no registry of their own. */
export function linksOf(workflow: Workflow): DocumentLink[] {
  const { steps, triggers } = workflow.structure;
  const images = [...triggers, ...steps].flatMap(({ image }) => image ?? []);
  const seen = new Set<number>();
  return images.flatMap((image): DocumentLink[] => {
    const target = pageOf(image);
    if (target === undefined || seen.has(image.span.start)) return [];
    seen.add(image.span.start);
    return [{ range: workflow.rangeOf(image.span), target, tooltip: 'Open on Docker Hub' }];
  });
}

function pageOf({ text }: Word): string | undefined {
  const part = '[a-z0-9]+(?:[._-]+[a-z0-9]+)*';
  const read = new RegExp(`^(${part})(?:/(${part}))?(?::[\\w.-]+)?(?:@[\\w+:.-]+)?$`).exec(text);
  if (!read) return undefined;
  const [, owner = '', name] = read;
  if (name === undefined) return `https://hub.docker.com/_/${owner}`;
  // With a dot in it, or as localhost, the first part is a registry.
  return owner.includes('.') || owner === 'localhost'
    ? undefined
    : `https://hub.docker.com/r/${owner}/${name}`;
}
