/**
 * The CLI's own folder. This file lies right below `src`, and its bundle right below `dist`,
 * so that the same step up is right for both.
 */
export const packageFolder = new URL("..", import.meta.url);
