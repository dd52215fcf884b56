// A form that came back refused: the first field to mend takes the focus, or what was refused as a whole, so that nobody
// has to look for it.

export function comfortRefusals(): void {
  const wrong = document.querySelector<HTMLElement>("[aria-invalid=true], .cards:has(.errorlist) input");
  const whole = document.querySelector<HTMLElement>(".form .notice.error");
  if (!wrong && whole) whole.tabIndex = -1;
  (wrong ?? whole)?.focus();
}
