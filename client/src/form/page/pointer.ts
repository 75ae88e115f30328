// Puts off what moves the page while a mouse button is pressed: a page that moves under the pointer makes the click miss.

let isPressed = false;
let later: readonly (() => void)[] = [];

document.addEventListener('pointerdown', () => {
  isPressed = true;
});
for (const end of ['pointerup', 'pointercancel'])
  document.addEventListener(end, () => {
    isPressed = false;
    // After the click that follows.
    setTimeout(() => {
      const due = later;
      later = [];
      for (const run of due) run();
    });
  });

/** Runs at once, or when the mouse button that is pressed is released. */
export function whenReleased(run: () => void): void {
  if (isPressed) later = [...later, run];
  else run();
}
