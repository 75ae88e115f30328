// Tells what may be referred to where (relay/expressions.md 3, "Availability").
import type { Place, ReferenceKind } from './reference';

/** Whether Relay looks the kind up at the place, leaves it as it is for ever, or fails on it. */
export function scopeOf(kind: ReferenceKind, place: Place): 'known' | 'unresolved' | 'refused' {
  switch (place) {
    case 'trigger':
      return kind === 'event' ? 'known' : 'refused';
    case 'source':
      if (kind === 'connection' || kind === 'secret') return 'known';
      return kind === 'answer' ? 'unresolved' : 'refused';
    case 'step':
      if (kind === 'answer') return 'unresolved';
      return kind === 'event' ? 'refused' : 'known';
    case 'when':
      return kind === 'event' ? 'refused' : 'known';
  }
}
