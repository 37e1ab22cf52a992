/** Makes a function that writes epoch milliseconds as local `HH:MM:SS.mmm`. */
export function localTime(): (timeMs: number) => string {
  let second = Number.NaN;
  let prefix = "";
  return (timeMs) => {
    const whole = Math.floor(timeMs);
    const current = Math.floor(whole / 1000);
    /* Events come in storms: most share their second with the one before. */
    if (current !== second) {
      second = current;
      prefix = new Date(current * 1000).toTimeString().slice(0, 8);
    }
    return `${prefix}.${String(whole - current * 1000).padStart(3, "0")}`;
  };
}
