// A form that came back refused: the first field to mend takes the focus, so that nobody has to look for it.

export function comfortRefusals(): void {
  const wrong = document.querySelector<HTMLElement>("[aria-invalid=true], .cards:has(.errorlist) input");
  wrong?.focus();
}
