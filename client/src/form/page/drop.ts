// Turns files dragged over the page into a file for the place they are dropped on.

/**
 * `placeOf` gives the place that takes a file dropped on an element, which is marked meanwhile; undefined where none
 * does. VS Code would take the file away to open it in an editor: where its own listeners hear nothing, it does not. A
 * file that came across other parts of the window gets here only while Shift is held, as in all of VS Code.
 */
export function takeDrops(
  placeOf: (element: Element) => Element | undefined,
  take: (file: File, place: Element) => void,
): void {
  let marked: Element | undefined;
  const mark = (place: Element | undefined) => {
    marked?.classList.remove('dropping');
    place?.classList.add('dropping');
    marked = place;
  };
  const over = (event: DragEvent) => {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    event.stopPropagation();
    const place = placeOf(event.target as Element);
    event.dataTransfer.dropEffect = place ? 'copy' : 'none';
    if (place !== marked) mark(place);
  };
  document.addEventListener('dragenter', over);
  document.addEventListener('dragover', over);
  document.addEventListener('dragleave', (event) => {
    if (!event.relatedTarget) mark(undefined);
  });
  document.addEventListener('drop', (event) => {
    mark(undefined);
    const file = event.dataTransfer?.files[0];
    if (!file) return;
    event.preventDefault();
    event.stopPropagation();
    const place = placeOf(event.target as Element);
    if (place) take(file, place);
  });
}
