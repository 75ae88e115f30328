// Tells what Relay refuses in a `$encoding` map or a `!!binary` scalar (relay/expressions.md 5.1 and 5.3).
import { knownOfNode } from './calls';
import { sayKnown } from './operators';
import { shortened } from './shortened';
import type { Span } from './span';
import type { Malformed, Mend } from './valueProblem';
import { isPlainString, type Node, type Pair, type ScalarNode, targetOf } from './yaml';

const base64 = 'base64';

/** What is wrong with a map that has `$encoding` with a string behind it; `type` is that string. */
export function encodingProblemOf(
  type: ScalarNode,
  encoding: Pair,
  encoded: Pair | undefined,
): Malformed | undefined {
  if (type.value !== base64 && type.value !== '') {
    const mend: Mend = { is: 'choose', span: type.span, wanted: type.value, names: [base64] };
    return {
      span: type.span,
      message: `Relay knows the encoding ${base64} only, not "${shortened(type.value)}".`,
      mend,
    };
  }
  if (!encoded)
    return { span: encoding.key.span, message: 'A map with "$encoding" needs the key "data" beside it.' };
  const known = knownOfNode(encoded.value);
  const span =
    encoded.value && encoded.value.span.end > encoded.value.span.start
      ? encoded.value.span
      : encoded.key.span;
  if (known.shape !== 'unknown' && known.shape !== 'string')
    return { span, message: `The data of a "$encoding" map must be a text, not ${sayKnown(known)}.` };
  return type.value === base64 && typeof known.value === 'string'
    ? base64Problem(known.value, span)
    : undefined;
}

/** What is wrong with a `!!binary` scalar. Its quotes are lost, so digits alone are a number. */
export function binaryProblemOf(node: ScalarNode): Malformed | undefined {
  if (node.value.includes('${')) return undefined;
  if (!isPlainString(node.value))
    return {
      span: spanOf(node),
      message: `Relay takes ${shortened(node.value)} behind !!binary for another type than text.`,
    };
  return base64Problem(node.value, spanOf(node));
}

function spanOf(node: ScalarNode): Span {
  return node.span.end > node.span.start ? node.span : (node.tag?.span ?? node.span);
}

// Go's reader passes over line breaks and nothing else.
function base64Problem(text: string, span: Span): Malformed | undefined {
  const stray = /[^A-Za-z\d+/=\r\n]/.exec(text)?.[0];
  if (stray !== undefined) return { span, message: `This is no base64: it holds ${JSON.stringify(stray)}.` };
  const letters = text.replace(/[\r\n]/g, '');
  const padded = letters.length % 4 === 0 && /^[^=]*={0,2}$/.test(letters);
  return padded
    ? undefined
    : { span, message: 'This is no base64: its length or its = at the end is wrong.' };
}

/** Whether a node is a scalar that names an encoding. */
export function encodingNameOf(pair: Pair): ScalarNode | undefined {
  const target: Node | undefined = targetOf(pair.value);
  return target?.kind === 'scalar' && knownOfNode(target).shape === 'string' ? target : undefined;
}
