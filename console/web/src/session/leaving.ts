/** Asks before a page is left by the browser's own Back, a reload or a closed window; never where the page leaves itself. */

let meant = false;

/** The page leaves by itself now, or a person pressed what makes it leave: nobody is asked. */
export function meanToLeave(): void {
  meant = true;
}

/** Ask before this window is left, while `mayNot` says that it should not be. Browsers word the question themselves. */
export function guardLeaving(mayNot: () => boolean): void {
  addEventListener("beforeunload", (event) => {
    if (!meant && mayNot()) event.preventDefault();
  });
}
